//! A mapping table: a CSV file with comma or semicolon, comments with `#`, columns in any order.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::positions::Text;
use crate::delimited::{delimiter, header};
use crate::diag::{Finding, Findings, Location, codes};
use crate::model::{MappingLine, Name};
use crate::normalize::{normalize, record_line};

/// A mapping table as written.
#[derive(Clone, Debug)]
pub struct Table {
    /// The file, relative to the mappings folder.
    pub file: Arc<str>,
    /// Its rows.
    pub rows: Vec<Row>,
    /// The names of its columns; none when there is no header row.
    columns: Vec<Arc<str>>,
    /// The line of the header row; 0 when there is none.
    header: u32,
}

/// A row: its fields by column name, and its line.
#[derive(Clone, Debug)]
pub struct Row {
    file: Name,
    line: u32,
    fields: Vec<(Arc<str>, String)>,
}

impl Row {
    /// The field of a column, trimmed; empty when the row or the table does not have it.
    pub fn get(&self, column: &str) -> &str {
        self.fields.iter().find(|(name, _)| &**name == column).map_or("", |(_, field)| field.trim())
    }

    /// Whether the table has a column.
    pub fn has(&self, column: &str) -> bool {
        self.fields.iter().any(|(name, _)| &**name == column)
    }

    /// Where the row begins.
    pub fn at(&self) -> MappingLine {
        MappingLine { file: self.file, line: self.line, column: 0 }
    }

    /// Where a field stands: the line, and the number of the field as the column.
    pub fn at_field(&self, column: &str) -> MappingLine {
        let index = self.fields.iter().position(|(name, _)| &**name == column).map_or(0, |i| i + 1);
        MappingLine { column: u32::try_from(index).unwrap_or(0), ..self.at() }
    }
}

impl Table {
    /// Whether the header row names any column.
    pub fn has_header(&self) -> bool {
        self.header > 0
    }

    /// Whether the header row names a column.
    pub fn has(&self, column: &str) -> bool {
        self.columns.iter().any(|name| &**name == column)
    }

    /// Where the header row names a column: the line, and the number of the field as the column.
    pub fn at_header(&self, column: &str) -> MappingLine {
        let index = self.columns.iter().position(|name| &**name == column).map_or(0, |i| i + 1);
        MappingLine { file: Name::from(&*self.file), line: self.header, column: line_number(index as u64) }
    }

    /// The table with the lines of a newer one. They take the place of the lines that have the same fields in the columns of `identity`, however these are
    /// written; the others come after.
    #[must_use]
    pub(super) fn overlaid(mut self, newer: Self, identity: &[&str]) -> Self {
        let of = |row: &Row| -> Vec<String> { identity.iter().map(|column| normalize(row.get(column))).collect() };
        let mut by_identity: BTreeMap<Vec<String>, Vec<Row>> = BTreeMap::new();
        let mut order = Vec::new();
        for row in newer.rows {
            let lines = by_identity.entry(of(&row)).or_default();
            if lines.is_empty() {
                order.push(of(&row));
            }
            lines.push(row);
        }
        let replaced: BTreeSet<Vec<String>> = order.iter().cloned().collect();
        let mut rows = Vec::with_capacity(self.rows.len() + order.len());
        for row in self.rows {
            let own = of(&row);
            match by_identity.remove(&own) {
                Some(lines) => rows.extend(lines),
                None if replaced.contains(&own) => {}
                None => rows.push(row),
            }
        }
        rows.extend(order.iter().filter_map(|own| by_identity.remove(own)).flatten());
        for column in newer.columns {
            if !self.columns.contains(&column) {
                self.columns.push(column);
            }
        }
        self.rows = rows;
        self
    }

