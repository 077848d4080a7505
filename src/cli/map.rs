//! `roundup map`: the figures of a round under the common codes, without comparing or summing them.

use super::args::MapOptions;
use super::notices::NOT_FOR_PUBLICATION;
use super::progress::Bar;
use super::status::{Failure, Status};
use super::streams::Streams;
use crate::diag::Level;
use crate::diag::render::{finding_text, summary_line};
use crate::fs;
use crate::model::{Key, KnownCodes, ObsValue, Observation, RefArea, ReferencePeriod};
use crate::pipeline;

pub(super) fn map(options: &MapOptions, streams: &mut Streams<'_>) -> Result<Status, Failure> {
    let made = |observations: &[Observation], codes: &KnownCodes| (observations.len(), piece(observations, codes.bound));
    let request = options.round.request(streams)?;
    let observed = pipeline::observe(&request, &Bar::new(streams.terminal), &made)?;
    let mut writer = csv::WriterBuilder::new().buffer_capacity(1 << 16).from_writer(Vec::new());
    let header = ["REF_AREA", "TIME_PERIOD"].into_iter().chain(observed.structure.dimensions().iter().map(|concept| concept.column()));
    let failed = |error: csv::Error| Failure::Io(error.into());
    writer.write_record(header.chain(["OBS_VALUE", "ABSENCE", "SOURCE_REF"])).map_err(failed)?;
    let header = writer.into_inner().map_err(|error| Failure::Io(error.into_error()))?;
    let (mut bytes, mut figures) = (header, 0);
    for (n, piece) in observed.made {
        figures += n;
        bytes.extend(piece.map_err(failed)?);
    }
    match &options.out {
        Some(path) => fs::replace_table(path, &bytes, &fs::Guard::of_project(&request.raw, &request.mappings))?,
        None => streams.out.write_all(&bytes)?,
    }
    for finding in observed.findings.iter().filter(|finding| finding.level == Level::Error) {
        writeln!(streams.err, "{}", finding_text(finding))?;
    }
    writeln!(streams.err, "{} figures, not compared; {}", figures, summary_line(&observed.findings))?;
    if observed.suppresses {
        writeln!(streams.err, "{NOT_FOR_PUBLICATION}")?;
    }
    Ok(Status::of(&observed.findings))
}

/// The lines of some observations.
fn piece(observations: &[Observation], bound: &str) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::WriterBuilder::new().buffer_capacity(1 << 12).from_writer(Vec::with_capacity(observations.len() * 64));
    let (mut number, mut text) = (itoa::Buffer::new(), String::new());
    let mut last: Option<(RefArea, ReferencePeriod, String, String)> = None;
    for observation in observations {
        write((&mut writer, bound), observation, &mut last, &mut number, &mut text)?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

/// One observation: key, value as the source gives it, the kind of absence, and its first cell.
fn write(
    (writer, bound): (&mut csv::Writer<Vec<u8>>, &str),
    observation: &Observation,
    last: &mut Option<(RefArea, ReferencePeriod, String, String)>,
    number: &mut itoa::Buffer,
    text: &mut String,
) -> Result<(), csv::Error> {
    let Key { ref_area, time_period, .. } = observation.key;
    // Observations of one area and period come together.
    let same = last.take().filter(|(area, period, ..)| (*area, *period) == (ref_area, time_period));
    let (.., area, period) = last.insert(same.unwrap_or_else(|| (ref_area, time_period, ref_area.to_string(), time_period.to_string())));
    writer.write_field(&area)?;
    writer.write_field(&period)?;
    for code in observation.key.codes() {
        writer.write_field(code.as_str())?;
    }
    let absence = match &observation.value {
        ObsValue::Count(n) => {
            let n = n.get();
            writer.write_field(number.format(n))?;
            ""
        }
        ObsValue::Absent(absence) => {
            writer.write_field("")?;
            absence.as_str()
        }
        ObsValue::Bounds { .. } => {
            writer.write_field(observation.as_shown.as_str())?;
            bound
        }
        ObsValue::Percent(percent) => {
            writer.write_field(format!("{percent} %"))?;
            ""
        }
    };
    writer.write_field(absence)?;
    text.clear();
    if let Some(origin) = observation.origins.first() {
        origin.push_to(text);
    }
    writer.write_field(&*text)?;
    writer.write_record(None::<&[u8]>)
}
