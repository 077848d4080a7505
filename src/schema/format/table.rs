//! The one form of a table.

use std::collections::BTreeMap;

use super::lines::Lines;
use super::order;
use crate::delimited;

/// A record of a block: the fields in the order of the columns, and the number of its line.
type Record = (Vec<String>, usize);

/// Where a record goes: for each depth of the keys the first record that shares them; then by the years of its validity.
type Location = (Vec<usize>, [String; 2]);

/// Records between comments and blank lines.
#[derive(Default)]
struct Block {
    records: Vec<Record>,
    /// Whether a comment stands right above: then it is about the first record, which stays there.
    below_comment: bool,
}

/// A table: its columns in the order of the manual, its records with commas and in order, its comments and single blank lines where they stand.
pub(super) fn format(form: &str, text: &str) -> Result<String, String> {
    let header = delimited::header(text).ok_or("there is no header row")?;
    let delimiter = delimited::delimiter(header);
    let names = record(header, delimiter, 1)?;
    let columns = order::columns(form, &names);
    let mut formatted = Lines::default();
    let (mut header_seen, mut block) = (false, Block::default());
    for (number, line) in (1..).zip(text.lines()) {
        if !is_data(line) {
            write(&mut formatted, form, &columns, &names, &mut block)?;
            block.below_comment = line.starts_with('#');
            formatted.push(line.trim_end());
            continue;
        }
        let mut fields = record(line, delimiter, number)?;
        // Short rows get the fields that they leave out; what stands beyond the header is kept, for it is a finding.
        fields.resize(fields.len().max(names.len()), String::new());
        let beyond = names.len()..fields.len();
        let fields = columns.iter().copied().chain(beyond).filter_map(|i| fields.get(i).cloned()).collect();
        if header_seen {
            block.records.push((fields, number));
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
    let formatted = formatted.finish();
    // Line by line it says the same; but a quotation mark may join lines for whoever reads the whole.
    let arranged = |fields: Vec<String>| -> Vec<String> {
        let beyond = names.len()..fields.len();
        columns.iter().copied().chain(beyond).map(|i| fields.get(i).cloned().unwrap_or_default()).collect()
    };
    let mut before: Vec<Vec<String>> = records(text, delimiter)?.into_iter().map(arranged).collect();
    let mut after = records(&formatted, b',')?;
    before.sort();
    after.sort();
    if before == after { Ok(formatted) } else { Err("it would say something else after formatting".to_owned()) }
}

/// All records as the program reads them, without blank ones.
fn records(text: &str, delimiter: u8) -> Result<Vec<Vec<String>>, String> {
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).comment(Some(b'#')).has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut records = Vec::new();
    for record in reader.records() {
        let fields: Vec<String> = record.map_err(|error| error.to_string())?.iter().map(|field| field.trim().to_owned()).collect();
        if fields.iter().any(|field| field.contains('\n')) {
            return Err("a field goes on over several lines".to_owned());
        }
        if fields.iter().any(|field| !field.is_empty()) {
            records.push(fields);
        }
    }
    Ok(records)
}

fn is_data(line: &str) -> bool {
    !line.starts_with('#') && !line.trim().is_empty()
}

fn other(number: usize) -> String {
    format!("line {number} would say something else after formatting")
}

/// Writes the records of a block in their order, and empties it.
fn write(formatted: &mut Lines, form: &str, columns: &[usize], names: &[String], block: &mut Block) -> Result<(), String> {
    let Block { records, below_comment } = std::mem::take(block);
    let place = |name: &str| columns.iter().position(|i| names.get(*i).is_some_and(|n| n == name));
    let field = |fields: &[String], at: Option<usize>| at.and_then(|i| fields.get(i)).cloned().unwrap_or_default();
    let keys: Vec<Option<usize>> = order::together(form).iter().map(|name| place(name)).collect();
    let years = [place("valid_from"), place("valid_to")];
    // A record goes to the first one that shares its first key, there to the first that shares the second too, and so on.
    let mut firsts: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    let mut sorted: Vec<(Location, Record)> = Vec::new();
    for (index, (fields, number)) in records.into_iter().enumerate() {
        let key: Vec<String> = keys.iter().map(|at| field(&fields, *at)).collect();
        let places = (1..=key.len()).map(|depth| *firsts.entry(key.iter().take(depth).cloned().collect()).or_insert(index)).collect();
        let is_bound = keys.is_empty() || (below_comment && index == 0);
        let validity = if is_bound { <[String; 2]>::default() } else { years.map(|at| field(&fields, at)) };
        sorted.push(((places, validity), (fields, number)));
    }
    sorted.sort_by(|a, b| a.0.cmp(&b.0));
    for (_, (fields, number)) in sorted {
        formatted.push(&written(&fields, number)?);
    }
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
