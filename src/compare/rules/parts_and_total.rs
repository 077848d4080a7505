//! Parts compared with the total that the source gives.

use std::collections::{BTreeMap, BTreeSet};

use crate::compare::rule::Rule;
use crate::compare::rule_context::{FlagCollector, FlagDraft, RuleContext, has_value, in_table, place};
use crate::diag::{Finding, codes};
use crate::model::{CodeId, Concept, Count, Key, ObsValue, Observation, ReasonRole, Unlisted, Use};
use crate::plan::{Known, Role};

pub(super) const RULE: Rule = Rule {
    name: "parts-and-total",
    family: "figures",
    reasons: &[ReasonRole::Arithmetic],
    title: "The parts of a split do not add up to the total that the source gives",
    when: "The figures of a split sum to more than their total, or to less although no part is missing and the list does not say that it is partial. Children count inside or outside the sexes as declared; where nothing is declared, the parts must add up in one of the two readings.",
    what_to_do: "Ask the country which of the figures is right. None of them is changed here.",
};

pub(super) fn run(context: &RuleContext<'_>, sink: &mut FlagCollector<'_>) {
    for split in context.lists().structure().splits().iter().copied() {
        // Key of the total, as a table would have it → its parts.
        let mut groups: BTreeMap<Key, Vec<usize>> = BTreeMap::new();
        for (i, observation) in context.each().filter(|(_, o)| !o.key.code(split).is_total()) {
            groups.entry(total_of(context, &observation.key, split)).or_default().push(i);
        }
        for (key, members) in groups {
            check(context, sink, split, &key, &members);
        }
    }
}

/// The key of the total that a part belongs to. Women and men beside children belong to the total of all ages, unless the source gives that sex of
/// all ages, too: then sex and age are crossed, and the total is that of the age.
pub(super) fn total_of(context: &RuleContext<'_>, key: &Key, split: Concept) -> Key {
    let structure = key.structure();
    let total = with_detail(&key.over(structure.statement()).over(split));
    match context.lists().child_rule() {
        Some(rule) if rule.sexes == Some(split) && key.code(rule.ages) == rule.adults && context.find(&key.over(rule.ages)).is_none() => {
            total.over(rule.ages)
        }
        _ => total,
    }
}

/// The key of a total: where a dimension is not split, its national detail is not either.
fn with_detail(key: &Key) -> Key {
    let structure = key.structure();
    match structure.detail().zip(structure.detailed()) {
        Some((detail, whole)) if !key.is_split(whole) => key.over(detail),
        _ => *key,
    }
}

pub(super) struct Parts<'a> {
    pub(super) listed: Vec<(usize, &'a Observation)>,
    /// Sum without parts that lie below another part, and with them.
    pub(super) sums: (Count, Count),
    pub(super) missing: bool,
}

/// The parts of a total; `None` when the machine can't hold their sum.
pub(super) fn parts<'a>(context: &RuleContext<'a>, split: Concept, members: &[usize]) -> Option<Parts<'a>> {
    let all: Vec<(usize, &Observation)> = members.iter().filter_map(|i| context.observations.get(*i).map(|o| (*i, o))).collect();
    // A remark stands in only where the table has no number for the part.
    let of = |is_meant: fn(&Observation) -> bool| -> BTreeSet<Key> {
        all.iter().filter(|(_, o)| is_meant(o)).map(|(_, o)| part_of(o)).collect()
    };
    let (with_number, in_tables, in_remarks) = (of(|o| in_table(o) && has_value(o)), of(in_table), of(|o| !in_table(o) && has_value(o)));
    let mut chosen: Vec<(usize, &Observation)> = Vec::new();
    for (i, observation) in &all {
        let part = part_of(observation);
        let stands_in = !in_table(observation) && has_value(observation) && !with_number.contains(&part);
        if (in_table(observation) && (has_value(observation) || !in_remarks.contains(&part)))
            || (stands_in && (in_tables.is_empty() || in_tables.contains(&part)))
        {
            chosen.push((*i, observation));
        }
    }
    let codes: BTreeSet<CodeId> = chosen.iter().map(|(_, o)| o.key.code(split)).collect();
    let is_below = |own: &CodeId| codes.iter().any(|other| !other.is_total() && context.lists().is_below(own, other));
    let below: BTreeSet<CodeId> = codes.iter().filter(|own| is_below(own)).copied().collect();
    let sum = |nested: bool| {
        let counted = chosen.iter().filter(|(_, o)| nested || !below.contains(&o.key.code(split)));
        Count::sum(counted.filter_map(|(_, o)| o.value.count()))
    };
    let included = |o: &Observation| match &o.value {
        ObsValue::Absent(absence) => context.lists().implies(absence, Role::IncludedElsewhere),
        _ => false,
    };
    let missing = chosen.iter().any(|(_, o)| o.value.count().is_none() && !included(o));
    let sums = (sum(false)?, sum(true)?);
    Some(Parts { listed: chosen, sums, missing })
}

/// The key that a figure has in a table, wherever it stands.
fn part_of(observation: &Observation) -> Key {
    observation.key.over(observation.key.structure().statement())
}

