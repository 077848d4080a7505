//! `findings.csv`: the findings for a spreadsheet program.

use super::table::{Column, Table};
use crate::diag::Findings;

/// The table.
pub(super) const TABLE: Table = Table {
    file: "findings.csv",
    about: "Something that somebody should look at: where, why, and what to do.",
    key: &[],
    columns: &[
        Column::word("LEVEL", &["error", "warning", "note"], "How grave it is.").required(),
        Column::text("CODE", "The code of the finding; `roundup explain` has its page.").required(),
        Column::text("REPAIR_BY", "Who can repair it: the submission's state, or who keeps the mapping.").required(),
        Column::text("TITLE", "What is wrong, in one sentence.").required(),
        Column::text("FILE", "The submission, or the mapping file."),
        Column::text("SHEET", "The sheet of a submission."),
        Column::text("CELL", "The cell of a submission."),
        Column::count("LINE", "The line of a mapping file."),
        Column::count("COLUMN", "The column of a mapping file; of a table the number of the field."),
        Column::text("FOUND", "What stands there."),
        Column::text("EXPECTED", "What was expected."),
        Column::text("REMEDY", "What to do."),
        Column::text("RELATED", "Other places that it is about."),
    ],
};

pub(super) fn csv(findings: &Findings) -> Vec<u8> {
    TABLE.csv(findings.iter().map(|finding| {
        let (line, column) = finding.place.line_column();
        let number = |n: u32| if n == 0 { String::new() } else { n.to_string() };
        vec![
            finding.level.word().to_owned(),
            finding.code.name.to_owned(),
            finding.code.owner.word().to_owned(),
            finding.code.title.to_owned(),
            finding.place.file().to_owned(),
            finding.place.sheet().to_owned(),
            finding.place.cell(),
            number(line),
            number(column),
            finding.found.clone(),
            finding.expected.clone(),
            finding.remedy.clone(),
            finding.related.iter().map(ToString::to_string).collect::<Vec<_>>().join(" | "),
        ]
    }))
}
