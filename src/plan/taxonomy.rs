//! How the codes of a list are related: hierarchies, families of measures, pools, ages.

use std::sync::Arc;

use super::codelists::{CodeLists, Entry};
use super::role::Role;
use crate::model::{CodeId, Concept, Key, MappingLine};

impl CodeLists {
    /// All codes of a concept in the order of their list. Countries that only ISO 3166-1 lists are not among them.
    pub fn codes(&self, concept: Concept) -> &[CodeId] {
        self.index.ordered.get(&concept).map_or(&[], Vec::as_slice)
    }

    /// Codes and names of a list, by the name of its file, in its order.
    pub fn named(&self, list: &str) -> Vec<(String, String)> {
        let mut entries: Vec<(&String, &Arc<Entry>)> = self.lists.get(list).into_iter().flatten().collect();
        entries.sort_by_key(|(_, entry)| entry.order);
        entries.into_iter().map(|(code, entry)| (code.clone(), entry.name.clone())).collect()
    }

    /// The place of a code in its list; last when the list does not have it.
    pub fn order(&self, code: &CodeId) -> usize {
        self.entry(code).map_or(usize::MAX, |entry| entry.order)
    }

    /// The parent of a code. A country of ISO 3166-1 has the total as its parent.
    pub fn parent(&self, code: &CodeId) -> Option<CodeId> {
        match self.line(code) {
            Some(line) => line.parent,
            None => (!code.is_total()).then(|| CodeId::total(code.concept())),
        }
    }

    /// Whether `code` lies below `ancestor` in its hierarchy; no code lies below itself.
    pub fn is_below(&self, code: &CodeId, ancestor: &CodeId) -> bool {
        let mut above = self.parent(code);
        // A circle is a finding of its own; here it must only not hang.
        for _ in 0..64 {
            match above {
                Some(next) if next == *ancestor => return true,
                Some(next) => above = self.parent(&next),
                None => return false,
            }
        }
        false
    }

    /// The line of a code in its list.
    pub fn place(&self, code: &CodeId) -> Option<MappingLine> {
        self.entry(code).map(|entry| entry.at)
    }

    /// What a measure counts, such as a person, a case or an offence.
    pub fn object(&self, measure: &CodeId) -> &str {
        self.entry(measure).map_or("", |entry| entry.object.as_str())
    }

    /// The measures that count the same object, in the order of the list.
    pub fn family(&self, object: &str) -> &[CodeId] {
        self.index.families.get(object).map_or(&[], Vec::as_slice)
    }

    /// The objects of all measures, in the order of the list.
    pub fn objects(&self) -> Vec<String> {
        let mut objects: Vec<String> = Vec::new();
        for object in self.codes(self.structure.measure()).iter().map(|measure| self.object(measure)) {
            if !objects.iter().any(|known| known == object) {
                objects.push(object.to_owned());
            }
        }
        objects
    }

    /// The codes that a pooled code joins; empty for any other.
    pub fn pools(&self, code: &CodeId) -> &[CodeId] {
        self.line(code).map_or(&[], |line| line.pools.as_slice())
    }

    /// Whether sources that do not list a code may count it under another one, by the column `also_under` of the list.
    pub fn may_stand_under(&self, code: &CodeId, other: &CodeId) -> bool {
        code.concept() == other.concept()
            && self.entry(code).is_some_and(|entry| entry.also_under.iter().any(|under| under == other.as_str()))
    }

    /// Whether a category takes in whatever the list of the source does not name: other, a region, foreigners.
    pub fn is_residual(&self, code: &CodeId) -> bool {
        self.is(code, Role::Residual)
    }

    /// Whether a region holds a country (UN M49); the countries of a region are not below it, for hardly a source sums them.
    pub fn has_member(&self, region: &CodeId, country: &CodeId) -> bool {
        self.entry(region).is_some_and(|entry| entry.members.iter().any(|member| member == country.as_str()))
    }

    /// Whether a code is a region that stands for its countries.
    pub fn is_region(&self, code: &CodeId) -> bool {
        self.entry(code).is_some_and(|entry| !entry.members.is_empty())
    }

    /// Whether a value of a fact is all that a figure with this key asks for: children only is everyone, where children are counted.
    pub fn covers(&self, value: &str, key: &Key) -> bool {
        self.covered(value).is_some_and(|code| key.get(code.concept()) == Some(&code))
    }

