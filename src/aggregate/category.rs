//! How the units of a code are distributed over the categories of a source's table.

use crate::compare::Assessed;
use crate::model::{CodeId, Concept, Count, ObsValue, Predicate, Unlisted};
use crate::plan::{CodeLists, Role};

use super::solve::Range;

/// A category of a split as the source has it.
#[derive(Clone, Debug)]
pub(super) struct Category<'a> {
    /// The code that it was mapped to.
    pub(super) code: CodeId,
    /// How it relates to the code.
    pub(super) predicate: Predicate,
    /// How many units it has.
    pub(super) range: Range,
    /// The figure.
    pub(super) figure: &'a Assessed,
    /// Whether the table has a row for it, be it without a number, so that a remark stands in.
    pub(super) has_row: bool,
    /// Whether it is a part of the total beside the others: it stands in the table, and not inside another category.
    pub(super) is_part: bool,
    /// The source gives it the status U or V: what it is about is not certain, so that its units need not belong to the total.
    pub(super) is_doubtful: bool,
}

impl<'a> Category<'a> {
    /// The category of a figure; `None` for a share, and for what can't be a number or is counted elsewhere.
    pub(super) fn new(figure: &'a Assessed, has_row: bool, concept: Concept, lists: &CodeLists) -> Option<Self> {
        let observation = figure.observation();
        let code = *observation.key.get(concept)?;
        let range = range(&observation.value, lists)?;
        // A national category between two lines is what the weaker of them says.
        let predicates = observation.mappings.iter().filter(|used| used.code.concept() == concept).map(|used| used.predicate);
        let predicate = predicates.max_by_key(|predicate| weakness(*predicate)).unwrap_or(Predicate::Exact);
        let is_doubtful = [Role::LowReliability, Role::Unvalidated].into_iter().any(|role| lists.is(&observation.status, role));
        Some(Self { code, predicate, range, figure, has_row, is_part: true, is_doubtful })
    }

    /// Whether the category is the code itself, so that no unit of the code stands elsewhere in the table.
    pub(super) fn is(&self, target: &CodeId) -> bool {
        self.code == *target && matches!(self.predicate, Predicate::Exact | Predicate::Close)
    }
}

/// Whether the figure stands in a table, not in a remark.
pub(super) fn in_table(figure: &Assessed) -> bool {
    figure.observation().key.in_table()
}

fn weakness(predicate: Predicate) -> usize {
    Predicate::ALL.iter().position(|(known, _)| *known == predicate).unwrap_or(0)
}

/// The units that a value stands for. A category that is named without a number has one at least.
pub(super) fn range(value: &ObsValue, lists: &CodeLists) -> Option<Range> {
    match value {
        ObsValue::Count(count) => Some(Range::exactly(count.get())),
        ObsValue::Bounds { lower, upper } => Some(Range { lower: lower.get(), upper: upper.map(Count::get) }),
        ObsValue::Percent(_) => None,
        ObsValue::Absent(absence) if lists.is(absence, Role::Listed) => Some(Range { lower: 1, upper: None }),
        ObsValue::Absent(absence) if [Role::IncludedElsewhere, Role::CannotExist].into_iter().any(|role| lists.implies(absence, role)) => {
            None
        }
        ObsValue::Absent(_) => Some(Range::any()),
    }
}

/// Whether somebody has the number and suppresses it: the source, or a decision on a hidden cell.
pub(super) fn is_suppressed(value: &ObsValue, lists: &CodeLists) -> bool {
    matches!(value, ObsValue::Absent(absence) if lists.is(absence, Role::Hidden) || lists.implies(absence, Role::SuppressedStatus))
}

/// How much of a category belongs to a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Share {
    /// All of it.
    All,
    /// Anything from none to all of it.
    Some,
    /// Nothing.
    None,
}

/// How far a table names a code by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Named {
    /// No category has the code.
    No,
    /// A category has it that is only a part of it, or more than it.
    InPart,
    /// A category is the code.
    Whole,
}

/// How far the categories name `target`.
pub(super) fn named(categories: &[Category<'_>], target: &CodeId) -> Named {
    let of = |category: &Category<'_>| match category.is(target) {
        true => Named::Whole,
        false if category.code == *target => Named::InPart,
        false => Named::No,
    };
    categories.iter().map(of).max().unwrap_or(Named::No)
}

/// How much of `category` belongs to `target`, which the table names so far.
pub(super) fn share(category: &Category<'_>, target: &CodeId, named: Named, lists: &CodeLists) -> Share {
    let own = &category.code;
    // What is mapped to something narrower than itself, or to something that is only related, can hold units of any kind.
    let is_loose = matches!(category.predicate, Predicate::Narrow | Predicate::Related);
    let within = own == target || lists.is_below(own, target) || lists.pools(target).contains(own) || ages_within(own, target, lists);
    if within {
        return if is_loose { Share::Some } else { Share::All };
    }
    if named == Named::Whole {
        return Share::None;
    }
    // What a table names at all does not hide in a wider category beside it, but it can in what the table calls other. It lies inside a wider
    // category that is the wider code itself.
    let is_beside = named != Named::No && category.predicate == Predicate::Broad;
    let holds = (lists.is_below(target, own) && !is_beside)
        || lists.has_member(own, target)
        || lists.pools(own).contains(target)
        || lists.may_stand_under(target, own)
        || ages_overlap(own, target, lists);
    let takes_the_rest = lists.is_residual(own) && !lists.is(target, Role::Unknown);
    if holds || takes_the_rest || is_loose { Share::Some } else { Share::None }
}

fn ages_within(own: &CodeId, target: &CodeId, lists: &CodeLists) -> bool {
    lists
        .ages(own)
        .zip(lists.ages(target))
        .is_some_and(|((from, to), (least, most))| from >= least && most.is_none_or(|most| to.is_some_and(|to| to <= most)))
}

fn ages_overlap(own: &CodeId, target: &CodeId, lists: &CodeLists) -> bool {
    lists
        .ages(own)
        .zip(lists.ages(target))
        .is_some_and(|((from, to), (least, most))| most.is_none_or(|most| from <= most) && to.is_none_or(|to| to >= least))
}

/// Marks the categories that lie inside another one of the table, or that only a remark has: they are not parts beside the others. A category
/// below one that is itself only a part of its code (`broadMatch`) stands beside it.
pub(super) fn mark_parts(categories: &mut [Category<'_>], lists: &CodeLists) {
    let only_remarks = !categories.iter().any(|category| category.has_row);
    let all: Vec<(CodeId, Predicate)> = categories.iter().filter(|c| c.has_row).map(|c| (c.code, c.predicate)).collect();
    for category in categories.iter_mut() {
        // Where a source lists what it chooses to count, entries share codes without being inside one another.
        let is_inside = category.code.concept().declared().unlisted != Unlisted::NotCounted
            && all
                .iter()
                .any(|(code, predicate)| *predicate != Predicate::Broad && lists.is_below(&category.code, code) && !code.is_total());
        category.is_part = (only_remarks || category.has_row) && !is_inside;
    }
}