fn check(context: &RuleContext<'_>, sink: &mut FlagCollector<'_>, split: Concept, key: &Key, members: &[usize]) {
    let Some((at, total)) = context.stated(key) else { return };
    let Some(count) = total.value.count() else { return };
    let Some(Parts { listed: parts, sums, missing }) = parts(context, split, members) else { return };
    let Some((_, first)) = parts.first() else { return };
    // Of records that are counted under each of their categories the parts come to more, and should.
    if !covers_adults(context, split, &parts) || parts.iter().any(|(_, o)| o.counts_each) {
        return;
    }
    let (readings, children_missing) = readings(context, split, key, &parts, sums);
    let missing = missing || children_missing;
    let closes = |(low, high): &(Count, Count)| *low == count || *high == count || (*low < count && count < *high);
    if readings.is_empty() || readings.iter().any(closes) {
        return;
    }
    let partial = is_partial(context, split, key, &parts);
    let exceeds = readings.iter().all(|(low, _)| *low > count);
    let lost = context.is_incomplete(total);
    // What is left for a part that the source suppresses is the part: it is not said.
    let is_suppressed =
        |o: &Observation| matches!(&o.value, ObsValue::Absent(absence) if context.lists().implies(absence, Role::SuppressedStatus));
    let suppressed = parts.iter().any(|(_, o)| is_suppressed(o));
    let asked = parts.iter().any(|(_, o)| context.is_unexplained(o));
    if !exceeds && (missing || partial || lost) {
        if missing && !partial && !lost && !suppressed && !asked {
            let absent = parts.iter().filter(|(_, o)| o.value.count().is_none()).count() + usize::from(children_missing);
            let rest: Vec<String> = readings.iter().map(|(_, high)| count.minus(*high).unwrap_or_default().to_string()).collect();
            let found = format!(
                "{} of {count} are left for the parts by {} without a number ({absent}), for {key}",
                rest.join(" or, with the children, "),
                split.column()
            );
            sink.report(Finding::new(codes::PARTS_LEAVE_REST, place(total), found).related(place(first)));
        }
        return;
    }
    let sum_words: Vec<String> = readings.iter().map(|(_, high)| high.to_string()).collect();
    let names = split.column();
    let found = format!("the parts by {names} sum to {}, the total is {count}, for {key}", sum_words.join(" or, with the children, "));
    let mut finding = Finding::new(codes::PARTS_DIFFER_FROM_TOTAL, place(total), found.clone()).related(place(first));
    if let Known::Stated(fact) = context.plan.known_of(key, context.lists().word(Role::ChildrenInSplit))
        && context.lists().sexes() == Some(split)
    {
        finding = finding.related(crate::diag::Location::Line(fact.at));
    }
    if !std::iter::once(total).chain(parts.iter().map(|(_, o)| *o)).any(|o| context.is_doubted(o)) {
        sink.report(finding);
    }
    let severity = context.settings.of_reason(ReasonRole::Arithmetic);
    let cells: Vec<_> = std::iter::once(total).chain(parts.iter().map(|(_, o)| *o)).flat_map(|o| o.origins.iter().cloned()).collect();
    for i in std::iter::once(at).chain(parts.iter().map(|(i, _)| *i)) {
        sink.flag(i, FlagDraft::new(ReasonRole::Arithmetic, severity, &Use::ALL, found.clone()).cells(cells.iter().cloned()));
    }
}

/// The sums that parts may stand for, and whether children beside them have no number: children count inside or outside the sexes.
pub(super) fn readings(
    context: &RuleContext<'_>,
    split: Concept,
    key: &Key,
    parts: &[(usize, &Observation)],
    sums: (Count, Count),
) -> (Vec<(Count, Count)>, bool) {
    let (mut readings, mut children_missing) = (vec![sums], false);
    if let Some(rule) = context.lists().child_rule().filter(|rule| rule.sexes == Some(split)) {
        let child = context.find(&key.with(rule.children)).and_then(|(_, o)| o.value.count());
        let adults = parts.iter().any(|(_, o)| o.key.code(rule.ages) == rule.adults);
        // Women and men beside children whose number nobody gives: the children are a part without a number.
        children_missing = adults && child.is_none();
        if let Some(child) = child.filter(|_| !key.is_split(rule.ages)) {
            let outside = sums.0.plus(child).zip(sums.1.plus(child));
            match declared(context, key, Role::ChildrenInSplit) {
                _ if adults => readings = outside.into_iter().collect(),
                Some(_) => {}
                None => readings.extend(outside),
            }
        }
    }
    (readings, children_missing)
}

/// Whether parts do not claim to be all: they stand in remarks only, the list says so, or there are too few.
pub(super) fn is_partial(context: &RuleContext<'_>, split: Concept, key: &Key, parts: &[(usize, &Observation)]) -> bool {
    let only_remarks = parts.iter().all(|(_, o)| !in_table(o));
    let lists = context.lists();
    let names_some = || lists.says(declared(context, key, Role::ListCompleteness), Role::Partial);
    let has = |sex: Role| parts.iter().any(|(_, o)| lists.is(&o.key.code(split), sex));
    let lacks_a_sex = || lists.sexes() == Some(split) && !(has(Role::Female) && has(Role::Male));
    only_remarks || (split.declared().unlisted == Unlisted::ByFact && names_some()) || parts.len() < 2 || lacks_a_sex()
}

/// What the area declares of a fact for the figures of a key.
pub(super) fn declared<'a>(context: &RuleContext<'a>, key: &Key, fact: Role) -> Option<&'a str> {
    context.plan.known_of(key, context.lists().word(fact)).value()
}

/// Children alone are not split by age: some part must hold adults.
pub(super) fn covers_adults(context: &RuleContext<'_>, split: Concept, parts: &[(usize, &Observation)]) -> bool {
    let draws_the_line = context.lists().child_rule().is_some_and(|rule| rule.ages == split);
    !draws_the_line || parts.iter().any(|(_, o)| context.lists().has_adults(&o.key.code(split)))
}
