//! Names of files and sheets, which a sender chose and which may disclose a number: a release numbers them instead.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diag::{Findings, Ledger, Location};
use crate::model::{Observation, ReferencePeriod, SourceCell};
use crate::plan::Round;

/// A name of a file or a sheet.
type Shared = Arc<str>;

/// The names that stand for those of a submission.
pub(super) struct Names {
    files: BTreeMap<Shared, Shared>,
    sheets: BTreeMap<(Shared, Shared), Shared>,
}

impl Names {
    /// Numbers all files of each area and all sheets of each file, in the order of their names.
    pub(super) fn new(observations: &[Observation], ledger: &Ledger, findings: &Findings, round: &Round) -> Self {
        let mut sheets: BTreeSet<(Shared, Option<Shared>)> = BTreeSet::new();
        for origin in observations.iter().flat_map(|observation| &observation.origins) {
            sheets.insert((origin.file.clone(), Some(origin.sheet.clone())));
        }
        sheets.extend(ledger.sheets().map(|(file, sheet)| (file.clone(), Some(sheet.clone()))));
        for place in findings.iter().flat_map(|finding| std::iter::once(&finding.location).chain(&finding.related)) {
            match place {
                Location::File(file) => drop(sheets.insert((file.clone(), None))),
                Location::Sheet(file, sheet) => drop(sheets.insert((file.clone(), Some(sheet.clone())))),
                Location::Cell(origin) => drop(sheets.insert((origin.file.clone(), Some(origin.sheet.clone())))),
                Location::Round(_) | Location::Line(_) => {}
            }
        }
        let mut names = Self { files: BTreeMap::new(), sheets: BTreeMap::new() };
        let (mut files_of, mut sheets_of): (BTreeMap<String, usize>, BTreeMap<Shared, usize>) = (BTreeMap::new(), BTreeMap::new());
        for (file, sheet) in sheets {
            names.files.entry(file.clone()).or_insert_with(|| number_file(&file, &mut files_of));
            if let Some(sheet) = sheet {
                let n = sheets_of.entry(file.clone()).or_insert(0);
                *n += 1;
                let own = if is_plain(&sheet, round) { sheet.clone() } else { Shared::from(format!("sheet-{n}")) };
                names.sheets.insert((file, sheet), own);
            }
        }
        names
    }

    /// The names that stand for a file and a sheet.
    pub(super) fn of(&self, file: &Shared, sheet: &Shared) -> (Shared, Shared) {
        let own_file = self.files.get(file).unwrap_or(file);
        let own_sheet = self.sheets.get(&(file.clone(), sheet.clone())).unwrap_or(sheet);
        (own_file.clone(), own_sheet.clone())
    }

    pub(super) fn rename(&self, origins: &mut [SourceCell]) {
        for origin in origins {
            (origin.file, origin.sheet) = self.of(&origin.file, &origin.sheet);
        }
    }

    pub(super) fn rename_place(&self, place: &mut Location) {
        match place {
            Location::File(file) => {
                if let Some(own) = self.files.get(file) {
                    *file = own.clone();
                }
            }
            Location::Sheet(file, sheet) => (*file, *sheet) = self.of(file, sheet),
            Location::Cell(origin) => self.rename(std::slice::from_mut(origin)),
            Location::Round(_) | Location::Line(_) => {}
        }
    }
}

/// `xx/file-2.csv`; the folder of an area and its description keep their names.
fn number_file(file: &Shared, files_of: &mut BTreeMap<String, usize>) -> Shared {
    let Some((folder, name)) = file.split_once('/') else { return file.clone() };
    if name == "SOURCE.toml" {
        return file.clone();
    }
    let known = ["csv", "tsv", "txt", "xlsx", "xlsm", "xlsb", "xls", "ods"];
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let extension = known.iter().find(|known| extension.eq_ignore_ascii_case(known)).map(|known| format!(".{known}")).unwrap_or_default();
    let n = files_of.entry(folder.to_owned()).or_insert(0);
    *n += 1;
    Shared::from(format!("{folder}/file-{n}{extension}"))
}

/// Whether the name of a sheet says nothing but that it is a text, or which years of the round it holds.
fn is_plain(sheet: &str, round: &Round) -> bool {
    sheet == "csv" || ReferencePeriod::parse(sheet).is_some_and(|period| round.collects(period))
}
