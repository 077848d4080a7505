//! From the classes of counted rows to observations: the words of a class become codes as those of a table do, and the rows of a code are added up.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use smol_str::SmolStr;

use super::class_codes::{Codes, Meaning, Meanings};
use super::context::{AreaFault, Context, not_of_sender};
use super::counted::Counted;
use super::other_codes::by_layout;
use crate::diag::{CellKind, Disposition, Finding, Findings, Ledger, Location, RowAccount, codes};
use crate::model::{
    CellRef, CodeId, Comment, Concept, Count, Key, MappingUse, ObsValue, Observation, RefArea, ReferencePeriod, SourceCell,
};
use crate::normalize::has_digit;
use crate::plan::{RecordRule, Role, ScopeRule, Several, Used, WordConcept};

/// Where rows leave what they come to beside figures.
struct Books<'a> {
    ledger: &'a mut Ledger,
    findings: &'a mut Findings,
    /// The lines that were used.
    used: Used,
}

/// One figure in the making.
#[derive(Default)]
struct Sum {
    rows: u64,
    uses: BTreeSet<MappingUse>,
    labels: BTreeSet<SmolStr>,
    comments: BTreeSet<Comment>,
    article: Option<String>,
    origins: BTreeSet<SourceCell>,
    files: BTreeSet<Arc<str>>,
}

/// All counted rows of an area become observations, and each row gets a disposition. Rows of several files of one rule are added up. With the figures come the lines
/// that they used.
pub fn map_records(counted: &[Counted], context: &Context<'_>, ledger: &mut Ledger, findings: &mut Findings) -> (Vec<Observation>, Used) {
    let mut observations = Vec::new();
    let mut books = Books { ledger, findings, used: Used::default() };
    let normal = context.lists.status(Role::Normal);
    let rules = context.sender.layout.iter().flat_map(|layout| &layout.records).enumerate();
    for (place, rule) in rules {
        let mut sums: BTreeMap<(usize, Key), Sum> = BTreeMap::new();
        let own: Vec<&Counted> = counted.iter().filter(|counted| counted.rule == place).collect();
        for counted in &own {
            books.used.note(rule.at);
            account_headers(rule, counted, &mut books);
            account_unheaded(counted, books.findings);
            account_above(counted, context, &mut books);
            account_below(counted, context, &mut books);
            sheet(rule, counted, context, &mut sums, &mut books);
        }
        observations.extend(sums.into_iter().map(|((count, key), sum)| observation(rule, (count, normal), key, sum)));
    }
    (observations, books.used)
}

/// Headers with a digit get their disposition; headers that the layout does not speak of are reported.
fn account_headers(rule: &RecordRule, counted: &Counted, Books { ledger, findings, used }: &mut Books<'_>) {
    for (text, at) in &counted.row_counts.headers {
        let origin = origin(counted, *at);
        if has_digit(text) {
            ledger.open(&origin, text, CellKind::Text);
            ledger.settle(&origin, Disposition::Label(format!("header of records {}", rule.id)));
        }
        let normalized = crate::normalize::normalize(text);
        let is_used =
            rule.columns.iter().flat_map(|column| &column.headers).any(|header| crate::normalize::normalize(header) == normalized);
        let skip = rule.skip_columns.iter().find(|skip| skip.text.matches(text, &normalized));
        if let Some(skip) = skip {
            used.note(skip.at);
        }
        if !is_used && skip.is_none() && counted.row_counts.lacking.is_empty() {
            findings.push(Finding::new(codes::COLUMN_UNREAD, Location::Cell(origin), format!("the column \"{text}\"")));
        }
    }
}

/// Columns without a header: nobody knows what stands in them.
fn account_unheaded(counted: &Counted, findings: &mut Findings) {
    for at in &counted.row_counts.unheaded {
        let finding = Finding::new(codes::COLUMN_UNREAD, Location::Cell(origin(counted, *at)), "a column without a header");
        findings.push(finding.remedy("ask what the column holds, or ask for the file without it"));
    }
}

