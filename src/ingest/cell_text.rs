//! What a cell shows, by its value and its format.

use calamine::{Data, DataRef, ExcelDateTime};
use smol_str::{SmolStr, ToSmolStr, format_smolstr};

use super::grid::CellType;
use super::number_format::NumberFormat;

/// What a cell shows by its format: `0.85` may be `85%`, and `1` no count of one.
pub(super) fn shown_by(value: &DataRef<'_>, format: Option<&NumberFormat>) -> Option<(SmolStr, CellType)> {
    let number = match value {
        DataRef::Float(n) => Some(*n),
        DataRef::Int(n) => number(&Data::Int(*n)),
        _ => None,
    };
    percentage(number, format).or_else(|| shown(value))
}

/// A number that a format shows as a percentage, as it is shown.
pub(super) fn percentage(number: Option<f64>, format: Option<&NumberFormat>) -> Option<(SmolStr, CellType)> {
    format?.text(number?).map(|text| (text, CellType::Text))
}

pub(super) fn number(value: &Data) -> Option<f64> {
    match value {
        #[expect(clippy::cast_precision_loss, reason = "no share has so many digits")]
        Data::Int(n) => Some(*n as f64),
        Data::Float(n) => Some(*n),
        _ => None,
    }
}

pub(super) fn content(value: &Data) -> Option<(SmolStr, CellType)> {
    match value {
        Data::Int(n) => Some((whole(*n), CellType::Number)),
        Data::Float(n) => Some((float_text(*n), CellType::Number)),
        Data::String(text) | Data::DurationIso(text) => text_cell(text),
        Data::Bool(b) => Some((if *b { "TRUE" } else { "FALSE" }.into(), CellType::Bool)),
        Data::DateTime(date) => Some((date_text(date).into(), CellType::Date)),
        Data::DateTimeIso(text) => Some((text.into(), CellType::Date)),
        Data::Error(error) => Some((error.to_smolstr(), CellType::Error)),
        Data::Empty => None,
    }
}

/// What a cell shows and its stored type; `None` for an empty one.
pub fn shown(value: &DataRef<'_>) -> Option<(SmolStr, CellType)> {
    match value {
        DataRef::SharedString(text) => text_cell(text),
        DataRef::Int(n) => content(&Data::Int(*n)),
        DataRef::Float(n) => content(&Data::Float(*n)),
        DataRef::String(text) | DataRef::DurationIso(text) => text_cell(text),
        DataRef::Bool(b) => content(&Data::Bool(*b)),
        DataRef::DateTime(date) => content(&Data::DateTime(*date)),
        DataRef::DateTimeIso(text) => content(&Data::DateTimeIso(text.clone())),
        DataRef::Error(error) => content(&Data::Error(error.clone())),
        DataRef::Empty => None,
    }
}

pub(super) fn text_cell(text: &str) -> Option<(SmolStr, CellType)> {
    let trimmed = text.trim();
    (!trimmed.is_empty()).then(|| (trimmed.into(), CellType::Text))
}

/// A whole number without decimals, anything else in its shortest exact form.
pub(super) fn float_text(number: f64) -> SmolStr {
    // Below 2⁵³ a whole f64 is a whole number and nothing else; `{}` of one has no decimal point, and is exact.
    #[expect(clippy::cast_possible_truncation, reason = "checked to be whole and small")]
    if number.fract() == 0.0 && number.abs() < 9e15 { whole(number as i64) } else { format_smolstr!("{number}") }
}

fn whole(number: i64) -> SmolStr {
    itoa::Buffer::new().format(number).into()
}

fn date_text(date: &ExcelDateTime) -> String {
    let (year, month, day, ..) = date.to_ymd_hms_milli();
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::float_text;

    #[test]
    fn whole_floats_are_whole() {
        for (number, expected) in [(12.0, "12"), (-0.0, "0"), (0.5, "0.5"), (1e15, "1000000000000000")] {
            assert_eq!(float_text(number), expected);
        }
    }
}
