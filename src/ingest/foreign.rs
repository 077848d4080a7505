//! Formats that are recognised by their first bytes and not read: each is reported by its name, with what to do about it.

use serde::de::IgnoredAny;

use super::refusal::Rejection;

/// What to do with a table in a format that spreadsheet programs open.
pub(super) const SAVE_AS_XLSX: &str = "open it in a spreadsheet program and save it as xlsx";
const SAVE_AS_UTF8: &str = "save it as csv in UTF-8";
const EXPORT: &str = "export the table from the program that made it, as xlsx or csv";
const UNPACK: &str = "unpack it and hand in the table itself";

/// Location and bytes of a signature, the format, and what to do about it.
type Signature = (usize, &'static [u8], &'static str, Option<&'static str>);

const SIGNATURES: &[Signature] = &[
    // Texts that are not csv in an encoding that is read.
    (0, b"\xff\xfe\0\0", "a text in UTF-32", Some(SAVE_AS_UTF8)),
    (0, b"\0\0\xfe\xff", "a text in UTF-32", Some(SAVE_AS_UTF8)),
    (0, b"+/v8", "a text in UTF-7", Some(SAVE_AS_UTF8)),
    (0, b"+/v9", "a text in UTF-7", Some(SAVE_AS_UTF8)),
    (0, b"+/v+", "a text in UTF-7", Some(SAVE_AS_UTF8)),
    (0, b"+/v/", "a text in UTF-7", Some(SAVE_AS_UTF8)),
    // Old spreadsheets: the record that begins a stream of Lotus 1-2-3, Quattro Pro or Excel without a container.
    (0, b"\0\0\x02\0\x04\x04", "a Lotus 1-2-3 worksheet", Some(SAVE_AS_XLSX)),
    (0, b"\0\0\x02\0\x06\x04", "a Lotus 1-2-3 worksheet", Some(SAVE_AS_XLSX)),
    (0, b"\0\0\x1a\0", "a Lotus 1-2-3 worksheet", Some(SAVE_AS_XLSX)),
    (0, b"\0\0\x02\0\x20\x51", "a Quattro Pro worksheet", Some(SAVE_AS_XLSX)),
    (0, b"\0\0\x02\0\x21\x51", "a Quattro Pro worksheet", Some(SAVE_AS_XLSX)),
    (0, b"\0\0\x02\0\x01\x10", "a Quattro Pro worksheet", Some(SAVE_AS_XLSX)),
    (0, b"\0\0\x02\0\x02\x10", "a Quattro Pro worksheet", Some(SAVE_AS_XLSX)),
    (0, b"\x09\0\x04\0", "an Excel 2 worksheet", Some(SAVE_AS_XLSX)),
    (0, b"\x09\x02\x06\0", "an Excel 3 worksheet", Some(SAVE_AS_XLSX)),
    (0, b"\x09\x04\x06\0", "an Excel 4 worksheet", Some(SAVE_AS_XLSX)),
    (0, b"\x09\x08\x08\0\0\x05", "an Excel 5 workbook without its container", Some(SAVE_AS_XLSX)),
    (0, b"\x09\x08\x10\0\0\x06", "an Excel 97 workbook without its container", Some(SAVE_AS_XLSX)),
    // Databases and files of statistics programs.
    (0, b"PAR1\x15", "a Parquet file", Some(EXPORT)),
    (0, b"ARROW1\0", "an Arrow file", Some(EXPORT)),
    (0, b"FEA1\0", "a Feather file", Some(EXPORT)),
    (0, b"Obj\x01", "an Avro file", Some(EXPORT)),
    (0, b"\x89HDF\r\n", "an HDF5 file", Some(EXPORT)),
    (0, b"SQLite format 3\0", "an SQLite database", Some(EXPORT)),
    (4, b"Standard Jet DB", "an Access database", Some(EXPORT)),
    (4, b"Standard ACE DB", "an Access database", Some(EXPORT)),
    (0, b"$FL2", "an SPSS file", Some(EXPORT)),
    (0, b"$FL3", "an SPSS file", Some(EXPORT)),
    (0, b"<stata_dta>", "a Stata file", Some(EXPORT)),
    (12, b"\xc2\xea\x81\x60\xb3\x14\x11\xcf", "a SAS file", Some(EXPORT)),
    // Archives.
    (0, b"\x1f\x8b", "a gzip archive", Some(UNPACK)),
    (0, b"7z\xbc\xaf", "a 7z archive", Some(UNPACK)),
    (0, b"Rar!\x1a\x07", "a RAR archive", Some(UNPACK)),
    (4, b"1AY&SY", "a bzip2 archive", Some(UNPACK)),
    (0, b"\xfd7zXZ\0", "an xz archive", Some(UNPACK)),
    (0, b"\x28\xb5\x2f\xfd", "a Zstandard archive", Some(UNPACK)),
    (257, b"ustar", "a tar archive", Some(UNPACK)),
    // What only points at a file, or was left by a system beside one.
    (0, b"\x4c\0\0\0\x01\x14\x02\0", "a Windows shortcut, not the file that it leads to", Some("hand in the file itself")),
    (0, b"[InternetShortcut]", "a shortcut to a web page", Some("hand in the file itself")),
    (0, b"\0\x05\x16\x07", "what a Mac keeps beside a file (AppleDouble)", Some("hand in the file itself")),
    (0, b"\0\x05\x16\0", "what a Mac keeps beside a file (AppleSingle)", Some("hand in the file itself")),
    // Documents and pictures.
    (0, b"%PDF", "a PDF document", None),
    (0, b"%!PS", "a PostScript document", None),
    (0, b"{\\rtf", "a text document (RTF)", None),
    (0, b"\x89PNG", "a picture (PNG)", None),
    (0, b"\xff\xd8\xff", "a picture (JPEG)", None),
    (0, b"GIF87a", "a picture (GIF)", None),
    (0, b"GIF89a", "a picture (GIF)", None),
    (0, b"II*\0", "a picture (TIFF)", None),
    (0, b"MM\0*", "a picture (TIFF)", None),
    (8, b"WEBP", "a picture (WebP)", None),
    (4, b"ftypheic", "a picture (HEIC)", None),
];

/// The format that the beginning of a file shows, if it is one that is not read. `whole`: the beginning is all of it.
pub fn foreign(head: &[u8], whole: bool) -> Option<Rejection> {
    let is = |(at, magic, ..): &&Signature| head.get(*at..).is_some_and(|rest| rest.starts_with(magic));
    if let Some((_, _, what, remedy)) = SIGNATURES.iter().find(is) {
        return Some(Rejection::not_a_table(*what, *remedy));
    }
    if is_utf32(head) {
        return Some(Rejection::not_a_table("a text in UTF-32", Some(SAVE_AS_UTF8)));
    }
    if is_dbase(head) {
        return Some(Rejection::not_a_table("a dBase table", Some(SAVE_AS_XLSX)));
    }
    // Without its zeros a text in UTF-16 looks like one in ASCII, as far as its letters are ASCII.
    let text: String = head.iter().filter(|b| **b != 0).map(|b| char::from(b.to_ascii_lowercase())).collect();
    let text = text.trim_start_matches(['ï', '»', '¿', 'ÿ', 'þ']).trim_start();
    if let Some((what, remedy)) = markup(text).or_else(|| lines(text)) {
        return Some(Rejection::not_a_table(what, remedy));
    }
    is_json(head, whole).then(|| Rejection::not_a_table("JSON", Some(EXPORT)))
}

/// A text of which each of the first characters has three bytes of zero.
fn is_utf32(head: &[u8]) -> bool {
    let (start, _) = head.as_chunks::<4>();
    let start = start.get(..8).unwrap_or_default();
    let all = |has: fn(&[u8; 4]) -> bool| !start.is_empty() && start.iter().all(has);
    all(|c| matches!(c, [low, 0, 0, 0] if *low > 0)) || all(|c| matches!(c, [0, 0, 0, low] if *low > 0))
}

/// A header of dBase: version, a date of year, month and day, the header's own length at byte 8, zeros at byte 12, and the end of the list of fields
/// where the header ends (Visual `FoxPro` has a link of 263 bytes behind it).
fn is_dbase(head: &[u8]) -> bool {
    let [0x03 | 0x30..=0x32 | 0x83 | 0x8b | 0x8e | 0xf5, _, 1..=12, 1..=31, _, _, _, _, low, high, _, _, 0, 0, ..] = *head else {
        return false;
    };
    let length = usize::from(u16::from_le_bytes([low, high]));
    [1, 264].into_iter().any(|back| length.checked_sub(back).and_then(|end| head.get(end)) == Some(&b'\r'))
}

/// What a text in a markup language is, by its first element. `text` is in small letters.
fn markup(text: &str) -> Option<(&'static str, Option<&'static str>)> {
    const PAGE: (&str, Option<&str>) = ("a web page (HTML)", Some(SAVE_AS_XLSX));
    const XML: (&str, Option<&str>) = ("an XML document", None);
    let is_xml = text.starts_with("<?xml");
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        let end = if rest.starts_with("<!--") {
            "-->"
        } else if rest.starts_with("<!doctype html") {
            return Some(PAGE);
        } else if rest.starts_with("<?") || rest.starts_with("<!") {
            ">"
        } else {
            break;
        };
        match rest.split_once(end) {
            Some((_, behind)) => rest = behind,
            // A comment longer than what is looked at.
            None if !is_xml && rest.starts_with("<!--") => return Some(PAGE),
            None => return is_xml.then_some(XML),
        }
    }
    let root = rest.strip_prefix('<').map(|rest| rest.split_once('>').map_or(rest, |(root, _)| root)).unwrap_or_default();
    let name = root.split(|c: char| c.is_whitespace() || c == '/').next().unwrap_or_default();
    let has = |words| text.contains(words);
    match name.rsplit(':').next().unwrap_or_default() {
        "workbook" if has("urn:schemas-microsoft-com:office:spreadsheet") => {
            Some(("an Excel 2003 workbook in XML (SpreadsheetML)", Some(SAVE_AS_XLSX)))
        }
        "document" if has("opendocument.spreadsheet") => Some(("an OpenDocument spreadsheet in one XML file (fods)", Some(SAVE_AS_XLSX))),
        "document" if has("opendocument") => Some(("an OpenDocument file in one XML file", None)),
        "worddocument" => Some(("a Word 2003 document in XML", None)),
        "svg" => Some(("a picture (SVG)", None)),
        "html" => Some(PAGE),
        "head" | "body" | "table" | "tr" | "div" | "style" | "meta" | "title" | "script" | "center" | "font" | "span" | "p" | "br"
            if ["</", "<tr", "<td", "<th"].into_iter().any(has) =>
        {
            Some(PAGE)
        }
        _ => (is_xml || (!name.is_empty() && root.contains("xmlns"))).then_some(XML),
    }
}

