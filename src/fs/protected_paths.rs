//! Where a path really lies, and which places no output may touch.

use std::path::{Component, Path, PathBuf};

use super::{Error, refuse, wrap};

/// The path without links and dots. Of a path that is not there, the part that is; what follows may not go up again.
pub fn canonical(path: &Path) -> Result<PathBuf, Error> {
    let absolute = wrap("find", path, std::path::absolute(path))?;
    let mut rest: Vec<Component<'_>> = Vec::new();
    let mut start = absolute.as_path();
    loop {
        // A link that leads nowhere is there as well: what it leads to would be made.
        if std::fs::symlink_metadata(start).is_ok() {
            let mut found = wrap("find", start, std::fs::canonicalize(start))?;
            found.extend(rest.iter().rev());
            return Ok(found);
        }
        match (start.components().next_back(), start.parent()) {
            (Some(name @ Component::Normal(_)), Some(parent)) => {
                rest.push(name);
                start = parent;
            }
            _ => return Err(refuse("find", path, "no such folder")),
        }
    }
}

/// Folders that no output may touch: submissions, mapping files, the sources of the project.
#[derive(Clone, Debug, Default)]
pub struct Guard {
    /// Canonical paths, each with whether what lies in it is guarded, too.
    folders: Vec<(PathBuf, bool)>,
}

impl Guard {
    /// Guards some folders with all that they hold. What is not there needs no guard.
    pub fn new<'a>(folders: impl IntoIterator<Item = &'a Path>) -> Self {
        let folders = folders.into_iter().filter_map(|folder| std::fs::canonicalize(folder).ok());
        Self { folders: folders.map(|folder| (folder, true)).collect() }
    }

    /// Guards the submissions, the mapping files, the sources beside the mapping files, and the current folder itself.
    pub fn of_project(raw: &Path, mappings: &Path) -> Self {
        let beside = |name: &str| std::fs::canonicalize(mappings).ok().and_then(|folder| Some(folder.parent()?.join(name)));
        let sources: Vec<PathBuf> = [".git", "src", "tests"].into_iter().filter_map(beside).collect();
        let mut guard = Self::new([raw, mappings].into_iter().chain(sources.iter().map(PathBuf::as_path)));
        guard.folders.extend(std::fs::canonicalize(".").ok().map(|here| (here, false)));
        guard
    }

    /// Refuses a canonical path that is, holds or lies in a guarded folder.
    pub(super) fn check(&self, what: &'static str, path: &Path) -> Result<(), Error> {
        for (folder, with_all) in &self.folders {
            let relation = match () {
                () if path == folder => "it is",
                () if folder.starts_with(path) => "it holds",
                () if *with_all && path.starts_with(folder) => "it lies in",
                () => continue,
            };
            return Err(refuse(what, path, format!("{relation} {}, which no output may touch", folder.display())));
        }
        Ok(())
    }
}
