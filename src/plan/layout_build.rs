//! From a layout as written to its meaning, with a finding for each word that has none.

use std::collections::{BTreeMap, BTreeSet};

use regex::Regex;
use toml::Spanned;

use super::codelists::CodeLists;
use super::layout::{
    AbsenceMark, Absences, AnchorIs, Axis, BrokenTable, Cells, Context, ContextSource, FileRule, FootnoteRule, HiddenDecision, HiddenPart,
    HiddenRule, LabelPattern, Layout, MissingYears, Repeat, ScopeRule, TableRule,
};
use super::matcher::{Globs, Matcher, compile};
use super::skip::Skip;
use super::word_concept::WordConcept;
use crate::diag::{Code, Finding, Findings, Location, codes};
use crate::model::{CodeId, Concept, MappingLine, Name, ReferencePeriod};
use crate::normalize::normalize;
use crate::schema::{
    AbsenceImage, AxisImage, CellsImage, ContextImage, FileImage, HiddenImage, LayoutImage, MissingImage, OneOrMany, Positioned,
    RecordsImage, SkipImage, TableImage,
};

/// Compiles a layout. What can't be compiled is reported and left out.
pub(super) fn build(image: &Positioned<LayoutImage>, lists: &CodeLists, findings: &mut Findings) -> Layout {
    let mut b = Builder::new(image, lists);
    let layout = &image.image;
    let thousands = layout.numbers.thousands.iter().flat_map(|word| b.thousands_mark(word)).collect();
    let absences = b.absences(&layout.absence);
    let files = layout.file.iter().map(|rule| b.file(rule)).collect();
    let hidden = layout.hidden.iter().filter_map(|rule| b.hidden(rule)).collect();
    let mut footnotes = Vec::new();
    for rule in &layout.footnote {
        let image = rule.get_ref();
        if let Some(pattern) = b.regex(&image.pattern, &["mark", "text"]) {
            let (file, sheet) = (globs_one(image.file.as_ref()), globs(image.sheet.as_ref()));
            let whose = image.whose.as_ref().and_then(|word| b.choice(word, &[("sheet", false), ("workbook", true)]));
            let for_workbook = whose.unwrap_or(false);
            footnotes.push(FootnoteRule { file, sheet, pattern, for_workbook, at: b.at(rule) });
        }
    }
    let mut out_of_scope = Vec::new();
    for rule in &layout.out_of_scope {
        let image = rule.get_ref();
        if let Some(text) = b.matcher(&image.text) {
            let (file, sheet) = (globs_one(image.file.as_ref()), globs(image.sheet.as_ref()));
            let reason = image.reason.clone();
            out_of_scope.push(ScopeRule { file, sheet, text, reason, at: b.at(rule) });
        }
    }
    let (mut tables, mut broken) = (Vec::<TableRule>::new(), Vec::new());
    for table in &layout.table {
        let TableImage { id, file, sheet, .. } = table.get_ref();
        let is_second = tables.iter().any(|table| *table.id == **id.get_ref());
        let made = Builder::new(image, lists).whole(|own| {
            if is_second {
                own.report(codes::KEY_DUPLICATE, id, format!("a second table \"{}\"", id.get_ref()), "a name of its own for each table");
            }
            own.table(table)
        });
        match made {
            Ok(table) => tables.push(table),
            Err(found) => {
                broken.push(broken_table(file.as_ref(), sheet.as_ref(), &found));
                b.findings.append(found);
            }
        }
    }
    let mut records = Vec::new();
    for rule in &layout.records {
        let RecordsImage { file, sheet, .. } = rule.get_ref();
        match Builder::new(image, lists).whole(|own| Some(own.records(rule))) {
            Ok(rule) => records.push(rule),
            Err(found) => {
                broken.push(broken_table(file.as_ref(), sheet.as_ref(), &found));
                b.findings.append(found);
            }
        }
    }
    findings.append(b.findings);
    Layout { thousands, gaps: lists.gaps(), absences, files, hidden, footnotes, out_of_scope, tables, records, broken }
}

