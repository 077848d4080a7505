//! What the codes of a dataset mean and how they were given: all that a reader needs beside the figures.

use std::collections::BTreeMap;

use super::{
    CodeId, Comparability, Concept, DataStructure, DeclaredCaveat, MappingLine, Predicate, Profile, RefArea, ReferencePeriod, Sender,
    Validity, is_date,
};

/// A code of a code list (SDMX: an item of a codelist).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Code {
    /// The code.
    pub code: String,
    /// Its name, English.
    pub name: String,
    /// What it means.
    pub description: String,
    /// The code above it; empty at the top.
    pub parent: String,
    /// The standard that it is taken from.
    pub source: String,
    /// What it is to the program (other, unknown, a remark …); empty where it is nothing special.
    pub role: &'static str,
    /// What a table shows for it in the place of a number; empty where nothing is declared.
    pub sign: String,
}

impl Code {
    /// The code with its name and place in the list.
    fn without_words(&self) -> Self {
        Self { code: self.code.clone(), name: self.name.clone(), parent: self.parent.clone(), role: self.role, ..Self::default() }
    }
}

/// Who decided a line of a mapping file, how and when, as the steward wrote it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decision {
    /// How it was decided (SSSOM `mapping_justification`, a CURIE of semapv).
    pub justification: String,
    /// By whom.
    pub decided_by: String,
    /// When.
    pub decided_on: String,
    /// The remark.
    pub comment: String,
}

impl Decision {
    /// The day in ISO 8601, which can be ordered as a text; `None` where nobody wrote one.
    pub fn iso_day(&self) -> Option<&str> {
        Some(self.decided_on.as_str()).filter(|day| is_date(day))
    }
}

/// A line of a crosswalk: a national word and the code that it becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correspondence {
    /// The sender whose word it is.
    pub sender: Sender,
    /// What the word is about, as mapping files name it: form, sex, period …
    pub concept: &'static str,
    /// The word, or a regular expression between slashes.
    pub label: String,
    /// Whether the label is a regular expression.
    pub is_pattern: bool,
    /// How the national category relates to the code.
    pub predicate: Predicate,
    /// What it becomes.
    pub target: MappedTo,
    /// First and last year, inclusive; open where there is none.
    pub years: (Option<u16>, Option<u16>),
    /// The table that it holds for; empty: all.
    pub table: String,
    /// What the word means, by `meanings.csv`; empty where nobody says it.
    pub meaning: String,
    /// Why it is not mapped by the rule of its meaning; empty where it is.
    pub exception: String,
    /// The decision.
    pub decision: Decision,
    /// Where it stands.
    pub at: MappingLine,
}

/// What national words mean, and the rule by which they are mapped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meaning {
    /// Our identifier.
    pub meaning: String,
    /// Its name.
    pub name: String,
    /// What it takes in.
    pub description: String,
    /// How words of the meaning relate to the code.
    pub predicate: Predicate,
    /// The code.
    pub code: CodeId,
    /// Its elements, as those of an article.
    pub elements: Vec<String>,
    /// What it is taken from.
    pub source: String,
    /// Where it stands.
    pub at: MappingLine,
}

/// What a national word becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MappedTo {
    /// A code.
    Code(CodeId),
    /// A period.
    Period(ReferencePeriod),
    /// Looked for, and there is none: the cells are out of scope.
    NoTermFound,
}

/// A national detail, such as an article of law, and the code of the common taxonomy that it is mapped to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LegalArticle {
    /// The sender that names it.
    pub sender: Sender,
    /// Our identifier.
    pub article: CodeId,
    /// How submissions write it, or a regular expression between slashes.
    pub label: String,
    /// Whether the label is a regular expression.
    pub is_pattern: bool,
    /// Its name in the language of the law.
    pub name_national: String,
    /// Its name in English.
    pub name: String,
    /// How it relates to the code.
    pub predicate: Predicate,
    /// The code of the dimension that it divides.
    pub code: CodeId,
    /// Another code to which it is related, and how.
    pub secondary: Option<(Predicate, CodeId)>,
    /// What its offence consists of: the words of each declared element, as the steward wrote them, in the order of the elements
    /// ([`Extent`](super::Extent) reads them); empty where they are not stated, or not known.
    pub elements: Vec<String>,
    /// The days on which this wording is in force.
    pub validity: Validity,
    /// Who says so.
    pub evidence: String,
    /// The decision.
    pub decision: Decision,
    /// Where it stands.
    pub at: MappingLine,
}

impl LegalArticle {
    /// The article by its code and name, what it is mapped to, what it consists of and when it is in force: the law, and no word of a submission.
    fn without_words(&self) -> Self {
        Self {
            sender: self.sender,
            article: self.article,
            label: String::new(),
            is_pattern: false,
            name_national: self.name_national.clone(),
            name: self.name.clone(),
            predicate: self.predicate,
            code: self.code,
            secondary: self.secondary,
            elements: self.elements.clone(),
            validity: self.validity,
            evidence: String::new(),
            decision: Decision::default(),
            at: MappingLine::whole(""),
        }
    }

    /// The evidence of a line that no source states: documentation, which no figure uses.
    const GENERAL_KNOWLEDGE: &str = "general-knowledge";

    /// Whether a source states an article with this evidence, so that figures may use it.
    pub fn is_stated(evidence: &str) -> bool {
        evidence != Self::GENERAL_KNOWLEDGE
    }
}

/// A submission, as its `SOURCE.toml` describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Who sent it.
    pub sender: Sender,
    /// Who made it.
    pub producer: String,
    /// Its title.
    pub title: String,
    /// When it was received, ISO 8601.
    pub received: String,
    /// Its licence, in words.
    pub licence: String,
}

