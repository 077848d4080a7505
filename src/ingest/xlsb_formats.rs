//! Which cells of an xlsb are shown as percentages, which the reader library does not say. Numbers and names of records are those of [MS-XLSB].

use std::collections::BTreeMap;
use std::rc::Rc;

use super::number_format::{NumberFormat, Percentages};
use super::xlsb_repair::{END, ROW, record};
use super::xlsx_xml::{relationships, resolve_target};
use super::xml::{Archive, member_bytes};
use crate::model::CellRef;

/// `BrtCellRk`, `BrtCellReal`, `BrtFmlaNum`: cells with numbers.
const NUMBERS: [u32; 3] = [2, 5, 9];
/// `BrtFmt`: a number format.
const FORMAT: u32 = 44;
/// `BrtXF`: how cells look.
const LOOK: u32 = 47;
/// `BrtBundleSh`: a sheet of the workbook.
const SHEET: u32 = 156;
/// `BrtBeginCellXFs`, `BrtEndCellXFs`: looks of cells, and not those of named styles, stand between.
const BEGIN_LOOKS: u32 = 617;
const END_LOOKS: u32 = 618;

/// The percentages of each sheet by its name; empty where there are none, or where the file cannot be walked through.
pub(super) fn percentages(bytes: &[u8]) -> BTreeMap<String, Percentages> {
    of_workbook(bytes).unwrap_or_default()
}

fn of_workbook(bytes: &[u8]) -> Option<BTreeMap<String, Percentages>> {
    let mut archive = Archive::open(bytes)?;
    let formats = formats(&member_bytes(&mut archive, "xl/styles.bin")?);
    if formats.iter().all(Option::is_none) {
        return None;
    }
    let targets = relationships(&mut archive, "xl/_rels/workbook.bin.rels").ok()?;
    let mut found = BTreeMap::new();
    for (_, body) in records(&member_bytes(&mut archive, "xl/workbook.bin")?).filter(|(kind, _)| *kind == SHEET) {
        // Whether it is hidden and its number, then its relationship and its name.
        let Some((id, rest)) = body.get(8..).and_then(text) else { continue };
        let Some(((name, _), (_, target))) = text(rest).zip(targets.get(&id)) else { continue };
        if let Some(part) = member_bytes(&mut archive, &resolve_target("xl", target)) {
            found.insert(name, of_sheet(&part, &formats));
        }
    }
    Some(found)
}

/// The formats of the looks of cells that show percentages.
fn formats(styles: &[u8]) -> Vec<Option<Rc<NumberFormat>>> {
    let mut codes = BTreeMap::new();
    let (mut looks, mut is_of_cells) = (Vec::new(), false);
    for (kind, body) in records(styles) {
        let number = |at: usize| body.get(at..at + 2).and_then(|two| two.try_into().ok()).map(u16::from_le_bytes);
        match kind {
            FORMAT => codes.extend(number(0).zip(body.get(2..).and_then(text).map(|(code, _)| code))),
            BEGIN_LOOKS => is_of_cells = true,
            END_LOOKS => is_of_cells = false,
            // Behind the look that it is made from.
            LOOK if is_of_cells => looks.push(number(2).unwrap_or_default()),
            _ => {}
        }
    }
    let format = |id: u16| match codes.get(&id) {
        Some(code) => NumberFormat::new(code),
        None => NumberFormat::built_in(id),
    };
    looks.into_iter().map(|id| format(id).map(Rc::new)).collect()
}

fn of_sheet(part: &[u8], formats: &[Option<Rc<NumberFormat>>]) -> Percentages {
    let mut found = Percentages::new();
    let mut row = 0;
    for (kind, body) in records(part).take_while(|(kind, _)| *kind != END) {
        let number = |at: usize| body.get(at..at + 4).and_then(|four| four.try_into().ok()).map(u32::from_le_bytes);
        if kind == ROW {
            row = number(0).unwrap_or(row);
        } else if NUMBERS.contains(&kind)
            && let Some((column, look)) = number(0).zip(number(4))
            // The highest byte has a flag (2.5.9).
            && let Some(Some(format)) = usize::try_from(look & 0x00ff_ffff).ok().and_then(|look| formats.get(look))
        {
            found.insert(CellRef::new(row, column), Rc::clone(format));
        }
    }
    found
}

/// Kinds and bodies of records, up to the first that is cut short.
fn records(part: &[u8]) -> impl Iterator<Item = (u32, &[u8])> {
    let mut at = 0;
    std::iter::from_fn(move || record(part, &mut at))
}

/// A text by its number of characters, and what stands behind it (2.5.169).
fn text(bytes: &[u8]) -> Option<(String, &[u8])> {
    let (length, rest) = bytes.split_first_chunk()?;
    let length = usize::try_from(u32::from_le_bytes(*length)).ok()?.checked_mul(2)?;
    let (text, behind) = rest.split_at_checked(length)?;
    Some((encoding_rs::UTF_16LE.decode_without_bom_handling(text).0.into_owned(), behind))
}
