//! A dataset as read from its files.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::ReferencePeriod;

/// A row by its columns.
pub(super) type Record = BTreeMap<String, String>;

/// The first column behind the key: the dimensions stand before the value, in the order of the key.
const VALUE: &str = "OBS_VALUE";

/// The column that says by which relation a label was mapped, for each dimension.
pub(super) const PREDICATES: &str = "PREDICATES";

/// The file of the mappings that declares the dimensions.
pub(super) const DIMENSIONS: &str = "dimensions.toml";

/// A dimension of the key, as the outputs describe it: the header of the table gives its column, the manifest the rest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Dimension {
    /// Its column.
    pub(super) column: String,
    /// What it is to the program, for those three that every dataset has.
    pub(super) role: Option<String>,
    /// Its code list.
    pub(super) codelist: Option<String>,
    /// The code of figures that are not split by it.
    pub(super) default: Option<String>,
}

impl Dimension {
    /// The file of its code list among the inputs.
    pub(super) fn list_file(&self) -> Option<String> {
        self.codelist.as_ref().map(|list| format!("mappings/codelists/{list}.csv"))
    }
}

/// A reason against a figure, with the mapping lines that gave it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Flag {
    /// Reason, weights and detail.
    pub(super) words: String,
    /// Whether it stands against comparisons over time and against nothing else.
    pub(super) is_of_time: bool,
    /// The lines, `dk/comparability.toml:12`.
    pub(super) lines: Vec<String>,
}

/// The years or the areas that a dataset collects.
#[derive(Clone, Debug, Default)]
pub(super) struct Collected<T> {
    pub(super) all: BTreeSet<T>,
    /// Whether its manifest says so; else they are those of its figures.
    pub(super) is_declared: bool,
}

impl<T: Ord> Collected<T> {
    fn new(declared: Option<BTreeSet<T>>, of_figures: impl FnOnce() -> BTreeSet<T>) -> Self {
        let is_declared = declared.is_some();
        Self { all: declared.unwrap_or_else(of_figures), is_declared }
    }
}

/// A dataset: its figures, their reasons, its sums, and what went in.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    pub(super) rows: BTreeMap<String, Record>,
    /// The columns of the key in its order, area and period among them.
    pub(super) dimensions: Vec<Dimension>,
    pub(super) flags: BTreeMap<String, BTreeSet<Flag>>,
    /// The sums over areas by their keys.
    pub(super) sums: BTreeMap<String, Record>,
    /// The columns of the key of a sum.
    pub(super) sum_columns: Vec<String>,
    pub(super) years: Collected<u16>,
    pub(super) areas: Collected<String>,
    /// Whether only some areas are looked at.
    pub(super) is_part: bool,
    /// Path of an input → its digest.
    pub(super) inputs: BTreeMap<String, String>,
    /// The digests of the files of the submissions.
    files: BTreeSet<String>,
    /// Folder of an area → the digests of all files in it, as one text.
    folders: BTreeMap<String, String>,
    /// Mapping file → its lines; empty where only outputs are at hand.
    pub(super) texts: BTreeMap<String, Vec<String>>,
    /// Mapping file → what its lines say, without blanks around it.
    lines: BTreeMap<String, BTreeSet<String>>,
    /// The version of the program that wrote it.
    pub(super) version: String,
    /// The round.
    pub(super) round: String,
    /// The round suppresses small counts: then its manifest names no submissions, whose digests would disclose them.
    pub(super) suppresses: bool,
}

