//! The fields of a row of delimited text, as their file spells them.

use memchr::memchr2_iter;

use super::footer::FOOTER_CELLS;

/// What a row has.
pub(super) enum Filled {
    Nothing,
    /// A few cells, the first in this column, by none of which anything is counted.
    Few(usize),
    Record,
}

/// What the fields of a row have.
pub(super) fn filled<'a>(fields: impl Iterator<Item = &'a [u8]>, is_counted: &[bool]) -> Filled {
    let mut few = None;
    for (n, (column, _)) in fields.enumerate().filter(|(_, field)| !is_blank(field)).enumerate() {
        if n == FOOTER_CELLS || is_counted.get(column) == Some(&true) {
            return Filled::Record;
        }
        few = few.or(Some(column));
    }
    few.map_or(Filled::Nothing, Filled::Few)
}

/// Whether a field shows nothing, quoted or not.
fn is_blank(field: &[u8]) -> bool {
    match field.first() {
        None => true,
        Some(first) if first.is_ascii_graphic() && *first != b'"' => false,
        Some(_) => std::str::from_utf8(field).is_ok_and(|text| {
            let inner = text.trim().strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
            inner.unwrap_or(text).trim().is_empty()
        }),
    }
}

/// A field without its quotation marks.
pub(super) fn plain(field: &[u8]) -> String {
    let text = String::from_utf8_lossy(field);
    match text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(inner) => inner.replace("\"\"", "\""),
        None => text.into_owned(),
    }
}

/// Where a record does not keep to RFC 4180, by which a field is quoted as a whole with inner quotation marks doubled, or has none, and lines end with a
/// line feed: the place of the byte with which the fault begins.
pub(super) fn fault(record: &[u8], delimiter: u8) -> Option<usize> {
    let mut marks = memchr2_iter(b'"', b'\r', record).peekable();
    while let Some(open) = marks.next() {
        let starts_field = open == 0 || record.get(open - 1) == Some(&delimiter);
        if !starts_field || record.get(open) == Some(&b'\r') {
            return Some(open);
        }
        loop {
            let Some(mark) = marks.next() else { return Some(open) };
            let is_inside = record.get(mark) == Some(&b'\r');
            if is_inside || (record.get(mark + 1) == Some(&b'"') && marks.next_if_eq(&(mark + 1)).is_some()) {
                continue;
            }
            match record.get(mark + 1) {
                None => break,
                Some(next) if *next == delimiter => break,
                Some(_) => return Some(open),
            }
        }
    }
    None
}

/// The number of the field that begins after `before`, whose fields are well-formed.
pub(super) fn field_at(before: &[u8], delimiter: u8) -> usize {
    let mut is_quoted = false;
    let ends = |byte: &&u8| {
        is_quoted ^= **byte == b'"';
        !is_quoted && **byte == delimiter
    };
    before.iter().filter(ends).count() + 1
}

#[cfg(test)]
mod tests {
    use super::{fault, plain};

    #[test]
    fn fields_are_quoted_whole_or_not_at_all() {
        for (record, expected) in [
            ("a,b", None),
            ("\"a\",\"b\"", None),
            ("\"a,\"\"b\"\"\nc\",\"\"", None),
            ("\"\"\"\"", None),
            ("\"\"\"", Some(0)),
            ("a,\"b", Some(2)),
            ("a\"b,c", Some(1)),
            ("\"a\"b,c", Some(0)),
            ("\"a\"\"b,c", Some(0)),
            ("\"a\rb\",c", None),
            ("a,b\rc", Some(3)),
            ("\"a\"\r,b", Some(0)),
        ] {
            assert_eq!(fault(record.as_bytes(), b','), expected, "{record}");
        }
        assert_eq!((plain(b"\"a \"\"b\"\"\"").as_str(), plain(b"a").as_str()), ("a \"b\"", "a"));
    }
}
