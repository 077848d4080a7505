//! Caveats: the reason that each gives, and the figures that it is about.

use std::collections::BTreeMap;

use super::facts::{Builder, Statements};
use crate::diag::{Finding, Location, codes};
use crate::model::{Concept, DeclaredCaveat, Dimensions, Reason, ReasonRole, ReferencePeriod, Scope, Severity};

/// A caveat of the source.
#[derive(Clone, Debug)]
pub struct Caveat {
    /// What it says.
    pub declared: DeclaredCaveat,
    /// For some dimensions the codes that it is about; `*` is any code but the total.
    pub only: BTreeMap<Concept, Vec<String>>,
    /// Exactly these periods; none: any within the years.
    pub periods: Vec<ReferencePeriod>,
    /// How much it weighs; `None`: as its reason does.
    pub severity: Option<Severity>,
}

impl Caveat {
    /// Whether it is about a figure.
    pub fn holds(&self, key: &Dimensions) -> bool {
        let fits = |(concept, codes): (&Concept, &Vec<String>)| {
            key.get(*concept).is_some_and(|code| codes.iter().any(|c| c == code.as_str() || (c == "*" && !code.is_total())))
        };
        self.declared.scope.covers(&key.measure(), key.time_period)
            && (self.periods.is_empty() || self.periods.contains(&key.time_period))
            && self.only.iter().all(fits)
    }
}

impl Builder<'_> {
    pub(super) fn caveats(&mut self, built: &mut Statements) {
        for spanned in &self.file.image.caveat {
            let (image, at) = (spanned.get_ref(), self.file.at(&spanned.span()));
            let mut reason = Reason::new(self.lists.reason(ReasonRole::Caveat));
            if let Some(word) = &image.reason {
                match self.lists.find_reason(word.get_ref()) {
                    Some(known) => reason = known,
                    None => {
                        let place = self.file.at(&word.span());
                        self.wrong(place, format!("the reason \"{}\"", word.get_ref()), "a code of codelists/comparability_reason.csv");
                    }
                }
            }
            let severity = image.severity.as_ref().and_then(|word| {
                let severity = Severity::parse(word.get_ref());
                if severity.is_none() {
                    let place = self.file.at(&word.span());
                    self.wrong(place, format!("the severity \"{}\"", word.get_ref()), "note, caution or breaks");
                }
                severity
            });
            let (mut only, mut periods) = (BTreeMap::new(), Vec::new());
            for (word, listed) in &image.only {
                if word.get_ref() == "period" {
                    for text in listed {
                        match ReferencePeriod::parse(text.get_ref()) {
                            Some(period) => periods.push(period),
                            None => self.wrong(
                                self.file.at(&text.span()),
                                format!("the period \"{}\"", text.get_ref()),
                                "a period such as 2016 or 2016-2018",
                            ),
                        }
                    }
                    continue;
                }
                let structure = self.lists.structure();
                let by_word = structure.by_word(word.get_ref()).filter(|concept| concept.is_dimension());
                let Some(concept) = by_word.filter(|concept| structure.detail() != Some(*concept)) else {
                    let place = self.file.at(&word.span());
                    let expected = format!("one of {}, {} or period", self.lists.split_words(), structure.statement().word());
                    self.wrong(place, format!("where {}", word.get_ref()), &expected);
                    continue;
                };
                for code in listed.iter().filter(|code| *code.get_ref() != "*" && self.lists.get(concept, code.get_ref()).is_none()) {
                    let place = Location::Line(self.file.at(&code.span()));
                    let finding = Finding::new(codes::CODE_UNKNOWN, place, format!("the code \"{}\"", code.get_ref()));
                    self.findings.push(finding.expected(self.lists.hint(concept)));
                }
                only.insert(concept, listed.iter().map(|code| code.get_ref().clone()).collect());
            }
            let scope = Scope { measures: self.measures(&image.measure, &at), years: self.years((image.valid_from, image.valid_to), &at) };
            let (text, source) = (image.text.clone(), image.source.clone());
            built.caveats.push(Caveat { declared: DeclaredCaveat { scope, reason, text, source, at }, only, periods, severity });
        }
    }
}
