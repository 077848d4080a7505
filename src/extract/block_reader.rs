//! A block while it is read: where it stands, what its words are, and where its readings go.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use regex::Captures;

use super::block::Block;
use super::footnotes::Notes;
use super::reading::{Extraction, TableUse, Term};
use super::texts::Claim;
use super::view::SheetView;
use crate::diag::{Disposition, Finding, Location, codes};
use crate::model::{CellRef, Name};
use crate::normalize::split_marks;
use crate::plan::{Axis, LabelPattern, Layout, TableRule, WordConcept};

/// A block while it is read.
pub(super) struct BlockReader<'a, 'b> {
    pub(super) view: &'a SheetView<'b>,
    pub(super) layout: &'a Layout,
    pub(super) block: &'a Block<'a>,
    pub(super) notes: &'a Notes<'a>,
    pub(super) contexts: &'a [Vec<CellRef>],
    pub(super) values: &'a mut BTreeMap<CellRef, Name>,
    pub(super) out: &'a mut Extraction,
    pub(super) table: Arc<TableUse>,
    /// For each header row, a column and the cell whose text fills it.
    pub(super) headers: Vec<Option<(u32, CellRef)>>,
}

impl BlockReader<'_, '_> {
    pub(super) fn table(&self) -> &TableRule {
        self.block.table
    }

    pub(super) fn place(&self, at: CellRef) -> Location {
        Location::Cell(self.view.grid.origin(at))
    }

    pub(super) fn claim_label(&mut self, at: CellRef) {
        let role = format!("label of table {}", self.table().id);
        self.out.label(&self.view.grid.origin(at), &role);
    }

    /// Records what the text of a cell was read as.
    pub(super) fn claim_text(&mut self, at: CellRef, claim: Claim) {
        let claim = Claim { table: Some(self.table().id), ..claim };
        self.out.texts.sheet(self.view.grid).claim_any(at, self.view.text(at), claim);
    }

    /// The parts of a label that are words about figures.
    pub(super) fn axis_words(axis: &Axis, label: &str) -> Vec<(Range<usize>, Vec<WordConcept>)> {
        if let Some((pattern, groups)) = axis.pattern.as_ref().and_then(|pattern| Some((pattern, pattern.regex.captures(label)?))) {
            return group_words(pattern, &groups, 0);
        }
        if axis.concepts.is_empty() { Vec::new() } else { vec![(0..label.len(), axis.concepts.clone())] }
    }

    /// A word, with its marks taken off and its footnotes found.
    pub(super) fn term(&self, concepts: Vec<WordConcept>, label: &str, at: Option<CellRef>, row: u32) -> Term {
        let (bare, footnotes) = self.notes.of_label(label, row);
        Term {
            concepts,
            label: label.into(),
            bare: bare.map(Into::into),
            footnotes,
            unmatched: None,
            origin: at.map(|at| self.view.grid.origin(at)),
        }
    }

    /// The words that an axis makes of a label.
    pub(super) fn axis_terms(&self, axis: &Axis, label: &str, at: CellRef) -> Vec<Term> {
        if let Some(groups) = axis.pattern.as_ref().and_then(|pattern| pattern.regex.captures(label).map(|captures| (pattern, captures))) {
            let mut terms = self.group_terms(groups.0, &groups.1, at);
            // A mark that the pattern takes into none of its groups still hangs on the label.
            let (_, marks) = split_marks(label);
            if !marks.is_empty() && !terms.iter().any(|term| !split_marks(&term.label).1.is_empty()) {
                terms.push(self.term(Vec::new(), label, Some(at), at.row));
            }
            return terms;
        }
        // A label that the pattern does not take apart is looked up whole, as anything that the pattern could have found.
        let named = axis.pattern.iter().flat_map(|pattern| pattern.groups.iter().map(|(_, concept)| *concept));
        let concepts = if axis.concepts.is_empty() { named.collect() } else { axis.concepts.clone() };
        // Without a concept (an `only` or `where` label) the word carries no code, but its footnotes count.
        // As the layout has it, without what makes it match the whole label.
        let written = |pattern: &LabelPattern| {
            let whole = pattern.regex.as_str();
            whole.strip_prefix("^(?:").and_then(|rest| rest.strip_suffix(")$")).unwrap_or(whole).to_owned()
        };
        let unmatched = axis.pattern.as_ref().map(written);
        vec![Term { unmatched, ..self.term(concepts, label, Some(at), at.row) }]
    }

    pub(super) fn group_terms(&self, pattern: &LabelPattern, groups: &Captures<'_>, at: CellRef) -> Vec<Term> {
        let named = pattern.groups.iter();
        named
            .filter_map(|(name, concept)| Some((*concept, groups.name(name)?.as_str().trim())))
            .filter(|(_, label)| !label.is_empty())
            .map(|(concept, label)| self.term(vec![concept], label, Some(at), at.row))
            .collect()
    }

    pub(super) fn blank_label(&mut self, at: CellRef, what: &str) {
        let finding = Finding::new(codes::LABEL_BLANK, self.place(at), format!("a blank {what} of the table \"{}\"", self.table().id));
        self.out.findings.push_word(finding.related(Location::Line(self.table().at)));
    }

    pub(super) fn settle(&mut self, at: CellRef, disposition: Disposition) {
        self.out.ledger.settle(&self.view.grid.origin(at), disposition);
    }
}

/// The parts of a text that a pattern takes out of it, `from` bytes into the text of the cell. A count has no concept.
pub(super) fn group_words(pattern: &LabelPattern, groups: &Captures<'_>, from: usize) -> Vec<(Range<usize>, Vec<WordConcept>)> {
    let named = pattern.groups.iter().filter_map(|(name, concept)| Some((groups.name(name)?.range(), vec![*concept])));
    let count = groups.name("value").map(|value| (value.range(), Vec::new()));
    let mut words: Vec<_> = named.chain(count).map(|(range, concepts)| (range.start + from..range.end + from, concepts)).collect();
    words.sort_by_key(|(range, _)| (range.start, range.end));
    words
}
