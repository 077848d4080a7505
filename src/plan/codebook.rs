//! What a release says of its codes: the plan without what only a run needs.

use std::collections::{BTreeMap, BTreeSet};

use super::articles::ArticleLine;
use super::build::{AreaPlan, Plan};
use super::caveats::Caveat;
use super::crosswalk::{CrosswalkLine, Target};
use super::facts::{Break, Fact, Statements};
use super::matcher::Matcher;
use super::names::CountryNames;
use super::role::Role;
use super::statements::Round;
use crate::model::{
    Code, CodeId, Codebook, Concept, Correspondence, DeclaredBreak, DeclaredCaveat, DeclaredFact, LegalArticle, Level, MappedTo, Profile,
    RefArea,
};

impl Plan {
    /// The codebook of a round.
    pub fn codebook(&self, round: &Round) -> Codebook {
        let areas = || round.areas.iter().filter_map(|area| self.areas.get(area));
        let objects = self.lists.objects().into_iter().map(|object| {
            let family = self.lists.family(&object).to_vec();
            (object, family)
        });
        let lists = &self.lists;
        Codebook {
            structure: lists.structure(),
            levels: Level::ALL.into_iter().map(|level| (level, lists.level(level))).collect(),
            codes: lists.known_codes(),
            title: round.title.clone(),
            remark: round.remark.clone(),
            agency: round.agency.clone().unwrap_or_else(|| "ROUNDUP".to_owned()),
            licences: round.licences.clone(),
            sources: Vec::new(),
            years: round.years.clone(),
            areas: round.areas.clone(),
            lists: self.code_lists(round),
            objects: objects.collect(),
            correspondences: areas().flat_map(|area| self.correspondences(area)).collect(),
            articles: areas().flat_map(|area| self.legal_articles(area)).collect(),
            profiles: areas().map(|area| (area.area, profile(&area.statements))).collect(),
            caveats: self.caveats.iter().map(caveat).collect(),
        }
    }

    fn correspondences(&self, area: &AreaPlan) -> Vec<Correspondence> {
        let lines = area.crosswalk.lines().iter().filter(|line| !self.kept_out.contains(&line.at));
        lines.map(|line| correspondence(area.area, line)).collect()
    }

    fn legal_articles(&self, area: &AreaPlan) -> Vec<LegalArticle> {
        let lines = area.articles.lines().iter().filter(|line| !self.kept_out.contains(&line.at));
        lines.map(|line| legal_article(area.area, line)).collect()
    }

    fn code_lists(&self, round: &Round) -> BTreeMap<String, Vec<Code>> {
        let mut lists: BTreeMap<String, Vec<Code>> = BTreeMap::new();
        for (name, entries) in &self.lists.lists {
            let mut codes: Vec<(usize, Code)> = entries
                .iter()
                .map(|(code, entry)| {
                    let [name, description, parent, source, sign] =
                        [&entry.name, &entry.description, &entry.parent, &entry.source, &entry.sign].map(String::clone);
                    let role = entry.role.map(Role::word).unwrap_or_default();
                    (entry.order, Code { code: code.clone(), name, description, parent, source, role, sign })
                })
                .collect();
            codes.sort_by_key(|(order, _)| *order);
            lists.insert(name.clone(), codes.into_iter().map(|(_, code)| code).collect());
        }
        let structure = self.lists.structure();
        for concept in structure.dimensions().iter().filter(|concept| concept.declared().countries) {
            let countries = lists.entry(concept.list().to_owned()).or_default();
            for (code, name) in CountryNames::english_names() {
                if !countries.iter().any(|own| own.code == code) {
                    let source = "ISO 3166-1 alpha-2; name from Unicode CLDR".to_owned();
                    countries.push(Code { code, name, parent: concept.declared().default.clone(), source, ..Code::default() });
                }
            }
        }
        if let Some(detail) = structure.detail() {
            let areas = round.areas.iter().filter_map(|area| self.areas.get(area));
            lists.insert(detail.list().to_owned(), details(detail, areas));
        }
        lists
    }
}

/// The national details of all states as one list, each once, under the total.
fn details<'a>(detail: Concept, areas: impl Iterator<Item = &'a AreaPlan>) -> Vec<Code> {
    let total = Code {
        code: detail.declared().default.clone(),
        name: format!("All {}s that the source counts", detail.word()),
        description: format!("The figure is not split by {}.", detail.word()),
        parent: String::new(),
        source: "SDMX generic code".to_owned(),
        role: Role::Total.word(),
        sign: String::new(),
    };
    let mut known = BTreeSet::from([CodeId::total(detail)]);
    let mut codes = vec![total];
    for line in areas.flat_map(|area| area.articles.lines()) {
        if known.insert(line.article) {
            let [national, english] = &line.names;
            let name = [english, national, &line.label].into_iter().find(|name| !name.is_empty()).cloned().unwrap_or_default();
            let description = if name == line.label { String::new() } else { line.label.clone() };
            let (code, source) = (line.article.to_string(), line.evidence.clone());
            codes.push(Code { code, name, description, parent: detail.declared().default.clone(), source, ..Code::default() });
        }
    }
    codes
}

fn correspondence(area: RefArea, line: &CrosswalkLine) -> Correspondence {
    let target = match &line.target {
        Target::Code(code) => Some(MappedTo::Code(*code)),
        Target::Period(period) => Some(MappedTo::Period(*period)),
        Target::NoTermFound => None,
    };
    Correspondence {
        area,
        concept: line.concept.word().to_owned(),
        label: line.label.clone(),
        is_pattern: matches!(line.matcher, Matcher::Pattern(_)),
        predicate: line.predicate,
        target,
        years: line.years,
        table: line.table_word.clone(),
        decision: line.decision.clone(),
        at: line.at,
    }
}

fn legal_article(area: RefArea, line: &ArticleLine) -> LegalArticle {
    let [name_national, name] = line.names.clone();
    LegalArticle {
        area,
        article: line.article,
        label: line.label.clone(),
        is_pattern: matches!(line.matcher, Matcher::Pattern(_)),
        name_national,
        name,
        predicate: line.predicate,
        offence: line.offence,
        years: line.years,
        evidence: line.evidence.clone(),
        decision: line.decision.clone(),
        at: line.at,
    }
}

fn profile(statements: &Statements) -> Profile {
    Profile {
        facts: statements.facts.iter().map(fact).collect(),
        breaks: statements.breaks.iter().map(declared_break).collect(),
        caveats: statements.caveats.iter().map(caveat).collect(),
    }
}

fn fact(fact: &Fact) -> DeclaredFact {
    DeclaredFact {
        measures: fact.scope.measures.clone(),
        concept: fact.concept.clone(),
        value: fact.value.clone(),
        years: fact.scope.years,
        source: fact.source.clone(),
        comment: fact.comment.clone(),
        at: fact.at,
    }
}

fn declared_break(declared: &Break) -> DeclaredBreak {
    DeclaredBreak {
        measures: declared.measures.clone(),
        from: declared.from,
        what: declared.what.clone(),
        affects: declared.affects.map(Concept::column),
        source: declared.source.clone(),
        at: declared.at,
    }
}

fn caveat(caveat: &Caveat) -> DeclaredCaveat {
    DeclaredCaveat {
        measures: caveat.scope.measures.clone(),
        years: caveat.scope.years,
        reason: caveat.reason,
        text: caveat.text.clone(),
        source: caveat.source.clone(),
        at: caveat.at,
    }
}
