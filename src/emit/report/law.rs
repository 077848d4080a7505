//! Law and categories: what the articles of law of all states and the national words with a meaning are mapped to, side by side.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::compare::Assessed;
use crate::model::{CodeId, Codebook, Correspondence, DeclaredElement, Extent, LegalArticle, MappedTo, MappingLine, Meaning, Predicate};
use crate::release::Dataset;

/// What the comparison shows.
pub(super) struct Law<'r> {
    pub(super) codebook: &'r Codebook,
    /// Figures that cite a line of their article.
    by_line: BTreeMap<MappingLine, usize>,
    /// Figures of an article that cite none of its lines, such as those of a table that is about one article.
    by_article: BTreeMap<CodeId, usize>,
    /// The articles of each code, by state and line, each wording once.
    of_code: BTreeMap<CodeId, Vec<&'r LegalArticle>>,
    words: BTreeMap<&'r str, Vec<&'r Correspondence>>,
}

/// How far an element of an article reaches, and whether the code that it is mapped to says something else.
pub(super) struct Element {
    /// `None` where nobody says it.
    pub(super) extent: Option<Extent>,
    pub(super) differs: bool,
}

impl<'r> Law<'r> {
    /// The comparison; `None` where the round has neither articles nor meanings.
    pub(super) fn of(dataset: &'r Dataset) -> Option<Self> {
        let codebook = dataset.codebook();
        if codebook.articles.is_empty() && codebook.meanings.is_empty() {
            return None;
        }
        let (by_line, by_article) = (BTreeMap::new(), BTreeMap::new());
        let mut law = Self { codebook, by_line, by_article, of_code: BTreeMap::new(), words: BTreeMap::new() };
        law.count(dataset);
        for line in &codebook.articles {
            // Other words for the same wording, such as those of a remark, are no other article.
            let said = |line: &LegalArticle| (line.article, line.validity, line.predicate);
            let of_code = law.of_code.entry(line.code).or_default();
            if !of_code.iter().any(|other| said(other) == said(line)) {
                of_code.push(line);
            }
        }
        for line in codebook.correspondences.iter().filter(|line| !line.meaning.is_empty()) {
            law.words.entry(&line.meaning).or_default().push(line);
        }
        Some(law)
    }

    /// Counts the figures of the release by their articles, and by the lines that gave these where a figure cites them.
    fn count(&mut self, dataset: &Dataset) {
        let lines: BTreeMap<MappingLine, CodeId> = self.codebook.articles.iter().map(|line| (line.at, line.article)).collect();
        for observation in dataset.figures().iter().map(Assessed::observation) {
            let Some(article) = self.codebook.structure.detail().map(|detail| observation.key.code(detail)) else { continue };
            let cited: BTreeSet<MappingLine> = observation.mappings.iter().filter_map(|used| used.line).collect();
            let own: Vec<MappingLine> = cited.into_iter().filter(|line| lines.get(line) == Some(&article)).collect();
            if own.is_empty() {
                *self.by_article.entry(article).or_default() += 1;
            }
            for line in own {
                *self.by_line.entry(line).or_default() += 1;
            }
        }
    }

    /// How many figures carry an article, by a line of it.
    pub(super) fn figures(&self, line: &LegalArticle) -> usize {
        let by_line = self.by_line.get(&line.at).copied().unwrap_or(0);
        by_line + self.by_article.get(&line.article).copied().unwrap_or(0)
    }

