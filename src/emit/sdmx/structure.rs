//! `structure.xml`: code lists, concepts, data structure definition and dataflow as SDMX-ML 2.1.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::ids::{FREQUENCY, MEASURE, VERSION, attributes, code_id, concepts_of, list_id};
use crate::emit::csv::{Column, Kind, Table, harmonized, key};
use crate::model::{Code, Codebook, ReferencePeriod};
use crate::release::Dataset;

type Xml = Writer<Vec<u8>>;

/// The lists that no column is coded with, and that its texts name codes of.
const REFERENCE_LISTS: [&str; 2] = ["comparability_reason", "predicate"];

pub(super) fn xml(dataset: &Dataset) -> Vec<u8> {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 1);
    // Writing into memory can't fail.
    let _ = message(&mut xml, dataset);
    let mut bytes = xml.into_inner();
    bytes.push(b'\n');
    bytes
}

fn message(xml: &mut Xml, dataset: &Dataset) -> io::Result<()> {
    let codebook = dataset.codebook();
    let table = harmonized(codebook.structure).told(dataset.has_sources());
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let schema = |name: &str| format!("http://www.sdmx.org/resources/sdmxml/schemas/v2_1/{name}");
    let spaces = [("xmlns:mes", schema("message")), ("xmlns:str", schema("structure")), ("xmlns:com", schema("common"))];
    let spaces = spaces.iter().map(|(name, uri)| (*name, uri.as_str()));
    inside(xml, "mes:Structure", spaces, |xml| {
        inside(xml, "mes:Header", [], |xml| {
            text(xml, "mes:ID", &[], codebook.structure.id())?;
            text(xml, "mes:Test", &[], "false")?;
            text(xml, "mes:Prepared", &[], &format!("{}T00:00:00Z", codebook.newest_decision()))?;
            empty(xml, "mes:Sender", &[("id", &codebook.agency)])
        })?;
        inside(xml, "mes:Structures", [], |xml| {
            inside(xml, "str:Dataflows", [], |xml| dataflow(xml, codebook, &table))?;
            inside(xml, "str:Codelists", [], |xml| code_lists(xml, dataset, &table))?;
            inside(xml, "str:Concepts", [], |xml| concepts(xml, codebook, &table))?;
            inside(xml, "str:DataStructures", [], |xml| definition(xml, codebook, &table))
        })
    })
}

fn dataflow(xml: &mut Xml, codebook: &Codebook, table: &Table) -> io::Result<()> {
    maintained(xml, "str:Dataflow", codebook, codebook.structure.id(), |xml| {
        names(xml, &codebook.title, table.about)?;
        inside(xml, "str:Structure", [], |xml| reference(xml, codebook, codebook.structure.id(), "DataStructure", "datastructure"))
    })
}

fn code_lists(xml: &mut Xml, dataset: &Dataset, table: &Table) -> io::Result<()> {
    let codebook = dataset.codebook();
    let coded = table.columns.iter().filter_map(|column| if let Kind::Code(list) = column.kind { Some(list) } else { None });
    let used: BTreeSet<&str> = coded.chain(REFERENCE_LISTS).collect();
    for list in used {
        let mut items = codebook.lists.get(list).into_iter().flatten();
        maintained(xml, "str:Codelist", codebook, &list_id(list), |xml| {
            names(xml, &list.replace('_', " "), "")?;
            items.try_for_each(|own| code(xml, own))
        })?;
    }
    maintained(xml, "str:Codelist", codebook, &list_id("freq"), |xml| {
        names(xml, "frequency", "Subset of SDMX CL_FREQ 2.1: how long the period of one figure is.")?;
        let periods = dataset.figures().iter().map(|figure| figure.observation().key.time_period);
        let lengths: BTreeMap<u16, ReferencePeriod> = periods.chain([ReferencePeriod::year(2000)]).map(|own| (own.months(), own)).collect();
        for (months, period) in lengths {
            let name = match months {
                1 => "Monthly".to_owned(),
                3 => "Quarterly".to_owned(),
                6 => "Half-yearly".to_owned(),
                12 => "Annual".to_owned(),
                _ if months.is_multiple_of(12) => format!("{} years in one figure", months / 12),
                _ => format!("{months} months in one figure"),
            };
            code(xml, &Code { code: period.frequency(), name, ..Code::default() })?;
        }
        Ok(())
    })
}

