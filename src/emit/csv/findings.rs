//! `findings.csv`: the findings for a spreadsheet program.

use super::table::{Column, Table};
use crate::diag::{Finding, Findings};

/// The table.
pub(super) fn table() -> Table {
    Table::new(
        "findings.csv",
        "Something that somebody should look at: where, why, and what to do.",
        vec![],
        vec![
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
    )
}

/// Related places that stand in a field, for spreadsheet programs cut what is longer; findings.json has all.
const RELATED: usize = 1_000;

fn related(finding: &Finding) -> String {
    let more = finding.related.len().saturating_sub(RELATED);
    let more = (more > 0).then(|| format!("and {more} more places, in findings.json"));
    finding.related.iter().take(RELATED).map(ToString::to_string).chain(more).collect::<Vec<_>>().join(" | ")
}

pub(super) fn rows(findings: &Findings) -> Vec<Vec<String>> {
    let row = |finding: &Finding| {
        let (line, column) = finding.location.line_column();
        let number = |n: u32| if n == 0 { String::new() } else { n.to_string() };
        vec![
            finding.level.word().to_owned(),
            finding.code.name.to_owned(),
            finding.code.owner.word().to_owned(),
            finding.code.title.to_owned(),
            finding.location.file().to_owned(),
            finding.location.sheet().to_owned(),
            finding.location.cell(),
            number(line),
            number(column),
            finding.found.clone(),
            finding.expected.clone(),
            finding.remedy.clone(),
            related(finding),
        ]
    };
    findings.iter().map(row).collect()
}
