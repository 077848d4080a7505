//! From a block to its readings.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::block::Block;
use super::block_reader::{BlockReader, group_words};
use super::footnotes::Notes;
use super::headers::Column;
use super::matching::text_says;
use super::number::{Misread, Parsed, Rules, parse, parse_text};
use super::reading::{Extraction, Reading, TableUse};
use super::texts::Claim;
use super::view::SheetView;
use crate::diag::{Disposition, Finding, Location, TextRole, codes};
use crate::model::{CellRef, Name, ObsValue};
use crate::normalize::normalize;
use crate::plan::{Axis, Layout, Matcher, TableRule};

/// What all blocks of a table on a sheet share.
pub(super) struct Sheet<'a, 'b> {
    pub(super) view: &'a SheetView<'b>,
    pub(super) layout: &'a Layout,
    pub(super) notes: &'a Notes<'a>,
    /// For each context of the table, the cells that it may begin at.
    pub(super) contexts: &'a [Vec<CellRef>],
}

/// Reads all cells of a block. `values` holds the cells that tables of the sheet have read so far.
pub(super) fn read(sheet: &Sheet<'_, '_>, block: &Block<'_>, values: &mut BTreeMap<CellRef, Name>, out: &mut Extraction) {
    let TableRule { id, at, set, period, .. } = block.table;
    let table = Arc::new(TableUse { id: *id, at: *at, set: set.clone(), period: *period });
    let Sheet { view, layout, notes, contexts } = *sheet;
    let headers = vec![None; block.header_rows.len()];
    let mut reader = BlockReader { view, layout, block, notes, contexts, values, out, table, headers };
    let context = reader.context();
    let anchor = reader.term(Vec::new(), view.text(block.anchor), Some(block.anchor), block.anchor.row);
    let anchor = reader.out.keep([anchor]);
    let columns: Vec<Column> = block.value_columns.iter().filter_map(|col| reader.column(*col)).collect();
    let of_column = |column: &Column, context: &Vec<usize>| [anchor.as_slice(), context, &column.terms].concat();
    let lists: Vec<usize> = columns
        .iter()
        .map(|column| reader.out.list(context.as_ref().map(|context| of_column(column, context)).unwrap_or_default()))
        .collect();
    reader.keep_columns(&columns);
    let mut numbers = vec![(0, 0); columns.len()];
    let mut labels_above: Vec<Option<CellRef>> = vec![None; block.label_columns.len()];
    reader.check_where();
    reader.out.readings.reserve(block.rows.len().saturating_mul(columns.len()).min(view.grid.cells.len()));
    for row in &block.rows {
        let Some(Row { terms, labels }) = reader.row(*row, &mut labels_above, &columns) else { continue };
        let of_row = reader.out.list(terms);
        let mut of_this = (0, 0);
        for ((column, of_column), numbers) in columns.iter().zip(&lists).zip(&mut numbers) {
            let at = CellRef::new(*row, column.col);
            if context.is_none() {
                // Without a label that holds for all of them, none of the figures is known.
                reader.settle(at, Disposition::Finding(codes::CONTEXT_NOT_FOUND.name));
                continue;
            }
            let before = reader.out.readings.len();
            reader.cell(at, [*of_column, of_row]);
            let values = reader.out.readings.iter().skip(before).filter(|reading| !matches!(reading.value, ObsValue::Absent(_)));
            let digits = values.map(|reading| digits(&reading.value)).max();
            for sum in [numbers, &mut of_this] {
                *sum = (sum.0 + u32::from(digits.is_some()), sum.1.max(digits.unwrap_or(0)));
            }
        }
        for at in labels {
            reader.out.texts.sheet(view.grid).count(at, of_this);
        }
    }
    for (column, numbers) in columns.iter().zip(numbers) {
        column.headers.iter().for_each(|at| reader.out.texts.sheet(view.grid).count(*at, numbers));
    }
}

/// A row of a block: its words, and the cells of its labels.
struct Row {
    terms: Vec<usize>,
    labels: Vec<CellRef>,
}

impl BlockReader<'_, '_> {
    /// Keeps what the columns say, in their order.
    fn keep_columns(&mut self, columns: &[Column]) {
        let words = |column: &Column| column.headers.iter().map(|at| self.view.text(*at)).collect::<Vec<_>>().join(" / ");
        let said: Vec<String> = columns.iter().map(words).collect();
        if said.iter().any(|words| !words.is_empty()) {
            let (id, anchor) = (self.table().id, self.block.anchor);
            self.out.texts.sheet(self.view.grid).columns.push((id, anchor, said));
        }
    }

    /// A table whose `where` asks for a label that no row has.
    fn check_where(&mut self) {
        for (i, col) in self.block.label_columns.iter().enumerate() {
            let Some(wanted) = self.block.table.rows.get(i).and_then(|axis| axis.only_where.as_ref()) else { continue };
            let has = |row: &u32| {
                let (_, text) = self.view.label(CellRef::new(*row, *col));
                text_says(text, &normalize(text), wanted)
            };
            if !self.block.rows.iter().any(has) {
                let found = format!("no row of the table \"{}\" says {wanted}", self.table().id);
                let finding = Finding::new(codes::TABLE_EMPTY, self.place(self.block.anchor), found);
                self.out.findings.push(finding.related(Location::Line(self.table().at)));
            }
        }
    }

