//! `sdmx/<round>.xml`: each vintage as a dataset of its own with the days of its validity (SDMX-ML 2.1, structure-specific data, attributes `validFromDate` and
//! `validToDate` of a dataset).

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use crate::emit::csv::{harmonized, observation};
use crate::emit::format::Files;
use crate::emit::sdmx::{MEASURE, VERSION, attributes, code_id};
use crate::history::{History, Vintage};

type Xml = Writer<Vec<u8>>;

pub(super) fn files(history: &History) -> Files {
    let one = |(place, vintage): (usize, &Vintage)| {
        let mut xml = Writer::new_with_indent(Vec::new(), b' ', 1);
        // Writing into memory can't fail.
        let _ = message(&mut xml, vintage, history.replaced(place));
        let mut bytes = xml.into_inner();
        bytes.push(b'\n');
        (format!("sdmx/{}.xml", vintage.round.id), bytes)
    };
    history.vintages.iter().enumerate().map(one).collect()
}

fn element(xml: &mut Xml, name: &str, attributes: &[(&str, &str)], inner: impl FnOnce(&mut Xml) -> io::Result<()>) -> io::Result<()> {
    xml.write_event(Event::Start(BytesStart::new(name).with_attributes(attributes.iter().copied())))?;
    inner(xml)?;
    xml.write_event(Event::End(BytesEnd::new(name)))
}

fn empty(xml: &mut Xml, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
    xml.write_event(Event::Empty(BytesStart::new(name).with_attributes(attributes.iter().copied())))
}

fn text(xml: &mut Xml, name: &str, text: &str) -> io::Result<()> {
    element(xml, name, &[], |xml| xml.write_event(Event::Text(BytesText::new(text))))
}

fn message(xml: &mut Xml, vintage: &Vintage, replaced: &str) -> io::Result<()> {
    let codebook = vintage.data.codebook();
    let (agency, id) = (codebook.agency.as_str(), codebook.structure.id());
    let urn = format!("urn:sdmx:org.sdmx.infomodel.datastructure.DataStructure={agency}:{id}({VERSION}):ObsLevelDim:AllDimensions");
    let schema = |name: &str| format!("http://www.sdmx.org/resources/sdmxml/schemas/v2_1/{name}");
    let (message, common, specific) = (schema("message"), schema("common"), schema("data/structurespecific"));
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let spaces = [
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
        ("xmlns:mes", message.as_str()),
        ("xmlns:com", common.as_str()),
        ("xmlns:ss", specific.as_str()),
        ("xmlns:ns1", urn.as_str()),
    ];
    element(xml, "mes:StructureSpecificData", &spaces, |xml| {
        element(xml, "mes:Header", &[], |xml| {
            text(xml, "mes:ID", &vintage.round.id)?;
            text(xml, "mes:Test", "false")?;
            text(xml, "mes:Prepared", &format!("{}T00:00:00Z", codebook.newest_decision()))?;
            empty(xml, "mes:Sender", &[("id", agency)])?;
            let structure = [("structureID", id), ("namespace", urn.as_str()), ("dimensionAtObservation", "AllDimensions")];
            element(xml, "mes:Structure", &structure, |xml| {
                element(xml, "com:Structure", &[], |xml| {
                    empty(xml, "Ref", &[("agencyID", agency), ("id", id), ("version", VERSION), ("class", "DataStructure")])
                })
            })
        })?;
        let published = vintage.round.dates.published.as_str();
        let mut dataset =
            vec![("ss:structureRef", id), ("xsi:type", "ns1:DataSetType"), ("ss:dataScope", "DataStructure"), ("action", "Replace")];
        let days = [("ss:validFromDate", published), ("ss:validToDate", replaced)];
        dataset.extend(days.into_iter().filter(|(_, day)| !day.is_empty()));
        element(xml, "mes:DataSet", &dataset, |xml| observations(xml, vintage))
    })
}

fn observations(xml: &mut Xml, vintage: &Vintage) -> io::Result<()> {
    let codebook = vintage.data.codebook();
    let table = harmonized(codebook.structure);
    let named: Vec<&str> = attributes(&table, codebook.structure).map(|column| column.name).collect();
    for figure in vintage.data.figures() {
        let fields: Vec<(&str, String)> = table.columns.iter().map(|column| column.name).zip(observation(figure, codebook)).collect();
        let frequency = figure.observation().key.time_period.frequency();
        let mut written: Vec<(&str, String)> = vec![("FREQ", frequency)];
        let is_key = |name: &str| crate::emit::csv::key(codebook.structure).contains(&name);
        written.extend(fields.iter().filter(|(name, _)| is_key(name)).map(|(name, value)| (*name, code_id(value))));
        let kept = fields.iter().filter(|(name, value)| (*name == MEASURE || named.contains(name)) && !value.is_empty());
        written.extend(kept.map(|(name, value)| (*name, value.clone())));
        let pairs: Vec<(&str, &str)> = written.iter().map(|(name, value)| (*name, value.as_str())).collect();
        empty(xml, "Obs", &pairs)?;
    }
    Ok(())
}
