//! The texts of a submission by sheet, as they compare.

use std::collections::BTreeMap;

use crate::diag::{TextEntry, TextRole, Wording};
use crate::model::{CellRef, ReferencePeriod};
use crate::normalize::normalize;
use crate::plan::TextIdentity;

/// A text of a sheet in all cells that have it.
pub(super) struct Item<'a> {
    /// The entries, in order of cell.
    pub(super) entries: Vec<&'a TextEntry>,
}

impl Item<'_> {
    /// The text as it is approved.
    pub(super) fn text(&self) -> &str {
        self.entries.first().map_or("", |entry| &entry.approved_as)
    }

    /// Whether a line of the mappings says it.
    pub(super) fn is_said(&self) -> bool {
        self.entries.iter().all(|entry| entry.wording == Wording::Said)
    }

    /// Its cells.
    pub(super) fn cells(&self) -> impl Iterator<Item = CellRef> {
        self.entries.iter().map(|entry| entry.origin.cell)
    }

    /// The cells with a number beside it or below it.
    pub(super) fn numbers(&self) -> Option<u32> {
        let all = self.entries.iter().filter_map(|entry| entry.numbers);
        all.reduce(u32::saturating_add)
    }
}

impl Item<'_> {
    /// The digits of the largest number beside it.
    pub(super) fn digits(&self) -> u32 {
        self.entries.iter().map(|entry| entry.digits).max().unwrap_or(0)
    }
}

/// A sheet of a file.
pub(super) type Place = (String, String);

/// The texts of all sheets. The file is named without the folder of the sender.
pub(super) fn inventory(entries: &[TextEntry]) -> BTreeMap<Place, BTreeMap<TextIdentity, Item<'_>>> {
    let mut sheets: BTreeMap<Place, BTreeMap<TextIdentity, Item<'_>>> = BTreeMap::new();
    for entry in entries {
        let file = entry.origin.file.split_once('/').map_or(&*entry.origin.file, |(_, leaf)| leaf);
        let sheet = sheets.entry((file.to_owned(), entry.origin.sheet.to_string())).or_default();
        if !is_remembered(entry) {
            continue;
        }
        sheet.entry(identity(entry)).or_insert_with(|| Item { entries: Vec::new() }).entries.push(entry);
    }
    sheets
}

/// What tells a text from others of its sheet; what nothing reads is a note once it is approved.
fn identity(entry: &TextEntry) -> TextIdentity {
    (approved_role(entry.role), entry.table.clone(), normalize(&entry.approved_as))
}

/// The role that an approval gives.
pub(super) fn approved_role(role: TextRole) -> TextRole {
    if role == TextRole::Unread { TextRole::Note } else { role }
}

/// Whether an approval remembers the text. A number is a figure.
fn is_remembered(entry: &TextEntry) -> bool {
    !entry.approved_as.is_empty()
}

/// Whether a text is a year beside or above figures: another round asks for its own.
pub(super) fn is_period(identity: &TextIdentity) -> bool {
    let is_of_axis = matches!(identity.0, TextRole::Label | TextRole::Header | TextRole::Context);
    is_of_axis && ReferencePeriod::parse(&identity.2).is_some()
}
