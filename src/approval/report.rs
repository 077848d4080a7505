//! The findings about words: one for each cause, at the cell where it stands.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::differences::{Differences, Ordered, differences};
use super::inventory::{Item, Place};
use super::places::{Expectation, Expected};
use super::told::Told;
use super::word_diff::word_diff;
use crate::diag::{Code, Finding, Findings, Location, Message, TextRole, codes, first_of};
use crate::model::{CellRef, SourceCell};
use crate::plan::{SenderPlan, TextIdentity};

/// Texts of a sheet that are told one by one; more of one kind are one finding.
const SINGLE: usize = 2;

/// Cells of one finding that are named.
const NAMED: usize = 24;

/// The findings of a sender.
pub(super) struct Report<'a> {
    sender: &'a SenderPlan,
    pub(super) told: &'a Told,
    pub(super) findings: Findings,
}

/// The texts of a sheet, and what it should have.
struct Sheet<'s> {
    place: &'s Place,
    own: &'s BTreeMap<TextIdentity, Item<'s>>,
    expected: &'s BTreeMap<TextIdentity, Expected>,
}

impl Sheet<'_> {
    fn cells(&self, identity: &TextIdentity) -> Vec<CellRef> {
        self.own.get(identity).map(|item| item.cells().collect()).unwrap_or_default()
    }

    fn were(&self, identity: &TextIdentity) -> Vec<CellRef> {
        self.expected.get(identity).map(|own| own.cells.clone()).unwrap_or_default()
    }

    /// The text as it is written now, or else as it was approved.
    fn text(&self, identity: &TextIdentity) -> String {
        let now = self.own.get(identity).map(|item| item.text().to_owned());
        now.or_else(|| self.expected.get(identity).map(|own| own.text.clone())).unwrap_or_default()
    }
}

/// A role, with its table where it has one.
pub(super) fn role_message(identity: &TextIdentity) -> Message {
    let role = Message::new("roles", identity.0.word());
    if identity.1.is_empty() { role } else { Message::new("roles", "of-table").with("role", role).with("table", identity.1.clone()) }
}

fn table_message(table: &str) -> Message {
    Message::new("roles", "the-table").with("table", table)
}

impl<'a> Report<'a> {
    pub(super) fn new(sender: &'a SenderPlan, told: &'a Told) -> Self {
        Self { sender, told, findings: Findings::default() }
    }

    pub(super) fn file(&self, leaf: &str) -> Arc<str> {
        Arc::from(format!("{}/{leaf}", self.sender.sender.folder()))
    }

    fn sheet_place(&self, place: &Place) -> Location {
        Location::Sheet(self.file(&place.0), Arc::from(place.1.as_str()))
    }

    fn cell_place(&self, place: &Place, cell: CellRef) -> Location {
        Location::Cell(SourceCell { file: self.file(&place.0), sheet: Arc::from(place.1.as_str()), cell })
    }

    /// A finding at the first of some cells of a sheet, with the others beside it; at the sheet where there is none.
    pub(super) fn push(&mut self, code: Code, place: &Place, cells: &[CellRef], message: Message) {
        let first = cells.first().map_or_else(|| self.sheet_place(place), |cell| self.cell_place(place, *cell));
        let finding = Finding::asking(code, first, message);
        let finding = cells.iter().take(NAMED).skip(1).fold(finding, |finding, cell| finding.related(self.cell_place(place, *cell)));
        self.findings.push(finding);
    }

