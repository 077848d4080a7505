//! Delimited text: encoding (declared, then byte order mark, then detected), delimiter, lines.

use std::collections::BTreeMap;
use std::sync::Arc;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::Encoding;

use super::grid::{Cell, CellType, Grid, MAX_CELLS};
use super::refusal::{Refusal, too_many_cells};
use crate::diag::{Finding, Findings, Location, codes};
use crate::model::{CellRef, SourceCell};
use crate::normalize::{line_feeds, record_line};
use crate::plan::FileRule;

/// Reads the text as one sheet called `csv`. The row of a cell is the one that a spreadsheet program shows: blank lines count, and a record is one row
/// however many lines it has.
pub(super) fn read(file: &Arc<str>, bytes: &[u8], rule: &FileRule, findings: &mut Findings) -> Result<Vec<Grid>, Refusal> {
    let text = line_feeds(&decode(file, bytes, rule, findings)?);
    let (text, first_line, named) = match text.split_once('\n') {
        Some((first, rest)) if first.trim_end().len() == 5 && first.starts_with("sep=") => (rest, 1, first.as_bytes().get(4).copied()),
        _ => (text.as_str(), 0, None),
    };
    let delimiter = rule.delimiter.or(named).unwrap_or_else(|| sniff_delimiter(text));
    if let Some((line, found)) = stray_quote(text, delimiter) {
        // What follows cannot be told from what the mark would quote.
        let row = u32::try_from(line + first_line).unwrap_or(u32::MAX);
        let origin = SourceCell { file: Arc::clone(file), sheet: Arc::from("csv"), cell: CellRef::new(row, 0) };
        findings.push(Finding::new(codes::QUOTE_STRAY, Location::Cell(origin), format!("line {}: {found}", u64::from(row) + 1)));
        return Ok(Vec::new());
    }
    let cells = cells(text, first_line, delimiter, MAX_CELLS)?;
    Ok(vec![Grid { file: Arc::clone(file), name: Arc::from("csv"), cells, ..Grid::default() }])
}

/// The line (from 0) of the first quotation mark that begins a field and does not end it, and what is wrong with it.
fn stray_quote(text: &str, delimiter: u8) -> Option<(u64, &'static str)> {
    let bytes = text.as_bytes();
    // Few texts quote at all.
    memchr::memchr(b'"', bytes)?;
    let (mut at, mut line, mut is_start) = (0, 0, true);
    while let Some(byte) = bytes.get(at) {
        if !is_start || *byte != b'"' {
            line += u64::from(*byte == b'\n');
            is_start = *byte == delimiter || *byte == b'\n';
            at += 1;
            continue;
        }
        let opened = line;
        let mut end = at + 1;
        loop {
            let Some(next) = memchr::memchr2(b'"', b'\n', bytes.get(end..).unwrap_or_default()) else {
                return Some((opened, "a quotation mark that is not closed"));
            };
            end += next + 1;
            match (bytes.get(end - 1), bytes.get(end)) {
                (Some(b'\n'), _) => line += 1,
                (_, Some(b'"')) => end += 1,
                (_, None | Some(b'\n')) => break,
                (_, Some(other)) if *other == delimiter => break,
                _ => return Some((opened, "a quotation mark that is closed inside a field")),
            }
        }
        (at, is_start) = (end, false);
    }
    None
}

/// The cells with content, at most so many. Fields may be four times as many, empty ones too: a record keeps a place for each of its own while it is read.
fn cells(text: &str, first_line: u64, delimiter: u8, most: usize) -> Result<BTreeMap<CellRef, Cell>, Refusal> {
    let fields = memchr::memchr2_iter(delimiter, b'\n', text.as_bytes()).count();
    if fields > most.saturating_mul(4) {
        return Err((codes::FILE_TOO_LARGE, format!("a text of {fields} fields")));
    }
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let (mut cells, mut record) = (BTreeMap::new(), csv::StringRecord::new());
    // Lines that earlier records had beside their first.
    let mut breaks = 0;
    while reader.read_record(&mut record).map_err(|error| (codes::FILE_UNREADABLE, error.to_string()))? {
        let line = record.position().map_or(1, |position| record_line(text, position, None)) - 1 + first_line;
        let row = u32::try_from(line - breaks).map_err(|_| (codes::FILE_TOO_LARGE, "too many lines".to_owned()))?;
        breaks += (reader.position().line() + first_line).saturating_sub(line + 2);
        for (index, field) in record.iter().enumerate() {
            let col = u32::try_from(index).map_err(|_| (codes::FILE_TOO_LARGE, "too many columns".to_owned()))?;
            let text = field.trim();
            if text.is_empty() {
                continue;
            }
            if cells.len() >= most {
                return Err(too_many_cells());
            }
            cells.insert(CellRef::new(row, col), Cell { text: text.into(), cell_type: CellType::Text, formula: None });
        }
    }
    Ok(cells)
}

