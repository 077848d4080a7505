//! All mapping files of a project, read for a run.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use serde::de::DeserializeOwned;

use super::layout::LayoutImage;
use super::positions::{Positioned, Text};
use super::table::Table;
use super::toml_files::{
    AcceptedImage, ComparabilityImage, CorrectionsImage, DimensionImage, DimensionsImage, RoundImage, RoundsImage, RulesImage,
};
use crate::diag::{Finding, Findings, Location, codes};
use crate::fs::{self, EntryKind};
use crate::model::{MappingLine, RefArea};

/// The columns of `crosswalk.csv` in the order of the manual; the first four are needed.
pub const CROSSWALK: [&str; 12] = [
    "concept",
    "label",
    "predicate",
    "code",
    "valid_from",
    "valid_to",
    "table",
    "weight",
    "justification",
    "decided_by",
    "decided_on",
    "comment",
];

/// The columns of `articles.csv` in the order of the manual.
pub const ARTICLES: [&str; 13] = [
    "article",
    "label",
    "name_national",
    "name_en",
    "predicate",
    "code",
    "valid_from",
    "valid_to",
    "evidence",
    "justification",
    "decided_by",
    "decided_on",
    "comment",
];

/// The columns with which every code list begins; the first two are needed.
pub(super) const CODE_LIST: [&str; 5] = ["code", "name", "description", "parent", "source"];

/// The column with what a table shows in the place of a number.
const SIGN: &str = "sign";

/// The code lists that the program reads beside those of dimensions, and the columns of each that decide something.
pub const OWN_LISTS: [(&str, &[&str]); 12] = [
    ("absence", &["role", "obs_status"]),
    ("area", &[]),
    ("comparability_level", &["role"]),
    ("comparability_reason", &["role", "severity", "obs_status"]),
    ("conf_status", &["role"]),
    ("fact", &["role"]),
    ("fact_value", &["role", "concept", "obs_status", "covers"]),
    ("justification", &[]),
    ("obs_status", &["role", "rank"]),
    ("predicate", &[]),
    ("target", &["target", "dimension", "reason", "differs", "sum", "sum_target", "undeclared", "time", "unless"]),
    ("unit_measure", &["role"]),
];

/// Whether something is declared of a dimension.
type IsOf = fn(&DimensionImage) -> bool;

/// The columns that decide something in the list of a dimension, by what is declared of it.
const OF_DIMENSIONS: [(IsOf, &[&str]); 7] = [
    (|image| role_of(image) == Some("measure"), &["parent", "unit", "object", "within", "precedes"]),
    (|image| matches!(role_of(image), Some("unit" | "statement")), &["role"]),
    (|image| image.splits, &["parent", "role"]),
    (|image| image.pools, &["pools"]),
    (|image| image.countries && !image.of_records, &["members"]),
    (|image| image.bands, &["from_age", "to_age"]),
    (|image| image.unlisted.as_ref().is_some_and(|word| word.get_ref() == "not-counted"), &["apart"]),
];

fn role_of(image: &DimensionImage) -> Option<&str> {
    image.role.as_ref().map(|role| role.get_ref().as_str())
}

/// The columns that some code list has for Roundup itself: none of them can hold what another scheme calls a code.
pub fn columns_of_lists() -> BTreeSet<&'static str> {
    let deciding = OWN_LISTS.iter().map(|(_, columns)| *columns).chain(OF_DIMENSIONS.iter().map(|(_, columns)| *columns));
    CODE_LIST.into_iter().chain([SIGN]).chain(deciding.flatten().copied()).collect()
}

/// What mapping files call a dimension: as written, or its column in small letters.
pub fn word_of(image: &DimensionImage) -> String {
    image.word.as_ref().map_or_else(|| image.column.get_ref().to_ascii_lowercase(), |word| word.get_ref().clone())
}

/// What `dimensions.toml` says of code lists, as written.
#[derive(Clone, Copy, Debug, Default)]
struct Declared<'a>(Option<&'a DimensionsImage>);

