//! Which cells of an xls are shown as percentages, which the reader library does not say. Numbers and names of records are those of [MS-XLS].

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::rc::Rc;

use super::number_format::{NumberFormat, Percentages};
use crate::model::CellRef;

const FORMULA: u16 = 0x0006;
const EOF: u16 = 0x000a;
/// `BoundSheet8`: where a sheet begins.
const SHEET: u16 = 0x0085;
/// `MulRk`: numbers of cells side by side.
const NUMBERS: u16 = 0x00bd;
/// `XF`: how cells look.
const LOOK: u16 = 0x00e0;
const NUMBER: u16 = 0x0203;
/// `RK`: a number in four bytes.
const SHORT_NUMBER: u16 = 0x027e;
const FORMAT: u16 = 0x041e;
const BOF: u16 = 0x0809;

/// The version in a `BOF` since Excel 97; Excel 5 and 95 write texts in one byte a character.
const EXCEL_97: u16 = 0x0600;

/// The percentages of each sheet in the order of the workbook; empty where there are none, or where the file cannot be walked through.
pub(super) fn percentages(bytes: &[u8]) -> Vec<Percentages> {
    stream(bytes).map(|stream| of_stream(&stream)).unwrap_or_default()
}

/// The stream of the workbook; one that breaks off up to there.
fn stream(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut container = cfb::CompoundFile::open(Cursor::new(bytes)).ok()?;
    let name = ["/Workbook", "/Book"].into_iter().find(|name| container.is_stream(name))?;
    let mut stream = Vec::new();
    let _ = container.open_stream(name).ok()?.take(bytes.len() as u64).read_to_end(&mut stream);
    Some(stream)
}

fn of_stream(stream: &[u8]) -> Vec<Percentages> {
    let mut is_wide = true;
    let mut codes = BTreeMap::new();
    let (mut looks, mut sheets) = (Vec::new(), Vec::new());
    for (kind, body) in records(stream).take_while(|(kind, _)| *kind != EOF) {
        match kind {
            BOF => is_wide = number(body, 0).is_none_or(|version| version >= EXCEL_97),
            FORMAT => codes.extend(number(body, 0).zip(code(body, is_wide))),
            LOOK => looks.push(number(body, 2).unwrap_or_default()),
            SHEET => sheets.push(body.get(..4).and_then(|four| four.try_into().ok()).map_or(u32::MAX, u32::from_le_bytes)),
            _ => {}
        }
    }
    let format = |id: u16| match codes.get(&id) {
        Some(code) => NumberFormat::new(code),
        None => NumberFormat::built_in(id),
    };
    let formats: Vec<Option<Rc<NumberFormat>>> = looks.into_iter().map(|id| format(id).map(Rc::new)).collect();
    if formats.iter().all(Option::is_none) {
        return Vec::new();
    }
    let of_sheet = |start: u32| usize::try_from(start).ok().and_then(|start| stream.get(start..)).map(|part| of_sheet(part, &formats));
    sheets.into_iter().map(|start| of_sheet(start).unwrap_or_default()).collect()
}

fn of_sheet(part: &[u8], formats: &[Option<Rc<NumberFormat>>]) -> Percentages {
    let mut found = Percentages::new();
    let mut take = |row: u16, column: u16, look: u16| {
        if let Some(Some(format)) = formats.get(usize::from(look)) {
            found.insert(CellRef::new(row.into(), column.into()), Rc::clone(format));
        }
    };
    // A chart within the sheet has cells of its own.
    let mut depth = 0_u32;
    for (kind, body) in records(part) {
        match kind {
            BOF => depth = depth.saturating_add(1),
            EOF if depth <= 1 => break,
            EOF => depth -= 1,
            _ if depth > 1 => {}
            NUMBER | SHORT_NUMBER | FORMULA => {
                if let (Some(row), Some(column), Some(look)) = (number(body, 0), number(body, 2), number(body, 4)) {
                    take(row, column, look);
                }
            }
            NUMBERS => {
                let (Some(row), Some(first)) = (number(body, 0), number(body, 2)) else { continue };
                // Each cell has six bytes; the last column stands behind them.
                for (column, cell) in (first..=u16::MAX).zip(body.get(4..).unwrap_or_default().chunks_exact(6)) {
                    if let Some(look) = number(cell, 0) {
                        take(row, column, look);
                    }
                }
            }
            _ => {}
        }
    }
    found
}