    pub(super) fn sheet(&mut self, place: &Place, own: &BTreeMap<TextIdentity, Item<'_>>, expectation: &Expectation) {
        let told = self.told;
        let is_told = |identity: &TextIdentity, cells: &[CellRef]| {
            told.has(place, cells)
                || (matches!(identity.0, TextRole::Hidden | TextRole::HiddenPart) && told.hidden.contains(place))
                || (!identity.1.is_empty() && told.tables.contains(&identity.1))
        };
        let mut found = differences(own, expectation, is_told);
        let sheet = Sheet { place, own, expected: &expectation.texts };
        self.drop_consequences(&sheet, &mut found);
        if told.lost.contains(place) {
            // What is not read yet has no role: only texts that stand in the place of an approved one are told before that is repaired.
            let stands_there = |was: &TextIdentity, is: &TextIdentity| sheet.were(was).iter().any(|at| sheet.cells(is).contains(at));
            found.changed.retain(|(was, is)| stands_there(was, is));
            found = Differences { changed: found.changed, ..Differences::default() };
        }
        self.roles(&sheet, &found.roles);
        self.changed(&sheet, &found.changed);
        self.tables_gone(&sheet, &mut found.gone);
        self.tables_again(&sheet, &mut found.new);
        self.single_or_several(&sheet, codes::TEXT_NEW, &found.new);
        self.single_or_several(&sheet, codes::TEXT_GONE, &found.gone);
        self.numbers(&sheet, &found.numbers);
        self.sizes(&sheet, &found.sizes);
        self.order(&sheet, &found.order);
    }

    /// What follows from another difference of the sheet, or from what another finding says.
    fn drop_consequences(&self, sheet: &Sheet<'_>, found: &mut Differences<'_>) {
        let told = self.told;
        // A table that was not read leaves its words to nobody.
        found.roles.retain(|(was, _)| was.1.is_empty() || !told.tables.contains(&was.1));
        found.roles.retain(|(_, is)| is.0 != TextRole::Hidden || !told.hidden.contains(sheet.place));
        found.numbers.retain(|identity| {
            !told.tables.contains(&identity.1) && !told.has_beside(sheet.place, &sheet.cells(identity), identity.0 == TextRole::Header)
        });
        // The order of columns has the headers in it.
        let headers: BTreeSet<&str> = found
            .changed
            .iter()
            .flat_map(|(was, is)| [was, is])
            .chain(&found.new)
            .chain(&found.gone)
            .filter(|identity| identity.0 == TextRole::Header || identity.0 == TextRole::Skipped)
            .map(|identity| identity.1.as_str())
            .collect();
        found.changed.retain(|(_, is)| is.0 != TextRole::Columns || !headers.contains(is.1.as_str()));
        let is_order = |identity: &&TextIdentity| identity.0 == TextRole::Columns;
        found.new.retain(|identity| !is_order(identity));
        found.gone.retain(|identity| !is_order(identity));
        // Marks in the place of numbers are told by the rows that they stand in.
        let is_mark = |identity: &TextIdentity| identity.0 == TextRole::Mark;
        let rows: BTreeSet<&str> = found.numbers.iter().map(|identity| identity.1.as_str()).collect();
        found.new.retain(|identity| !(is_mark(identity) && rows.contains(identity.1.as_str())));
        found.gone.retain(|identity| !(is_mark(identity) && rows.contains(identity.1.as_str())));
        found.changed.retain(|(_, is)| !(is_mark(is) && rows.contains(is.1.as_str())));
        // A row that is there twice has twice the figures, and one that is new or gone changes those of its columns.
        let uneven: BTreeSet<&TextIdentity> = found.new.iter().chain(&found.gone).copied().collect();
        found.numbers.retain(|identity| !uneven.contains(identity));
        let rows_differ: BTreeSet<&str> = found
            .numbers
            .iter()
            .chain(&found.new)
            .chain(&found.gone)
            .copied()
            .chain(found.changed.iter().chain(&found.roles).flat_map(|(was, is)| [*was, *is]))
            .filter(|identity| matches!(identity.0, TextRole::Label | TextRole::Skipped))
            .map(|identity| identity.1.as_str())
            .collect();
        found.numbers.retain(|identity| identity.0 != TextRole::Header || !rows_differ.contains(identity.1.as_str()));
        // A column that is new or gone changes all rows.
        found.numbers.retain(|identity| identity.0 != TextRole::Label || !headers.contains(identity.1.as_str()));
        let has_rows: BTreeSet<&str> = sheet.own.keys().filter(|own| own.0 == TextRole::Label).map(|own| own.1.as_str()).collect();
        found.numbers.retain(|identity| identity.0 != TextRole::Header || !has_rows.contains(identity.1.as_str()));
        let others: BTreeSet<&str> =
            rows_differ.iter().copied().chain(found.numbers.iter().map(|own| own.1.as_str())).chain(headers.iter().copied()).collect();
        let labels: BTreeSet<&str> = found.sizes.iter().filter(|own| own.0 == TextRole::Label).map(|own| own.1.as_str()).collect();
        found.sizes.retain(|own| own.0 == TextRole::Label || !(others.contains(own.1.as_str()) || labels.contains(own.1.as_str())));
        found.sizes.retain(|own| !told.tables.contains(&own.1));
    }

