//! A patch of the layout for a workbook whose sheets, tables or headers were renamed.

use std::collections::BTreeMap;

use crate::diag::Findings;
use crate::normalize::normalize;
use crate::plan::literal;

/// The entries of a layout of an earlier round with what the workbook calls otherwise now in its place: they take the place of the earlier ones in the layout
/// of the round.
pub fn replacements(file: &str, text: &str, findings: &Findings) -> Vec<String> {
    let hunks = patch(file, text, findings);
    let lines: Vec<&str> = text.lines().enumerate().map(|(n, line)| hunks.get(&(n + 1)).map_or(line, |(_, new)| new.as_str())).collect();
    let is_header = |line: &&str| line.trim_start().starts_with('[');
    let starts: Vec<usize> = lines.iter().enumerate().filter(|(_, line)| is_header(line)).map(|(n, _)| n).collect();
    let mut blocks = Vec::new();
    for (i, start) in starts.iter().enumerate() {
        let end = starts.get(i + 1).copied().unwrap_or(lines.len());
        if hunks.keys().any(|line| (*start..end).contains(&(line - 1))) {
            let block = lines.get(*start..end).unwrap_or_default().join("\n");
            // What stands above the next entry is about that one.
            let own: Vec<&str> = block.trim_end().lines().collect();
            let kept =
                own.iter().rposition(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#')).map_or(0, |last| last + 1);
            blocks.push(own.get(..kept).unwrap_or_default().join("\n"));
        }
    }
    blocks
}

/// The lines of a layout that name what the workbook calls otherwise now: the number of the line, as it is, and as it would be.
pub fn patch(file: &str, text: &str, findings: &Findings) -> BTreeMap<usize, (String, String)> {
    let mut hunks: BTreeMap<usize, (String, String)> = BTreeMap::new();
    for edit in findings.iter().flat_map(|finding| &finding.edits).filter(|edit| *edit.table.file == *file) {
        let place = usize::try_from(edit.table.line).unwrap_or(0);
        // The entry in which each line stands, by the line of its header: the table's keys may stand above its name, whose line is known.
        let mut header = (0, "");
        let mut entries = Vec::new();
        for (index, line) in text.lines().enumerate() {
            if line.trim_start().starts_with('[') {
                header = (index, line.trim());
            }
            entries.push((index, line, header));
        }
        let own = place.checked_sub(1).and_then(|index| entries.get(index)).map(|(.., header)| header.0);
        // A sheet has its new name for what is hidden on it, for its footnotes and for what is out of scope as well. Another table that misses it has an
        // edit of its own, and one that does not may mean the sheet of another file.
        let concerns = |(at, words): (usize, &str)| Some(at) == own || (edit.key == "sheet" && words != "[[table]]");
        for (index, line, _) in entries.iter().copied().filter(|(.., header)| concerns(*header)) {
            // The text stands in quotation marks behind its key, in either of the two kinds that TOML has.
            let parts = |quote: char| line.split(quote).map(str::to_owned).collect::<Vec<String>>();
            for quote in ['"', '\''] {
                let written = parts(quote).into_iter().find(|part| normalize(part) == edit.old);
                if let Some(written) = written.filter(|_| line.replace(' ', "").contains(&format!("{}=", edit.key))) {
                    // White space counts once where texts are compared, and a patch has one line for a line.
                    // The name of a sheet is never a pattern.
                    let is_text = edit.new.trim_start().starts_with('/') && edit.key != "sheet";
                    let new =
                        if is_text { literal(&edit.new).into_owned() } else { edit.new.split_whitespace().collect::<Vec<_>>().join(" ") };
                    let (old, new) = (format!("{quote}{written}{quote}"), toml::Value::String(new).to_string());
                    hunks.entry(index + 1).or_insert_with(|| (line.to_owned(), line.replacen(&old, &new, 1)));
                }
            }
        }
    }
    hunks
}
