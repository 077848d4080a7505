//! `roundup rules`: the register of findings and of rules of comparability; `roundup schema`: the schemas of machine-readable answers.

use comfy_table::{Table, presets};

use super::args::{RulesFormat, RulesOptions, SchemaOf, SchemaOptions};
use super::{Failure, Status, Streams};
use crate::compare;
use crate::diag::{codes, render};

const HEADER: [&str; 6] = ["CODE", "KIND", "LEVEL", "REPAIR_BY", "TITLE", "WHEN"];

pub(super) fn rules(options: &RulesOptions, streams: &mut Streams<'_>) -> Result<Status, Failure> {
    let findings = codes::ALL.iter().map(|code| [code.name, "finding", code.level.word(), code.owner.word(), code.title, code.when]);
    let rules = compare::rules().into_iter().map(|rule| [rule.name, "rule", "", rule.family, rule.title, rule.when]);
    let rows: Vec<[&str; 6]> = findings.chain(rules).collect();
    match options.format {
        RulesFormat::Text => {
            let mut table = Table::new();
            table.load_preset(presets::NOTHING);
            // What it says when is on its page.
            table.set_header(HEADER.iter().take(5));
            for row in &rows {
                table.add_row(row.iter().take(5));
            }
            writeln!(streams.out, "{}", table.trim_fmt())?;
        }
        RulesFormat::Csv => {
            let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
            // Writing into memory can't fail, and all rows are of one length.
            let _ = writer.write_record(HEADER);
            for row in &rows {
                let _ = writer.write_record(row);
            }
            streams.out.write_all(&writer.into_inner().unwrap_or_default())?;
        }
    }
    Ok(Status::Clean)
}

pub(super) fn schema(options: &SchemaOptions, streams: &mut Streams<'_>) -> Result<Status, Failure> {
    let text = match options.of {
        SchemaOf::Findings => render::FINDINGS_SCHEMA,
    };
    streams.out.write_all(text.as_bytes())?;
    Ok(Status::Clean)
}