impl Declared<'_> {
    fn of_list(&self, list: &str) -> Option<&DimensionImage> {
        let of = |image: &DimensionImage| image.list.as_ref().map_or_else(|| word_of(image), |own| own.get_ref().clone());
        self.0?.dimension.iter().map(toml::Spanned::get_ref).find(|image| of(image) == list)
    }

    /// The columns of a code list that decide something. A list without one of them would say that none of its codes has what the column says.
    fn deciding_columns(&self, list: &str) -> Vec<&'static str> {
        let own = OWN_LISTS.iter().filter(|(name, _)| *name == list).map(|(_, columns)| *columns);
        let image = self.of_list(list);
        let declared = OF_DIMENSIONS.iter().filter(|(has, _)| image.is_some_and(has)).map(|(_, columns)| *columns);
        ["code", "name"].into_iter().chain(own.chain(declared).flatten().copied()).collect()
    }

    /// Whether a dimension has a national detail, which `articles.csv` gives; where nobody knows, it has.
    fn has_detail(&self) -> bool {
        self.0.is_none_or(|image| image.dimension.iter().any(|dimension| dimension.get_ref().detail_of.is_some()))
    }

    /// The columns that `published.csv` may have for dimensions.
    fn split_columns(&self) -> Vec<String> {
        let splits = self.0.iter().flat_map(|image| &image.dimension).map(toml::Spanned::get_ref).filter(|image| image.splits);
        splits.map(word_of).collect()
    }

    /// All columns that a code list may have: those that decide, what all lists may have, and what other schemes call a code.
    fn code_list_columns(&self, list: &str) -> Vec<&str> {
        let all = CODE_LIST.into_iter().skip(2).chain((list == "absence").then_some(SIGN));
        // The total of a dimension that splits nothing may be told by its role.
        let role = self.of_list(list).is_some_and(|image| !image.of_records).then_some("role");
        let schemes = self.0.iter().flat_map(|image| &image.schemes).map(|scheme| scheme.get_ref().as_str());
        self.deciding_columns(list).into_iter().chain(all).chain(role).chain(schemes).collect()
    }
}

/// The columns of `published.csv` before and after those of the dimensions that split figures.
pub(super) const PUBLISHED_COLUMNS: [&[&str]; 2] =
    [&["code", "words", "value", "source", "reading", "area", "period", "measure"], &["by", "plus", "without", "comment"]];

/// All mapping files of a folder.
#[derive(Debug, Default)]
pub struct MappingFiles {
    /// `dimensions.toml`.
    pub dimensions: Option<Positioned<DimensionsImage>>,
    /// Code lists by name (`measure` for `codelists/measure.csv`).
    pub codelists: BTreeMap<String, Table>,
    /// `rounds.toml`.
    pub rounds: Option<Positioned<RoundsImage>>,
    /// `rules.toml`.
    pub rules: Option<Positioned<RulesImage>>,
    /// `published.csv`; a project without published totals has none.
    pub published: Option<Table>,
    /// `comparability.toml` of the region; a project without caveats on all areas has none.
    pub regional: Option<Positioned<ComparabilityImage>>,
    /// The folders of areas.
    pub areas: BTreeMap<RefArea, AreaFiles>,
    /// Every file that was read: its path relative to the mappings folder, and its bytes.
    pub inputs: BTreeMap<String, Vec<u8>>,
}

/// The five files of one area. A file that is missing or broken is `None`, and a finding says so.
#[derive(Debug)]
pub struct AreaFiles {
    /// `layout.toml`.
    pub layout: Option<Positioned<LayoutImage>>,
    /// `crosswalk.csv`.
    pub crosswalk: Option<Table>,
    /// `articles.csv`; a collection without a national detail has none.
    pub articles: Option<Table>,
    /// `comparability.toml`.
    pub comparability: Option<Positioned<ComparabilityImage>>,
    /// `corrections.toml`.
    pub corrections: Option<Positioned<CorrectionsImage>>,
    /// `accepted.toml`; an area whose findings nobody answered has none.
    pub accepted: Option<Positioned<AcceptedImage>>,
}

