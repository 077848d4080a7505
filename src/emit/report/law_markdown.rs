//! `report/law-and-categories.md`: law and categories for those who read in a repository or in a mail.

use std::fmt::Write as _;

use super::law::{Element, Law};
use crate::markdown::{code, escape, paragraph, whole_table};
use crate::model::{CodeId, Codebook, Correspondence, Extent, LegalArticle, MappedTo, Meaning, Predicate, Sender};

/// Ends a line within a cell.
const BREAK: &str = "<br>";

/// The text.
pub(super) fn text(law: &Law<'_>) -> String {
    let mut text = format!("# Law and categories: {}\n", escape(&law.codebook.title));
    paragraph(
        &mut text,
        "What each state's articles of law and national words are mapped to, side by side, from the mappings of the round. \"any\": the law makes no \
         difference; \"none\": it has nothing of the kind; \"not stated\": nobody says it.",
    );
    if !law.codebook.articles.is_empty() {
        articles(&mut text, law);
    }
    if !law.codebook.meanings.is_empty() {
        text.push_str("\n## Categories\n");
        for meaning in &law.codebook.meanings {
            category(&mut text, law, meaning);
        }
    }
    text
}

fn articles(text: &mut String, law: &Law<'_>) {
    let names: Vec<String> = law.elements().iter().map(|element| escape(&law.element_name(element))).collect();
    let offence = law.codebook.structure.detailed().map(|concept| escape(&concept.declared().name)).unwrap_or_default();
    text.push_str("\n## Codes, and the articles mapped to them\n");
    let header: Vec<&str> = [offence.as_str()].into_iter().chain(names.iter().map(String::as_str)).chain(["Articles"]).collect();
    whole_table(text, &header, law.codes().into_iter().map(|code| code_row(law, code)));

    text.push_str("\n## Articles, state by state\n");
    paragraph(
        text,
        "An element in bold type, marked \"differs\", is not that of the code to which the article is mapped. A line whose evidence is general \
         knowledge is documentation: no figure uses it.",
    );
    let [before, after] = [&["Article", "In force", &offence][..], &["Figures", "Evidence", "Comment"][..]];
    let header: Vec<&str> = before.iter().copied().chain(names.iter().map(String::as_str)).chain(after.iter().copied()).collect();
    for lines in law.codebook.articles.chunk_by(|line, next| line.sender == next.sender) {
        let name = lines.first().map(|line| area_name(law.codebook, line.sender)).unwrap_or_default();
        let _ = write!(text, "\n### {name}\n");
        whole_table(text, &header, lines.iter().map(|line| article_row(law, line)));
    }
}

fn code_row(law: &Law<'_>, mapped: CodeId) -> Vec<String> {
    let one = |line: &&LegalArticle| {
        let relation = escape(&in_text(predicate(law.codebook, line.predicate)));
        let days = span(line.validity.from, line.validity.to).map(|days| format!(", {days}")).unwrap_or_default();
        format!("{} ({relation}{days})", label(&line.label, line.is_pattern))
    };
    let of_area = |lines: &[&LegalArticle]| {
        let name = lines.first().map(|line| area_name(law.codebook, line.sender)).unwrap_or_default();
        format!("{name}: {}", lines.iter().map(one).collect::<Vec<_>>().join("; "))
    };
    let articles: Vec<String> = law.articles(&mapped).chunk_by(|line, next| line.sender == next.sender).map(of_area).collect();
    let elements = law.elements_of_code(&mapped);
    let cells = [code_words(law.codebook, mapped)].into_iter().chain(element_cells(law, &elements));
    cells.chain([articles.join(BREAK)]).collect()
}

fn article_row(law: &Law<'_>, line: &LegalArticle) -> Vec<String> {
    let names = [&line.name_national, &line.name].into_iter().filter(|name| !name.is_empty()).map(|name| escape(name));
    let article: Vec<String> = [label(&line.label, line.is_pattern)].into_iter().chain(names).collect();
    let also = line.secondary.map(|(predicate, code)| format!("{BREAK}also {}", in_text(&relation(law.codebook, predicate, code))));
    let evidence =
        if LegalArticle::is_stated(&line.evidence) { escape(&line.evidence) } else { "general knowledge, not used for figures".to_owned() };
    let days = span(line.validity.from, line.validity.to).unwrap_or_else(|| "not stated".to_owned());
    let mut cells = vec![article.join(BREAK), days, relation(law.codebook, line.predicate, line.code) + &also.unwrap_or_default()];
    cells.extend(element_cells(law, &law.elements_of_article(line)));
    cells.extend([
        law.figures(line).to_string(),
        format!("{evidence}{BREAK}{}", code(&line.at.to_string())),
        escape(&line.decision.comment),
    ]);
    cells
}

