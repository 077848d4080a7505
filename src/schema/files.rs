//! All mapping files of a project, read for a run.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use serde::de::DeserializeOwned;

use super::columns::{APPROVED, ARTICLES, CROSSWALK, Declared, MEANINGS, PUBLISHED_COLUMNS};
use super::layout::LayoutImage;
use super::positions::{Positioned, Text};
use super::rounds::{DeclaredRound, RoundScope, in_order};
use super::table::Table;
use super::toml_files::{AcceptedImage, ComparabilityImage, CorrectionsImage, DimensionsImage, RoundsImage, RulesImage};
use crate::diag::{Finding, Findings, Location, codes};
use crate::fs::{self, EntryKind};
use crate::model::{MappingLine, Name, Sender};

/// All mapping files of a folder.
#[derive(Debug, Default)]
pub struct MappingFiles {
    /// `dimensions.toml`.
    pub dimensions: Option<Positioned<DimensionsImage>>,
    /// Code lists by name (`measure` for `codelists/measure.csv`).
    pub codelists: BTreeMap<String, Table>,
    /// `rounds.toml`.
    pub rounds: Option<Positioned<RoundsImage>>,
    /// `rules.toml` and those of rounds, the oldest first.
    pub rules: Vec<Positioned<RulesImage>>,
    /// `published.csv`; a project without published totals has none.
    pub published: Option<Table>,
    /// `meanings.csv`; a project that describes no meanings has none.
    pub meanings: Option<Table>,
    /// `comparability.toml` of the region and those of rounds, the oldest first; a project without caveats on all areas has none.
    pub regional: Vec<Positioned<ComparabilityImage>>,
    /// The folders of senders.
    pub senders: BTreeMap<Sender, SenderFiles>,
    /// Every file that was read: its path relative to the mappings folder, and its bytes.
    pub inputs: BTreeMap<String, Vec<u8>>,
    /// The files that were made for the round itself.
    pub of_round: BTreeSet<Name>,
    /// The round that they were read for.
    pub scope: RoundScope,
}

/// The files of one sender, those of rounds included, the oldest first. A file that is missing or broken is not there, and a finding says so.
#[derive(Debug)]
pub struct SenderFiles {
    /// `layout.toml`.
    pub layout: Vec<Positioned<LayoutImage>>,
    /// `crosswalk.csv`.
    pub crosswalk: Option<Table>,
    /// `articles.csv`; a collection without a national detail has none.
    pub articles: Option<Table>,
    /// `comparability.toml`.
    pub comparability: Vec<Positioned<ComparabilityImage>>,
    /// `corrections.toml`, of the round alone: a correction is about a cell of one submission.
    pub corrections: Vec<Positioned<CorrectionsImage>>,
    /// `accepted.toml`; an area whose findings nobody answered has none.
    pub accepted: Vec<Positioned<AcceptedImage>>,
    /// `approved.csv`, the oldest first, each with whether it is of the round itself; a sender whose wording nobody approved has none.
    pub approved: Vec<(Table, bool)>,
}

/// Mapping tables that a file of a round adds to, and the columns that say which lines it takes the place of.
const PUBLISHED: &[&str] = &["code"];
const MEANING: &[&str] = &["meaning"];
const CODE: &[&str] = &["code"];
const WORD: &[&str] = &["concept", "label", "table"];
const ARTICLE: &[&str] = &["label"];

/// The files that hold for all senders.
const SHARED: [&str; 6] = ["dimensions.toml", "rounds.toml", "rules.toml", "comparability.toml", "published.csv", "meanings.csv"];

/// The files of a sender.
const OF_SENDERS: [&str; 7] =
    ["layout.toml", "crosswalk.csv", "articles.csv", "comparability.toml", "corrections.toml", "accepted.toml", "approved.csv"];

/// Files of which there is only one, whatever the round.
const OF_ALL_ROUNDS: [&str; 2] = ["dimensions", "rounds"];