/// Cells with a digit above the headers may be figures: they are out of scope by decision, or findings.
fn account_above(counted: &Counted, context: &Context<'_>, Books { ledger, findings, used }: &mut Books<'_>) {
    for (text, at) in counted.row_counts.above.iter().filter(|(text, _)| has_digit(text)) {
        // Where the headers are not found, that finding stands for all cells.
        if !counted.row_counts.lacking.is_empty() {
            return;
        }
        let origin = origin(counted, *at);
        ledger.open(&origin, text, CellKind::Text);
        if let Some(rule) = out_of_scope(text, counted, context, used) {
            ledger.settle(&origin, Disposition::OutOfScope(rule.reason.clone()));
        } else {
            ledger.settle(&origin, Disposition::Finding(codes::CELL_UNACCOUNTED.name));
            findings.push(Finding::new(codes::CELL_UNACCOUNTED, Location::Cell(origin), format!("\"{text}\"")));
        }
    }
}

/// A row of a few cells below the last record, none of them counted, is not a record: its text is out of scope by decision, or a finding.
fn account_below(counted: &Counted, context: &Context<'_>, Books { ledger, findings, used }: &mut Books<'_>) {
    let row_counts = &counted.row_counts;
    if !row_counts.lacking.is_empty() || row_counts.malformed_rows > 0 {
        return;
    }
    let mut undecided: Vec<(&str, SourceCell)> = Vec::new();
    for (text, at) in &row_counts.below {
        let origin = origin(counted, *at);
        let decided = out_of_scope(text, counted, context, used);
        if has_digit(text) {
            let undecided = Disposition::Finding(codes::ROW_BELOW_RECORDS.name);
            ledger.open(&origin, text, CellKind::Text);
            ledger.settle(&origin, decided.map_or(undecided, |rule| Disposition::OutOfScope(rule.reason.clone())));
        }
        if decided.is_none() {
            undecided.push((text, origin));
        }
    }
    let further = row_counts.below_rows.saturating_sub(u64::try_from(row_counts.below.len()).unwrap_or(u64::MAX));
    if let Some((text, first)) = undecided.first() {
        let others = u64::try_from(undecided.len() - 1).unwrap_or(u64::MAX).saturating_add(further);
        let more = if others > 0 { format!("; {others} more such rows") } else { String::new() };
        let finding = Finding::new(
            codes::ROW_BELOW_RECORDS,
            Location::Cell(first.clone()),
            format!("\"{text}\" in a row with nothing that is counted{more}"),
        );
        findings.push(undecided.iter().skip(1).take(4).fold(finding, |finding, (_, at)| finding.related(Location::Cell(at.clone()))));
    }
}

/// The rule of the layout by which a text around records is out of scope.
fn out_of_scope<'a>(text: &str, counted: &Counted, context: &'a Context<'_>, used: &mut Used) -> Option<&'a ScopeRule> {
    let (name, normalized) = (counted.file.rsplit('/').next().unwrap_or_default(), crate::normalize::normalize(text));
    let mut rules = context.sender.layout.iter().flat_map(|layout| &layout.out_of_scope);
    let decided = |rule: &&ScopeRule| {
        rule.file.selects(name) && rule.sheet.selects(&counted.row_counts.sheet) && rule.text.matches(text, &normalized)
    };
    rules.find(decided).inspect(|rule| used.note(rule.at))
}

fn origin(counted: &Counted, (row, col): (u32, u32)) -> SourceCell {
    SourceCell { file: Arc::clone(&counted.file), sheet: Arc::from(counted.row_counts.sheet.as_str()), cell: CellRef::new(row, col) }
}