/// Reads everything under `folder`. Fails only when the disk does.
pub fn read_mappings(folder: &Path, findings: &mut Findings) -> Result<MappingFiles, fs::Error> {
    let mut reader = Reader { folder, inputs: BTreeMap::new(), listed: BTreeMap::new() };
    // The code lists and the published totals have the columns that the dimensions ask for.
    let dimensions: Option<Positioned<DimensionsImage>> = reader.toml("dimensions.toml", findings)?;
    let declared = Declared(dimensions.as_ref().map(|file| &file.image));
    let mut files = MappingFiles::default();
    for (name, kind) in reader.list("")?.to_vec() {
        let is_dir = kind == EntryKind::Folder;
        match name.as_str() {
            "codelists" if is_dir => files.codelists = reader.codelists(declared, findings)?,
            "published.csv" => files.published = reader.published(&name, &refs(&declared.split_columns()), findings)?,
            // What editors read; `roundup fmt` writes it.
            "schemas" if is_dir => {}
            // Read below, by their names.
            "dimensions.toml" | "rounds.toml" | "rules.toml" => {}
            "comparability.toml" => files.regional = reader.toml(&name, findings)?,
            _ if is_dir && !name.starts_with('.') => match RefArea::parse(&name).filter(|area| area.folder() == name) {
                Some(area) => {
                    let area_files = reader.area(&name, declared.has_detail(), findings)?;
                    files.areas.insert(area, area_files);
                }
                None => findings.push(Finding::new(
                    codes::AREA_UNKNOWN,
                    Location::Line(MappingLine::whole(&name)),
                    format!("the folder \"{name}\", which is not an area code in lower case"),
                )),
            },
            // What is read by its name is looked at there.
            _ if matches!(kind, EntryKind::Link | EntryKind::Special) && !name.contains('.') => {
                findings.push(not_a_file(&name, kind));
            }
            _ => {}
        }
    }
    files.rounds = reader.toml("rounds.toml", findings)?;
    files.rules = reader.toml("rules.toml", findings)?;
    files.inputs = reader.inputs;
    files.dimensions = dimensions;
    Ok(files)
}

/// A round as `rounds.toml` declares it.
#[derive(Clone, Debug)]
pub struct DeclaredRound {
    /// Its id, the name of its folder.
    pub id: String,
    /// Its years.
    pub years: Vec<u16>,
    /// Its areas, as written.
    pub areas: Vec<String>,
}

/// The rounds alone, as written; none when the file can't be read. What is wrong with it is said by whoever reads all files.
pub fn read_rounds(folder: &Path) -> Result<Vec<DeclaredRound>, fs::Error> {
    let mut reader = Reader { folder, inputs: BTreeMap::new(), listed: BTreeMap::new() };
    let file: Option<Positioned<RoundsImage>> = reader.toml("rounds.toml", &mut Findings::default())?;
    let round = |round: &toml::Spanned<RoundImage>| {
        let image = round.get_ref();
        let areas = image.areas.iter().map(|area| area.get_ref().clone()).collect();
        DeclaredRound { id: image.id.get_ref().clone(), years: image.years.clone(), areas }
    };
    Ok(file.iter().flat_map(|file| &file.image.round).map(round).collect())
}

fn refs(names: &[String]) -> Vec<&str> {
    names.iter().map(String::as_str).collect()
}

/// The codes of the list of areas alone.
pub fn read_areas(folder: &Path) -> Result<Vec<String>, fs::Error> {
    let mut reader = Reader { folder, inputs: BTreeMap::new(), listed: BTreeMap::new() };
    let table = reader.table("codelists/area.csv", &["code"], &Declared::default().code_list_columns("area"), &mut Findings::default());
    Ok(table.ok().flatten().iter().flat_map(|table| &table.rows).map(|row| row.get("code").to_owned()).collect())
}

/// Only regular files and folders of the mappings are read: a link may lead anywhere, and a pipe never ends.
fn not_a_file(name: &str, kind: EntryKind) -> Finding {
    let finding = Finding::new(codes::MAPPING_UNREADABLE, Location::Line(MappingLine::whole(name)), kind.words());
    finding.expected("a regular file").remedy("put the file itself there")
}

struct Reader<'a> {
    folder: &'a Path,
    inputs: BTreeMap<String, Vec<u8>>,
    /// The folders that were listed, and what is in them.
    listed: BTreeMap<String, Vec<(String, EntryKind)>>,
}

