//! `layout.toml` as written. The meaning of each key stands in `mappings/README.md`.
#![expect(missing_docs, reason = "the image of a file format that mappings/README.md documents key by key")]

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

/// A word, or a list of words.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl OneOrMany {
    /// As a list.
    pub fn list(&self) -> &[String] {
        match self {
            Self::One(word) => std::slice::from_ref(word),
            Self::Many(words) => words,
        }
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LayoutImage {
    pub language: Option<Spanned<String>>,
    #[serde(default)]
    pub without: Vec<Spanned<String>>,
    #[serde(default)]
    pub numbers: NumbersImage,
    #[serde(default)]
    pub absence: BTreeMap<Spanned<String>, AbsenceImage>,
    #[serde(default)]
    pub file: Vec<Spanned<FileImage>>,
    #[serde(default)]
    pub hidden: Vec<Spanned<HiddenImage>>,
    #[serde(default)]
    pub footnote: Vec<Spanned<FootnoteImage>>,
    #[serde(default)]
    pub out_of_scope: Vec<Spanned<ScopeImage>>,
    #[serde(default)]
    pub table: Vec<Spanned<TableImage>>,
    #[serde(default)]
    pub records: Vec<Spanned<RecordsImage>>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NumbersImage {
    #[serde(default)]
    pub thousands: Vec<Spanned<String>>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum AbsenceImage {
    Code(String),
    WithLegend(LegendImage),
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LegendImage {
    pub means: String,
    pub legend: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileImage {
    pub name: String,
    pub encoding: Option<Spanned<String>>,
    pub delimiter: Option<Spanned<String>>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HiddenImage {
    pub part: Spanned<String>,
    pub file: Option<String>,
    pub sheet: Option<OneOrMany>,
    pub decision: Spanned<String>,
    pub reason: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FootnoteImage {
    pub file: Option<String>,
    pub sheet: Option<OneOrMany>,
    #[serde(rename = "for")]
    pub whose: Option<Spanned<String>>,
    pub pattern: Spanned<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScopeImage {
    pub file: Option<String>,
    pub sheet: Option<OneOrMany>,
    pub text: Spanned<String>,
    pub reason: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableImage {
    pub id: Spanned<String>,
    pub file: Option<String>,
    pub sheet: Option<OneOrMany>,
    pub anchor: Spanned<String>,
    pub anchor_is: Option<Spanned<String>>,
    pub repeat: Option<Spanned<String>>,
    #[serde(default)]
    pub optional: bool,
    pub header_rows: Option<u32>,
    #[serde(default)]
    pub columns: Vec<Spanned<AxisImage>>,
    #[serde(default)]
    pub rows: Vec<Spanned<AxisImage>>,
    pub ends: Option<Spanned<String>>,
    #[serde(default)]
    pub set: BTreeMap<Spanned<String>, Spanned<String>>,
    #[serde(default)]
    pub context: Vec<Spanned<ContextImage>>,
    #[serde(default)]
    pub absence: BTreeMap<Spanned<String>, AbsenceImage>,
    #[serde(default)]
    pub skip_rows: Vec<Spanned<SkipImage>>,
    #[serde(default)]
    pub skip_columns: Vec<Spanned<SkipImage>>,
    #[serde(default)]
    pub shares: Vec<Spanned<SkipImage>>,
    #[serde(default)]
    pub missing: Vec<Spanned<MissingImage>>,
    pub cells: Option<Spanned<CellsImage>>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MissingImage {
    pub period: Spanned<String>,
    pub reason: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AxisImage {
    #[serde(default)]
    pub concepts: Vec<Spanned<String>>,
    pub only: Option<Spanned<String>>,
    pub header: Option<Spanned<String>>,
    #[serde(rename = "where")]
    pub only_where: Option<Spanned<String>>,
    pub pattern: Option<Spanned<String>>,
    #[serde(default)]
    pub fill: bool,
    pub blank: Option<Spanned<String>>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContextImage {
    pub concept: Spanned<String>,
    pub take: Spanned<String>,
    pub anchor: Option<Spanned<String>>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SkipImage {
    pub text: Spanned<String>,
    pub reason: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CellsImage {
    pub pattern: Option<Spanned<String>>,
    pub split: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordsImage {
    pub id: Spanned<String>,
    pub file: Option<String>,
    pub sheet: Option<OneOrMany>,
    #[serde(default)]
    pub missing: Vec<String>,
    #[serde(default)]
    pub set: BTreeMap<Spanned<String>, Spanned<String>>,
    pub columns: Vec<Spanned<RecordColumnImage>>,
    #[serde(default)]
    pub flags: Vec<Spanned<FlagsImage>>,
    pub counts: Vec<Spanned<Vec<String>>>,
    pub other_years: Option<String>,
    #[serde(default)]
    pub skip_columns: Vec<Spanned<SkipImage>>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordColumnImage {
    pub header: String,
    pub name: Option<String>,
    pub concept: Option<Spanned<String>>,
    pub missing: Option<Spanned<String>>,
    #[serde(default)]
    pub bands: BTreeMap<Spanned<String>, Spanned<String>>,
    #[serde(default)]
    pub keep: Vec<Spanned<String>>,
    pub reason: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FlagsImage {
    pub name: Option<String>,
    pub concept: Spanned<String>,
    pub headers: Vec<Spanned<String>>,
    #[serde(default = "one")]
    pub yes: Vec<String>,
    #[serde(default = "zero")]
    pub no: Vec<String>,
    pub several: Spanned<String>,
    pub mix: Option<Spanned<String>>,
    pub none: Option<Spanned<String>>,
}

fn one() -> Vec<String> {
    vec!["1".to_owned()]
}

fn zero() -> Vec<String> {
    vec!["0".to_owned()]
}
