//! What other findings say of a submission: an approval says nothing of it again.

use std::collections::BTreeSet;

use super::inventory::Place;
use crate::diag::{Findings, Level, Location, codes};
use crate::model::{CellRef, MappingLine};
use crate::plan::{SenderPlan, TableRule};

/// What other findings say already: an approval says nothing of it again.
#[derive(Default)]
pub(super) struct Told {
    /// Cells with a finding about their text.
    cells: BTreeSet<(String, String, CellRef)>,
    rows: BTreeSet<(String, String, u32)>,
    columns: BTreeSet<(String, String, u32)>,
    /// Sheets that could not be read as the layout says.
    pub(super) sheets: BTreeSet<(String, String)>,
    /// Files that could not be read.
    pub(super) files: BTreeSet<String>,
    /// Sheets on which a table was not read.
    pub(super) lost: BTreeSet<(String, String)>,
    /// Tables that were not read, by their ids.
    pub(super) tables: BTreeSet<String>,
    /// Whether hidden parts of a sheet wait for a decision.
    pub(super) hidden: BTreeSet<(String, String)>,
}

impl Told {
    pub(super) fn new(sender: &SenderPlan, before: &Findings) -> Self {
        let mut told = Self::default();
        let leaf = |place: &Location| place.file().split_once('/').map_or("", |(_, leaf)| leaf).to_owned();
        for finding in before {
            let about_text =
                finding.level == Level::Error || [codes::FOOTNOTE_UNCLASSIFIED, codes::ABSENCE_UNDECLARED].contains(&finding.code);
            for place in finding.related.iter().chain([&finding.location]).filter(|_| about_text) {
                if let Location::Cell(origin) = place {
                    let (file, sheet) = (leaf(place), origin.sheet.to_string());
                    told.rows.insert((file.clone(), sheet.clone(), origin.cell.row));
                    told.columns.insert((file.clone(), sheet.clone(), origin.cell.col));
                    told.cells.insert((file, sheet, origin.cell));
                }
            }
            if finding.level != Level::Error {
                continue;
            }
            let sheet = (leaf(&finding.location), finding.location.sheet().to_owned());
            let unread =
                [codes::CELL_UNACCOUNTED, codes::ANCHOR_NOT_FOUND, codes::ANCHOR_AMBIGUOUS, codes::TABLE_EMPTY, codes::CONTEXT_NOT_FOUND];
            if unread.contains(&finding.code)
                || [codes::HEADER_UNEXPECTED, codes::HIDDEN_UNDECIDED, codes::LABEL_BLANK].contains(&finding.code)
            {
                told.lost.insert(sheet.clone());
            }
            match &finding.location {
                _ if finding.code == codes::QUOTE_STRAY => {
                    told.files.insert(sheet.0);
                }
                _ if finding.code == codes::HIDDEN_UNDECIDED => {
                    told.hidden.insert(sheet);
                }
                Location::File(_) => {
                    told.files.insert(sheet.0);
                }
                Location::Sheet(..) => {
                    told.sheets.insert(sheet);
                }
                _ => {}
            }
            let lost = [
                codes::ANCHOR_NOT_FOUND,
                codes::ANCHOR_AMBIGUOUS,
                codes::SHEET_NOT_FOUND,
                codes::HEADER_UNEXPECTED,
                codes::CONTEXT_NOT_FOUND,
                codes::TABLE_EMPTY,
            ];
            if lost.contains(&finding.code) {
                let tables = sender.layout.iter().flat_map(|layout| &layout.tables);
                let lines: Vec<&MappingLine> = finding
                    .related
                    .iter()
                    .chain([&finding.location])
                    .filter_map(|place| if let Location::Line(line) = place { Some(line) } else { None })
                    .collect();
                let is_meant = |table: &&TableRule| {
                    lines.iter().any(|line| **line == table.at || table.context.iter().any(|context| context.at == **line))
                };
                told.tables.extend(tables.filter(is_meant).map(|table| table.id.to_string()));
            }
        }
        told
    }

    /// Whether a finding speaks of a cell in the row of one of some cells of a sheet, or in its column.
    pub(super) fn has_beside(&self, place: &Place, cells: &[CellRef], is_column: bool) -> bool {
        let lines = if is_column { &self.columns } else { &self.rows };
        let line = |cell: &CellRef| if is_column { cell.col } else { cell.row };
        cells.iter().any(|cell| lines.contains(&(place.0.clone(), place.1.clone(), line(cell))))
    }

    /// Whether a finding speaks of the text of one of some cells of a sheet.
    pub(super) fn has(&self, place: &Place, cells: &[CellRef]) -> bool {
        cells.iter().any(|cell| self.cells.contains(&(place.0.clone(), place.1.clone(), *cell)))
    }
}
