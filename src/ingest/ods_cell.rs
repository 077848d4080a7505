//! One cell of an `OpenDocument` spreadsheet: what it holds, by its type, its value and the text that it shows.

use smol_str::{SmolStr, ToSmolStr, format_smolstr};

use super::cell_text::{float_text, text_cell};
use super::extras::superscript;
use super::grid::CellType;
use super::number_format::{percent_text, sign, two_decimals};
use super::ods_xml::{Space, count, value};
use super::refusal::Refusal;

/// A cell as it comes by.
#[derive(Debug, Default)]
pub(super) struct OdsCell {
    pub(super) repeat: u32,
    pub(super) rows_spanned: u32,
    pub(super) columns_spanned: u32,
    /// Its formula, without what stands before the equals sign.
    pub(super) formula: Option<String>,
    value_type: String,
    /// What its own attribute says that holds the value, and whether that is said to be a number, a date …
    value: Option<(Stored, String)>,
    /// Whether the program that wrote it says that it shows an error.
    is_error: bool,
    text: Words,
    note: Words,
    has_superscript: bool,
}

/// The attribute that holds a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stored {
    Number,
    Date,
    Time,
    Bool,
    Text,
}

impl Stored {
    fn belongs_to(self, value_type: &str) -> bool {
        match value_type {
            "float" | "percentage" | "currency" => self == Self::Number,
            "date" => self == Self::Date,
            "time" => self == Self::Time,
            "boolean" => self == Self::Bool,
            "string" => self == Self::Text,
            _ => false,
        }
    }
}

const STORED: [(&str, Stored); 5] = [
    ("value", Stored::Number),
    ("date-value", Stored::Date),
    ("time-value", Stored::Time),
    ("boolean-value", Stored::Bool),
    ("string-value", Stored::Text),
];

/// Texts by which spreadsheet programs show an error.
const ERRORS: [&str; 10] = ["#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!", "#CALC!"];

impl OdsCell {
    pub(super) fn new(attributes: &[((Space, &str), String)]) -> Result<Self, Refusal> {
        // OpenOffice.org 1 has values in the namespace of tables.
        let office = |local: &'static str| value(attributes, (Space::Office, local)).or_else(|| value(attributes, (Space::Table, local)));
        let value_type = office("value-type").unwrap_or_default();
        let stored = |(name, stored): (&'static str, Stored)| {
            office(name).filter(|text| !text.trim().is_empty()).map(|text| (stored, text.to_owned()))
        };
        let own = STORED.into_iter().filter(|(_, stored)| stored.belongs_to(value_type)).find_map(stored);
        Ok(Self {
            repeat: count(attributes, "number-columns-repeated")?,
            rows_spanned: count(attributes, "number-rows-spanned")?,
            columns_spanned: count(attributes, "number-columns-spanned")?,
            formula: value(attributes, (Space::Table, "formula")).map(|f| f.split_once('=').map_or(f, |(_, rest)| rest).to_owned()),
            value_type: value_type.to_owned(),
            // A text without an attribute of its own is what the cell shows.
            value: if value_type == "string" { own } else { own.or_else(|| STORED.into_iter().find_map(stored)) },
            is_error: value(attributes, (Space::Calc, "value-type")) == Some("error"),
            ..Self::default()
        })
    }

    pub(super) fn begin_paragraph(&mut self, in_note: bool) {
        let words = if in_note { &mut self.note } else { &mut self.text };
        words.begin_paragraph();
    }

    /// Adds text of a paragraph; `raised`: digits are superscripts.
    pub(super) fn push(&mut self, text: &str, in_note: bool, raised: bool) {
        if in_note {
            self.note.push(text);
        } else if raised && text.chars().any(|c| c.is_ascii_digit()) {
            self.has_superscript = true;
            self.text.push(&superscript(text));
        } else {
            self.text.push(text);
        }
    }

    /// Adds blanks that are kept as they are.
    pub(super) fn push_fixed(&mut self, text: &str, in_note: bool) {
        let words = if in_note { &mut self.note } else { &mut self.text };
        words.text.push_str(text);
    }

    pub(super) fn note(&self) -> &str {
        self.note.text.trim()
    }

    /// Whether the file says what the cell's formula gives.
    pub(super) fn has_value(&self) -> bool {
        !self.value_type.is_empty() || self.value.is_some() || !self.shown().is_empty()
    }

    fn shown(&self) -> &str {
        self.text.text.trim()
    }

    /// What the cell holds; `None` for an empty one. A cell that says no type, or no value of its type, holds the text that it shows.
    pub(super) fn content(&self) -> Option<(SmolStr, CellType)> {
        let shown = self.shown();
        if !shown.is_empty() {
            // A stored value does not have the error that the cell shows.
            let may_be = self.formula.is_some() || !matches!(self.value, None | Some((Stored::Text, _)));
            if self.is_error || (may_be && (ERRORS.contains(&shown) || is_error_number(shown))) {
                return Some((shown.into(), CellType::Error));
            }
            if self.has_superscript || (self.formula.is_some() && shown.starts_with('#')) {
                return text_cell(shown);
            }
        }
        let Some((stored, value)) = &self.value else { return text_cell(shown) };
        let value = value.trim();
        match stored {
            Stored::Number => match value.parse::<f64>().ok().filter(|number| number.is_finite()) {
                Some(number) => self.share(number).or_else(|| Some((float_text(number), CellType::Number))),
                None => text_cell(value),
            },
            Stored::Date => Some((value.to_smolstr(), CellType::Date)),
            Stored::Bool if value.eq_ignore_ascii_case("true") => Some(("TRUE".into(), CellType::Bool)),
            Stored::Bool if value.eq_ignore_ascii_case("false") => Some(("FALSE".into(), CellType::Bool)),
            Stored::Time | Stored::Bool | Stored::Text => text_cell(value),
        }
    }

    /// The text of a number that is a share by its type or by what the cell shows.
    fn share(&self, number: f64) -> Option<(SmolStr, CellType)> {
        let shown = self.shown();
        match sign(shown) {
            Some(sign) if shown.contains(sign) => text_cell(shown),
            _ if self.value_type == "percentage" => text_cell(&percent_text(number)),
            // Words multiply no number, nor do signs of other scripts that stand in quotes.
            Some(sign) => text_cell(&format_smolstr!("{}{sign}", two_decimals(number))),
            None => None,
        }
    }
}

/// `Err:502`, as `LibreOffice` shows errors that have no name.
fn is_error_number(shown: &str) -> bool {
    shown.strip_prefix("Err:").is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

/// Paragraphs as a reader sees them: runs of white space are one blank, and none begins a paragraph (ODF 1.2, 6.1.2).
#[derive(Debug, Default)]
struct Words {
    text: String,
    is_begun: bool,
}

impl Words {
    fn begin_paragraph(&mut self) {
        if self.is_begun {
            self.text.push('\n');
        }
        self.is_begun = true;
    }

    fn push(&mut self, text: &str) {
        for c in text.chars() {
            if !matches!(c, ' ' | '\t' | '\r' | '\n') {
                self.text.push(c);
            } else if !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
                self.text.push(' ');
            }
        }
    }
}
