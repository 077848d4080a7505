//! Tables in text: where their header stands, what separates their fields, and one way of writing them.

/// The header: the first line that is neither blank nor a comment.
pub fn header(text: &str) -> Option<&str> {
    text.trim_start_matches('\u{feff}').lines().find(|line| !line.starts_with('#') && !line.trim().is_empty())
}

/// What separates the fields under a header. Spreadsheet programs write semicolons where the comma is the decimal sign, and tabs into "text" files.
pub fn delimiter(header: &str) -> u8 {
    let count = |delimiter: u8| header.bytes().filter(|byte| *byte == delimiter).count();
    // On a tie the last stands.
    [b'\t', b';', b','].into_iter().max_by_key(|delimiter| count(*delimiter)).unwrap_or(b',')
}

/// One record, without an end of line.
pub fn line<T: AsRef<[u8]>>(fields: impl IntoIterator<Item = T>, delimiter: u8) -> String {
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    // Writing into memory can't fail.
    let _ = writer.write_record(fields);
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8_lossy(bytes.strip_suffix(b"\n").unwrap_or(&bytes)).into_owned()
}

/// A document of records of one length, with commas and line feeds.
pub fn document<R: IntoIterator<Item = T>, T: AsRef<[u8]>>(records: impl IntoIterator<Item = R>) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    for record in records {
        // Writing into memory can't fail, and all records have one length.
        let _ = writer.write_record(record);
    }
    writer.into_inner().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{delimiter, document, header, line};

    #[test]
    fn what_is_written_is_read_as_it_was() {
        assert_eq!(header("\u{feff}# remark\n \na;b;c,d\n"), Some("a;b;c,d"));
        for (header, expected) in [("a;b;c,d", b';'), ("a,b", b','), ("a", b','), ("a;b,c", b','), ("a\tb", b'\t'), ("a\tb,c", b',')] {
            assert_eq!(delimiter(header), expected, "{header}");
        }
        assert_eq!(line(["a;b", "c,d", "e\"f", ""], b';'), "\"a;b\";c,d;\"e\"\"f\";");
        assert_eq!(document([["a", "b"], ["1,2", ""]]), b"a,b\n\"1,2\",\n");
    }
}
