//! Shares and counts: the layout decides which of the two a cell may hold, not the format of the cell.

use super::block_reader::BlockReader;
use super::matching::text_says;
use super::number::{Misread, Parsed};
use crate::model::{CellRef, ObsValue};
use crate::normalize::normalize;
use crate::plan::Skip;

impl<'a> BlockReader<'a, '_> {
    /// The value, if it is of the kind that the table holds there: a count, or a share under a label that `shares` names.
    pub(super) fn of_kind(&mut self, parsed: Parsed, at: CellRef, shared: [usize; 2], own: &[usize]) -> Result<Parsed, Misread> {
        let entry = self.entry_of(shared, own);
        if let Some(entry) = entry {
            self.out.used.note(entry.at);
        }
        let shown = || self.view.text(at).to_owned();
        match (&parsed.value, entry) {
            (ObsValue::Percent(_), None) => Err(Misread::WrongKind {
                found: format!("the share \"{}\"", shown()),
                expected: "a whole number, or an entry of shares in the table of the layout",
                remedy: "ask whether the cell holds a number or a share; name the label of a share in shares of the table",
            }),
            (ObsValue::Count(_) | ObsValue::Bounds { .. }, Some(entry)) => Err(Misread::WrongKind {
                found: format!("\"{}\" where shares stand: {}", shown(), entry.reason),
                expected: "a share in per cent",
                remedy: "ask whether the cell holds a number or a share; correct the entry of shares in the layout, or the cell in corrections.toml",
            }),
            _ => Ok(parsed),
        }
    }

    /// The entry of `shares` that names one of the labels of a cell.
    fn entry_of(&self, shared: [usize; 2], own: &[usize]) -> Option<&'a Skip> {
        let table = self.block.table;
        if table.shares.is_empty() {
            return None;
        }
        let lists = shared.iter().filter_map(|list| self.out.lists.get(*list)).flatten();
        let labels: Vec<&str> = lists.chain(own).filter_map(|term| self.out.terms.get(*term)).map(|term| term.label.as_str()).collect();
        table.shares.iter().find(|shares| labels.iter().any(|label| text_says(label, &normalize(label), &shares.text)))
    }
}
