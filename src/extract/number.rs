//! What a cell says, as a value: counts with thousands marks, bounds, ranges, shares, marks of absence, footnote marks.

use crate::ingest::{Cell, CellType};
use crate::model::{CodeId, Count, MappingLine, ObsValue, Percent};
use crate::normalize::{has_digit, normalize, split_marks};
use crate::plan::{AbsenceMark, Absences, DefaultAbsences};

/// A cell that was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Parsed {
    /// The value.
    pub(super) value: ObsValue,
    /// Whether the source calls it approximate.
    pub(super) approximate: bool,
    /// Footnote marks.
    pub(super) marks: Vec<String>,
    /// The source's own legend for a mark of absence.
    pub(super) legend: Option<String>,
    /// The line of the mark of absence.
    pub(super) mark: Option<MappingLine>,
}

impl Parsed {
    /// A kind of absence that no mark of the sheet says.
    pub(super) fn absent(absence: CodeId) -> Self {
        plain(ObsValue::Absent(absence))
    }
}

/// Why a cell was not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Misread {
    /// A mark without a digit that the layout does not declare.
    UndeclaredMark(String),
    /// Something with a digit, or of a type, that is not a count; in words.
    NotACount(String),
    /// A share where there should be a count, or the other way round; in words.
    WrongKind { found: String, expected: &'static str, remedy: &'static str },
}

/// How a layout wants cells to be read.
pub(super) struct Rules<'a> {
    /// Marks that may stand between groups of three digits.
    pub(super) thousands: &'a [char],
    /// The table's marks of absence.
    pub(super) own: &'a Absences,
    /// The layout's marks of absence.
    pub(super) general: &'a Absences,
    /// The kinds of absence without a mark.
    pub(super) gaps: &'a DefaultAbsences,
}

impl Rules<'_> {
    /// The declared meaning of a text that is not a number.
    pub(super) fn absence(&self, text: &str) -> Option<&AbsenceMark> {
        let normalized = normalize(text);
        self.own.get(&normalized).or_else(|| self.general.get(&normalized))
    }
}

/// Reads a cell; `None` is a blank one.
pub(super) fn parse(cell: Option<&Cell>, rules: &Rules<'_>) -> Result<Parsed, Misread> {
    let Some(cell) = cell else { return Ok(absent(rules, "", rules.gaps.blank)) };
    match &cell.formula {
        // A formula may well come to a blank; one without a stored value says nothing.
        Some(formula) if cell.text.is_empty() && formula.has_value => return Ok(absent(rules, "", rules.gaps.blank)),
        Some(_) if cell.text.is_empty() => return Ok(Parsed::absent(rules.gaps.no_value)),
        Some(_) | None => {}
    }
    match cell.cell_type {
        CellType::Number => match cell.text.parse::<u64>() {
            Ok(count) if count <= Count::GREATEST.get() => Ok(plain(ObsValue::Count(Count::new(count)))),
            Ok(_) => Err(too_large(&cell.text)),
            Err(_) => Err(Misread::NotACount(format!("the number {}", cell.text))),
        },
        CellType::Date => Err(Misread::NotACount(format!("the date {}", cell.text))),
        CellType::Bool => Err(Misread::NotACount(format!("the truth value {}", cell.text))),
        CellType::Error => Err(Misread::NotACount(format!("the error {}", cell.text))),
        CellType::Text => parse_text(&cell.text, rules),
    }
}

/// Reads a text.
pub(super) fn parse_text(text: &str, rules: &Rules<'_>) -> Result<Parsed, Misread> {
    if rules.absence(text).is_some() {
        return Ok(absent(rules, text, rules.gaps.no_reason));
    }
    let (body, marks) = split_marks(text);
    if rules.absence(body).is_some() {
        return Ok(Parsed { marks, ..absent(rules, body, rules.gaps.no_reason) });
    }
    if let Some((value, approximate)) = number(body, rules.thousands) {
        return Ok(Parsed { approximate, marks, ..plain(value) });
    }
    if body.len() > 15 && body.chars().all(|c| c.is_ascii_digit() || rules.thousands.contains(&c)) {
        return Err(too_large(text));
    }
    if has_digit(body) { Err(Misread::NotACount(format!("the text \"{text}\""))) } else { Err(Misread::UndeclaredMark(body.to_owned())) }
}

/// Whether a text as a whole is number-like, whatever marks the layout declares.
pub(super) fn looks_numeric(text: &str) -> bool {
    let (body, _) = split_marks(text);
    let bare = body.trim_start_matches(['-', '−', '+']);
    number(bare, &[' ', '\u{a0}', '\u{202f}', '\u{2009}', '.', ',', '\'', '’']).is_some() || bare.parse::<f64>().is_ok_and(f64::is_finite)
}

/// A number that no spreadsheet program holds exactly.
fn too_large(text: &str) -> Misread {
    Misread::WrongKind {
        found: format!("the number {text}"),
        expected: "a number up to 9 007 199 254 740 991, beyond which spreadsheet programs are not exact",
        remedy: "ask for the number, or correct it in corrections.toml with the country's answer",
    }
}

fn plain(value: ObsValue) -> Parsed {
    Parsed { value, approximate: false, marks: Vec::new(), legend: None, mark: None }
}

