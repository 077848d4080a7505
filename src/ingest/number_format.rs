//! How a number format shows a number, as far as percentages go (ECMA-376, 18.8.31).

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::iter::Peekable;
use std::rc::Rc;
use std::str::Chars;

use smol_str::{SmolStr, format_smolstr};

use crate::model::CellRef;

/// Cells of a sheet whose formats may show them as percentages.
pub(super) type Percentages = BTreeMap<CellRef, Rc<NumberFormat>>;

/// Signs of shares, and what is written for each.
const SIGNS: [(char, &str); 8] =
    [('‱', "‱"), ('\u{60a}', "‱"), ('‰', "‰"), ('\u{609}', "‰"), ('%', "%"), ('\u{66a}', "%"), ('\u{ff05}', "%"), ('\u{fe6a}', "%")];

/// Words of shares without their blanks, and the sign of each.
const WORDS: [(&str, &str); 2] = [("permille", "‰"), ("percent", "%")];

/// A number format with at least one section that shows a percentage.
#[derive(Debug)]
pub(super) struct NumberFormat {
    /// Sections for numbers: one to three.
    sections: Vec<Section>,
}

impl NumberFormat {
    /// The format of a code; `None` for one that shows no percentage.
    pub(super) fn new(code: &str) -> Option<Self> {
        let mut chars = code.chars().peekable();
        let mut sections = Vec::new();
        while chars.peek().is_some() || sections.is_empty() {
            sections.push(Section::read(&mut chars));
        }
        if code.ends_with(';') {
            sections.push(Section::default());
        }
        // The fourth section, or an earlier last one with `@`, is for texts.
        if sections.len() > 1 && sections.last().is_some_and(|last| last.has_text) {
            sections.pop();
        }
        sections.truncate(3);
        sections.iter().any(|section| !section.sign.is_empty()).then_some(Self { sections })
    }

    /// A built-in format by its number (18.8.30).
    pub(super) fn built_in(id: u16) -> Option<Self> {
        match id {
            9 => Self::new("0%"),
            10 => Self::new("0.00%"),
            _ => None,
        }
    }

    /// The text of a number that is shown as a percentage, with at most two decimals; `None` for one that is not.
    pub(super) fn text(&self, number: f64) -> Option<SmolStr> {
        let last = self.sections.len().saturating_sub(1);
        let by_sign = |index| match index {
            _ if index == last => true,
            0 if last == 1 => number >= 0.0,
            0 => number > 0.0,
            _ => number < 0.0,
        };
        let holds = |(index, section): &(usize, &Section)| match section.condition {
            Condition::None => by_sign(*index),
            condition => condition.holds(number),
        };
        let is_doubtful = self.sections.iter().any(|section| section.condition == Condition::Unclear);
        let chosen = self.sections.iter().enumerate().find(holds).map(|(_, section)| section);
        let is_number = |section: &&Section| !is_doubtful && (section.has_digits || !section.sign.is_empty());
        // Where it is doubtful what is shown, a share taken for a count would be the worse error.
        let section = chosen.filter(is_number).or_else(|| self.sections.iter().find(|section| !section.sign.is_empty()))?;
        let scaled = number * 10_f64.powi(section.power);
        (!section.sign.is_empty()).then(|| format_smolstr!("{}{}", two_decimals(scaled), section.sign))
    }
}

/// One of the parts of a format that semicolons divide.
#[derive(Debug, Default)]
struct Section {
    condition: Condition,
    has_digits: bool,
    /// Whether it has the place of a text.
    has_text: bool,
    /// The sign of a percentage; empty for none.
    sign: SmolStr,
    /// The power of ten by which the number is multiplied before it is shown.
    power: i32,
}

