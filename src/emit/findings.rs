//! `findings.csv`: the findings for a spreadsheet program.

use crate::diag::Findings;

pub(super) fn csv(findings: &Findings) -> Vec<u8> {
    let header =
        ["LEVEL", "CODE", "REPAIR_BY", "TITLE", "FILE", "SHEET", "CELL", "LINE", "COLUMN", "FOUND", "EXPECTED", "REMEDY", "RELATED"];
    super::csv_document(
        &header,
        findings.iter().map(|finding| {
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
        }),
    )
}
