//! The value columns of a block: their headers from the top.

use super::anchor::drifted;
use super::block_reader::BlockReader;
use super::matching::text_says;
use super::texts::Claim;
use crate::diag::{Disposition, Finding, Location, TextRole, codes};
use crate::model::CellRef;
use crate::normalize::normalize;
use crate::plan::{Axis, Matcher, Skip};

/// A value column and its words.
pub(super) struct Column {
    /// The column.
    pub(super) col: u32,
    /// Its words.
    pub(super) terms: Vec<usize>,
    /// The cells of its headers.
    pub(super) headers: Vec<CellRef>,
}

impl BlockReader<'_, '_> {
    /// A value column: its headers from the top. `None` when it is out of scope or not the one expected.
    pub(super) fn column(&mut self, col: u32) -> Option<Column> {
        let mut terms = Vec::new();
        let mut skip: Option<&Skip> = None;
        let mut headers = Vec::new();
        for (i, row) in self.block.header_rows.iter().enumerate() {
            let axis = self.block.table.columns.get(i);
            let (at, text) = self.header((i, *row), col, axis.is_some_and(|axis| axis.fill));
            if text.is_empty() {
                let needed = |axis: &Axis| !axis.concepts.is_empty() || axis.pattern.is_some() || axis.only.is_some();
                if axis.is_some_and(|axis| needed(axis) && !axis.blank_is_total) {
                    self.blank_label(at, "header");
                    self.leave_out(col, &Disposition::Finding(codes::LABEL_BLANK.name));
                    return None;
                }
                continue;
            }
            self.claim_label(at);
            headers.push(at);
            let claim = Claim {
                words: axis.map(|axis| Self::axis_words(axis, &text)).unwrap_or_default(),
                ..Claim::new(TextRole::Header, None, Some(self.table().at), axis.is_some_and(only_exact))
            };
            self.claim_text(at, claim);
            skip = skip.or_else(|| self.block.table.skip_columns.iter().find(|skip| text_says(&text, &normalize(&text), &skip.text)));
            let Some(axis) = axis else { continue };
            if let Some(only) = &axis.only
                && !text_says(&text, &normalize(&text), only)
                && skip.is_none()
            {
                let finding = Finding::new(codes::HEADER_UNEXPECTED, self.place(at), format!("the header \"{text}\""));
                let finding = finding.expected(format!("the header {only}"));
                let finding = drifted(finding, self.table(), "only", only, std::iter::once(((), text.as_str())));
                self.out.findings.push(finding.related(Location::Line(self.table().at)));
                self.leave_out(col, &Disposition::Finding(codes::HEADER_UNEXPECTED.name));
                return None;
            }
            let own = self.axis_terms(axis, &text, at);
            terms.extend(self.out.keep(own));
        }
        if let Some(Skip { reason, at, text }) = skip {
            self.out.used.note(*at);
            for header in headers {
                self.claim_text(header, Claim::new(TextRole::Skipped, None, Some(*at), text.is_exact()));
            }
            self.leave_out(col, &Disposition::OutOfScope(reason.clone()));
            return None;
        }
        Some(Column { col, terms, headers })
    }

    /// The header of a column; columns come from the left, so that what filled one before fills those without a text of their own.
    fn header(&mut self, (i, row): (usize, u32), col: u32, fill: bool) -> (CellRef, String) {
        let (mut at, mut text) = self.view.label(CellRef::new(row, col));
        let mut left = col;
        let known = self.headers.get(i).copied().flatten();
        while text.is_empty() && fill && left > self.block.anchor.col {
            left -= 1;
            at = match known {
                Some((column, filling)) if left == column => filling,
                _ => CellRef::new(row, left),
            };
            (at, text) = self.view.label(at);
            if known.is_some_and(|(column, _)| column == left) {
                break;
            }
        }
        if let Some(known) = self.headers.get_mut(i).filter(|_| fill) {
            *known = Some((col, at));
        }
        (at, text.to_owned())
    }

    /// Gives a disposition to all cells of a column that is not read.
    fn leave_out(&mut self, col: u32, disposition: &Disposition) {
        for row in &self.block.rows {
            self.settle(CellRef::new(*row, col), disposition.clone());
        }
    }
}

/// Whether the layout says which header stands here, and not only a pattern of it.
fn only_exact(axis: &Axis) -> bool {
    axis.only.as_ref().is_some_and(Matcher::is_exact)
}
