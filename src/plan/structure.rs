//! `dimensions.toml`: the dimensions of a figure, checked.

use std::collections::{BTreeMap, BTreeSet};

use toml::Spanned;

use super::dimension_default::{Fault, default};
use crate::diag::{Finding, Findings, Location, codes};
use crate::model::{DataStructure, DeclaredDimension, DeclaredElement, DimensionRole, Exclusive, MOST_DIMENSIONS, MappingLine, Unlisted};
use crate::schema::{ARTICLES, DimensionImage, DimensionsImage, ElementImage, OWN_LISTS, Positioned, Table, columns_of_lists};

/// Columns that the outputs put beside the dimensions: no dimension may have such a name (`outputs::no_dimension_can_have_the_name_of_another_column`).
#[rustfmt::skip]
pub const RESERVED_COLUMNS: &[&str] = &[
    "REF_AREA", "TIME_PERIOD", "FREQ", "OBS_VALUE", "LOWER", "UPPER", "UNIT_MEASURE", "ABSENCE", "SOURCE_STATUS", "OBS_STATUS",
    "CONF_STATUS", "COMPAR_BETWEEN", "COMPAR_TIME", "COMPAR_SUM", "COMPARABILITY", "LABEL", "ARTICLE_LABEL", "AS_SHOWN", "SOURCE_REF",
    "MAPPING_REF", "PREDICATES", "FOOTNOTES", "COMMENT_OBS", "OBJECT", "KEY", "AREAS", "STRUCTURE", "STRUCTURE_ID", "ACTION", "AREA_A",
    "AREA_B", "MEASURE_A", "MEASURE_B", "LEVEL", "REASONS", "DETAILS", "SIZE", "COMPLETENESS", "MEMBERS", "CONSTANT_AREAS",
    "CONSTANT_LOWER", "CONSTANT_UPPER", "CONTRIBUTIONS", "DERIVED", "LEFT_OUT", "FIGURES", "PROVIDER_A", "PROVIDER_B", "VALUE_A",
    "VALUE_B", "VINTAGE_A", "VINTAGE_B", "KEY_A", "KEY_B", "SOURCE_REF_A", "SOURCE_REF_B", "DIFFERENCE", "AGREEMENT", "VINTAGE",
    "RECEIVED", "VALID_FROM", "VALID_TO", "VALUE", "PREVIOUS_VINTAGE", "KIND", "CAUSE", "OLD_VALUE", "NEW_VALUE", "CHANGE", "OLD_REF",
    "NEW_REF",
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
    let mut builder = Builder { file, findings: &mut found, is_complete: true };
    if !is_identifier(file.image.id.get_ref()) {
        builder.wrong(&file.image.id, "id", "an identifier of SDMX: a capital letter, then capital letters, digits and _");
    }
    builder.schemes();
    let declared: Vec<DeclaredDimension> = file.image.dimension.iter().map(|image| builder.dimension(image, tables, findings)).collect();
    builder.check(&declared);
    builder.check_element_lists(tables);
    let is_complete = builder.is_complete;
    findings.append(found);
    // Without a default there is no key: a code that nobody wrote must not stand in one.
    if is_complete { DataStructure::new(file.image.id.get_ref(), &declared) } else { None }
}