fn sheet(
    rule: &RecordRule,
    counted: &Counted,
    context: &Context<'_>,
    sums: &mut BTreeMap<(usize, Key), Sum>,
    Books { ledger, findings, used }: &mut Books<'_>,
) {
    let row_counts = &counted.row_counts;
    let mut dispositions: BTreeMap<Disposition, u64> = BTreeMap::new();
    let mut account = |read: u64, dispositions| {
        let sheet = Arc::from(row_counts.sheet.as_str());
        ledger.account_rows(RowAccount {
            file: Arc::clone(&counted.file),
            sheet,
            records: rule.id.to_string(),
            read,
            dispositions,
            masked: false,
        });
    };
    let refused = refused(rule, counted, context, findings, used)
        .or_else(|| without_measure(rule, context.lists.structure().measure(), findings))
        .or_else(|| without_area(rule, context, findings));
    if let Some(code) = refused {
        let read = row_counts.rows + row_counts.malformed_rows;
        return account(read, BTreeMap::from([(Disposition::Finding(code), read)]));
    }
    // A flag that no row has is looked up all the same: its line is not unused.
    for column in rule.columns.iter().filter(|column| matches!(column.kind, crate::plan::RecordKind::Flags { .. })) {
        for header in &column.headers {
            let _ = column.concept.map(|concept| context.sender.crosswalk.find(concept, header, (&rule.id, None), used));
        }
    }
    let mut meanings = Meanings::new(rule, counted, context, findings, used);
    for (classes, rows) in &row_counts.groups {
        let disposition = match meanings.of_row(classes) {
            Err(disposition) => disposition,
            Ok((period, row)) => {
                let mut disposition: Option<Disposition> = None;
                for (count, columns) in rule.counts.iter().enumerate() {
                    let parts: Vec<&Meaning> = columns.iter().filter_map(|place| row.get(*place).copied()).collect();
                    match parts.iter().find_map(|part| part.disposition()) {
                        // A finding says more than a declared decision.
                        Some(_) if matches!(disposition, Some(Disposition::Finding(_))) => {}
                        Some(why) => disposition = Some(why.clone()),
                        None => add(rule, counted, context, (count, period), &parts, *rows, sums),
                    }
                }
                disposition.unwrap_or(Disposition::Mapped(Vec::new()))
            }
        };
        *dispositions.entry(disposition).or_insert(0) += rows;
    }
    meanings.report();
    account(row_counts.rows, dispositions);
}

/// Why a sheet is not counted at all: the code of the finding that says so.
pub(super) fn refused(
    rule: &RecordRule,
    counted: &Counted,
    context: &Context<'_>,
    findings: &mut Findings,
    used: &mut Used,
) -> Option<&'static str> {
    let row_counts = &counted.row_counts;
    let sheet = || Location::Sheet(Arc::clone(&counted.file), Arc::from(row_counts.sheet.as_str()));
    if !row_counts.lacking.is_empty() {
        let headers: Vec<&str> = row_counts.headers.iter().map(|(text, _)| text.as_str()).collect();
        let near = |lacking: &String| {
            headers.iter().find(|header| crate::normalize::normalize(header).contains(&crate::normalize::normalize(lacking)))
        };
        let named = row_counts.lacking.iter().map(|header| match near(header) {
            Some(near) => format!("no single column \"{header}\" (there is \"{near}\")"),
            None => format!("no single column \"{header}\""),
        });
        let finding = Finding::new(codes::HEADER_UNEXPECTED, sheet(), named.collect::<Vec<_>>().join("; "));
        findings.push(finding.related(Location::Line(rule.at)));
        return Some(codes::HEADER_UNEXPECTED.name);
    }
    if let Some(first) = row_counts.malformed.first() {
        let column = 0;
        let at = |row: u64| Location::Cell(origin(counted, (u32::try_from(row).unwrap_or(u32::MAX), column)));
        let more = if row_counts.malformed_rows > 1 { format!("; {} such rows in all", row_counts.malformed_rows) } else { String::new() };
        let finding = Finding::new(codes::RECORD_MALFORMED, at(first.row), format!("{}{more}", first.what));
        findings.push(row_counts.malformed.iter().skip(1).fold(finding, |finding, other| finding.related(at(other.row))));
        return Some(codes::RECORD_MALFORMED.name);
    }
    if row_counts.rows == 0 && row_counts.malformed_rows == 0 {
        let finding = Finding::new(codes::TABLE_EMPTY, sheet(), format!("no row below the headers of the records \"{}\"", rule.id));
        findings.push(finding.related(Location::Line(rule.at)));
        return Some(codes::TABLE_EMPTY.name);
    }
    let decided =
        context.sender.layout.iter().flat_map(|layout| &layout.hidden).find(|hidden| hidden.covers_sheet(&counted.file, &row_counts.sheet));
    if row_counts.hidden {
        match decided {
            Some(hidden) => used.note(hidden.at),
            None => {
                findings.push(Finding::new(codes::HIDDEN_UNDECIDED, sheet(), "a hidden sheet of records"));
                return Some(codes::HIDDEN_UNDECIDED.name);
            }
        }
    }
    None
}

