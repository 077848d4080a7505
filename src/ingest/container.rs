//! What a file is, told by its content and not by its extension; and limits for what it unpacks to.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::files::Refusal;
use crate::diag::codes;

/// What all members of a zip may unpack to.
const MAX_UNPACKED_BYTES: u64 = 512 << 20;
/// How many times its size a member of more than [`RATIO_FREE_BYTES`] may unpack to.
const MAX_RATIO: u64 = 400;
/// Members that unpack to less than this may have any ratio.
const RATIO_FREE_BYTES: u64 = 16 << 20;

/// A format that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Office Open XML.
    Xlsx,
    /// Excel binary, in a zip.
    Xlsb,
    /// Excel 97–2003 (BIFF8), in an OLE container.
    Xls,
    /// `OpenDocument` spreadsheet.
    Ods,
    /// Delimited text.
    Text,
}

impl Kind {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Xlsb => "xlsb",
            Self::Xls => "xls",
            Self::Ods => "ods",
            Self::Text => "csv",
        }
    }

    pub(super) fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Xlsx => &["xlsx", "xlsm"],
            Self::Xlsb => &["xlsb"],
            Self::Xls => &["xls"],
            Self::Ods => &["ods"],
            Self::Text => &["csv", "tsv", "txt"],
        }
    }
}

/// Recognises the content, or says why it can't be read. `wide`: the layout declares an encoding of two bytes a character.
pub(super) fn recognise(bytes: &[u8], wide: bool) -> Result<Kind, Refusal> {
    const OLE: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    const NO_TABLES: [(&[u8], &str); 9] = [
        (b"%PDF", "a PDF document"),
        (b"\x89PNG", "a picture (PNG)"),
        (b"\xff\xd8\xff", "a picture (JPEG)"),
        (b"GIF8", "a picture (GIF)"),
        (b"II*\0", "a picture (TIFF)"),
        (b"MM\0*", "a picture (TIFF)"),
        (b"{\\rtf", "a text document (RTF)"),
        (b"\x1f\x8b", "a gzip archive"),
        (b"7z\xbc\xaf", "a 7z archive"),
    ];
    if bytes.is_empty() {
        return Err((codes::FILE_EMPTY, "no bytes".to_owned()));
    }
    if let Some((_, what)) = NO_TABLES.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err((codes::FILE_NOT_A_TABLE, (*what).to_owned()));
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return recognise_zip(bytes);
    }
    if bytes.starts_with(OLE) {
        let holds = |name: &str| has_stream(bytes, name);
        return match () {
            () if holds("EncryptedPackage") => Err((codes::FILE_ENCRYPTED, "an encrypted package".to_owned())),
            () if holds("Workbook") || holds("Book") => Ok(Kind::Xls),
            () if ole_is_cut_short(bytes) => Err((codes::FILE_UNREADABLE, "an OLE container whose end is missing".to_owned())),
            () => Err((codes::FILE_NOT_A_TABLE, "an OLE container without a workbook".to_owned())),
        };
    }
    recognise_text(bytes, wide)
}

fn recognise_text(bytes: &[u8], wide: bool) -> Result<Kind, Refusal> {
    let wide = wide || bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    let start = bytes.get(..4096.min(bytes.len())).unwrap_or_default();
    let head: String = start.iter().filter(|b| **b != 0).map(|b| char::from(b.to_ascii_lowercase())).collect();
    let trimmed = head.trim_start_matches(['ï', '»', '¿', 'ÿ', 'þ']).trim_start();
    for (prefix, what) in [("<!doctype html", "a web page (HTML)"), ("<html", "a web page (HTML)"), ("<?xml", "an XML document")] {
        if trimmed.starts_with(prefix) {
            return Err((codes::FILE_NOT_A_TABLE, what.to_owned()));
        }
    }
    // In UTF-16 half the bytes of a text look like control characters; decoding tells whether it is one.
    let binary = start.iter().any(|b| matches!(*b, 0..=8 | 14..=26 | 28..=31));
    if binary && !wide {
        return Err((
            codes::FILE_NOT_A_TABLE,
            "binary content, or UTF-16 that neither a byte order mark nor the layout declares".to_owned(),
        ));
    }
    Ok(Kind::Text)
}

/// Whether the directory of an OLE container lies beyond the end of the file (MS-CFB, 2.2: its sector is at byte 48 of the header).
fn ole_is_cut_short(bytes: &[u8]) -> bool {
    let number = |at: usize| bytes.get(at..at + 4).and_then(|four| four.try_into().ok()).map(u32::from_le_bytes);
    let shift = bytes.get(30).copied().unwrap_or(9);
    let directory = number(48).map_or(u64::MAX, u64::from);
    let end = directory.saturating_add(2).checked_shl(u32::from(shift).min(16)).unwrap_or(u64::MAX);
    (bytes.len() as u64) < end
}

/// Whether an OLE container has a stream of a name. Entries of its directory are 128 bytes long and begin with their name in
/// UTF-16, closed by a zero (MS-CFB, 2.6.1).
fn has_stream(bytes: &[u8], name: &str) -> bool {
    let wide: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
    bytes.chunks(128).skip(4).any(|entry| entry.starts_with(&wide))
}

fn recognise_zip(bytes: &[u8]) -> Result<Kind, Refusal> {
    let damaged = |error: zip::result::ZipError| (codes::FILE_UNREADABLE, format!("a damaged zip container: {error}"));
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut total = 0_u64;
    let mut kind = None;
    for index in 0..archive.len() {
        let member = archive.by_index_raw(index).map_err(damaged)?;
        let name = member.name().map(std::borrow::Cow::into_owned).map_err(damaged)?;
        total = total.saturating_add(member.size());
        let ratio = member.size() / member.compressed_size().max(1);
        if total > MAX_UNPACKED_BYTES || (member.size() > RATIO_FREE_BYTES && ratio > MAX_RATIO) {
            let found = format!("\"{name}\" unpacks to {} bytes", member.size());
            return Err((codes::FILE_TOO_LARGE, found));
        }
        // Case and slashes vary between the programs that write workbooks.
        match name.to_ascii_lowercase().replace('\\', "/").as_str() {
            "xl/workbook.xml" => kind = Some(Kind::Xlsx),
            "xl/workbook.bin" => kind = Some(Kind::Xlsb),
            _ => {}
        }
    }
    if kind.is_none() && archive.by_name("content.xml").is_ok() {
        kind = Some(Kind::Ods);
        let mut mimetype = String::new();
        if let Ok(member) = archive.by_name("mimetype") {
            let _ = member.take(200).read_to_string(&mut mimetype);
        }
        if !mimetype.is_empty() && !mimetype.contains("opendocument.spreadsheet") {
            return Err((codes::FILE_NOT_A_TABLE, format!("an OpenDocument file of the kind {}", mimetype.trim())));
        }
    }
    kind.ok_or_else(|| (codes::FILE_NOT_A_TABLE, "a zip archive without a workbook".to_owned()))
}
