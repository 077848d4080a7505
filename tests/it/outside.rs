//! Nothing outside is read, and one bad file stops nothing: links, pipes, devices, loops, folders, what may not be read.
#![cfg(unix)]

use std::path::Path;
use std::process::Command;
use std::sync::mpsc;
use std::time::Duration;

use roundup::cli::Status;

use crate::disk::link;
use crate::support::{EMPTY_CROSSWALK, Project, Said, program, tree};

const LAYOUT: &str = "language = \"en\"\n[[file]]\nname = \"*\"\n[[table]]\nid = \"t\"\nanchor = \"Form\"\n\
    columns = [{ concepts = [\"period\"] }]\nrows = [{ concepts = [\"form\"] }]\nset = { measure = \"VICT_ID\" }\n";

/// What stands outside, which no output may quote.
const SECRET: &str = "topsecret";

/// Two states with a figure each, and secrets outside of the submissions and the mappings.
fn project() -> Project {
    let project = Project::new();
    project.write("mappings/rounds.toml", b"[[round]]\nid = \"2020\"\nsuppress_below = 0\nyears = [2016]\nareas = [\"XX\", \"YY\"]\n");
    for area in ["xx", "yy"] {
        for file in ["comparability.toml", "corrections.toml"] {
            project.write(&format!("mappings/{area}/{file}"), b"");
        }
        let articles = std::fs::read(project.path("mappings/xx/articles.csv")).expect("articles");
        project.write(&format!("mappings/{area}/articles.csv"), &articles);
        project.write(&format!("mappings/{area}/layout.toml"), LAYOUT.as_bytes());
        project.write(
            &format!("mappings/{area}/crosswalk.csv"),
            format!("{EMPTY_CROSSWALK}form,Sexual,skos:exactMatch,SEX,,,,,,,,\n").as_bytes(),
        );
        project.write(&format!("raw/2020/{area}/data.csv"), b"Form,2016\nSexual,5\n");
        project.describe_source(area);
    }
    project.write("secret.csv", format!("Form,2016\n{SECRET},1\n").as_bytes());
    project.write("secret.toml", format!("producer = {SECRET}\n{SECRET} = \"x\"\n").as_bytes());
    project.write("secrets/data.csv", format!("Form,2016\n{SECRET},1\n").as_bytes());
    project
}

/// Runs the program, which has to come to an end.
fn timed(folder: &Path, words: &[&str]) -> Said {
    let (sender, receiver) = mpsc::channel();
    let (folder, owned) = (folder.to_path_buf(), words.iter().map(|word| (*word).to_owned()).collect::<Vec<String>>());
    std::thread::spawn(move || {
        let said = program(&folder, &owned.iter().map(String::as_str).collect::<Vec<_>>());
        // Nobody listens any more where it took too long.
        let _ = sender.send(said);
    });
    receiver.recv_timeout(Duration::from_secs(60)).unwrap_or_else(|error| panic!("{words:?} did not end: {error}"))
}

fn pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().expect("mkfifo").success());
}

/// What stands in the place of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bad {
    Broken,
    Outside,
    Absolute,
    Device,
    Pipe,
    LinkToPipe,
    LinkToFolder,
    Sibling,
    OwnLoop,
    Loop,
    Folder,
    Socket,
    Forbidden,
}

impl Bad {
    const ALL: [Self; 13] = [
        Self::Broken,
        Self::Outside,
        Self::Absolute,
        Self::Device,
        Self::Pipe,
        Self::LinkToPipe,
        Self::LinkToFolder,
        Self::Sibling,
        Self::OwnLoop,
        Self::Loop,
        Self::Folder,
        Self::Socket,
        Self::Forbidden,
    ];

    /// Puts it there; false where this user can't.
    fn put(self, project: &Project, at: &str) -> bool {
        let path = project.path(at);
        let _ = std::fs::remove_file(&path);
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let secret = if at.contains(".toml") { "secret.toml" } else { "secret.csv" };
        let up = "../".repeat(at.matches('/').count());
        let absolute = |name: &str| project.path(name).to_string_lossy().into_owned();
        match self {
            Self::Broken => link(project, "nowhere.csv", at),
            Self::Outside => link(project, &format!("{up}{secret}"), at),
            Self::Absolute => link(project, &absolute(secret), at),
            Self::Device => link(project, "/dev/zero", at),
            Self::Pipe => pipe(&path),
            Self::LinkToPipe => {
                pipe(&project.path("pipe"));
                link(project, &absolute("pipe"), at);
            }
            Self::LinkToFolder => link(project, &absolute("secrets"), at),
            Self::Sibling => link(project, "data.csv", at),
            Self::OwnLoop => link(project, &name, at),
            Self::Loop => {
                link(project, &absolute("loop"), at);
                link(project, &absolute(at), "loop");
            }
            Self::Folder => {
                std::fs::create_dir(&path).expect("a folder");
                std::fs::write(path.join("data.csv"), SECRET).expect("a file");
            }
            Self::Socket => drop(std::os::unix::net::UnixListener::bind(&path).expect("a socket")),
            Self::Forbidden => {
                use std::os::unix::fs::PermissionsExt as _;
                std::fs::write(&path, SECRET).expect("a file");
                std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o0)).expect("no rights");
                // To some users rights mean nothing.
                return std::fs::read(&path).is_err();
            }
        }
        true
    }
}

