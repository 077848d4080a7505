//! A dataset as read from its files.

use std::collections::{BTreeMap, BTreeSet};

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
    /// The lines, `dk/comparability.toml:12`.
    pub(super) lines: Vec<String>,
}

/// A dataset: its figures, their reasons, and what went in.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    pub(super) rows: BTreeMap<String, Record>,
    /// The columns of the key in its order, area and period among them.
    pub(super) dimensions: Vec<Dimension>,
    pub(super) flags: BTreeMap<String, BTreeSet<Flag>>,
    /// Path of an input → its digest.
    pub(super) inputs: BTreeMap<String, String>,
    /// Mapping file → its lines; empty where only outputs are at hand.
    pub(super) texts: BTreeMap<String, Vec<String>>,
    /// Mapping file → what its lines say, without blanks around it.
    lines: BTreeMap<String, BTreeSet<String>>,
    /// Area → the last year that the dataset has figures of it of.
    last_years: BTreeMap<String, u16>,
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
        let key = key(files, "harmonized.csv")?;
        for record in records(files, "harmonized.csv")? {
            let key = key.iter().map(|column| record.get(column).map_or("", String::as_str)).collect::<Vec<_>>().join(".");
            if let (Some(area), Some(year)) = (record.get("REF_AREA"), year(&record)) {
                let last = snapshot.last_years.entry(area.clone()).or_default();
                *last = year.max(*last);
            }
            snapshot.rows.insert(key, record);
        }
        for record in records(files, "flags.csv")? {
            let field = |column: &str| record.get(column).cloned().unwrap_or_default();
            let weights = ["BETWEEN", "TIME", "SUM"].iter().filter(|use_| !field(use_).is_empty());
            let weights: Vec<String> = weights.map(|use_| format!("{} {}", use_.to_ascii_lowercase(), field(use_))).collect();
            let words = format!("{} ({}): {}", field("REASON"), weights.join(", "), field("DETAIL"));
            let flag = Flag { words, lines: parts(&field("MAPPING_REF")) };
            snapshot.flags.entry(field("KEY")).or_default().insert(flag);
        }
        let manifest = files.get("manifest.json").ok_or("there is no manifest.json")?;
        let manifest: serde_json::Value = serde_json::from_slice(manifest).map_err(|error| format!("manifest.json: {error}"))?;
        let inputs = manifest.get("inputs_sha256").and_then(serde_json::Value::as_object).ok_or("manifest.json names no inputs")?;
        snapshot.inputs = inputs.iter().map(|(path, digest)| (path.clone(), digest.as_str().unwrap_or_default().to_owned())).collect();
        snapshot.suppresses = !snapshot.inputs.is_empty() && !snapshot.inputs.keys().any(|path| path.starts_with("raw/"));
        snapshot.dimensions = key.into_iter().map(|column| dimension(column, &manifest)).collect();
        let version = manifest.pointer("/program/version").and_then(serde_json::Value::as_str);
        snapshot.version = version.map(str::to_owned).unwrap_or_default();
        snapshot.round = manifest.get("round").and_then(serde_json::Value::as_str).map(str::to_owned).unwrap_or_default();
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
        self
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

    /// The last year that the dataset has figures of an area of; 0 when it has none.
    pub(super) fn last_year(&self, area: &str) -> u16 {
        self.last_years.get(area).copied().unwrap_or(0)
    }
}

/// A field of a row; empty where the row does not have it.
pub(super) fn field<'a>(row: &'a Record, column: &str) -> &'a str {
    row.get(column).map_or("", String::as_str)
}

/// The last year of a row's period.
pub(super) fn year(row: &Record) -> Option<u16> {
    let period = row.get("TIME_PERIOD")?;
    let first: u16 = period.get(..4)?.parse().ok()?;
    let years: u16 = period.split_once("/P").and_then(|(_, rest)| rest.strip_suffix('Y')?.parse().ok()).unwrap_or(1);
    Some(first.saturating_add(years.saturating_sub(1)))
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
