//! Texts of stewards about figures that are not published: they are not published either.

use std::collections::BTreeSet;

use super::build::Plan;
use super::published::Published;
use super::round::Round;
use crate::diag::{Finding, Findings, Location, codes};
use crate::model::{CodeId, Key, MappingLine, RefArea, Scope};
use crate::normalize::has_number_beside;

/// Figures that are not published, and the mapping lines that made them.
#[derive(Clone, Debug, Default)]
pub struct Unpublished {
    /// Their keys.
    pub keys: BTreeSet<Key>,
    /// Lines that made one of them.
    pub lines: BTreeSet<MappingLine>,
    /// Lines that made a figure that is published.
    pub lines_of_others: BTreeSet<MappingLine>,
    /// Areas of which a cell with a small number became no figure: a text of theirs may be about it.
    pub areas: BTreeSet<RefArea>,
}

/// Stands for a text that is not published.
pub const NOT_PUBLISHED: &str = "not published, for it may disclose a number that is suppressed";

impl Plan {
    /// The entries whose texts are about figures that are not published.
    pub fn texts_about(&self, unpublished: &Unpublished) -> BTreeSet<MappingLine> {
        let mut lines = BTreeSet::new();
        let is_about = |scope: &Scope, key: &Key| scope.touches(key);
        for area in self.senders.values() {
            let keys: Vec<&Key> = unpublished.keys.iter().filter(|key| key.sender() == area.sender).collect();
            let has_more = area.sender.state().map_or(!unpublished.areas.is_empty(), |own| unpublished.areas.contains(&own));
            let of = |scope: &Scope| has_more || keys.iter().any(|key| is_about(scope, key));
            let statements = &area.statements;
            lines.extend(statements.facts.iter().filter(|fact| of(&fact.scope)).map(|fact| fact.at));
            lines.extend(
                statements.caveats.iter().map(|caveat| &caveat.declared).filter(|caveat| of(&caveat.scope)).map(|caveat| caveat.at),
            );
            let counts = |measure: &CodeId| keys.iter().any(|key| key.measure() == *measure);
            lines.extend(
                statements.breaks.iter().filter(|declared| has_more || declared.measures.iter().any(counts)).map(|declared| declared.at),
            );
            let words = area.crosswalk.lines().iter().map(|line| &line.said);
            let words = words.map(|line| (line.at, !line.decision.comment.is_empty() || !line.exception.is_empty()));
            let articles = area.articles.lines().iter().map(|line| (line.said.at, !line.said.decision.comment.is_empty()));
            // The remark of a line is published only if all figures that the line made are.
            let is_open = |at: &MappingLine| !has_more && unpublished.lines_of_others.contains(at) && !unpublished.lines.contains(at);
            let suppresses = has_more || !keys.is_empty();
            let remarks = words.chain(articles).filter(|(at, has_remark)| suppresses && *has_remark && !is_open(at));
            lines.extend(remarks.map(|(at, _)| at));
        }
        let any_more = !unpublished.areas.is_empty();
        let of_region = self.caveats.iter().map(|caveat| &caveat.declared);
        let of_region = of_region.filter(|caveat| any_more || unpublished.keys.iter().any(|key| is_about(&caveat.scope, key)));
        lines.extend(of_region.map(|caveat| caveat.at));
        let of_areas = |published: &Published| published.area.map_or(any_more, |area| unpublished.areas.contains(&area));
        let is_of_them = |published: &&Published| of_areas(published) || unpublished.keys.iter().any(|key| tests(published, key));
        lines.extend(self.published.iter().filter(is_of_them).map(|published| published.at));
        lines
    }

    /// A warning for each file that has such entries.
    pub fn report_texts(lines: &BTreeSet<MappingLine>) -> Findings {
        let files: BTreeSet<&str> = lines.iter().map(|line| &*line.file).collect();
        let finding = |file: &str| {
            let own: Vec<&MappingLine> = lines.iter().filter(|line| &*line.file == file).collect();
            let numbers: Vec<String> = own.iter().take(12).map(|line| line.line.to_string()).collect();
            let more = own.len().saturating_sub(numbers.len());
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            let word = if own.len() == 1 { "the entry on line" } else { "the entries on lines" };
            let found = format!("{word} {}{more}", numbers.join(", "));
            Finding::new(codes::TEXTS_SUPPRESSED, Location::Line(MappingLine::whole(file)), found)
        };
        files.into_iter().map(finding).collect()
    }

    /// The plan of what is published: without the texts of some entries, without their published totals, and with a codebook that leaves out what leads to
    /// unpublished figures only.
    #[must_use]
    pub fn without_texts(mut self, lines: &BTreeSet<MappingLine>, unpublished: &Unpublished, round: &Round) -> Self {
        let clear = |text: &mut String| NOT_PUBLISHED.clone_into(text);
        for area in self.senders.values_mut() {
            for fact in area.statements.facts.iter_mut().filter(|fact| lines.contains(&fact.at)) {
                clear(&mut fact.source);
                fact.comment.clear();
            }
            for declared in area.statements.breaks.iter_mut().filter(|declared| lines.contains(&declared.at)) {
                clear(&mut declared.what);
                declared.source.clear();
            }
            for caveat in area.statements.caveats.iter_mut().map(|caveat| &mut caveat.declared).filter(|caveat| lines.contains(&caveat.at))
            {
                clear(&mut caveat.text);
                caveat.source.clear();
            }
            let has_more = area.sender.state().map_or(!unpublished.areas.is_empty(), |own| unpublished.areas.contains(&own));
            if !has_more && !unpublished.keys.iter().any(|key| key.sender() == area.sender) {
                continue;
            }
            // A label is published only if a published figure shows it.
            let is_shown = |at: &MappingLine, label: &str| unpublished.lines_of_others.contains(at) && !label.starts_with('/');
            for line in area.crosswalk.lines() {
                let numbered = line.concept.code_concept().is_none_or(|concept| !concept.declared().numbered)
                    && has_number_beside(&line.said.label, &round.years);
                if !is_shown(&line.said.at, &line.said.label) || numbered {
                    self.kept_out.insert(line.said.at);
                }
            }
            let articles = area.articles.lines().iter().map(|line| &line.said);
            let hidden: BTreeSet<MappingLine> = articles.filter(|line| !is_shown(&line.at, &line.label)).map(|line| line.at).collect();
            self.kept_out.extend(hidden.iter().copied());
            area.articles.clear_words(&hidden);
            area.crosswalk.clear_comments(lines);
            area.articles.clear_comments(lines);
        }
        for caveat in self.caveats.iter_mut().map(|caveat| &mut caveat.declared).filter(|caveat| lines.contains(&caveat.at)) {
            clear(&mut caveat.text);
            caveat.source.clear();
        }
        self.published.retain(|published| !lines.contains(&published.at));
        self
    }
}

/// Whether a published total is put to the test with a figure: what is published of it could disclose the figure.
fn tests(published: &Published, key: &Key) -> bool {
    let within = key.time_period.first() <= published.period.last() && key.time_period.last() >= published.period.first();
    let of_area = published.area.is_none_or(|area| area == key.ref_area);
    within && of_area && published.measures.contains(&key.measure())
}