/// Kinds and bodies of records, up to the first that is cut short.
fn records(mut rest: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    std::iter::from_fn(move || {
        let (kind, length) = (number(rest, 0)?, number(rest, 2)?);
        let (body, behind) = rest.get(4..)?.split_at_checked(length.into())?;
        rest = behind;
        Some((kind, body))
    })
}

fn number(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at + 2)?.try_into().ok().map(u16::from_le_bytes)
}

/// The code of a `Format`, behind its number: a byte of length and Windows-1252, or two bytes of length, a byte of flags and text in one or two bytes a
/// character (2.5.294).
fn code(body: &[u8], is_wide: bool) -> Option<String> {
    if !is_wide {
        let length = usize::from(*body.get(2)?);
        return Some(encoding_rs::WINDOWS_1252.decode_without_bom_handling(body.get(3..)?.get(..length)?).0.into_owned());
    }
    let (length, flags, text) = (usize::from(number(body, 2)?), *body.get(4)?, body.get(5..)?);
    if flags & 1 == 0 {
        return Some(text.get(..length)?.iter().map(|byte| char::from(*byte)).collect());
    }
    Some(encoding_rs::UTF_16LE.decode_without_bom_handling(text.get(..length.checked_mul(2)?)?).0.into_owned())
}

#[cfg(test)]
mod tests {
    use super::{BOF, EOF, FORMAT, LOOK, NUMBER, NUMBERS, SHEET, code, of_stream};
    use crate::model::CellRef;

    fn record(kind: u16, body: &[u8]) -> Vec<u8> {
        let length = u16::try_from(body.len()).expect("a short record");
        [&kind.to_le_bytes(), &length.to_le_bytes(), body].concat()
    }

    /// A workbook of Excel 95 with a format of its own and a built-in one, and a sheet with a chart.
    fn excel_95() -> Vec<u8> {
        let begin = record(BOF, &[0, 5, 5, 0]);
        let looks = [record(LOOK, &[0, 0, 164, 0]), record(LOOK, &[0, 0, 9, 0]), record(LOOK, &[0, 0, 0, 0])].concat();
        let head = [&begin, &record(FORMAT, b"\xa4\x00\x040\" %")[..], &looks].concat();
        let start = u32::try_from(head.len() + 4 + 6 + 4).expect("a short stream");
        let sheet = record(SHEET, &[&start.to_le_bytes()[..], &[0, 0]].concat());
        let cell = |row: u8, look: u8| record(NUMBER, &[row, 0, 0, 0, look, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        let several = record(NUMBERS, &[3, 0, 1, 0, 2, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 2, 0]);
        let chart = [&begin, &cell(9, 1)[..], &record(EOF, &[])].concat();
        [
            &head[..],
            &sheet,
            &record(EOF, &[]),
            &begin,
            &cell(0, 0),
            &cell(1, 2),
            &cell(2, 7),
            &chart,
            &several,
            &record(EOF, &[]),
            &cell(8, 1),
        ]
        .concat()
    }

    #[test]
    fn cells_with_formats() {
        let sheets = of_stream(&excel_95());
        let [sheet] = sheets.as_slice() else { panic!("{} sheets", sheets.len()) };
        let texts: Vec<_> = sheet.iter().map(|(at, format)| (*at, format.text(1.0))).collect();
        assert_eq!(texts, [(CellRef::new(0, 0), Some("1%".into())), (CellRef::new(3, 2), Some("100%".into()))]);
    }

    #[test]
    fn broken_bytes_are_no_panic() {
        let whole = excel_95();
        for end in 0..whole.len() {
            of_stream(&whole[..end]);
            let mut broken = whole.clone();
            broken[end] = 255;
            of_stream(&broken);
        }
        for (body, is_wide) in
            [(&b"\xa4\x00\x050%"[..], false), (b"\xa4\x00\x03\x00\x000%", true), (b"\xa4\x00\x02\x00\x010%", true), (b"", true)]
        {
            assert_eq!(code(body, is_wide), None);
        }
    }
}