/// What a text is that consists of lines of another kind than records. `text` is in small letters.
fn lines(text: &str) -> Option<(&'static str, Option<&'static str>)> {
    let mut lines = text.lines();
    let (first, mut next) = (lines.next()?, || lines.next().unwrap_or_default());
    // SYLK: a record ID, and cells that say where they are or what they hold. A csv may begin with "ID;Period".
    let is_cell = |line: &str| ["c;x", "c;y", "c;k"].iter().any(|start| line.starts_with(start));
    if first.starts_with("id;p") && text.lines().any(is_cell) {
        return Some(("a SYLK file (slk)", Some(SAVE_AS_XLSX)));
    }
    if first.trim_end() == "table" && next().trim_end() == "0,1" && next().starts_with('"') {
        return Some(("a DIF file", Some(SAVE_AS_XLSX)));
    }
    // Mail and web archives: lines of a name and a value until an empty one.
    let is_header = |line: &str| {
        line.split_once(':').is_some_and(|(name, _)| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'))
    };
    let headers = text.lines().take_while(|line| !line.trim().is_empty());
    let has = |name: &str| headers.clone().any(|line| line.strip_prefix(name).is_some_and(|rest| rest.starts_with(':')));
    if is_header(first) && ["mime-version", "message-id", "received", "return-path"].into_iter().any(has) {
        let is_archive = text.contains("multipart/related") || has("x-document-type") || has("snapshot-content-location");
        let archive = ("a web page in one file (MHTML)", Some(SAVE_AS_XLSX));
        return Some(if is_archive { archive } else { ("an e-mail", Some("hand in the file that was attached to it")) });
    }
    None
}

/// Whether the text begins with a list or an object of JSON, so far as it is there.
fn is_json(head: &[u8], whole: bool) -> bool {
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    if !matches!(text.first(), Some(b'{' | b'[')) {
        return false;
    }
    let mut values = serde_json::Deserializer::from_slice(text).into_iter::<IgnoredAny>();
    match values.next() {
        Some(Ok(_)) => {
            // A list or an object, and then another or nothing: a csv may begin with a note in brackets.
            let rest = text.get(values.byte_offset()..).unwrap_or_default().trim_ascii_start();
            matches!(rest.first(), None | Some(b'{' | b'['))
        }
        Some(Err(error)) => error.is_eof() && !whole,
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::foreign;
    use crate::diag::Location;

    fn found(head: &[u8]) -> String {
        foreign(head, true).map(|rejection| rejection.finding(Location::Round(String::new())).found).unwrap_or_default()
    }

    #[test]
    fn texts_in_another_form_are_told() {
        for (text, expected) in [
            ("<HTML>", "a web page (HTML)"),
            ("<!-- x --><table><tr>", "a web page (HTML)"),
            ("<!-- a comment without its end", "a web page (HTML)"),
            (
                "<?xml version='1.0'?><?mso-application progid='Excel.Sheet'?><ss:Workbook xmlns:ss='urn:schemas-microsoft-com:office:spreadsheet'>",
                "an Excel 2003 workbook in XML (SpreadsheetML)",
            ),
            ("<?xml version='1.0'?><message/>", "an XML document"),
            ("Received: from here\nMessage-ID: <1>\n\nx", "an e-mail"),
            (
                "From: browser\nMIME-Version: 1.0\nContent-Type: multipart/related;\n\tboundary=\"x\"\n\n--x",
                "a web page in one file (MHTML)",
            ),
            ("ID;PSCALC3\nB;X3;Y5\nC;X1;Y1;K20\nE", "a SYLK file (slk)"),
            ("{\"a\": 1}\n{\"a\": 2}\n", "JSON"),
        ] {
            assert_eq!(found(text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn tables_are_no_other_form() {
        for text in [
            "<5 cases,12\n",
            "<table 1>;2016\nSexual;5\n",
            "ID;Period\nC;2016\n",
            "Table\n0,1\n2,3\n",
            "PAR1;2016\n",
            "From: ministry,2016\nDate: 5 May,\nSexual,5\n",
            "[1] a note,\nSexual,5\n",
            "{a},{b}\n1,2\n",
            "[1],[2]\n",
            "Sexual;5\n",
        ] {
            assert_eq!(found(text.as_bytes()), "", "{text}");
        }
    }
}