fn decode(file: &Arc<str>, bytes: &[u8], rule: &FileRule, findings: &mut Findings) -> Result<String, Refusal> {
    let declared = rule.encoding.as_deref().and_then(|label| Encoding::for_label(label.as_bytes()));
    let mark = Encoding::for_bom(bytes);
    let encoding = match (declared, mark) {
        (Some(declared), Some((marked, _))) if declared != marked => {
            let found = format!("a byte order mark of {}", marked.name());
            let finding = Finding::new(codes::ENCODING_WRONG, Location::File(Arc::clone(file)), found);
            findings.push(finding.expected(format!("{}, as the layout declares", declared.name())).related(Location::Line(rule.at)));
            declared
        }
        (Some(declared), _) => declared,
        (None, Some((marked, _))) => marked,
        (None, None) => detect(file, bytes, findings),
    };
    let body = match mark {
        Some((marked, length)) if marked == encoding => bytes.get(length..).unwrap_or_default(),
        _ => bytes,
    };
    let (text, had_errors) = encoding.decode_without_bom_handling(body);
    if had_errors {
        return Err((codes::ENCODING_WRONG, format!("bytes that mean nothing in {}", encoding.name())));
    }
    Ok(text.into_owned())
}

fn detect(file: &Arc<str>, bytes: &[u8], findings: &mut Findings) -> &'static Encoding {
    if bytes.is_ascii() {
        return encoding_rs::UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Allow);
    let code = if encoding == encoding_rs::UTF_8 { codes::ENCODING_UNDECLARED } else { codes::ENCODING_GUESSED };
    findings.push(Finding::new(code, Location::File(Arc::clone(file)), format!("bytes that look like {}", encoding.name())));
    encoding
}

/// The delimiter that occurs most often outside quotes in the first lines; a comma when none does.
pub fn sniff_delimiter(text: &str) -> u8 {
    let mut counts = [(b',', 0_u32), (b';', 0), (b'\t', 0), (b'|', 0)];
    for line in text.lines().take(50) {
        let mut quoted = false;
        for byte in line.bytes() {
            quoted ^= byte == b'"';
            if let Some((_, count)) = counts.iter_mut().find(|(delimiter, _)| !quoted && *delimiter == byte) {
                *count += 1;
            }
        }
    }
    // On a tie the earlier one stands.
    counts.iter().rev().max_by_key(|(_, count)| *count).filter(|(_, count)| *count > 0).map_or(b',', |(delimiter, _)| *delimiter)
}

#[cfg(test)]
mod tests {
    use super::{cells, sniff_delimiter, stray_quote};
    use crate::diag::codes;

    #[test]
    fn a_text_has_the_limits_of_a_workbook() {
        let read = |text: &str| cells(text, 0, b',', 3).map(|cells| cells.len()).map_err(|(code, _)| code);
        for (text, expected) in [
            ("1,2,3\n", Ok(3)),
            ("1\n2\n3\n", Ok(3)),
            ("1,,,,,,,,,,,2\n", Ok(2)),
            ("1,2,3,4\n", Err(codes::FILE_TOO_LARGE)),
            ("1\n2\n3\n4\n", Err(codes::FILE_TOO_LARGE)),
            (",,,,,,,,,,,,\n", Err(codes::FILE_TOO_LARGE)),
            ("\n\n\n\n\n\n\n\n\n\n\n\n\n", Err(codes::FILE_TOO_LARGE)),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn a_quotation_mark_belongs_to_a_whole_field() {
        for (text, expected) in [
            ("a,b\n1,2\n", None),
            ("\"a\",\"b\nc\"\n\"\"\"d\"\"\",2", None),
            ("5\" pipe,2\n", None),
            ("a,b\n\"c,1\n", Some(1)),
            ("a,b\n\"c,1\n\"d, e\",2\n", Some(1)),
            ("a\n\"b\"c\n", Some(1)),
            ("\"", Some(0)),
        ] {
            assert_eq!(stray_quote(text, b',').map(|(line, _)| line), expected, "{text}");
        }
    }

    #[test]
    fn the_commonest_delimiter_outside_quotes() {
        for (text, expected) in [("a;b;c\n1,5;2;3", b';'), ("a\tb\n", b'\t'), ("\"a;b;c;d\",x", b','), ("abc", b',')] {
            assert_eq!(sniff_delimiter(text), expected, "{text}");
        }
    }
}
