//! `data.csv`: SDMX-CSV 2.0 (SDMX Technical Working Group, field guide of 2.0.0), one line for each observation.

use super::ids::{FREQUENCY, MEASURE, VERSION, attributes, code_id};
use crate::delimited::document;
use crate::emit::csv::{Column, Kind, harmonized, key, observation, one_line};
use crate::release::Dataset;

pub(super) fn csv(dataset: &Dataset) -> Vec<u8> {
    let codebook = dataset.codebook();
    let structure = codebook.structure;
    let table = harmonized(structure).told(dataset.has_sources());
    let structure_id = format!("{}:{}({VERSION})", codebook.agency, structure.id());
    let mut header = ["STRUCTURE", "STRUCTURE_ID", "ACTION", FREQUENCY.name].to_vec();
    header.extend(key(structure));
    header.push(MEASURE);
    header.extend(attributes(&table, structure).map(|column| column.name));
    let own = |text: &str| text.to_owned();
    let rows = dataset.figures().iter().map(|figure| {
        let mut row = [own("dataflow"), structure_id.clone(), own("I"), figure.observation().key.time_period.frequency()].to_vec();
        let fields: Vec<(&Column, String)> = table.columns.iter().zip(table.pick(observation(figure, codebook))).collect();
        let field = |name: &str| fields.iter().find(|(column, _)| column.name == name).map(|(column, text)| written(column, text));
        // The first four columns are of this format, the others of the dataset.
        row.extend(header.iter().skip(4).map(|name| field(name).unwrap_or_default()));
        row
    });
    let rows: Vec<Vec<String>> = rows.collect();
    document(std::iter::once(header.iter().map(|name| own(name)).collect()).chain(rows))
}

fn written(column: &Column, text: &str) -> String {
    match column.kind {
        // Both clients refuse an empty number somewhere, and neither refuses NaN.
        Kind::Count | Kind::Signed | Kind::Number if text.is_empty() => "NaN".to_owned(),
        Kind::Count | Kind::Signed | Kind::Number | Kind::Period => text.to_owned(),
        Kind::Code(_) => code_id(text),
        Kind::Text | Kind::Word(_) => one_line(text).into_owned(),
    }
}
