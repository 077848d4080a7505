//! `sssom/`: the crosswalks and the legal articles as sets of mappings (SSSOM 1.0, TSV with metadata in its comments).
//!
//! A national word is a literal subject. What was looked for in vain is a mapping to `sssom:NoTermFound`.

use std::collections::BTreeSet;

use crate::delimited;
use crate::emit::csv::without_breaks;
use crate::emit::format::Files;
use crate::emit::sdmx::{code_id, list_id, urn};
use crate::model::{CodeId, Codebook, Concept, Decision, LegalArticle, MappedTo, Sender};
use crate::release::Dataset;

pub(super) const COLUMNS: [&str; 16] = [
    "subject_id",
    "subject_label",
    "subject_type",
    "subject_category",
    "subject_source",
    "predicate_id",
    "object_id",
    "object_label",
    "object_type",
    "mapping_justification",
    "mapping_date",
    "author_label",
    "comment",
    "valid_from",
    "valid_to",
    "holds_for_tables",
];
/// Columns that SSSOM does not have.
const EXTENSIONS: [(&str, &str); 3] = [("valid_from", "xsd:gYear"), ("valid_to", "xsd:gYear"), ("holds_for_tables", "xsd:string")];
const UNSPECIFIED_LICENCE: &str = "https://w3id.org/sssom/license/unspecified";

/// A line of a set.
struct Line {
    subject_id: String,
    label: String,
    category: String,
    sender: Sender,
    predicate: &'static str,
    object: Object,
    /// From when to when it holds, as mapping files write it.
    valid: [String; 2],
    tables: String,
    decision: Decision,
}

enum Object {
    Code(CodeId),
    /// A word that is not a term of any list.
    Literal(String),
    NoTermFound,
}

pub(super) fn files(dataset: &Dataset) -> Files {
    let codebook = dataset.codebook();
    let words = codebook.correspondences.iter().map(|line| Line {
        subject_id: String::new(),
        label: line.label.clone(),
        category: line.concept.to_owned(),
        sender: line.sender,
        predicate: line.predicate.name(),
        object: match &line.target {
            MappedTo::Code(code) => Object::Code(*code),
            MappedTo::Period(period) => Object::Literal(period.to_string()),
            MappedTo::NoTermFound => Object::NoTermFound,
        },
        valid: [line.years.0, line.years.1].map(|year| year.map_or_else(String::new, |year| year.to_string())),
        tables: line.table.clone(),
        decision: line.decision.clone(),
    });
    // An article can be related to a second code.
    let relations = |line: &LegalArticle| std::iter::once((line.predicate, line.code)).chain(line.secondary).collect::<Vec<_>>();
    let of_codes = codebook.articles.iter().flat_map(|line| relations(line).into_iter().map(move |relation| (line, relation)));
    let articles = of_codes.map(|(line, (predicate, code))| Line {
        subject_id: curie(&line.article),
        label: line.label.clone(),
        category: line.article.concept().word().to_owned(),
        sender: line.sender,
        predicate: predicate.name(),
        object: Object::Code(code),
        valid: [line.validity.from_text(), line.validity.to_text()],
        tables: String::new(),
        decision: line.decision.clone(),
    });
    let path = |name: &str| format!("sssom/{name}.sssom.tsv");
    let details = codebook
        .structure
        .detail()
        .map(|_| (path("articles"), set(dataset, "articles", "Legal articles and the offences that they are mapped to", articles)));
    let words = (path("crosswalk"), set(dataset, "crosswalk", "National words and the codes that they are mapped to", words));
    details.into_iter().chain([words]).collect()
}

