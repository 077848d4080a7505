//! Folders of test runs, and what the tests read of them.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use roundup::cli::{Status, Streams, main};
use roundup::diag::{Finding, Level, codes};
use roundup::pipeline::{Outcome, Request, Silent, release, run};
use roundup::release::Audience;
use tempfile::TempDir;

/// The root of the project.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The project's own round.
pub(crate) fn own_round() -> Request {
    Request { raw: root().join("raw"), mappings: root().join("mappings"), round: "2020".to_owned(), senders: Vec::new(), reader: None }
}

/// A file of the project as text.
pub(crate) fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The records of a CSV text as maps from header to field.
pub(crate) fn records(text: &str) -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_reader(text.as_bytes()).deserialize().map(|record| record.expect("a csv record")).collect()
}

/// The files below a folder, however deep, with their bytes; paths with forward slashes.
pub(crate) fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    fn walk(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = format!("{prefix}{}", path.file_name().expect("a name").to_string_lossy());
            if path.is_dir() {
                walk(&path, &format!("{name}/"), files);
            } else {
                files.insert(name, std::fs::read(&path).expect("a file"));
            }
        }
    }
    let mut files = BTreeMap::new();
    walk(folder, "", &mut files);
    files
}

/// All that a folder holds, however deep: files with their bytes, links with what they lead to, folders. No link is followed.
pub(crate) fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    fn walk(folder: &Path, prefix: &str, found: &mut BTreeMap<String, Vec<u8>>) {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let entry = entry.expect("an entry");
            let (path, kind) = (entry.path(), entry.file_type().expect("a kind"));
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if kind.is_dir() {
                walk(&path, &format!("{name}/"), found);
                found.insert(name, b"(a folder)".to_vec());
            } else if kind.is_symlink() {
                let target = std::fs::read_link(&path).expect("a link");
                found.insert(name, format!("(a link to {})", target.display()).into_bytes());
            } else if kind.is_file() {
                found.insert(name, std::fs::read(&path).expect("a file"));
            } else {
                found.insert(name, b"(neither file nor folder)".to_vec());
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(folder, "", &mut found);
    found
}

/// The text of an output file of an outcome.
pub(crate) fn output(outcome: &Outcome, name: &str) -> String {
    let dataset = outcome.working.as_ref().expect("a dataset");
    let files = roundup::emit::emit(dataset, &[roundup::emit::Format::Csv]).expect("the tables");
    let (_, bytes) = files.into_iter().find(|(file, _)| file == name).expect("an output file");
    String::from_utf8(bytes).expect("UTF-8")
}

/// The text of an output file of the release of an outcome.
pub(crate) fn public_output(outcome: &Outcome, name: &str) -> String {
    let release = outcome.release.as_ref().expect("a release");
    let files = roundup::emit::emit_release(release, &[roundup::emit::Format::Csv], None).expect("the tables");
    let (_, bytes) = files.into_iter().find(|(file, _)| file == name).expect("an output file");
    String::from_utf8(bytes).expect("UTF-8")
}

/// A project of its own: a made-up state XX with one file, the code lists of the real project.
pub(crate) struct Project {
    folder: TempDir,
}

/// A layout with nothing but the language and the file; specs add to it.
pub(crate) const EMPTY_CROSSWALK: &str =
    "concept,label,predicate,code,valid_from,valid_to,table,weight,justification,decided_by,decided_on,comment\n";
pub(crate) const EMPTY_ARTICLES: &str =
    "article,label,name_national,name_en,predicate,code,valid_from,valid_to,evidence,justification,decided_by,decided_on,comment\n";

impl Project {
    /// A project with the code lists of the real one and the state XX, and nothing sent yet.
    pub(crate) fn new() -> Self {
        let project = Self { folder: TempDir::new().expect("a temporary folder") };
        for (name, text) in codelists() {
            project.write(&format!("mappings/codelists/{name}"), text.as_bytes());
        }
        project.write("mappings/dimensions.toml", read("mappings/dimensions.toml").as_bytes());
        project
            .write("mappings/rounds.toml", b"[[round]]\nid = \"2020\"\nsuppress_below = 0\nyears = [2016, 2017, 2018]\nareas = [\"XX\"]\n");
        project.write("mappings/rules.toml", b"");
        project.write("mappings/xx/layout.toml", b"language = \"en\"\n");
        project.write("mappings/xx/crosswalk.csv", EMPTY_CROSSWALK.as_bytes());
        project.write("mappings/xx/articles.csv", EMPTY_ARTICLES.as_bytes());
        project.write("mappings/xx/comparability.toml", b"");
        project.write("mappings/xx/corrections.toml", b"");
        project.write("raw/2020/README.md", b"");
        project
    }

    /// The path of a file or folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file, with the folders above it.
    pub(crate) fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, bytes).expect("a file");
    }

    /// Takes a file away.
    pub(crate) fn remove(&self, name: &str) {
        std::fs::remove_file(self.path(name)).expect("a file");
    }

    /// Writes a `SOURCE.toml` that fits the files of a state.
    pub(crate) fn describe_source(&self, area: &str) {
        self.describe_submission("2020", area);
    }

    /// The same for a submission of any round.
    pub(crate) fn describe_submission(&self, round: &str, area: &str) {
        let mut text = "producer = \"p\"\ntitle = \"t\"\nreceived = \"2020-01-01\"\nlanguage = \"en\"\nlicence = \"l\"\n".to_owned();
        let mut files: Vec<_> =
            std::fs::read_dir(self.path(&format!("raw/{round}/{area}"))).expect("files").map(|f| f.expect("a file").path()).collect();
        files.retain(|file| file.file_name().is_some_and(|name| name != "SOURCE.toml"));
        files.sort();
        for file in files {
            let digest = roundup::fs::digest(&std::fs::read(&file).expect("a file"));
            let name = file.file_name().expect("a name").to_string_lossy().into_owned();
            let _ = writeln!(text, "[[file]]\nname = {name:?}\nsha256 = \"{digest}\"");
        }
        self.write(&format!("raw/{round}/{area}/SOURCE.toml"), text.as_bytes());
    }

    /// Declares its round as one that is closed and can be released, whatever is found in it.
    pub(crate) fn close_round(&self, below: u64, areas: &str) {
        self.close_round_with(below, areas, "sources_public = true");
    }

    /// The same, with more to say of the round.
    pub(crate) fn close_round_with(&self, below: u64, areas: &str, more: &str) {
        let rounds = format!(
            "revision_policy = \"Figures are revised with each round.\"\n[[round]]\nid = \"2020\"\nstatus = \"closed\"\nclosed = \"2020-12-31\"\n\
            suppress_below = {below}\nyears = [2016, 2017]\nareas = [{areas}]\n{more}\n"
        );
        self.write("mappings/rounds.toml", rounds.as_bytes());
        let errors = codes::ALL.iter().filter(|code| code.level == Level::Error);
        let levels: Vec<String> = errors.map(|code| format!("{} = \"warning\"\n", code.name)).collect();
        self.write("mappings/rules.toml", format!("[levels]\n{}", levels.concat()).as_bytes());
    }

    /// The request for its round.
    pub(crate) fn request(&self) -> Request {
        Request { raw: self.path("raw"), mappings: self.path("mappings"), round: "2020".to_owned(), senders: Vec::new(), reader: None }
    }

    /// Runs its round.
    pub(crate) fn run(&self) -> Outcome {
        run(&self.request(), &Silent).expect("a run")
    }

    /// Runs its round, and makes what may be published of it.
    pub(crate) fn release(&self) -> Outcome {
        release(&self.request(), Audience::Public, &Silent).expect("a run")
    }
}

