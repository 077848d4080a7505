//! How a workbook of a new round fits the mappings that a sender has from earlier rounds, and a first draft of what it needs beside them.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use super::{Request, readers};
use crate::diag::{Findings, Location, codes};
use crate::draft::draft_tables;
use crate::extract::extract;
use crate::fs;
use crate::ingest::{Grid, raw_file, read_workbook};
use crate::map::{Context, map};
use crate::model::{MappingLine, Sender};
use crate::plan::{FileRule, PROPOSAL, build};
use crate::schema::read_mappings;
use crate::suggest::{append, suggest};

/// What an earlier mapping makes of a workbook.
#[derive(Debug)]
pub struct Fit {
    /// What does not fit.
    pub findings: Findings,
    /// Figures that it gives.
    pub figures: usize,
    /// The tables and records of the layout that found nothing in the workbook, by their ids.
    pub unmet: Vec<String>,
    /// How many tables and records the layout has.
    pub tables: usize,
    /// Sheets that nothing of the layout reads.
    pub sheets: Vec<String>,
    /// Names and texts of the files of the round that are drafted; a person has to finish them.
    pub files: Vec<(String, String)>,
}

/// Reads a workbook with the mappings that a sender has, as if it had been sent for the round. `None` when nothing can be read, and a finding says why.
pub fn fit(request: &Request, sender: Sender, path: &Path) -> Result<(Option<Fit>, Findings), fs::Error> {
    let mut before = Findings::default();
    let mapping_files = read_mappings(&request.mappings, Some(&request.round), &mut before)?;
    let plan = build(&mapping_files, &mut before);
    let (Some(own), Some(round)) = (plan.senders.get(&sender), plan.rounds.get(&request.round)) else { return Ok((None, before)) };
    let Some(layout) = &own.layout else { return Ok((None, before)) };
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let file: Arc<str> = Arc::from(format!("{}/{name}", sender.folder()));
    let raw = match raw_file(&file, path.to_path_buf(), false) {
        Ok(raw) => raw,
        Err(finding) => return Ok((None, Findings::from_iter([*finding]))),
    };
    // A file under another name may have any encoding.
    let declared = layout.file(&name);
    let rule = declared.cloned().unwrap_or_else(FileRule::any);
    let readers = readers(request.reader.as_deref());
    let (workbook, mut findings) = read_workbook(&raw, Some(&rule), readers.as_ref());
    let Some(workbook) = workbook else { return Ok((None, findings)) };
    let context = Context { sender: own, lists: &plan.lists, round };
    let grids: Vec<Grid> = workbook.sheets.clone();
    let mut extraction = extract(workbook, layout, &[]);
    findings.append(std::mem::take(&mut extraction.findings));
    let (mut ledger, strays, mut used) =
        (std::mem::take(&mut extraction.ledger), std::mem::take(&mut extraction.strays), std::mem::take(&mut extraction.used));
    let mapped = map(extraction, &context, &mut ledger, &mut findings);
    let figures = mapped.figures();
    used.append(mapped.used);
    own.report_dead(&used, &strays, &before, &mut findings);
    let missing = findings.iter().filter(|finding| [codes::ANCHOR_NOT_FOUND, codes::SHEET_NOT_FOUND].contains(&finding.code));
    let lines: BTreeSet<MappingLine> = missing
        .flat_map(|finding| finding.related.iter().chain([&finding.location]))
        .filter_map(|place| if let Location::Line(line) = place { Some(*line) } else { None })
        .collect();
    let unmet: Vec<String> = layout.among(&lines).map(str::to_owned).collect();
    // That a line is unused says only that this is one file of several.
    let is_unused = |code| [codes::LINE_UNUSED, codes::ARTICLE_UNUSED, codes::CORRECTION_STALE].contains(&code);
    findings.select(|finding| !is_unused(finding.code));
    findings.settle(&plan.levels);
    let stray: Vec<Grid> = grids.into_iter().filter(|grid| strays.iter().any(|stray| stray.location.sheet() == &*grid.name)).collect();
    let language =
        mapping_files.senders.get(&sender).and_then(|files| files.layout.iter().rev().find_map(|file| file.image.language.clone()));
    let language = language.map_or_else(|| "en".to_owned(), |language| language.get_ref().clone());
    let (tables, lines) = draft_tables(sender, &stray, &language, &plan);
    let mut text = format!(
        "#:schema ../schemas/layout.json\n\n# What {} is in another way than in the rounds before. The rest goes on as it was; mappings/README.md explains it.\n",
        name.replace(char::is_control, " ")
    );
    for id in &unmet {
        let _ = writeln!(text, "# not found: \"{id}\". Renamed: replace it below under its id. Gone: without = [\"{id}\"]");
    }
    if declared.is_none() {
        let _ = write!(text, "\n[[file]]\nname = {}\n", toml::Value::String(name.clone()));
    }
    text.push_str(&tables);
    let suggestions = suggest(&findings, &plan);
    let proposed: Vec<_> = suggestions.iter().map(|own| (own, own.candidates.first())).collect();
    let mut files = vec![(own.file("layout.toml"), format!("{}\n", text.trim_end()))];
    // Where sheets are new the draft of their labels is the crosswalk; proposals for labels of known tables come after.
    let start = if stray.is_empty() { lines.lines().next().unwrap_or_default().to_owned() + "\n" } else { lines };
    let crosswalk = append(start.as_bytes(), &proposed).ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or(start);
    if crosswalk.contains(PROPOSAL) {
        files.push((own.file("crosswalk.csv"), crosswalk));
    }
    let fit = Fit {
        figures,
        unmet,
        tables: layout.tables.len() + layout.records.len(),
        sheets: stray.iter().map(|grid| grid.name.to_string()).collect(),
        files,
        findings,
    };
    Ok((Some(fit), Findings::default()))
}
