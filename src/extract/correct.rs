//! Declared corrections: the text of a cell is replaced before it is read, if it is the text that the correction expects.

use super::reading::{Corrected, Extraction};
use crate::diag::{Finding, Location, codes};
use crate::ingest::{CellType, Workbook};
use crate::plan::Correction;

/// Applies the corrections that name this file. One that does not meet its text is a finding and changes nothing.
pub(super) fn apply(workbook: &mut Workbook, corrections: &[Correction], out: &mut Extraction) {
    let name = workbook.file.rsplit('/').next().unwrap_or_default().to_owned();
    for correction in corrections.iter().filter(|correction| correction.file == name) {
        out.used.note(correction.at);
        let place = Location::Line(correction.at);
        let Some(grid) = workbook.sheets.iter_mut().find(|grid| *grid.name == *correction.sheet) else {
            out.findings.push(Finding::new(codes::CORRECTION_STALE, place, format!("no sheet \"{}\"", correction.sheet)));
            continue;
        };
        let origin = grid.origin(correction.cell);
        let text = grid.text(correction.cell).to_owned();
        let Some(cell) = grid.cells.get_mut(&correction.cell).filter(|cell| cell.text == correction.expects) else {
            let finding = Finding::new(codes::CORRECTION_STALE, place, format!("\"{text}\" in {origin}"));
            out.findings.push(finding.expected(format!("\"{}\"", correction.expects)));
            continue;
        };
        cell.text = correction.becomes.as_str().into();
        cell.cell_type = CellType::Text;
        cell.formula = None;
        out.corrected.insert(origin, Corrected { original: text, reason: correction.reason.clone(), at: correction.at });
    }
}