    fn roles(&mut self, sheet: &Sheet<'_>, roles: &[(&TextIdentity, &TextIdentity)]) {
        type Kind<'k> = (TextRole, &'k str, TextRole, &'k str);
        let mut kinds: BTreeMap<Kind<'_>, Vec<(&TextIdentity, &TextIdentity)>> = BTreeMap::new();
        for (was, is) in roles {
            kinds.entry((was.0, &was.1, is.0, &is.1)).or_default().push((was, is));
        }
        for pairs in kinds.values() {
            let Some((was, is)) = pairs.first() else { continue };
            let message = match pairs.as_slice() {
                [_] => Message::new("text-changed", "role").with("text", sheet.text(is)),
                _ => {
                    let texts = first_of(pairs.iter().map(|(_, is)| format!("\"{}\"", sheet.text(is))), ", ");
                    Message::new("text-changed", "roles").with("n", pairs.len()).with("texts", texts)
                }
            };
            let cells: Vec<CellRef> = pairs.iter().flat_map(|(_, is)| sheet.cells(is)).collect();
            self.push(codes::TEXT_CHANGED, sheet.place, &cells, message.with("was", role_message(was)).with("role", role_message(is)));
        }
    }

    fn changed(&mut self, sheet: &Sheet<'_>, changed: &[(&TextIdentity, &TextIdentity)]) {
        let mut kinds: BTreeMap<(TextRole, &str), Vec<(String, &TextIdentity)>> = BTreeMap::new();
        for (was, is) in changed {
            let old = sheet.expected.get(*was).map_or("", |own| own.text.as_str());
            kinds.entry((is.0, &is.1)).or_default().push((word_diff(old, &sheet.text(is)), is));
        }
        for pairs in kinds.values() {
            if pairs.len() > SINGLE {
                let Some((_, first)) = pairs.first() else { continue };
                let texts = first_of(pairs.iter().map(|(diff, _)| diff.clone()), "; ");
                let message =
                    Message::new("text-changed", "several").with("n", pairs.len()).with("role", role_message(first)).with("texts", texts);
                let cells: Vec<CellRef> = pairs.iter().flat_map(|(_, is)| sheet.cells(is)).collect();
                self.push(codes::TEXT_CHANGED, sheet.place, &cells, message);
                continue;
            }
            for (diff, is) in pairs {
                let numbers = sheet.own.get(*is).and_then(Item::numbers).filter(|numbers| *numbers > 0);
                let message = match numbers {
                    Some(numbers) => Message::new("text-changed", "depends").with("numbers", numbers),
                    None => Message::new("text-changed", "one"),
                };
                let message = message.with("diff", diff.clone()).with("role", role_message(is));
                let lines = sheet.own.get(*is).into_iter().flat_map(|item| &item.entries).flat_map(|entry| entry.lines.clone());
                let lines: BTreeSet<_> = lines.collect();
                let cells = sheet.cells(is);
                let first = cells.first().map_or_else(|| self.sheet_place(sheet.place), |cell| self.cell_place(sheet.place, *cell));
                let finding = Finding::asking(codes::TEXT_CHANGED, first, message);
                let others = cells.iter().take(NAMED).skip(1).map(|cell| self.cell_place(sheet.place, *cell));
                self.findings.push(others.chain(lines.into_iter().map(Location::Line)).fold(finding, Finding::related));
            }
        }
    }