/// What is left of a table or of records with a fault.
fn broken_table(file: Option<&String>, sheet: Option<&OneOrMany>, found: &Findings) -> BrokenTable {
    BrokenTable { file: globs_one(file), sheet: globs(sheet), code: found.first_code().unwrap_or(codes::VALUE_INVALID) }
}

pub(super) fn globs(words: Option<&OneOrMany>) -> Globs {
    words.map(|words| Globs::new(words.list())).unwrap_or_default()
}

pub(super) fn globs_one(word: Option<&String>) -> Globs {
    word.map(|word| Globs::new(std::slice::from_ref(word))).unwrap_or_default()
}

/// What a layout or a part of it is compiled with.
pub(super) struct Builder<'a> {
    image: &'a Positioned<LayoutImage>,
    pub(super) lists: &'a CodeLists,
    findings: Findings,
}

impl<'a> Builder<'a> {
    fn new(image: &'a Positioned<LayoutImage>, lists: &'a CodeLists) -> Self {
        Self { image, lists, findings: Findings::default() }
    }

    /// A part that has a meaning only as a whole: without any finding, or the findings.
    fn whole<T>(mut self, compile: impl FnOnce(&mut Self) -> Option<T>) -> Result<T, Findings> {
        let part = compile(&mut self);
        part.filter(|_| self.findings.is_empty()).ok_or(self.findings)
    }

    pub(super) fn at<T>(&self, spanned: &Spanned<T>) -> MappingLine {
        self.image.at(&spanned.span())
    }

    pub(super) fn report<T>(&mut self, code: Code, at: &Spanned<T>, found: impl Into<String>, expected: &str) {
        let finding = Finding::new(code, Location::Line(self.at(at)), found);
        self.findings.push(if expected.is_empty() { finding } else { finding.expected(expected) });
    }

    fn choice<T: Copy>(&mut self, word: &Spanned<String>, choices: &[(&str, T)]) -> Option<T> {
        let chosen = choices.iter().find(|(name, _)| name == word.get_ref()).map(|(_, value)| *value);
        if chosen.is_none() {
            let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
            self.report(codes::VALUE_INVALID, word, format!("\"{}\"", word.get_ref()), &format!("one of {}", names.join(", ")));
        }
        chosen
    }

    pub(super) fn matcher(&mut self, word: &Spanned<String>) -> Option<Matcher> {
        Matcher::parse(word.get_ref()).map_err(|error| self.report(codes::PATTERN_INVALID, word, error, "")).ok()
    }

    fn optional_matcher(&mut self, word: Option<&Spanned<String>>) -> Option<Matcher> {
        word.and_then(|word| self.matcher(word))
    }

    /// A pattern that must have all the named groups of `needed`.
    fn regex(&mut self, word: &Spanned<String>, needed: &[&str]) -> Option<Regex> {
        let text = word.get_ref();
        let bare = text.strip_prefix('/').and_then(|rest| rest.strip_suffix('/')).unwrap_or(text);
        let regex = compile(bare).map_err(|error| self.report(codes::PATTERN_INVALID, word, error, "")).ok()?;
        let groups: BTreeSet<&str> = regex.capture_names().flatten().collect();
        for group in needed.iter().filter(|group| !groups.contains(*group)) {
            self.report(codes::PATTERN_INVALID, word, format!("no group named \"{group}\""), &format!("a group (?<{group}>…)"));
        }
        let complete = needed.iter().all(|group| groups.contains(group));
        complete.then_some(regex)
    }

