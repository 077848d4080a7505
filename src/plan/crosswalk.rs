//! The crosswalk of one area: national word → common code, with its predicate and validity.

use std::collections::{BTreeMap, BTreeSet};

use super::codelists::{CodeLists, NO_TERM};
use super::decided::{check_decided_on, check_justification, decision};
use super::matcher::{Globs, Matcher, unguarded};
use super::overlapping_lines::overlaps;
use super::patterns::Patterns;
use super::used::Used;
use super::validity::{Span, years};
use super::word_concept::WordConcept;
use crate::diag::{Code, Finding, Findings, Location, codes, first_of};
use crate::model::{Correspondence, MappedTo, MappingLine, Predicate, ReferencePeriod, Sender};
use crate::normalize::normalize;
use crate::schema::{Row, Table};

/// The word in the column `justification` of a line that nobody decided yet.
pub const PROPOSAL: &str = "proposal";

/// A line, and what finds it.
#[derive(Clone, Debug)]
pub struct CrosswalkLine {
    /// What it says.
    pub said: Correspondence,
    /// What the label is about.
    pub concept: WordConcept,
    matcher: Matcher,
    tables: Globs,
    weight: Option<String>,
}

impl CrosswalkLine {
    /// Whether the line holds for a table and, if it is known, the period. A pooled period must lie inside the validity.
    fn holds(&self, table: &str, period: Option<ReferencePeriod>) -> bool {
        let (from, to) = self.said.years;
        let in_years = period.is_none_or(|p| from.is_none_or(|y| p.first() >= y) && to.is_none_or(|y| p.last() <= y));
        in_years && self.tables.selects(table)
    }
}

/// What the crosswalk says of a label.
#[derive(Clone, Copy, Debug)]
pub enum Lookup<'a> {
    /// The line.
    Line(&'a Correspondence),
    /// Another line puts the line in doubt: nobody knows which of them is meant. The finding that says so.
    Doubtful(Code),
    /// Two patterns, or lines for two globs of tables, know the label and say different things of it.
    Ambiguous(&'a Correspondence, &'a Correspondence),
    /// No line knows it.
    Unknown,
}

/// All lines of an area.
#[derive(Clone, Debug, Default)]
pub struct Crosswalk {
    lines: Vec<CrosswalkLine>,
    exact: BTreeMap<(WordConcept, String), Vec<usize>>,
    patterns: BTreeMap<WordConcept, Patterns>,
    /// Concepts (if they are known) and normalized labels of lines that could not be used, with the finding that says why.
    faulty: BTreeMap<(Option<WordConcept>, String), Code>,
    /// Lines that another line puts in doubt: nobody knows which of them is meant.
    doubtful: BTreeMap<MappingLine, Code>,
    /// Lines that a finding is about: that nothing uses them would only repeat it.
    reported: BTreeSet<MappingLine>,
    /// Why no line could be read at all.
    unreadable: Option<Code>,
}

impl Crosswalk {
    /// Checks a table and indexes it.
    pub(super) fn build(sender: Sender, table: &Table, lists: &CodeLists, findings: &mut Findings) -> Self {
        let mut crosswalk = Self::default();
        for row in &table.rows {
            let (made, found) = Findings::of(|found| line(sender, row, lists, found));
            if let (None, Some(code)) = (&made, found.first_code()) {
                let concept = WordConcept::parse(row.get("concept"), lists.structure());
                crosswalk.faulty.insert((concept, normalize(unguarded(row.get("label")))), code);
            }
            findings.append(found);
            if let Some(line) = made {
                let index = crosswalk.lines.len();
                match &line.matcher {
                    Matcher::Exact(normalized) => crosswalk.exact.entry((line.concept, normalized.clone())).or_default().push(index),
                    Matcher::Pattern(pattern) => crosswalk.patterns.entry(line.concept).or_default().insert(pattern.as_str(), index),
                }
                crosswalk.lines.push(line);
            }
        }
        (crosswalk.doubtful, crosswalk.reported) = crosswalk.check_pairs(findings);
        crosswalk
    }