    /// Tables whose text is gone: one finding for each, with all that stood in it.
    fn tables_gone(&mut self, sheet: &Sheet<'_>, gone: &mut Vec<&TextIdentity>) {
        let stands = |table: &str| sheet.own.keys().any(|own| own.0 == TextRole::Title && own.1 == table);
        let tables: BTreeSet<String> =
            gone.iter().filter(|own| own.0 == TextRole::Title && !stands(&own.1)).map(|own| own.1.clone()).collect();
        for table in tables {
            let of_table: Vec<&TextIdentity> = gone.iter().filter(|own| own.1 == table).copied().collect();
            let texts = first_of(of_table.iter().map(|own| format!("\"{}\"", sheet.text(own))), ", ");
            let message =
                Message::new("expected-missing", "table").with("table", table.clone()).with("n", of_table.len()).with("texts", texts);
            self.push(codes::EXPECTED_MISSING, sheet.place, &[], message);
            gone.retain(|own| own.1 != table);
        }
    }

    /// Tables that stand more often than they should, each with all that stands in it again.
    fn tables_again(&mut self, sheet: &Sheet<'_>, new: &mut Vec<&TextIdentity>) {
        let approved = |own: &TextIdentity| sheet.expected.get(own).map_or(0, |own| own.most);
        let titles: Vec<TextIdentity> =
            new.iter().filter(|own| own.0 == TextRole::Title && approved(own) > 0).map(|own| (*own).clone()).collect();
        for title in titles {
            let cells = sheet.cells(&title);
            let message = Message::new("text-new", "more-often")
                .with("text", sheet.text(&title))
                .with("role", role_message(&title))
                .with("n", cells.len())
                .with("approved", approved(&title));
            let fresh: Vec<CellRef> = cells.iter().copied().filter(|at| !sheet.were(&title).contains(at)).collect();
            self.push(codes::TEXT_NEW, sheet.place, if fresh.is_empty() { &cells } else { &fresh }, message);
            new.retain(|own| own.1 != title.1);
        }
    }

    /// Texts that are new or gone: one by one, or as one finding where there are many of one kind.
    fn single_or_several(&mut self, sheet: &Sheet<'_>, code: Code, texts: &[&TextIdentity]) {
        let is_new = code == codes::TEXT_NEW;
        let section = if is_new { "text-new" } else { "text-gone" };
        let mut kinds: BTreeMap<(TextRole, &str), Vec<&TextIdentity>> = BTreeMap::new();
        for identity in texts {
            kinds.entry((identity.0, &identity.1)).or_default().push(identity);
        }
        for of_kind in kinds.values() {
            let place = |identity: &TextIdentity| if is_new { sheet.cells(identity) } else { sheet.were(identity) };
            let Some(first) = of_kind.first().filter(|_| of_kind.len() > SINGLE) else {
                for identity in of_kind {
                    let (own, expected) = (sheet.own.get(*identity), sheet.expected.get(*identity));
                    let approved = expected.map_or(0, |own| if is_new { own.most } else { own.least });
                    let times = own.map_or(0, |item| item.entries.len());
                    let message = match (is_new, approved, times) {
                        (true, 0, _) | (false, _, 0) => Message::new(section, "one"),
                        (true, ..) => Message::new(section, "more-often").with("n", times).with("approved", approved),
                        (false, ..) => Message::new(section, "less-often").with("n", times).with("approved", approved),
                    };
                    let message = message.with("text", sheet.text(identity)).with("role", role_message(identity));
                    self.push(code, sheet.place, &place(identity), message);
                }
                continue;
            };
            let named = first_of(of_kind.iter().map(|own| format!("\"{}\"", sheet.text(own))), ", ");
            let message = Message::new(section, "several").with("n", of_kind.len()).with("role", role_message(first)).with("texts", named);
            let cells: Vec<CellRef> = of_kind.iter().flat_map(|own| place(own)).collect();
            self.push(code, sheet.place, &cells, message);
        }
    }

