//! From `rounds.toml` to rounds.

use std::collections::BTreeMap;

use toml::Spanned;

use super::codelists::CodeLists;
use super::round::{Round, RoundDates, RoundStatus};
use crate::diag::{Finding, Findings, Location, codes};
use crate::model::{RefArea, Sender, is_date};
use crate::schema::{Positioned, RoundImage, RoundsImage};

/// Where a round says nothing, counts of persons below this number are suppressed, as UNODC's Global Report publishes them only as "below 5".
const SUPPRESS_BELOW: u64 = 5;

/// The rounds, checked, by their ids.
pub(super) fn rounds(file: &Positioned<RoundsImage>, lists: &CodeLists, findings: &mut Findings) -> BTreeMap<String, Round> {
    let mut rounds = BTreeMap::new();
    for spanned in &file.image.round {
        let image = spanned.get_ref();
        let at = |word: &Spanned<String>| Location::Line(file.at(&word.span()));
        let at_number = |number: &Spanned<u64>| Location::Line(file.at(&number.span()));
        let areas = areas(file, image, lists, findings);
        let senders = senders(file, image, &areas, lists, findings);
        let mut years = image.years.clone();
        years.sort_unstable();
        years.dedup();
        let id = image.id.get_ref().clone();
        if !is_round_id(&id) {
            let finding = Finding::new(codes::VALUE_INVALID, at(&image.id), format!("the id \"{id}\" of a round"));
            findings.push(
                finding
                    .expected("the name of a folder: letters, digits, - and _, such as 2020")
                    .remedy("give the round such a name, here and below raw/"),
            );
            continue;
        }
        // What stands in identifiers of other standards has to keep to their letters.
        let mut word = |word: &Spanned<String>, first: fn(&char) -> bool, signs: &str, expected: &str| {
            let text = word.get_ref();
            let fits =
                text.chars().next().is_some_and(|c| first(&c)) && text.chars().all(|c| c.is_ascii_alphanumeric() || signs.contains(c));
            if !fits {
                findings.push(Finding::new(codes::VALUE_INVALID, at(word), format!("\"{text}\"")).expected(expected));
            }
            fits.then(|| text.clone())
        };
        let agency = image
            .agency
            .as_ref()
            .and_then(|agency| word(agency, char::is_ascii_alphabetic, "_-", "an SDMX agency: letters, digits, _ and -"));
        let licences = image
            .licences
            .iter()
            .filter_map(|name| word(name, char::is_ascii_alphanumeric, "-.", "an SPDX licence such as CC-BY-4.0"))
            .collect();
        if years.is_empty() {
            let finding = Finding::new(codes::VALUE_INVALID, at(&image.id), format!("round {id} without years"));
            findings.push(finding.expected("at least one year"));
        }
        let (status, dates) = life(file, image, findings);
        let round = Round {
            id: id.clone(),
            status,
            dates,
            sources_public: image.sources_public,
            title: image.title.clone().unwrap_or_default(),
            remark: image.remark.clone().unwrap_or_default(),
            agency,
            licences,
            suppress_below: suppress_below(image.suppress_below.as_ref(), &at_number, findings),
            years,
            parts_of_years: image.parts_of_years,
            areas,
            senders,
        };
        if rounds.insert(id.clone(), round).is_some() {
            findings.push(Finding::new(codes::KEY_DUPLICATE, at(&image.id), format!("round {id} a second time")));
        }
    }
    check_order(file, &rounds, findings);
    rounds
}

/// A round that was released before one that comes before it would take figures back that were not out yet.
fn check_order(file: &Positioned<RoundsImage>, rounds: &BTreeMap<String, Round>, findings: &mut Findings) {
    let mut ordered: Vec<&Round> = rounds.values().filter(|round| !round.dates.published.is_empty()).collect();
    ordered.sort_by_key(|round| (round.years.last(), &round.id));
    for pair in ordered.windows(2) {
        let [before, round] = pair else { continue };
        let image = file.image.round.iter().map(Spanned::get_ref).find(|image| *image.id.get_ref() == round.id);
        let Some(day) = image.and_then(|image| image.published.as_ref()) else { continue };
        if round.dates.published < before.dates.published {
            let finding =
                Finding::new(codes::VALUE_INVALID, Location::Line(file.at(&day.span())), format!("the day \"{}\"", day.get_ref()));
            findings
                .push(finding.expected(format!("a day not before {}, on which round {} was published", before.dates.published, before.id)));
        }
    }
}