fn category(text: &mut String, law: &Law<'_>, meaning: &Meaning) {
    let _ = write!(text, "\n### {}\n", escape(&meaning.name));
    let stated = |(place, element): (usize, &Element)| {
        element.extent.as_ref()?;
        let declared = law.elements().get(place)?;
        Some(format!("- {}: {}\n", escape(&law.element_name(declared)), element_cell(law, place, element)))
    };
    let elements = law.elements_of_meaning(meaning);
    let elements: String = elements.iter().enumerate().filter_map(stated).collect();
    let rule = relation(law.codebook, meaning.predicate, meaning.code);
    let _ = write!(text, "\n- Takes in: {}\n- Rule: {rule}\n{elements}", escape(&meaning.description));
    let _ = writeln!(text, "- Source: {} ({})", escape(&meaning.source), code(&meaning.at.to_string()));
    let words = law.words(meaning);
    if words.is_empty() {
        paragraph(text, "No state has such a word.");
        return;
    }
    let header = ["State", "Word", "Table", "Years", "Mapped to", "Exception", "Comment", "Line"];
    whole_table(text, &header, words.iter().map(|line| word_row(law.codebook, line)));
}

fn word_row(codebook: &Codebook, line: &Correspondence) -> Vec<String> {
    let target = if let MappedTo::Code(mapped) = line.target { relation(codebook, line.predicate, mapped) } else { String::new() };
    let table = if line.table.is_empty() { "all".to_owned() } else { code(&line.table) };
    vec![
        area_name(codebook, line.sender),
        label(&line.label, line.is_pattern),
        table,
        span(line.years.0, line.years.1).unwrap_or_else(|| "all".to_owned()),
        target,
        escape(&line.exception),
        escape(&line.decision.comment),
        code(&line.at.to_string()),
    ]
}

fn element_cells(law: &Law<'_>, elements: &[Element]) -> Vec<String> {
    elements.iter().enumerate().map(|(place, element)| element_cell(law, place, element)).collect()
}

fn element_cell(law: &Law<'_>, place: usize, element: &Element) -> String {
    let list = law.elements().get(place).map_or("", |declared| declared.list.as_str());
    let words = match &element.extent {
        None => "not stated".to_owned(),
        Some(Extent::All) => "any".to_owned(),
        Some(Extent::Words(words)) if words.is_empty() => "none".to_owned(),
        Some(Extent::Words(words)) => words.iter().map(|word| escape(law.codebook.name(list, word))).collect::<Vec<_>>().join("; "),
    };
    if element.differs { format!("**{words}** (differs)") } else { words }
}

/// A label as text; a regular expression as code.
fn label(label: &str, is_pattern: bool) -> String {
    if is_pattern { code(label) } else { escape(label) }
}

/// `Close match: 0204 Trafficking in persons`.
fn relation(codebook: &Codebook, relation: Predicate, mapped: CodeId) -> String {
    format!("{}: {}", escape(predicate(codebook, relation)), code_words(codebook, mapped))
}

fn code_words(codebook: &Codebook, mapped: CodeId) -> String {
    format!("{} {}", code(mapped.as_str()), escape(codebook.name(mapped.concept().list(), mapped.as_str())))
}

fn predicate(codebook: &Codebook, predicate: Predicate) -> &str {
    codebook.name("predicate", predicate.name())
}

fn area_name(codebook: &Codebook, area: Sender) -> String {
    escape(&codebook.sender_name(area))
}

/// From a first to a last day or year; `None` where both are open.
fn span<T: ToString + PartialEq>(from: Option<T>, to: Option<T>) -> Option<String> {
    match (from, to) {
        (None, None) => None,
        (Some(from), None) => Some(format!("from {}", from.to_string())),
        (None, Some(to)) => Some(format!("until {}", to.to_string())),
        (Some(from), Some(to)) if from == to => Some(from.to_string()),
        (Some(from), Some(to)) => Some(format!("{} to {}", from.to_string(), to.to_string())),
    }
}

/// First letter small.
fn in_text(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_lowercase).chain(letters).collect()
}