    /// A pattern for a label or cell as a whole, whose groups are all named like concepts (or one of `also`).
    fn label_pattern(&mut self, word: &Spanned<String>, also: &[&str]) -> Option<LabelPattern> {
        let whole = format!("^(?:{})$", word.get_ref());
        let regex = compile(&whole).map_err(|error| self.report(codes::PATTERN_INVALID, word, error, "")).ok()?;
        let structure = self.lists.structure();
        let mut groups = Vec::new();
        for name in regex.capture_names().flatten().filter(|name| !also.contains(name)) {
            match WordConcept::parse(name, structure).filter(|concept| !concept.is_of_records()) {
                Some(concept) => groups.push((name.to_owned(), concept)),
                None => {
                    self.report(codes::CONCEPT_UNKNOWN, word, format!("a group named \"{name}\""), "");
                    return None;
                }
            }
        }
        Some(LabelPattern { regex, groups })
    }

    pub(super) fn concept(&mut self, word: &Spanned<String>) -> Option<WordConcept> {
        let concept = self.record_concept(word)?;
        if concept.is_of_records() {
            self.report(codes::CONCEPT_UNKNOWN, word, format!("the concept \"{}\", which only records have", word.get_ref()), "");
            return None;
        }
        Some(concept)
    }

    /// A concept of a table or of records.
    pub(super) fn record_concept(&mut self, word: &Spanned<String>) -> Option<WordConcept> {
        let concept = WordConcept::parse(word.get_ref(), self.lists.structure());
        // Nobody speaks in the name of another: who sends a file states its figures.
        let is_provider = matches!(concept, Some(WordConcept::Coded(own)) if self.lists.structure().provider() == Some(own));
        if concept.is_none() || is_provider {
            self.report(codes::CONCEPT_UNKNOWN, word, format!("the concept \"{}\"", word.get_ref()), "");
        }
        concept.filter(|_| !is_provider)
    }

    fn thousands_mark(&mut self, word: &Spanned<String>) -> Vec<char> {
        let marks: &[(&str, &[char])] =
            &[("space", &[' ', '\u{a0}', '\u{202f}', '\u{2009}']), (".", &['.']), (",", &[',']), ("'", &['\'', '’'])];
        let chosen = marks.iter().find(|(name, _)| name == word.get_ref()).map(|(_, chars)| chars.to_vec());
        if chosen.is_none() {
            self.report(codes::VALUE_INVALID, word, format!("\"{}\"", word.get_ref()), "\"space\", \".\", \",\" or \"'\"");
        }
        chosen.unwrap_or_default()
    }

    fn absences(&mut self, image: &BTreeMap<Spanned<String>, AbsenceImage>) -> Absences {
        let mut absences = Absences::new();
        for (mark, meaning) in image {
            let (code, legend) = match meaning {
                AbsenceImage::Code(code) => (code, None),
                AbsenceImage::WithLegend(image) => (&image.means, image.legend.clone()),
            };
            match self.lists.get(Concept::absence(), code) {
                Some(code) => {
                    absences.insert(normalize(mark.get_ref()), AbsenceMark { code, legend, at: self.at(mark) });
                }
                None => {
                    let hint = self.lists.hint(Concept::absence());
                    self.report(codes::CODE_UNKNOWN, mark, format!("the kind of absence \"{code}\""), &hint);
                }
            }
        }
        absences
    }

    fn file(&mut self, rule: &Spanned<FileImage>) -> FileRule {
        let image = rule.get_ref();
        let delimiters = [(",", b','), (";", b';'), ("tab", b'\t'), ("|", b'|')];
        let delimiter = image.delimiter.as_ref().and_then(|word| self.choice(word, &delimiters));
        if let Some(encoding) = &image.encoding
            && encoding_rs::Encoding::for_label(encoding.get_ref().as_bytes()).is_none()
        {
            let found = format!("the encoding \"{}\"", encoding.get_ref());
            self.report(codes::VALUE_INVALID, encoding, found, "a label of the WHATWG Encoding Standard such as windows-1257");
        }
        let encoding = image.encoding.as_ref().map(|word| word.get_ref().clone());
        FileRule { name: Globs::new(std::slice::from_ref(&image.name)), encoding, delimiter, at: self.at(rule) }
    }