/// The areas of a round, in order; those that no code list has are findings.
fn areas(file: &Positioned<RoundsImage>, image: &RoundImage, lists: &CodeLists, findings: &mut Findings) -> Vec<RefArea> {
    let mut areas = Vec::new();
    for word in &image.areas {
        match RefArea::parse(word.get_ref()).filter(|area| lists.has("area", &area.to_string())) {
            Some(area) => areas.push(area),
            None => {
                let at = Location::Line(file.at(&word.span()));
                findings.push(Finding::new(codes::AREA_UNKNOWN, at, format!("the area \"{}\"", word.get_ref())));
            }
        }
    }
    areas.sort_unstable();
    areas.dedup();
    areas
}

/// Who sends, in order: those whom the round names; where it names none, the states that are its areas.
fn senders(
    file: &Positioned<RoundsImage>,
    image: &RoundImage,
    areas: &[RefArea],
    lists: &CodeLists,
    findings: &mut Findings,
) -> Vec<Sender> {
    if image.senders.is_empty() {
        return areas.iter().map(|area| Sender::State(*area)).collect();
    }
    let mut senders = Vec::new();
    for word in &image.senders {
        let expected = match Sender::parse(word.get_ref()).filter(|sender| lists.knows_sender(*sender)) {
            Some(Sender::State(area)) if !areas.contains(&area) => "a state of the areas of the round",
            Some(sender) => {
                senders.push(sender);
                continue;
            }
            None => "a state, or an organisation in the list of who states a figure",
        };
        let at = Location::Line(file.at(&word.span()));
        findings.push(Finding::new(codes::AREA_UNKNOWN, at, format!("the sender \"{}\"", word.get_ref())).expected(expected));
    }
    senders.sort_unstable();
    senders.dedup();
    senders
}

/// Whether a text can name the folders of a round: one plain component of a path on any system. Dots are left out, for `2020.dk` is a part of a round.
pub fn is_round_id(id: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    // The history of all rounds lies beside them.
    id != "history" && id.starts_with(|c: char| c.is_ascii_alphanumeric()) && id.len() <= 64 && id.chars().all(is_plain)
}

/// Below 3 every figure that is suppressed would be known to be 1.
fn suppress_below(number: Option<&Spanned<u64>>, at: &dyn Fn(&Spanned<u64>) -> Location, findings: &mut Findings) -> u64 {
    let Some(number) = number else { return SUPPRESS_BELOW };
    match *number.get_ref() {
        1 | 2 => {
            let found = format!("suppress_below = {}", number.get_ref());
            findings.push(Finding::new(codes::VALUE_INVALID, at(number), found).expected("0, or 3 and more"));
            SUPPRESS_BELOW
        }
        number => number,
    }
}

/// Where a round stands and since when. A status without its day, and days that are not in the order of a round's life, are findings.
fn life(file: &Positioned<RoundsImage>, image: &RoundImage, findings: &mut Findings) -> (RoundStatus, RoundDates) {
    let at = |word: &Spanned<String>| Location::Line(file.at(&word.span()));
    let mut status = RoundStatus::default();
    if let Some(word) = &image.status {
        match RoundStatus::ALL.into_iter().find(|status| status.word() == word.get_ref()) {
            Some(known) => status = known,
            None => {
                let finding = Finding::new(codes::VALUE_INVALID, at(word), format!("the status \"{}\"", word.get_ref()));
                findings.push(finding.expected(RoundStatus::ALL.map(RoundStatus::word).join(", ")));
            }
        }
    }
    let written = [&image.asked, &image.due, &image.consultation, &image.closed, &image.published];
    let mut last: Option<&str> = None;
    for word in written.into_iter().flatten() {
        let day = word.get_ref().as_str();
        let finding = Finding::new(codes::VALUE_INVALID, at(word), format!("the day \"{day}\""));
        if !is_date(day) {
            findings.push(finding.expected("a day such as 2020-03-01"));
        } else if last.is_some_and(|last| day < last) {
            let order = "days in the order of a round's life: asked, due, consultation, closed, published";
            findings.push(finding.expected(order));
        } else {
            last = Some(day);
        }
    }
    let [asked, due, consultation, closed, published] =
        written.map(|day| day.as_ref().map(|day| day.get_ref().clone()).unwrap_or_default());
    let dates = RoundDates { asked, due, consultation, closed, published };
    let needed = [("closed", &dates.closed, RoundStatus::Closed), ("published", &dates.published, RoundStatus::Published)];
    for (word, day, since) in needed {
        let place = at(image.status.as_ref().unwrap_or(&image.id));
        if status >= since && day.is_empty() {
            let finding = Finding::new(codes::VALUE_INVALID, place, format!("the status \"{}\", and no day {word}", status.word()));
            findings.push(finding.expected(format!("{word} = the day on which it was")));
        } else if status < since && !day.is_empty() {
            let finding = Finding::new(codes::VALUE_INVALID, place, format!("the status \"{}\", and a day {word}", status.word()));
            findings.push(finding.expected(format!("status = \"{}\", or no such day", since.word())));
        }
    }
    (status, dates)
}
