//! Whether children are counted inside or outside the sexes and the total.

use crate::model::{CodeId, Key};
use crate::plan::{Plan, Role};

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
    pub(super) fn declared(plan: &Plan, key: &Key, measure: &CodeId) -> Self {
        let lists = &plan.lists;
        let known = |fact: Role| {
            let is_asked = plan.targets.of(*measure, lists).any(|target| lists.says(Some(&target.concept), fact));
            is_asked.then(|| plan.known((key.sender(), key.ref_area), measure, lists.word(fact), key.time_period).value())
        };
        let in_total = known(Role::ChildrenInTotal).flatten();
        let beside_total = if lists.says(in_total, Role::Outside) {
            Some(Certainty::Certain)
        } else {
            lists.says(in_total, Role::Undecided).then_some(Certainty::Possible)
        };
        let beside_sexes = known(Role::ChildrenInSplit).is_some_and(|value| !lists.says(value, Role::Inside));
        Self { beside_sexes, beside_total }
    }
}