fn codelists() -> Vec<(String, String)> {
    let folder = root().join("mappings/codelists");
    let mut lists = Vec::new();
    for entry in std::fs::read_dir(folder).expect("code lists") {
        let path = entry.expect("a code list").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let mut text = std::fs::read_to_string(&path).expect("a code list");
        // What holds from a later round on is nothing to a project with rounds of its own.
        if name.matches('.').count() > 1 {
            continue;
        }
        // Facts are asked for only where a spec is about them.
        if name == "target.csv" {
            text = text.lines().next().map(|header| format!("{header}\n")).unwrap_or_default();
        }
        if name == "area.csv" {
            text.push_str("XX,Exampleland,,,made up for tests,\nYY,Otherland,,,made up for tests,\n");
        }
        lists.push((name, text));
    }
    lists
}

/// A finding on one line: level, code, place without the folder, what was seen.
pub(crate) fn one_line(finding: &Finding) -> String {
    let place = finding.location.to_string();
    format!(
        "{} {} @ {} : {}",
        finding.level.word(),
        finding.code.name,
        place.trim_start_matches("raw ").trim_start_matches("mappings/"),
        finding.found
    )
}

/// All findings, a line each.
pub(crate) fn all_lines(outcome: &Outcome) -> Vec<String> {
    outcome.findings.iter().map(one_line).collect()
}

/// The findings of a made-up submission, a line each. That nobody approved its words, and that a small sheet has not every year of the round, is no subject of most tests.
pub(crate) fn lines(outcome: &Outcome) -> Vec<String> {
    outcome.findings.iter().filter(|finding| !is_of_made_up(finding)).map(one_line).collect()
}

/// Whether a finding says only that a submission is made up.
pub(crate) fn is_of_made_up(finding: &Finding) -> bool {
    let lacks_years = finding.code == codes::EXPECTED_MISSING && finding.found.starts_with("no figure of ");
    finding.code == codes::TEXTS_UNAPPROVED || lacks_years
}

/// What a command said.
pub(crate) struct Said {
    pub(crate) status: Status,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Runs a command in this process.
pub(crate) fn say(words: &[&str]) -> Said {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let words = std::iter::once("roundup").chain(words.iter().copied()).map(Into::into).collect();
    let status = main(words, &mut Streams { out: &mut out, err: &mut err, terminal: false, colour: false, reader: None });
    Said { status, out: String::from_utf8(out).expect("UTF-8"), err: String::from_utf8(err).expect("UTF-8") }
}

/// Runs the program itself in a folder.
pub(crate) fn program(folder: &Path, words: &[&str]) -> Said {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_roundup")).current_dir(folder).args(words).output().expect("roundup");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    let status = [Status::Clean, Status::Submission, Status::Failed, Status::Mapping];
    let status = status.into_iter().find(|status| output.status.code() == Some(i32::from(status.code())));
    Said { status: status.unwrap_or_else(|| panic!("{}", output.status)), out: text(output.stdout), err: text(output.stderr) }
}

/// The folders of the project's own submissions and mappings.
pub(crate) fn own_folders() -> (String, String) {
    (root().join("raw").to_string_lossy().into_owned(), root().join("mappings").to_string_lossy().into_owned())
}
