//! What an offence consists of, by the elements that `dimensions.toml` declares: whether the predicate of an article agrees with them.
//!
//! An element is a set of words, such as the means with which an act must be done. More words are a wider offence: an article lies within a code
//! only if each of its words is one of the code's, or below one.

use std::collections::BTreeMap;

use super::codelists::CodeLists;
use crate::diag::{Finding, Findings, Location, codes};
use crate::model::{CodeId, DeclaredElement, Extent, Predicate};
use crate::schema::{Row, Table};

/// The words of the elements of an article, as written, but none of an element with an unknown word; and findings where a word is unknown, where an
/// article that figures may use lacks an element, and where the predicate cannot hold.
pub(super) fn of_article(
    row: &Row,
    mapped: Option<(Predicate, CodeId)>,
    usable: bool,
    lists: &CodeLists,
    findings: &mut Findings,
) -> Vec<String> {
    let declared = elements(lists);
    let (mut words, mut missing, mut contradictions) = (Vec::new(), Vec::new(), Vec::new());
    let mut is_known = true;
    for element in declared {
        let text = row.get(&element.column);
        let has_known_words = check(row, element, lists, findings);
        words.push(published(text, has_known_words));
        is_known &= has_known_words;
        if text.is_empty() {
            missing.push(element.column.as_str());
        }
        let own = Extent::parse(text);
        let of_code = mapped.and_then(|(_, code)| of_code(&code, element, lists));
        if let (Some(own), Some((of_code, said)), Some((predicate, _))) = (own, of_code, mapped) {
            let (within, around) = (is_within(&own, &of_code, &element.list, lists), is_within(&of_code, &own, &element.list, lists));
            let fits = match predicate {
                Predicate::Exact => within && around,
                Predicate::Broad => within,
                Predicate::Narrow => around,
                Predicate::Close | Predicate::Related => true,
            };
            if !fits {
                contradictions.push(format!("{} is {text}, that of the code {said}", element.column));
            }
        }
    }
    if usable && !missing.is_empty() {
        let found = format!("{} without {}", row.get("article"), missing.join(", "));
        findings.push(Finding::new(codes::ELEMENTS_MISSING, Location::Line(row.at_field("article")), found));
    }
    if let (Some((predicate, code)), true, false) = (mapped, is_known, contradictions.is_empty()) {
        let found = format!("{} {} {code}: {}", row.get("article"), predicate.name(), contradictions.join("; "));
        findings.push(Finding::new(codes::PREDICATE_CONTRADICTED, Location::Line(row.at_field("predicate")), found));
    }
    words
}

/// The words of the elements of a meaning, in the same way; and findings where a word is unknown.
pub(super) fn of_meaning(row: &Row, lists: &CodeLists, findings: &mut Findings) -> Vec<String> {
    elements(lists)
        .iter()
        .map(|element| {
            let has_known_words = check(row, element, lists, findings);
            published(row.get(&element.column), has_known_words)
        })
        .collect()
}

/// Reports unknown words of the codes that articles are mapped to.
pub(super) fn check_codes(lists: &CodeLists, tables: &BTreeMap<String, Table>, findings: &mut Findings) {
    let detailed = lists.structure().detailed();
    for row in detailed.and_then(|concept| tables.get(concept.list())).into_iter().flat_map(|table| &table.rows) {
        for element in elements(lists) {
            check(row, element, lists, findings);
        }
    }
}

/// The words of an element as outputs give them: what no code list knows is in a finding, and could be a remark about figures.
fn published(text: &str, has_known_words: bool) -> String {
    if has_known_words { text.to_owned() } else { String::new() }
}

/// The words of the elements of a code to which articles are mapped, as written there or at the nearest code above it that says them.
pub(super) fn of_mapped(code: &CodeId, lists: &CodeLists) -> Vec<String> {
    (0..elements(lists).len()).map(|place| text_of_code(code, place, lists).unwrap_or_default().to_owned()).collect()
}

/// The elements that are declared, in order.
fn elements(lists: &CodeLists) -> &'static [DeclaredElement] {
    lists.structure().detail().map_or(&[], |detail| detail.declared().elements.as_slice())
}