    fn hidden(&mut self, rule: &Spanned<HiddenImage>) -> Option<HiddenRule> {
        let image = rule.get_ref();
        let parts = [("sheet", HiddenPart::Sheet), ("rows", HiddenPart::Rows), ("columns", HiddenPart::Columns)];
        let part = self.choice(&image.part, &parts);
        let decisions = [("use", HiddenDecision::Use), ("ignore", HiddenDecision::Ignore), ("suppress", HiddenDecision::Suppress)];
        let decision = self.choice(&image.decision, &decisions);
        Some(HiddenRule {
            part: part?,
            file: globs_one(image.file.as_ref()),
            sheet: globs(image.sheet.as_ref()),
            decision: decision?,
            reason: image.reason.clone(),
            at: self.at(rule),
        })
    }

    fn table(&mut self, table: &Spanned<TableImage>) -> Option<TableRule> {
        let image = table.get_ref();
        let anchor = self.matcher(&image.anchor);
        let anchors = [("corner", AnchorIs::Corner), ("title", AnchorIs::Title)];
        let anchor_is = image.anchor_is.as_ref().map_or(Some(AnchorIs::Corner), |word| self.choice(word, &anchors));
        let repeats = [("no", Repeat::No), ("right", Repeat::Right), ("down", Repeat::Down)];
        let repeat = image.repeat.as_ref().map_or(Some(Repeat::No), |word| self.choice(word, &repeats));
        let header_rows = image.header_rows.unwrap_or(u32::try_from(image.columns.len()).unwrap_or(0));
        if u32::try_from(image.columns.len()).is_ok_and(|n| n != header_rows) {
            let found = format!("{} entries of columns for {header_rows} header rows", image.columns.len());
            self.report(codes::VALUE_INVALID, &image.id, found, "one entry for each header row");
        }
        let columns = image.columns.iter().map(|axis| self.axis(axis)).collect();
        let rows = image.rows.iter().map(|axis| self.axis(axis)).collect();
        let (set, period) = self.set(&image.set);
        let context = image.context.iter().filter_map(|context| self.context(context)).collect();
        Some(TableRule {
            id: Name::from(image.id.get_ref().as_str()),
            file: globs_one(image.file.as_ref()),
            sheet: globs(image.sheet.as_ref()),
            anchor: anchor?,
            anchor_text: image.anchor.get_ref().clone(),
            anchor_is: anchor_is?,
            repeat: repeat?,
            optional: image.optional,
            header_rows,
            columns,
            rows,
            ends: self.optional_matcher(image.ends.as_ref().filter(|word| word.get_ref() != "blank")),
            set,
            period,
            context,
            absences: self.absences(&image.absence),
            skip_rows: image.skip_rows.iter().filter_map(|skip| self.skip(skip)).collect(),
            skip_columns: image.skip_columns.iter().filter_map(|skip| self.skip(skip)).collect(),
            shares: image.shares.iter().filter_map(|skip| self.skip(skip)).collect(),
            missing: image.missing.iter().filter_map(|missing| self.missing(missing)).collect(),
            cells: image.cells.as_ref().map(|cells| self.cells(cells)).unwrap_or_default(),
            at: self.at(&image.id),
        })
    }

    fn axis(&mut self, axis: &Spanned<AxisImage>) -> Axis {
        let image = axis.get_ref();
        if image.concepts.is_empty() && image.only.is_none() && image.only_where.is_none() && image.pattern.is_none() {
            self.report(codes::VALUE_INVALID, axis, "an entry that says nothing of its labels", "concepts, only, where or pattern");
        }
        Axis {
            concepts: image.concepts.iter().filter_map(|word| self.concept(word)).collect(),
            only: self.optional_matcher(image.only.as_ref()),
            header: self.optional_matcher(image.header.as_ref()),
            only_where: self.optional_matcher(image.only_where.as_ref()),
            pattern: image.pattern.as_ref().and_then(|word| self.label_pattern(word, &[])),
            fill: image.fill,
            blank_is_total: image.blank.as_ref().and_then(|word| self.choice(word, &[("total", true)])).unwrap_or(false),
        }
    }