    /// A row: its labels from the left. `None` when it is out of scope or not part of the table.
    fn row(&mut self, row: u32, above: &mut [Option<CellRef>], columns: &[Column]) -> Option<Row> {
        let mut labels = Vec::new();
        for (i, col) in self.block.label_columns.iter().enumerate() {
            let (at, text) = self.view.label(CellRef::new(row, *col));
            let fill = self.block.table.rows.get(i).is_some_and(|axis| axis.fill);
            let slot = above.get_mut(i);
            let filled = match (text.is_empty() && fill, slot) {
                (true, Some(slot)) => slot.unwrap_or(at),
                (_, Some(slot)) => {
                    *slot = Some(at);
                    at
                }
                (_, None) => at,
            };
            labels.push((i, filled, self.view.text(filled).to_owned()));
        }
        let axis_of = |i: usize| self.block.table.rows.get(i);
        for (i, _, text) in &labels {
            if let Some(only_where) = axis_of(*i).and_then(|axis| axis.only_where.as_ref())
                && !text_says(text, &normalize(text), only_where)
            {
                return None;
            }
        }
        let block = self.block;
        let skip =
            block.table.skip_rows.iter().find(|skip| labels.iter().any(|(_, _, text)| text_says(text, &normalize(text), &skip.text)));
        for (i, at, text) in labels.iter().filter(|(_, _, text)| !text.is_empty()) {
            let axis = block.table.rows.get(*i);
            let claim = match skip {
                Some(skip) => Claim::new(TextRole::Skipped, None, Some(skip.at), skip.text.is_exact()),
                None => Claim {
                    words: axis.map(|axis| Self::axis_words(axis, text)).unwrap_or_default(),
                    ..Claim::new(TextRole::Label, None, Some(block.table.at), axis.is_some_and(where_exact))
                },
            };
            self.claim_text(*at, claim);
        }
        for (_, at, _) in &labels {
            self.claim_label(*at);
        }
        if let Some(skip) = skip {
            self.out.used.note(skip.at);
            for column in columns {
                self.settle(CellRef::new(row, column.col), Disposition::OutOfScope(skip.reason.clone()));
            }
            return None;
        }
        let mut terms = Vec::new();
        for (i, at, text) in &labels {
            let Some(axis) = self.block.table.rows.get(*i) else { continue };
            if !text.is_empty() {
                let own = self.axis_terms(axis, text, *at);
                terms.extend(self.out.keep(own));
            } else if !axis.blank_is_total && (!axis.concepts.is_empty() || axis.pattern.is_some()) {
                self.blank_label(*at, "label");
                for column in columns {
                    self.settle(CellRef::new(row, column.col), Disposition::Finding(codes::LABEL_BLANK.name));
                }
                return None;
            }
        }
        Some(Row { terms, labels: labels.into_iter().filter(|(_, _, text)| !text.is_empty()).map(|(_, at, _)| at).collect() })
    }

    /// A value cell.
    fn cell(&mut self, at: CellRef, shared: [usize; 2]) {
        // What a merged range covers has no content of its own; a count that covers several figures is none of them.
        let shown = self.view.shown_at(at);
        if shown != at {
            let counts = self.block.rows.binary_search(&shown.row).is_ok() && self.block.value_columns.binary_search(&shown.col).is_ok();
            if counts && !self.view.text(shown).is_empty() {
                let found = format!("a part of the merged cell {shown}, which shows \"{}\"", self.view.text(shown));
                self.out.findings.push(Finding::new(codes::CELL_NOT_A_COUNT, self.place(at), found));
            }
            return;
        }
        if let Some(other) = self.values.insert(at, self.table().id) {
            let what = format!("read by the tables \"{other}\" and \"{}\"", self.table().id);
            let finding = Finding::new(codes::CELL_READ_TWICE, self.place(at), what);
            self.out.findings.push(finding.related(Location::Line(self.table().at)));
            self.out.twice.insert(self.view.grid.origin(at));
            self.settle(at, Disposition::Finding(codes::CELL_READ_TWICE.name));
            return;
        }
        if self.view.is_suppressed(at) {
            self.push(at, Ok(Parsed::absent(self.layout.gaps.hidden)), shared, Vec::new());
        } else if self.block.table.cells.pattern.is_some() {
            self.pattern_cell(at, shared);
        } else {
            let parsed = parse(self.view.grid.cell(at), &self.rules());
            let mark = parsed.as_ref().ok().and_then(|parsed| parsed.mark);
            let role = if mark.is_some() { TextRole::Mark } else { TextRole::Figure };
            // Of a text that is no number the finding says so.
            let claim = Claim::new(role, Some(self.table().id), mark, true);
            self.out.texts.sheet(self.view.grid).claim(at, claim);
            self.push(at, parsed, shared, Vec::new());
        }
    }