fn code(xml: &mut Xml, own: &Code) -> io::Result<()> {
    inside(xml, "str:Code", [("id", code_id(&own.code).as_str())], |xml| {
        names(xml, &own.name, &own.description)?;
        if own.parent.is_empty() {
            return Ok(());
        }
        inside(xml, "str:Parent", [], |xml| empty(xml, "Ref", &[("id", &code_id(&own.parent))]))
    })
}

fn concepts(xml: &mut Xml, codebook: &Codebook, table: &Table) -> io::Result<()> {
    maintained(xml, "str:ConceptScheme", codebook, &concepts_of(codebook.structure), |xml| {
        names(xml, "Concepts of the dataset", "")?;
        std::iter::once(&FREQUENCY).chain(&table.columns).try_for_each(|column| {
            let standard = codebook.structure.by_column(column.name).and_then(|concept| concept.declared().sdmx.as_deref());
            inside(xml, "str:Concept", [("id", column.name)], |xml| {
                standard.map_or(Ok(()), |standard| cross_domain(xml, standard))?;
                names(xml, &words(column.name), column.about)
            })
        })
    })
}

/// The cross-domain concept of SDMX that a concept is. It stands in an annotation, for not every client reads an `ISOConceptReference`.
fn cross_domain(xml: &mut Xml, concept: &str) -> io::Result<()> {
    inside(xml, "com:Annotations", [], |xml| {
        inside(xml, "com:Annotation", [], |xml| {
            text(xml, "com:AnnotationType", &[], "CROSS_DOMAIN_CONCEPT")?;
            text(
                xml,
                "com:AnnotationURL",
                &[],
                &format!("urn:sdmx:org.sdmx.infomodel.conceptscheme.Concept=SDMX:CROSS_DOMAIN_CONCEPTS(2.0).{concept}"),
            )
        })
    })
}

fn definition(xml: &mut Xml, codebook: &Codebook, table: &Table) -> io::Result<()> {
    maintained(xml, "str:DataStructure", codebook, codebook.structure.id(), |xml| {
        names(xml, &codebook.title, table.about)?;
        inside(xml, "str:DataStructureComponents", [], |xml| {
            inside(xml, "str:DimensionList", [("id", "DimensionDescriptor")], |xml| dimensions(xml, codebook, table))?;
            inside(xml, "str:AttributeList", [("id", "AttributeDescriptor")], |xml| {
                attributes(table, codebook.structure).try_for_each(|column| attribute(xml, codebook, column))
            })?;
            inside(xml, "str:MeasureList", [("id", "MeasureDescriptor")], |xml| {
                inside(xml, "str:PrimaryMeasure", [("id", MEASURE)], |xml| {
                    identity(xml, codebook, MEASURE)?;
                    inside(xml, "str:LocalRepresentation", [], |xml| empty(xml, "str:TextFormat", &[("textType", "Double")]))
                })
            })
        })
    })
}

fn dimensions(xml: &mut Xml, codebook: &Codebook, table: &Table) -> io::Result<()> {
    let key = key(codebook.structure);
    let coded = |column: &&Column| key.contains(&column.name) && column.kind != Kind::Period;
    let ordered: Vec<&Column> = std::iter::once(&FREQUENCY).chain(table.columns.iter().filter(coded)).collect();
    for (i, column) in ordered.iter().enumerate() {
        let position = (i + 1).to_string();
        inside(xml, "str:Dimension", [("id", column.name), ("position", position.as_str())], |xml| {
            identity(xml, codebook, column.name)?;
            representation(xml, codebook, column)
        })?;
    }
    let position = (ordered.len() + 1).to_string();
    let time = table.columns.iter().find(|column| column.kind == Kind::Period).map_or("TIME_PERIOD", |column| column.name);
    inside(xml, "str:TimeDimension", [("id", time), ("position", position.as_str())], |xml| {
        identity(xml, codebook, time)?;
        inside(xml, "str:LocalRepresentation", [], |xml| empty(xml, "str:TextFormat", &[("textType", "ObservationalTimePeriod")]))
    })
}