impl Snapshot {
    /// Takes a dataset from the files of a round's output folder; in words, what is wrong with them.
    pub fn new(files: &BTreeMap<String, Vec<u8>>) -> Result<Self, String> {
        let mut snapshot = Self::default();
        let columns = key(files, "harmonized.csv")?;
        snapshot.rows = keyed(&columns, records(files, "harmonized.csv")?);
        snapshot.sum_columns = key(files, "regional.csv")?;
        snapshot.sums = keyed(&snapshot.sum_columns, records(files, "regional.csv")?);
        for record in records(files, "flags.csv")? {
            let field = |column: &str| record.get(column).cloned().unwrap_or_default();
            let weights = ["BETWEEN", "TIME", "SUM"].iter().filter(|use_| !field(use_).is_empty());
            let weights: Vec<String> = weights.map(|use_| format!("{} {}", use_.to_ascii_lowercase(), field(use_))).collect();
            let words = format!("{} ({}): {}", field("REASON"), weights.join(", "), field("DETAIL"));
            let is_of_time = ["BETWEEN", "TIME", "SUM"].map(|use_| !field(use_).is_empty()) == [false, true, false];
            let flag = Flag { words, is_of_time, lines: parts(&field("MAPPING_REF")) };
            snapshot.flags.entry(field("KEY")).or_default().insert(flag);
        }
        let manifest = files.get("manifest.json").ok_or("there is no manifest.json")?;
        let manifest: serde_json::Value = serde_json::from_slice(manifest).map_err(|error| format!("manifest.json: {error}"))?;
        let inputs = manifest.get("inputs_sha256").and_then(serde_json::Value::as_object).ok_or("manifest.json names no inputs")?;
        snapshot.inputs = inputs.iter().map(|(path, digest)| (path.clone(), digest.as_str().unwrap_or_default().to_owned())).collect();
        snapshot.suppresses = !snapshot.inputs.is_empty() && !snapshot.inputs.keys().any(|path| path.starts_with("raw/"));
        snapshot.index_files();
        snapshot.dimensions = columns.into_iter().map(|column| dimension(column, &manifest)).collect();
        let version = manifest.pointer("/program/version").and_then(serde_json::Value::as_str);
        snapshot.version = version.map(str::to_owned).unwrap_or_default();
        snapshot.round = manifest.get("round").and_then(serde_json::Value::as_str).map(str::to_owned).unwrap_or_default();
        let declared = |name: &str| manifest.get(name).and_then(serde_json::Value::as_array);
        let years = declared("years").map(|years| years.iter().filter_map(|year| u16::try_from(year.as_u64()?).ok()).collect());
        let areas = declared("areas").map(|areas| areas.iter().filter_map(|area| area.as_str().map(str::to_owned)).collect());
        snapshot.years = Collected::new(years, || snapshot.rows.values().flat_map(years_of).collect());
        snapshot.areas = Collected::new(areas, || snapshot.rows.values().map(|row| field(row, "REF_AREA").to_owned()).collect());
        Ok(snapshot)
    }

    /// Adds the mapping files as written, so that a cause can be told to the line.
    #[must_use]
    pub fn with_mappings(mut self, files: &BTreeMap<String, Vec<u8>>) -> Self {
        let lines = |bytes: &[u8]| String::from_utf8_lossy(bytes).lines().map(str::to_owned).collect();
        self.texts = files.iter().map(|(name, bytes)| (name.clone(), lines(bytes))).collect();
        let trimmed = |lines: &Vec<String>| lines.iter().map(|line| line.trim().to_owned()).collect();
        self.lines = self.texts.iter().map(|(name, lines)| (name.clone(), trimmed(lines))).collect();
        self
    }

    /// Adds what went in, where more is known of it than the manifest says.
    #[must_use]
    pub fn with_inputs(mut self, inputs: impl Iterator<Item = (String, String)>) -> Self {
        self.inputs.extend(inputs);
        self.index_files();
        self
    }

    /// The part of it that is of some areas: their figures, and no sums.
    #[must_use]
    pub fn of_areas(mut self, areas: &[String]) -> Self {
        self.rows.retain(|_, row| areas.iter().any(|area| area == field(row, "REF_AREA")));
        self.areas.all.retain(|area| areas.contains(area));
        self.is_part = true;
        self
    }

    /// The areas that it collects.
    pub fn areas(&self) -> impl Iterator<Item = &str> {
        self.areas.all.iter().map(String::as_str)
    }

    /// Whether a file of its submissions has this digest.
    pub(super) fn has_file(&self, digest: &str) -> bool {
        self.files.contains(digest)
    }

    /// The digest of the file of a cell, `dk/file.xlsx!sheet!B7`; `None` where the manifest does not say it.
    pub(super) fn digest(&self, cell: &str) -> Option<&str> {
        let (file, _) = cell.split_once('!')?;
        self.inputs.get(&format!("raw/{file}")).map(String::as_str).filter(|digest| !digest.is_empty())
    }

    /// The digests of the files of a figure; `None` where one is not known.
    pub(super) fn digests(&self, row: &Record) -> Option<BTreeSet<&str>> {
        let digests: Option<BTreeSet<&str>> = parts(field(row, "SOURCE_REF")).iter().map(|cell| self.digest(cell)).collect();
        digests.filter(|digests| !digests.is_empty())
    }

    /// The cells of a figure with the content of their files in the place of the names: the same in two datasets only if the files are byte-identical. Where names
    /// of files are suppressed, all files of the area must be. `None` where no digest is known.
    pub(super) fn places(&self, row: &Record, other: &Self) -> Option<String> {
        let place = |cell: String| {
            let (file, within) = cell.split_once('!')?;
            let (area, name) = file.split_once('/')?;
            match self.digest(&cell) {
                Some(digest) => Some(format!("{area}/{digest}!{within}")),
                None if self.suppresses && self.has_folder_of(other, area) => Some(format!("{area}/{name}!{within}")),
                None => None,
            }
        };
        let places: Vec<String> = parts(field(row, "SOURCE_REF")).into_iter().map(place).collect::<Option<_>>()?;
        (!places.is_empty()).then(|| places.join(" | "))
    }

