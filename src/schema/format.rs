//! One form for mapping files: line feeds, commas, quotation marks only where needed, no stray blanks. Comments and order stay.
//!
//! Nothing that a file says is changed: what is written is read again and compared.

use std::path::Path;

use crate::delimited;

/// Formats a mapping file by its name; in words, why it can't be.
pub fn format(name: &str, bytes: &[u8]) -> Result<Vec<u8>, String> {
    let text = std::str::from_utf8(bytes).map_err(|error| format!("it is no UTF-8: {error}"))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    let is_table = Path::new(name).extension().is_some_and(|extension| extension == "csv");
    let formatted = if is_table { table(&lines)? } else { toml_text(&lines)? };
    Ok(formatted.into_bytes())
}

/// A table: its records with commas, its comments and single blank lines where they stand.
fn table(text: &str) -> Result<String, String> {
    let is_data = |line: &&str| !line.starts_with('#') && !line.trim().is_empty();
    let header = delimited::header(text).ok_or("there is no header row")?;
    let delimiter = delimited::delimiter(header);
    let columns = record(header, delimiter, 1)?.len();
    let mut formatted = Lines::default();
    let mut header_seen = false;
    for (number, line) in (1..).zip(text.lines()) {
        if !is_data(&line) {
            formatted.push(line.trim_end());
            continue;
        }
        let mut fields = record(line, delimiter, number)?;
        // Short rows get the fields that they leave out; what stands beyond the header is kept, for it is a finding.
        fields.resize(fields.len().max(columns), String::new());
        let written = delimited::line(&fields, b',');
        // Read again it must say the same: without its quotation marks a field can look like a comment, and a header can seem to be
        // separated by semicolons.
        let is_header = !std::mem::replace(&mut header_seen, true);
        let delimiter_read = if is_header { delimited::delimiter(&written) } else { b',' };
        if !is_data(&written.as_str()) || delimiter_read != b',' || record(&written, b',', number)? != fields {
            return Err(format!("line {number} would say something else after formatting"));
        }
        formatted.push(&written);
    }
    Ok(formatted.finish())
}

/// The fields of one line, without blanks around them. A field that goes on over several lines is a finding of its own, and no formatter's business.
fn record(line: &str, delimiter: u8, number: usize) -> Result<Vec<String>, String> {
    if line.matches('"').count() % 2 == 1 {
        return Err(format!("line {number}: a quotation mark is open at its end"));
    }
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(line.as_bytes());
    let record = reader.records().next().ok_or_else(|| format!("line {number}: no record"))?;
    let record = record.map_err(|error| format!("line {number}: {error}"))?;
    Ok(record.iter().map(|field| field.trim().to_owned()).collect())
}

/// A TOML file: no blanks at the ends of lines, one around an equals sign, one blank line between parts.
fn toml_text(text: &str) -> Result<String, String> {
    let before: toml::Table = toml::from_str(text).map_err(|error| error.message().to_owned())?;
    let mut formatted = Lines::default();
    let mut inside: Option<&str> = None;
    for line in text.lines() {
        // Within a text over several lines every character counts.
        if let Some(quotes) = inside {
            formatted.keep(line);
            inside = Some(quotes).filter(|quotes| line.matches(*quotes).count() % 2 == 0);
            continue;
        }
        inside = ["\"\"\"", "'''"].into_iter().find(|quotes| line.matches(*quotes).count() % 2 == 1);
        if inside.is_some() {
            formatted.keep(line);
        } else {
            formatted.push(&spaced(line.trim_end()));
        }
    }
    let formatted = formatted.finish();
    let after: toml::Table = toml::from_str(&formatted).map_err(|error| error.message().to_owned())?;
    if before == after { Ok(formatted) } else { Err("it would say something else after formatting".to_owned()) }
}

/// `key=value` → `key = value`, for a key that stands at the beginning of the line.
fn spaced(line: &str) -> String {
    let is_key = |key: &str| !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
    match line.split_once('=') {
        Some((key, value)) if is_key(key.trim()) => {
            let indent: String = key.chars().take_while(|c| c.is_whitespace()).collect();
            format!("{indent}{} = {}", key.trim(), value.trim_start())
        }
        _ => line.to_owned(),
    }
}

/// Lines of a formatted file: never two blank ones in a row, none at the beginning or the end.
#[derive(Default)]
struct Lines(Vec<String>);

impl Lines {
    fn push(&mut self, line: &str) {
        if !line.is_empty() || self.0.last().is_some_and(|last| !last.is_empty()) {
            self.0.push(line.to_owned());
        }
    }

    fn keep(&mut self, line: &str) {
        self.0.push(line.to_owned());
    }

    fn finish(mut self) -> String {
        while self.0.last().is_some_and(String::is_empty) {
            self.0.pop();
        }
        let mut text = self.0.join("\n");
        text.push_str(if text.is_empty() { "" } else { "\n" });
        text
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::format;

    #[test]
    fn files_get_one_form_and_say_the_same() {
        for (name, text, expected) in [
            (
                "x.csv",
                "\u{feff}# remark \r\nconcept;label;code\r\n\r\n\r\nform; a, b ;SEX\r\nform;c\r\n\r\n",
                Ok("# remark\nconcept,label,code\n\nform,\"a, b\",SEX\nform,c,\n"),
            ),
            ("x.csv", "a,b\n1,2,3\n", Ok("a,b\n1,2,3\n")),
            ("x.csv", "a,b\n\"#1\",2\n", Err("line 2 would say something else after formatting")),
            // A header of one field that is a semicolon would be read as two fields.
            ("x.csv", "\";\"\n", Err("line 1 would say something else after formatting")),
            ("x.csv", "a,b\n1,\"2\n", Err("line 2: a quotation mark is open at its end")),
            ("x.csv", "# nothing\n", Err("there is no header row")),
            ("x.toml", "a=1   # one\n\n\n\n[[t]]\nb   =  '''x  \n  y=2'''\n", Ok("a = 1   # one\n\n[[t]]\nb   =  '''x  \n  y=2'''\n")),
            ("x.toml", "where = { a=1 }\n", Ok("where = { a=1 }\n")),
            ("x.toml", "pattern = 'a=b'  \n\"quoted=key\" = 1\n", Ok("pattern = 'a=b'\n\"quoted=key\" = 1\n")),
        ] {
            let formatted = format(name, text.as_bytes()).map(|bytes| String::from_utf8(bytes).expect("UTF-8"));
            assert_eq!(formatted.as_deref().map_err(String::as_str), expected, "{text}");
        }
        assert!(format("x.toml", b"a = \n").is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 1000, rng_seed: RngSeed::Fixed(2020), failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn formatting_twice_is_formatting_once(rows in proptest::collection::vec("[ -~;,\"\u{e9}\n]{0,20}", 1..8)) {
            for name in ["x.csv", "x.toml"] {
                if let Ok(once) = format(name, rows.join("\n").as_bytes()) {
                    prop_assert_eq!(format(name, &once), Ok(once.clone()));
                }
            }
        }
    }
}
