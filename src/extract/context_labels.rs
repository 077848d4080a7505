//! Labels that hold for a whole block: the name of the sheet, a cell beside another, a part of a title.

use regex::Regex;

use super::block_reader::BlockReader;
use super::texts::Claim;
use super::view::SheetView;
use crate::diag::{Finding, Location, TextRole, codes};
use crate::model::CellRef;
use crate::plan::{ContextSource, TableRule};

/// For each context of a table the cells of a sheet that it may begin at, in reading order.
pub(super) fn starts(view: &SheetView<'_>, table: &TableRule) -> Vec<Vec<CellRef>> {
    let of = |take: &ContextSource| match take {
        ContextSource::Sheet(_) | ContextSource::File(_) => Vec::new(),
        ContextSource::Right(matcher) | ContextSource::Below(matcher) => view.saying(matcher),
        ContextSource::Text(pattern) => view
            .visible_cells()
            .filter(|(_, cell)| pattern.captures(&cell.text).is_some_and(|groups| groups.name("label").is_some()))
            .map(|(at, _)| at)
            .collect(),
    };
    table.context.iter().map(|context| of(&context.take)).collect()
}

/// A name as a label that stands in no cell: all of it, or what a pattern takes out of it.
fn part_of(name: &str, pattern: Option<&Regex>) -> Option<(String, Option<CellRef>)> {
    let label = match pattern {
        Some(pattern) => pattern.captures(name)?.name("label")?.as_str(),
        None => name,
    };
    Some((label.to_owned(), None))
}

impl BlockReader<'_, '_> {
    /// Labels that hold for the block.
    pub(super) fn context(&mut self) -> Option<Vec<usize>> {
        let mut terms = Vec::new();
        for (context, starts) in self.block.table.context.iter().zip(self.contexts) {
            let start = self.nearest_above(starts);
            let found = match &context.take {
                ContextSource::Sheet(pattern) => part_of(&self.view.grid.name, pattern.as_ref()),
                ContextSource::File(pattern) => {
                    let name = self.view.grid.file.rsplit('/').next().unwrap_or_default();
                    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
                    part_of(if pattern.is_some() { name } else { stem }, pattern.as_ref())
                }
                ContextSource::Right(_) => {
                    start.and_then(|start| self.view.right_of(start)).map(|at| (self.view.text(at).to_owned(), Some(at)))
                }
                ContextSource::Below(_) => {
                    start.and_then(|start| self.view.below(start)).map(|at| (self.view.text(at).to_owned(), Some(at)))
                }
                ContextSource::Text(pattern) => start.and_then(|at| {
                    let label = pattern.captures(self.view.text(at)).and_then(|c| c.name("label").map(|m| m.as_str().to_owned()));
                    label.map(|label| (label, Some(at)))
                }),
            };
            match found {
                Some((label, at)) => {
                    if let Some(at) = at {
                        self.claim_label(at);
                        let whole = self.view.text(at);
                        let words = whole.find(&label).map(|from| (from..from + label.len(), vec![context.concept]));
                        let claim =
                            Claim { words: words.into_iter().collect(), ..Claim::new(TextRole::Context, None, Some(context.at), false) };
                        self.claim_text(at, claim);
                    }
                    let term = self.term(vec![context.concept], &label, at, at.map_or(self.block.anchor.row, |at| at.row));
                    terms.extend(self.out.keep([term]));
                }
                None => {
                    let place = Location::Sheet(self.view.grid.file.clone(), self.view.grid.name.clone());
                    let what = format!("no cell for the {} of the table \"{}\"", context.concept.word(), self.table().id);
                    let finding = Finding::new(codes::CONTEXT_NOT_FOUND, place, what);
                    self.out.findings.push(finding.related(Location::Line(context.at)));
                    return None;
                }
            }
        }
        Some(terms)
    }

    /// Of several cells in reading order, the last one at or above the anchor, or the first one below it.
    fn nearest_above(&self, cells: &[CellRef]) -> Option<CellRef> {
        let above = cells.partition_point(|at| at.row <= self.block.anchor.row);
        cells.get(above.saturating_sub(1)).copied()
    }
}
