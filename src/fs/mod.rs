//! The only module that touches the disk.
//!
//! `schema` reads mappings through it, `ingest` and `record_counts` read submissions, `emit` writes outputs. What may be replaced or deleted is decided in
//! `replace.rs`; `revision.rs` deletes only its own checkouts.
#![expect(clippy::disallowed_methods, reason = "this is the one place that may touch the disk")]

mod protected_paths;
mod replace;
mod revision;

use std::fmt;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

pub use protected_paths::{Guard, canonical};
pub use replace::{Lock, Seal, create_folder, lock_folder, prepare_folder, replace_folder, replace_inside, replace_table};
pub use revision::{Revision, at_revision};

/// The disk refused: nobody who edits `raw/` or `mappings/` can repair this.
#[derive(Debug)]
pub struct Error {
    what: &'static str,
    path: PathBuf,
    cause: std::io::Error,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "could not {} {}: {}", self.what, self.path.display(), self.cause)
    }
}

impl std::error::Error for Error {}

impl Error {
    /// What the system said, without the path.
    pub fn reason(&self) -> String {
        self.cause.to_string()
    }
}

fn wrap<T>(what: &'static str, path: &Path, result: std::io::Result<T>) -> Result<T, Error> {
    result.map_err(|cause| Error { what, path: path.to_path_buf(), cause })
}

fn refuse(what: &'static str, path: &Path, why: impl Into<String>) -> Error {
    Error { what, path: path.to_path_buf(), cause: std::io::Error::other(why.into()) }
}

/// The bytes of a file. What is not a regular file is refused, for a pipe or a device may never end.
pub fn read(path: &Path) -> Result<Vec<u8>, Error> {
    let mut file = open(path)?;
    let mut bytes = Vec::new();
    wrap("read", path, file.read_to_end(&mut bytes))?;
    Ok(bytes)
}

/// A file that is open for reading.
pub type File = std::fs::File;

/// Opens a regular file that is read piece by piece.
pub fn open(path: &Path) -> Result<File, Error> {
    // A pipe would wait for somebody to write when it is opened, so it is looked at first.
    if !wrap("open", path, std::fs::metadata(path))?.is_file() {
        return Err(refuse("open", path, "not a regular file"));
    }
    wrap("open", path, std::fs::File::open(path))
}

/// The size of a file in bytes.
pub fn size(path: &Path) -> Result<u64, Error> {
    wrap("look at", path, std::fs::metadata(path).map(|m| m.len()))
}

/// SHA-256 in lower-case hexadecimal.
pub fn digest(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// SHA-256 of a file in lower-case hexadecimal, without holding it.
pub fn digest_file(path: &Path) -> Result<String, Error> {
    let (mut file, mut hasher) = (open(path)?, Sha256::new());
    let mut buffer = vec![0; 1 << 16];
    loop {
        let n = wrap("read", path, file.read(&mut buffer))?;
        if n == 0 {
            return Ok(hexadecimal(&hasher.finalize()));
        }
        hasher.update(buffer.get(..n).unwrap_or_default());
    }
}

/// Whether there is a file or folder at the path.
pub fn exists(path: &Path) -> bool {
    path.exists()
}

/// Whether the path is a folder.
pub fn is_dir(path: &Path) -> bool {
    path.is_dir()
}

/// What an entry of a folder is, not what it leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntryKind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link; what it leads to may lie anywhere.
    Link,
    /// A pipe, socket or device.
    Special,
}

impl EntryKind {
    /// The words for a finding.
    pub fn words(self) -> &'static str {
        match self {
            Self::File => "a file",
            Self::Folder => "a folder",
            Self::Link => "a symbolic link",
            Self::Special => "a pipe, socket or device",
        }
    }

    fn of(kind: std::fs::FileType) -> Self {
        match () {
            () if kind.is_symlink() => Self::Link,
            () if kind.is_dir() => Self::Folder,
            () if kind.is_file() => Self::File,
            () => Self::Special,
        }
    }
}

/// What stands at a path itself; `None` for nothing. A link is a link, whether or not it leads to something.
pub fn kind(path: &Path) -> Option<EntryKind> {
    std::fs::symlink_metadata(path).ok().map(|metadata| EntryKind::of(metadata.file_type()))
}

/// The names in a folder, sorted by bytes, with what each is. Names that are not UTF-8 are shown lossily.
pub fn list(path: &Path) -> Result<Vec<(String, EntryKind)>, Error> {
    let mut names = Vec::new();
    for entry in wrap("list", path, std::fs::read_dir(path))? {
        let entry = wrap("list", path, entry)?;
        let kind = wrap("look at", &entry.path(), entry.file_type())?;
        names.push((entry.file_name().to_string_lossy().into_owned(), EntryKind::of(kind)));
    }
    names.sort();
    Ok(names)
}
