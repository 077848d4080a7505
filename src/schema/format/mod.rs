//! One form for mapping files: line feeds, commas, one order of columns and keys, quotation marks only where needed, no superfluous blanks. Comments stay with
//! what they stand above.
//!
//! Nothing that a file says is changed: what is written is read again and compared.

mod lines;
mod order;
mod table;
mod toml_text;

use std::path::Path;

/// Formats a mapping file by its name; in words, why it can't be.
pub fn format(name: &str, bytes: &[u8]) -> Result<Vec<u8>, String> {
    let text = std::str::from_utf8(bytes).map_err(|error| format!("it is not UTF-8: {error}"))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    let path = Path::new(name);
    let is_table = path.extension().is_some_and(|extension| extension == "csv");
    // A file of a round, such as crosswalk.2023.csv, has the form of the others of its kind.
    let form = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let form = form.split('.').next().unwrap_or_default().to_owned();
    let formatted = if is_table { table::format(&form, &lines)? } else { toml_text::format(&form, &lines)? };
    Ok(formatted.into_bytes())
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
                Ok("# remark\ncode,concept,label\n\nSEX,form,\"a, b\"\n,form,c\n"),
            ),
            ("x.csv", "a,b\n1,2,3\n", Ok("a,b\n1,2,3\n")),
            ("x.csv", "a,b\n\"#1\",2\n", Err("line 2 would say something else after formatting")),
            // A header of one field that is a semicolon would be read as two fields.
            ("x.csv", "\";\"\n", Err("line 1 would say something else after formatting")),
            ("x.csv", "a,b\n1,\"2\n", Err("line 2: a quotation mark is open at its end")),
            ("x.csv", "# nothing\n", Err("there is no header row")),
            // Columns in the order of the manual; lines of one concept, label and table together, and in the order of their years.
            (
                "crosswalk.csv",
                "code,label,concept,predicate,mine,valid_from\nSEX,a,form,p,1,2018\nF,b,sex,p,2,\nLAB,a,form,p,3,2016\n# on c\nOTH,c,form,p,4,\n",
                Ok(
                    "concept,label,predicate,code,valid_from,mine\nform,a,p,LAB,2016,3\nform,a,p,SEX,2018,1\nsex,b,p,F,,2\n# on c\nform,c,p,OTH,,4\n",
                ),
            ),
            // A remark is about the line below it, which stays there.
            (
                "crosswalk.csv",
                "concept,label,predicate,code,valid_from,valid_to\n# the law of 2018\nform,x,p,A,2018,\nform,x,p,B,,2017\n",
                Ok("concept,label,predicate,code,valid_from,valid_to\n# the law of 2018\nform,x,p,A,2018,\nform,x,p,B,,2017\n"),
            ),
            // A file of a round has the form of its kind.
            ("crosswalk.2023.csv", "code,label,concept,predicate\nSEX,a,form,p\n", Ok("concept,label,predicate,code\nform,a,p,SEX\n")),
            ("layout.2023.toml", "[[table]]\nanchor = \"x\"\nid = \"t\"\n", Ok("[[table]]\nid = \"t\"\nanchor = \"x\"\n")),
            // Quotation marks that are closed on each line, and not for who reads the whole.
            ("x.csv", "a,b,c\nx\"y,\"z,1\n2,3,4\"\n", Err("line 3: a quotation mark is open at its end")),
            ("x.csv", "a,b,c\n1,2,x\"y\n", Err("line 2: a quotation mark is open at its end")),
            ("x.csv", "a,b,c\n1,Round\"up,\"open\n2,3,4\n", Err("a field goes on over several lines")),
            // A code list keeps its own order, for people read it.
            ("form.csv", "name,code\nb,B\na,A\n", Ok("code,name\nB,b\nA,a\n")),
            // Keys in the order of the manual with the comments above them; a blank line is a border.
            (
                "layout.toml",
                "language=\"da\"\n[[table]]\n# where it stands\nanchor = \"x\"\nrows = [\n  { concepts = [\"form\"] },\n]\nid = \"t\"\n\nfile = \"*\"\n",
                Ok(
                    "language = \"da\"\n[[table]]\nid = \"t\"\n# where it stands\nanchor = \"x\"\nrows = [\n  { concepts = [\"form\"] },\n]\n\nfile = \"*\"\n",
                ),
            ),
            // The head of a file is about the file.
            (
                "layout.toml",
                "#:schema ../schemas/layout.json\nabsence.\"-\" = \"NA\"\nlanguage = \"en\"\n",
                Ok("#:schema ../schemas/layout.json\nlanguage = \"en\"\nabsence.\"-\" = \"NA\"\n"),
            ),
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
            for name in ["x.csv", "crosswalk.csv", "x.toml", "layout.toml"] {
                if let Ok(once) = format(name, rows.join("\n").as_bytes()) {
                    prop_assert_eq!(format(name, &once), Ok(once.clone()));
                }
            }
        }
    }
}
