//! `dimensions.toml`: the dimensions of a figure, checked.

use std::collections::BTreeMap;

use toml::Spanned;

use crate::diag::{Finding, Findings, Location, codes};
use crate::model::{DataStructure, DeclaredDimension, DimensionRole, Exclusive, MOST_DIMENSIONS, MappingLine, Unlisted};
use crate::schema::{DimensionImage, DimensionsImage, Positioned, Table};

/// Columns that the outputs put beside the dimensions: no dimension may have such a name (`outputs::no_dimension_can_have_the_name_of_another_column`).
#[rustfmt::skip]
pub const RESERVED_COLUMNS: &[&str] = &[
    "REF_AREA", "TIME_PERIOD", "FREQ", "OBS_VALUE", "LOWER", "UPPER", "UNIT_MEASURE", "ABSENCE", "SOURCE_STATUS", "OBS_STATUS",
    "CONF_STATUS", "COMPAR_BETWEEN", "COMPAR_TIME", "COMPAR_SUM", "COMPARABILITY", "LABEL", "ARTICLE_LABEL", "AS_SHOWN", "SOURCE_REF",
    "MAPPING_REF", "PREDICATES", "FOOTNOTES", "COMMENT_OBS", "OBJECT", "KEY", "AREAS", "STRUCTURE", "STRUCTURE_ID", "ACTION", "AREA_A",
    "AREA_B", "MEASURE_A", "MEASURE_B", "LEVEL", "REASONS", "DETAILS", "SIZE", "COMPLETENESS", "MEMBERS", "CONSTANT_AREAS",
    "CONSTANT_LOWER", "CONSTANT_UPPER", "CONTRIBUTIONS", "DERIVED", "LEFT_OUT", "FIGURES",
];

/// Words of mapping files that mean something else.
const RESERVED_WORDS: [&str; 15] = [
    "period", "footnote", "level", "code", "words", "value", "source", "reading", "area", "by", "plus", "without", "comment", "label",
    "table",
];

/// The structure that a `dimensions.toml` declares. What is wrong with it is a finding; `None` when without that there is no key.
pub(super) fn build(
    file: &Positioned<DimensionsImage>,
    tables: &BTreeMap<String, Table>,
    findings: &mut Findings,
) -> Option<&'static DataStructure> {
    let mut found = Findings::default();
    let mut builder = Builder { file, findings: &mut found };
    if !is_identifier(file.image.id.get_ref()) {
        builder.wrong(&file.image.id, "id", "an identifier of SDMX: a capital letter, then capital letters, digits and _");
    }
    let declared: Vec<DeclaredDimension> = file.image.dimension.iter().map(|image| builder.dimension(image, tables)).collect();
    builder.check(&declared);
    findings.append(found);
    DataStructure::new(file.image.id.get_ref(), &declared)
}

struct Builder<'a> {
    file: &'a Positioned<DimensionsImage>,
    findings: &'a mut Findings,
}

