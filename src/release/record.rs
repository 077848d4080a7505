//! What was released of a round: its versions with the digests of their files, and the figures of each version. `mappings/releases/` keeps it, for outputs are not
//! kept under version control, and what was published once can't be taken back.

use std::collections::{BTreeMap, BTreeSet};

use crate::delimited::document;
use crate::fs::digest;
use crate::model::is_date;

/// A version of a release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Its number, from 1 on.
    pub number: u32,
    /// The day on which it was released, ISO 8601.
    pub date: String,
    /// Why it took the place of the one before; of the first, what it is.
    pub reason: String,
    /// Its files with their SHA-256.
    pub files: BTreeMap<String, String>,
    /// The SHA-256 of its figures, by which an edit of the record is known; empty until the record has the version.
    pub figures: String,
}

impl Version {
    /// The version with the digests of its files.
    #[must_use]
    pub fn of(mut self, files: &[(String, Vec<u8>)]) -> Self {
        self.files = digests(files);
        self
    }

    /// The files that are not those of the version: changed, added or gone.
    pub fn differing(&self, files: &[(String, Vec<u8>)]) -> Vec<String> {
        let made = digests(files);
        let names: BTreeSet<&String> = self.files.keys().chain(made.keys()).collect();
        names.into_iter().filter(|name| self.files.get(*name) != made.get(*name)).cloned().collect()
    }
}

fn digests(files: &[(String, Vec<u8>)]) -> BTreeMap<String, String> {
    files.iter().map(|(name, bytes)| (name.clone(), digest(bytes))).collect()
}

/// A figure of a release, and the versions that have it with this value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Released {
    /// Its dimensions joined by dots.
    key: String,
    /// The first version.
    since: u32,
    /// The first version that has it no longer; `None`: the newest has it.
    until: Option<u32>,
    /// The value: a number, bounds, or the code of an absence.
    value: String,
}

/// All versions that were released of a round.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// The versions, the oldest first.
    pub versions: Vec<Version>,
    figures: Vec<Released>,
}

const VERSIONS: [&str; 6] = ["version", "date", "reason", "figures_sha256", "file", "sha256"];
const FIGURES: [&str; 4] = ["key", "since", "until", "value"];

impl Record {
    /// Reads what [`Record::versions_csv`] and [`Record::figures_csv`] wrote; in words, why it can't be read.
    pub fn parse(versions: &[u8], figures: &[u8]) -> Result<Self, String> {
        let mut record = Self::default();
        for row in rows(versions, &VERSIONS)? {
            let [number, date, reason, figures, file, digest] = row;
            let number: u32 = number.parse().map_err(|_| format!("\"{number}\" is no version"))?;
            let last = record.versions.last().map_or(0, |last| last.number);
            if number != last {
                if number != last + 1 {
                    return Err(format!("version {number} does not follow version {last}"));
                }
                if !is_date(&date) {
                    return Err(format!("\"{date}\" is no day"));
                }
                record.versions.push(Version { number, date, reason, files: BTreeMap::new(), figures });
            }
            if let Some(version) = record.versions.last_mut() {
                version.files.insert(file, digest);
            }
        }
        for [key, since, until, value] in rows(figures, &FIGURES)? {
            let number = |text: &str| text.parse::<u32>().map_err(|_| format!("\"{text}\" is no version"));
            let until = if until.is_empty() { None } else { Some(number(&until)?) };
            record.figures.push(Released { key, since: number(&since)?, until, value });
        }
        record.figures.sort();
        if record.versions.is_empty() {
            return Err("it has no version".to_owned());
        }
        let ends_before = |pair: &[Released]| {
            let [first, second] = pair else { return true };
            first.key != second.key || first.until.is_some_and(|until| until <= second.since)
        };
        if !record.figures.windows(2).all(ends_before) {
            return Err("a figure has two values in one version".to_owned());
        }
        // Whatever somebody edited, the figures of a version are no longer those that were released.
        match record.versions.iter().find(|version| version.figures != record.digest(version.number)) {
            Some(version) => Err(format!("the figures of version {} are not those that were released", version.number)),
            None => Ok(record),
        }
    }

    /// The SHA-256 of the figures of a version.
    fn digest(&self, version: u32) -> String {
        let lines: Vec<String> = self.figures(version).iter().map(|(key, value)| format!("{key}={value}\n")).collect();
        digest(lines.concat().as_bytes())
    }

    /// The figures that stood on a day: those of the newest version that had been released.
    pub fn on(&self, day: &str) -> BTreeMap<&str, &str> {
        let version = self.versions.iter().rfind(|version| version.date.as_str() <= day);
        version.map(|version| self.figures(version.number)).unwrap_or_default()
    }

    /// The versions as a table, a line for each file.
    pub fn versions_csv(&self) -> Vec<u8> {
        let lines = self.versions.iter().flat_map(|version| {
            let row = |(file, digest): (&String, &String)| {
                let own = [version.number.to_string(), version.date.clone(), version.reason.clone(), version.figures.clone()];
                own.into_iter().chain([file.clone(), digest.clone()]).collect()
            };
            version.files.iter().map(row).collect::<Vec<_>>()
        });
        table(&VERSIONS, lines)
    }

    /// The figures as a table, a line for each value that a figure had.
    pub fn figures_csv(&self) -> Vec<u8> {
        let until = |own: &Released| own.until.map(|until| until.to_string()).unwrap_or_default();
        table(&FIGURES, self.figures.iter().map(|own| vec![own.key.clone(), own.since.to_string(), until(own), own.value.clone()]))
    }

    /// The figures of a version by their keys.
    pub fn figures(&self, version: u32) -> BTreeMap<&str, &str> {
        let has = |own: &&Released| own.since <= version && own.until.is_none_or(|until| until > version);
        self.figures.iter().filter(has).map(|own| (own.key.as_str(), own.value.as_str())).collect()
    }