/// All commands that read submissions, none of which says a word of what is outside.
fn commands(project: &Project, bad: &str) -> Vec<(String, Said)> {
    let folder = project.path("");
    let words: Vec<Vec<&str>> = vec![
        vec!["check", "--format", "short"],
        vec!["check", "-v"],
        vec!["check", "--format", "markdown"],
        vec!["check", "--format", "json", bad],
        vec!["run", "--only", "csv,report"],
        vec!["map"],
        vec!["coverage"],
        vec!["compare", "xx", "yy"],
        vec!["suggest", "xx"],
        vec!["trace", "YY.2016"],
        vec!["show", bad],
    ];
    words.into_iter().map(|words| (words.join(" "), timed(&folder, &words))).collect()
}

fn assert_no_secret(project: &Project, said: &[(String, Said)], about: &str) {
    for (words, said) in said {
        assert!(!said.out.contains(SECRET) && !said.err.contains(SECRET), "{about}: {words}: {}{}", said.out, said.err);
    }
    let out = project.path("out");
    for (name, bytes) in if out.exists() { tree(&out) } else { std::collections::BTreeMap::new() } {
        assert!(!String::from_utf8_lossy(&bytes).contains(SECRET), "{about}: out/{name}");
    }
}

fn findings<'a>(said: &'a [(String, Said)], at: &str) -> Vec<&'a str> {
    said[0].1.out.lines().filter(|line| line.starts_with(&format!("{at}:"))).collect()
}

/// In a submission: one finding at the file, and the rest of the round is read.
#[test]
fn what_is_no_file_of_a_submission_is_one_finding_and_the_rest_is_read() {
    for bad in Bad::ALL {
        let project = project();
        let at = "raw/2020/xx/more.csv";
        if !bad.put(&project, at) {
            continue;
        }
        let said = commands(&project, at);
        assert_no_secret(&project, &said, &format!("{bad:?}"));
        let found = findings(&said, at);
        let (code, seen) = match bad {
            Bad::Folder => ("file-not-a-table", "a folder"),
            Bad::Pipe | Bad::Socket => ("file-unreadable", "a pipe, socket or device, which is not followed"),
            Bad::Forbidden => ("file-unreadable", "Permission denied (os error 13)"),
            _ => ("file-unreadable", "a symbolic link, which is not followed"),
        };
        assert_eq!(found.len(), 1, "{bad:?}: {}", said[0].1.out);
        assert!(found[0].contains(&format!("error: {code}: ")) && found[0].ends_with(seen), "{bad:?}: {}", found[0]);
        let errors = said[0].1.out.lines().filter(|line| line.contains(" error: ")).count();
        assert_eq!(errors, 1, "{bad:?}: {}", said[0].1.out);
        let map = &said[5].1;
        for area in ["XX", "YY"] {
            assert!(map.out.contains(&format!("{area},2016,VICT_ID,PERSON,SEX")), "{bad:?}: {}", map.out);
        }
        assert_eq!(said[0].1.status, Status::Submission, "{bad:?}");
    }
}

/// The description of a submission, an area's folder, and what lies in the folder of the round.
#[test]
fn what_leads_out_of_a_round_is_not_followed_anywhere() {
    for bad in [Bad::Broken, Bad::Outside, Bad::Device, Bad::Pipe, Bad::LinkToFolder, Bad::OwnLoop, Bad::Folder] {
        for at in ["raw/2020/xx/SOURCE.toml", "raw/2020/de", "raw/2020/letter.csv", "raw/2020/README.md", "raw/letter.csv"] {
            let project = project();
            if bad == Bad::Folder && at == "raw/2020/de" {
                continue;
            }
            bad.put(&project, at);
            let mut said = commands(&project, at);
            let about = format!("{bad:?} at {at}");
            if at == "raw/letter.csv" {
                // Beside the rounds a file is shown to whoever names it, as anywhere else.
                said.retain(|(words, _)| !words.starts_with("show"));
            }
            assert_no_secret(&project, &said, &about);
            let map = &said[5].1;
            for area in ["XX", "YY"] {
                assert!(map.out.contains(&format!("{area},2016,VICT_ID,PERSON,SEX")), "{about}: {}{}", map.out, map.err);
            }
            let found = findings(&said, at);
            // What is beside the rounds, and the README of one, is nobody's submission.
            let is_nothing = at == "raw/letter.csv" || (at.ends_with("README.md") && bad != Bad::Folder);
            assert_eq!(found.len(), usize::from(!is_nothing), "{about}: {}", said[0].1.out);
        }
    }
}