    /// Rows and columns with another number of figures; of a table without any left one finding.
    fn numbers(&mut self, sheet: &Sheet<'_>, numbers: &[&TextIdentity]) {
        let mut tables: BTreeMap<&str, Vec<&TextIdentity>> = BTreeMap::new();
        for identity in numbers {
            tables.entry(&identity.1).or_default().push(identity);
        }
        let now = |identity: &TextIdentity| sheet.own.get(identity).and_then(Item::numbers).unwrap_or(0);
        let was = |identity: &TextIdentity| sheet.expected.get(identity).and_then(|own| own.numbers).map_or(0, |(least, _)| least);
        for (table, rows) in tables {
            let all = sheet.own.iter().filter(|(own, item)| own.0 == TextRole::Label && own.1 == table && item.numbers().is_some());
            let is_empty = rows.len() > 1 && all.clone().all(|(own, _)| now(own) == 0);
            let cells: Vec<CellRef> = rows.iter().flat_map(|own| sheet.cells(own)).collect();
            if is_empty {
                let before: u32 = rows.iter().map(|own| was(own)).sum();
                let message = Message::new("expected-missing", "numbers")
                    .with("table", table_message(table))
                    .with("n", before)
                    .with("rows", rows.len());
                self.push(codes::EXPECTED_MISSING, sheet.place, &cells, message);
            } else if rows.len() > SINGLE {
                let texts = first_of(rows.iter().map(|own| format!("\"{}\" {} ({})", sheet.text(own), now(own), was(own))), ", ");
                let message = Message::new("expected-missing", "rows")
                    .with("rows", rows.len())
                    .with("table", table_message(table))
                    .with("texts", texts);
                self.push(codes::EXPECTED_MISSING, sheet.place, &cells, message);
            } else {
                for identity in rows {
                    let message = Message::new("expected-missing", "row")
                        .with("rows", now(identity))
                        .with("text", sheet.text(identity))
                        .with("table", table_message(table))
                        .with("n", was(identity));
                    self.push(codes::EXPECTED_MISSING, sheet.place, &sheet.cells(identity), message);
                }
            }
        }
    }

    /// Rows whose largest number has other digits than the approved one: ten times as many, or a tenth.
    fn sizes(&mut self, sheet: &Sheet<'_>, sizes: &[&TextIdentity]) {
        let mut tables: BTreeMap<&str, Vec<&TextIdentity>> = BTreeMap::new();
        for identity in sizes {
            tables.entry(&identity.1).or_default().push(identity);
        }
        let now = |identity: &TextIdentity| sheet.own.get(identity).map_or(1, |item| item.digits().max(1));
        let was = |identity: &TextIdentity| sheet.expected.get(identity).map_or(1, |own| own.digits.max(1));
        for (table, rows) in tables {
            let said = first_of(rows.iter().map(|own| format!("\"{}\" {} ({})", sheet.text(own), now(own), was(own))), ", ");
            let message = Message::new("figures-revised", "digits").with("table", table_message(table)).with("texts", said);
            let cells: Vec<CellRef> = rows.iter().flat_map(|own| sheet.cells(own)).collect();
            self.push(codes::FIGURES_REVISED, sheet.place, &cells, message);
        }
    }

    fn order(&mut self, sheet: &Sheet<'_>, order: &[(Ordered, Vec<&TextIdentity>, Vec<&TextIdentity>)]) {
        for (ordered, now, before) in order {
            let (what, table) = match ordered {
                Ordered::Rows(table) if !self.told.tables.contains(table) => ("rows", table_message(table)),
                Ordered::Rows(_) => continue,
                Ordered::Tables => ("tables", Message::new("text-changed", "one")),
            };
            let texts = |list: &[&TextIdentity]| first_of(list.iter().map(|own| format!("\"{}\"", sheet.text(own))), ", ");
            let table = if *ordered == Ordered::Tables { sheet.place.1.clone().into() } else { crate::diag::Parameter::from(table) };
            let message = Message::new("text-changed", "order")
                .with("what", Message::new("roles", what))
                .with("table", table)
                .with("texts", texts(now))
                .with("was", texts(before));
            let cells: Vec<CellRef> = now.iter().flat_map(|own| sheet.cells(own)).collect();
            self.push(codes::TEXT_CHANGED, sheet.place, &cells, message);
        }
    }
}