impl Source {
    /// What may be said of it where small numbers are suppressed: not who made it and what it is called, for these are free words.
    #[must_use]
    pub fn published(self) -> Self {
        let received = if super::is_date(&self.received) { self.received } else { String::new() };
        Self { producer: String::new(), title: String::new(), received, ..self }
    }
}

/// Codes that outputs give beside those of the figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KnownCodes {
    /// Unit of measure of a number of units.
    pub count: &'static str,
    /// Unit of measure of a share.
    pub percent: &'static str,
    /// The absence of a figure that is a bound instead.
    pub bound: &'static str,
    /// The absence of a figure that is suppressed.
    pub suppression: &'static str,
    /// Status of a figure that is suppressed.
    pub suppressed: &'static str,
    /// Status of confidentiality of what may be published.
    pub free: &'static str,
    /// Status of confidentiality of what may not.
    pub confidential: &'static str,
}

/// The meaning of a dataset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Codebook {
    /// The dimensions of a figure.
    pub structure: &'static DataStructure,
    /// The code of each level of comparability.
    pub levels: BTreeMap<Comparability, &'static str>,
    /// The codes with a meaning to programs that read the outputs.
    pub codes: KnownCodes,
    /// The title of the round.
    pub title: String,
    /// What a reader has to know of the whole round; empty when there is nothing.
    pub remark: String,
    /// The agency that maintains its structures (SDMX).
    pub agency: String,
    /// Its licences, as SPDX names them; a reader may take either.
    pub licences: Vec<String>,
    /// The submissions, in order of state.
    pub sources: Vec<Source>,
    /// The years that it collects, ascending.
    pub years: Vec<u16>,
    /// The states that it expects, in order.
    pub areas: Vec<RefArea>,
    /// The code lists by the names of their files, each in its own order; articles of all states are the list `article`.
    pub lists: BTreeMap<String, Vec<Code>>,
    /// For each object that is counted (such as persons) its measures, in the order of the list.
    pub objects: Vec<(String, Vec<CodeId>)>,
    /// The crosswalks, by state and line.
    pub correspondences: Vec<Correspondence>,
    /// The legal articles, by state and line.
    pub articles: Vec<LegalArticle>,
    /// The elements of each code to which articles are mapped, as those of an article; a code without its own has those of the code above it.
    pub code_elements: BTreeMap<CodeId, Vec<String>>,
    /// What national words mean, in the order of the file.
    pub meanings: Vec<Meaning>,
    /// What is declared, by sender.
    pub profiles: BTreeMap<Sender, Profile>,
    /// Caveats that hold for all states.
    pub caveats: Vec<DeclaredCaveat>,
}

impl Codebook {
    /// What the codes mean, and what is declared in codes, without the words of those who declared it; those of one sender stay.
    #[must_use]
    pub fn without_words(&self, own: Option<Sender>) -> Self {
        let is_own = |sender: Sender| own == Some(sender);
        let article = |line: &LegalArticle| if is_own(line.sender) { line.clone() } else { line.without_words() };
        // The code lists are the region's own, but for national details: their names are those of the law, and who says so is a steward's word.
        let detail = self.structure.detail().map(Concept::list);
        let list = |(name, codes): (&String, &Vec<Code>)| {
            let is_national = detail == Some(name.as_str());
            let code = |own: &Code| if is_national { own.without_words() } else { own.clone() };
            (name.clone(), codes.iter().map(code).collect())
        };
        let profile =
            |(sender, profile): (&Sender, &Profile)| (*sender, if is_own(*sender) { profile.clone() } else { profile.without_words() });
        Self {
            structure: self.structure,
            levels: self.levels.clone(),
            codes: self.codes,
            title: self.title.clone(),
            remark: self.remark.clone(),
            agency: self.agency.clone(),
            licences: self.licences.clone(),
            sources: self.sources.iter().cloned().map(Source::published).collect(),
            years: self.years.clone(),
            areas: self.areas.clone(),
            lists: self.lists.iter().map(list).collect(),
            objects: self.objects.clone(),
            correspondences: self.correspondences.iter().filter(|line| is_own(line.sender)).cloned().collect(),
            articles: self.articles.iter().map(article).collect(),
            code_elements: self.code_elements.clone(),
            meanings: self.meanings.clone(),
            profiles: self.profiles.iter().map(profile).collect(),
            caveats: self.caveats.iter().map(DeclaredCaveat::without_words).collect(),
        }
    }

    /// The code of a level.
    pub fn level(&self, level: Comparability) -> &'static str {
        self.levels.get(&level).copied().unwrap_or_default()
    }

    /// A code of a list.
    pub fn code(&self, list: &str, code: &str) -> Option<&Code> {
        self.lists.get(list)?.iter().find(|own| own.code == code)
    }

    /// The day of the newest decision in the mappings, ISO 8601, for what needs a date and may have no clock; the end of the last year that
    /// the round collects where nobody wrote one.
    pub fn newest_decision(&self) -> String {
        let own = self.correspondences.iter().map(|line| &line.decision).chain(self.articles.iter().map(|line| &line.decision));
        own.filter_map(Decision::iso_day)
            .max()
            .map_or_else(|| format!("{}-12-31", self.years.last().copied().unwrap_or(2000)), str::to_owned)
    }

    /// The name of a state or an organisation; its code where no list has it.
    pub fn sender_name(&self, sender: Sender) -> String {
        let list = match sender {
            Sender::State(_) => Concept::area().list(),
            Sender::Organisation(_) => self.structure.provider().map_or("", Concept::list),
        };
        self.name(list, &sender.to_string()).to_owned()
    }

    /// The name of a code; the code itself where the list has none.
    pub fn name<'a>(&'a self, list: &str, code: &'a str) -> &'a str {
        self.code(list, code).map_or(code, |own| own.name.as_str())
    }
}
