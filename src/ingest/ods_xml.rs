//! The XML of `OpenDocument` files: elements and attributes told apart by their namespaces.

use quick_xml::NsReader;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{NamespaceResolver, QName, ResolveResult};

use super::refusal::Refusal;
use super::xml::damaged;

/// Shows each event of a document; an element without content comes as its start and its end. Refused when the XML is not well-formed or ends before its
/// elements do.
pub(super) fn walk_through<'x>(
    xml: &'x str,
    mut take: impl FnMut(&Event<'x>, &NamespaceResolver) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let mut reader = NsReader::from_str(xml);
    reader.config_mut().expand_empty_elements = true;
    let mut open = 0_u64;
    loop {
        let event = reader.read_event().map_err(damaged)?;
        match &event {
            Event::Start(_) => open += 1,
            Event::End(_) => open = open.saturating_sub(1),
            Event::Eof if open > 0 => return Err(damaged("it ends before its elements do")),
            Event::Eof => return Ok(()),
            _ => {}
        }
        take(&event, reader.resolver())?;
    }
}

/// The namespaces that matter here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Space {
    Office,
    Table,
    Text,
    Style,
    Drawing,
    /// What `LibreOffice` adds to cells.
    Calc,
    /// One whose names mean something else.
    Other,
    /// One that nobody knows, or none: its names are taken for what they are called.
    Unknown,
}

/// The attributes of an element by namespace and local name.
pub(super) type Attributes<'e> = Vec<((Space, &'e str), String)>;

/// The namespace and local name of an element.
pub(super) fn element<'e>(names: &NamespaceResolver, name: QName<'e>) -> (Space, &'e str) {
    let local = name.local_name().into_inner();
    let space = match space(&names.resolve_element(name).0, name) {
        Space::Unknown => match local {
            "spreadsheet" | "annotation" => Space::Office,
            "table" | "table-column" | "table-row" | "table-cell" | "covered-table-cell" => Space::Table,
            "p" | "h" | "span" | "s" | "tab" | "line-break" => Space::Text,
            "style" | "text-properties" | "table-properties" => Space::Style,
            _ => Space::Unknown,
        },
        known => known,
    };
    (space, local)
}

/// The attributes of an element.
pub(super) fn attributes<'e>(names: &NamespaceResolver, element: &'e BytesStart<'_>) -> Result<Attributes<'e>, Refusal> {
    let mut found = Vec::new();
    let mut attributes = element.attributes();
    for attribute in attributes.with_checks(false) {
        let attribute = attribute.map_err(damaged)?;
        let name = (space(&names.resolve_attribute(attribute.key).0, attribute.key), attribute.key.local_name().into_inner());
        let value = quick_xml::escape::unescape(&attribute.value).map_err(damaged)?.into_owned();
        found.push((name, value));
    }
    Ok(found)
}

/// A namespace by its name, whatever its version; one that nobody knows by the prefix that programs write.
fn space(found: &ResolveResult<'_>, name: QName<'_>) -> Space {
    let prefix = name.prefix();
    let known = match found {
        ResolveResult::Bound(namespace) => known_space(namespace.0),
        ResolveResult::Unbound | ResolveResult::Unknown(_) => Space::Unknown,
    };
    match prefix.as_ref().map(AsRef::as_ref) {
        Some(prefix) if known == Space::Unknown => by_word(if prefix == "draw" { "drawing" } else { prefix }),
        _ => known,
    }
}

fn known_space(namespace: &str) -> Space {
    if let Some(rest) = namespace.strip_prefix("urn:oasis:names:tc:opendocument:xmlns:") {
        return by_word(rest.split(':').next().unwrap_or_default());
    }
    match namespace {
        _ if namespace.contains(":calcext:") => Space::Calc,
        _ if ["http://www.w3.org/", "http://purl.org/", "urn:org:documentfoundation:"].iter().any(|start| namespace.starts_with(start)) => {
            Space::Other
        }
        _ => Space::Unknown,
    }
}

/// A namespace by the word in its name (ODF 1.2, 1.4), or by the prefix that is written for it.
fn by_word(word: &str) -> Space {
    match word {
        "office" => Space::Office,
        "table" => Space::Table,
        "text" => Space::Text,
        "style" => Space::Style,
        "drawing" => Space::Drawing,
        "calcext" => Space::Calc,
        "animation" | "chart" | "config" | "database" | "datastyle" | "dc" | "dr3d" | "form" | "manifest" | "meta" | "of"
        | "presentation" | "script" | "smil-compatible" | "svg-compatible" | "xsl-fo-compatible" => Space::Other,
        _ => Space::Unknown,
    }
}

/// The value of an attribute.
pub(super) fn value<'a>(attributes: &'a [((Space, &str), String)], (space, local): (Space, &str)) -> Option<&'a str> {
    let find = |space| attributes.iter().find(|(known, _)| *known == (space, local)).map(|(_, value)| value.as_str());
    find(space).or_else(|| find(Space::Unknown))
}

/// A repeat or span, at least one.
pub(super) fn count(attributes: &[((Space, &str), String)], name: &str) -> Result<u32, Refusal> {
    let Some(text) = value(attributes, (Space::Table, name)) else { return Ok(1) };
    text.trim()
        .parse()
        .map(|n: u64| u32::try_from(n.max(1)).unwrap_or(u32::MAX))
        .map_err(|_| damaged(format_args!("\"{text}\" where a number of cells is expected")))
}