    /// Whether all files of an area are byte-identical in the two, and there are any.
    fn has_folder_of(&self, other: &Self, area: &str) -> bool {
        self.folders.get(area).is_some_and(|own| other.folders.get(area) == Some(own))
    }

    fn index_files(&mut self) {
        let raw = self.inputs.iter().filter_map(|(path, digest)| Some((path.strip_prefix("raw/")?, digest)));
        let raw: Vec<(&str, &String)> = raw.filter(|(_, digest)| !digest.is_empty()).collect();
        let mut folders: BTreeMap<String, String> = BTreeMap::new();
        for (area, digest) in raw.iter().filter_map(|(path, digest)| Some((path.split_once('/')?.0, digest))) {
            folders.entry(area.to_owned()).or_default().extend([digest.as_str(), " "]);
        }
        self.files = raw.into_iter().map(|(_, digest)| digest.clone()).collect();
        self.folders = folders;
    }

    /// Whether a line of a mapping file says this.
    pub(super) fn says(&self, file: &str, text: &str) -> bool {
        self.lines.get(file).is_some_and(|lines| lines.contains(text))
    }

    /// The text of a mapping line, where the files are at hand.
    pub(super) fn line(&self, reference: &str) -> Option<&str> {
        let (file, line) = split_line(reference)?;
        self.texts.get(file)?.get(line.checked_sub(1)?).map(|line| line.trim())
    }

    /// All figures with their keys.
    pub(super) fn figures(&self) -> impl Iterator<Item = (&str, &Record)> {
        self.rows.iter().map(|(key, row)| (key.as_str(), row))
    }

    /// A figure with its key.
    pub(super) fn figure(&self, key: &str) -> Option<(&str, &Record)> {
        self.rows.get_key_value(key).map(|(key, row)| (key.as_str(), row))
    }
}

/// A field of a row; empty where the row does not have it.
pub(super) fn field<'a>(row: &'a Record, column: &str) -> &'a str {
    row.get(column).map_or("", String::as_str)
}

/// The years of a row's period.
fn years_of(row: &Record) -> impl Iterator<Item = u16> + use<> {
    ReferencePeriod::parse(field(row, "TIME_PERIOD")).into_iter().flat_map(|period| period.first()..=period.last())
}

/// Rows by the fields of their key, put together with dots.
fn keyed(columns: &[String], records: Vec<Record>) -> BTreeMap<String, Record> {
    let key = |record: &Record| columns.iter().map(|column| field(record, column)).collect::<Vec<_>>().join(".");
    records.into_iter().map(|record| (key(&record), record)).collect()
}

/// `dk/crosswalk.csv:12` → file and line.
pub(super) fn split_line(reference: &str) -> Option<(&str, usize)> {
    let (file, line) = reference.rsplit_once(':')?;
    Some((file, line.parse().ok()?))
}

/// The entries of a field with several.
pub(super) fn parts(field: &str) -> Vec<String> {
    field.split(" | ").filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// A column of the key, with what the manifest says of it; that of an earlier program says nothing.
fn dimension(column: String, manifest: &serde_json::Value) -> Dimension {
    let mut described = manifest.get("dimensions").and_then(serde_json::Value::as_array).into_iter().flatten();
    let own = described.find(|described| described.get("column").and_then(serde_json::Value::as_str) == Some(column.as_str()));
    let text = |field: &str| own?.get(field)?.as_str().filter(|text| !text.is_empty()).map(str::to_owned);
    Dimension { role: text("role"), codelist: text("codelist"), default: text("default"), column }
}

/// The columns of the key of a table.
fn key(files: &BTreeMap<String, Vec<u8>>, name: &str) -> Result<Vec<String>, String> {
    let bytes = files.get(name).ok_or_else(|| format!("there is no {name}"))?;
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    let header = reader.headers().map_err(|error| format!("{name}: {error}"))?;
    Ok(header.iter().take_while(|column| *column != VALUE).map(str::to_owned).collect())
}

fn records(files: &BTreeMap<String, Vec<u8>>, name: &str) -> Result<Vec<Record>, String> {
    let bytes = files.get(name).ok_or_else(|| format!("there is no {name}"))?;
    csv::Reader::from_reader(bytes.as_slice()).deserialize().collect::<Result<_, _>>().map_err(|error| format!("{name}: {error}"))
}
