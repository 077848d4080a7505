//! The order of columns and keys: that of the manual, which is that of the types they are read into.

use serde::de::{DeserializeOwned, Deserializer, Error as _, Visitor, value::Error};
use serde::forward_to_deserialize_any;

use crate::schema::columns::{ARTICLES, CODE_LIST, CROSSWALK, MEANINGS, PUBLISHED_COLUMNS};
use crate::schema::{
    AcceptanceImage, BreakImage, CaveatImage, CorrectionImage, DimensionImage, DimensionsImage, FactImage, FileImage, FootnoteImage,
    HiddenImage, LayoutImage, NotStatedImage, NumbersImage, RecordsImage, RevisionImage, RoundImage, ScopeImage, TableImage,
};

/// So many columns of `articles.csv` say what an article is mapped to, and when; those of the decision come after the elements.
const MAPPED: usize = 10;

/// The places of a table's columns in their order; columns that nobody knows come last, as they stand.
pub(super) fn columns(form: &str, names: &[String]) -> Vec<usize> {
    let [first, last] = match form {
        "crosswalk" => [&CROSSWALK[..], &[]],
        // Between the two stand the elements of offences, and the dimensions, as they are.
        "articles" => {
            let (mapped, decided) = ARTICLES.split_at(MAPPED);
            [mapped, decided]
        }
        "meanings" => {
            let (mapped, source) = MEANINGS.split_at(MEANINGS.len() - 1);
            [mapped, source]
        }
        "published" => PUBLISHED_COLUMNS,
        _ => [&CODE_LIST[..], &[]],
    };
    let order = |name: &str| {
        let place = |known: &[&str]| known.iter().position(|column| *column == name);
        place(first).or_else(|| place(last).map(|place| first.len() + 1 + place)).unwrap_or(first.len())
    };
    let mut places: Vec<usize> = (0..names.len()).collect();
    places.sort_by_key(|i| names.get(*i).map_or(first.len(), |name| order(name)));
    places
}

/// The columns by which records of a block are brought together, the first one first. The order of a code list is its own.
pub(super) fn together(form: &str) -> &'static [&'static str] {
    match form {
        "crosswalk" => &["concept", "label", "table"],
        "articles" => &["article"],
        "published" => &["code"],
        _ => &[],
    }
}

/// The keys of a part of a TOML file in their order; none where they are words of the steward.
pub(super) fn keys(form: &str, part: &str) -> &'static [&'static str] {
    match (form, part) {
        ("layout", "") => fields::<LayoutImage>(),
        ("layout", "numbers") => fields::<NumbersImage>(),
        ("layout", "file") => fields::<FileImage>(),
        ("layout", "hidden") => fields::<HiddenImage>(),
        ("layout", "footnote") => fields::<FootnoteImage>(),
        ("layout", "out_of_scope") => fields::<ScopeImage>(),
        ("layout", "table") => fields::<TableImage>(),
        ("layout", "records") => fields::<RecordsImage>(),
        ("comparability", "fact") => fields::<FactImage>(),
        ("comparability", "not_stated") => fields::<NotStatedImage>(),
        ("comparability", "break") => fields::<BreakImage>(),
        ("comparability", "caveat") => fields::<CaveatImage>(),
        ("comparability", "revision") => fields::<RevisionImage>(),
        ("corrections", "correction") => fields::<CorrectionImage>(),
        ("accepted", "accepted") => fields::<AcceptanceImage>(),
        ("rounds", "round") => fields::<RoundImage>(),
        ("dimensions", "") => fields::<DimensionsImage>(),
        ("dimensions", "dimension") => fields::<DimensionImage>(),
        _ => &[],
    }
}

/// The keys of an image as serde knows them.
fn fields<T: DeserializeOwned>() -> &'static [&'static str] {
    let mut asked: &'static [&'static str] = &[];
    // Always an error: it is asked for its fields and given nothing.
    let _ = T::deserialize(Fields(&mut asked));
    asked
}

struct Fields<'f>(&'f mut &'static [&'static str]);

impl<'de> Deserializer<'de> for Fields<'_> {
    type Error = Error;

    fn deserialize_struct<V: Visitor<'de>>(self, _: &'static str, fields: &'static [&'static str], _: V) -> Result<V::Value, Error> {
        *self.0 = fields;
        Err(Error::custom("only its fields were asked for"))
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        Err(Error::custom("no struct"))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct newtype_struct seq tuple
        tuple_struct map enum identifier ignored_any
    }
}
