//! The one place that decides what may be written and what may be deleted.
//!
//! A folder is taken away only if it is empty, or holds the seal of the program and nothing that the seal does not name. A folder in it that has a seal of its own,
//! such as a release, is never taken away with it but goes over to the new one. A file is replaced only where its command may write. Whatever is written stands beside its place first, and is renamed into it whole.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::protected_paths::{Guard, canonical};
use super::{EntryKind, Error, kind, refuse, wrap};

/// How a folder of outputs is told from any other.
#[derive(Clone, Copy, Debug)]
pub struct Seal {
    /// The file that names all files of the folder.
    pub file: &'static str,
    /// The files that it names, with forward slashes; `None` when the program did not write it.
    pub names: fn(&[u8]) -> Option<BTreeSet<String>>,
}

/// What systems and spreadsheet programs put into any folder that somebody looks at.
fn is_litter(name: &str) -> bool {
    [".DS_Store", "Thumbs.db", "desktop.ini"].contains(&name) || name.starts_with(".~lock.") || name.starts_with("~$")
}

impl Seal {
    /// Why a folder may not be taken away; `None` if it may.
    fn objection(&self, folder: &Path) -> Result<Option<String>, Error> {
        let mut nested = Vec::new();
        for (name, objection) in self.sealed(folder)? {
            if let Some(why) = objection {
                return Ok(Some(format!("in {name} {why}")));
            }
            nested.push(name);
        }
        let is_nested = |name: &str| name.split_once('/').is_some_and(|(first, _)| nested.iter().any(|own| own == first));
        let mut files = below(folder, "")?;
        files.retain(|(name, _)| !is_nested(name));
        let foreign = |named: &BTreeSet<String>| files.iter().find(|(name, kind)| *kind != EntryKind::File || !named.contains(name));
        if files.is_empty() {
            return Ok(None);
        }
        let sealed = files.iter().any(|(name, kind)| name == self.file && *kind == EntryKind::File);
        let named = if sealed { (self.names)(&super::read(&folder.join(self.file))?) } else { None };
        let Some(mut named) = named else {
            return Ok(Some(format!("it holds files, and no {} that this program wrote", self.file)));
        };
        named.insert(self.file.to_owned());
        Ok(foreign(&named).map(|(name, _)| format!("it holds {name}, which this program did not write")))
    }
}

impl Seal {
    /// The names of folders in a folder that hold a seal of their own and nothing that it does not name.
    fn nested(&self, folder: &Path) -> Result<Vec<String>, Error> {
        Ok(self.sealed(folder)?.into_iter().filter(|(_, objection)| objection.is_none()).map(|(name, _)| name).collect())
    }

    /// The names of folders in a folder that hold a seal of their own, and why one may not be taken away.
    fn sealed(&self, folder: &Path) -> Result<Vec<(String, Option<String>)>, Error> {
        let mut sealed = Vec::new();
        for (name, _) in super::list(folder)?.into_iter().filter(|(_, kind)| *kind == EntryKind::Folder) {
            let inner = folder.join(&name);
            if kind(&inner.join(self.file)) == Some(EntryKind::File) {
                let objection = self.objection(&inner)?;
                sealed.push((name, objection));
            }
        }
        Ok(sealed)
    }
}

/// All that a folder holds but folders, however deep, and litter left out.
fn below(folder: &Path, prefix: &str) -> Result<Vec<(String, EntryKind)>, Error> {
    let mut found = Vec::new();
    for (name, kind) in super::list(folder)? {
        let path = format!("{prefix}{name}");
        match kind {
            EntryKind::Folder => found.extend(below(&folder.join(&name), &format!("{path}/"))?),
            _ if is_litter(&name) => {}
            EntryKind::File | EntryKind::Link | EntryKind::Special => found.push((path, kind)),
        }
    }
    Ok(found)
}

