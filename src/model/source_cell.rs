//! Where something comes from: a cell of a submission, a line of a mapping file.

use std::fmt;
use std::sync::Arc;

use super::Name;

/// A cell, zero-based; shown in A1 form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CellRef {
    /// Zero-based row.
    pub row: u32,
    /// Zero-based column.
    pub col: u32,
}

impl CellRef {
    /// The cell at zero-based `row` and `col`.
    pub const fn new(row: u32, col: u32) -> Self {
        Self { row, col }
    }

    /// Reads A1 form (`C7`, `$C$7`).
    pub fn parse(text: &str) -> Option<Self> {
        let (mut letters, mut col, mut row) = (0, 0_u32, None);
        for byte in text.bytes().filter(|b| *b != b'$') {
            match byte {
                b'0'..=b'9' => row = Some(row.unwrap_or(0_u32).checked_mul(10)?.checked_add(u32::from(byte - b'0'))?),
                _ if byte.is_ascii_alphabetic() && row.is_none() && letters < 4 => {
                    letters += 1;
                    col = col * 26 + u32::from(byte.to_ascii_uppercase() - b'A') + 1;
                }
                _ => return None,
            }
        }
        Some(Self { row: row?.checked_sub(1)?, col: col.checked_sub(1)? })
    }

    /// The letters of the column.
    pub fn column_name(col: u32) -> String {
        let mut name = String::new();
        push_column(&mut name, col);
        name
    }

    /// Adds the cell in A1 form to a text.
    pub fn push_to(self, text: &mut String) {
        push_column(text, self.col);
        text.push_str(itoa::Buffer::new().format(u64::from(self.row) + 1));
    }
}

fn push_column(text: &mut String, col: u32) {
    // The letters from the end; 7 are enough for any number of 32 bits.
    let (mut letters, mut start, mut rest) = (['A'; 7], 7, u64::from(col) + 1);
    while rest > 0 {
        start -= 1;
        if let Some(letter) = letters.get_mut(start) {
            *letter = char::from(b'A' + u8::try_from((rest - 1) % 26).unwrap_or(0));
        }
        rest = (rest - 1) / 26;
    }
    text.extend(letters.get(start..).unwrap_or_default());
}

impl fmt::Display for CellRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        self.push_to(&mut text);
        f.write_str(&text)
    }
}

/// One cell of one submission; shown as `dk/file.xlsx!sheet!A1`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourceCell {
    /// The file, relative to the folder of the round, with forward slashes.
    pub file: Arc<str>,
    /// The sheet (`csv` for csv files).
    pub sheet: Arc<str>,
    /// The cell.
    pub cell: CellRef,
}

impl SourceCell {
    /// Adds the place to a text, as it is shown.
    pub fn push_to(&self, text: &mut String) {
        for part in [&self.file, &self.sheet] {
            text.push_str(part);
            text.push('!');
        }
        self.cell.push_to(text);
    }
}

impl fmt::Display for SourceCell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        self.push_to(&mut text);
        f.write_str(&text)
    }
}

/// A line of a mapping file; shown as `dk/crosswalk.csv:12`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MappingLine {
    /// The file, relative to the mappings folder, with forward slashes.
    pub file: Name,
    /// One-based line; 0 when the whole file is meant.
    pub line: u32,
    /// One-based column (for csv: the number of the field); 0 when the whole line is meant.
    pub column: u32,
}

impl MappingLine {
    /// The whole file.
    pub fn whole(file: &str) -> Self {
        Self { file: Name::from(file), line: 0, column: 0 }
    }
}

impl fmt::Display for MappingLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::CellRef;

    #[test]
    fn a1_both_ways() {
        for (text, row, col) in [("A1", 0, 0), ("Z10", 9, 25), ("AA1", 0, 26), ("XFD1048576", 1_048_575, 16383)] {
            assert_eq!(CellRef::parse(text), Some(CellRef::new(row, col)), "{text}");
            assert_eq!(CellRef::new(row, col).to_string(), text);
        }
        for text in ["", "A", "7", "A0", "AAAAA1", "A1B", "Ä1"] {
            assert_eq!(CellRef::parse(text), None, "{text}");
        }
    }
}