    /// Reads the table. `needed` columns must be there, `known` ones may be; others are reported and kept out.
    pub(super) fn parse(text: &Text, needed: &[&str], known: &[&str], findings: &mut Findings) -> Self {
        let file = Name::from(&*text.file);
        let delimiter = delimiter(header(&text.text).unwrap_or_default());
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .comment(Some(b'#'))
            .has_headers(false)
            .flexible(true)
            .from_reader(text.text.as_bytes());
        let (mut header, mut header_line): (Option<Vec<Arc<str>>>, u32) = (None, 0);
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = match record {
                Ok(record) => record,
                Err(error) => {
                    let line = error.position().map_or(0, csv::Position::line);
                    let place = MappingLine { file, line: line_number(line), column: 0 };
                    findings.push(Finding::new(codes::MAPPING_UNREADABLE, Location::Line(place), error.to_string()));
                    break;
                }
            };
            let line = line_number(record.position().map_or(0, |position| record_line(&text.text, position, Some('#'))));
            if record.iter().all(|field| field.trim().is_empty()) {
                continue;
            }
            let Some(names) = &header else {
                if delimiter == b'\t' {
                    let place = Location::Line(MappingLine { file, line, column: 0 });
                    let finding = Finding::new(codes::VALUE_INVALID, place, "fields separated by tabs").expected("commas or semicolons");
                    findings.push(finding.remedy("save the file as CSV, or let `roundup fmt` write it; its lines are used as they are"));
                }
                header_line = line;
                header = Some(Self::check_header(text, line, &record, &[needed, known], findings));
                continue;
            };
            if record.len() > names.len() {
                let place = MappingLine { file, line, column: line_number(names.len() as u64 + 1) };
                let found = format!("{} fields", record.len());
                let expected = format!("{} fields, one for each header; quote a field that holds the delimiter", names.len());
                findings.push(Finding::new(codes::VALUE_INVALID, Location::Line(place), found).expected(expected));
            }
            if record.iter().any(|field| field.contains('\n')) {
                let place = Location::Line(MappingLine { file, line, column: 0 });
                let finding = Finding::new(codes::MAPPING_UNREADABLE, place, "a field that goes on over several lines");
                findings.push(
                    finding
                        .expected("one decision on one line")
                        .remedy("close the quotation mark of the field, or take the line break out"),
                );
            }
            let fields = names.iter().cloned().zip(record.iter().map(str::to_owned)).collect();
            rows.push(Row { file, line, fields });
        }
        if header.is_none() {
            let found = Finding::new(codes::MAPPING_UNREADABLE, Location::Line(MappingLine::whole(&text.file)), "no header row");
            findings.push(found);
        }
        Self { file: Arc::clone(&text.file), rows, columns: header.unwrap_or_default(), header: header_line }
    }

    fn check_header(text: &Text, line: u32, record: &csv::StringRecord, columns: &[&[&str]; 2], findings: &mut Findings) -> Vec<Arc<str>> {
        let file = Name::from(&*text.file);
        let names: Vec<Arc<str>> = record.iter().map(|name| Arc::from(name.trim())).collect();
        let place = |column: usize| Location::Line(MappingLine { file, line, column: line_number(column as u64) });
        let [needed, known] = columns;
        for missing in needed.iter().filter(|column| !names.iter().any(|name| &**name == **column)) {
            findings.push(Finding::new(codes::COLUMN_MISSING, place(0), format!("no column \"{missing}\"")));
        }
        for (i, name) in names.iter().enumerate() {
            if names.iter().take(i).any(|other| other == name && !name.is_empty()) {
                findings.push(Finding::new(codes::COLUMN_UNKNOWN, place(i + 1), format!("the column \"{name}\" a second time")));
            } else if !name.is_empty() && !needed.contains(&&**name) && !known.contains(&&**name) {
                findings.push(Finding::new(codes::COLUMN_UNKNOWN, place(i + 1), format!("the column \"{name}\"")));
            }
        }
        names
    }
}

fn line_number(line: u64) -> u32 {
    u32::try_from(line).unwrap_or(u32::MAX)
}
