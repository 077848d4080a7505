//! `roundup map`: the figures of a round under the common codes, without comparing or summing them.

use std::fmt::{self, Write as _};

use super::args::MapOptions;
use super::run::status;
use super::{Failure, Status, Streams};
use crate::diag::Level;
use crate::diag::render::{finding_text, summary_line};
use crate::model::{Concept, ObsValue, Observation};
use crate::pipeline::{self, Silent};

pub(super) fn map(options: &MapOptions, streams: &mut Streams<'_>) -> Result<Status, Failure> {
    let gathered = pipeline::observe(&options.round.request(streams.reader.as_deref()), &Silent)?;
    let mut writer = csv::WriterBuilder::new().buffer_capacity(1 << 16).from_writer(Vec::new());
    let header = ["REF_AREA", "TIME_PERIOD"].into_iter().chain(Concept::DIMENSIONS.map(Concept::column));
    let failed = |error: csv::Error| Failure::Io(error.into());
    writer.write_record(header.chain(["OBS_VALUE", "ABSENCE", "SOURCE_REF"])).map_err(failed)?;
    let mut text = String::new();
    for observation in &gathered.observations {
        write(&mut writer, observation, &mut text).map_err(failed)?;
    }
    let bytes = writer.into_inner().map_err(|error| Failure::Io(error.into_error()))?;
    match &options.out {
        Some(path) => crate::fs::replace_file(path, &bytes)?,
        None => streams.out.write_all(&bytes)?,
    }
    for finding in gathered.findings.iter().filter(|finding| finding.level == Level::Error) {
        writeln!(streams.err, "{}", finding_text(finding))?;
    }
    writeln!(streams.err, "{} figures, not compared; {}", gathered.observations.len(), summary_line(&gathered.findings))?;
    Ok(status(&gathered.findings))
}

/// One observation: key, value as the source gives it, the kind of absence, and its first cell. `text` is room to write in.
fn write(writer: &mut csv::Writer<Vec<u8>>, observation: &Observation, text: &mut String) -> Result<(), csv::Error> {
    let mut field = |writer: &mut csv::Writer<Vec<u8>>, shown: fmt::Arguments<'_>| {
        text.clear();
        // A text takes whatever is written to it.
        let _ = text.write_fmt(shown);
        writer.write_field(&*text)
    };
    let key = &observation.key;
    field(writer, format_args!("{}", key.ref_area))?;
    field(writer, format_args!("{}", key.time_period))?;
    for code in key.codes() {
        writer.write_field(code.as_str())?;
    }
    let absence = match &observation.value {
        ObsValue::Count(n) => {
            field(writer, format_args!("{n}"))?;
            ""
        }
        ObsValue::Absent(absence) => {
            writer.write_field("")?;
            absence.as_str()
        }
        ObsValue::Bounds { .. } => {
            writer.write_field(&observation.as_shown)?;
            "LT"
        }
        ObsValue::Percent(percent) => {
            field(writer, format_args!("{percent} %"))?;
            ""
        }
    };
    writer.write_field(absence)?;
    match observation.origins.first() {
        Some(origin) => field(writer, format_args!("{origin}"))?,
        None => writer.write_field("")?,
    }
    writer.write_record(None::<&[u8]>)
}
