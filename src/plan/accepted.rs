//! Findings that the country answered: each is silent as long as the value stands that the answer was about.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::build::Plan;
use crate::diag::{Code, Finding, Findings, Location, codes};
use crate::model::{CellRef, MapLine, Origin, RefArea, is_date};
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
    pub until: u16,
    /// Where it stands.
    pub at: MapLine,
}

impl Acceptance {
    fn changed(&self) -> &'static str {
        if matches!(self.location, Location::Cell(_)) { "the cell shows another value" } else { "the file is another one" }
    }

    /// What a figure says of it.
    fn words(&self) -> String {
        format!("{} accepted: {} ({}, {})", self.code, self.reason, self.who, self.date)
    }
}

/// The findings that were answered, and what their figures say of it.
#[derive(Clone, Debug, Default)]
pub struct Answers {
    /// Code and place of each finding that an answer took out.
    pub findings: Vec<(Code, Location)>,
    /// The cell of each answer that holds, and its words.
    pub words: Vec<(Origin, String)>,
}

/// The answers of an area, checked.
pub(super) fn build(area: RefArea, file: &Positioned<AcceptedImage>, findings: &mut Findings) -> Vec<Acceptance> {
    let mut accepted = Vec::new();
    for spanned in &file.image.accepted {
        let image = spanned.get_ref();
        let mut wrong = |at: MapLine, found: String, expected: &str| {
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
        let place = place(area, image);
        if place.is_none() {
            let (at, cell) =
                image.cell.as_ref().map_or_else(|| (file.at(&spanned.span()), ""), |cell| (file.at(&cell.span()), cell.get_ref()));
            wrong(at, format!("the cell \"{cell}\""), "an address such as C7, with its sheet");
        }
        if !is_date(image.date.get_ref()) {
            wrong(file.at(&image.date.span()), format!("the date \"{}\"", image.date.get_ref()), "a date such as 2020-03-01");
        }
        let until = image.until.get_ref().parse().ok();
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
fn place(area: RefArea, image: &AcceptanceImage) -> Option<Location> {
    let file = Arc::from(format!("{}/{}", area.folder(), image.file));
    Some(match (&image.sheet, &image.cell) {
        (None, None) => Location::File(file),
        (Some(sheet), None) => Location::Sheet(file, Arc::from(sheet.as_str())),
        (Some(sheet), Some(cell)) => {
            Location::Cell(Origin { file, sheet: Arc::from(sheet.as_str()), cell: CellRef::parse(cell.get_ref())? })
        }
        (None, Some(_)) => return None,
    })
}

impl Plan {
    /// Takes out the findings that are answered. An answer about another value, one that is out of date, and one to a finding that there is
    /// no longer are findings themselves. `digest_of` gives the
    /// beginning of the digest of what a cell shows, `was_read` whether an area was looked at.
    pub fn accept(
        &self,
        round: &str,
        findings: &mut Findings,
        digest_of: impl Fn(&Location) -> Option<String>,
        was_read: impl Fn(RefArea) -> bool,
    ) -> Answers {
        let year: Option<u16> = round.parse().ok();
        let (mut stale, mut answered_all, mut answers_that_hold) = (Findings::default(), BTreeSet::new(), Answers::default());
        let mut at_places: BTreeMap<(&'static str, &Location), Vec<usize>> = BTreeMap::new();
        let all: Vec<Finding> = findings.iter().cloned().collect();
        for (i, finding) in all.iter().enumerate() {
            at_places.entry((finding.code.name, &finding.location)).or_default().push(i);
        }
        for acceptance in self.areas.values().filter(|area| was_read(area.area)).flat_map(|area| &area.accepted) {
            let at_place = at_places.get(&(acceptance.code.name, &acceptance.location));
            let is_about = |i: &&usize| {
                all.get(**i).is_some_and(|finding| acceptance.about.as_ref().is_none_or(|words| finding.found.contains(words)))
            };
            let those: Vec<usize> = at_place.into_iter().flatten().filter(is_about).copied().collect();
            let answered = those.len();
            let digest = digest_of(&acceptance.location);
            let stands = digest.as_ref() == Some(&acceptance.value);
            let problem = match () {
                () if answered == 0 => Some("there is no such finding any more".to_owned()),
                () if answered > 1 => Some(format!("{answered} findings are there, and `about` does not say which is answered")),
                () if !stands => Some(format!("{} now, {}", acceptance.changed(), digest.as_deref().unwrap_or("none"))),
                () if year.is_none_or(|year| year > acceptance.until) => Some(format!("the answer held until round {}", acceptance.until)),
                () => None,
            };
            match problem {
                Some(problem) => {
                    let found = format!("{} at {}: {problem}", acceptance.code, acceptance.location.to_string().trim_start_matches("raw "));
                    stale.push(Finding::new(codes::ACCEPTANCE_STALE, Location::Line(acceptance.at), found));
                }
                // What one answer takes out must still count for the next, or their order would decide.
                None => {
                    answered_all.extend(those);
                    if let Location::Cell(origin) = &acceptance.location {
                        answers_that_hold.words.push((origin.clone(), acceptance.words()));
                    }
                }
            }
        }
        let mut number = 0..;
        findings.select(|_| number.next().is_none_or(|i| !answered_all.contains(&i)));
        findings.append(stale);
        answers_that_hold.findings =
            answered_all.iter().filter_map(|i| all.get(*i)).map(|finding| (finding.code, finding.location.clone())).collect();
        answers_that_hold
    }
}
