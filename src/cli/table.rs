//! Rows for people, aligned, or as CSV for programs.

use comfy_table::{CellAlignment, Table, presets};

use super::args::TableFormat;
use super::status::Failure;
use super::streams::Streams;
use crate::delimited::document;

/// Writes a header and rows of its length. Of the text, only the first `shown` columns; those from `numbers` on are flush right.
pub(super) fn write<'a, const N: usize>(
    format: TableFormat,
    header: [&'a str; N],
    rows: &'a [[impl AsRef<str>; N]],
    (shown, numbers): (usize, usize),
    streams: &mut Streams<'_>,
) -> Result<(), Failure> {
    match format {
        TableFormat::Text => {
            let mut table = Table::new();
            table.load_preset(presets::NOTHING);
            table.set_header(header.iter().take(shown));
            for row in rows {
                table.add_row(row.iter().take(shown).map(AsRef::as_ref));
            }
            for column in table.column_iter_mut().skip(numbers) {
                column.set_cell_alignment(CellAlignment::Right);
            }
            writeln!(streams.out, "{}", table.trim_fmt())?;
        }
        TableFormat::Csv => {
            let rows = rows.iter().map(|row| row.each_ref().map(AsRef::as_ref));
            streams.out.write_all(&document(std::iter::once(header).chain(rows)))?;
        }
    }
    Ok(())
}
