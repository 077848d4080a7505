//! The texts of a submission with what is known of their words.

use std::sync::Arc;

use smol_str::SmolStr;

use crate::diag::{TextEntry, TextRole, Wording};
use crate::extract::{SheetTexts, TextAccount, Texts};
use crate::model::{CellRef, ReferencePeriod, SourceCell};
use crate::plan::{CodeLists, SenderPlan, WordConcept};

/// All texts of a sender's files, in order of place. Which of them were approved is said later.
pub fn entries(texts: &Texts, sender: &SenderPlan, lists: &CodeLists) -> Vec<TextEntry> {
    let mut all = Vec::new();
    for (file, sheet, of_sheet) in texts.iter() {
        let origin = |cell: CellRef| SourceCell { file: Arc::clone(file), sheet: Arc::clone(sheet), cell };
        all.extend(of_sheet.cells.iter().map(|(at, account)| entry(account, origin(*at), sender, lists)));
        all.extend(others(of_sheet).map(|(role, table, at, text)| {
            let (text, origin) = (SmolStr::new(&text), origin(at));
            let approved_as = text.clone();
            TextEntry { origin, text, approved_as, role, table, lines: Vec::new(), numbers: None, digits: 0, wording: Wording::New }
        }));
    }
    all
}

/// What stands in no cell of its own: notes on cells, hidden parts, and the order of columns.
fn others(sheet: &SheetTexts) -> impl Iterator<Item = (TextRole, String, CellRef, String)> {
    let notes = sheet.notes.iter().map(|(at, text)| (TextRole::Comment, String::new(), *at, text.clone()));
    let hidden = sheet.hidden.iter().map(|(at, text)| (TextRole::HiddenPart, String::new(), *at, text.clone()));
    let columns = sheet.columns.iter().map(|(table, at, headers)| (TextRole::Columns, table.to_string(), *at, columns_text(headers)));
    notes.chain(hidden).chain(columns)
}

/// The headers of columns in their order; years in a row are named by their direction, for each round has others.
fn columns_text(headers: &[String]) -> String {
    let mut said: Vec<String> = Vec::new();
    let mut rest = headers.iter().peekable();
    while let Some(header) = rest.next() {
        let Some(first) = ReferencePeriod::parse(header) else {
            said.push(header.clone());
            continue;
        };
        let mut years = vec![first];
        while let Some(next) = rest.peek().and_then(|header| ReferencePeriod::parse(header)) {
            years.push(next);
            rest.next();
        }
        let is = |direction: fn(&ReferencePeriod, &ReferencePeriod) -> bool| years.is_sorted_by(direction);
        let word = match years.len() {
            1 => "one period",
            _ if is(|a, b| a < b) => "periods ascending",
            _ if is(|a, b| a > b) => "periods descending",
            _ => "periods in no order",
        };
        said.push(word.to_owned());
    }
    said.join(" | ")
}

fn entry(account: &TextAccount, origin: SourceCell, sender: &SenderPlan, lists: &CodeLists) -> TextEntry {
    let text = account.text.as_str();
    let mut lines: Vec<_> = account.line.into_iter().collect();
    let (mut rest, mut template) = (String::new(), String::new());
    let (mut is_said, mut end) = (true, 0);
    for (range, concepts) in &account.words {
        let (Some(fixed), Some(word)) = (text.get(end..range.start), text.get(range.clone())) else { continue };
        rest.push_str(fixed);
        template.push_str(fixed);
        end = range.end;
        if concepts.is_empty() {
            template.push_str("{value}");
            continue;
        }
        let said = sender.said(concepts, word, lists);
        lines.extend(said.lines);
        is_said &= said.is_literal;
        if said.is_literal {
            template.push_str(&placeholder(concepts));
        } else {
            template.push_str(word);
        }
    }
    let fixed = text.get(end..).unwrap_or_default();
    rest.push_str(fixed);
    template.push_str(fixed);
    let has_words = !account.words.is_empty();
    let says_all = has_words && is_said && !rest.chars().any(char::is_alphanumeric);
    let is_said = account.is_said || says_all;
    let is_count = account.role == TextRole::Figure && !has_words;
    let approved_as = match () {
        () if is_count => SmolStr::default(),
        // A word that is said stands as it is; of a longer text only what nobody says. A count is never kept.
        () if is_said && account.role != TextRole::Figure => account.text.clone(),
        () if has_words => SmolStr::new(&template),
        () if is_number(text) && ReferencePeriod::parse(text).is_none() => SmolStr::new("{number}"),
        () => account.text.clone(),
    };
    let counts_numbers = matches!(account.role, TextRole::Label | TextRole::Header);
    TextEntry {
        origin,
        text: account.text.clone(),
        approved_as,
        role: account.role,
        table: account.table.map(|table| table.to_string()).unwrap_or_default(),
        lines,
        numbers: counts_numbers.then_some(account.numbers),
        digits: account.digits,
        wording: if is_said { Wording::Said } else { Wording::New },
    }
}

fn placeholder(concepts: &[WordConcept]) -> String {
    let words: Vec<&str> = concepts.iter().map(|concept| concept.word()).collect();
    format!("{{{}}}", words.join("/"))
}

fn is_number(text: &str) -> bool {
    !text.chars().any(char::is_alphabetic)
}
