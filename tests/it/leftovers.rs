//! What a run that was ended leaves behind, and what the next one makes of it.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use roundup::cli::Status;

use crate::disk::{assert_whole, names, project, written};
use crate::support::{say, tree};

/// A folder that a run left which was ended, by its contents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Left {
    Nothing,
    Empty,
    /// The manifest, and nothing else yet.
    Seal,
    /// The manifest and some of its files.
    Part,
    Whole,
    /// All of it, and a letter.
    Foreign,
    /// A letter only.
    Letter,
}

impl Left {
    const ALL: [Self; 7] = [Self::Nothing, Self::Empty, Self::Seal, Self::Part, Self::Whole, Self::Foreign, Self::Letter];

    fn put(self, whole: &Path, at: &Path) {
        if self == Self::Nothing {
            return;
        }
        std::fs::create_dir(at).expect("a folder");
        if matches!(self, Self::Letter | Self::Foreign) {
            std::fs::write(at.join("letter.txt"), b"dear").expect("a file");
        }
        for entry in std::fs::read_dir(whole).expect("outputs") {
            let name = entry.expect("an entry").file_name();
            let wanted = match self {
                Self::Nothing | Self::Empty | Self::Letter => false,
                Self::Seal => name == "manifest.json",
                Self::Part => name == "manifest.json" || name == "flags.csv",
                Self::Whole | Self::Foreign => true,
            };
            if wanted {
                std::fs::copy(whole.join(&name), at.join(&name)).expect("a copy");
            }
        }
    }

    fn is_foreign(self) -> bool {
        matches!(self, Self::Foreign | Self::Letter)
    }
}

/// A run may be ended at any point. The next start, even of a run that comes to nothing, restores what stood there or takes away what is of no use; what holds
/// anything foreign is refused by its name, and stays.
#[test]
fn what_an_ended_run_left_is_restored_or_removed() {
    let project = project();
    written(&project);
    let whole = project.path("whole");
    std::fs::rename(project.path("out/2020"), &whole).expect("a move");
    let expected = tree(&whole);
    // The round has submissions, but is not declared: such a run says so, and writes nothing.
    project.write("mappings/rounds.toml", b"[[round]]\nid = \"2022\"\nsuppress_below = 0\nyears = [2016]\nareas = [\"XX\"]\n");
    let (raw, mappings, out) = (project.path("raw"), project.path("mappings"), project.path("out"));
    let (raw, mappings, out_word) = (raw.to_string_lossy(), mappings.to_string_lossy(), out.to_string_lossy().into_owned());
    for target in [Left::Nothing, Left::Empty, Left::Whole, Left::Letter] {
        for old in Left::ALL {
            for new in Left::ALL {
                let _ = std::fs::remove_dir_all(&out);
                std::fs::create_dir(&out).expect("a folder");
                target.put(&whole, &out.join("2020"));
                old.put(&whole, &out.join(".2020.old-77"));
                new.put(&whole, &out.join(".2020.new-77"));
                // Nobody's leftovers: other names, other kinds, other rounds.
                std::fs::write(out.join(".2020.old-78"), b"a file").expect("a file");
                for name in [".2020.old-", ".2020.new-x1", ".2021.old-77", ".2020.dk.old-77", "2020.old-77"] {
                    Left::Letter.put(&whole, &out.join(name));
                }
                let before = tree(&out);
                let said = say(&["run", "--raw", &raw, "--mappings", &mappings, "--out", &out_word, "--round", "2020"]);
                let about = format!("target {target:?}, old {old:?}, new {new:?}: {}", said.err);
                let after = tree(&out);
                let is_there = |name: &str| after.contains_key(name);
                // A letter is where it was, or where what held it was restored to.
                let letters =
                    |tree: &BTreeMap<String, Vec<u8>>| tree.keys().filter(|name| name.ends_with("letter.txt")).cloned().collect::<Vec<_>>();
                assert_eq!(letters(&after), letters(&before), "{about}");
                for name in [".2020.old-", ".2020.new-x1", ".2021.old-77", ".2020.dk.old-77", "2020.old-77", ".2020.old-78"] {
                    assert!(is_there(name), "{name}: {about}");
                }
                let is_refused = old.is_foreign() || new.is_foreign() || target.is_foreign();
                if is_refused {
                    assert_eq!(said.status, Status::Failed, "{about}");
                    assert!(
                        said.err.contains("letter.txt, which this program did not write")
                            || said.err.contains("no manifest.json that this program wrote"),
                        "{about}"
                    );
                } else {
                    assert_eq!(said.status, Status::Mapping, "{about}");
                    assert!(!is_there(".2020.old-77") && !is_there(".2020.new-77"), "{about}");
                }
                // The old outputs are back, and never taken away where they were the only ones.
                let stands: BTreeMap<String, Vec<u8>> =
                    after.iter().filter_map(|(name, bytes)| Some((name.strip_prefix("2020/")?.to_owned(), bytes.clone()))).collect();
                if target == Left::Whole || (target == Left::Nothing && old == Left::Whole) {
                    assert_eq!(stands, expected, "{about}");
                }
                if target == Left::Empty && old == Left::Whole {
                    // An empty folder is not what a run was about to put there.
                    assert!(stands.is_empty() || stands == expected, "{about}");
                }
            }
        }
    }
}

/// After leftovers of any kind that can be mended, a run writes its round whole.
#[test]
fn a_run_after_an_ended_one_is_whole() {
    let project = project();
    written(&project);
    let whole = project.path("whole");
    std::fs::rename(project.path("out/2020"), &whole).expect("a move");
    for (old, new) in [(Left::Whole, Left::Whole), (Left::Whole, Left::Part), (Left::Nothing, Left::Seal), (Left::Empty, Left::Empty)] {
        let _ = std::fs::remove_dir_all(project.path("out/2020"));
        for (left, name) in [(old, "out/.2020.old-5"), (old, "out/.2020.old-6"), (new, "out/.2020.new-5"), (new, "out/.2020.new-6")] {
            left.put(&whole, &project.path(name));
        }
        written(&project);
        assert_eq!(names(&project.path("out")), ["2020"], "{old:?} {new:?}");
        assert_whole(&project.path("out/2020"));
    }
}

/// A run that is killed at any moment leaves the old outputs, or lets the next run put them back.
#[test]
fn a_run_may_be_killed_at_any_moment() {
    let project = project();
    written(&project);
    let before = tree(&project.path("out/2020"));
    for milliseconds in [1, 5, 10, 20, 30, 40, 50, 60, 70, 80, 100, 120] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_roundup"));
        let words = ["run", "--quiet", "--only", "csv"];
        let mut run =
            command.current_dir(project.path("")).args(words).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("roundup");
        std::thread::sleep(Duration::from_millis(milliseconds));
        let _ = run.kill();
        run.wait().expect("an end");
        let outputs = project.path("out/2020");
        if outputs.exists() {
            assert_whole(&outputs);
        }
        // A start that comes to nothing mends as well.
        let round = std::fs::read(project.path("mappings/rounds.toml")).expect("rounds");
        project.write("mappings/rounds.toml", b"");
        let said = crate::support::program(&project.path(""), &["run", "--round", "2020"]);
        assert_eq!(said.status, Status::Mapping, "{}", said.err);
        project.write("mappings/rounds.toml", &round);
        assert_eq!(names(&project.path("out")), ["2020"], "{milliseconds}");
        assert_eq!(tree(&project.path("out/2020")), before, "{milliseconds}");
    }
}
