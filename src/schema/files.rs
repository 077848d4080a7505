//! All mapping files of a project, read for a run.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use serde::de::DeserializeOwned;

use super::columns::{ARTICLES, CROSSWALK, Declared, MEANINGS, PUBLISHED_COLUMNS};
use super::layout::LayoutImage;
use super::positions::{Positioned, Text};
use super::table::Table;
use super::toml_files::{AcceptedImage, ComparabilityImage, CorrectionsImage, DimensionsImage, RoundImage, RoundsImage, RulesImage};
use crate::diag::{Finding, Findings, Location, codes};
use crate::fs::{self, EntryKind};
use crate::model::{MappingLine, RefArea};

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
    /// `meanings.csv`; a project that describes no meanings has none.
    pub meanings: Option<Table>,
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
            "meanings.csv" => files.meanings = reader.table(&name, &MEANINGS, &declared.element_columns(), findings)?,
            // What editors read; `roundup fmt` writes it.
            "schemas" if is_dir => {}
            // Read below, by their names.
            "dimensions.toml" | "rounds.toml" | "rules.toml" => {}
            "comparability.toml" => files.regional = reader.toml(&name, findings)?,
            _ if is_dir && !name.starts_with('.') => match RefArea::parse(&name).filter(|area| area.folder() == name) {
                Some(area) => {
                    let area_files = reader.area(&name, declared, findings)?;
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

    fn area(&mut self, folder: &str, declared: Declared<'_>, findings: &mut Findings) -> Result<AreaFiles, fs::Error> {
        let articles = ["article", "label", "predicate", "code", "evidence"];
        let columns = [&ARTICLES[..], &declared.element_columns()].concat();
        Ok(AreaFiles {
            layout: self.toml(&format!("{folder}/layout.toml"), findings)?,
            crosswalk: self.table(&format!("{folder}/crosswalk.csv"), CROSSWALK.get(..4).unwrap_or_default(), &CROSSWALK, findings)?,
            // Where no dimension has a national detail, nobody needs the file.
            articles: if declared.has_detail() {
                self.table(&format!("{folder}/articles.csv"), &articles, &columns, findings)?
            } else {
                None
            },
            comparability: self.toml(&format!("{folder}/comparability.toml"), findings)?,
            corrections: self.toml(&format!("{folder}/corrections.toml"), findings)?,
            accepted: self.optional_toml(folder, "accepted.toml", findings)?,
        })
    }
}
