//! `roundup new`: first drafts of the mapping files of an area, from a workbook that is not mapped yet.

use super::args::NewOptions;
use super::status::{Failure, Status};
use super::streams::Streams;
use std::path::Path;

use crate::diag::render::finding_text;
use crate::diag::{Finding, Level};
use crate::fs;
use crate::pipeline::{self, Request};
use crate::printable::visible;

const LAYOUT: &str = "layout.toml";

/// Findings that are shown of what does not fit; the rest is counted.
const SHOWN: usize = 20;

/// A sender that has mappings from an earlier round: what of its new workbook they do not fit, and drafts of the files of the round.
fn again(options: &NewOptions, request: &Request, workbook: &Path, streams: &mut Streams<'_>) -> Result<Status, Failure> {
    let folder = request.mappings.join(options.wanted.folder());
    let (fit, unread) = pipeline::fit(request, options.wanted, workbook)?;
    for finding in &unread {
        writeln!(streams.err, "{}\n", finding_text(finding))?;
    }
    let Some(fit) = fit else { return Err(Failure::Request(format!("nothing of {} can be read", workbook.display()))) };
    let errors: Vec<&Finding> = fit.findings.iter().filter(|finding| finding.level == Level::Error).collect();
    for finding in errors.iter().take(SHOWN) {
        writeln!(streams.err, "{}\n", finding_text(finding))?;
    }
    if errors.len() > SHOWN {
        writeln!(streams.err, "… showing {SHOWN} of {} findings\n", errors.len())?;
    }
    let met = fit.tables - fit.unmet.len();
    writeln!(streams.out, "{met} of {} tables of the earlier layout are in the workbook; they give {} figures", fit.tables, fit.figures)?;
    if !fit.unmet.is_empty() {
        writeln!(streams.out, "not found: {}", fit.unmet.join(", "))?;
    }
    if !fit.sheets.is_empty() {
        writeln!(streams.out, "sheets that no table is meant for: {}", visible(&fit.sheets.join(", ")))?;
    }
    for (name, text) in &fit.files {
        let path = folder.join(name);
        if fs::exists(&path) {
            writeln!(streams.out, "{} is there already and stays as it is", path.display())?;
        } else {
            fs::replace_inside(&request.mappings, &path, text.as_bytes())?;
            writeln!(streams.out, "drafted {}", path.display())?;
        }
    }
    let check = format!("roundup check --round {} --area {}", request.round, options.wanted.folder());
    writeln!(
        streams.out,
        "\nFinish the drafts: every DECIDE, every line with the justification \"proposal\"; then `{check}` leads from here."
    )?;
    let leaf = workbook.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let raw = request.raw.join(&request.round).join(options.wanted.folder());
    if !fs::exists(&raw.join(&leaf)) {
        writeln!(
            streams.out,
            "Put the workbook into {} with its SOURCE.toml; its SHA-256 is {}",
            raw.display(),
            fs::digest(&fs::read(workbook)?)
        )?;
    }
    Ok(Status::Clean)
}

pub(super) fn new(options: &NewOptions, streams: &mut Streams<'_>) -> Result<Status, Failure> {
    let request = options.round.request(streams)?;
    let folder = request.mappings.join(options.wanted.folder());
    let raw = request.raw.join(&request.round).join(options.wanted.folder());
    // The name of a file of the submission is enough.
    let own = raw.join(&options.workbook);
    let workbook = if !fs::exists(&options.workbook) && fs::exists(&own) { &own } else { &options.workbook };
    if fs::kind(&folder).is_some() {
        let plan = pipeline::plan(&request.mappings, Some(&request.round))?;
        let has_earlier = plan.senders.get(&options.wanted).is_some_and(|sender| sender.file(LAYOUT) != LAYOUT);
        if has_earlier {
            return again(options, &request, workbook, streams);
        }
        let what = format!("{} is there already: `roundup suggest` helps with what it lacks", folder.display());
        return Err(Failure::Request(what));
    }
    let (draft, findings) = pipeline::draft(&request, options.wanted, workbook, &options.language)?;
    for finding in &findings {
        writeln!(streams.err, "{}\n", crate::diag::render::finding_text(finding))?;
    }
    let Some(draft) = draft else { return Err(Failure::Request(format!("nothing of {} can be read", workbook.display()))) };
    let files: Vec<(String, Vec<u8>)> = draft.files.iter().map(|(name, text)| (name.clone(), text.clone().into_bytes())).collect();
    fs::create_folder(&folder, &files, &fs::Guard::new([request.raw.as_path()]))?;
    let (labels, without) = draft.labels;
    writeln!(streams.out, "{}: {} tables, {labels} labels ({without} without a candidate)", folder.display(), draft.tables)?;
    let name = workbook.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let (area, digest) = (options.wanted, fs::digest(&fs::read(workbook)?));
    writeln!(streams.out, "\nWhat is left to do, in this order:")?;
    let steps = [
        format!("put the workbook into {}, unchanged, with this SOURCE.toml:", raw.display()),
        format!(
            "\n     producer = \"\"\n     title = \"\"\n     received = \"\"\n     language = \"{}\"\n     licence = \"\"\n     [[file]]\n     name = {}\n     sha256 = \"{digest}\"\n",
            options.language,
            toml::Value::String(name)
        ),
        format!("add {area} to codelists/area.csv, and to the areas of round {} in rounds.toml", request.round),
        format!(
            "read {} from top to bottom: every DECIDE, every concept that was guessed, every cell that is in no table",
            folder.join("layout.toml").display()
        ),
        format!("decide the lines of {}: code, predicate, and a justification of your own", folder.join("crosswalk.csv").display()),
        format!("declare what the figures mean in {}", folder.join("comparability.toml").display()),
        format!("roundup check --area {}: the findings lead from here", area.folder()),
    ];
    let mut number = 0;
    for step in steps {
        if step.starts_with('\n') {
            writeln!(streams.out, "{step}")?;
        } else {
            number += 1;
            writeln!(streams.out, "  {number}. {step}")?;
        }
    }
    Ok(Status::Clean)
}
