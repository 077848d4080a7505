//! Which files there are, and from the bytes of one to its workbook.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::child_process::Readers;
use super::container::{Kind, recognise};
use super::grid::Workbook;
use super::source_toml::SourceImage;
use super::{spreadsheet, text};
use crate::diag::{Finding, Findings, Location, codes};
use crate::fs::{self, EntryKind};
use crate::model::Sender;
use crate::plan::{FileRule, Plan, SENDERS};

/// A table of statistics is smaller than this; more is not read.
const MAX_FILE_BYTES: u64 = 64 << 20;

/// All files of one sender.
#[derive(Clone, Debug)]
pub struct Submission {
    /// Who sent them.
    pub sender: Sender,
    /// Its files in order of name, `SOURCE.toml` left out.
    pub files: Vec<RawFile>,
    /// The description of the submission.
    pub source: Option<SourceImage>,
    /// The bytes of that description, for the manifest.
    pub source_digest: Option<String>,
}

/// A file as received.
#[derive(Clone, Debug)]
pub struct RawFile {
    /// Its path relative to the folder of the round, with forward slashes.
    pub file: Arc<str>,
    /// Its bytes; `None` when it is too large to be read, or read piece by piece.
    pub bytes: Option<Vec<u8>>,
    /// Its path on the disk, when it holds records and is read piece by piece.
    pub streamed: Option<PathBuf>,
    /// SHA-256 in lower-case hexadecimal; empty when it was not read.
    pub digest: String,
    /// Its size in bytes; 0 when it was not looked at.
    pub size: u64,
}

impl RawFile {
    /// Its name without folders.
    pub fn name(&self) -> &str {
        self.file.rsplit('/').next().unwrap_or_default()
    }

    /// A file of which nothing is read.
    fn unread(file: Arc<str>) -> Self {
        Self { file, bytes: None, digest: String::new(), streamed: None, size: 0 }
    }
}

/// Lists and reads the files of a round. `wanted` selects senders; empty means all. Files that hold records, as `plan` says, are not read yet.
/// Fails only when the disk does.
pub fn list_round(folder: &Path, wanted: &[Sender], plan: &Plan, findings: &mut Findings) -> Result<Vec<Submission>, fs::Error> {
    let mut submissions = Vec::new();
    // A round that was just declared has no folder yet.
    if fs::kind(folder).is_none() {
        return Ok(submissions);
    }
    for (name, kind) in fs::list(folder)? {
        if name.starts_with('.') || (kind != EntryKind::Folder && name == "README.md") {
            continue;
        }
        // A word may be anything; two letters are a state, known or not.
        let is_sender = |sender: &Sender| sender.state().is_some() || plan.lists.knows_sender(*sender);
        match Sender::of_folder(&name).filter(|_| matches!(kind, EntryKind::Folder | EntryKind::Link)).filter(is_sender) {
            Some(sender) if kind == EntryKind::Link && (wanted.is_empty() || wanted.contains(&sender)) => {
                findings.push(outside(Location::File(Arc::from(name.as_str())), kind));
            }
            Some(sender) if wanted.is_empty() || wanted.contains(&sender) => {
                submissions.push(submission(&folder.join(&name), sender, plan, findings)?);
            }
            Some(_) => {}
            None => {
                let finding = Finding::new(
                    codes::AREA_UNKNOWN,
                    Location::File(Arc::from(name.as_str())),
                    format!("\"{name}\" in the folder of the round"),
                );
                findings.push(finding.expected(SENDERS));
            }
        }
    }
    Ok(submissions)
}

