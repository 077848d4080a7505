//! Changes of `rounds.toml` that leave everything else in it as its writer left it.

use std::ops::Range;

use toml::Spanned;

use super::toml_files::{RoundImage, RoundsImage};

/// What a new round begins with.
#[derive(Clone, Debug)]
pub struct NewRound<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its title; without one none is written.
    pub title: Option<&'a str>,
    /// The day on which the states were asked, if there is one.
    pub asked: Option<&'a str>,
    /// Its years.
    pub years: &'a [u16],
    /// The codes of its areas.
    pub areas: &'a [String],
    /// The codes of those who send; none: the areas.
    pub senders: &'a [String],
}

/// The text with a new round at its end; in words, why there can be none.
pub fn with_round(text: &str, round: &NewRound<'_>) -> Result<String, String> {
    let known = read(text)?;
    if known.round.iter().any(|own| own.get_ref().id.get_ref() == round.id) {
        return Err(format!("round {} is declared already", round.id));
    }
    let quoted = |word: &str| toml::Value::String(word.to_owned()).to_string();
    let list = |words: &[String]| words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(", ");
    let years = round.years.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let mut lines = vec!["[[round]]".to_owned(), format!("id = {}", quoted(round.id)), "status = \"open\"".to_owned()];
    lines.extend(round.asked.map(|day| format!("asked = {}", quoted(day))));
    lines.extend(round.title.map(|title| format!("title = {}", quoted(title))));
    lines.push(format!("years = [{years}]"));
    lines.push(format!("areas = [{}]", list(round.areas)));
    if !round.senders.is_empty() {
        lines.push(format!("senders = [{}]", list(round.senders)));
    }
    let gap = if text.is_empty() || text.ends_with("\n\n") { "" } else { "\n" };
    let line_end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    let changed = format!("{text}{line_end}{gap}{}\n", lines.join("\n"));
    read(&changed).map(|_| changed)
}

/// The text with the status of a round and the day since which it has it; in words, why it can't have it.
pub fn with_status(text: &str, id: &str, status: &str, (key, day): (&str, &str)) -> Result<String, String> {
    let known = read(text)?;
    let image = known.round.iter().map(Spanned::get_ref).find(|own| own.id.get_ref() == id);
    let image = image.ok_or_else(|| format!("no round \"{id}\" is declared"))?;
    let of_day = day_of(image, key);
    // From the end to the beginning, so that the places before stay what they are.
    let mut changes: Vec<(Range<usize>, String)> = Vec::new();
    let mut added = String::new();
    for (key, old, value) in [("status", image.status.as_ref(), status), (key, of_day, day)] {
        match old {
            Some(old) => changes.push((old.span(), format!("\"{value}\""))),
            None => added.push_str(&format!("\n{key} = \"{value}\"")),
        }
    }
    let end = image.id.span().end;
    let line_end = text.get(end..).and_then(|rest| rest.find('\n')).map_or(text.len(), |at| end + at);
    changes.push((line_end..line_end, added));
    changes.sort_by_key(|(place, _)| std::cmp::Reverse(place.start));
    let mut changed = text.to_owned();
    for (place, with) in changes {
        changed.replace_range(place, &with);
    }
    read(&changed).map(|_| changed)
}

fn day_of<'i>(image: &'i RoundImage, key: &str) -> Option<&'i Spanned<String>> {
    match key {
        "asked" => image.asked.as_ref(),
        "due" => image.due.as_ref(),
        "consultation" => image.consultation.as_ref(),
        "closed" => image.closed.as_ref(),
        _ => image.published.as_ref(),
    }
}

fn read(text: &str) -> Result<RoundsImage, String> {
    toml::from_str(text).map_err(|error| error.message().replace('\n', " "))
}

#[cfg(test)]
mod tests {
    use super::{NewRound, with_round, with_status};

    const ROUNDS: &str = "# The rounds.\n[[round]]\nid = \"2020\" # the first\nyears = [2018]\nareas = [\"DK\"]\n\n[[round]]\nid = \"2022\"\nstatus = 'open'\nclosed = \"2022-01-01\"\nyears = [2020]\nareas = [\"DK\"]\n";

    #[test]
    fn a_new_round_comes_last_and_the_rest_stays() {
        let areas = ["DK".to_owned(), "SE".to_owned()];
        let round = NewRound { id: "2024", title: Some("A \"title\""), asked: None, years: &[2021, 2022], areas: &areas, senders: &[] };
        let added =
            "\n[[round]]\nid = \"2024\"\nstatus = \"open\"\ntitle = 'A \"title\"'\nyears = [2021, 2022]\nareas = [\"DK\", \"SE\"]\n";
        assert_eq!(with_round(ROUNDS, &round), Ok(format!("{ROUNDS}{added}")));
        assert_eq!(with_round("", &round), Ok(added.trim_start().to_owned()));
        assert_eq!(with_round(ROUNDS, &NewRound { id: "2022", ..round }), Err("round 2022 is declared already".to_owned()));
    }

    #[test]
    fn a_status_takes_the_place_of_the_old_one() {
        let first = ROUNDS.replace("# the first\n", "# the first\nstatus = \"closed\"\nclosed = \"2021-05-01\"\n");
        assert_eq!(with_status(ROUNDS, "2020", "closed", ("closed", "2021-05-01")), Ok(first));
        let second = ROUNDS.replace("'open'", "\"closed\"").replace("2022-01-01", "2022-06-30");
        assert_eq!(with_status(ROUNDS, "2022", "closed", ("closed", "2022-06-30")), Ok(second));
        assert_eq!(with_status(ROUNDS, "2021", "closed", ("closed", "2021-05-01")), Err("no round \"2021\" is declared".to_owned()));
    }
}