    /// The figures of the newest version; none where nothing was released.
    pub fn newest(&self) -> BTreeMap<&str, &str> {
        self.versions.last().map(|version| self.figures(version.number)).unwrap_or_default()
    }

    /// The record as it was before a version.
    #[must_use]
    pub fn before(&self, version: u32) -> Self {
        let versions = self.versions.iter().filter(|own| own.number < version).cloned().collect();
        let had = self.figures.iter().filter(|own| own.since < version).cloned();
        let figures = had.map(|own| Released { until: own.until.filter(|until| *until < version), ..own }).collect();
        Self { versions, figures }
    }

    /// The record with one more version, which has these figures.
    #[must_use]
    pub fn with(mut self, version: Version, figures: &BTreeMap<String, String>) -> Self {
        let number = version.number;
        for own in self.figures.iter_mut().filter(|own| own.until.is_none()) {
            if figures.get(&own.key) != Some(&own.value) {
                own.until = Some(number);
            }
        }
        let stays: BTreeSet<String> = self.figures.iter().filter(|own| own.until.is_none()).map(|own| own.key.clone()).collect();
        let new = figures.iter().filter(|(key, _)| !stays.contains(*key));
        let new: Vec<Released> =
            new.map(|(key, value)| Released { key: key.clone(), since: number, until: None, value: value.clone() }).collect();
        self.figures.extend(new);
        self.figures.sort();
        self.versions.push(version);
        let figures = self.digest(number);
        if let Some(version) = self.versions.last_mut() {
            version.figures = figures;
        }
        self
    }
}

fn table(header: &[&str], rows: impl Iterator<Item = Vec<String>>) -> Vec<u8> {
    document(std::iter::once(header.iter().map(|name| (*name).to_owned()).collect()).chain(rows))
}

/// The rows of a table with exactly these columns.
fn rows<const N: usize>(bytes: &[u8], header: &[&str; N]) -> Result<Vec<[String; N]>, String> {
    let mut reader = csv::Reader::from_reader(bytes);
    let own = reader.headers().map_err(|error| error.to_string())?;
    if own.iter().ne(header.iter().copied()) {
        return Err(format!("its columns are not {}", header.join(", ")));
    }
    let row = |record: Result<csv::StringRecord, csv::Error>| {
        let fields: Vec<String> = record.map_err(|error| error.to_string())?.iter().map(str::to_owned).collect();
        <[String; N]>::try_from(fields).map_err(|_| format!("a line without {N} fields"))
    };
    reader.records().map(row).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Record, Version};

    fn version(number: u32, digest: &str) -> Version {
        let files = BTreeMap::from([("a.csv".to_owned(), digest.to_owned()), ("b.csv".to_owned(), "0".to_owned())]);
        Version { number, date: format!("2024-0{number}-01"), reason: format!("reason, {number}"), files, figures: String::new() }
    }

    #[test]
    fn each_version_keeps_its_figures() {
        let figures = |values: &[(&str, &str)]| values.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        let states: [BTreeMap<String, String>; 3] =
            [figures(&[("A", "1"), ("B", "2")]), figures(&[("A", "3"), ("C", "4")]), figures(&[("A", "1"), ("C", "4")])];
        let mut record = Record::default();
        for (number, state) in (1..).zip(&states) {
            record = record.with(version(number, &number.to_string()), state);
        }
        let (versions, table) = (record.versions_csv(), record.figures_csv());
        let expected = "key,since,until,value\nA,1,2,1\nA,2,3,3\nA,3,,1\nB,1,2,2\nC,2,,4\n";
        assert_eq!(String::from_utf8_lossy(&table), expected);
        assert_eq!(Record::parse(&versions, &table), Ok(record.clone()));
        for (number, state) in (1..).zip(&states) {
            let own: BTreeMap<String, String> =
                record.figures(number).into_iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
            assert_eq!(own, *state, "version {number}");
        }
    }

    #[test]
    fn what_somebody_edited_is_not_believed() {
        let figures = |value: &str| BTreeMap::from([("A".to_owned(), value.to_owned()), ("B".to_owned(), "2".to_owned())]);
        let record = Record::default().with(version(1, "1"), &figures("1")).with(version(2, "2"), &figures("3"));
        let [versions, table] = [record.versions_csv(), record.figures_csv()].map(|bytes| String::from_utf8(bytes).expect("UTF-8"));
        assert!(Record::parse(versions.as_bytes(), table.as_bytes()).is_ok());
        let header = |text: &str| text.lines().next().map(|line| format!("{line}\n")).unwrap_or_default();
        for (versions, table) in [
            (header(&versions), table.clone()),
            (header(&versions), header(&table)),
            (versions.clone(), header(&table)),
            (versions.replace("2024-02-01", "yesterday"), table.clone()),
            (versions.replacen("1,2024", "x,2024", 1), table.clone()),
            (versions.split_inclusive('\n').filter(|line| !line.starts_with('1')).collect(), table.clone()),
            (versions.replace("reason,", "cause,"), table.clone()),
            (versions.clone(), table.replace("A,2,,3", "A,2,,4")),
            (versions.clone(), table.replace("A,1,2,1", "A,1,,1")),
            (versions.clone(), table.replace("B,1,,2\n", "")),
            (versions.clone(), format!("{table}C,1,,9\n")),
            (versions.clone(), table.replace("B,1,,2", "B,x,,2")),
            (versions.clone(), table.replace("B,1,,2", "B,1")),
        ] {
            assert!(Record::parse(versions.as_bytes(), table.as_bytes()).is_err(), "{versions}{table}");
        }
    }
}
