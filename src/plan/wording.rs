//! Whether a line of the mappings says a word itself, and not only a pattern that the word matches.

use super::articles::ArticleMatch;
use super::build::SenderPlan;
use super::codelists::CodeLists;
use super::word_concept::WordConcept;
use crate::model::{MappingLine, ReferencePeriod};
use crate::normalize::split_marks;

/// What is known of a word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// Whether a line, a list of countries or the calendar says the word itself.
    pub is_literal: bool,
    /// The lines that know it, in either way.
    pub lines: Vec<MappingLine>,
}

impl SenderPlan {
    /// What is known of a word under some concepts, as written or without its footnote marks.
    pub fn said(&self, concepts: &[WordConcept], word: &str, lists: &CodeLists) -> Said {
        let mut said = Said::default();
        let bare = split_marks(word).0;
        let forms: &[&str] = if bare.is_empty() || bare.len() == word.trim_end().len() { &[word] } else { &[word, bare] };
        for form in forms {
            for concept in concepts {
                self.said_of(*concept, form, lists, &mut said);
            }
            if said.is_literal {
                break;
            }
        }
        said.lines.sort();
        said.lines.dedup();
        said
    }

    fn said_of(&self, concept: WordConcept, word: &str, lists: &CodeLists, said: &mut Said) {
        let mut hit = |line: Option<(MappingLine, bool)>| {
            if let Some((at, is_pattern)) = line {
                said.lines.push(at);
                said.is_literal |= !is_pattern;
            }
        };
        match concept {
            WordConcept::Detail(_) => hit(match self.articles.find(word, None) {
                ArticleMatch::Found(line) | ArticleMatch::NotUsable(line) | ArticleMatch::NotInForce(line) => {
                    Some((line.at, line.is_pattern))
                }
                _ => None,
            }),
            _ => hit(self.crosswalk.best(concept, word).map(|line| (line.at, line.is_pattern))),
        }
        let of_calendar = concept == WordConcept::Period && ReferencePeriod::parse(word).is_some();
        let of_countries = || concept.has_countries() && (self.names.find(word).is_some() || lists.area_by_word(word).is_some());
        said.is_literal |= of_calendar || of_countries();
    }
}