/// Writes a whole folder of files, some of them in folders of their own, or nothing: beside `target` under a temporary name, then renamed into its place.
///
/// What stood at `target` before is kept until the new folder stands there. Refused: a target that `guard` guards, and one that holds anything but outputs.
/// Runs that write into one folder wait for each other.
pub fn replace_folder(target: &Path, files: &[(String, Vec<u8>)], seal: &Seal, guard: &Guard) -> Result<(), Error> {
    let place = Location::new(target, guard)?;
    place.check_outer(seal)?;
    let _lock = place.lock()?;
    place.mend(seal)?;
    place.check(seal)?;
    let fresh = place.beside("new");
    let written = write_all(&fresh, files, seal.file).and_then(|()| place.swap(&fresh, seal));
    if written.is_err() && fresh.exists() {
        // What could not be put in its place is of no use; it is ours.
        let _ = std::fs::remove_dir_all(&fresh);
    }
    written
}

/// Says early whether [`replace_folder`] may write, and restores what a run that was killed left between its two renames.
pub fn prepare_folder(target: &Path, seal: &Seal, guard: &Guard) -> Result<(), Error> {
    let place = Location::new(target, guard)?;
    place.check_outer(seal)?;
    if kind(&place.parent).is_none() {
        return Ok(());
    }
    let _lock = place.lock()?;
    place.mend(seal)?;
    place.check(seal)
}

/// Writes a folder that is not there yet, whole or not at all.
pub fn create_folder(target: &Path, files: &[(String, Vec<u8>)], guard: &Guard) -> Result<(), Error> {
    let place = Location::new(target, guard)?;
    let _lock = place.lock()?;
    if kind(&place.target).is_some() {
        return Err(refuse("create", target, "something is there already"));
    }
    let fresh = place.beside("new");
    let written = write_all(&fresh, files, "").and_then(|()| wrap("move", &fresh, std::fs::rename(&fresh, &place.target)));
    if written.is_err() {
        let _ = std::fs::remove_dir_all(&fresh);
    }
    written
}

/// Replaces or creates a file that lies in a folder, wherever links lead; whole or not at all.
pub fn replace_inside(folder: &Path, target: &Path, bytes: &[u8]) -> Result<(), Error> {
    let (folder, path) = (canonical(folder)?, canonical(target)?);
    if !path.starts_with(&folder) {
        return Err(refuse("write", target, format!("it does not lie in {}", folder.display())));
    }
    replace_file(&path, bytes)
}

/// Writes a table where nothing is, or in the place of another table (.csv).
pub fn replace_table(target: &Path, bytes: &[u8], guard: &Guard) -> Result<(), Error> {
    let path = canonical(target)?;
    guard.check("write", &path)?;
    let is_table = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv"));
    if kind(&path).is_some() && !is_table {
        return Err(refuse("replace", target, "it is there already and not a .csv file"));
    }
    replace_file(&path, bytes)
}

/// A canonical path of a file, replaced whole or not at all.
fn replace_file(target: &Path, bytes: &[u8]) -> Result<(), Error> {
    if kind(target).is_some_and(|kind| kind != EntryKind::File) {
        return Err(refuse("replace", target, "not a regular file"));
    }
    let place = Location::of(target)?;
    let fresh = place.beside("new");
    wrap("create", &place.parent, std::fs::create_dir_all(&place.parent))?;
    wrap("write", &fresh, std::fs::write(&fresh, bytes))?;
    wrap("move", &fresh, std::fs::rename(&fresh, target)).inspect_err(|_| drop(std::fs::remove_file(&fresh)))
}

/// Where a folder is written.
struct Location {
    target: PathBuf,
    parent: PathBuf,
    name: String,
}

impl Location {
    fn new(target: &Path, guard: &Guard) -> Result<Self, Error> {
        // Not what a link at the target leads to, but the link itself would be replaced.
        if kind(target) == Some(EntryKind::Link) {
            return Err(refuse("replace", target, "a symbolic link"));
        }
        let path = canonical(target)?;
        guard.check("replace", &path)?;
        Self::of(&path)
    }