fn submission(folder: &Path, sender: Sender, plan: &Plan, findings: &mut Findings) -> Result<Submission, fs::Error> {
    let (mut files, mut source, mut source_digest) = (Vec::new(), None, None);
    let layout = plan.senders.get(&sender).and_then(|own| own.layout.as_ref());
    for (name, kind) in fs::list(folder)? {
        // Lock files of spreadsheet programs and hidden files are not submission.
        if name.starts_with('.') || name.starts_with("~$") {
            continue;
        }
        let file: Arc<str> = Arc::from(format!("{}/{name}", sender.folder()));
        let path = folder.join(&name);
        let is_description = name == "SOURCE.toml";
        if is_description && kind != EntryKind::File {
            // That there is none would only repeat it.
            source_digest = Some(String::new());
            findings.push(outside(Location::File(file), kind));
        } else if kind == EntryKind::Folder {
            let finding = Finding::new(codes::FILE_NOT_A_TABLE, Location::File(file), "a folder");
            findings.push(finding.remedy("put the files of the submission into the sender's folder itself"));
        } else if kind != EntryKind::File {
            findings.push(outside(Location::File(Arc::clone(&file)), kind));
            files.push(RawFile::unread(file));
        } else if name.contains('\u{fffd}') {
            let finding = Finding::new(codes::FILE_UNREADABLE, Location::File(file), "a file whose name is not UTF-8");
            findings.push(finding.remedy("rename the file, here and in SOURCE.toml"));
        } else if is_description {
            match fs::read(&path) {
                Ok(bytes) => {
                    source_digest = Some(fs::digest(&bytes));
                    source = parse_source(&file, &bytes, findings);
                }
                Err(error) => {
                    source_digest = Some(String::new());
                    findings.push(unreadable(&file, &error));
                }
            }
        } else {
            let is_streamed = layout.is_some_and(|layout| layout.records_of(&name).is_some());
            match raw_file(&file, path, is_streamed) {
                Ok(raw) => files.push(raw),
                Err(finding) => {
                    findings.push(*finding);
                    files.push(RawFile::unread(file));
                }
            }
        }
    }
    check_source(sender, &files, source.as_ref(), source_digest.is_some(), findings);
    Ok(Submission { sender, files, source, source_digest })
}

/// A file, read or at hand to be read; or the finding that says why it can't be. The others of the round are read all the same.
pub fn raw_file(file: &Arc<str>, path: PathBuf, is_streamed: bool) -> Result<RawFile, Box<Finding>> {
    let refused = |error: fs::Error| Box::new(unreadable(file, &error));
    let size = fs::size(&path).map_err(refused)?;
    if is_streamed {
        let digest = fs::digest_file(&path).map_err(refused)?;
        return Ok(RawFile { file: Arc::clone(file), bytes: None, digest, streamed: Some(path), size });
    }
    if size > MAX_FILE_BYTES {
        let found = format!("a file of more than {} MiB", MAX_FILE_BYTES >> 20);
        return Err(Box::new(Finding::new(codes::FILE_TOO_LARGE, Location::File(Arc::clone(file)), found)));
    }
    let bytes = fs::read(&path).map_err(refused)?;
    Ok(RawFile { file: Arc::clone(file), digest: fs::digest(&bytes), bytes: Some(bytes), streamed: None, size })
}

fn unreadable(file: &Arc<str>, error: &fs::Error) -> Finding {
    let finding = Finding::new(codes::FILE_UNREADABLE, Location::File(Arc::clone(file)), error.reason());
    finding.expected("a file that may be read").remedy("give the right to read the file, or put it there again")
}

/// Only regular files inside a submission are read: a link may lead anywhere, and a pipe never ends.
fn outside(place: Location, kind: EntryKind) -> Finding {
    let finding = Finding::new(codes::FILE_UNREADABLE, place, format!("{}, which is not followed", kind.words()));
    finding.expected("a regular file inside the submission").remedy("put the file itself there")
}

fn parse_source(file: &Arc<str>, bytes: &[u8], findings: &mut Findings) -> Option<SourceImage> {
    let parsed =
        std::str::from_utf8(bytes).map_err(|e| e.to_string()).and_then(|t| toml::from_str(t).map_err(|e| e.message().replace('\n', " ")));
    parsed.map_err(|error| findings.push(Finding::new(codes::SOURCE_DESCRIPTION_MISSING, Location::File(Arc::clone(file)), error))).ok()
}

