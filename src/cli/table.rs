//! Rows for people, aligned, or as CSV for programs.

use comfy_table::{CellAlignment, Table, presets};

use super::args::TableFormat;
use super::{Failure, Streams};

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
            let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
            // Writing into memory can't fail, and all rows are of one length.
            let _ = writer.write_record(header);
            for row in rows {
                let _ = writer.write_record(row.iter().map(AsRef::as_ref).map(str::as_bytes));
            }
            streams.out.write_all(&writer.into_inner().unwrap_or_default())?;
        }
    }
    Ok(())
}