    fn of(path: &Path) -> Result<Self, Error> {
        match (path.parent(), path.file_name()) {
            (Some(parent), Some(name)) => {
                Ok(Self { target: path.to_path_buf(), parent: parent.to_path_buf(), name: name.to_string_lossy().into_owned() })
            }
            _ => Err(refuse("replace", path, "a path without a name")),
        }
    }

    /// A temporary name of this process.
    fn beside(&self, word: &str) -> PathBuf {
        self.parent.join(format!(".{}.{word}-{}", self.name, std::process::id()))
    }

    /// Holds off other runs as long as the result lives.
    fn lock(&self) -> Result<std::fs::File, Error> {
        wrap("create", &self.parent, std::fs::create_dir_all(&self.parent))?;
        let file = wrap("open", &self.parent, open_lock(&self.parent, &self.name))?;
        match file.lock() {
            // Some network disks know no locks.
            Err(error) if error.kind() == std::io::ErrorKind::Unsupported => Ok(file),
            locked => wrap("lock", &self.parent, locked).map(|()| file),
        }
    }

    /// Outputs in outputs are their releases, and those lie at the top: anything deeper would be foreign to what it lies in.
    fn check_outer(&self, seal: &Seal) -> Result<(), Error> {
        for outer in self.target.ancestors().skip(2) {
            let path = outer.join(seal.file);
            if kind(&path) == Some(EntryKind::File) && (seal.names)(&super::read(&path)?).is_some() {
                return Err(refuse(
                    "write into",
                    &self.target,
                    format!("{} holds outputs; choose another folder with --out", outer.display()),
                ));
            }
        }
        Ok(())
    }

    /// Whether the target may be replaced.
    fn check(&self, seal: &Seal) -> Result<(), Error> {
        let objection = match kind(&self.target) {
            None => None,
            Some(EntryKind::Folder) => seal.objection(&self.target)?,
            Some(other) => Some(other.words().to_owned()),
        };
        match objection {
            None => Ok(()),
            Some(why) => Err(refuse("replace", &self.target, format!("{why}; move it, or choose another folder with --out"))),
        }
    }

    /// Puts the old folder aside, the new one into its place, and takes the old one away.
    fn swap(&self, fresh: &Path, seal: &Seal) -> Result<(), Error> {
        if kind(&self.target).is_none() {
            return wrap("move", fresh, std::fs::rename(fresh, &self.target));
        }
        let old = self.beside("old");
        wrap("move", &self.target, std::fs::rename(&self.target, &old))?;
        wrap("move", fresh, std::fs::rename(fresh, &self.target)).inspect_err(|_| {
            // Put the old outputs back; if even that fails, they are still there under their temporary name.
            let _ = std::fs::rename(&old, &self.target);
        })?;
        self.hand_over(&old, seal)?;
        Self::take_away(&old, seal)
    }

    /// Moves what has a seal of its own from an old folder into the one that took its place.
    fn hand_over(&self, old: &Path, seal: &Seal) -> Result<(), Error> {
        for name in seal.nested(old)? {
            let (from, to) = (old.join(&name), self.target.join(&name));
            if kind(&to).is_none() {
                wrap("move", &from, std::fs::rename(&from, &to))?;
            }
        }
        Ok(())
    }

    /// Takes a folder away if nothing is in it that is not ours, or that has a seal of its own.
    fn take_away(folder: &Path, seal: &Seal) -> Result<(), Error> {
        let nested = seal.nested(folder)?;
        let objection = match nested.first() {
            Some(name) => Some(format!("it holds the outputs {name}, which are elsewhere, too")),
            None => seal.objection(folder)?,
        };
        match objection {
            None => remove(folder, seal.file),
            Some(why) => Err(refuse("remove", folder, why)),
        }
    }

