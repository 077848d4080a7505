//! The meaning of paths and addresses on the command line: relative or absolute, as a command printed them or as the shell completes them.

use std::path::{Component, Path, PathBuf};

use super::status::Failure;
use crate::fs;
use crate::model::{CellRef, SourceCell};

/// Where a file lies that somebody named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Named {
    /// Below the folder of a round: the round, and the path in it; empty for the folder itself.
    Raw(String, String),
    /// The folder of all rounds.
    AllRounds,
    /// Below the folder of mapping files; empty for the folder itself.
    Mappings(String),
    /// Anywhere else.
    Elsewhere,
}

/// Finds where a file or folder lies. One that is not there is a failure.
pub(super) fn named(path: &Path, raw: &Path, mappings: &Path) -> Result<Named, Failure> {
    if fs::kind(path).is_none() {
        return Err(Failure::Request(format!("there is no {}", path.display())));
    }
    // A link below raw/ is a file of the submission, whatever it leads to: only its folder is looked up.
    let here = match (path.parent(), path.file_name()) {
        (Some(parent), Some(name)) if fs::kind(path) == Some(fs::EntryKind::Link) => fs::canonical(&in_place(parent))?.join(name),
        _ => fs::canonical(path)?,
    };
    let below = |folder: &Path| Some(words(here.strip_prefix(fs::canonical(folder).ok()?).ok()?));
    Ok(match (below(raw), below(mappings)) {
        (Some(path), _) if path.is_empty() => Named::AllRounds,
        (Some(path), _) => {
            let (round, rest) = path.split_once('/').unwrap_or((&path, ""));
            Named::Raw(round.to_owned(), rest.to_owned())
        }
        (None, Some(path)) => Named::Mappings(path),
        (None, None) => Named::Elsewhere,
    })
}

/// The parent of a plain name is the current folder.
fn in_place(parent: &Path) -> PathBuf {
    if parent.as_os_str().is_empty() { PathBuf::from(".") } else { parent.to_path_buf() }
}

/// A path with forward slashes, without a leading `./`.
pub(super) fn words(path: &Path) -> String {
    let parts: Vec<String> = path
        .components()
        .filter(|part| !matches!(part, Component::CurDir))
        .map(|part| part.as_os_str().to_string_lossy().into_owned())
        .collect();
    parts.join("/").replacen("//", "/", 1)
}

/// The address of a cell as any command prints it or a person types it: `dk/file.xlsx!2016!C7`, `dk/file.csv!C7`, with ` › ` for `!`, after `raw `, after the
/// path of the round, relative or absolute, and in any case of letters of the cell. `None` when it names no cell.
pub(super) fn address(text: &str, raw: &Path, round: &str) -> Option<SourceCell> {
    let text = text.trim().replace(" › ", "!");
    let parts: Vec<&str> = text.split('!').map(str::trim).collect();
    let (file, sheet, cell) = match parts.as_slice() {
        [file, cell] => (*file, "csv", *cell),
        [file, sheet, cell] => (*file, *sheet, *cell),
        _ => return None,
    };
    let cell = CellRef::parse(cell)?;
    let file = file.strip_prefix("raw ").unwrap_or(file);
    Some(SourceCell { file: in_round(file, raw, round).into(), sheet: sheet.into(), cell })
}

/// A file relative to the folder of the round, however it was named.
pub(super) fn in_round(file: &str, raw: &Path, round: &str) -> String {
    let folder = raw.join(round);
    if let (Ok(path), Ok(folder)) = (fs::canonical(Path::new(file)), fs::canonical(&folder))
        && let Ok(inside) = path.strip_prefix(&folder)
    {
        return words(inside);
    }
    let plain = file.strip_prefix(&format!("{}/", words(&folder))).or_else(|| file.strip_prefix("raw/"));
    let plain = plain.unwrap_or(file);
    plain.strip_prefix(&format!("{round}/")).unwrap_or(plain).to_owned()
}
