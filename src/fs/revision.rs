//! The files of a git revision, for as long as they are needed.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use super::{EntryKind, Error, canonical, refuse, wrap};

/// The files of a revision in a folder of their own.
#[derive(Debug)]
pub struct Revision {
    tree: PathBuf,
    top: PathBuf,
    here: PathBuf,
}

impl Revision {
    /// Where a path of the working tree stands in the revision; refused when it lies outside the repository.
    pub fn path(&self, path: &Path) -> Result<PathBuf, Error> {
        let inside = match canonical(path)?.strip_prefix(&self.top) {
            Ok(inside) => inside.to_path_buf(),
            Err(_) if path.is_relative() && super::kind(path).is_none() => self.here.join(path),
            Err(_) => return Err(refuse("find at the revision", path, format!("it lies outside the repository {}", self.top.display()))),
        };
        Ok(self.tree.join(inside))
    }
}

/// Writes out a git revision beside the repository's own data, hands it to `work`, and takes it away again. It needs no work tree that git knows of, so that
/// two at once do not disturb each other; what a process that was killed left is removed by the next.
pub fn at_revision<T>(revision: &str, work: impl FnOnce(&Revision) -> T) -> Result<T, Error> {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let here = Path::new(".");
    let commit = git(here, None, &["rev-parse", "--verify", "--end-of-options", &format!("{revision}^{{commit}}")])?;
    let top = PathBuf::from(git(here, None, &["rev-parse", "--show-toplevel"])?);
    let prefix = PathBuf::from(git(here, None, &["rev-parse", "--show-prefix"])?);
    let data = PathBuf::from(git(here, None, &["rev-parse", "--absolute-git-dir"])?);
    let (base, lock) = own_folder(&data, NUMBER.fetch_add(1, Ordering::Relaxed))?;
    let index = base.join("index");
    let tree = base.join("tree");
    let filled = git(&top, Some(&index), &["read-tree", &commit])
        .and_then(|_| git(&top, Some(&index), &["checkout-index", "--all", "--force", &format!("--prefix={}/", tree.display())]));
    let result = filled.map(|_| work(&Revision { tree, top: canonical(&top).unwrap_or(top), here: prefix }));
    drop(lock);
    wrap("remove", &base, std::fs::remove_dir_all(&base))?;
    result
}

/// How the folders are called; the number of the process follows.
const NAME: &str = "roundup-base-";

/// A folder of this process with a lock on it. As long as it has none, nobody else looks for leftovers.
fn own_folder(data: &Path, number: u32) -> Result<(PathBuf, Option<std::fs::File>), Error> {
    // Where folders can't be locked, leftovers stay.
    let all = locked(data);
    if all.is_some() {
        remove_leftovers(data);
    }
    let base = data.join(format!("{NAME}{}-{number}", std::process::id()));
    wrap("create", &base, std::fs::create_dir(&base))?;
    let own = locked(&base);
    Ok((base, own))
}

fn locked(folder: &Path) -> Option<std::fs::File> {
    std::fs::File::open(folder).ok().filter(|file| file.lock().is_ok())
}

/// Folders that nobody holds a lock on are those of processes that ended early.
fn remove_leftovers(data: &Path) {
    let names = super::list(data).unwrap_or_default();
    for (name, _) in names.into_iter().filter(|(name, kind)| *kind == EntryKind::Folder && name.starts_with(NAME)) {
        let path = data.join(name);
        let is_free = std::fs::File::open(&path).is_ok_and(|file| file.try_lock().is_ok());
        if is_free {
            let _ = std::fs::remove_dir_all(&path);
        }
    }
}

/// Runs git in a folder, with an index of its own where one is given.
fn git(folder: &Path, index: Option<&Path>, arguments: &[&str]) -> Result<String, Error> {
    let mut command = std::process::Command::new("git");
    command.current_dir(folder).args(arguments);
    if let Some(index) = index {
        command.env("GIT_INDEX_FILE", index);
    }
    let output = wrap("run git for", folder, command.output())?;
    if output.status.success() {
        // A path may end in a blank.
        return Ok(String::from_utf8_lossy(&output.stdout).trim_end_matches(['\n', '\r']).to_owned());
    }
    let said = String::from_utf8_lossy(&output.stderr).trim().replace('\n', " ");
    Err(refuse("use the git revision for", folder, said))
}
