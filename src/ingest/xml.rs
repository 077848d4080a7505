//! Small helpers over the XML library, shared by the formats.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Display;
use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use zip::ZipArchive;

use super::refusal::Refusal;
use crate::diag::codes;

/// The zip of a workbook, whose members are found by their names whatever the case of the letters.
pub(super) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// Name in lower case → place; of several the first.
    names: BTreeMap<String, usize>,
}

impl<'a> Archive<'a> {
    /// Opens a container; `None` when it is none.
    pub(super) fn open(bytes: &'a [u8]) -> Option<Self> {
        let zip = ZipArchive::new(Cursor::new(bytes)).ok()?;
        let mut names = BTreeMap::new();
        for (place, name) in zip.file_names().enumerate() {
            if let Ok(name) = name {
                names.entry(name.replace('\\', "/").to_ascii_lowercase()).or_insert(place);
            }
        }
        Some(Self { zip, names })
    }
}

/// The text of a member (UTF-8, or UTF-16 with a mark); `None` when the container does not have it or can't unpack it.
pub(super) fn member(archive: &mut Archive<'_>, name: &str) -> Option<String> {
    Some(encoding_rs::UTF_8.decode(&member_bytes(archive, name)?).0.into_owned())
}

/// The bytes of a member; `None` when the container does not have it or can't unpack it.
pub(super) fn member_bytes(archive: &mut Archive<'_>, name: &str) -> Option<Vec<u8>> {
    let wanted = name.trim_start_matches('/').to_ascii_lowercase();
    let place = *archive.names.get(&wanted)?;
    let mut bytes = Vec::new();
    archive.zip.by_index(place).ok()?.read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// A reader over the text of a member.
pub(super) fn reader(text: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    reader
}

/// The next event. XML that is not well-formed is refused here: the reader library takes some of it for something else, and
/// goes round in circles over some.
pub(super) fn next<'a>(reader: &mut Reader<&'a [u8]>) -> Result<Event<'a>, Refusal> {
    reader.read_event().map_err(damaged)
}

/// Why damaged XML is refused.
pub(super) fn damaged(error: impl Display) -> Refusal {
    (codes::FILE_UNREADABLE, format!("damaged XML: {error}"))
}

/// The name of an element without its prefix.
pub(super) fn local<'e>(element: &'e BytesStart<'_>) -> &'e str {
    element.local_name().into_inner()
}

/// The attributes by their local names. What is said twice is said by the first.
pub(super) fn attributes<'e>(element: &'e BytesStart<'_>) -> impl Iterator<Item = (&'e str, Cow<'e, str>)> {
    let mut attributes = element.attributes();
    attributes.with_checks(false);
    attributes.flatten().map(|attribute| {
        let value = match attribute.value {
            Cow::Borrowed(raw) => quick_xml::escape::unescape(raw).unwrap_or(Cow::Borrowed(raw)),
            Cow::Owned(raw) => Cow::Owned(quick_xml::escape::unescape(&raw).map_or_else(|_| raw.clone(), Cow::into_owned)),
        };
        (attribute.key.local_name().into_inner(), value)
    })
}

/// An attribute by its local name.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    attributes(element).find(|(known, _)| *known == name).map(|(_, value)| value.into_owned())
}

/// An attribute that says yes: `1`, `true`.
pub(super) fn is_true(element: &BytesStart<'_>, name: &str) -> bool {
    attribute(element, name).is_some_and(|value| value == "1" || value.eq_ignore_ascii_case("true"))
}

/// The text that a reference such as `&amp;` or `&#216;` stands for.
pub(super) fn resolve_reference(reference: &BytesRef<'_>) -> String {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return c.to_string();
    }
    quick_xml::escape::resolve_predefined_entity(reference).unwrap_or_default().to_owned()
}
