//! Records of cells that the reader library passes over in an xlsb: errors of formulas, texts with formats, cells without a column of their own.
//!
//! A sheet that has one is written anew with the records that the library knows, so that its values take the same way as all others. Numbers and names of
//! records are those of [MS-XLSB].

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// `BrtRowHdr`: a row begins.
pub(super) const ROW: u32 = 0;
/// `BrtCellBlank`; then cells that begin with their column, up to `BrtFmlaError`.
const BLANK: u32 = 1;
const ERROR: u32 = 3;
const TEXT: u32 = 6;
const FORMULA_ERROR: u32 = 11;
/// `BrtShortBlank` to `BrtShortIsst`: each stands behind the cell before it. The first seven kinds with a column follow in the same order.
const FIRST_SHORT: u32 = 12;
const LAST_SHORT: u32 = 18;
/// `BrtCellRString`: a text with formats.
const RICH_TEXT: u32 = 62;

/// `BrtEndSheetData`: what comes behind it is not read.
pub(super) const END: u32 = 146;

/// Column and style before the value of a cell.
const CELL_BYTES: usize = 8;

/// The workbook with records that the library knows; `None` where it knows all there are.
pub(super) fn known_records(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut changed = Vec::new();
    for index in 0..archive.len() {
        let mut member = archive.by_index(index).ok()?;
        let name = member.name().ok()?.to_ascii_lowercase().replace('\\', "/");
        if name.starts_with("xl/worksheets/") && matches!(name.rsplit_once('.'), Some((_, "bin"))) {
            let mut part = Vec::new();
            // A member that cannot be unpacked is for the library to refuse.
            let part = member.read_to_end(&mut part).ok().and_then(|_| known(&part));
            changed.extend(part.map(|part| (index, part)));
        }
    }
    if changed.is_empty() {
        return None;
    }
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let member = archive.by_index_raw(index).ok()?;
        match changed.iter().find(|(at, _)| *at == index) {
            Some((_, part)) => {
                let name = member.name().ok()?.into_owned();
                out.start_file(name, SimpleFileOptions::default().compression_method(CompressionMethod::Stored)).ok()?;
                out.write_all(part).ok()?;
            }
            None => out.raw_copy_file(member).ok()?,
        }
    }
    Some(out.finish().ok()?.into_inner())
}

/// A sheet with records that the library knows; `None` where it knows all of them, and where the records cannot be told apart.
fn known(part: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let (mut at, mut copied, mut column) = (0, 0, 0_u32);
    while at < part.len() {
        let start = at;
        let (kind, body) = record(part, &mut at)?;
        match kind {
            ROW => {
                column = 0;
                continue;
            }
            END => break,
            _ => {}
        }
        let own = body.get(..4).and_then(|four| four.try_into().ok()).map(u32::from_le_bytes);
        let changed = match (kind, own) {
            (ERROR, Some(_)) => body.get(CELL_BYTES).filter(|code| known_error(**code) != **code).and_then(|_| error(body)),
            (FORMULA_ERROR, Some(_)) => error(body),
            (RICH_TEXT, Some(_)) => rich_text(body),
            (FIRST_SHORT..=LAST_SHORT, _) => {
                let mut cell = column.to_le_bytes().to_vec();
                cell.extend_from_slice(body);
                let is_error = kind - FIRST_SHORT + BLANK == ERROR;
                if is_error { error(&cell) } else { Some((kind - FIRST_SHORT + BLANK, cell)) }
            }
            _ => None,
        };
        match (kind, own) {
            (FIRST_SHORT..=LAST_SHORT, _) => column = column.saturating_add(1),
            (BLANK..=FORMULA_ERROR | RICH_TEXT, Some(own)) => column = own.saturating_add(1),
            _ => {}
        }
        if let Some((kind, body)) = changed {
            out.extend_from_slice(part.get(copied..start)?);
            push_varint(&mut out, kind);
            push_varint(&mut out, u32::try_from(body.len()).ok()?);
            out.extend_from_slice(&body);
            copied = at;
        }
    }
    (copied > 0).then(|| {
        out.extend_from_slice(part.get(copied..).unwrap_or_default());
        out
    })
}

/// A cell with an error and no formula.
fn error(cell: &[u8]) -> Option<(u32, Vec<u8>)> {
    let mut body = cell.get(..CELL_BYTES)?.to_vec();
    body.push(known_error(*cell.get(CELL_BYTES)?));
    Some((ERROR, body))
}

/// A code of an error that the library knows (2.5.98.2); one that a newer program gave stands for `#VALUE!`.
fn known_error(code: u8) -> u8 {
    if matches!(code, 0x00 | 0x07 | 0x0f | 0x17 | 0x1d | 0x24 | 0x2a | 0x2b) { code } else { 0x0f }
}

/// A cell with the same text and no formats (2.5.121: a byte of flags, then the text by its number of characters).
fn rich_text(cell: &[u8]) -> Option<(u32, Vec<u8>)> {
    let text = cell.get(CELL_BYTES + 1..)?;
    let characters = usize::try_from(u32::from_le_bytes(text.get(..4)?.try_into().ok()?)).ok()?;
    let mut body = cell.get(..CELL_BYTES)?.to_vec();
    body.extend_from_slice(text.get(..characters.checked_mul(2)?.checked_add(4)?)?);
    Some((TEXT, body))
}

/// The kind and the body of the next record (2.1.4).
pub(super) fn record<'p>(part: &'p [u8], at: &mut usize) -> Option<(u32, &'p [u8])> {
    let kind = varint(part, at, 2)?;
    let length = usize::try_from(varint(part, at, 4)?).ok()?;
    let body = part.get(*at..at.checked_add(length)?)?;
    *at += length;
    Some((kind, body))
}

/// A number in groups of seven bits, the lowest first (2.1.4).
fn varint(bytes: &[u8], at: &mut usize, most: u32) -> Option<u32> {
    let mut number = 0;
    for group in 0..most {
        let byte = *bytes.get(*at)?;
        *at += 1;
        number |= u32::from(byte & 0x7f) << (7 * group);
        if byte & 0x80 == 0 {
            break;
        }
    }
    Some(number)
}

fn push_varint(out: &mut Vec<u8>, mut number: u32) {
    while number > 0x7f {
        out.push(u8::try_from(number & 0x7f).unwrap_or(0) | 0x80);
        number >>= 7;
    }
    out.push(u8::try_from(number).unwrap_or(0));
}
