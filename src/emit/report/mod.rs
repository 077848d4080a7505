//! `report/index.html`: the round for readers, in one page that loads nothing from a network.
//!
//! The page is `page/index.html` with its style sheet, its scripts and the data written into it. Its comparison of laws and categories is written as
//! Markdown, too.

mod data;
mod law;
mod law_markdown;
mod rounds;

use super::format::Files;
use crate::history::History;
use crate::release::Dataset;

/// Lists the parts of the page, each with its text.
macro_rules! parts {
    ($($name:literal),* $(,)?) => { [$(($name, include_str!(concat!("page/", $name)))),*] };
}

const PAGE: &str = include_str!("page/index.html");
/// What `index.html` refers to, by the names under which it does.
const PARTS: [(&str, &str); 34] = parts![
    "style.css",
    "vendor/d3-array.min.js",
    "vendor/d3-color.min.js",
    "vendor/d3-interpolate.min.js",
    "vendor/d3-format.min.js",
    "vendor/d3-time.min.js",
    "vendor/d3-time-format.min.js",
    "vendor/d3-scale.min.js",
    "vendor/d3-path.min.js",
    "vendor/d3-shape.min.js",
    "vendor/d3-selection.min.js",
    "vendor/d3-geo.min.js",
    "vendor/plot.umd.min.js",
    "data.js",
    "words.js",
    "elements.js",
    "filters.js",
    "charts.js",
    "summary.js",
    "sums.js",
    "measures.js",
    "matrix.js",
    "series.js",
    "parts.js",
    "profiles.js",
    "law.js",
    "reconciliation.js",
    "witnesses.js",
    "vintages.js",
    "findings.js",
    "reading.js",
    "trace.js",
    "pair.js",
    "page.js",
];
/// The terms of the libraries go with every copy of them.
const LICENCES: &str = include_str!("page/vendor/LICENSES.txt");
/// Where the data go.
const DATA: &str = "<script id=\"data\" type=\"application/json\"></script>";

/// The page, and beside it what it says of law and categories where the round has any.
pub(super) fn files(dataset: &Dataset, history: Option<&History>) -> Files {
    // Nothing in the data can end the script that holds them.
    let law = law::Law::of(dataset);
    let data = data::value(dataset, law.as_ref(), history).to_string().replace('<', "\\u003c");
    let data = format!("<script id=\"data\" type=\"application/json\">{data}</script>");
    let mut page = String::with_capacity(PAGE.len() + data.len() + PARTS.iter().map(|(_, text)| text.len()).sum::<usize>());
    for line in PAGE.lines() {
        match PARTS.iter().find(|(name, _)| refers_to(line, name)) {
            Some((_, text)) if line.trim().starts_with("<link") => page.extend(["<style>\n", text, "</style>"]),
            Some((_, text)) => page.extend(["<script>\n", text, "</script>"]),
            None if line.contains(DATA) => page.push_str(&line.replace(DATA, &data)),
            None => page.push_str(line),
        }
        page.push('\n');
    }
    page.extend(["<!--\n", LICENCES, "-->\n"]);
    let text = law.map(|law| ("report/law-and-categories.md".to_owned(), law_markdown::text(&law).into_bytes()));
    [("report/index.html".to_owned(), page.into_bytes())].into_iter().chain(text).collect()
}

/// Whether a line of the page is the reference to a part.
fn refers_to(line: &str, name: &str) -> bool {
    let line = line.trim();
    (line.starts_with("<link") && line.contains(&format!("href=\"{name}\""))) || line == format!("<script src=\"{name}\"></script>")
}

#[cfg(test)]
mod tests {
    use super::{DATA, LICENCES, PAGE, PARTS, refers_to};

    /// Every part stands in the page once, and the page refers to nothing else.
    #[test]
    fn the_page_refers_to_its_parts_and_to_nothing_else() {
        for (name, text) in PARTS {
            assert_eq!(PAGE.lines().filter(|line| refers_to(line, name)).count(), 1, "{name}");
            assert!(!text.contains("</script") && !text.contains("</style"), "{name} would end itself");
        }
        let references = PAGE.lines().filter(|line| line.contains(" src=") || (line.contains("<link") && !line.contains("href=\"data:")));
        let others: Vec<&str> = references.filter(|line| !PARTS.iter().any(|(name, _)| refers_to(line, name))).collect();
        assert!(others.is_empty(), "{others:?}");
        assert_eq!(PAGE.matches(DATA).count(), 1);
        assert!(!LICENCES.contains("--"), "two dashes would end the comment");
    }
}