/// Reads everything under `folder` that holds for a round; without one, for the newest. Fails only when the disk does.
pub fn read_mappings(folder: &Path, round: Option<&str>, findings: &mut Findings) -> Result<MappingFiles, fs::Error> {
    let mut reader = Reader::new(folder);
    let rounds: Option<Positioned<RoundsImage>> = reader.toml("rounds.toml", findings)?;
    reader.scope = RoundScope::new(in_order(rounds.as_ref()), round);
    // The code lists and the published totals have the columns that the dimensions ask for.
    let dimensions: Option<Positioned<DimensionsImage>> = reader.toml("dimensions.toml", findings)?;
    let declared = Declared(dimensions.as_ref().map(|file| &file.image));
    let mut files = MappingFiles::default();
    reader.check_rounds("", findings)?;
    for (name, kind) in reader.list("")?.to_vec() {
        let is_dir = kind == EntryKind::Folder;
        match name.as_str() {
            "codelists" if is_dir => files.codelists = reader.codelists(declared, findings)?,
            // What editors read; `roundup fmt` writes it.
            // What was released; `roundup release` writes and reads it.
            "schemas" | "releases" if is_dir => {}
            // Read by their names.
            name if SHARED.contains(&name) => {}
            _ if is_dir && !name.starts_with('.') => match Sender::of_folder(&name) {
                Some(_) if !reader.scope.has_folder(&name) => {}
                Some(sender) => {
                    let own = reader.sender(&name, declared, findings)?;
                    files.senders.insert(sender, own);
                }
                None => findings.push(Finding::new(
                    codes::AREA_UNKNOWN,
                    Location::Line(MappingLine::whole(&name)),
                    format!("the folder \"{name}\", which is not the code of a sender in lower case"),
                )),
            },
            // What is read by its name is looked at there.
            _ if matches!(kind, EntryKind::Link | EntryKind::Special) && !name.contains('.') => {
                findings.push(not_a_file(&name, kind));
            }
            _ => {}
        }
    }
    files.published = reader.published(&refs(&declared.split_columns()), findings)?;
    files.meanings = reader.tables("", "meanings.csv", MEANING, Columns(&MEANINGS, &declared.element_columns()), findings)?;
    files.regional = reader.tomls("", "comparability.toml", false, findings)?;
    files.rules = reader.tomls("", "rules.toml", true, findings)?;
    files.rounds = rounds;
    files.inputs = reader.inputs;
    files.of_round = reader.of_round;
    files.scope = reader.scope;
    files.dimensions = dimensions;
    Ok(files)
}

/// The rounds alone, as written, the oldest first; none when the file can't be read. What is wrong with it is said by whoever reads all files.
pub fn read_rounds(folder: &Path) -> Result<Vec<DeclaredRound>, fs::Error> {
    let file: Option<Positioned<RoundsImage>> = Reader::new(folder).toml("rounds.toml", &mut Findings::default())?;
    Ok(in_order(file.as_ref()))
}

fn refs(names: &[String]) -> Vec<&str> {
    names.iter().map(String::as_str).collect()
}

/// The codes of the list of areas alone.
pub fn read_areas(folder: &Path) -> Result<Vec<String>, fs::Error> {
    let mut reader = Reader::new(folder);
    let table = reader.table("codelists/area.csv", &["code"], &Declared::default().code_list_columns("area"), &mut Findings::default());
    Ok(table.ok().flatten().iter().flat_map(|table| &table.rows).map(|row| row.get("code").to_owned()).collect())
}

/// Only regular files and folders of the mappings are read: a link may lead anywhere, and a pipe never ends.
fn not_a_file(name: &str, kind: EntryKind) -> Finding {
    let finding = Finding::new(codes::MAPPING_UNREADABLE, Location::Line(MappingLine::whole(name)), kind.words());
    finding.expected("a regular file").remedy("put the file itself there")
}

