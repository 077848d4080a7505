//! The one form of a TOML file.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::lines::Lines;
use super::order;

/// A TOML file: keys in the order of the manual, no blanks at the ends of lines, one around an equals sign, one blank line between parts.
pub(super) fn format(form: &str, text: &str) -> Result<String, String> {
    let before: toml::Table = toml::from_str(text).map_err(|error| error.message().to_owned())?;
    let ordered = ordered(form, text)?;
    let mut formatted = Lines::default();
    let mut inside: Option<&str> = None;
    for line in ordered.lines() {
        // Within a text over several lines every character counts.
        if let Some(quotes) = inside {
            formatted.keep(line);
            inside = Some(quotes).filter(|quotes| line.matches(*quotes).count() % 2 == 0);
            continue;
        }
        inside = ["\"\"\"", "'''"].into_iter().find(|quotes| line.matches(*quotes).count() % 2 == 1);
        if inside.is_some() {
            formatted.keep(line);
        } else {
            formatted.push(&spaced(line.trim_end()));
        }
    }
    let formatted = formatted.finish();
    let after: toml::Table = toml::from_str(&formatted).map_err(|error| error.message().to_owned())?;
    if before == after { Ok(formatted) } else { Err("it would say something else after formatting".to_owned()) }
}

/// A key with its value, the lines that they take, and its rank among the keys of its part.
struct Statement {
    lines: Range<usize>,
    rank: usize,
}

/// The same lines, those of neighbouring statements exchanged where the manual has their keys in another order. Comments right above a statement
/// go with it; a blank line is a border that nothing crosses.
fn ordered(form: &str, text: &str) -> Result<String, String> {
    let tree = DeTable::parse(text).map_err(|error| error.message().to_owned())?;
    let lined = Lined { text, lines: text.split('\n').collect() };
    let mut statements = Vec::new();
    collect(form, "", tree.get_ref(), &lined, &mut statements);
    statements.sort_by_key(|statement| statement.lines.start);
    // With two statements on one line, or one inside another, nothing is moved.
    if statements.windows(2).any(|pair| matches!(pair, [a, b] if a.lines.end > b.lines.start)) {
        return Ok(text.to_owned());
    }
    for i in 0..statements.len() {
        let floor = i.checked_sub(1).and_then(|i| statements.get(i)).map_or(0, |before| before.lines.end);
        if let Some(statement) = statements.get_mut(i) {
            let own = statement.lines.start;
            while statement.lines.start > floor && lined.starts(statement.lines.start - 1, '#') {
                statement.lines.start -= 1;
            }
            // What stands at the head of the file is about the file, and its first line may name a schema.
            if statement.lines.start == 0 {
                statement.lines.start = own;
            }
        }
    }
    let mut written: Vec<&str> = Vec::new();
    let mut next = 0;
    let mut rest = statements.into_iter().peekable();
    while let Some(first) = rest.next() {
        written.extend(lined.lines.get(next..first.lines.start).unwrap_or_default());
        next = first.lines.end;
        let mut run = vec![first];
        while let Some(statement) = rest.next_if(|statement| statement.lines.start == next) {
            next = statement.lines.end;
            run.push(statement);
        }
        run.sort_by_key(|statement| statement.rank);
        written.extend(run.iter().flat_map(|statement| lined.lines.get(statement.lines.clone()).unwrap_or_default()));
    }
    written.extend(lined.lines.get(next..).unwrap_or_default());
    Ok(written.join("\n"))
}

/// The statements of a table, and of the tables below it that have headers of their own. What stands inside a value stays inside it.
fn collect(form: &str, part: &str, table: &DeTable<'_>, text: &Lined<'_>, statements: &mut Vec<Statement>) {
    let keys = order::keys(form, part);
    for (key, value) in table {
        let start = text.line_of(key.span().start);
        if !text.is_header(start) {
            let rank = keys.iter().position(|known| known == key.get_ref()).unwrap_or(keys.len());
            let end = text.line_of(end_of(value).max(key.span().end).saturating_sub(1)) + 1;
            statements.push(Statement { lines: start..end, rank });
            continue;
        }
        match value.get_ref() {
            DeValue::Table(inner) => collect(form, key.get_ref(), inner, text, statements),
            DeValue::Array(items) => {
                for inner in items.iter().filter_map(|item| item.get_ref().as_table()) {
                    collect(form, key.get_ref(), inner, text, statements);
                }
            }
            _ => {}
        }
    }
}

/// Where a value ends; that of a dotted key ends with what it holds.
fn end_of(value: &Spanned<DeValue<'_>>) -> usize {
    let inside = match value.get_ref() {
        DeValue::Table(table) => table.iter().map(|(_, value)| end_of(value)).max(),
        DeValue::Array(items) => items.iter().map(end_of).max(),
        _ => None,
    };
    value.span().end.max(inside.unwrap_or(0))
}

/// A text and its lines.
struct Lined<'t> {
    text: &'t str,
    lines: Vec<&'t str>,
}

impl Lined<'_> {
    fn line_of(&self, byte: usize) -> usize {
        self.text.get(..byte).unwrap_or(self.text).matches('\n').count()
    }

    fn starts(&self, line: usize, with: char) -> bool {
        self.lines.get(line).is_some_and(|line| line.trim_start().starts_with(with))
    }

    fn is_header(&self, line: usize) -> bool {
        self.starts(line, '[')
    }
}

/// `key=value` → `key = value`, for a key that stands at the beginning of the line.
fn spaced(line: &str) -> String {
    let is_key = |key: &str| !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
    match line.split_once('=') {
        Some((key, value)) if is_key(key.trim()) => {
            let indent: String = key.chars().take_while(|c| c.is_whitespace()).collect();
            format!("{indent}{} = {}", key.trim(), value.trim_start())
        }
        _ => line.to_owned(),
    }
}
