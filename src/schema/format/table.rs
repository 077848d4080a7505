//! The one form of a table.

use super::Lines;
use super::order;
use crate::delimited;

/// A record of a block: the fields in the order of the columns, and the number of its line.
type Record = (Vec<String>, usize);

/// A table: its columns in the order of the manual, its records with commas and in order, its comments and single blank lines where they stand.
pub(super) fn format(form: &str, text: &str) -> Result<String, String> {
    let header = delimited::header(text).ok_or("there is no header row")?;
    let delimiter = delimited::delimiter(header);
    let names = record(header, delimiter, 1)?;
    let columns = order::columns(form, &names);
    let mut formatted = Lines::default();
    let (mut header_seen, mut block) = (false, Vec::new());
    for (number, line) in (1..).zip(text.lines()) {
        if !is_data(line) {
            write(&mut formatted, form, &columns, &names, &mut block)?;
            formatted.push(line.trim_end());
            continue;
        }
        let mut fields = record(line, delimiter, number)?;
        // Short rows get the fields that they leave out; what stands beyond the header is kept, for it is a finding.
        fields.resize(fields.len().max(names.len()), String::new());
        let beyond = names.len()..fields.len();
        let fields = columns.iter().copied().chain(beyond).filter_map(|i| fields.get(i).cloned()).collect();
        if header_seen {
            block.push((fields, number));
            continue;
        }
        header_seen = true;
        let written = written(&fields, number)?;
        // A header without its quotation marks can seem to be separated by semicolons.
        if delimited::delimiter(&written) != b',' {
            return Err(other(number));
        }
        formatted.push(&written);
    }
    write(&mut formatted, form, &columns, &names, &mut block)?;
    Ok(formatted.finish())
}

fn is_data(line: &str) -> bool {
    !line.starts_with('#') && !line.trim().is_empty()
}

fn other(number: usize) -> String {
    format!("line {number} would say something else after formatting")
}

/// Writes the records of a block in their order, and empties it.
fn write(formatted: &mut Lines, form: &str, columns: &[usize], names: &[String], block: &mut Vec<Record>) -> Result<(), String> {
    let place = |name: &str| columns.iter().position(|i| names.get(*i).is_some_and(|n| n == name));
    let keys: Vec<Option<usize>> = order::together(form).iter().map(|name| place(name)).collect();
    let key = |fields: &[String], depth: usize| -> Vec<String> {
        keys.iter().take(depth).map(|i| i.and_then(|i| fields.get(i)).cloned().unwrap_or_default()).collect()
    };
    // A record goes to the first one that shares its first key, there to the first that shares the second too, and so on.
    let place_of = |fields: &[String]| -> Vec<usize> {
        (1..=keys.len()).map(|depth| block.iter().position(|(other, _)| key(other, depth) == key(fields, depth)).unwrap_or(0)).collect()
    };
    let years = [place("valid_from"), place("valid_to")];
    let sorted_by = |fields: &[String]| {
        let year = years.map(|i| i.and_then(|i| fields.get(i)).cloned().unwrap_or_default());
        (place_of(fields), if keys.is_empty() { Default::default() } else { year })
    };
    let mut records: Vec<_> = block.iter().map(|(fields, number)| (sorted_by(fields), fields, *number)).collect();
    records.sort_by(|a, b| a.0.cmp(&b.0));
    for (_, fields, number) in records {
        formatted.push(&written(fields, number)?);
    }
    block.clear();
    Ok(())
}

/// One record as text. Read again it must say the same: without its quotation marks a field can look like a comment.
fn written(fields: &[String], number: usize) -> Result<String, String> {
    let written = delimited::line(fields, b',');
    if is_data(&written) && record(&written, b',', number)? == fields { Ok(written) } else { Err(other(number)) }
}

/// The fields of one line, without blanks around them. A field that goes on over several lines is a finding of its own, and no formatter's business.
fn record(line: &str, delimiter: u8, number: usize) -> Result<Vec<String>, String> {
    if line.matches('"').count() % 2 == 1 {
        return Err(format!("line {number}: a quotation mark is open at its end"));
    }
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(line.as_bytes());
    let record = reader.records().next().ok_or_else(|| format!("line {number}: no record"))?;
    let record = record.map_err(|error| format!("line {number}: {error}"))?;
    Ok(record.iter().map(|field| field.trim().to_owned()).collect())
}