    /// The elements by which offences are described.
    pub(super) fn elements(&self) -> &'static [DeclaredElement] {
        self.codebook.structure.detail().map_or(&[], |detail| detail.declared().elements.as_slice())
    }

    /// The name of an element: that of the code of its list that is called like it, else the word of its column.
    pub(super) fn element_name(&self, element: &DeclaredElement) -> String {
        let name = self.codebook.code(&element.list, &element.column).map_or(&element.column, |code| &code.name);
        let mut letters = name.chars();
        letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
    }

    /// The codes to which articles are mapped, in the order of their list.
    pub(super) fn codes(&self) -> Vec<CodeId> {
        let list = self.codebook.structure.detailed().and_then(|detailed| self.codebook.lists.get(detailed.list()));
        let place: BTreeMap<&str, usize> = list.into_iter().flatten().map(|code| code.code.as_str()).zip(0..).collect();
        let mut codes: Vec<CodeId> = self.of_code.keys().copied().collect();
        codes.sort_by_key(|code| (place.get(code.as_str()).copied(), *code));
        codes
    }

    /// The articles that are mapped to a code, by state and line.
    pub(super) fn articles(&self, code: &CodeId) -> &[&'r LegalArticle] {
        self.of_code.get(code).map_or(&[], Vec::as_slice)
    }

    /// The elements of a code.
    pub(super) fn elements_of_code(&self, code: &CodeId) -> Vec<Element> {
        self.read(self.codebook.code_elements.get(code).map_or(&[], Vec::as_slice), &[])
    }

    /// The elements of an article, beside those of the code that it is mapped to.
    pub(super) fn elements_of_article(&self, line: &LegalArticle) -> Vec<Element> {
        self.read(&line.elements, self.codebook.code_elements.get(&line.code).map_or(&[], Vec::as_slice))
    }

    /// The elements of a meaning.
    pub(super) fn elements_of_meaning(&self, meaning: &Meaning) -> Vec<Element> {
        self.read(&meaning.elements, &[])
    }

    fn read(&self, words: &[String], others: &[String]) -> Vec<Element> {
        let at = |words: &[String], place: usize| words.get(place).and_then(|text| Extent::parse(text));
        let one = |place: usize| {
            let extent = at(words, place);
            let differs = extent.as_ref().zip(at(others, place)).is_some_and(|(own, other)| !own.is_same(&other));
            Element { extent, differs }
        };
        (0..self.elements().len()).map(one).collect()
    }

    /// The national words with a meaning, by state and line.
    pub(super) fn words(&self, meaning: &Meaning) -> &[&'r Correspondence] {
        self.words.get(meaning.meaning.as_str()).map_or(&[], Vec::as_slice)
    }

    /// The codes that it speaks of.
    pub(super) fn mentioned(&self) -> BTreeSet<CodeId> {
        let Codebook { articles, meanings, .. } = self.codebook;
        let of_articles = articles.iter().flat_map(|line| [Some(line.code), line.secondary.map(|(_, code)| code)]).flatten();
        let of_words =
            self.words.values().flatten().filter_map(|line| if let MappedTo::Code(code) = line.target { Some(code) } else { None });
        of_articles.chain(meanings.iter().map(|meaning| meaning.code)).chain(of_words).collect()
    }

    /// The same as data of the page.
    pub(super) fn value(&self) -> Value {
        let element = |element: &DeclaredElement| json!([element.list, self.element_name(element)]);
        let code = |code: CodeId| json!({ "code": code.as_str(), "elements": extents(&self.elements_of_code(&code)) });
        json!({
            "elements": self.elements().iter().map(element).collect::<Vec<_>>(),
            "codes": self.codes().into_iter().map(code).collect::<Vec<_>>(),
            "details": self.codebook.articles.iter().map(|line| self.article(line)).collect::<Vec<_>>(),
            "meanings": self.codebook.meanings.iter().map(|meaning| self.meaning(meaning)).collect::<Vec<_>>(),
        })
    }

    fn article(&self, line: &LegalArticle) -> Value {
        json!({
            "area": line.sender.to_string(),
            "code": line.article.as_str(),
            "label": line.label,
            "national": line.name_national,
            "name": line.name,
            "days": [line.validity.from.map(|day| day.to_string()), line.validity.to.map(|day| day.to_string())],
            "to": relation(line.predicate, line.code),
            "also": line.secondary.map(|(predicate, code)| relation(predicate, code)),
            "elements": extents(&self.elements_of_article(line)),
            "figures": self.figures(line),
            "evidence": line.evidence,
            "stated": LegalArticle::is_stated(&line.evidence),
            "comment": line.decision.comment,
            "at": line.at.to_string(),
        })
    }

    fn meaning(&self, meaning: &Meaning) -> Value {
        json!({
            "code": meaning.meaning,
            "name": meaning.name,
            "description": meaning.description,
            "to": relation(meaning.predicate, meaning.code),
            "elements": extents(&self.elements_of_meaning(meaning)),
            "source": meaning.source,
            "at": meaning.at.to_string(),
            "words": self.words(meaning).iter().map(|line| word(line)).collect::<Vec<_>>(),
        })
    }
}

fn word(line: &Correspondence) -> Value {
    json!({
        "area": line.sender.to_string(),
        "label": line.label,
        "table": line.table,
        "years": [line.years.0, line.years.1],
        "to": if let MappedTo::Code(code) = line.target { relation(line.predicate, code) } else { Value::Null },
        "exception": line.exception,
        "comment": line.decision.comment,
        "at": line.at.to_string(),
    })
}

/// `[predicate, list, code]`.
fn relation(predicate: Predicate, code: CodeId) -> Value {
    json!([predicate.name(), code.concept().list(), code.as_str()])
}

/// For each element null where nobody says it, else whether it is all words, the words, and whether it differs from the code.
fn extents(elements: &[Element]) -> Vec<Value> {
    let one = |element: &Element| match &element.extent {
        None => Value::Null,
        Some(Extent::All) => json!({ "any": true, "words": [], "differs": element.differs }),
        Some(Extent::Words(words)) => json!({ "any": false, "words": words, "differs": element.differs }),
    };
    elements.iter().map(one).collect()
}