/// In the mappings: one finding at the file, whatever reads it.
#[test]
fn what_is_no_mapping_file_is_one_finding() {
    let files = [
        "mappings/xx/crosswalk.csv",
        "mappings/xx/layout.toml",
        "mappings/xx/comparability.toml",
        "mappings/xx/accepted.toml",
        "mappings/codelists/sex.csv",
        "mappings/rules.toml",
        "mappings/rounds.toml",
        "mappings/published.csv",
        "mappings/comparability.toml",
    ];
    for at in files {
        for bad in [Bad::Broken, Bad::Outside, Bad::Device, Bad::Pipe, Bad::OwnLoop, Bad::Folder, Bad::Forbidden] {
            let project = project();
            if !bad.put(&project, at) {
                continue;
            }
            let about = format!("{bad:?} at {at}");
            let folder = project.path("");
            let words: [&[&str]; 5] = [
                &["check", "--format", "short", "--round", "2020"],
                &["run", "--only", "csv", "--round", "2020"],
                &["suggest", "xx"],
                &["fmt", "--check"],
                &["explain", "VSTATUS"],
            ];
            let said: Vec<(String, Said)> = words.iter().map(|words| (words.join(" "), timed(&folder, words))).collect();
            assert_no_secret(&project, &said, &about);
            let mut found = findings(&said, at);
            // Without its file no round is declared, which is said of the round.
            found.retain(|line| !line.contains(": round-unknown: "));

            assert_eq!(found.len(), 1, "{about}: {}{}", said[0].1.out, said[0].1.err);
            assert!(found[0].contains(": error: mapping-unreadable: "), "{about}: {}", found[0]);
            assert_eq!(said[0].1.status, Status::Mapping, "{about}");
        }
    }
}

/// Folders of the mappings that are links.
#[test]
fn folders_of_the_mappings_are_not_followed_out() {
    for folder in ["mappings/yy", "mappings/codelists"] {
        let project = project();
        let outside = project.path("elsewhere");
        std::fs::rename(project.path(folder), &outside).expect("a move");
        std::fs::write(outside.join("crosswalk.csv"), format!("{EMPTY_CROSSWALK}form,{SECRET},skos:exactMatch,SEX,,,,,,,,\n"))
            .expect("a file");
        link(&project, "../elsewhere", folder);
        let said = commands(&project, "raw/2020/xx/data.csv");
        assert_no_secret(&project, &said, folder);
        assert_eq!(findings(&said, folder).len(), 1, "{}{}", said[0].1.out, said[0].1.err);
        assert_eq!(said[0].1.status, Status::Mapping);
    }
}

/// Commands that are told a file themselves read nothing but regular files.
#[test]
fn a_pipe_or_a_device_that_is_named_is_refused() {
    let project = project();
    pipe(&project.path("pipe.csv"));
    pipe(&project.path("mappings/xx/pipe.csv"));
    std::fs::create_dir(project.path("old")).expect("a folder");
    pipe(&project.path("old/harmonized.csv"));
    let folder = project.path("");
    for words in [
        &["show", "pipe.csv"][..],
        &["show", "/dev/zero"],
        &["show", "mappings/xx/pipe.csv"],
        &["new", "dk", "pipe.csv", "--language", "da"],
        &["new", "dk", "/dev/zero", "--language", "da"],
        &["fmt", "pipe.csv"],
        &["fmt", "mappings/xx/pipe.csv"],
        &["diff", "old", "old"],
        &["check", "pipe.csv"],
    ] {
        let said = timed(&folder, words);
        assert_eq!((said.status, said.out.as_str()), (Status::Failed, ""), "{words:?}: {}", said.err);
        assert!(!said.err.is_empty(), "{words:?}");
    }
    // Without a name it is not a mapping file.
    assert_eq!(timed(&folder, &["fmt", "--check"]).out.matches("pipe").count(), 0);
}

/// A stray cell in the last corner of a sheet: shown, checked and drafted within seconds.
#[test]
fn a_stray_cell_in_the_last_corner_takes_no_time() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, [first, second]) in (0..).zip([["Form", "2016"], ["Sexual", "5"]]) {
        sheet.write(row, 0, first).expect("a cell");
        sheet.write(row, 1, second).expect("a cell");
    }
    sheet.write(1_048_575, 16_383, "stray").expect("a cell");
    let project = project();
    project.write("raw/2020/xx/corner.xlsx", &book.save_to_buffer().expect("a workbook"));
    project.describe_source("xx");
    let folder = project.path("");
    for words in [&["show", "raw/2020/xx/corner.xlsx"][..], &["check"], &["new", "dk", "raw/2020/xx/corner.xlsx", "--language", "en"]] {
        let said = timed(&folder, words);
        assert_eq!(said.status, Status::Clean, "{words:?}: {}{}", said.out, said.err);
        if words[0] == "show" {
            for part in ["5 cells in 1048576 rows and 16384 columns", "XFD", "1048576", "stray"] {
                assert!(said.out.contains(part), "{part}: {}", said.out);
            }
            assert!(said.out.len() < 4000, "{}", said.out.len());
        }
    }
}
