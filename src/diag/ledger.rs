//! The ledger: what became of every cell that holds a digit.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use smol_str::SmolStr;

use super::texts::TextEntry;
use crate::model::{CellRef, Key, SourceCell};

/// Whether the cell is a number as a whole, or a text with a digit in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CellKind {
    /// A number, or a text that reads as one (`1 234`, `12*`, `<5`, `85 %`).
    Number,
    /// A text in which a digit occurs.
    Text,
}

impl CellKind {
    /// The word in `ledger.csv`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Text => "text",
        }
    }
}

/// What became of a cell. Each cell has one disposition.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Disposition {
    /// It is an observation; the keys.
    Mapped(Vec<Key>),
    /// The layout read it as a label, header, footnote or context.
    Label(String),
    /// Declared out of scope, with the reason.
    OutOfScope(String),
    /// A finding stands for it; its code.
    Finding(&'static str),
}

impl Disposition {
    /// The word in `ledger.csv`.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Mapped(_) => "mapped",
            Self::Label(_) => "label",
            Self::OutOfScope(_) => "out-of-scope",
            Self::Finding(_) => "finding",
        }
    }

    /// Which of two claims on one cell stands: a finding beats all, then a figure, then a label.
    fn rank(&self) -> u8 {
        match self {
            Self::Finding(_) => 3,
            Self::Mapped(_) => 2,
            Self::Label(_) => 1,
            Self::OutOfScope(_) => 0,
        }
    }
}

/// One cell's entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The cell as shown.
    pub text: SmolStr,
    /// Number or text.
    pub kind: CellKind,
    /// Its disposition; `None` until somebody accounts for it.
    pub disposition: Option<Disposition>,
}

/// What became of the rows of a file of records. A row has one disposition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowAccount {
    /// The file.
    pub file: Arc<str>,
    /// The sheet.
    pub sheet: Arc<str>,
    /// The records of the layout that it was read by.
    pub records: String,
    /// Rows with content.
    pub read: u64,
    /// The dispositions, and how many rows have each. `Mapped` is a row that is in every count; its keys are left out, for they would be those of all figures.
    pub dispositions: BTreeMap<Disposition, u64>,
    /// Whether the numbers are not for publication.
    pub masked: bool,
}

impl RowAccount {
    /// Whether every row has a disposition.
    pub fn balances(&self) -> bool {
        self.dispositions.values().sum::<u64>() == self.read
    }
}

/// Every digit-bearing cell of the round and its disposition, the rows of files of records, and the accounts of texts.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    /// By file and sheet, then by cell.
    sheets: BTreeMap<(Arc<str>, Arc<str>), BTreeMap<CellRef, Account>>,
    rows: Vec<RowAccount>,
    texts: Vec<TextEntry>,
}

impl Ledger {
    /// Opens an account for a cell, without a disposition.
    pub fn open(&mut self, origin: &SourceCell, text: &str, kind: CellKind) {
        self.sheet_of(origin).entry(origin.cell).or_insert_with(|| Account { text: SmolStr::new(text), kind, disposition: None });
    }

    /// Opens accounts for cells of one sheet, which come in order; those that are open stay as they are.
    pub fn open_sheet(&mut self, file: &Arc<str>, sheet: &Arc<str>, accounts: impl Iterator<Item = (CellRef, SmolStr, CellKind)>) {
        let accounts = accounts.map(|(at, text, kind)| (at, Account { text, kind, disposition: None }));
        let cells = self.sheets.entry((Arc::clone(file), Arc::clone(sheet))).or_default();
        if cells.is_empty() {
            *cells = accounts.collect();
        } else {
            accounts.for_each(|(at, account)| {
                cells.entry(at).or_insert(account);
            });
        }
    }

    fn sheet_of(&mut self, origin: &SourceCell) -> &mut BTreeMap<CellRef, Account> {
        self.sheets.entry((Arc::clone(&origin.file), Arc::clone(&origin.sheet))).or_default()
    }

    /// Records a disposition. Cells without an account (no digit in them) need none. Several figures of one cell are joined.
    pub fn settle(&mut self, origin: &SourceCell, disposition: Disposition) {
        let Some(account) = self.sheet_of(origin).get_mut(&origin.cell) else { return };
        match (&mut account.disposition, disposition) {
            (Some(Disposition::Mapped(keys)), Disposition::Mapped(more)) => keys.extend(more),
            (Some(standing), disposition) if standing.rank() >= disposition.rank() => {}
            (slot, disposition) => *slot = Some(disposition),
        }
    }

    /// Takes over all accounts of `other`.
    pub fn append(&mut self, other: Self) {
        for (sheet, cells) in other.sheets {
            match self.sheets.entry(sheet) {
                Entry::Vacant(vacant) => {
                    vacant.insert(cells);
                }
                Entry::Occupied(mut occupied) => occupied.get_mut().extend(cells),
            }
        }
        self.rows.extend(other.rows);
        self.texts.extend(other.texts);
    }

    /// Takes the accounts of texts.
    pub fn keep_texts(&mut self, texts: Vec<TextEntry>) {
        self.texts = texts;
    }