    /// The code that all units of a figure have, where a value of a fact says so.
    pub fn covered(&self, value: &str) -> Option<CodeId> {
        let (concept, code) = self.lists.get("fact_value")?.get(value)?.covers.as_ref()?;
        Some(CodeId::new(*concept, code))
    }

    /// Whether what lies below a code must never be added up to it (ICCS v1.0: trafficking, exploitation and prostitution exclude each other).
    pub fn keeps_apart(&self, code: &CodeId) -> bool {
        code.is_total() || self.entry(code).is_some_and(|entry| entry.apart)
    }

    /// The measures whose units a measure also holds in the same period: those whose line says `within` of it.
    pub fn holds(&self, measure: &CodeId) -> Vec<CodeId> {
        let is_within = |other: &&CodeId| self.entry(other).is_some_and(|entry| entry.within.iter().any(|code| code == measure.as_str()));
        self.codes(measure.concept()).iter().filter(is_within).copied().collect()
    }

    /// The measures of a later stage, of which there can't be more over all years.
    pub fn precedes(&self, measure: &CodeId) -> Vec<CodeId> {
        self.related(measure, |entry| &entry.precedes)
    }

    fn related(&self, code: &CodeId, field: impl Fn(&Entry) -> &Vec<String>) -> Vec<CodeId> {
        self.entry(code).map(|entry| field(entry).iter().map(|other| CodeId::new(code.concept(), other)).collect()).unwrap_or_default()
    }

    /// The first and last year of age of a band; `None` for a code without ages.
    pub fn ages(&self, age: &CodeId) -> Option<(u32, Option<u32>)> {
        self.entry(age)?.ages
    }

    /// The age at which adults begin: that of the code with their role. The 2020 round draws the line at 18 years (ICCS v1.0, explanatory notes; SDMX
    /// `CL_AGE`).
    pub fn adulthood(&self) -> Option<u32> {
        self.ages(&self.with_role(Role::Adults)?).map(|(from, _)| from)
    }

    /// The same for a band of that dimension; `None` for bands of anything else, such as of durations.
    fn adulthood_for(&self, band: &CodeId) -> Option<u32> {
        self.adulthood().filter(|_| self.child_rule().is_some_and(|rule| rule.ages == band.concept()))
    }

    /// Whether a band holds both children and adults, so that it rolls up to neither.
    pub fn straddles_adulthood(&self, age: &CodeId) -> bool {
        self.adulthood_for(age).is_some_and(|line| self.ages(age).is_some_and(|(from, to)| from < line && to.is_none_or(|to| to >= line)))
    }

    /// Whether all of a band is of adults.
    pub fn is_adult(&self, age: &CodeId) -> bool {
        self.adulthood_for(age).is_some_and(|line| self.ages(age).is_some_and(|(from, _)| from >= line))
    }

    /// Whether a band holds adults; where the dimension does not tell children from adults each does.
    pub fn has_adults(&self, age: &CodeId) -> bool {
        self.adulthood_for(age).is_none_or(|line| self.ages(age).is_some_and(|(_, to)| to.is_none_or(|to| to >= line)))
    }

    /// The SDMX status that a value of a fact implies, if it implies one.
    pub fn status_of_fact_value(&self, value: &str) -> Option<CodeId> {
        let status = &self.lists.get("fact_value")?.get(value)?.obs_status;
        (!status.is_empty()).then(|| CodeId::new(Concept::obs_status(), status))
    }

    /// The values that a fact can have, in the order of their list.
    pub fn fact_values(&self, concept: &str) -> Vec<String> {
        let mut values: Vec<(usize, String)> = self
            .lists
            .get("fact_value")
            .into_iter()
            .flatten()
            .filter(|(_, entry)| entry.concept.split('|').any(|own| own == concept))
            .map(|(value, entry)| (entry.order, value.clone()))
            .collect();
        values.sort();
        values.into_iter().map(|(_, value)| value).collect()
    }

    /// The lists that have a code, by the names of their files.
    pub fn lists_with(&self, code: &str) -> Vec<&str> {
        self.lists.iter().filter(|(_, list)| list.contains_key(code)).map(|(name, _)| name.as_str()).collect()
    }

    /// Name and description of a code of a list.
    pub fn page(&self, list: &str, code: &str) -> Option<(&str, &str)> {
        self.lists.get(list)?.get(code).map(|entry| (entry.name.as_str(), entry.description.as_str()))
    }
}