impl Reader<'_> {
    /// What is in a folder; empty for the folder of mappings itself.
    fn list(&mut self, folder: &str) -> Result<&[(String, EntryKind)], fs::Error> {
        if !self.listed.contains_key(folder) {
            let listed = if folder.is_empty() { fs::list(self.folder)? } else { fs::list(&self.folder.join(folder))? };
            self.listed.insert(folder.to_owned(), listed);
        }
        Ok(self.listed.get(folder).map_or(&[], Vec::as_slice))
    }

    fn text(&mut self, name: &str, findings: &mut Findings) -> Result<Option<Text>, fs::Error> {
        let (parent, leaf) = name.rsplit_once('/').unwrap_or(("", name));
        let file: Arc<str> = Arc::from(name);
        let place = || Location::Line(MappingLine::whole(&file));
        match self.list(parent)?.iter().find(|(entry, _)| entry == leaf).map(|(_, kind)| *kind) {
            Some(EntryKind::File) => {}
            Some(kind) => {
                findings.push(not_a_file(&file, kind));
                return Ok(None);
            }
            None => {
                let finding = Finding::new(codes::MAPPING_UNREADABLE, place(), "no such file");
                findings.push(finding.remedy("create the file; comparability.toml, corrections.toml and rules.toml may be empty"));
                return Ok(None);
            }
        }
        let bytes = match fs::read(&self.folder.join(name)) {
            Ok(bytes) => bytes,
            Err(error) => {
                let finding = Finding::new(codes::MAPPING_UNREADABLE, place(), error.reason());
                findings.push(finding.expected("a file that may be read").remedy("give the right to read the file"));
                return Ok(None);
            }
        };
        self.inputs.insert(name.to_owned(), bytes.clone());
        Ok(Text::from_bytes(&file, bytes, findings))
    }

    fn toml<T: DeserializeOwned>(&mut self, name: &str, findings: &mut Findings) -> Result<Option<Positioned<T>>, fs::Error> {
        Ok(self.text(name, findings)?.and_then(|text| text.parse(findings)))
    }

    fn optional_toml<T: DeserializeOwned>(
        &mut self,
        folder: &str,
        name: &str,
        findings: &mut Findings,
    ) -> Result<Option<Positioned<T>>, fs::Error> {
        let is_there = self.list(folder)?.iter().any(|(entry, _)| entry == name);
        if is_there { self.toml(&format!("{folder}/{name}"), findings) } else { Ok(None) }
    }

    fn table(&mut self, name: &str, needed: &[&str], known: &[&str], findings: &mut Findings) -> Result<Option<Table>, fs::Error> {
        Ok(self.text(name, findings)?.map(|text| Table::parse(&text, needed, known, findings)))
    }

    /// A column that no dimension has is an error: without it a line would mean a total that its writer did not mean.
    fn published(&mut self, name: &str, splits: &[&str], findings: &mut Findings) -> Result<Option<Table>, fs::Error> {
        let (table, mut own) = Findings::of(|own| self.table(name, &PUBLISHED_COLUMNS.concat(), splits, own));
        own.change(|finding| {
            if finding.code == codes::COLUMN_UNKNOWN {
                *finding = Finding::new(codes::VALUE_INVALID, finding.location.clone(), finding.found.clone())
                    .expected(format!("the columns of published.csv, and of these each at most once: {}", splits.join(", ")));
            }
        });
        findings.append(own);
        table
    }

    fn codelists(&mut self, declared: Declared<'_>, findings: &mut Findings) -> Result<BTreeMap<String, Table>, fs::Error> {
        let mut lists = BTreeMap::new();
        for (name, _) in self.list("codelists")?.to_vec() {
            if let Some(concept) = name.strip_suffix(".csv") {
                let (needed, known) = (declared.deciding_columns(concept), declared.code_list_columns(concept));
                let table = self.table(&format!("codelists/{name}"), &needed, &known, findings)?;
                lists.extend(table.map(|table| (concept.to_owned(), table)));
            }
        }
        Ok(lists)
    }

    fn area(&mut self, folder: &str, has_articles: bool, findings: &mut Findings) -> Result<AreaFiles, fs::Error> {
        let articles = ["article", "label", "predicate", "code", "evidence"];
        Ok(AreaFiles {
            layout: self.toml(&format!("{folder}/layout.toml"), findings)?,
            crosswalk: self.table(&format!("{folder}/crosswalk.csv"), CROSSWALK.get(..4).unwrap_or_default(), &CROSSWALK, findings)?,
            // Where no dimension has a national detail, nobody needs the file.
            articles: if has_articles { self.table(&format!("{folder}/articles.csv"), &articles, &ARTICLES, findings)? } else { None },
            comparability: self.toml(&format!("{folder}/comparability.toml"), findings)?,
            corrections: self.toml(&format!("{folder}/corrections.toml"), findings)?,
            accepted: self.optional_toml(folder, "accepted.toml", findings)?,
        })
    }
}