/// Whether the words of an element are in their form and each is known; what is not is a finding.
fn check(row: &Row, element: &DeclaredElement, lists: &CodeLists, findings: &mut Findings) -> bool {
    let text = row.get(&element.column);
    let Some(Extent::Words(words)) = Extent::parse(text) else { return true };
    // That the list is not there, or has no code, is a finding of its own.
    if lists.words(&element.list).is_empty() {
        return false;
    }
    let pieces: Vec<&str> = text.split('|').map(str::trim).collect();
    let stands_alone = |piece: &&str| [Extent::ALL, Extent::NONE].contains(piece) && pieces.len() > 1;
    let is_repeated = pieces.iter().enumerate().any(|(i, piece)| pieces.iter().skip(i + 1).any(|other| other == piece));
    if is_repeated || pieces.iter().any(|piece| piece.is_empty() || stands_alone(piece)) || (element.needed && words.is_empty()) {
        let place = Location::Line(row.at_field(&element.column));
        let finding = Finding::new(codes::VALUE_INVALID, place, format!("the {} \"{text}\" of {}", element.column, named(row)));
        let none = if element.needed { "; each offence has one, so none is no answer" } else { ", or none" };
        findings.push(finding.expected(format!("words separated by |, each once; or * alone for all of them{none}")));
        return false;
    }
    let unknown: Vec<&String> = words.iter().filter(|word| !is_word_of(word, element, lists)).collect();
    for word in &unknown {
        let place = Location::Line(row.at_field(&element.column));
        let finding = Finding::new(codes::CODE_UNKNOWN, place, format!("the {} \"{word}\" of {}", element.column, named(row)));
        let known: Vec<String> = lists.words(&element.list).into_iter().filter(|word| is_word_of(word, element, lists)).collect();
        findings.push(finding.expected(format!("{} ({}), separated by |; * for all, none for none", known.join(", "), element.list)));
    }
    unknown.is_empty()
}

/// A list can hold the words of several elements, each below a code that is called like the element.
fn is_word_of(word: &str, element: &DeclaredElement, lists: &CodeLists) -> bool {
    let has_own_part = lists.has(&element.list, &element.column);
    lists.has(&element.list, word)
        && !lists.is_total_word(&element.list, word)
        && (!has_own_part || (word != element.column && lists.word_is_in(&element.list, word, &element.column)))
}

fn named(row: &Row) -> &str {
    ["article", "meaning", "code"].into_iter().map(|column| row.get(column)).find(|name| !name.is_empty()).unwrap_or_default()
}

/// Whether each word of an element is one of the other's, or below one.
fn is_within(own: &Extent, other: &Extent, list: &str, lists: &CodeLists) -> bool {
    match (own, other) {
        (_, Extent::All) => true,
        (Extent::All, Extent::Words(_)) => false,
        (Extent::Words(own), Extent::Words(others)) => {
            own.iter().all(|word| others.iter().any(|other| lists.word_is_in(list, word, other)))
        }
    }
}

/// The element of a code, or of the nearest code above it that says it; and how it is written there.
fn of_code<'a>(code: &CodeId, element: &DeclaredElement, lists: &'a CodeLists) -> Option<(Extent, &'a str)> {
    let place = elements(lists).iter().position(|own| own == element)?;
    let text = text_of_code(code, place, lists)?;
    let extent = Extent::parse(text)?;
    // A word that nobody knows is a finding where it stands, and says nothing of an article.
    let is_known = |extent: &Extent| match extent {
        Extent::All => true,
        Extent::Words(words) => words.iter().all(|word| is_word_of(word, element, lists)),
    };
    Some((extent, text)).filter(|(extent, _)| is_known(extent))
}

fn text_of_code<'a>(code: &CodeId, place: usize, lists: &'a CodeLists) -> Option<&'a str> {
    let said = |code: CodeId| Some(lists.entry(&code)?.elements.get(place)?.as_str()).filter(|text| !text.is_empty());
    std::iter::successors(Some(*code), |code| lists.parent(code)).take(64).find_map(said)
}
