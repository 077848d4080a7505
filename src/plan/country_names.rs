//! Country names in the languages of the region, from CLDR (Unicode, through ICU4X).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use icu_experimental::displaynames::multi::RegionDisplayNames;
use icu_experimental::displaynames::{DisplayNamesOptions, Style};
use icu_locale_core::Locale;
use icu_locale_core::subtags::Region;

use crate::normalize::normalize;

/// Codes of CLDR that ISO 3166-1 does not have: exceptional reservations, groupings, pseudo-locales.
const NOT_ISO: [&str; 14] = ["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"];

/// Folded name → code; `None` where two codes share the name.
type Index = BTreeMap<String, Option<&'static str>>;

/// Names of countries and regions in one language and in English.
#[derive(Clone, Debug, Default)]
pub struct CountryNames {
    own: Arc<Index>,
    english: Arc<Index>,
}

/// What is the same for several areas is worked out once.
static ENGLISH: LazyLock<Arc<Index>> = LazyLock::new(|| Arc::new(index("en").unwrap_or_default()));
static REGIONS: LazyLock<Vec<(String, Region)>> = LazyLock::new(|| regions().collect());

impl CountryNames {
    /// The names in a language (BCP 47); `None` when the tag is none, or CLDR has no names in it.
    pub fn new(language: &str) -> Option<Self> {
        let own = if language == "en" { Arc::clone(&ENGLISH) } else { Arc::new(index(language)?) };
        Some(Self { own, english: Arc::clone(&ENGLISH) })
    }

    /// The ISO or M49 code whose name this is, in the language first, then in English. A name of two codes is none.
    pub fn find(&self, name: &str) -> Option<&str> {
        let normalized = normalize(name);
        *self.own.get(&normalized).or_else(|| self.english.get(&normalized))?
    }

    /// The ISO 3166-1 alpha-2 codes that CLDR names.
    pub fn iso_codes() -> BTreeSet<String> {
        Self::english_names().into_iter().map(|(code, _)| code).collect()
    }

    /// English names of ISO 3166-1 alpha-2 codes, in order of code.
    pub fn english_names() -> Vec<(String, String)> {
        let Some(names) = display_names("en", None) else { return Vec::new() };
        let pair = |(code, region): (String, Region)| names.of(region).map(|name| (code, name.to_owned()));
        regions().filter(|(code, _)| code.len() == 2).filter_map(pair).collect()
    }
}

fn display_names(language: &str, style: Option<Style>) -> Option<RegionDisplayNames> {
    let locale: Locale = language.parse().ok()?;
    let mut options = DisplayNamesOptions::default();
    options.style = style;
    RegionDisplayNames::try_new(locale.into(), options).ok()
}

/// All two-letter and three-digit codes that could be regions, those outside ISO and M49 left out.
fn regions() -> impl Iterator<Item = (String, Region)> {
    let letters = ('A'..='Z').flat_map(|a| ('A'..='Z').map(move |b| format!("{a}{b}")));
    let digits = (1..1000).map(|n| format!("{n:03}"));
    letters.chain(digits).filter(|code| !NOT_ISO.contains(&code.as_str())).filter_map(|code| code.parse().ok().map(|region| (code, region)))
}

fn index(language: &str) -> Option<Index> {
    let long = display_names(language, None)?;
    let short = display_names(language, Some(Style::Short))?;
    let mut names = Index::new();
    for (code, region) in &*REGIONS {
        let [long, short] = [long.of(*region), short.of(*region)];
        let both: BTreeSet<String> = [long, short.filter(|short| Some(*short) != long)].into_iter().flatten().map(normalize).collect();
        for name in both {
            names.entry(name).and_modify(|other| *other = None).or_insert(Some(code));
        }
    }
    (!names.is_empty()).then_some(names)
}

#[cfg(test)]
mod tests {
    use super::CountryNames;

    #[test]
    fn names_in_several_scripts_and_in_english() {
        for (language, name, code) in [
            ("ru", "Украина", Some("UA")),
            ("is", "Rúmenía", Some("RO")),
            ("lt", "romania", Some("RO")),
            ("de", "VEREINIGTES KÖNIGREICH", Some("GB")),
            ("nb", "Asia", Some("142")),
            ("fi", "Atlantis", None),
            ("fi", "", None),
        ] {
            assert_eq!(CountryNames::new(language).unwrap().find(name), code, "{language} {name}");
        }
        assert!(CountryNames::new("not a tag").is_none());
    }

    #[test]
    fn iso_codes_are_countries() {
        let codes = CountryNames::iso_codes();
        assert!(codes.contains("NA") && codes.contains("XK"), "Namibia is a code, and so is the user-assigned one that CLDR has");
        assert!(!codes.contains("EU") && !codes.contains("142") && codes.len() > 240 && codes.len() < 260, "{}", codes.len());
    }
}