    fn rules(&self) -> Rules<'_> {
        Rules {
            thousands: &self.layout.thousands,
            own: &self.block.table.absences,
            general: &self.layout.absences,
            gaps: &self.layout.gaps,
        }
    }

    /// A cell that holds its labels itself: `word (12)`, or a list of words.
    fn pattern_cell(&mut self, at: CellRef, shared: [usize; 2]) {
        let text = self.view.text(at);
        let cells = &self.block.table.cells;
        let Some(pattern) = &cells.pattern else { return };
        if text.is_empty() {
            return;
        }
        if let Some(line) = self.rules().absence(text).map(|mark| mark.at) {
            // A mark in place of the list says nothing of any category.
            self.out.used.note(line);
            self.claim_label(at);
            self.claim_text(at, Claim::new(TextRole::Mark, None, Some(line), true));
            return;
        }
        let parts: Vec<&str> = match &cells.split {
            Some(split) => text.split(split.as_str()).map(str::trim).filter(|part| !part.is_empty()).collect(),
            None => vec![text],
        };
        let mut words = Vec::new();
        for part in parts {
            let Some(groups) = pattern.regex.captures(part) else {
                self.misread(at, &Misread::NotACount(format!("the text \"{part}\"")));
                continue;
            };
            words.extend(group_words(pattern, &groups, part.as_ptr() as usize - text.as_ptr() as usize));
            let own = self.group_terms(pattern, &groups, at);
            let parsed = match groups.name("value") {
                Some(value) => parse_text(value.as_str(), &self.rules()),
                None => Ok(Parsed::absent(self.layout.gaps.listed)),
            };
            let own = self.out.keep(own);
            self.push(at, parsed, shared, own);
        }
        let claim = Claim { words, ..Claim::new(TextRole::Figure, None, Some(self.table().at), false) };
        self.claim_text(at, claim);
    }

    fn push(&mut self, at: CellRef, parsed: Result<Parsed, Misread>, shared: [usize; 2], own: Vec<usize>) {
        if let Ok(Parsed { mark: Some(line), .. }) = parsed {
            self.out.used.note(line);
        }
        let parsed = match parsed.and_then(|parsed| self.of_kind(parsed, at, shared, &own)) {
            Ok(parsed) => parsed,
            Err(misread @ Misread::UndeclaredMark(_)) => {
                self.misread(at, &misread);
                Parsed::absent(self.layout.gaps.no_reason)
            }
            Err(misread) => return self.misread(at, &misread),
        };
        let superscript = parsed.marks.iter().find(|mark| mark.chars().all(|c| !matches!(c, '*' | '†' | '‡' | ')'))).cloned();
        let footnotes = self.notes.of_marks(&parsed.marks, at.row);
        for footnote in footnotes.iter().filter(|footnote| footnote.text.is_none()) {
            let finding = Finding::new(codes::FOOTNOTE_WITHOUT_TEXT, self.place(at), format!("the mark {}", footnote.mark));
            // The layout may only not say yet how footnotes look.
            self.out.findings.push_word(match self.view.beginning_with(&footnote.mark) {
                Some(note) => finding
                    .remedy(format!("the text of {note} begins with the mark: say in a [[footnote]] of the layout how footnotes look; else ask for the text"))
                    .related(self.place(note)),
                None => finding,
            });
        }
        let reading = Reading {
            origin: self.view.grid.origin(at),
            as_shown: self.view.grid.cell(at).filter(|_| !self.view.is_left_out(at)).map(|cell| cell.text.clone()).unwrap_or_default(),
            value: parsed.value,
            approximate: parsed.approximate,
            note: self.view.grid.notes.get(&at).cloned(),
            legend: parsed.legend,
            superscript,
            shared,
            own,
            footnotes,
            table: Arc::clone(&self.table),
        };
        self.out.readings.push(reading);
    }

    fn misread(&mut self, at: CellRef, misread: &Misread) {
        let not_a_count = |found: &String| Finding::new(codes::CELL_NOT_A_COUNT, self.place(at), found.clone());
        let finding = match misread {
            Misread::UndeclaredMark(mark) => Finding::new(codes::ABSENCE_UNDECLARED, self.place(at), format!("the mark \"{mark}\"")),
            Misread::NotACount(found) => not_a_count(found),
            Misread::WrongKind { found, expected, remedy } => not_a_count(found).expected(*expected).remedy(*remedy),
        };
        if finding.code == codes::CELL_NOT_A_COUNT {
            self.settle(at, Disposition::Finding(codes::CELL_NOT_A_COUNT.name));
        }
        self.out.findings.push(finding);
    }
}

/// The digits of a count; 0 for one of a single digit, which could name a person.
fn digits(value: &ObsValue) -> u32 {
    value.count().and_then(|count| count.get().checked_ilog10()).filter(|tens| *tens > 0).map_or(0, |tens| tens + 1)
}

/// Whether the layout says which label stands here, and not only a pattern of it.
fn where_exact(axis: &Axis) -> bool {
    axis.only_where.as_ref().is_some_and(Matcher::is_exact)
}