struct Builder<'a> {
    file: &'a Positioned<DimensionsImage>,
    findings: &'a mut Findings,
    /// Whether each dimension has a default.
    is_complete: bool,
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

    /// The columns of code lists with the codes of other schemes.
    fn schemes(&mut self) {
        let (of_lists, mut seen) = (columns_of_lists(), BTreeSet::new());
        for scheme in &self.file.image.schemes {
            let name = scheme.get_ref().as_str();
            let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic())
                && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
            if !is_name || of_lists.contains(name) {
                self.wrong(scheme, "scheme", "a letter, then letters, digits, _ and -, and no column that code lists have already");
            } else if !seen.insert(name) {
                self.twice(scheme, format!("the scheme \"{name}\" a second time"));
            }
        }
    }

    fn twice(&mut self, word: &Spanned<String>, found: String) {
        self.findings.push(Finding::new(codes::KEY_DUPLICATE, Location::Line(self.file.at(&word.span())), found));
    }

    fn dimension(&mut self, spanned: &Spanned<DimensionImage>, tables: &BTreeMap<String, Table>, earlier: &Findings) -> DeclaredDimension {
        let image = spanned.get_ref();
        let column = image.column.get_ref().clone();
        if !is_identifier(&column) || is_reserved(&column) {
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
        let has_own_list = !OWN_LISTS.iter().any(|(name, _)| *name == list);
        if !has_own_list {
            let place = Location::Line(self.file.at(&image.list.as_ref().unwrap_or(&image.column).span()));
            let finding = Finding::new(codes::VALUE_INVALID, place, format!("the list \"{list}\""));
            self.findings.push(finding.expected("a code list of its own: Roundup reads this one for something else"));
        }
        if image.name.get_ref().trim().is_empty() {
            self.wrong(&image.name, "name", "a name for readers");
        }
        if let Some(concept) = image.sdmx.as_ref().filter(|own| !is_identifier(own.get_ref()) || is_reserved(own.get_ref())) {
            self.wrong(concept, "sdmx", "a cross-domain concept of SDMX such as SEX, and none that another column of the outputs is");
        }
        let roles = DimensionRole::ALL.map(|role| (role.word(), role));
        let role = self.one_of(image.role.as_ref(), "role", &roles);
        let unlisted = self.one_of(image.unlisted.as_ref(), "unlisted", &Unlisted::ALL).unwrap_or_default();
        let exclusive = self.one_of(image.exclusive.as_ref(), "exclusive", &Exclusive::ALL).unwrap_or_default();
        let default = default(image, role, &list, tables).map_err(|fault| self.default_fault(spanned, fault, has_own_list, earlier));
        DeclaredDimension {
            default: default.unwrap_or_else(Option::unwrap_or_default),
            column,
            word,
            list,
            name: image.name.get_ref().clone(),
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
            elements: self.elements(image),
            detail_of: image.detail_of.as_ref().map(|column| column.get_ref().clone()),
            classification: image.classification.clone().unwrap_or_default(),
            sdmx: image.sdmx.as_ref().map(|concept| concept.get_ref().clone()),
        }
    }

    /// The elements of a detail: columns that no table has already, each with a list of its words.
    fn elements(&mut self, image: &DimensionImage) -> Vec<DeclaredElement> {
        let mut of_lists = columns_of_lists();
        of_lists.extend(self.file.image.schemes.iter().map(|scheme| scheme.get_ref().as_str()));
        let (mut elements, mut seen) = (Vec::new(), BTreeSet::new());
        for element in &image.elements {
            let (column, list) = (element.column.get_ref(), element.list.get_ref());
            let is_name =
                column.starts_with(|c: char| c.is_ascii_lowercase()) && column.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
            if !is_name || ARTICLES.contains(&column.as_str()) || of_lists.contains(column.as_str()) || image.detail_of.is_none() {
                let expected =
                    "small letters, digits and _, no column that articles.csv or a code list has already, in a dimension with detail_of";
                self.wrong(&element.column, "element", expected);
            } else if !seen.insert(column.as_str()) {
                self.twice(&element.column, format!("the element \"{column}\" a second time"));
            } else {
                elements.push(DeclaredElement { column: column.clone(), list: list.clone(), needed: element.needed });
            }
        }
        elements
    }

    /// Reports what is wrong with a default. What stands for it, if there is a code.
    fn default_fault(&mut self, spanned: &Spanned<DimensionImage>, fault: Fault, has_own_list: bool, earlier: &Findings) -> Option<String> {
        let image = spanned.get_ref();
        let (finding, code) = match fault {
            Fault::Wrong { expected, instead } => {
                if let Some(word) = &image.default {
                    self.wrong(word, "default", &expected);
                }
                (None, instead)
            }
            // Of a list that Roundup reads for something else, that is said.
            Fault::Missing { expected } => {
                let found = format!("{} without a default", image.column.get_ref());
                let finding = Finding::new(codes::VALUE_INVALID, Location::Line(self.file.at(&spanned.span())), found);
                (has_own_list.then(|| finding.expected(expected)), None)
            }
            Fault::NoList { file } => {
                let place = Location::Line(MappingLine::whole(&file));
                let is_said = |own: &Finding| own.code == codes::MAPPING_UNREADABLE && own.location.file() == file;
                let is_new = !earlier.iter().any(is_said);
                (is_new.then(|| Finding::new(codes::MAPPING_UNREADABLE, place, "no such code list")), None)
            }
            Fault::NoColumn => (None, None),
        };
        if let Some(finding) = finding {
            self.findings.push(finding);
        }
        self.is_complete &= code.is_some();
        code
    }

    /// A list with the words of elements below codes of their names is that of no dimension.
    fn check_element_lists(&mut self, tables: &BTreeMap<String, Table>) {
        let images = || self.file.image.dimension.iter().map(Spanned::get_ref);
        let has_words = |element: &ElementImage| {
            let rows = tables.get(element.list.get_ref()).into_iter().flat_map(|table| &table.rows);
            rows.into_iter().any(|row| row.get("code") == element.column.get_ref())
        };
        let of_elements: BTreeSet<&str> =
            images().flat_map(|image| &image.elements).filter(|own| has_words(own)).map(|own| own.list.get_ref().as_str()).collect();
        let list =
            |image: &DimensionImage| image.list.as_ref().map_or_else(|| crate::schema::word_of(image), |list| list.get_ref().clone());
        for image in images().filter(|image| of_elements.contains(list(image).as_str())).collect::<Vec<_>>() {
            let expected = "a code list of its own: this one has the words of elements";
            self.say(image.list.as_ref().unwrap_or(&image.column), format!("the list \"{}\"", list(image)), expected);
        }
    }

    /// What holds of all dimensions together.
    fn check(&mut self, declared: &[DeclaredDimension]) {
        self.check_roles(declared);
        let images = &self.file.image.dimension;
        let all = || declared.iter().zip(images.iter().map(Spanned::get_ref));
        let of_key = all().filter(|(own, _)| !own.of_records).count();
        if let Some((own, image)) = all().filter(|(own, _)| !own.of_records).nth(MOST_DIMENSIONS) {
            let found = format!("{}, the {}th of {of_key} dimensions", own.column, MOST_DIMENSIONS + 1);
            self.say(&image.column, found, &format!("{MOST_DIMENSIONS} at most"));
        }
        for word in all().filter_map(|(_, image)| image.detail_of.as_ref()).skip(1) {
            self.say(word, "a second dimension with detail_of".to_owned(), "one at most: articles.csv gives the codes of one");
        }
        for (i, (own, image)) in all().enumerate() {
            let earlier = || declared.iter().take(i);
            for (what, place, is_twice) in [
                ("column", &image.column, earlier().any(|other| other.column == own.column)),
                ("word", &image.column, earlier().any(|other| other.word == own.word)),
                ("code list", &image.column, earlier().any(|other| other.list == own.list)),
                (&*format!("name \"{}\"", own.name), &image.name, earlier().any(|other| other.name == own.name)),
            ] {
                if is_twice {
                    self.twice(place, format!("the {what} of {} a second time", own.column));
                }
            }
            if let Some(word) = image.sdmx.as_ref().filter(|_| earlier().any(|other| other.sdmx == own.sdmx)) {
                self.twice(word, format!("the sdmx {} of {} a second time", word.get_ref(), own.column));
            }
            if let (Some(whole), Some(word)) = (&own.detail_of, &image.detail_of)
                && (own.splits || !declared.iter().any(|other| other.column == *whole && other.splits))
            {
                let expected = "the column of a dimension that splits figures; the detail itself does not";
                self.say(word, format!("the detail_of \"{whole}\""), expected);
            }
            if own.role.is_some() && (own.splits || own.of_records) {
                let found = format!("{}, which splits figures or is of records", own.column);
                self.say(&image.column, found, "no role beside it: what has a role is in every key and splits nothing");
            }
        }
    }

    /// Each role belongs to one dimension of the key.
    fn check_roles(&mut self, declared: &[DeclaredDimension]) {
        let words = || self.file.image.dimension.iter().filter_map(|image| image.get_ref().role.as_ref());
        // A word that means no role may stand for any of them.
        let is_misspelt = words().any(|word| !DimensionRole::ALL.iter().any(|role| role.word() == word.get_ref()));
        for role in DimensionRole::ALL {
            let is_needed = DimensionRole::NEEDED.contains(&role);
            let own: Vec<&Spanned<String>> = declared
                .iter()
                .zip(&self.file.image.dimension)
                .filter(|(own, _)| own.role == Some(role) && !own.of_records)
                .filter_map(|(_, image)| image.get_ref().role.as_ref())
                .collect();
            for word in own.iter().skip(1) {
                let place = |word: &Spanned<String>| Location::Line(self.file.at(&word.span()));
                let found = format!("a second dimension with the role \"{}\"", role.word());
                let finding = Finding::new(codes::VALUE_INVALID, place(word), found).expected("one dimension with the role");
                let finding = own.first().map_or(finding.clone(), |first| finding.related(place(first)));
                self.findings.push(finding.remedy("leave the role with the dimension that it belongs to"));
            }
            // One of records that has the role is a finding of its own.
            if is_needed && own.is_empty() && !is_misspelt && !declared.iter().any(|own| own.role == Some(role)) {
                let place = Location::Line(MappingLine::whole(&self.file.text.file));
                let finding = Finding::new(codes::VALUE_INVALID, place, format!("no dimension with the role \"{}\"", role.word()));
                self.findings.push(finding.expected("one").remedy("write the role to the dimension that it belongs to, and to no other"));
            }
        }
    }

    fn say(&mut self, word: &Spanned<String>, found: String, expected: &str) {
        self.findings.push(Finding::new(codes::VALUE_INVALID, Location::Line(self.file.at(&word.span())), found).expected(expected));
    }
}

fn is_reserved(name: &str) -> bool {
    RESERVED_COLUMNS.contains(&name)
}

/// Whether SDMX takes a text for an identifier, in the capital letters of the outputs.
fn is_identifier(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_uppercase()) && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
}
