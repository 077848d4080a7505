//! Changes of `rounds.toml` that leave everything else in it as its writer left it.

use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, TomlError, Value, value};

use super::format::format;
use super::toml_files::RoundsImage;

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
    let mut file = read(text)?;
    let rounds = rounds_of(&mut file)?;
    if rounds.iter().any(|own| has_id(own, round.id)) {
        return Err(format!("round {} is declared already", round.id));
    }
    let mut table = Table::new();
    if !text.trim().is_empty() {
        table.decor_mut().set_prefix("\n");
    }
    table.insert("id", value(round.id));
    table.insert("status", value("open"));
    for (key, word) in [("asked", round.asked), ("title", round.title)] {
        if let Some(word) = word {
            table.insert(key, value(word));
        }
    }
    table.insert("years", value(round.years.iter().copied().map(i64::from).collect::<Array>()));
    table.insert("areas", value(round.areas.iter().collect::<Array>()));
    if !round.senders.is_empty() {
        table.insert("senders", value(round.senders.iter().collect::<Array>()));
    }
    rounds.push(table);
    checked(text, &file)
}

/// The text with the status of a round and the day since which it has it; in words, why it can't have it.
pub fn with_status(text: &str, id: &str, status: &str, (key, day): (&str, &str)) -> Result<String, String> {
    let mut file = read(text)?;
    let round = rounds_of(&mut file)?.iter_mut().find(|own| has_id(own, id)).ok_or_else(|| format!("no round \"{id}\" is declared"))?;
    for (key, word) in [("status", status), (key, day)] {
        let mut new = Value::from(word);
        // What stands around the old one, such as a comment, stays.
        if let Some(old) = round.get(key).and_then(Item::as_value) {
            *new.decor_mut() = old.decor().clone();
        }
        round.insert(key, Item::Value(new));
    }
    checked(text, &file)
}

fn read(text: &str) -> Result<DocumentMut, String> {
    text.parse().map_err(|error: TomlError| error.message().replace('\n', " "))
}

/// The new text of the file, if the program can read it; in the form of mapping files, if it was in it before.
fn checked(before: &str, file: &DocumentMut) -> Result<String, String> {
    let formatted = |text: &str| format("rounds.toml", text.as_bytes()).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let text = file.to_string();
    let is_formatted = formatted(before).as_deref() == Some(before);
    let text = formatted(&text).filter(|_| is_formatted).unwrap_or(text);
    let read: Result<RoundsImage, _> = toml::from_str(&text);
    read.map(|_| text).map_err(|error| error.message().replace('\n', " "))
}

fn rounds_of(file: &mut DocumentMut) -> Result<&mut ArrayOfTables, String> {
    let rounds = file.entry("round").or_insert(Item::ArrayOfTables(ArrayOfTables::new()));
    rounds.as_array_of_tables_mut().ok_or_else(|| "the rounds do not begin with [[round]]".to_owned())
}

fn has_id(round: &Table, id: &str) -> bool {
    round.get("id").and_then(Item::as_str) == Some(id)
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
        let first = ROUNDS.replacen("# the first\n", "# the first\nstatus = \"closed\"\nclosed = \"2021-05-01\"\n", 1);
        assert_eq!(with_status(ROUNDS, "2020", "closed", ("closed", "2021-05-01")), Ok(first));
        let second = ROUNDS.replace("'open'", "\"closed\"").replace("2022-01-01", "2022-06-30");
        assert_eq!(with_status(ROUNDS, "2022", "closed", ("closed", "2022-06-30")), Ok(second));
        assert_eq!(with_status(ROUNDS, "2021", "closed", ("closed", "2021-05-01")), Err("no round \"2021\" is declared".to_owned()));
    }
}
