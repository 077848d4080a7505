//! Files of several rounds as one: what a newer one says takes the place of what the older ones say of the same thing, and the rest stays.

use std::collections::BTreeSet;

use toml::Spanned;

use super::codelists::CodeLists;
use super::facts::Statements;
use super::layout::Layout;
use super::layout_build;
use crate::diag::{Finding, Findings, Location, codes};
use crate::schema::{ComparabilityImage, LayoutImage, Positioned};

/// The layouts of a sender as one, the oldest first; `None` where none can be read.
///
/// Tables and records of a newer layout replace those with their id, `without` takes some away. Its other entries are looked at before the older ones.
pub(super) fn layout(layers: &[Positioned<LayoutImage>], lists: &CodeLists, findings: &mut Findings) -> Option<Layout> {
    let mut whole: Option<Layout> = None;
    for file in layers {
        let newer = layout_build::build(file, lists, findings);
        let known: BTreeSet<String> = whole.iter().flat_map(Layout::ids).collect();
        report_unknown(file, &file.image.without, &known, "the id of a table or of records of an earlier layout", findings);
        let tables = file.image.table.iter().map(|table| table.get_ref().id.get_ref());
        let records = file.image.records.iter().map(|rule| rule.get_ref().id.get_ref());
        let gone: BTreeSet<&String> = tables.chain(records).chain(file.image.without.iter().map(Spanned::get_ref)).collect();
        whole = Some(match whole {
            Some(older) => overlaid(older, newer, &gone),
            None => newer,
        });
    }
    whole
}

fn overlaid(mut older: Layout, newer: Layout, gone: &BTreeSet<&String>) -> Layout {
    let is_gone = |id: &str| gone.iter().any(|own| own.as_str() == id);
    older.tables.retain(|table| !is_gone(&table.id));
    older.records.retain(|rule| !is_gone(&rule.id));
    let mut whole = newer;
    if whole.thousands.is_empty() {
        whole.thousands = older.thousands;
    }
    let marks = std::mem::take(&mut whole.absences);
    whole.absences = older.absences;
    whole.absences.extend(marks);
    whole.files.extend(older.files);
    whole.hidden.extend(older.hidden);
    whole.footnotes.extend(older.footnotes);
    whole.out_of_scope.extend(older.out_of_scope);
    older.tables.append(&mut whole.tables);
    whole.tables = older.tables;
    older.records.append(&mut whole.records);
    whole.records = older.records;
    whole.broken.extend(older.broken);
    whole
}

/// The statements of a sender, or of the region, as one; the oldest file first.
///
/// A fact of a newer file takes the place of older ones for its measures and years, a break of an older one that begins in the same year. `without` takes
/// breaks and caveats away by their text.
pub(super) fn statements(
    layers: &[Positioned<ComparabilityImage>],
    findings: &mut Findings,
    build: impl Fn(&Positioned<ComparabilityImage>, &mut Findings) -> Statements,
) -> Statements {
    let mut whole = Statements::default();
    for (layer, file) in layers.iter().enumerate() {
        let mut newer = build(file, findings);
        let texts = whole.breaks.iter().map(|own| own.what.clone()).chain(whole.caveats.iter().map(|own| own.declared.text.clone()));
        report_unknown(file, &file.image.without, &texts.collect(), "the text of a break or a caveat of an earlier file", findings);
        let is_gone = |text: &String| file.image.without.iter().any(|own| own.get_ref() == text);
        whole.caveats.retain(|caveat| !is_gone(&caveat.declared.text));
        whole.breaks.retain(|old| {
            let is_same = |new: &crate::model::DeclaredBreak| {
                new.from == old.from && new.affects == old.affects && old.measures.iter().all(|measure| new.measures.contains(measure))
            };
            !is_gone(&old.what) && !newer.breaks.iter().any(is_same)
        });
        newer.facts.iter_mut().for_each(|fact| fact.layer = layer);
        whole.facts.retain(|old| !newer.facts.iter().any(|new| new.concept == old.concept && new.scope.holds(&old.scope)));
        whole.facts.append(&mut newer.facts);
        // A revision is one from the round before to that of the file.
        whole.revisions = newer.revisions;
        whole.breaks.append(&mut newer.breaks);
        whole.caveats.append(&mut newer.caveats);
    }
    whole
}

/// Words of `without` that take nothing away.
fn report_unknown<T>(file: &Positioned<T>, words: &[Spanned<String>], known: &BTreeSet<String>, expected: &str, findings: &mut Findings) {
    for word in words.iter().filter(|word| !known.contains(word.get_ref())) {
        let finding = Finding::new(codes::VALUE_INVALID, Location::Line(file.at(&word.span())), format!("without \"{}\"", word.get_ref()));
        findings.push(finding.expected(expected));
    }
}