    /// Restores or removes what runs left that were killed. Under the lock no other run is at work here.
    fn mend(&self, seal: &Seal) -> Result<(), Error> {
        let of = |name: &str, word: &str| {
            let rest = name.strip_prefix('.').and_then(|rest| rest.strip_prefix(self.name.as_str()));
            let id = rest.and_then(|rest| rest.strip_prefix('.')).and_then(|rest| rest.strip_prefix(word));
            id.and_then(|id| id.strip_prefix('-')).is_some_and(|id| !id.is_empty() && id.bytes().all(|b| b.is_ascii_digit()))
        };
        let left: Vec<String> =
            super::list(&self.parent)?.into_iter().filter(|(_, kind)| *kind == EntryKind::Folder).map(|(name, _)| name).collect();
        for old in left.iter().filter(|name| of(name, "old")).map(|name| self.parent.join(name)) {
            if kind(&self.target).is_none() && seal.objection(&old)?.is_none() {
                tracing::warn!(path = %self.target.display(), "restored what a run that was ended left under a temporary name");
                wrap("move", &old, std::fs::rename(&old, &self.target))?;
            } else {
                if kind(&self.target) == Some(EntryKind::Folder) {
                    self.hand_over(&old, seal)?;
                }
                Self::take_away(&old, seal)?;
            }
        }
        for fresh in left.iter().filter(|name| of(name, "new")).map(|name| self.parent.join(name)) {
            // The seal is written first: what has none of its own yet has nothing else.
            let only_seal = below(&fresh, "")?.iter().all(|(name, kind)| name == seal.file && *kind == EntryKind::File);
            if only_seal {
                wrap("remove", &fresh, std::fs::remove_dir_all(&fresh))?;
            } else {
                Self::take_away(&fresh, seal)?;
            }
        }
        Ok(())
    }
}

/// Takes a folder away, the seal last: what a run leaves that is ended meanwhile is still known as ours.
fn remove(folder: &Path, seal: &str) -> Result<(), Error> {
    for (name, _) in super::list(folder)?.into_iter().filter(|(name, _)| name != seal) {
        let path = folder.join(&name);
        let removed = if kind(&path) == Some(EntryKind::Folder) { std::fs::remove_dir_all(&path) } else { std::fs::remove_file(&path) };
        wrap("remove", &path, removed)?;
    }
    wrap("remove", folder, std::fs::remove_dir_all(folder))
}

/// A folder that nobody else locks as long as this lives.
#[derive(Debug)]
pub struct Lock {
    _folder: std::fs::File,
}

/// Waits until nobody else holds the lock of a folder.
pub fn lock_folder(folder: &Path) -> Result<Lock, Error> {
    let file = wrap("open", folder, open_lock(folder, "roundup"))?;
    match file.lock() {
        Err(error) if error.kind() == std::io::ErrorKind::Unsupported => {}
        locked => wrap("lock", folder, locked)?,
    }
    Ok(Lock { _folder: file })
}

/// On Unix a folder can be locked itself; elsewhere a file beside the target is.
#[cfg(unix)]
fn open_lock(parent: &Path, _name: &str) -> std::io::Result<std::fs::File> {
    std::fs::File::open(parent)
}

#[cfg(not(unix))]
fn open_lock(parent: &Path, name: &str) -> std::io::Result<std::fs::File> {
    std::fs::File::create(parent.join(format!(".{name}.lock")))
}

/// Writes files below a folder, the one of the name `first` before all others.
fn write_all(folder: &Path, files: &[(String, Vec<u8>)], first: &str) -> Result<(), Error> {
    wrap("create", folder, std::fs::create_dir_all(folder))?;
    let of = |is_first: bool| files.iter().filter(move |(name, _)| (name == first) == is_first);
    for (name, bytes) in of(true).chain(of(false)) {
        let path = folder.join(name);
        if let Some(parent) = path.parent() {
            wrap("create", parent, std::fs::create_dir_all(parent))?;
        }
        wrap("write", &path, std::fs::write(&path, bytes))?;
    }
    Ok(())
}