    /// A crosswalk of which nothing could be read, for the reason that a finding gives.
    pub(super) fn unreadable(code: Code) -> Self {
        Self { unreadable: Some(code), ..Self::default() }
    }

    /// The finding that already says why a label has no line that can be used.
    pub fn fault(&self, concept: Option<WordConcept>, label: &str) -> Option<Code> {
        if self.faulty.is_empty() {
            return self.unreadable;
        }
        let normalized = normalize(label);
        let of = |concept| self.faulty.get(&(concept, normalized.clone())).copied();
        self.unreadable.or_else(|| of(concept)).or_else(|| of(None))
    }

    /// The line for a label: a line with the very word before a pattern; a line for the very table before one for several, and that before one for all. All lines
    /// that know the label as well as the one that is found count as used.
    pub fn find(&self, concept: WordConcept, label: &str, (table, period): (&str, Option<ReferencePeriod>), used: &mut Used) -> Lookup<'_> {
        let normalized = normalize(label);
        let exact = self.exact.get(&(concept, normalized.clone())).into_iter().flatten().filter_map(|i| self.lines.get(*i));
        let patterns = self.matching(concept, label).filter_map(|i| self.lines.get(i));
        let candidates: Vec<&Correspondence> =
            exact.chain(patterns).filter(|line| line.holds(table, period)).map(|line| &line.said).collect();
        let table_rank = |word: &str| if word.is_empty() { 2 } else { u8::from(word.contains(['*', '?'])) };
        let rank = |line: &Correspondence| (line.is_pattern, table_rank(&line.table));
        // Of lines that say the same the one with the first label gives its remark: the order of lines must decide nothing.
        let Some(first) = candidates.iter().min_by_key(|line| (rank(line), &line.label, &line.table, &line.decision.comment)) else {
            return Lookup::Unknown;
        };
        let mut equal = candidates.iter().filter(|line| rank(line) == rank(first));
        let other = equal.clone().find(|line| (&line.target, line.predicate) != (&first.target, first.predicate));
        used.extend(equal.clone().map(|line| line.at));
        match (equal.find_map(|line| self.doubtful.get(&line.at)), other) {
            (Some(doubt), _) => Lookup::Doubtful(*doubt),
            (None, Some(other)) => Lookup::Ambiguous(first, other),
            (None, None) => Lookup::Line(first),
        }
    }

    /// A line that knows the label, whatever its tables and years.
    pub fn find_anywhere(&self, concept: WordConcept, label: &str) -> Option<&Correspondence> {
        let exact = self.exact.get(&(concept, normalize(label))).and_then(|lines| lines.first()).copied();
        exact.into_iter().chain(self.matching(concept, label).next()).min().and_then(|i| self.lines.get(i)).map(|line| &line.said)
    }

    /// The last line that says the label under a concept in a table and ended before a period.
    pub fn ended(&self, concept: WordConcept, label: &str, (table, period): (&str, ReferencePeriod)) -> Option<&Correspondence> {
        let lines = self.exact.get(&(concept, normalize(label)))?.iter().filter_map(|i| self.lines.get(*i));
        let ended = lines.filter(|line| line.tables.selects(table) && line.said.years.1.is_some_and(|last| last < period.first()));
        ended.map(|line| &line.said).max_by_key(|line| line.years.1)
    }

    /// A line that says the label itself, or else one whose pattern it matches, whatever its tables and years.
    pub(super) fn best(&self, concept: WordConcept, label: &str) -> Option<&Correspondence> {
        let exact = self.exact.get(&(concept, normalize(label))).and_then(|lines| lines.first()).copied();
        let place = exact.or_else(|| self.matching(concept, label).next());
        place.and_then(|i| self.lines.get(i)).map(|line| &line.said)
    }

    /// The lines whose pattern matches a label, in order.
    fn matching(&self, concept: WordConcept, label: &str) -> impl Iterator<Item = usize> {
        let may = self.patterns.get(&concept).map(|patterns| patterns.may_match(label)).unwrap_or_default();
        may.into_iter().filter(move |i| self.lines.get(*i).is_some_and(|line| line.matcher.matches(label, "")))
    }

    /// All lines.
    pub fn lines(&self) -> &[CrosswalkLine] {
        &self.lines
    }

    /// Takes the remarks of some lines out.
    pub(super) fn clear_comments(&mut self, lines: &BTreeSet<MappingLine>) {
        self.lines.iter_mut().map(|line| &mut line.said).filter(|line| lines.contains(&line.at)).for_each(|line| {
            line.decision.comment.clear();
            line.exception.clear();
        });
    }

    /// Lines with the same concept, label and table: the same decision twice, two decisions, or weights.
    /// Those that are in doubt, and those that a finding is about.
    fn check_pairs(&self, findings: &mut Findings) -> (BTreeMap<MappingLine, Code>, BTreeSet<MappingLine>) {
        let (mut doubtful, mut reported) = (BTreeMap::new(), BTreeSet::new());
        let mut groups: BTreeMap<(WordConcept, String, &str), Vec<&CrosswalkLine>> = BTreeMap::new();
        for line in &self.lines {
            let key = if let Matcher::Exact(normalized) = &line.matcher { normalized.clone() } else { line.said.label.clone() };
            groups.entry((line.concept, key, &line.said.table)).or_default().push(line);
        }
        for lines in groups.values() {
            if lines
                .iter()
                .any(|line| line.weight.as_deref().is_some_and(|weight| lines.len() > 1 || parse_weight(weight) != Some(1_000_000)))
            {
                let code = check_weights(lines, findings);
                doubtful.extend(lines.iter().map(|line| (line.said.at, code)));
                reported.extend(lines.iter().map(|line| line.said.at));
                continue;
            }
            let lines: Vec<&Correspondence> = lines.iter().map(|line| &line.said).collect();
            let said: Vec<_> = lines.iter().map(|line| (line.years, (&line.target, line.predicate))).collect();
            for (second, overlaps) in lines.iter().zip(overlaps(&said, pair_fault, codes::KEY_DUPLICATE)) {
                doubtful.extend(overlaps.doubt.map(|code| (second.at, code)));
                for (code, first) in overlaps.earlier {
                    reported.insert(second.at);
                    let found = format!("\"{}\" → {}", second.label, target_word(&second.target));
                    let finding = Finding::new(code, Location::Line(second.at), found);
                    findings.push(lines.get(first).iter().fold(finding, |finding, first| finding.related(Location::Line(first.at))));
                }
            }
        }
        (doubtful, reported)
    }

    /// Whether a finding is about a line already.
    pub(super) fn is_reported(&self, line: &MappingLine) -> bool {
        self.reported.contains(line)
    }
}