    /// The accounts of texts, in the order of places.
    pub fn texts(&self) -> &[TextEntry] {
        &self.texts
    }

    /// The ledger as it may be published: without texts, with other names of files and sheets, accounts as `change` leaves them, and dispositions of rows as `disposition` gives them,
    /// without their numbers, which may be small counts of persons or disclose one.
    #[must_use]
    pub fn published(
        self,
        names: impl Fn(&Arc<str>, &Arc<str>) -> (Arc<str>, Arc<str>),
        change: impl Fn(&SourceCell, &mut Account),
        disposition: impl Fn(Disposition) -> Disposition,
    ) -> Self {
        let mut published = Self::default();
        for ((file, sheet), mut cells) in self.sheets {
            for (cell, account) in &mut cells {
                change(&SourceCell { file: Arc::clone(&file), sheet: Arc::clone(&sheet), cell: *cell }, account);
            }
            published.sheets.insert(names(&file, &sheet), cells);
        }
        for mut rows in self.rows {
            (rows.file, rows.sheet) = names(&rows.file, &rows.sheet);
            let mut dispositions = BTreeMap::new();
            for (own, n) in rows.dispositions {
                let sum: &mut u64 = dispositions.entry(disposition(own)).or_insert(0);
                *sum = sum.saturating_add(n);
            }
            published.rows.push(RowAccount { dispositions, masked: true, ..rows });
        }
        published
    }

    /// The part about some files.
    #[must_use]
    pub fn of_files(&self, wanted: impl Fn(&str) -> bool) -> Self {
        let sheets = self.sheets.iter().filter(|((file, _), _)| wanted(file)).map(|(sheet, cells)| (sheet.clone(), cells.clone()));
        let rows = self.rows.iter().filter(|account| wanted(&account.file)).cloned();
        let texts = self.texts.iter().filter(|entry| wanted(&entry.origin.file)).cloned();
        Self { sheets: sheets.collect(), rows: rows.collect(), texts: texts.collect() }
    }

    /// The sheets that have accounts: file and sheet.
    pub fn sheets(&self) -> impl Iterator<Item = (&Arc<str>, &Arc<str>)> {
        let of_cells = self.sheets.keys().map(|(file, sheet)| (file, sheet));
        of_cells.chain(self.rows.iter().map(|account| (&account.file, &account.sheet)))
    }

    /// Records what became of the rows of a file.
    pub fn account_rows(&mut self, account: RowAccount) {
        self.rows.push(account);
    }

    /// The accounts of rows, in the order of files.
    pub fn rows(&self) -> &[RowAccount] {
        &self.rows
    }

    /// All accounts in order of origin.
    pub fn iter(&self) -> impl Iterator<Item = (SourceCell, &Account)> {
        self.sheets.iter().flat_map(|((file, sheet), cells)| {
            let origin = |cell: &CellRef| SourceCell { file: Arc::clone(file), sheet: Arc::clone(sheet), cell: *cell };
            cells.iter().map(move |(cell, account)| (origin(cell), account))
        })
    }

    /// The account of one cell.
    pub fn get(&self, origin: &SourceCell) -> Option<&Account> {
        self.sheets.get(&(Arc::clone(&origin.file), Arc::clone(&origin.sheet)))?.get(&origin.cell)
    }

    /// Whether a finding stands for any of the cells.
    pub fn has_findings(&self) -> bool {
        self.sheets.values().flat_map(BTreeMap::values).any(|account| matches!(account.disposition, Some(Disposition::Finding(_))))
    }

    /// The cells that nobody accounted for: the ledger balances when there is none.
    pub fn unsettled(&self) -> impl Iterator<Item = (SourceCell, &Account)> {
        self.iter().filter(|(_, account)| account.disposition.is_none())
    }
}

#[cfg(test)]
mod tests {
    use super::{CellKind, Disposition, Ledger};
    use crate::model::{CellRef, DataStructure, Key, RefArea, ReferencePeriod, SourceCell};

    #[test]
    fn a_finding_beats_a_figure_and_figures_join() {
        let origin = SourceCell { file: "xx/a.csv".into(), sheet: "csv".into(), cell: CellRef::new(0, 0) };
        let [a, b] = [2016, 2017].map(|year| Key::new(DataStructure::bare(), RefArea::parse("XX").unwrap(), ReferencePeriod::year(year)));
        let mut ledger = Ledger::default();
        ledger.open(&origin, "5", CellKind::Number);
        assert_eq!(ledger.unsettled().count(), 1);
        ledger.settle(&origin, Disposition::Label("header".into()));
        ledger.settle(&origin, Disposition::Mapped(vec![a]));
        ledger.settle(&origin, Disposition::Mapped(vec![b]));
        assert_eq!(ledger.get(&origin).unwrap().disposition, Some(Disposition::Mapped(vec![a, b])));
        ledger.settle(&origin, Disposition::Finding("x"));
        ledger.settle(&origin, Disposition::OutOfScope("no".into()));
        assert_eq!(ledger.get(&origin).unwrap().disposition, Some(Disposition::Finding("x")));
        assert_eq!(ledger.unsettled().count(), 0);
    }
}
