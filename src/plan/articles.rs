//! The legal articles of one area: article → code of the dimension that it divides, with validity and evidence.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::codelists::CodeLists;
use super::crosswalk::pair_fault;
use super::decided::{check_decided_on, check_justification, decision};
use super::elements;
use super::matcher::{Matcher, unguarded};
use super::overlapping_lines::overlaps;
use super::patterns::Patterns;
use super::validity::days;
use crate::diag::{Code, Finding, Findings, Location, codes};
use crate::model::{CodeId, Concept, Decision, LegalArticle, MappingLine, Predicate, ReferencePeriod, Sender};
use crate::normalize::normalize;
use crate::schema::{Row, Table};

/// One article, and what finds it.
#[derive(Clone, Debug)]
pub struct ArticleLine {
    /// What its line says.
    pub said: LegalArticle,
    matcher: Matcher,
    /// Whether a report states the article, so that figures may use it.
    pub usable: bool,
}

/// What `articles.csv` says of a label.
#[derive(Clone, Copy, Debug)]
pub enum ArticleMatch<'a> {
    /// The article.
    Found(&'a LegalArticle),
    /// There is a line, and it is only general knowledge.
    NotUsable(&'a LegalArticle),
    /// There is a line, and the article was not in force.
    NotInForce(&'a LegalArticle),
    /// Another line puts the line in doubt; the finding that says so.
    Doubtful(Code),
    /// Two patterns know the label and name different articles.
    Ambiguous(&'a LegalArticle, &'a LegalArticle),
    /// There is no line.
    Unknown,
}

/// All articles of an area.
#[derive(Clone, Debug, Default)]
pub struct Articles {
    lines: Vec<ArticleLine>,
    /// Lines by the normalized label that they are for.
    exact: BTreeMap<String, Vec<usize>>,
    patterns: Patterns,
    /// Folded labels of lines that could not be used, with the finding that says why.
    faulty: BTreeMap<String, Code>,
    /// Lines that another line puts in doubt.
    doubtful: BTreeMap<MappingLine, Code>,
}

impl Articles {
    /// Checks a table.
    pub(super) fn build(sender: Sender, table: &Table, lists: &CodeLists, findings: &mut Findings) -> Self {
        let mut articles = Self::default();
        for row in &table.rows {
            let (made, found) = Findings::of(|found| line(sender, row, lists, found));
            let fault = found.first_code();
            findings.append(found);
            match made {
                Some(line) => {
                    let index = articles.lines.len();
                    match &line.matcher {
                        Matcher::Exact(normalized) => articles.exact.entry(normalized.clone()).or_default().push(index),
                        Matcher::Pattern(pattern) => articles.patterns.insert(pattern.as_str(), index),
                    }
                    articles.lines.push(line);
                }
                None => articles.faulty.extend(fault.map(|code| (normalize(unguarded(row.get("label"))), code))),
            }
        }
        articles.doubtful = articles.check_pairs(findings);
        articles
    }

    /// The finding that already says why a label has no line that can be used.
    pub fn fault(&self, label: &str) -> Option<Code> {
        self.faulty.get(&normalize(label)).copied()
    }

    /// The article that a label names in a period.
    pub fn find(&self, label: &str, period: Option<ReferencePeriod>) -> ArticleMatch<'_> {
        let normalized = normalize(label);
        let mut may = self.patterns.may_match(label);
        may.extend(self.exact.get(&normalized).into_iter().flatten());
        may.sort_unstable();
        let lines = may.iter().filter_map(|i| self.lines.get(*i));
        let known: Vec<&ArticleLine> = lines.filter(|line| line.matcher.matches(label, &normalized)).collect();
        // Where the wording changed within the period, that of the longer part stands for it.
        let days = |line: &ArticleLine| period.map_or(1, |period| line.said.validity.within(period));
        let most = known.iter().map(|line| days(line)).max().unwrap_or(0);
        let in_force = |line: &&&ArticleLine| most > 0 && days(line) == most;
        // By their labels, for the order of lines must decide nothing.
        let Some(line) =
            known.iter().filter(in_force).min_by_key(|line| (line.said.is_pattern, &line.said.label, Reverse(line.said.validity.from)))
        else {
            return known.first().map_or(ArticleMatch::Unknown, |line| ArticleMatch::NotInForce(&line.said));
        };
        let mut equal = known.iter().filter(in_force).filter(|other| other.said.is_pattern == line.said.is_pattern);
        let decided = |line: &ArticleLine| (line.said.article, line.said.code, line.said.predicate, line.usable);
        let other = equal.clone().find(|other| decided(other) != decided(line));
        match (equal.find_map(|line| self.doubtful.get(&line.said.at)), other) {
            (Some(doubt), _) => ArticleMatch::Doubtful(*doubt),
            (None, Some(other)) => ArticleMatch::Ambiguous(&line.said, &other.said),
            (None, None) if line.usable => ArticleMatch::Found(&line.said),
            (None, None) => ArticleMatch::NotUsable(&line.said),
        }
    }

    /// Takes the remarks of some lines out.
    pub(super) fn clear_comments(&mut self, lines: &BTreeSet<MappingLine>) {
        self.lines.iter_mut().map(|line| &mut line.said).filter(|line| lines.contains(&line.at)).for_each(|line| {
            line.decision.comment.clear();
            line.evidence.clear();
        });
    }

    /// Takes all words of some lines out; the article keeps its code.
    pub(super) fn clear_words(&mut self, lines: &BTreeSet<MappingLine>) {
        for line in self.lines.iter_mut().map(|line| &mut line.said).filter(|line| lines.contains(&line.at)) {
            line.label = line.article.to_string();
            line.name_national.clear();
            line.name.clear();
            line.elements.fill(String::new());
            line.evidence.clear();
            line.decision = Decision::default();
        }
    }

    /// All lines.
    pub fn lines(&self) -> &[ArticleLine] {
        &self.lines
    }

    /// Two lines for one label whose years overlap; those that are not the same decision twice are in doubt.
    fn check_pairs(&self, findings: &mut Findings) -> BTreeMap<MappingLine, Code> {
        let mut doubtful = BTreeMap::new();
        let mut groups: BTreeMap<String, Vec<&LegalArticle>> = BTreeMap::new();
        for line in self.lines.iter().map(|line| &line.said) {
            groups.entry(normalize(&line.label)).or_default().push(line);
        }
        for lines in groups.values() {
            let span = |line: &LegalArticle| (line.validity.from, line.validity.to);
            let said: Vec<_> = lines.iter().map(|line| (span(line), (line.article, line.code))).collect();
            for (second, overlaps) in lines.iter().zip(overlaps(&said, pair_fault, codes::KEY_DUPLICATE)) {
                doubtful.extend(overlaps.doubt.map(|code| (second.at, code)));
                for (code, first) in overlaps.earlier {
                    let found = format!("\"{}\" → {}, {}", second.label, second.article, second.code);
                    let finding = Finding::new(code, Location::Line(second.at), found);
                    findings.push(lines.get(first).iter().fold(finding, |finding, first| finding.related(Location::Line(first.at))));
                }
            }
        }
        doubtful
    }
}

fn line(sender: Sender, row: &Row, lists: &CodeLists, findings: &mut Findings) -> Option<ArticleLine> {
    let mut report =
        |code: Code, column: &str, found: String| findings.push(Finding::new(code, Location::Line(row.at_field(column)), found));
    for column in ["article", "label", "evidence"] {
        if row.get(column).is_empty() {
            report(codes::VALUE_INVALID, column, format!("an empty {column}"));
            return None;
        }
    }
    let matcher = Matcher::parse(row.get("label")).map_err(|error| report(codes::PATTERN_INVALID, "label", error)).ok();
    let predicate = Predicate::parse(row.get("predicate"));
    if predicate.is_none() {
        report(codes::PREDICATE_UNKNOWN, "predicate", format!("the predicate \"{}\"", row.get("predicate")));
    }
    let structure = lists.structure();
    let (detail, detailed) = structure.detail().zip(structure.detailed())?;
    let code = lists.get(detailed, row.get("code"));
    if code.is_none() {
        let with_zero = lists.get(detailed, &format!("0{}", row.get("code"))).is_some();
        let hint = if with_zero { "; a spreadsheet program may have taken away its leading zero" } else { "" };
        report(codes::CODE_UNKNOWN, "code", format!("the code \"{}\"{hint}", row.get("code")));
    }
    check_justification(row, lists, findings);
    check_decided_on(row, findings);
    let usable = LegalArticle::is_stated(row.get("evidence"));
    let secondary = secondary(row, detailed, lists).map_err(|finding| findings.push(*finding));
    let elements = elements::of_article(row, predicate.zip(code), usable, lists, findings);
    let matcher = matcher?;
    Some(ArticleLine {
        said: LegalArticle {
            sender,
            article: CodeId::new(detail, row.get("article")),
            label: unguarded(row.get("label")).to_owned(),
            is_pattern: matches!(matcher, Matcher::Pattern(_)),
            name_national: row.get("name_national").to_owned(),
            name: row.get("name_en").to_owned(),
            predicate: predicate?,
            code: code?,
            secondary: secondary.unwrap_or_default(),
            elements,
            validity: days(row).map_err(|found| findings.append(found)).ok()?,
            evidence: row.get("evidence").to_owned(),
            decision: decision(row),
            at: row.at(),
        },
        matcher,
        usable,
    })
}

/// The other code of a line, and how the article is related to it.
fn secondary(row: &Row, detailed: Concept, lists: &CodeLists) -> Result<Option<(Predicate, CodeId)>, Box<Finding>> {
    let [predicate, code] = ["secondary_predicate", "secondary_code"].map(|column| row.get(column));
    if predicate.is_empty() && code.is_empty() {
        return Ok(None);
    }
    let at = |column: &str| Location::Line(row.at_field(column));
    let unknown = || Finding::new(codes::PREDICATE_UNKNOWN, at("secondary_predicate"), format!("the predicate \"{predicate}\""));
    let predicate = Predicate::parse(predicate).ok_or_else(|| Box::new(unknown()))?;
    let unknown = || Finding::new(codes::CODE_UNKNOWN, at("secondary_code"), format!("the code \"{code}\""));
    let code = lists.get(detailed, code).ok_or_else(|| Box::new(unknown().expected(lists.hint(detailed))))?;
    Ok(Some((predicate, code)))
}