impl Section {
    /// Reads a section with the semicolon behind it.
    fn read(chars: &mut Peekable<Chars<'_>>) -> Self {
        let mut section = Self::default();
        let (mut literal, mut bare) = (String::new(), String::new());
        let (mut percents, mut thousands, mut commas) = (0_usize, 0, 0);
        while let Some(c) = chars.next() {
            match c {
                ';' => break,
                '"' => literal.extend(chars.by_ref().take_while(|c| *c != '"')),
                '\\' => literal.extend(chars.next()),
                // A blank as wide as a character, and a character that fills the cell.
                '_' | '*' => drop(chars.next()),
                '[' => {
                    let inner: String = chars.by_ref().take_while(|c| *c != ']').collect();
                    if let Some(currency) = inner.strip_prefix('$') {
                        literal.push_str(currency.split('-').next().unwrap_or_default());
                    } else if inner.starts_with(['<', '>', '=']) {
                        section.condition = Condition::new(&inner).unwrap_or(Condition::Unclear);
                    }
                }
                '%' => percents += 1,
                '0' | '#' | '?' => (section.has_digits, commas) = (true, 0),
                // A comma between digits divides them; one behind the last divides the number by a thousand.
                ',' if section.has_digits => commas += 1,
                '.' => (thousands, commas) = (thousands + commas, 0),
                '@' => section.has_text = true,
                _ => bare.push(c),
            }
        }
        section.has_digits |= section.has_text || bare.to_ascii_lowercase().contains("general");
        literal.push_str(&bare);
        section.sign = match (percents, sign(&literal)) {
            (0, sign) => sign.unwrap_or_default().into(),
            // A number that is divided twice is not a percentage; its text says so.
            (_, Some(sign)) if sign != "%" => format_smolstr!("{}{sign}", "%".repeat(percents)),
            _ => "%".repeat(percents).into(),
        };
        let power = |count: usize, each: i32| i32::try_from(count).unwrap_or(i32::MAX).saturating_mul(each);
        section.power = power(percents, 2).saturating_add(power(thousands + commas, -3)).clamp(-300, 300);
        section
    }
}

/// What numbers a section says that it is for.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Condition {
    /// Nothing: that depends on its place.
    #[default]
    None,
    /// Something that nobody can read.
    Unclear,
    /// Whether it is for numbers less than a limit, equal to it, greater.
    Limit { less: bool, equal: bool, greater: bool, limit: f64 },
}

impl Condition {
    fn new(text: &str) -> Option<Self> {
        let number = text.trim_start_matches(['<', '>', '=']);
        let (less, equal, greater) = match text.strip_suffix(number)? {
            "<" => (true, false, false),
            "<=" => (true, true, false),
            ">" => (false, false, true),
            ">=" => (false, true, true),
            "=" => (false, true, false),
            "<>" => (true, false, true),
            _ => return None,
        };
        Some(Self::Limit { less, equal, greater, limit: number.trim().parse().ok()? })
    }

    fn holds(self, number: f64) -> bool {
        let Self::Limit { less, equal, greater, limit } = self else { return false };
        match number.partial_cmp(&limit) {
            Some(Ordering::Less) => less,
            Some(Ordering::Equal) => equal,
            Some(Ordering::Greater) => greater,
            None => false,
        }
    }
}

/// The sign of a share that a text has or says in words.
pub(super) fn sign(text: &str) -> Option<&'static str> {
    if let Some((_, sign)) = SIGNS.into_iter().find(|(c, _)| text.contains(*c)) {
        return Some(sign);
    }
    let letters: String = text.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    WORDS.into_iter().find(|(word, _)| letters.contains(word)).map(|(_, sign)| sign)
}

/// A share in percent with at most two decimals.
pub(super) fn percent_text(share: f64) -> SmolStr {
    format_smolstr!("{}%", two_decimals(share * 100.0))
}