fn attribute(xml: &mut Xml, codebook: &Codebook, column: &Column) -> io::Result<()> {
    let status = if column.is_required { "Mandatory" } else { "Conditional" };
    inside(xml, "str:Attribute", [("id", column.name), ("assignmentStatus", status)], |xml| {
        identity(xml, codebook, column.name)?;
        representation(xml, codebook, column)?;
        inside(xml, "str:AttributeRelationship", [], |xml| {
            inside(xml, "str:PrimaryMeasure", [], |xml| empty(xml, "Ref", &[("id", MEASURE)]))
        })
    })
}

fn representation(xml: &mut Xml, codebook: &Codebook, column: &Column) -> io::Result<()> {
    inside(xml, "str:LocalRepresentation", [], |xml| match column.kind {
        Kind::Code(list) => inside(xml, "str:Enumeration", [], |xml| reference(xml, codebook, &list_id(list), "Codelist", "codelist")),
        Kind::Count | Kind::Signed | Kind::Number => empty(xml, "str:TextFormat", &[("textType", "Double")]),
        Kind::Text | Kind::Period | Kind::Word(_) => empty(xml, "str:TextFormat", &[("textType", "String")]),
    })
}

fn identity(xml: &mut Xml, codebook: &Codebook, concept: &str) -> io::Result<()> {
    let scheme = concepts_of(codebook.structure);
    let reference = [
        ("id", concept),
        ("maintainableParentID", &scheme),
        ("maintainableParentVersion", VERSION),
        ("agencyID", &codebook.agency),
        ("class", "Concept"),
        ("package", "conceptscheme"),
    ];
    inside(xml, "str:ConceptIdentity", [], |xml| empty(xml, "Ref", &reference))
}

fn reference(xml: &mut Xml, codebook: &Codebook, id: &str, class: &str, package: &str) -> io::Result<()> {
    empty(xml, "Ref", &[("id", id), ("version", VERSION), ("agencyID", &codebook.agency), ("class", class), ("package", package)])
}

fn names(xml: &mut Xml, name: &str, description: &str) -> io::Result<()> {
    let language = [("xml:lang", "en")];
    text(xml, "com:Name", &language, if name.is_empty() { "(no name)" } else { name })?;
    if description.is_empty() { Ok(()) } else { text(xml, "com:Description", &language, description) }
}

/// `EXPL_FORM` as words.
fn words(name: &str) -> String {
    name.to_ascii_lowercase().replace('_', " ")
}

/// A structure with an agency and a version.
fn maintained(xml: &mut Xml, tag: &str, codebook: &Codebook, id: &str, content: impl FnOnce(&mut Xml) -> io::Result<()>) -> io::Result<()> {
    let attributes = [("id", id), ("version", VERSION), ("agencyID", codebook.agency.as_str()), ("isFinal", "false")];
    inside(xml, tag, attributes, content)
}

fn inside<'a>(
    xml: &mut Xml,
    tag: &str,
    attributes: impl IntoIterator<Item = (&'a str, &'a str)>,
    content: impl FnOnce(&mut Xml) -> io::Result<()>,
) -> io::Result<()> {
    xml.create_element(tag).with_attributes(attributes).write_inner_content(content).map(|_| ())
}

fn text(xml: &mut Xml, tag: &str, attributes: &[(&str, &str)], content: &str) -> io::Result<()> {
    // XML 1.0 has no place for these, escaped or not (section 2.2).
    let is_char = |c: &char| !matches!(c, '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}') || matches!(c, '\n' | '\t');
    let content: String = content.chars().filter(is_char).collect();
    xml.create_element(tag).with_attributes(attributes.iter().copied()).write_text_content(BytesText::new(&content)).map(|_| ())
}

fn empty(xml: &mut Xml, tag: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
    xml.create_element(tag).with_attributes(attributes.iter().copied()).write_empty().map(|_| ())
}