fn check_source(sender: Sender, files: &[RawFile], source: Option<&SourceImage>, exists: bool, findings: &mut Findings) {
    let Some(source) = source else {
        if !exists && !files.is_empty() {
            let place = Location::File(Arc::from(format!("{}/SOURCE.toml", sender.folder())));
            findings.push(Finding::new(codes::SOURCE_DESCRIPTION_MISSING, place, "no such file"));
        }
        return;
    };
    let recorded: BTreeMap<&str, &str> = source.file.iter().map(|f| (f.name.as_str(), f.sha256.as_str())).collect();
    let there: Vec<&str> = files.iter().filter_map(|file| file.file.rsplit('/').next()).collect();
    for name in recorded.keys().filter(|name| !there.contains(*name)) {
        let place = Location::File(Arc::from(format!("{}/SOURCE.toml", sender.folder())));
        findings.push(Finding::new(codes::SOURCE_FILE_MISSING, place, format!("no file \"{name}\"")));
    }
    for file in files.iter().filter(|file| file.bytes.is_some() || file.streamed.is_some()) {
        let name = file.name();
        let place = Location::File(Arc::clone(&file.file));
        match recorded.get(name) {
            Some(sha256) if *sha256 == file.digest => {}
            Some(sha256) => {
                let finding = Finding::new(codes::SOURCE_DIGEST_DIFFERS, place, format!("SHA-256 {}", file.digest));
                findings.push(finding.expected(format!("SHA-256 {sha256}")));
            }
            None => findings.push(Finding::new(codes::SOURCE_DESCRIPTION_MISSING, place, "a file that SOURCE.toml does not list")),
        }
    }
}

/// Reads one file as its area's layout declares it, with the `rule` for it if there is one. `None` when it can't be read; a finding says why.
///
/// Workbooks are read in a child process by one of the `readers`, or in this one without them. A panic of the reader library
/// becomes a finding for this file; in a child process, so does a loop that never ends and a lack of memory.
pub fn read_workbook(raw: &RawFile, rule: Option<&FileRule>, readers: Option<&Readers>) -> (Option<Workbook>, Findings) {
    let mut findings = Findings::default();
    let name = raw.name();
    let place = Location::File(Arc::clone(&raw.file));
    // Why there is nothing was said when the files were listed.
    let Some(bytes) = raw.bytes.as_deref() else { return (None, findings) };
    let Some(rule) = rule else {
        findings.push(Finding::new(codes::FILE_UNDECLARED, place, format!("the file \"{name}\"")));
        return (None, findings);
    };
    let wide = rule.encoding.as_deref().is_some_and(|encoding| encoding.to_ascii_lowercase().starts_with("utf-16"));
    let kind = match recognise(bytes, wide) {
        Ok(kind) => kind,
        Err(rejection) => {
            findings.push(rejection.finding(place));
            return (None, findings);
        }
    };
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    if !kind.extensions().contains(&extension.to_ascii_lowercase().as_str()) {
        let finding = Finding::new(
            codes::FILE_EXTENSION_WRONG,
            place.clone(),
            format!("content of the kind {}, extension \"{extension}\"", kind.word()),
        );
        findings.push(finding.expected(format!("one of {}", kind.extensions().join(", "))));
    }
    tracing::trace!(file = %raw.file, kind = kind.word(), bytes = bytes.len(), "reading");
    let sheets = match (kind, readers) {
        (Kind::Text, _) => text::read(&raw.file, bytes, rule, &mut findings),
        (_, Some(readers)) => readers.read(&raw.file, bytes, kind, &mut findings),
        (_, None) => spreadsheet::read_caught(&raw.file, bytes, kind, &mut findings),
    };
    let is_unread = |finding: &Finding| [codes::SHEET_UNREADABLE, codes::QUOTE_STRAY].contains(&finding.code);
    match sheets {
        // Where a sheet could not be read, that is said already.
        Ok(sheets) if sheets.iter().all(|sheet| sheet.cells.is_empty()) && findings.iter().any(is_unread) => (None, findings),
        Ok(sheets) if sheets.iter().all(|sheet| sheet.cells.is_empty()) => {
            findings.push(Finding::new(codes::FILE_EMPTY, place, "no cell with content"));
            (None, findings)
        }
        Ok(sheets) => (Some(Workbook { file: Arc::clone(&raw.file), sheets }), findings),
        Err((code, found)) => {
            findings.push(Finding::new(code, place, found));
            (None, findings)
        }
    }
}