fn absent(rules: &Rules<'_>, text: &str, default: CodeId) -> Parsed {
    let Some(mark) = rules.absence(text) else { return Parsed::absent(default) };
    Parsed { legend: mark.legend.clone(), mark: Some(mark.at), ..plain(ObsValue::Absent(mark.code)) }
}

/// A count, bounds, a range or a share, and whether it is approximate.
fn number(text: &str, thousands: &[char]) -> Option<(ObsValue, bool)> {
    let text = text.trim();
    if let Some(rest) = text.strip_prefix(['~', '≈']) {
        return number(rest, thousands).map(|(value, _)| (value, true));
    }
    let exact = |value| Some((value, false));
    if let Some(rest) = text.strip_prefix('<') {
        let upper = whole(rest, thousands)?;
        return exact(ObsValue::Bounds { lower: Count::default(), upper: Some(upper.minus(Count::new(1))?) });
    }
    if let Some(rest) = text.strip_prefix('≤') {
        return exact(ObsValue::Bounds { lower: Count::default(), upper: Some(whole(rest, thousands)?) });
    }
    if let Some(rest) = text.strip_prefix('>') {
        return exact(ObsValue::Bounds { lower: whole(rest, thousands)?.plus(Count::new(1))?, upper: None });
    }
    if let Some(rest) = text.strip_prefix('≥') {
        return exact(ObsValue::Bounds { lower: whole(rest, thousands)?, upper: None });
    }
    if let Some(rest) = text.strip_suffix('%') {
        return exact(ObsValue::Percent(percent(rest.trim())?));
    }
    if let Some(count) = whole(text, thousands) {
        return exact(ObsValue::Count(count));
    }
    let (lower, upper) = text.split_once(['–', '—', '-'])?;
    let (lower, upper) = (whole(lower, thousands)?, whole(upper, thousands)?);
    (lower <= upper).then_some((ObsValue::Bounds { lower, upper: Some(upper) }, false))
}

/// A whole number: digits, or groups of three with one declared mark between all of them.
fn whole(text: &str, thousands: &[char]) -> Option<Count> {
    digits(text, thousands).map(Count::new).filter(|count| *count <= Count::GREATEST)
}

fn digits(text: &str, thousands: &[char]) -> Option<u64> {
    let text = text.trim();
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if digits(text) {
        return text.parse().ok();
    }
    let mark = text.chars().find(|c| !c.is_ascii_digit()).filter(|c| thousands.contains(c))?;
    let mut groups = text.split(mark);
    let first = groups.next().filter(|group| digits(group) && group.len() <= 3)?;
    let rest: Vec<&str> = groups.collect();
    let all_threes = rest.iter().all(|group| digits(group) && group.len() == 3);
    if all_threes { format!("{first}{}", rest.concat()).parse().ok() } else { None }
}

/// A decimal percentage with a point or a comma, at most two decimals.
fn percent(text: &str) -> Option<Percent> {
    let (whole_part, decimals) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if whole_part.is_empty() || !digits(whole_part) || !digits(decimals) || decimals.len() > 2 {
        return None;
    }
    let hundredths: u32 = format!("{decimals:0<2}").parse().ok()?;
    whole_part.parse::<u32>().ok()?.checked_mul(100)?.checked_add(hundredths).map(Percent)
}

#[cfg(test)]
mod tests {
    use super::{looks_numeric, number};
    use crate::model::{Count, ObsValue, Percent};

    #[test]
    fn numbers_as_written() {
        let bounds = |lower, upper: Option<u64>| ObsValue::Bounds { lower: Count::new(lower), upper: upper.map(Count::new) };
        let cases = [
            ("12", &[][..], Some((ObsValue::Count(Count::new(12)), false))),
            ("1 234", &[' '], Some((ObsValue::Count(Count::new(1234)), false))),
            ("1\u{a0}234\u{a0}567", &['\u{a0}'], Some((ObsValue::Count(Count::new(1_234_567)), false))),
            ("1.199", &['.'], Some((ObsValue::Count(Count::new(1199)), false))),
            ("1.199", &[], None),
            ("1,5", &[','], None),
            ("12 34", &[' '], None),
            ("1.234,567", &['.', ','], None),
            ("<5", &[], Some((bounds(0, Some(4)), false))),
            ("< 0", &[], None),
            ("≤5", &[], Some((bounds(0, Some(5)), false))),
            (">500", &[], Some((bounds(501, None), false))),
            ("50–100", &[], Some((bounds(50, Some(100)), false))),
            ("100-50", &[], None),
            ("85 %", &[], Some((ObsValue::Percent(Percent(8500)), false))),
            ("11,25%", &[], Some((ObsValue::Percent(Percent(1125)), false))),
            ("~500", &[], Some((ObsValue::Count(Count::new(500)), true))),
            ("-5", &[], None),
            ("12a", &[], None),
            ("", &[], None),
            ("99999999999999999999999", &[], None),
        ];
        for (text, thousands, expected) in cases {
            assert_eq!(number(text, thousands), expected, "{text}");
        }
    }

    #[test]
    fn number_like_texts() {
        for (text, expected) in [
            ("12*", true),
            ("1 234", true),
            ("-5", true),
            ("3.5", true),
            ("<5", true),
            ("2016", true),
            ("0-15 yrs", false),
            ("§ 133", false),
            ("inf", false),
        ] {
            assert_eq!(looks_numeric(text), expected, "{text}");
        }
    }
}
