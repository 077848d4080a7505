//! What a file is, recognised by its content and not by its extension; and limits for what it unpacks to.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::foreign::{SAVE_AS_XLSX, foreign};
use super::refusal::{Refusal, Rejection};
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
            Self::Xlsx => &["xlsx", "xlsm", "xltx", "xltm"],
            Self::Xlsb => &["xlsb"],
            Self::Xls => &["xls", "xlt"],
            Self::Ods => &["ods", "ots"],
            Self::Text => &["csv", "tsv", "txt"],
        }
    }
}

/// Bytes at the beginning of a file that tell what a text is.
const HEAD_BYTES: usize = 4096;

/// Recognises the content, or says why it can't be read. `wide`: the layout declares an encoding of two bytes a character.
pub(super) fn recognise(bytes: &[u8], wide: bool) -> Result<Kind, Rejection> {
    const OLE: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    if bytes.is_empty() {
        return Err((codes::FILE_EMPTY, "no bytes".to_owned()).into());
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return recognise_zip(bytes);
    }
    if bytes.starts_with(OLE) {
        return recognise_ole(bytes);
    }
    let head = bytes.get(..HEAD_BYTES).unwrap_or(bytes);
    if let Some(rejection) = foreign(head, head.len() == bytes.len()) {
        return Err(rejection);
    }
    // In UTF-16 half the bytes of a text look like control characters; decoding tells whether it is one.
    let wide = wide || bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    if !wide && head.iter().any(|b| matches!(*b, 0..=8 | 14..=26 | 28..=31)) {
        let found = "binary content, or UTF-16 that neither a byte order mark nor the layout declares";
        return Err(Rejection::not_a_table(found, None));
    }
    Ok(Kind::Text)
}

fn recognise_ole(bytes: &[u8]) -> Result<Kind, Rejection> {
    const OTHERS: [(&str, &str, Option<&str>); 6] = [
        ("WordDocument", "a Word document (doc)", None),
        ("PowerPoint Document", "a PowerPoint presentation (ppt)", None),
        ("VisioDocument", "a Visio drawing", None),
        ("StarCalcDocument", "a StarCalc spreadsheet (sdc)", Some(SAVE_AS_XLSX)),
        ("WksSSWorkBook", "a Works spreadsheet (xlr)", Some(SAVE_AS_XLSX)),
        ("__properties_version1.0", "an Outlook message (msg)", Some("hand in the file that was attached to it")),
    ];
    let holds = |name: &str| has_stream(bytes, name);
    if holds("EncryptedPackage") {
        return Err((codes::FILE_ENCRYPTED, "an encrypted package".to_owned()).into());
    }
    if holds("Workbook") || holds("Book") {
        return Ok(Kind::Xls);
    }
    if ole_is_cut_short(bytes) {
        return Err((codes::FILE_UNREADABLE, "an OLE container whose end is missing".to_owned()).into());
    }
    Err(match OTHERS.into_iter().find(|(name, ..)| holds(name)) {
        Some((_, what, remedy)) => Rejection::not_a_table(what, remedy),
        None => Rejection::not_a_table("an OLE container without a workbook", None),
    })
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
/// UTF-16, closed by a zero (MS-CFB, 2.6.1); capitals and small letters are the same (2.6.4).
fn has_stream(bytes: &[u8], name: &str) -> bool {
    let wide: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
    bytes.chunks(128).skip(4).any(|entry| entry.get(..wide.len()).is_some_and(|start| start.eq_ignore_ascii_case(&wide)))
}

fn recognise_zip(bytes: &[u8]) -> Result<Kind, Rejection> {
    let damaged = |error: zip::result::ZipError| Refusal::from((codes::FILE_UNREADABLE, format!("a damaged zip container: {error}")));
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    let (mut total, mut kind, mut other, mut mimetype) = (0_u64, None, None, None);
    for index in 0..archive.len() {
        let member = archive.by_index_raw(index).map_err(damaged)?;
        let name = member.name().map(std::borrow::Cow::into_owned).map_err(damaged)?;
        total = total.saturating_add(member.size());
        let ratio = member.size() / member.compressed_size().max(1);
        if total > MAX_UNPACKED_BYTES || (member.size() > RATIO_FREE_BYTES && ratio > MAX_RATIO) {
            let found = format!("\"{name}\" unpacks to {} bytes", member.size());
            return Err((codes::FILE_TOO_LARGE, found).into());
        }
        // Case and slashes vary between the programs that write workbooks.
        match name.to_ascii_lowercase().replace('\\', "/").as_str() {
            "xl/workbook.xml" => kind = Some(Kind::Xlsx),
            "xl/workbook.bin" => kind = Some(Kind::Xlsb),
            "content.xml" => kind = kind.or(Some(Kind::Ods)),
            "mimetype" => mimetype = Some(index),
            "encrypted-package" => return Err((codes::FILE_ENCRYPTED, "an encrypted package".to_owned()).into()),
            member => other = other.or_else(|| other_zip(member)),
        }
    }
    if kind == Some(Kind::Ods)
        && let Some(index) = mimetype
    {
        let mut word = String::new();
        let _ = archive.by_index(index).map_err(damaged)?.take(200).read_to_string(&mut word);
        let word = word.trim();
        if word.contains("vnd.sun.xml.calc") {
            return Err(Rejection::not_a_table("a spreadsheet of OpenOffice.org 1 (sxc)", Some(SAVE_AS_XLSX)));
        }
        // What it is not by this word the document itself tells.
        if word.contains("opendocument.") && !word.contains("opendocument.spreadsheet") {
            return Err(Rejection::not_a_table(format!("an OpenDocument file of the kind {word}"), None));
        }
    }
    let none = || other.unwrap_or(("a zip archive without a workbook", None));
    kind.ok_or_else(|| Rejection::not_a_table(none().0, none().1))
}

/// What a zip without a workbook is, by one of its members.
fn other_zip(member: &str) -> Option<(&'static str, Option<&'static str>)> {
    const EXPORT: &str = "open it in the program that made it and save it as xlsx";
    match member {
        "word/document.xml" => Some(("a Word document (docx)", None)),
        "ppt/presentation.xml" => Some(("a PowerPoint presentation (pptx)", None)),
        "index.zip" => Some(("a document of Apple Numbers, Pages or Keynote", Some(EXPORT))),
        _ if matches!(member.rsplit_once('.'), Some((_, "iwa"))) => Some(("a document of Apple Numbers, Pages or Keynote", Some(EXPORT))),
        _ => None,
    }
}