/// A number of which nobody knows what it counts is not a figure.
fn without_measure(rule: &RecordRule, measure: Concept, findings: &mut Findings) -> Option<&'static str> {
    let is_set = rule.set.iter().any(|(code, _)| code.concept() == measure) || measures(rule, measure);
    (!is_set).then(|| {
        let found = format!("no measure for rows of the records \"{}\"", rule.id);
        findings.push_word(Finding::new(codes::KEY_INCOMPLETE, Location::Line(rule.at), found));
        codes::KEY_INCOMPLETE.name
    })
}

/// Rows of an organisation of which nobody knows which area they are about are no figures; nor are those of an area that the sender may not report.
fn without_area(rule: &RecordRule, context: &Context<'_>, findings: &mut Findings) -> Option<&'static str> {
    if rule.columns.iter().any(|column| column.concept.is_some_and(WordConcept::is_area)) {
        return None;
    }
    let (code, found) = match context.area_of(rule.set.iter().map(|(code, _)| code)) {
        Ok(_) => return None,
        Err(AreaFault::Unnamed) => (codes::KEY_INCOMPLETE, format!("no area for rows of the records \"{}\"", rule.id)),
        Err(AreaFault::NotOfSender(area, sender)) => (codes::AREA_NOT_OF_SENDER, not_of_sender(area, sender)),
    };
    findings.push_word(Finding::new(code, Location::Line(rule.at), found));
    Some(code.name)
}

/// Whether every count goes by a column that says what is counted.
fn measures(rule: &RecordRule, measure: Concept) -> bool {
    let is_measure = |place: &usize| rule.columns.get(*place).and_then(|column| column.concept) == Some(WordConcept::Coded(measure));
    rule.counts.iter().all(|count| count.iter().any(is_measure))
}

/// A key in the making, and what gave its codes.
type Keyed<'a> = (Key, Vec<&'a Codes>);

fn with<'a>((key, used): &Keyed<'a>, codes: &'a Codes) -> Keyed<'a> {
    let (mut key, mut used) = (*key, used.clone());
    codes.uses.iter().for_each(|use_| key.set(use_.code));
    used.push(codes);
    (key, used)
}

