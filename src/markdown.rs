//! Markdown: words of a submission stay words, and what is posted on a pull request stays short enough to be taken.

use std::fmt::Write as _;

/// What a comment may hold: two of them, findings and effects, make one comment, and GitHub refuses 65,536 characters and more.
const MOST: usize = 30_000;

/// A text that must not become markup, nor mention anybody.
pub fn escape(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '#' | '|' | '~' => escaped.extend(['\\', c]),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '@' => escaped.push_str("@\u{200b}"),
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

/// A text as code. Nothing is escaped inside code but the bar that would end a cell of a table; a backtick would end the code.
pub fn code(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c == '`' { '\'' } else { c }).map(|c| if c.is_control() { ' ' } else { c }).collect();
    format!("`{}`", plain.replace('|', "\\|"))
}

/// Appends a paragraph.
pub fn paragraph(text: &mut String, words: &str) {
    text.extend(["\n", words, "\n"]);
}

fn header_row(header: &[&str]) -> String {
    format!("| {} |\n|{}\n", header.join(" | "), "---|".repeat(header.len()))
}

fn row(cells: &[String]) -> String {
    format!("| {} |\n", cells.join(" | "))
}

/// Appends a table, however long it is.
pub fn whole_table(text: &mut String, header: &[&str], rows: impl Iterator<Item = Vec<String>>) {
    text.extend(["\n", &header_row(header)]);
    text.extend(rows.map(|cells| row(&cells)));
}

/// Appends a table under a heading, as many rows as fit into a comment; how many did.
pub fn table(text: &mut String, heading: &str, header: &[&str], rows: impl Iterator<Item = Vec<String>>) -> usize {
    let _ = write!(text, "\n### {heading}\n\n{}", header_row(header));
    let mut shown = 0;
    for cells in rows {
        let row = row(&cells);
        if text.len() + row.len() > MOST {
            break;
        }
        text.push_str(&row);
        shown += 1;
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::{MOST, code, escape, table, whole_table};

    #[test]
    fn words_of_a_submission_are_no_markup() {
        for (text, escaped, as_code) in [
            ("a_b", "a\\_b", "`a_b`"),
            ("a|b", "a\\|b", "`a\\|b`"),
            ("`rm`", "\\`rm\\`", "`'rm'`"),
            ("<b>", "&lt;b&gt;", "`<b>`"),
            ("@all", "@\u{200b}all", "`@all`"),
            ("a\nb", "a b", "`a b`"),
            ("{x}", "\\{x\\}", "`{x}`"),
        ] {
            assert_eq!((escape(text).as_str(), code(text).as_str()), (escaped, as_code), "{text}");
        }
    }

    #[test]
    fn a_table_ends_where_a_comment_would_be_refused() {
        let mut text = String::new();
        let shown = table(&mut text, "all", &["a"], (0..3).map(|_| vec!["x".repeat(12_000)]));
        assert_eq!(shown, 2);
        assert!(text.len() <= MOST && text.ends_with("x |\n"));
        let mut text = String::new();
        whole_table(&mut text, &["a"], (0..3).map(|_| vec!["x".repeat(12_000)]));
        assert!(text.starts_with("\n| a |\n|---|\n| xx") && text.lines().count() == 6);
    }
}
