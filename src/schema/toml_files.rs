//! The TOML files beside layout.toml as written: facts, corrections, answers, rounds, rules and dimensions.
#![expect(missing_docs, reason = "the image of file formats that mappings/README.md documents key by key")]

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::layout::OneOrMany;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ComparabilityImage {
    #[serde(default)]
    pub fact: Vec<Spanned<FactImage>>,
    #[serde(default)]
    pub not_stated: Vec<Spanned<NotStatedImage>>,
    #[serde(default, rename = "break")]
    pub breaks: Vec<Spanned<BreakImage>>,
    #[serde(default)]
    pub caveat: Vec<Spanned<CaveatImage>>,
    #[serde(default)]
    pub revision: Vec<Spanned<RevisionImage>>,
    #[serde(default)]
    pub without: Vec<Spanned<String>>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RevisionImage {
    pub measure: OneOrMany,
    #[serde(default)]
    pub areas: Vec<Spanned<String>>,
    pub cause: Spanned<String>,
    pub what: String,
    pub valid_from: Option<u16>,
    pub valid_to: Option<u16>,
    pub source: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FactImage {
    pub measure: OneOrMany,
    #[serde(default)]
    pub areas: Vec<Spanned<String>>,
    pub concept: Spanned<String>,
    pub value: Spanned<String>,
    pub valid_from: Option<u16>,
    pub valid_to: Option<u16>,
    pub source: String,
    pub comment: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotStatedImage {
    pub measure: OneOrMany,
    #[serde(default)]
    pub areas: Vec<Spanned<String>>,
    pub concepts: Vec<Spanned<String>>,
    pub valid_from: Option<u16>,
    pub valid_to: Option<u16>,
    pub source: String,
    pub comment: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BreakImage {
    pub measure: OneOrMany,
    #[serde(default)]
    pub areas: Vec<Spanned<String>>,
    pub from: u16,
    pub what: String,
    pub affects: Spanned<String>,
    pub source: String,
    pub comment: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaveatImage {
    pub measure: OneOrMany,
    #[serde(default)]
    pub areas: Vec<Spanned<String>>,
    pub reason: Option<Spanned<String>>,
    pub severity: Option<Spanned<String>>,
    pub text: String,
    pub valid_from: Option<u16>,
    pub valid_to: Option<u16>,
    #[serde(default, rename = "where")]
    pub only: BTreeMap<Spanned<String>, Vec<Spanned<String>>>,
    pub source: String,
    pub comment: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CorrectionsImage {
    #[serde(default)]
    pub correction: Vec<Spanned<CorrectionImage>>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CorrectionImage {
    pub file: String,
    pub sheet: String,
    pub cell: Spanned<String>,
    pub expects: String,
    pub becomes: String,
    pub reason: String,
    pub source: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AcceptedImage {
    #[serde(default)]
    pub accepted: Vec<Spanned<AcceptanceImage>>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AcceptanceImage {
    pub finding: Spanned<String>,
    pub about: Option<String>,
    pub file: String,
    pub sheet: Option<String>,
    pub cell: Option<Spanned<String>>,
    pub value: String,
    pub reason: String,
    pub who: String,
    pub date: Spanned<String>,
    pub until: Spanned<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoundsImage {
    pub revision_policy: Option<Spanned<String>>,
    #[serde(default)]
    pub round: Vec<Spanned<RoundImage>>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoundImage {
    pub id: Spanned<String>,
    pub status: Option<Spanned<String>>,
    pub asked: Option<Spanned<String>>,
    pub due: Option<Spanned<String>>,
    pub consultation: Option<Spanned<String>>,
    pub closed: Option<Spanned<String>>,
    pub published: Option<Spanned<String>>,
    pub title: Option<String>,
    pub remark: Option<String>,
    pub agency: Option<Spanned<String>>,
    #[serde(default)]
    pub licences: Vec<Spanned<String>>,
    pub suppress_below: Option<Spanned<u64>>,
    pub years: Vec<u16>,
    #[serde(default)]
    pub parts_of_years: bool,
    pub areas: Vec<Spanned<String>>,
    #[serde(default)]
    pub senders: Vec<Spanned<String>>,
    #[serde(default)]
    pub sources_public: bool,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RulesImage {
    #[serde(default)]
    pub levels: BTreeMap<Spanned<String>, Spanned<String>>,
    #[serde(default)]
    pub rules: BTreeMap<Spanned<String>, Spanned<String>>,
    #[serde(default)]
    pub thresholds: BTreeMap<Spanned<String>, u64>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DimensionsImage {
    pub id: Spanned<String>,
    #[serde(default)]
    pub schemes: Vec<Spanned<String>>,
    #[serde(default)]
    pub dimension: Vec<Spanned<DimensionImage>>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ElementImage {
    pub column: Spanned<String>,
    pub list: Spanned<String>,
    #[serde(default)]
    pub needed: bool,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is a key of the file")]
pub struct DimensionImage {
    pub column: Spanned<String>,
    pub word: Option<Spanned<String>>,
    pub list: Option<Spanned<String>>,
    pub name: Spanned<String>,
    pub about: String,
    pub role: Option<Spanned<String>>,
    pub default: Option<Spanned<String>>,
    #[serde(default)]
    pub splits: bool,
    #[serde(default)]
    pub of_records: bool,
    #[serde(default)]
    pub countries: bool,
    #[serde(default)]
    pub bands: bool,
    #[serde(default)]
    pub pools: bool,
    #[serde(default)]
    pub numbered: bool,
    pub unlisted: Option<Spanned<String>>,
    pub exclusive: Option<Spanned<String>>,
    pub detail_of: Option<Spanned<String>>,
    #[serde(default)]
    pub elements: Vec<ElementImage>,
    pub sdmx: Option<Spanned<String>>,
    pub classification: Option<String>,
}