/// Adds rows to the figures of a count: to one, or to one for each category that they have.
fn add(
    rule: &RecordRule,
    counted: &Counted,
    context: &Context<'_>,
    (count, period): (usize, ReferencePeriod),
    parts: &[&Meaning],
    rows: u64,
    sums: &mut BTreeMap<(usize, Key), Sum>,
) {
    // Until the codes name another one; without any the state that sends is meant.
    let Some(area) = context.sender.sender.state().or_else(|| context.round.areas.first().copied()) else { return };
    let mut keys: Vec<Keyed<'_>> = vec![(start(rule, context, area, period), Vec::new())];
    for part in parts {
        keys = keys.iter().flat_map(|key| part.codes().iter().map(move |codes| with(key, codes))).collect();
    }
    let units = context.lists.structure().unit();
    for (mut key, used) in keys {
        let unit_is_set = rule.set.iter().any(|(code, _)| code.concept() == units)
            || used.iter().flat_map(|codes| &codes.uses).any(|use_| use_.code.concept() == units);
        if !unit_is_set && let Some(unit) = context.lists.unit_of(&key.measure()) {
            key.set(unit);
        }
        let named = used.iter().flat_map(|codes| &codes.uses).map(|use_| &use_.code);
        // Where nothing names an area, or another one than the sender may report, a finding says so.
        let Ok(area) = context.area_of(rule.set.iter().map(|(code, _)| code).chain(named)) else { continue };
        key.ref_area = area;
        context.lists.name_nationals(&mut key);
        let sum = sums.entry((count, key)).or_default();
        sum.rows += rows;
        for codes in used {
            sum.uses.extend(codes.uses.iter().cloned());
            sum.labels.extend(codes.labels.iter().cloned());
            sum.comments.extend(codes.comments.iter().cloned());
            sum.article = sum.article.take().or_else(|| codes.article.clone());
        }
        if sum.files.insert(Arc::clone(&counted.file)) {
            sum.origins.extend(headers_of(rule, counted, count));
        }
    }
}

/// The key before any column of a count says more.
fn start(rule: &RecordRule, context: &Context<'_>, area: RefArea, period: ReferencePeriod) -> Key {
    let mut key = Key::new(context.lists.structure(), area, period);
    context.provider().into_iter().for_each(|code| key.set(code));
    rule.set.iter().for_each(|(code, _)| key.set(*code));
    key
}

/// The cells that a figure comes from: the headers of the columns that it is counted by, of the period and of the filters.
fn headers_of(rule: &RecordRule, counted: &Counted, count: usize) -> Vec<SourceCell> {
    let by = rule.counts.get(count).map(Vec::as_slice).unwrap_or_default();
    let takes_part = |(place, column): &(usize, &crate::plan::RecordColumn)| {
        by.contains(place) || matches!(column.concept, None | Some(WordConcept::Period))
    };
    let columns =
        rule.columns.iter().enumerate().filter(takes_part).filter_map(|(place, _)| counted.row_counts.columns.get(place)).flatten();
    let row = counted.row_counts.headers.first().map_or(0, |(_, (row, _))| *row);
    let mut origins: Vec<SourceCell> = columns.map(|column| origin(counted, (row, *column))).collect();
    if origins.is_empty() {
        origins.push(origin(counted, counted.row_counts.headers.first().map_or((0, 0), |(_, at)| *at)));
    }
    origins
}

fn observation(rule: &RecordRule, (count, status): (usize, CodeId), key: Key, sum: Sum) -> Observation {
    let by: Vec<&str> =
        rule.counts.get(count).into_iter().flatten().filter_map(|place| rule.columns.get(*place)).map(|c| c.name.as_str()).collect();
    let by = if by.is_empty() { String::new() } else { format!(" by {}", by.join(", ")) };
    let files = sum.files.iter().map(|file| &**file).collect::<Vec<_>>().join(", ");
    let set = rule.set.iter().filter(|(code, _)| key.get(code.concept()) == Some(code));
    let counts_each = rule.counts.get(count).into_iter().flatten().any(|place| {
        let kind = rule.columns.get(*place).map(|column| &column.kind);
        matches!(kind, Some(crate::plan::RecordKind::Flags { several: Several::Every, .. }))
    });
    Observation {
        value: ObsValue::Count(Count::new(sum.rows)),
        approximate: false,
        status,
        labels: sum.labels.into_iter().collect(),
        article_as_written: sum.article,
        origins: sum.origins.into_iter().collect(),
        as_shown: sum.rows.to_string().into(),
        mappings: set.map(|(code, at)| by_layout(code, at)).chain(sum.uses).collect(),
        table: (rule.id, rule.at),
        footnotes: Vec::new(),
        comments: std::iter::once(Comment::new(format!("rows of {files} counted{by}"))).chain(sum.comments).collect(),
        counts_each,
        key,
    }
}
