//! Labels that hold for a whole block: the name of the sheet, a cell beside another, a part of a title.

use super::cells::BlockReader;
use crate::diag::{Finding, Place, codes};
use crate::model::CellRef;
use crate::plan::Take;

impl BlockReader<'_, '_> {
    /// Labels that hold for the block.
    pub(super) fn context(&mut self) -> Option<Vec<usize>> {
        let mut terms = Vec::new();
        for context in &self.block.table.context {
            let found = match &context.take {
                Take::Sheet => Some((self.view.grid.name.to_string(), None)),
                Take::Right(matcher) | Take::Below(matcher) => {
                    let right = matches!(context.take, Take::Right(_));
                    let starts = self.view.visible_cells().filter(|(at, _)| super::anchor::says(self.view, *at, matcher)).map(|(at, _)| at);
                    let start = self.nearest_above(&starts.collect::<Vec<_>>());
                    start.and_then(|start| self.neighbour(start, right)).map(|at| (self.view.text(at).to_owned(), Some(at)))
                }
                Take::Text(pattern) => {
                    let with_label =
                        |at: CellRef| pattern.captures(self.view.text(at)).and_then(|c| c.name("label").map(|m| m.as_str().to_owned()));
                    let matching = self.view.visible_cells().filter(|(_, cell)| pattern.is_match(&cell.text)).map(|(at, _)| at);
                    let starts = matching.filter(|at| with_label(*at).is_some());
                    let start = self.nearest_above(&starts.collect::<Vec<_>>());
                    start.and_then(|at| with_label(at).map(|label| (label, Some(at))))
                }
            };
            match found {
                Some((label, at)) => {
                    if let Some(at) = at {
                        self.claim_label(at);
                    }
                    let term = self.term(vec![context.concept], &label, at, at.map_or(self.block.anchor.row, |at| at.row));
                    terms.extend(self.out.keep([term]));
                }
                None => {
                    let place = Place::Sheet(self.view.grid.file.clone(), self.view.grid.name.clone());
                    let what = format!("no cell for the {} of the table \"{}\"", context.concept.word(), self.table().id);
                    let finding = Finding::new(codes::CONTEXT_NOT_FOUND, place, what);
                    self.out.findings.push(finding.related(Place::Line(context.at)));
                    return None;
                }
            }
        }
        Some(terms)
    }

    /// Of several cells, the last one at or above the anchor, or the first one below it.
    fn nearest_above(&self, cells: &[CellRef]) -> Option<CellRef> {
        let above = cells.iter().rev().find(|at| at.row <= self.block.anchor.row).copied();
        above.or_else(|| cells.first().copied())
    }

    /// The first cell with text to the right of, or below, a cell.
    fn neighbour(&self, start: CellRef, right: bool) -> Option<CellRef> {
        let beside =
            |at: &CellRef| if right { at.row == start.row && at.col > start.col } else { at.col == start.col && at.row > start.row };
        self.view.visible_cells().map(|(at, _)| at).find(beside)
    }
}