/// The columns that a table must have, and those that it may have.
#[derive(Clone, Copy)]
struct Columns<'a>(&'a [&'a str], &'a [&'a str]);

struct Reader<'a> {
    folder: &'a Path,
    scope: RoundScope,
    inputs: BTreeMap<String, Vec<u8>>,
    /// The files that were made for the round itself.
    of_round: BTreeSet<Name>,
    /// The folders that were listed, and what is in them.
    listed: BTreeMap<String, Vec<(String, EntryKind)>>,
}

impl<'a> Reader<'a> {
    fn new(folder: &'a Path) -> Self {
        let (inputs, listed) = (BTreeMap::new(), BTreeMap::new());
        Self { folder, scope: RoundScope::default(), inputs, of_round: BTreeSet::new(), listed }
    }

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

    /// The files of a name that hold for the round and are there, the oldest first, with their paths. Where there is none of a file that is needed, its
    /// path alone: reading it says so.
    fn layers(&mut self, folder: &str, leaf: &str, is_needed: bool) -> Result<Vec<String>, fs::Error> {
        let path = |name: &str| if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
        let sender = Some(folder).filter(|folder| !folder.is_empty() && *folder != "codelists");
        let mut found = Vec::new();
        for (name, is_own) in self.scope.layers(sender, leaf) {
            if self.list(folder)?.iter().any(|(entry, _)| *entry == name) {
                if is_own {
                    self.of_round.insert(Name::from(path(&name).as_str()));
                }
                found.push(path(&name));
            }
        }
        if found.is_empty() && is_needed {
            found.push(path(leaf));
        }
        Ok(found)
    }

    /// Files for rounds that are not declared, and of kinds that hold for all rounds.
    fn check_rounds(&mut self, folder: &str, findings: &mut Findings) -> Result<(), fs::Error> {
        for (name, _) in self.list(folder)?.to_vec() {
            let Some((round, is_declared)) = self.scope.round_of(&name) else { continue };
            let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
            let place = Location::Line(MappingLine::whole(&path));
            if folder.is_empty() && OF_ALL_ROUNDS.iter().any(|stem| name.starts_with(&format!("{stem}."))) {
                let finding = Finding::new(codes::VALUE_INVALID, place, format!("a file of its own for round {round}"));
                findings.push(finding.expected("one file for all rounds"));
            } else if !is_declared {
                let finding = Finding::new(codes::ROUND_UNKNOWN, place, format!("no round \"{round}\", and the file has it in its name"));
                findings.push(finding.remedy("declare the round in rounds.toml, or correct the name of the file"));
            }
        }
        Ok(())
    }

    fn tomls<T: DeserializeOwned>(
        &mut self,
        folder: &str,
        leaf: &str,
        is_needed: bool,
        findings: &mut Findings,
    ) -> Result<Vec<Positioned<T>>, fs::Error> {
        let mut layers = Vec::new();
        for path in self.layers(folder, leaf, is_needed)? {
            layers.extend(self.toml(&path, findings)?);
        }
        Ok(layers)
    }

    /// A table and those of rounds as one. Lines of a newer one take the place of those with the same fields in the columns of `identity`.
    fn tables(
        &mut self,
        folder: &str,
        leaf: &str,
        identity: &[&str],
        columns: Columns<'_>,
        findings: &mut Findings,
    ) -> Result<Option<Table>, fs::Error> {
        let mut whole: Option<Table> = None;
        let is_needed = !folder.is_empty();
        for path in self.layers(folder, leaf, is_needed)? {
            let Columns(needed, known) = columns;
            let Some(table) = self.table(&path, needed, known, findings)? else { continue };
            whole = Some(match whole {
                Some(older) => older.overlaid(table, identity),
                None => table,
            });
        }
        Ok(whole)
    }

    fn table(&mut self, name: &str, needed: &[&str], known: &[&str], findings: &mut Findings) -> Result<Option<Table>, fs::Error> {
        Ok(self.text(name, findings)?.map(|text| Table::parse(&text, needed, known, findings)))
    }

    /// A column that no dimension has is an error: without it a line would mean a total that its writer did not mean.
    fn published(&mut self, splits: &[&str], findings: &mut Findings) -> Result<Option<Table>, fs::Error> {
        let needed = PUBLISHED_COLUMNS.concat();
        let (table, mut own) = Findings::of(|own| self.tables("", "published.csv", PUBLISHED, Columns(&needed, splits), own));
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
        self.check_rounds("codelists", findings)?;
        let names: BTreeSet<String> = self
            .list("codelists")?
            .iter()
            .filter_map(|(name, _)| name.strip_suffix(".csv"))
            .filter_map(|name| name.split('.').next())
            .map(str::to_owned)
            .collect();
        let mut lists = BTreeMap::new();
        for concept in names {
            let leaf = format!("{concept}.csv");
            if self.layers("codelists", &leaf, false)?.is_empty() {
                continue;
            }
            let (needed, known) = (declared.deciding_columns(&concept), declared.code_list_columns(&concept));
            let table = self.tables("codelists", &leaf, CODE, Columns(&needed, &known), findings)?;
            lists.extend(table.map(|table| (concept, table)));
        }
        Ok(lists)
    }

    /// Mapping files of a name that nothing reads: what somebody decided in them would hold for nothing.
    fn check_names(&mut self, folder: &str, findings: &mut Findings) -> Result<(), fs::Error> {
        let is_kind = |name: &str| {
            let parts: Vec<&str> = name.split('.').collect();
            let known = |stem: &str, extension: &str| OF_SENDERS.contains(&format!("{stem}.{extension}").as_str());
            matches!(parts.as_slice(), [stem, extension] | [stem, _, extension] if known(stem, extension))
        };
        let is_mapping =
            |name: &str| name.rsplit('.').next().is_some_and(|end| ["csv", "toml"].iter().any(|own| end.eq_ignore_ascii_case(own)));
        for (name, _) in self.list(folder)?.iter().filter(|(name, _)| is_mapping(name) && !is_kind(name) && !name.starts_with('.')) {
            let place = Location::Line(MappingLine::whole(&format!("{folder}/{name}")));
            let finding = Finding::new(codes::VALUE_INVALID, place, "a name that no mapping file has, so that nothing reads it");
            let expected = format!("{}, or one of these with a round in it, such as layout.2023.toml", OF_SENDERS.join(", "));
            findings.push(finding.expected(expected).remedy("give the file its name, or take it out of the folder"));
        }
        Ok(())
    }

    /// What was approved of each round; a file of a round does not add to an earlier one, for each is about one submission.
    fn approved(&mut self, folder: &str, findings: &mut Findings) -> Result<Vec<(Table, bool)>, fs::Error> {
        let mut tables = Vec::new();
        for path in self.layers(folder, "approved.csv", false)? {
            let table = self.table(&path, &APPROVED, &APPROVED, findings)?;
            tables.extend(table.map(|table| (table, self.of_round.contains(&Name::from(path.as_str())))));
        }
        Ok(tables)
    }

    fn sender(&mut self, folder: &str, declared: Declared<'_>, findings: &mut Findings) -> Result<SenderFiles, fs::Error> {
        self.check_rounds(folder, findings)?;
        self.check_names(folder, findings)?;
        let articles = ["article", "label", "predicate", "code", "evidence"];
        let columns = [&ARTICLES[..], &declared.element_columns()].concat();
        let words = Columns(CROSSWALK.get(..4).unwrap_or_default(), &CROSSWALK);
        let corrections: Vec<Positioned<CorrectionsImage>> = self.tomls(folder, "corrections.toml", true, findings)?;
        Ok(SenderFiles {
            layout: self.tomls(folder, "layout.toml", true, findings)?,
            crosswalk: self.tables(folder, "crosswalk.csv", WORD, words, findings)?,
            // Where no dimension has a national detail, nobody needs the file.
            articles: if declared.has_detail() {
                self.tables(folder, "articles.csv", ARTICLE, Columns(&articles, &columns), findings)?
            } else {
                None
            },
            comparability: self.tomls(folder, "comparability.toml", true, findings)?,
            corrections: corrections.into_iter().filter(|file| self.of_round.contains(&Name::from(&*file.text.file))).collect(),
            accepted: self.tomls(folder, "accepted.toml", false, findings)?,
            approved: self.approved(folder, findings)?,
        })
    }
}