impl Builder<'_> {
    fn wrong(&mut self, word: &Spanned<String>, key: &str, expected: &str) {
        let place = Location::Line(self.file.at(&word.span()));
        let finding = Finding::new(codes::VALUE_INVALID, place, format!("the {key} \"{}\"", word.get_ref()));
        self.findings.push(finding.expected(expected));
    }

    fn one_of<T: Copy>(&mut self, word: Option<&Spanned<String>>, key: &str, all: &[(&str, T)]) -> Option<T> {
        let word = word?;
        let found = all.iter().find(|(own, _)| own == word.get_ref()).map(|(_, meaning)| *meaning);
        if found.is_none() {
            let words: Vec<&str> = all.iter().map(|(own, _)| *own).collect();
            self.wrong(word, key, &format!("one of {}", words.join(", ")));
        }
        found
    }

    fn dimension(&mut self, spanned: &Spanned<DimensionImage>, tables: &BTreeMap<String, Table>) -> DeclaredDimension {
        let image = spanned.get_ref();
        let column = image.column.get_ref().clone();
        if !is_identifier(&column) || RESERVED_COLUMNS.contains(&column.as_str()) {
            self.wrong(&image.column, "column", "capital letters, digits and _, and no column that the outputs have already");
        }
        let word = crate::schema::word_of(image);
        if RESERVED_WORDS.contains(&word.as_str()) || word.is_empty() || word.contains(|c: char| !c.is_ascii_lowercase() && c != '_') {
            self.wrong(
                image.word.as_ref().unwrap_or(&image.column),
                "word",
                "small letters and _, and no word that means something else in mapping files",
            );
        }
        let list = image.list.as_ref().map_or_else(|| word.clone(), |list| list.get_ref().clone());
        if super::codelist_checks::OTHER_LISTS.contains(&list.as_str()) {
            self.wrong(image.list.as_ref().unwrap_or(&image.column), "list", "a code list of its own");
        }
        let roles = DimensionRole::ALL.map(|role| (role.word(), role));
        let role = self.one_of(image.role.as_ref(), "role", &roles);
        let unlisted = self.one_of(image.unlisted.as_ref(), "unlisted", &Unlisted::ALL).unwrap_or_default();
        let exclusive = self.one_of(image.exclusive.as_ref(), "exclusive", &Exclusive::ALL).unwrap_or_default();
        DeclaredDimension {
            default: self.default(spanned, &list, tables),
            column,
            word,
            list,
            name: image.name.clone(),
            about: image.about.clone(),
            role,
            splits: image.splits,
            of_records: image.of_records,
            countries: image.countries,
            bands: image.bands,
            pools: image.pools,
            numbered: image.numbered,
            unlisted,
            exclusive,
            detail_of: image.detail_of.as_ref().map(|column| column.get_ref().clone()),
            classification: image.classification.clone().unwrap_or_default(),
            sdmx: image.sdmx.as_ref().map(|concept| concept.get_ref().clone()),
        }
    }

    /// The code that stands where nothing is said: as declared, or the one of the list that has the role of the total.
    fn default(&mut self, spanned: &Spanned<DimensionImage>, list: &str, tables: &BTreeMap<String, Table>) -> String {
        let image = spanned.get_ref();
        let rows = || tables.get(list).into_iter().flat_map(|table| &table.rows);
        let total = rows().find(|row| row.get("role") == super::role::Role::Total.word()).map(|row| row.get("code").to_owned());
        match (&image.default, total) {
            _ if image.of_records => String::new(),
            (Some(declared), Some(total)) if *declared.get_ref() != total => {
                self.wrong(declared, "default", &format!("{total}, which has the role \"total\" in codelists/{list}.csv, or nothing"));
                total
            }
            (Some(declared), None) if image.splits && rows().any(|row| row.has("role")) => {
                self.wrong(declared, "default", &format!("nothing, and a code with the role \"total\" in codelists/{list}.csv"));
                declared.get_ref().clone()
            }
            (Some(declared), _) => declared.get_ref().clone(),
            (None, Some(total)) => total,
            (None, None) => {
                // Of a list that is not there, or has no such column, other findings speak.
                if rows().any(|row| row.has("role")) {
                    let found = format!("{} without a default", image.column.get_ref());
                    let finding = Finding::new(codes::VALUE_INVALID, Location::Line(self.file.at(&spanned.span())), found);
                    let expected = format!("a code with the role \"total\" in codelists/{list}.csv, or a default");
                    self.findings.push(finding.expected(expected));
                }
                super::role::Role::Total.word().to_owned()
            }
        }
    }

    /// What holds of all dimensions together.
    fn check(&mut self, declared: &[DeclaredDimension]) {
        let images = &self.file.image.dimension;
        let whole = || Location::Line(MappingLine::whole(&self.file.text.file));
        let mut findings = Findings::default();
        let of_key = declared.iter().filter(|own| !own.of_records).count();
        if of_key > MOST_DIMENSIONS {
            let finding = Finding::new(codes::VALUE_INVALID, whole(), format!("{of_key} dimensions"));
            findings.push(finding.expected(format!("{MOST_DIMENSIONS} at most")));
        }
        for role in DimensionRole::ALL {
            let with_role = declared.iter().filter(|own| own.role == Some(role) && !own.of_records).count();
            if with_role != 1 {
                let finding =
                    Finding::new(codes::VALUE_INVALID, whole(), format!("{with_role} dimensions with the role \"{}\"", role.word()));
                findings.push(finding.expected("one").remedy("write the role to the dimension that it belongs to, and to no other"));
            }
        }
        if declared.iter().filter(|own| own.detail_of.is_some()).count() > 1 {
            let finding = Finding::new(codes::VALUE_INVALID, whole(), "several dimensions with detail_of");
            findings.push(finding.expected("one at most: articles.csv gives the codes of one"));
        }
        for (i, (own, image)) in declared.iter().zip(images).enumerate() {
            let at = |word: &Spanned<String>| Location::Line(self.file.at(&word.span()));
            let earlier = || declared.iter().take(i);
            let place = at(&image.get_ref().column);
            for (what, is_twice) in [
                ("column", earlier().any(|other| other.column == own.column)),
                ("word", earlier().any(|other| other.word == own.word)),
                ("code list", earlier().any(|other| other.list == own.list)),
            ] {
                if is_twice {
                    findings.push(Finding::new(codes::KEY_DUPLICATE, place.clone(), format!("the {what} of {} a second time", own.column)));
                }
            }
            if let (Some(whole), Some(word)) = (&own.detail_of, &image.get_ref().detail_of)
                && (own.splits || !declared.iter().any(|other| other.column == *whole && other.splits))
            {
                let finding = Finding::new(codes::VALUE_INVALID, at(word), format!("the detail_of \"{whole}\""));
                findings.push(finding.expected("the column of a dimension that splits figures; the detail itself does not"));
            }
            let has_meaning = own.role.is_none() && !own.of_records;
            let is_odd = (own.splits && !has_meaning) || (own.of_records && own.role.is_some());
            if is_odd {
                let finding = Finding::new(codes::VALUE_INVALID, place, format!("{}, which splits figures or is of records", own.column));
                findings.push(finding.expected("no role beside it: measure, unit and statement are in every key and split nothing"));
            }
        }
        self.findings.append(findings);
    }
}

/// Whether SDMX takes a text for an identifier, in the capital letters of the outputs.
fn is_identifier(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_uppercase()) && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
}
