//! What a release says of its codes: the plan without what only a run needs.

use std::collections::{BTreeMap, BTreeSet};

use super::build::{Plan, SenderPlan};
use super::country_names::CountryNames;
use super::elements;
use super::facts::Statements;
use super::role::Role;
use super::round::Round;
use crate::model::{Code, CodeId, Codebook, Comparability, Concept, LegalArticle, MappingLine, Profile};

impl Plan {
    /// The codebook of a round.
    pub fn codebook(&self, round: &Round) -> Codebook {
        let areas = || round.senders.iter().filter_map(|sender| self.senders.get(sender));
        let objects = self.lists.objects().into_iter().map(|object| {
            let family = self.lists.family(&object).to_vec();
            (object, family)
        });
        let lists = &self.lists;
        let is_published = |line: &MappingLine| !self.kept_out.contains(line);
        let lines = areas().flat_map(|area| area.articles.lines()).map(|line| &line.said);
        let articles: Vec<LegalArticle> = lines.filter(|line| is_published(&line.at)).cloned().collect();
        Codebook {
            structure: lists.structure(),
            levels: Comparability::ALL.into_iter().map(|level| (level, lists.level(level))).collect(),
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
            correspondences: areas()
                .flat_map(|area| area.crosswalk.lines())
                .map(|line| &line.said)
                .filter(|line| is_published(&line.at))
                .cloned()
                .collect(),
            code_elements: articles.iter().map(|line| (line.code, elements::of_mapped(&line.code, lists))).collect(),
            articles,
            meanings: self.meanings.iter().filter(|own| is_published(&own.at)).cloned().collect(),
            profiles: areas().map(|area| (area.sender, profile(&area.statements))).collect(),
            caveats: self.caveats.iter().map(|caveat| caveat.declared.clone()).collect(),
        }
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
            let areas = round.senders.iter().filter_map(|sender| self.senders.get(sender));
            lists.insert(detail.list().to_owned(), details(detail, areas));
        }
        lists
    }
}

/// The national details of all states as one list, each once, under the total.
fn details<'a>(detail: Concept, areas: impl Iterator<Item = &'a SenderPlan>) -> Vec<Code> {
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
    for line in areas.flat_map(|area| area.articles.lines()).map(|line| &line.said) {
        if known.insert(line.article) {
            let name =
                [&line.name, &line.name_national, &line.label].into_iter().find(|name| !name.is_empty()).cloned().unwrap_or_default();
            let description = if name == line.label { String::new() } else { line.label.clone() };
            let (code, source) = (line.article.to_string(), line.evidence.clone());
            codes.push(Code { code, name, description, parent: detail.declared().default.clone(), source, ..Code::default() });
        }
    }
    codes
}

fn profile(statements: &Statements) -> Profile {
    let Statements { facts, breaks, caveats, .. } = statements;
    Profile { facts: facts.clone(), breaks: breaks.clone(), caveats: caveats.iter().map(|caveat| caveat.declared.clone()).collect() }
}
