//! The account of words: what each text of a sheet was read as.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ops::Range;
use std::sync::Arc;

use smol_str::SmolStr;

use super::number::looks_numeric;
use crate::diag::TextRole;
use crate::ingest::{CellType, Grid};
use crate::model::{CellRef, MappingLine, Name, SourceCell};
use crate::plan::WordConcept;

/// What a text was read as.
#[derive(Clone, Debug)]
pub struct TextAccount {
    /// The text as shown.
    pub text: SmolStr,
    /// Its role.
    pub role: TextRole,
    /// The table that read it; empty where none did.
    pub table: Option<Name>,
    /// The line of the layout that took it: a table, a decision, a mark.
    pub line: Option<MappingLine>,
    /// Whether that line says the text itself, and not only a pattern that it matches.
    pub is_said: bool,
    /// The parts of it that are words about figures, and what these are about.
    pub words: Vec<(Range<usize>, Vec<WordConcept>)>,
    /// Of a label or header: the cells with a number in its row or column.
    pub numbers: u32,
    /// The digits of the largest of these numbers; 0 for numbers of one digit.
    pub digits: u32,
}

impl TextAccount {
    fn new(text: &SmolStr) -> Self {
        let (text, role) = (text.clone(), TextRole::Unread);
        Self { text, role, table: None, line: None, is_said: false, words: Vec::new(), numbers: 0, digits: 0 }
    }
}

/// A claim on a text.
pub(super) struct Claim {
    pub(super) role: TextRole,
    pub(super) table: Option<Name>,
    pub(super) line: Option<MappingLine>,
    pub(super) is_said: bool,
    pub(super) words: Vec<(Range<usize>, Vec<WordConcept>)>,
}

impl Claim {
    /// A claim of a role by a line.
    pub(super) fn new(role: TextRole, table: Option<Name>, line: Option<MappingLine>, is_said: bool) -> Self {
        Self { role, table, line, is_said, words: Vec::new() }
    }
}

/// The texts of a sheet by cell, and its notes (comments).
#[derive(Clone, Debug, Default)]
pub struct SheetTexts {
    /// The texts of cells.
    pub cells: BTreeMap<CellRef, TextAccount>,
    /// The notes on cells.
    pub notes: BTreeMap<CellRef, String>,
    /// Of each block its table, its anchor, and what the headers of its columns say, from the left.
    pub columns: Vec<(Name, CellRef, Vec<String>)>,
    /// Hidden parts with content, each with its first cell.
    pub hidden: Vec<(CellRef, String)>,
}

/// The texts of a workbook, by file and sheet.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    sheets: BTreeMap<(Arc<str>, Arc<str>), SheetTexts>,
}

impl Texts {
    /// Opens an account for each text of a sheet, hidden or not. A number is none.
    pub(super) fn open(&mut self, grid: &Grid) {
        let is_text = |cell: &crate::ingest::Cell| {
            let is_number = matches!(cell.cell_type, CellType::Number | CellType::Date) || looks_numeric(&cell.text);
            !is_number && !cell.text.trim().is_empty()
        };
        let cells = grid.cells.iter().filter(|(_, cell)| is_text(cell)).map(|(at, cell)| (*at, TextAccount::new(&cell.text))).collect();
        let sheet = SheetTexts { cells, notes: grid.notes.clone(), ..SheetTexts::default() };
        self.sheets.insert((Arc::clone(&grid.file), Arc::clone(&grid.name)), sheet);
    }

    /// The sheet of a grid.
    pub(super) fn sheet(&mut self, grid: &Grid) -> &mut SheetTexts {
        self.sheets.entry((Arc::clone(&grid.file), Arc::clone(&grid.name))).or_default()
    }

    /// Takes over the texts of other files.
    pub fn append(&mut self, other: Self) {
        for (place, texts) in other.sheets {
            match self.sheets.entry(place) {
                Entry::Vacant(vacant) => {
                    vacant.insert(texts);
                }
                Entry::Occupied(mut known) => known.get_mut().cells.extend(texts.cells),
            }
        }
    }

    /// File, sheet and texts, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&Arc<str>, &Arc<str>, &SheetTexts)> {
        self.sheets.iter().map(|((file, sheet), texts)| (file, sheet, texts))
    }

    /// The account of a cell.
    pub fn get(&self, origin: &SourceCell) -> Option<&TextAccount> {
        self.sheets.get(&(Arc::clone(&origin.file), Arc::clone(&origin.sheet)))?.cells.get(&origin.cell)
    }
}

impl SheetTexts {
    /// Records what a text was read as. What a table reads goes before what a decision says of it, and the first claim of a role stands.
    pub(super) fn claim(&mut self, at: CellRef, claim: Claim) {
        let Some(account) = self.cells.get_mut(&at) else { return };
        if claim.role <= account.role {
            return;
        }
        (account.role, account.table, account.line) = (claim.role, claim.table, claim.line);
        (account.is_said, account.words) = (claim.is_said, claim.words);
    }

    /// The same of a cell that may hold a number, which has an account then as a text has.
    pub(super) fn claim_any(&mut self, at: CellRef, text: &str, claim: Claim) {
        self.cells.entry(at).or_insert_with(|| TextAccount::new(&SmolStr::new(text)));
        self.claim(at, claim);
    }

    /// Adds numbers to those of the row or column of a label; the largest has so many digits.
    pub(super) fn count(&mut self, at: CellRef, (numbers, digits): (u32, u32)) {
        if let Some(account) = self.cells.get_mut(&at) {
            account.numbers = account.numbers.saturating_add(numbers);
            account.digits = account.digits.max(digits);
        }
    }
}