fn set(dataset: &Dataset, name: &str, title: &str, lines: impl Iterator<Item = Line>) -> Vec<u8> {
    let codebook = dataset.codebook();
    let lines: Vec<Line> = lines.collect();
    let mut prefixes: BTreeSet<&str> = BTreeSet::from(["area"]);
    prefixes.extend(codebook.structure.detail().map(Concept::list));
    prefixes.extend(lines.iter().filter_map(|line| if let Object::Code(code) = &line.object { Some(code.concept().list()) } else { None }));
    let mut text = head(dataset.round(), codebook, name, title, &prefixes);
    // A label has to stay the source's own: no sign against formulas goes before it.
    let row = |fields: &[String]| delimited::line(fields.iter().map(|field| without_breaks(field)), b'\t') + "\n";
    text.push_str(&row(&COLUMNS.map(str::to_owned)));
    for line in &lines {
        text.push_str(&row(&fields(line, codebook)));
    }
    text.into_bytes()
}

/// The metadata. Every key and value is quoted, for YAML reads the code of one state as false.
fn head(round: &str, codebook: &Codebook, name: &str, title: &str, prefixes: &BTreeSet<&str>) -> String {
    let licence =
        codebook.licences.first().map_or_else(|| UNSPECIFIED_LICENCE.to_owned(), |name| format!("https://spdx.org/licenses/{name}"));
    let quoted = |text: &str| serde_json::Value::String(text.to_owned()).to_string();
    let mut lines = vec![
        format!("mapping_set_id: {}", quoted(&format!("urn:roundup:{round}:{name}"))),
        format!("mapping_set_title: {}", quoted(&format!("{title}: {}", codebook.title))),
        format!("mapping_set_version: {}", quoted(&codebook.newest_decision())),
        format!("license: {}", quoted(&licence)),
        "curie_map:".to_owned(),
    ];
    let own = prefixes.iter().map(|list| (*list, format!("{}.", urn("codelist.Code", codebook, &list_id(list)))));
    let standard = [
        ("semapv", "https://w3id.org/semapv/vocab/"),
        ("skos", "http://www.w3.org/2004/02/skos/core#"),
        ("sssom", "https://w3id.org/sssom/"),
        ("xsd", "http://www.w3.org/2001/XMLSchema#"),
        ("roundup", "urn:roundup:slot:"),
    ];
    let all = own.chain(standard.map(|(prefix, uri)| (prefix, uri.to_owned())));
    lines.extend(all.map(|(prefix, uri)| format!("  {}: {}", quoted(prefix), quoted(&uri))));
    lines.push("extension_definitions:".to_owned());
    for (slot, hint) in EXTENSIONS {
        lines.push(format!("- slot_name: {}", quoted(slot)));
        lines.push(format!("  property: {}", quoted(&format!("roundup:{slot}"))));
        lines.push(format!("  type_hint: {}", quoted(hint)));
    }
    lines.iter().fold(String::new(), |text, line| text + "#" + line + "\n")
}

fn fields(line: &Line, codebook: &Codebook) -> [String; 16] {
    let (object_id, object_label, object_type) = match &line.object {
        Object::Code(code) => (curie(code), codebook.name(code.concept().list(), code.as_str()).to_owned(), "skos concept"),
        Object::Literal(text) => (String::new(), text.clone(), "rdfs literal"),
        Object::NoTermFound => ("sssom:NoTermFound".to_owned(), String::new(), ""),
    };
    let Decision { justification, decided_by, comment, .. } = &line.decision;
    let justification = if justification.is_empty() { "semapv:UnspecifiedMatching" } else { justification };
    let subject_type = if line.subject_id.is_empty() { "rdfs literal" } else { "skos concept" };
    [
        line.subject_id.clone(),
        line.label.clone(),
        subject_type.to_owned(),
        line.category.clone(),
        format!("area:{}", line.sender),
        line.predicate.to_owned(),
        object_id,
        object_label,
        object_type.to_owned(),
        justification.to_owned(),
        line.decision.iso_day().unwrap_or_default().to_owned(),
        decided_by.clone(),
        comment.clone(),
        line.valid[0].clone(),
        line.valid[1].clone(),
        line.tables.clone(),
    ]
}

fn curie(code: &CodeId) -> String {
    format!("{}:{}", code.concept().list(), code_id(code.as_str()))
}
