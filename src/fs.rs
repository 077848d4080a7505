//! The only file that touches the disk.
//!
//! `schema` reads mappings through it, `ingest` reads submissions, `emit` writes outputs; nothing else may use it.
#![expect(clippy::disallowed_methods, reason = "this is the one place that may touch the disk")]

use std::fmt;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

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

fn wrap<T>(what: &'static str, path: &Path, result: std::io::Result<T>) -> Result<T, Error> {
    result.map_err(|cause| Error { what, path: path.to_path_buf(), cause })
}

/// The bytes of a file.
pub fn read(path: &Path) -> Result<Vec<u8>, Error> {
    wrap("read", path, std::fs::read(path))
}

/// A file that is open for reading.
pub type File = std::fs::File;

/// Opens a file that is read piece by piece.
pub fn open(path: &Path) -> Result<File, Error> {
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
        let n = wrap("read", path, std::io::Read::read(&mut file, &mut buffer))?;
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

/// The names in a folder, sorted by bytes, with whether each is a folder. Names that are no UTF-8 are shown lossily.
pub fn list(path: &Path) -> Result<Vec<(String, bool)>, Error> {
    let mut names = Vec::new();
    for entry in wrap("list", path, std::fs::read_dir(path))? {
        let entry = wrap("list", path, entry)?;
        let is_dir = entry.path().is_dir();
        names.push((entry.file_name().to_string_lossy().into_owned(), is_dir));
    }
    names.sort();
    Ok(names)
}

/// Checks out a git revision beside the repository's own data, hands its folder to `work`, and takes it away again. The folder stands for
/// the current one, so that relative paths mean the same.
pub fn at_revision<T>(revision: &str, work: impl FnOnce(&Path) -> T) -> Result<T, Error> {
    let here = Path::new(".");
    let git = |arguments: &[&str]| -> Result<String, Error> {
        let output = wrap("run git for", here, std::process::Command::new("git").args(arguments).output())?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned());
        }
        let said = String::from_utf8_lossy(&output.stderr).trim().replace('\n', " ");
        wrap("use the git revision for", here, Err(std::io::Error::other(said)))
    };
    let commit = git(&["rev-parse", "--verify", "--end-of-options", &format!("{revision}^{{commit}}")])?;
    let prefix = git(&["rev-parse", "--show-prefix"])?;
    let tree = PathBuf::from(git(&["rev-parse", "--absolute-git-dir"])?).join("roundup-base");
    let path = tree.to_string_lossy().into_owned();
    // A run that was killed may have left it.
    let _ = git(&["worktree", "remove", "--force", &path]);
    git(&["worktree", "add", "--force", "--detach", &path, &commit])?;
    let result = work(&tree.join(prefix));
    git(&["worktree", "remove", "--force", &path])?;
    Ok(result)
}

/// Writes a whole folder of files, some of them in folders of their own, or nothing: beside `target` under a temporary name, then renamed into place.
///
/// What stood at `target` before is kept until the new folder stands there.
pub fn replace_folder(target: &Path, files: &[(String, Vec<u8>)]) -> Result<(), Error> {
    let parent = target.parent().unwrap_or(Path::new("."));
    let name = target.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let fresh = parent.join(format!(".{name}.new-{}", std::process::id()));
    let old = parent.join(format!(".{name}.old-{}", std::process::id()));
    wrap("create", parent, std::fs::create_dir_all(parent))?;
    if fresh.exists() {
        wrap("remove", &fresh, std::fs::remove_dir_all(&fresh))?;
    }
    let written = write_all(&fresh, files).and_then(|()| {
        if target.exists() {
            wrap("move", target, std::fs::rename(target, &old))?;
        }
        wrap("move", &fresh, std::fs::rename(&fresh, target)).inspect_err(|_| {
            // Put the old outputs back; if even that fails, they are still there under their temporary name.
            let _ = std::fs::rename(&old, target);
        })
    });
    if written.is_err() {
        let _ = std::fs::remove_dir_all(&fresh);
    } else if old.exists() {
        wrap("remove", &old, std::fs::remove_dir_all(&old))?;
    }
    written
}

/// Writes a file whole or not at all: beside it first, then in its place.
pub fn replace_file(target: &Path, bytes: &[u8]) -> Result<(), Error> {
    let name = target.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let fresh = target.with_file_name(format!(".{name}.new-{}", std::process::id()));
    if let Some(parent) = target.parent() {
        wrap("create", parent, std::fs::create_dir_all(parent))?;
    }
    wrap("write", &fresh, std::fs::write(&fresh, bytes))?;
    wrap("move", &fresh, std::fs::rename(&fresh, target))
}

fn write_all(folder: &Path, files: &[(String, Vec<u8>)]) -> Result<(), Error> {
    wrap("create", folder, std::fs::create_dir_all(folder))?;
    for (name, bytes) in files {
        let path = folder.join(name);
        if let Some(parent) = path.parent() {
            wrap("create", parent, std::fs::create_dir_all(parent))?;
        }
        wrap("write", &path, std::fs::write(&path, bytes))?;
    }
    Ok(())
}