/// What two lines for one label are whose years overlap, each with its years and what it says.
pub(super) fn pair_fault<D: PartialEq, T: PartialEq>(first: &(Span<D>, T), second: &(Span<D>, T)) -> Code {
    if first.0 != second.0 {
        codes::VALIDITY_OVERLAPS
    } else if first.1 == second.1 {
        codes::KEY_DUPLICATE
    } else {
        codes::LINES_CONTRADICT
    }
}

fn target_word(target: &MappedTo) -> String {
    match target {
        MappedTo::Code(code) => code.to_string(),
        MappedTo::Period(period) => period.to_string(),
        MappedTo::NoTermFound => NO_TERM.to_owned(),
    }
}

fn check_weights(lines: &[&CrosswalkLine], findings: &mut Findings) -> Code {
    // Weights as millionths, so that no float decides whether they sum to one.
    let millionths = |line: &&CrosswalkLine| line.weight.as_deref().and_then(parse_weight);
    let sum: Option<u64> = lines.iter().map(millionths).sum();
    let Some(first) = lines.first() else { return codes::WEIGHTS_NOT_ONE };
    let place = Location::Line(first.said.at);
    let weights = first_of(lines.iter().map(|line| line.weight.as_deref().unwrap_or("none").to_owned()), " + ");
    let found = format!("\"{}\" with the weights {weights}", first.said.label);
    let code = if sum == Some(1_000_000) { codes::COUNT_SPLIT } else { codes::WEIGHTS_NOT_ONE };
    let finding = Finding::new(code, place, found);
    findings.push(lines.iter().skip(1).fold(finding, |f, line| f.related(Location::Line(line.said.at))));
    code
}

