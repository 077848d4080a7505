//! What a layout would say of a workbook that moved on.

use std::collections::BTreeMap;

use crate::diag::Findings;
use crate::fold::fold;

/// The lines of a layout that name what the workbook calls otherwise now: the number of the line, as it is, and as it would be.
pub fn patch(text: &str, findings: &Findings) -> BTreeMap<usize, (String, String)> {
    let mut hunks: BTreeMap<usize, (String, String)> = BTreeMap::new();
    for edit in findings.iter().filter_map(|finding| finding.edit.as_ref()) {
        // A sheet has its new name everywhere: for what is hidden on it, for its footnotes and for what is out of scope as well.
        let is_everywhere = edit.key == "sheet";
        // From the header of the table, for its keys may stand above its name, whose line this is.
        let is_header = |line: &str| line.trim_start().starts_with("[[");
        let line = usize::try_from(edit.table.line).unwrap_or(0);
        let header = text.lines().take(line).collect::<Vec<_>>().iter().rposition(|line| is_header(line)).map_or(line, |at| at + 1);
        let start = if is_everywhere { 0 } else { header };
        let numbered = text.lines().enumerate().skip(start);
        let own = numbered.take_while(|(_, line)| is_everywhere || !is_header(line));
        for (index, line) in own {
            // The text stands in quotation marks behind its key, in either of the two kinds that TOML has.
            let parts = |quote: char| line.split(quote).map(str::to_owned).collect::<Vec<String>>();
            for quote in ['"', '\''] {
                let written = parts(quote).into_iter().find(|part| fold(part) == edit.old);
                if let Some(written) = written.filter(|_| line.replace(' ', "").contains(&format!("{}=", edit.key))) {
                    let (old, new) = (format!("{quote}{written}{quote}"), toml::Value::String(edit.new.clone()).to_string());
                    hunks.entry(index + 1).or_insert_with(|| (line.to_owned(), line.replacen(&old, &new, 1)));
                }
            }
        }
    }
    hunks
}