/// A number with at most two decimals.
pub(super) fn two_decimals(number: f64) -> SmolStr {
    let text = format!("{number:.2}");
    match text.trim_end_matches('0').trim_end_matches('.') {
        "-0" => "0".into(),
        text => text.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::{NumberFormat, percent_text, sign};

    #[test]
    fn numbers_as_formats_show_them() {
        for (code, number, expected) in [
            // Scaled.
            ("0%", 0.85, Some("85%")),
            ("0%", 1.0, Some("100%")),
            ("0.00%", 0.1125, Some("11.25%")),
            ("0.0%", -0.005, Some("-0.5%")),
            ("0%", -0.0, Some("0%")),
            ("[Red]0%", 0.5, Some("50%")),
            ("%0", 0.5, Some("50%")),
            ("0\\ %", 0.85, Some("85%")),
            ("0\" of \"%", 0.85, Some("85%")),
            ("_-* 0%_-;-* 0%_-;_-* \"-\"??%_-;_-@_-", 0.85, Some("85%")),
            ("General%", 0.85, Some("85%")),
            ("#,##0%", 12.5, Some("1250%")),
            // Scaled otherwise.
            ("0,%", 850.0, Some("85%")),
            ("0%%", 0.85, Some("8500%%")),
            ("0%\"‰\"", 0.85, Some("85%‰")),
            // With a sign, as it is.
            ("0\" %\"", 85.0, Some("85%")),
            ("0\\%", 85.0, Some("85%")),
            ("0\\ \\%", 85.0, Some("85%")),
            ("\"% \"0", 85.0, Some("85%")),
            ("0.0\"%\"", 0.5, Some("0.5%")),
            ("0\" % of all\"", 85.0, Some("85%")),
            ("0\" per cent\"", 85.0, Some("85%")),
            ("0\"\u{a0}Per\u{a0}Cent\"", 85.0, Some("85%")),
            ("0\\ \\p\\e\\r\\c\\e\\n\\t", 85.0, Some("85%")),
            ("General\"%\"", 85.0, Some("85%")),
            ("0[$%-409]", 85.0, Some("85%")),
            ("@\" %\"", 85.0, Some("85%")),
            ("0\"%", 85.0, Some("85%")),
            ("0\"\u{ff05}\"", 85.0, Some("85%")),
            ("0‰", 85.0, Some("85‰")),
            ("0\" ‰\"", 8.5, Some("8.5‰")),
            ("0\" per mille\"", 85.0, Some("85‰")),
            // Sections.
            ("0%;-0%", -0.5, Some("-50%")),
            ("0;\"% \"0", 0.5, None),
            ("0;\"% \"0", -5.0, Some("-5%")),
            ("0%;0;0", 0.5, Some("50%")),
            ("0%;0;0", -5.0, None),
            ("0%;0;0", 0.0, None),
            ("0%;-0%;\"-\"", 0.0, Some("0%")),
            ("0%;-0%;", 0.0, Some("0%")),
            ("0;-0;\"0%\"", 0.0, Some("0%")),
            ("0%;@", -0.5, Some("-50%")),
            ("0;-0;0;@\" %\"", 5.0, None),
            ("0\";%\"", 5.0, Some("5%")),
            // Conditions.
            ("[<1]0%;0", 0.5, Some("50%")),
            ("[<1]0%;0", 5.0, None),
            ("[Red][>=1]0;[Blue]0%", 0.5, Some("50%")),
            ("[=1]0%;[<>2]0;0.0", 1.0, Some("100%")),
            ("[=1]0%;[<>2]0;0.0", 2.0, None),
            ("[<1]0%", 5.0, Some("500%")),
            ("[<x]0;0%", 0.5, Some("50%")),
            // None of it.
            ("General", 85.0, None),
            ("", 85.0, None),
            ("0", 85.0, None),
            ("#,##0.00", 85.0, None),
            ("0_%", 85.0, None),
            ("* 0\" persons\"", 85.0, None),
            ("0*%", 85.0, None),
            ("\"<\"0", 5.0, None),
            ("[", 5.0, None),
            ("\\", 5.0, None),
            (";;;", 5.0, None),
        ] {
            let text = NumberFormat::new(code).and_then(|format| format.text(number));
            assert_eq!(text.as_deref(), expected, "{code} of {number}");
        }
    }

    #[test]
    fn built_in_formats() {
        for (id, expected) in [(0, None), (9, Some("50%")), (10, Some("50%")), (11, None)] {
            let text = NumberFormat::built_in(id).and_then(|format| format.text(0.5));
            assert_eq!(text.as_deref(), expected, "{id}");
        }
    }

    #[test]
    fn signs_in_texts() {
        for (text, expected) in [("85 %", Some("%")), ("85 per cent", Some("%")), ("5 ‰", Some("‰")), ("85", None), ("persons", None)] {
            assert_eq!(sign(text), expected, "{text}");
        }
    }

    #[test]
    fn shares_are_shown_in_percent() {
        for (share, expected) in [(0.85, "85%"), (1.0, "100%"), (0.0, "0%"), (0.1125, "11.25%"), (0.3, "30%"), (-0.000_01, "0%")] {
            assert_eq!(percent_text(share), expected);
        }
    }
}
