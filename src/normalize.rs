//! How labels compare: Unicode NFC, full case folding, white space normalized, one form for apostrophes and for hyphens (which
//! spreadsheet programs change as one types). Nothing fuzzier.

use icu_casemap::CaseMapper;
use icu_normalizer::ComposingNormalizer;

/// Footnote marks that may trail a label or a value: asterisks, daggers, superscript digits.
pub const MARKS: [char; 13] = ['*', '†', '‡', '¹', '²', '³', '⁰', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

/// The form in which two labels are compared.
pub fn normalize(text: &str) -> String {
    if text.is_ascii() { fold_ascii(text) } else { fold_any(text) }
}

/// What [`fold_any`] gives for a text of ASCII, without the tables of Unicode.
fn fold_ascii(text: &str) -> String {
    let mut normalized = String::with_capacity(text.len());
    // White space of Unicode, which has more of ASCII than `is_ascii_whitespace`.
    for word in text.split_whitespace() {
        if !normalized.is_empty() {
            normalized.push(' ');
        }
        normalized.extend(word.chars().map(|c| if c == '`' { '\'' } else { c.to_ascii_lowercase() }));
    }
    normalized
}

fn fold_any(text: &str) -> String {
    let shown = |c: &char| !matches!(c, '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}');
    let plain = |c: char| match c {
        '’' | '‘' | 'ʼ' | '´' | '`' => '\'',
        '\u{2010}' | '\u{2011}' => '-',
        other => other,
    };
    let visible: String = text.chars().filter(shown).map(plain).collect();
    let normal = ComposingNormalizer::new_nfc().normalize(&visible).into_owned();
    let normalized = CaseMapper::new().fold_string(&normal).into_owned();
    normalized.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a text holds a number, in digits of any kind, other than one of these years.
pub fn has_number_beside(text: &str, years: &[u16]) -> bool {
    let numbers = text.split(|c: char| !c.is_numeric()).filter(|run| !run.is_empty());
    numbers.into_iter().any(|run| run.parse::<u16>().map_or(true, |year| run.len() != 4 || !years.contains(&year)))
}

/// Whether a text holds a digit or another numeral, in any script; superscripts are marks and no digits.
pub fn has_digit(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_digit()) || (!text.is_ascii() && text.chars().any(|c| c.is_numeric() && !MARKS.contains(&c)))
}

/// The text with line feeds as its only line ends: the csv library counts lines by them, and a lone carriage return would end none.
pub fn line_feeds(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// The line on which a csv record begins. The csv library tells where it stood before it passed over blank lines and comments,
/// so those lines (`comment`: the character that begins one) are passed over here too. Lines end with line feeds.
pub fn record_line(text: &str, before: &csv::Position, comment: Option<char>) -> u64 {
    let start = usize::try_from(before.byte()).unwrap_or(usize::MAX);
    let rest = text.get(start..).unwrap_or_default();
    let passed_over = |line: &&str| line.is_empty() || comment.is_some_and(|c| line.starts_with(c));
    before.line() + rest.split('\n').take_while(passed_over).count() as u64
}

/// The text without its trailing footnote marks, and the marks in reading order.
///
/// Marks are those of [`MARKS`], and a digit or letter with a closing bracket after a blank (`12 1)`).
pub fn split_marks(text: &str) -> (&str, Vec<String>) {
    let mut rest = text.trim_end();
    let mut marks = Vec::new();
    loop {
        if let Some(mark) = trailing_bracket_mark(rest) {
            marks.push(mark.to_owned());
            rest = rest.strip_suffix(mark).unwrap_or(rest).trim_end();
            continue;
        }
        let Some(last) = rest.chars().last().filter(|c| MARKS.contains(c)) else { break };
        let is_superscript = |c: char| MARKS.contains(&c) && !matches!(c, '*' | '†' | '‡');
        let run_start = rest
            .char_indices()
            .rev()
            .take_while(|(_, c)| if is_superscript(last) { is_superscript(*c) } else { *c == last })
            .last()
            .map_or(rest.len(), |(i, _)| i);
        let (before, mark) = rest.split_at_checked(run_start).unwrap_or((rest, ""));
        if mark.is_empty() {
            break;
        }
        marks.push(mark.to_owned());
        rest = before.trim_end();
    }
    marks.reverse();
    (rest, marks)
}

/// `1)` or `a)` at the end, after a blank.
fn trailing_bracket_mark(text: &str) -> Option<&str> {
    let (_, last) = text.rsplit_once([' ', '\u{a0}', '\u{202f}'])?;
    let inner = last.strip_suffix(')')?;
    let short = inner.chars().count() <= 2 && inner.chars().all(|c| c.is_ascii_digit() || c.is_ascii_lowercase());
    (short && !inner.is_empty()).then_some(last)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{fold_any, fold_ascii, normalize, record_line, split_marks};

    proptest! {
        #[test]
        fn ascii_folds_as_all_text_does(text in "[\\x00-\\x7f]{0,40}") {
            prop_assert_eq!(fold_ascii(&text), fold_any(&text), "{:?}", text);
        }
    }

    #[test]
    fn labels_compare() {
        for (a, b) in [
            ("Køn\u{a0} og  ALDER", "køn og alder"),
            ("Straße", "STRASSE"),
            ("e\u{301}", "É"),
            ("Украина ", "украина"),
            ("d’eau", "d\'eau"),
        ] {
            assert_eq!(normalize(a), normalize(b), "{a}");
        }
        assert_ne!(normalize("154.¹"), normalize("154.1"), "a superscript is not a digit");
    }

    #[test]
    fn records_are_on_their_lines() {
        let text = "\n# c\na,b\n\n\n# c\n\"d\ne\",f\ng\n";
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).comment(Some(b'#')).from_reader(text.as_bytes());
        let lines: Vec<u64> = reader.records().map(|r| record_line(text, r.unwrap().position().unwrap(), Some('#'))).collect();
        assert_eq!(lines, [3, 7, 9]);
    }

    #[test]
    fn marks_are_split_from_the_end() {
        for (text, rest, marks) in [
            ("12*", "12", vec!["*"]),
            ("12 **", "12", vec!["**"]),
            ("12¹²", "12", vec!["¹²"]),
            ("12¹ *", "12", vec!["¹", "*"]),
            ("12 1)", "12", vec!["1)"]),
            ("-*", "-", vec!["*"]),
            ("154.¹ pants", "154.¹ pants", vec![]),
            ("f(x)", "f(x)", vec![]),
            ("*", "", vec!["*"]),
        ] {
            let (r, m) = split_marks(text);
            assert_eq!((r, m.iter().map(String::as_str).collect::<Vec<_>>()), (rest, marks), "{text}");
        }
    }
}
