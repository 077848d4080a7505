//! From `[[records]]` as written to its meaning, with a finding for each word that has none.

use toml::Spanned;

use super::layout_build::{Builder, globs, globs_one};
use super::matcher::Matcher;
use super::records::{Band, RecordColumn, RecordKind, RecordRule, Several};
use super::word_concept::WordConcept;
use crate::diag::codes;
use crate::model::{CodeId, Concept, MappingLine, Name};
use crate::schema::{FlagsImage, RecordColumnImage, RecordsImage};

/// Columns that take part in counting, at most: their classes are one key of 16 bytes.
const COLUMNS: usize = 8;

impl Builder<'_> {
    /// A kind of record files. If something of it has no meaning, it must not be used: counted without that, rows would be too many or too few.
    pub(super) fn records(&mut self, spanned: &Spanned<RecordsImage>) -> RecordRule {
        let image = spanned.get_ref();
        let mut columns: Vec<RecordColumn> = image.columns.iter().filter_map(|column| self.record_column(column)).collect();
        columns.extend(image.flags.iter().filter_map(|flags| self.record_flags(flags)));
        for (i, column) in columns.iter().enumerate() {
            if columns.iter().take(i).any(|other| other.name == column.name) {
                let found = format!("two columns with the name \"{}\"", column.name);
                self.report(codes::KEY_DUPLICATE, &image.id, found, "a name of its own for each: name = \"…\"");
            }
        }
        if columns.len() > COLUMNS {
            let found = format!("{} columns and groups of flags", columns.len());
            self.report(codes::VALUE_INVALID, &image.id, found, "at most eight");
        }
        if image.counts.is_empty() {
            self.report(codes::VALUE_INVALID, &image.id, "records without a count".to_owned(), "at least one; [] is the total");
        }
        if columns.iter().filter(|column| column.concept == Some(WordConcept::Period)).count() > 1 {
            self.report(codes::VALUE_INVALID, &image.id, "two columns of periods".to_owned(), "one column, or a period under set");
        }
        let counts = image.counts.iter().filter_map(|count| self.record_count(count, &columns)).collect();
        let (set, period) = self.set(&image.set);
        RecordRule {
            id: Name::from(image.id.get_ref().as_str()),
            file: globs_one(image.file.as_ref()),
            sheet: globs(image.sheet.as_ref()),
            missing: image.missing.clone(),
            columns,
            set,
            period,
            counts,
            other_years: image.other_years.clone(),
            skip_columns: image.skip_columns.iter().filter_map(|skip| self.skip(skip)).collect(),
            at: self.at(&image.id),
        }
    }

    fn record_column(&mut self, spanned: &Spanned<RecordColumnImage>) -> Option<RecordColumn> {
        let image = spanned.get_ref();
        let at = self.at(spanned);
        let concept = match &image.concept {
            Some(word) => Some(self.record_concept(word)?),
            None => None,
        };
        let kind = match (concept, image.keep.as_slice(), &image.reason) {
            (None, [_, ..], Some(reason)) => {
                let words: Vec<Matcher> = image.keep.iter().filter_map(|word| self.matcher(word)).collect();
                RecordKind::Keep { words, reason: reason.clone() }
            }
            (Some(_), [], None) if image.bands.is_empty() => RecordKind::Words,
            (Some(WordConcept::Coded(concept)), [], None) => RecordKind::Bands(self.bands(image, concept)),
            _ => {
                let expected =
                    "a concept, with bands where it is coded; or keep with a reason, for a column that only says which rows count";
                self.report(codes::VALUE_INVALID, spanned, format!("the column \"{}\"", image.header), expected);
                return None;
            }
        };
        let missing = match (&image.missing, concept) {
            (Some(code), Some(WordConcept::Coded(concept))) => Some(self.coded(code, concept)?),
            (Some(code), _) => {
                self.report(
                    codes::VALUE_INVALID,
                    code,
                    "a code for a column without a code list".to_owned(),
                    "missing only with a coded concept",
                );
                return None;
            }
            (None, _) => None,
        };
        let name = image.name.clone().unwrap_or_else(|| concept.map_or_else(|| image.header.clone(), |concept| concept.word().to_owned()));
        Some(RecordColumn { name, headers: vec![image.header.clone()], concept, missing, kind, at })
    }

    fn bands(&mut self, image: &RecordColumnImage, concept: Concept) -> Vec<Band> {
        let mut bands: Vec<Band> = Vec::new();
        for (word, code) in &image.bands {
            let Some((code, _)) = self.coded(code, concept) else { continue };
            let text = word.get_ref();
            let limits = text.split_once('-').and_then(|(from, to)| {
                let to = if to.is_empty() { None } else { Some(to.trim().parse::<u32>().ok()?) };
                Some((from.trim().parse::<u32>().ok()?, to))
            });
            let Some((from, to)) = limits.filter(|(from, to)| to.is_none_or(|to| *from <= to)) else {
                self.report(codes::VALUE_INVALID, word, format!("the band \"{text}\""), "such as 0-17, or 18- without an end");
                continue;
            };
            let meets = |other: &&Band| other.to.is_none_or(|end| from <= end) && to.is_none_or(|end| other.from <= end);
            if let Some(other) = bands.iter().find(meets) {
                let found = format!("the bands \"{}\" and \"{text}\" have a number in common", other.word);
                self.report(codes::VALUE_INVALID, word, found, "bands that do not meet");
            }
            let at = self.at(word);
            bands.push(Band { word: text.clone(), from, to, code, at });
        }
        bands
    }

    fn record_flags(&mut self, spanned: &Spanned<FlagsImage>) -> Option<RecordColumn> {
        let image = spanned.get_ref();
        let at = self.at(spanned);
        let Some(WordConcept::Coded(concept)) = self.record_concept(&image.concept) else {
            self.report(
                codes::VALUE_INVALID,
                &image.concept,
                format!("flags of \"{}\"", image.concept.get_ref()),
                "a concept with a code list",
            );
            return None;
        };
        let mix = match &image.mix {
            Some(code) => Some(self.coded(code, concept)?),
            None => None,
        };
        let several = match (image.several.get_ref().as_str(), mix) {
            ("main", None) => Several::Main,
            ("every", None) => Several::Every,
            ("mix", Some((code, at))) => Several::Mix(code, at),
            (word, _) => {
                let expected = "main, every, or mix with the code that mix = \"…\" names";
                self.report(codes::VALUE_INVALID, &image.several, format!("several = \"{word}\""), expected);
                return None;
            }
        };
        if image.headers.len() < 2 {
            self.report(codes::VALUE_INVALID, spanned, "flags of fewer than two columns".to_owned(), "two headers and more");
        }
        let missing = match &image.none {
            Some(code) => Some(self.coded(code, concept)?),
            None => None,
        };
        Some(RecordColumn {
            name: image.name.clone().unwrap_or_else(|| image.concept.get_ref().clone()),
            headers: image.headers.iter().map(|header| header.get_ref().clone()).collect(),
            concept: Some(WordConcept::Coded(concept)),
            missing,
            kind: RecordKind::Flags { yes: image.yes.clone(), no: image.no.clone(), several },
            at,
        })
    }

    fn coded(&mut self, code: &Spanned<String>, concept: Concept) -> Option<(CodeId, MappingLine)> {
        let known = self.lists.get(concept, code.get_ref());
        if known.is_none() {
            let hint = self.lists.hint(concept);
            self.report(codes::CODE_UNKNOWN, code, format!("the code \"{}\"", code.get_ref()), &hint);
        }
        known.map(|known| (known, self.at(code)))
    }

    /// The places of the columns of a count, each of another dimension.
    fn record_count(&mut self, count: &Spanned<Vec<String>>, columns: &[RecordColumn]) -> Option<Vec<usize>> {
        let mut places = Vec::new();
        let mut concepts: Vec<WordConcept> = Vec::new();
        for name in count.get_ref() {
            let place = columns.iter().position(|column| column.name == *name);
            let concept = place.and_then(|place| columns.get(place)).and_then(|column| column.concept);
            let is_dimension = |concept: &WordConcept| match concept {
                WordConcept::Coded(concept) => concept.is_dimension(),
                WordConcept::Detail(_) => true,
                WordConcept::Period | WordConcept::Footnote => false,
            };
            match (place, concept.filter(is_dimension)) {
                (Some(place), Some(concept)) if !concepts.contains(&concept) => {
                    concepts.push(concept);
                    places.push(place);
                }
                _ => {
                    let expected = "names of columns that are dimensions, each dimension once; rows are always counted by period, and by area where a column names it";
                    self.report(codes::VALUE_INVALID, count, format!("\"{name}\" in a count"), expected);
                    return None;
                }
            }
        }
        // Whatever rows are counted by, it is within an area.
        let of_area = columns.iter().position(|column| column.concept.is_some_and(WordConcept::is_area));
        places.extend(of_area.filter(|place| !places.contains(place)));
        Some(places)
    }
}