    pub(super) fn set(
        &mut self,
        image: &BTreeMap<Spanned<String>, Spanned<String>>,
    ) -> (Vec<(CodeId, MappingLine)>, Option<ReferencePeriod>) {
        let (mut set, mut period) = (Vec::new(), None);
        for (word, code) in image {
            match self.concept(word) {
                Some(WordConcept::Period) => {
                    period = ReferencePeriod::parse(code.get_ref());
                    if period.is_none() {
                        self.report(codes::VALUE_INVALID, code, format!("the period \"{}\"", code.get_ref()), "2016 or 2016-01-01/P3Y");
                    }
                }
                Some(WordConcept::Coded(concept)) => match self.lists.get(concept, code.get_ref()) {
                    Some(known) => set.push((known, self.at(word))),
                    None => {
                        let hint = self.lists.hint(concept);
                        self.report(codes::CODE_UNKNOWN, code, format!("the code \"{}\"", code.get_ref()), &hint);
                    }
                },
                Some(WordConcept::Detail(_) | WordConcept::Footnote) => {
                    self.report(
                        codes::CONCEPT_UNKNOWN,
                        word,
                        format!("\"{}\" under set", word.get_ref()),
                        "a concept with a code list, or period",
                    );
                }
                None => {}
            }
        }
        (set, period)
    }

    fn context(&mut self, context: &Spanned<ContextImage>) -> Option<Context> {
        let image = context.get_ref();
        let concept = self.concept(&image.concept);
        let at = self.at(context);
        let take = match (image.take.get_ref().as_str(), &image.anchor) {
            ("sheet", None) => Some(ContextSource::Sheet(None)),
            ("sheet", Some(anchor)) => self.regex(anchor, &["label"]).map(|pattern| ContextSource::Sheet(Some(pattern))),
            ("file", None) => Some(ContextSource::File(None)),
            ("file", Some(anchor)) => self.regex(anchor, &["label"]).map(|pattern| ContextSource::File(Some(pattern))),
            ("right", Some(anchor)) => self.matcher(anchor).map(ContextSource::Right),
            ("below", Some(anchor)) => self.matcher(anchor).map(ContextSource::Below),
            ("text", Some(anchor)) => self.regex(anchor, &["label"]).map(ContextSource::Text),
            _ => {
                self.report(
                    codes::VALUE_INVALID,
                    &image.take,
                    format!("take = \"{}\"", image.take.get_ref()),
                    "sheet or file; or right, below or text with an anchor",
                );
                None
            }
        };
        Some(Context { concept: concept?, take: take?, at })
    }

    pub(super) fn skip(&mut self, skip: &Spanned<SkipImage>) -> Option<Skip> {
        let text = self.matcher(&skip.get_ref().text)?;
        Some(Skip { text, reason: skip.get_ref().reason.clone(), at: self.at(skip) })
    }

    fn missing(&mut self, missing: &Spanned<MissingImage>) -> Option<MissingYears> {
        let image = missing.get_ref();
        let period = ReferencePeriod::parse(image.period.get_ref());
        if period.is_none() {
            let found = format!("the period \"{}\"", image.period.get_ref());
            self.report(codes::VALUE_INVALID, &image.period, found, "a year such as 2019, or years such as 2019-2021");
        }
        Some(MissingYears { period: period?, reason: image.reason.clone(), at: self.at(missing) })
    }

    fn cells(&mut self, cells: &Spanned<CellsImage>) -> Cells {
        let image = cells.get_ref();
        if image.pattern.is_none() {
            self.report(codes::VALUE_INVALID, cells, "cells without a pattern", "a pattern with named groups");
        }
        let pattern = image.pattern.as_ref().and_then(|word| self.label_pattern(word, &["value"]));
        Cells { pattern, split: image.split.clone().filter(|split| !split.is_empty()) }
    }
}
