//! `roundup map`: the figures of a round under the common codes, without comparing or summing them.

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
    for observation in &gathered.observations {
        write(&mut writer, observation).map_err(failed)?;
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

/// One observation: key, value as the source gives it, the kind of absence, and its first cell.
fn write(writer: &mut csv::Writer<Vec<u8>>, observation: &Observation) -> Result<(), csv::Error> {
    let (value, absence) = match &observation.value {
        ObsValue::Count(n) => (n.to_string(), ""),
        ObsValue::Absent(absence) => (String::new(), absence.as_str()),
        ObsValue::Bounds { .. } => (observation.as_shown.clone(), "LT"),
        ObsValue::Percent(percent) => (format!("{percent} %"), ""),
    };
    let [area, period] = [observation.key.ref_area.to_string(), observation.key.time_period.to_string()];
    let origin = observation.origins.first().map(ToString::to_string).unwrap_or_default();
    let key = [area.as_str(), period.as_str()].into_iter().chain(observation.key.codes().iter().map(crate::model::CodeId::as_str));
    writer.write_record(key.chain([value.as_str(), absence, origin.as_str()]))
}