/// A decimal weight between 0 and 1 in millionths.
fn parse_weight(text: &str) -> Option<u64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(part) || part.len() > 6 || whole.len() > 6 {
        return None;
    }
    let part: u64 = format!("{part:0<6}").parse().ok()?;
    Some(whole.parse::<u64>().ok()? * 1_000_000 + part)
}

fn line(sender: Sender, row: &Row, lists: &CodeLists, findings: &mut Findings) -> Option<CrosswalkLine> {
    let mut report =
        |code: Code, column: &str, found: String| findings.push(Finding::new(code, Location::Line(row.at_field(column)), found));
    let concept = WordConcept::parse(row.get("concept"), lists.structure());
    let Some(concept) = concept.filter(|concept| !matches!(concept, WordConcept::Detail(_))) else {
        report(codes::CONCEPT_UNKNOWN, "concept", format!("the concept \"{}\"", row.get("concept")));
        return None;
    };
    if row.get("justification") == PROPOSAL {
        report(codes::PROPOSAL_UNDECIDED, "justification", format!("\"{}\" → {}", row.get("label"), row.get("code")));
        return None;
    }
    if row.get("label").is_empty() {
        report(codes::VALUE_INVALID, "label", "an empty label".to_owned());
        return None;
    }
    let matcher = Matcher::parse(row.get("label")).map_err(|error| report(codes::PATTERN_INVALID, "label", error)).ok();
    let predicate = Predicate::parse(row.get("predicate"));
    if predicate.is_none() {
        report(codes::PREDICATE_UNKNOWN, "predicate", format!("the predicate \"{}\"", row.get("predicate")));
    }
    let target = target(concept, row, lists, findings);
    let years = years(row).map_err(|found| findings.append(found)).ok();
    check_justification(row, lists, findings);
    check_decided_on(row, findings);
    let (matcher, table) = (matcher?, row.get("table").to_owned());
    Some(CrosswalkLine {
        concept,
        tables: if table.is_empty() { Globs::default() } else { Globs::new(std::slice::from_ref(&table)) },
        weight: Some(row.get("weight").to_owned()).filter(|w| !w.is_empty()),
        said: Correspondence {
            sender,
            concept: concept.word(),
            label: unguarded(row.get("label")).to_owned(),
            is_pattern: matches!(matcher, Matcher::Pattern(_)),
            predicate: predicate?,
            target: target?,
            years: years?,
            table,
            meaning: row.get("meaning").to_owned(),
            exception: row.get("exception").to_owned(),
            decision: decision(row),
            at: row.at(),
        },
        matcher,
    })
}

fn target(concept: WordConcept, row: &Row, lists: &CodeLists, findings: &mut Findings) -> Option<MappedTo> {
    let code = row.get("code");
    if code == NO_TERM {
        return Some(MappedTo::NoTermFound);
    }
    let place = Location::Line(row.at_field("code"));
    let Some(code_concept) = concept.code_concept() else {
        let period = ReferencePeriod::parse(code).map(MappedTo::Period);
        if period.is_none() {
            let expected = "a period such as 2016 or 2016-01-01/P3Y";
            findings.push(Finding::new(codes::VALUE_INVALID, place, format!("the period \"{code}\"")).expected(expected));
        }
        return period;
    };
    let known = lists.get(code_concept, code).map(MappedTo::Code);
    if known.is_none() {
        findings.push(Finding::new(codes::CODE_UNKNOWN, place, format!("the code \"{code}\"")).expected(lists.hint(code_concept)));
    }
    known
}

#[cfg(test)]
mod tests {
    use super::parse_weight;

    #[test]
    fn weights_are_exact() {
        for (text, expected) in [("0.5", Some(500_000)), ("1", Some(1_000_000)), ("0.333333", Some(333_333)), ("1/3", None), ("-1", None)] {
            assert_eq!(parse_weight(text), expected, "{text}");
        }
    }
}
