//! Whether children stand inside or outside the sexes and the total.

use crate::model::{CodeId, Dimensions};
use crate::plan::{Known, Plan};

/// What is declared of children.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Children {
    /// They can stand beside the sexes, although the sexes do not say that they are adults.
    pub(super) beside_sexes: bool,
    /// They stand beside the total: all of them, or perhaps.
    pub(super) beside_total: Option<Certainty>,
}

/// How sure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Certainty {
    /// All of them.
    Certain,
    /// From none to all of them.
    Possible,
}

impl Children {
    /// What the facts say, where the targets ask for them. What is not stated can be either way for the sexes, for the same state does now
    /// this and now that (report l. 1983-2111); a total is as printed unless a line doubts it (report l. 3136 and 3353).
    pub(super) fn declared(plan: &Plan, key: &Dimensions, measure: &CodeId) -> Self {
        let known = |concept: &str| {
            let is_asked = plan.targets.of(measure, &plan.lists).any(|target| target.concept == concept);
            is_asked.then(|| plan.known(key.ref_area, measure, concept, key.time_period))
        };
        let beside_total = match known("children-in-total").and_then(Known::value) {
            Some("outside") => Some(Certainty::Certain),
            Some("undecided") => Some(Certainty::Possible),
            _ => None,
        };
        let beside_sexes = known("children-in-sex-split").is_some_and(|known| known.value() != Some("inside"));
        Self { beside_sexes, beside_total }
    }
}
