//! Answers of the country to findings, as `accepted.toml` has them.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::round::Round;

use crate::diag::{Code, Finding, Findings, Location, codes};
use crate::model::{CellRef, MappingLine, Sender, SourceCell, is_date};
use crate::schema::{AcceptanceImage, AcceptedImage, Positioned};

/// An answer to a finding.
#[derive(Clone, Debug)]
pub struct Acceptance {
    /// The finding.
    pub code: Code,
    /// Words of the finding, where there are several of the code at the cell.
    pub about: Option<String>,
    /// The cell, sheet or file.
    pub location: Location,
    /// The value that the answer is about: the beginning of the SHA-256 of what the cell shows, or of the file.
    pub value: String,
    /// The answer.
    pub reason: String,
    /// Who gave it.
    pub who: String,
    /// When.
    pub date: String,
    /// The last round in which it holds.
    pub until: String,
    /// Where it stands.
    pub at: MappingLine,
}

impl Acceptance {
    pub(super) fn changed(&self) -> &'static str {
        if matches!(self.location, Location::Cell(_)) { "the cell shows another value" } else { "the file is another one" }
    }

    /// What a figure says of it.
    pub(super) fn words(&self) -> String {
        format!("{} accepted: {} ({}, {})", self.code, self.reason, self.who, self.date)
    }
}

/// The answers of an area, checked.
pub(super) fn build(
    sender: Sender,
    file: &Positioned<AcceptedImage>,
    rounds: &BTreeMap<String, Round>,
    findings: &mut Findings,
) -> Vec<Acceptance> {
    let mut accepted = Vec::new();
    for spanned in &file.image.accepted {
        let image = spanned.get_ref();
        let mut wrong = |at: MappingLine, found: String, expected: &str| {
            findings.push(Finding::new(codes::VALUE_INVALID, Location::Line(at), found).expected(expected));
        };
        let code = codes::find(image.finding.get_ref());
        if code.is_none_or(|code| code.fixed_level) {
            wrong(
                file.at(&image.finding.span()),
                format!("the finding \"{}\"", image.finding.get_ref()),
                "a code that `roundup rules` lists",
            );
        }
        let place = place(sender, image);
        if place.is_none() {
            let (at, cell) =
                image.cell.as_ref().map_or_else(|| (file.at(&spanned.span()), ""), |cell| (file.at(&cell.span()), cell.get_ref()));
            wrong(at, format!("the cell \"{cell}\""), "an address such as C7, with its sheet");
        }
        if !is_date(image.date.get_ref()) {
            wrong(file.at(&image.date.span()), format!("the date \"{}\"", image.date.get_ref()), "a date such as 2020-03-01");
        }
        // A round that is not declared yet has to be a year, which can be told from others.
        let until = Some(image.until.get_ref().clone()).filter(|round| rounds.contains_key(round) || round.parse::<u16>().is_ok());
        if until.is_none() {
            wrong(
                file.at(&image.until.span()),
                format!("until \"{}\"", image.until.get_ref()),
                "the last round in which the answer holds, such as 2022",
            );
        }
        let Some(((code, place), until)) = code.filter(|code| !code.fixed_level).zip(place).zip(until) else { continue };
        accepted.push(Acceptance {
            code,
            about: image.about.clone(),
            location: place,
            value: image.value.clone(),
            reason: image.reason.clone(),
            who: image.who.clone(),
            date: image.date.get_ref().clone(),
            until,
            at: file.at(&spanned.span()),
        });
    }
    accepted
}

/// What an entry is about; `None` when its cell is not one, or has no sheet.
fn place(sender: Sender, image: &AcceptanceImage) -> Option<Location> {
    let file = Arc::from(format!("{}/{}", sender.folder(), image.file));
    Some(match (&image.sheet, &image.cell) {
        (None, None) => Location::File(file),
        (Some(sheet), None) => Location::Sheet(file, Arc::from(sheet.as_str())),
        (Some(sheet), Some(cell)) => {
            Location::Cell(SourceCell { file, sheet: Arc::from(sheet.as_str()), cell: CellRef::parse(cell.get_ref())? })
        }
        (None, Some(_)) => return None,
    })
}
