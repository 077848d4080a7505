//! `harmonized.xlsx`: the dataset as a workbook. A sheet for each measure as people expect it, and the tables behind them.

mod cell;
mod measure;
mod style;
mod tables;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use super::format::{Error, Files, Format};
use crate::compare::Assessed;
use crate::release::Dataset;
use style::Styles;

pub(super) fn files(dataset: &Dataset) -> Result<Files, Error> {
    let bytes = write(dataset).map_err(|error| Error::of(Format::Xlsx, &error))?;
    Ok(vec![("harmonized.xlsx".to_owned(), bytes)])
}

fn write(dataset: &Dataset) -> Result<Vec<u8>, XlsxError> {
    let (mut workbook, styles) = (Workbook::new(), Styles::new());
    let codebook = dataset.codebook();
    // No clock: the same release gives the same bytes.
    let day = ExcelDateTime::parse_from_str(&codebook.newest_decision()).unwrap_or_default();
    workbook.set_properties(
        &DocProperties::new()
            .set_title(codebook.title.chars().take(255).collect::<String>())
            .set_author("Roundup")
            .set_creation_datetime(&day),
    );
    tables::read_me(workbook.add_worksheet(), dataset, &styles)?;
    let mut names = SheetNames::default();
    for (_, measures) in &codebook.objects {
        for measure in measures {
            let of_measure = |figure: &&Assessed| figure.observation().key.codes().contains(measure);
            if dataset.figures().iter().any(|figure| of_measure(&figure)) {
                let sheet = workbook.add_worksheet();
                sheet.set_name(names.of(measure.as_str()))?;
                measure::sheet(sheet, dataset, measure, &styles)?;
            }
        }
    }
    tables::matrix(workbook.add_worksheet(), dataset, &styles)?;
    tables::regional(workbook.add_worksheet(), dataset, &styles)?;
    tables::observations(workbook.add_worksheet(), dataset, &styles)?;
    if dataset.has_sources() {
        tables::findings(workbook.add_worksheet(), dataset, &styles)?;
    }
    tables::sources(workbook.add_worksheet(), dataset, &styles)?;
    workbook.save_to_buffer()
}

/// Names of sheets as spreadsheet programs allow them: short, without some signs, each once.
#[derive(Default)]
struct SheetNames(Vec<String>);

impl SheetNames {
    /// The greatest number of characters.
    const LIMIT: usize = 31;
    /// Sheets of our own, and one name that Excel keeps for itself.
    const TAKEN: [&str; 7] = ["read me", "matrix", "regional", "observations", "findings", "sources", "history"];

    fn of(&mut self, code: &str) -> String {
        let allowed = |c: char| if c.is_control() || "[]:*?/\\'".contains(c) { '_' } else { c };
        let plain: String = code.chars().map(allowed).take(Self::LIMIT).collect();
        let plain = if plain.is_empty() { "_".to_owned() } else { plain };
        let is_taken = |name: &str| {
            let same = |other: &str| other.eq_ignore_ascii_case(name);
            self.0.iter().any(|own| same(own)) || Self::TAKEN.into_iter().any(same)
        };
        let numbered = (2_usize..).map(|n| {
            let end = format!(" {n}");
            plain.chars().take(Self::LIMIT - end.len()).collect::<String>() + &end
        });
        let name = std::iter::once(plain.clone()).chain(numbered).find(|name| !is_taken(name)).unwrap_or_default();
        self.0.push(name.clone());
        name
    }
}

#[cfg(test)]
mod tests {
    use super::SheetNames;

    #[test]
    fn names_of_sheets_are_allowed_and_each_is_there_once() {
        let mut names = SheetNames::default();
        for (code, name) in [
            ("VICT_ID", "VICT_ID"),
            ("V/ID", "V_ID"),
            ("V?ID", "V_ID 2"),
            ("v_id", "v_id 3"),
            ("Findings", "Findings 2"),
            ("", "_"),
            ("A_MEASURE_WITH_A_VERY_LONG_CODE_INDEED", "A_MEASURE_WITH_A_VERY_LONG_CODE"),
            ("A_MEASURE_WITH_A_VERY_LONG_CODE_TOO", "A_MEASURE_WITH_A_VERY_LONG_CO 2"),
        ] {
            assert_eq!(names.of(code), name, "{code}");
        }
    }
}
