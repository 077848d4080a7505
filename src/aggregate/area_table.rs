//! What an area's table says about a code, stated or not: the table as a system of integer unknowns.
//!
//! Parts and what is in none of them make the total; a person has one sex, one age and one citizenship; children are inside or outside the
//! sexes and the total as declared. What a table does not say stays open, and contradictory figures give no bound.

use std::collections::BTreeMap;

use super::category::{Category, Share, in_table, is_suppressed, mark_parts, named, range, share};
use super::children::Children;
use super::solve::Range;
use crate::compare::{Assessed, Flag};
use crate::model::{CodeId, Concept, Exclusive, Key, ObsValue, Predicate, Severity, Unlisted, Use};
use crate::plan::{Plan, Role};

/// How the parts of a split make their total.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Mode {
    /// A unit is in one part at most.
    pub(super) excludes: bool,
    /// Each unit is in a part.
    pub(super) is_complete: bool,
}

/// What a table says of a code.
#[derive(Clone, Debug)]
pub(super) struct CodeBounds<'a> {
    /// The units.
    pub(super) range: Range,
    /// The figures of the code itself and of what lies below it, beside one another.
    pub(super) own: Vec<&'a Assessed>,
    /// The figures that it was derived from; empty when it is their plain sum.
    pub(super) derived_from: Vec<&'a Assessed>,
    /// A figure of it, or beside it, is suppressed, and the range could give it away.
    pub(super) is_suppressed: bool,
    /// The table contradicts itself, so that the numbers are given as printed.
    pub(super) is_contradicted: bool,
}

/// The figures of one area, measure and period.
#[derive(Debug)]
pub(super) struct AreaTable<'a> {
    pub(super) plan: &'a Plan,
    pub(super) total: Option<(Range, &'a Assessed)>,
    pub(super) splits: BTreeMap<Concept, Vec<Category<'a>>>,
    pub(super) modes: BTreeMap<Concept, Mode>,
    /// Women, men and others of 18 years and over, where children stand beside them, and girls and boys.
    pub(super) adults: Vec<Category<'a>>,
    pub(super) minors: Vec<Category<'a>>,
    pub(super) children: Children,
    /// The source suppresses one of the figures.
    suppresses: bool,
}

impl<'a> AreaTable<'a> {
    /// The table that figures of one area, measure and period make. A remark stands in where the table has no number.
    pub(super) fn new(figures: &[&'a Assessed], plan: &'a Plan) -> Option<Self> {
        let key = &figures.first()?.observation().key;
        let measure = key.measure();
        let mut groups: BTreeMap<Key, (&'a Assessed, bool)> = BTreeMap::new();
        for figure in figures {
            let key = &figure.observation().key;
            let group = key.over(key.structure().statement());
            let (kept, has_row) = groups.entry(group).or_insert((figure, false));
            *has_row |= in_table(figure);
            if rank(figure, plan) < rank(kept, plan) {
                *kept = figure;
            }
        }
        let mut table = Self {
            plan,
            total: None,
            splits: BTreeMap::new(),
            modes: BTreeMap::new(),
            adults: Vec::new(),
            minors: Vec::new(),
            children: Children::declared(plan, key, &measure),
            suppresses: figures.iter().any(|figure| is_suppressed(&figure.observation().value, &plan.lists)),
        };
        for (figure, has_row) in groups.values() {
            table.place(figure, *has_row);
        }
        for (code, _) in plan.whole_of(key) {
            table.count_in_both(code);
        }
        table.sexes_of_adults();
        let lists = &plan.lists;
        table.splits.values_mut().for_each(|categories| mark_parts(categories, lists));
        table.doubt_remark();
        for concept in key.structure().splits().iter().copied() {
            table.settle_doubts(concept);
            let mode = table.mode(concept, key, &measure);
            table.modes.insert(concept, mode);
        }
        Some(table)
    }

    /// All units of the measure have the code, by a declared fact: the total is the figure of the code, and the figure of the code the total,
    /// where the source states only one of the two and does not split what it counts further.
    fn count_in_both(&mut self, code: CodeId) {
        let categories = self.splits.get(&code.concept()).map_or(&[][..], Vec::as_slice);
        match (self.total, categories) {
            (Some((range, figure)), []) => {
                let has_row = in_table(figure);
                let (is_part, is_doubtful) = (true, false);
                let category = Category { code, predicate: Predicate::Close, range, figure, has_row, is_part, is_doubtful };
                self.splits.insert(code.concept(), vec![category]);
            }
            (None, [only]) if only.code == code && only.range != Range::any() => self.total = Some((only.range, only.figure)),
            _ => {}
        }
    }

    /// A total from a remark that the parts of the table exceed may be theirs instead.
    fn doubt_remark(&mut self) {
        let sum = |categories: &Vec<Category<'_>>| {
            let parts = categories.iter().filter(|category| category.is_part);
            parts.map(|part| part.range.lower).try_fold(0_u64, u64::checked_add)
        };
        // Bands may be those of children alone.
        let makes_total = |concept: &&Concept| concept.makes_total() && !concept.declared().bands;
        let of_total = self.plan.lists.structure().splits().iter().filter(makes_total);
        let mut sums = of_total.filter_map(|concept| self.splits.get(concept)).map(sum);
        // Parts that the machine can't add up limit nothing.
        let most = sums.try_fold(0, |most: u64, sum| sum.map(|sum| most.max(sum)));
        if let Some((range, figure)) = &mut self.total
            && !in_table(figure)
        {
            range.upper = range.upper.zip(most).map(|(upper, most)| upper.max(most));
        }
    }

    /// Parts that are not certain do belong to the total when all of them together make it.
    fn settle_doubts(&mut self, concept: Concept) {
        let Some(categories) = self.splits.get(&concept) else { return };
        if !categories.iter().filter(|category| category.is_part).all(|category| category.range.point().is_some()) {
            return;
        }
        let certain = |categories: &Vec<Category<'a>>| -> Vec<Category<'a>> {
            categories.iter().map(|category| Category { is_doubtful: false, ..category.clone() }).collect()
        };
        let (before, after) = (categories.clone(), certain(categories));
        self.splits.insert(concept, after);
        if self.base().is_none() || !self.fits(concept, Mode { excludes: true, is_complete: true }) {
            self.splits.insert(concept, before);
        }
    }

    /// The total that parts may be measured by: not one that may not be summed itself, for it is of something else.
    pub(super) fn base(&self) -> Option<Range> {
        let breaks = |flag: &Flag| flag.severity(Use::Sum) == Some(Severity::Breaks);
        self.total.filter(|(_, figure)| in_table(figure) || !figure.flags().iter().any(breaks)).map(|(range, _)| range)
    }

    fn place(&mut self, figure: &'a Assessed, has_row: bool) {
        let lists = &self.plan.lists;
        let key = &figure.observation().key;
        let split: Vec<Concept> = key.structure().splits().iter().filter(|concept| key.is_split(**concept)).copied().collect();
        let rule = lists.child_rule();
        match split.as_slice() {
            [] => {
                let known = range(&figure.observation().value, lists).filter(|range| *range != Range::any());
                self.total = known.map(|range| (range, figure)).or(self.total);
            }
            [concept] => self.splits.entry(*concept).or_default().extend(Category::new(figure, has_row, *concept, lists)),
            [one, other] => {
                let (Some(rule), Some(sexes)) = (rule, rule.and_then(|rule| rule.sexes)) else { return };
                let age = key.code(rule.ages);
                if [*one, *other].contains(&sexes) && (age == rule.adults || age == rule.children) {
                    let side = if age == rule.adults { &mut self.adults } else { &mut self.minors };
                    side.extend(Category::new(figure, has_row, sexes, lists));
                }
            }
            _ => {}
        }
    }

    /// Women and men beside children are parts of the split by sex, each but a part of its sex, and together the adults.
    fn sexes_of_adults(&mut self) {
        let Some((rule, of_sexes)) = self.plan.lists.child_rule().and_then(|rule| Some((*rule, rule.sexes?))) else { return };
        let sexes = self.splits.entry(of_sexes).or_default();
        let plain: Vec<CodeId> = sexes.iter().map(|category| category.code).collect();
        for category in self.adults.iter().chain(&self.minors).filter(|category| !plain.contains(&category.code)) {
            sexes.push(Category { predicate: Predicate::Broad, ..category.clone() });
        }
        if sexes.is_empty() {
            self.splits.remove(&of_sexes);
        }
        let ages = self.splits.entry(rule.ages).or_default();
        if !ages.iter().any(|category| category.code == rule.adults)
            && let Some(first) = self.adults.first()
        {
            let range = self.adults.iter().fold(Range::exactly(0), |sum, category| sum + category.range);
            ages.push(Category { code: rule.adults, predicate: Predicate::Broad, range, ..first.clone() });
        }
        if ages.is_empty() {
            self.splits.remove(&rule.ages);
        }
        // Beside sexes of all ages they are but a part of those.
        self.adults.retain(|category| !plain.contains(&category.code));
        self.minors.retain(|category| !plain.contains(&category.code));
    }

    /// How the parts of a split make the total: as declared, or as the numbers themselves show; what contradicts the numbers is not kept.
    fn mode(&self, concept: Concept, key: &Key, measure: &CodeId) -> Mode {
        let Some(categories) = self.splits.get(&concept) else { return Mode::default() };
        let lists = &self.plan.lists;
        let says = |fact: Role, value: Role| {
            let known = self.plan.known((key.sender(), key.ref_area), measure, lists.word(fact), key.time_period).value();
            lists.says(known, value)
        };
        let parts = || categories.iter().filter(|category| category.is_part);
        let closes = || {
            let sum: Option<u64> = parts().map(|part| part.range.point()).try_fold(0_u64, |sum, n| sum.checked_add(n?));
            sum.is_some() && self.total.is_some_and(|(total, _)| total.point() == sum)
        };
        let excludes = match concept.declared().exclusive {
            Exclusive::ByFact => says(Role::OneCategory, Role::CountedOnce) || closes(),
            Exclusive::ByUnit => lists.is(&key.unit(), Role::OnePerUnit) || closes(),
            Exclusive::Always => true,
        };
        let is_unknown = |code: &CodeId| lists.is(code, Role::Unknown);
        let has_place_for_unknown = || parts().any(|part| is_unknown(&part.code) || lists.pools(&part.code).iter().any(is_unknown));
        let draws_the_line = lists.child_rule().is_some_and(|rule| rule.ages == concept);
        let is_complete = match concept.declared().unlisted {
            Unlisted::ByFact => says(Role::ListCompleteness, Role::Complete),
            // The list is what the source counts; a total of its own can be of more.
            Unlisted::NotCounted => true,
            Unlisted::Elsewhere if draws_the_line => has_place_for_unknown() && parts().any(|part| lists.is_adult(&part.code)),
            Unlisted::Elsewhere => has_place_for_unknown(),
        };
        let as_declared = [Mode { excludes, is_complete }, Mode { excludes, is_complete: false }, Mode { excludes: false, is_complete }];
        as_declared.into_iter().find(|mode| self.fits(concept, *mode)).unwrap_or_default()
    }

    pub(super) fn child_category(&self) -> Option<&Category<'a>> {
        let rule = self.plan.lists.child_rule()?;
        self.splits.get(&rule.ages).into_iter().flatten().find(|category| category.is(&rule.children))
    }

    /// What the table says of a code of a split, or of the total; `None` when it has no figure of the split, or bounds nothing.
    pub(super) fn say(&self, target: Option<&CodeId>) -> Option<CodeBounds<'a>> {
        let categories = target.map(|code| self.splits.get(&code.concept()).map_or(&[][..], Vec::as_slice));
        let has_number = |category: &&Category<'_>| category.range != Range::any();
        if categories.is_some_and(|categories| !categories.iter().any(|category| has_number(&category))) {
            return None;
        }
        // What the source does not list is not counted, which is not the same as none.
        if let Some(code) = target.filter(|code| code.concept().declared().unlisted == Unlisted::NotCounted) {
            let lists = &self.plan.lists;
            let touches = |own: &CodeId| own == code || lists.is_below(own, code) || lists.is_below(code, own);
            if !self.codes(code.concept()).any(touches) {
                return None;
            }
        }
        let own = self.own(target);
        let printed = own.iter().filter_map(|figure| range(&figure.observation().value, &self.plan.lists)).reduce(|sum, range| sum + range);
        let solved = self.solve(target);
        // Where the source gives bounds, narrower ones could give the number away.
        let gives_bounds = own.iter().any(|figure| matches!(figure.observation().value, ObsValue::Bounds { .. }));
        let (range, is_contradicted) = match (solved, printed) {
            (_, Some(printed)) if gives_bounds => (printed, false),
            (Some(range), _) => (range, false),
            (None, Some(printed)) => (printed, true),
            (None, None) => return None,
        };
        if range == Range::any() {
            return None;
        }
        let is_printed = is_contradicted || gives_bounds || printed.is_some_and(|printed| printed.point().is_some() && printed == range);
        let derived_from = if is_printed { Vec::new() } else { self.evidence(target) };
        let is_suppressed = (self.suppresses && !derived_from.is_empty()) || target.is_some_and(|target| self.holds_suppressed(target));
        Some(CodeBounds { range, own, derived_from, is_suppressed, is_contradicted })
    }

    /// Whether a suppressed figure belongs to the code, or may.
    fn holds_suppressed(&self, target: &CodeId) -> bool {
        let categories = self.splits.get(&target.concept()).map_or(&[][..], Vec::as_slice);
        let names = named(categories, target);
        let belongs = |category: &&Category<'_>| share(category, target, names, &self.plan.lists) != Share::None;
        let suppressed = |category: &Category<'_>| is_suppressed(&category.figure.observation().value, &self.plan.lists);
        categories.iter().filter(belongs).any(suppressed)
    }

    /// The figures with a number that belong to the target as a whole.
    fn own(&self, target: Option<&CodeId>) -> Vec<&'a Assessed> {
        let Some(target) = target else { return self.total.iter().map(|(_, figure)| *figure).collect() };
        let categories = self.splits.get(&target.concept()).map_or(&[][..], Vec::as_slice);
        let names = named(categories, target);
        let belongs = |category: &&Category<'a>| {
            let counts = category.is_part || category.code == *target;
            counts && category.range != Range::any() && share(category, target, names, &self.plan.lists) == Share::All
        };
        categories.iter().filter(belongs).map(|category| category.figure).collect()
    }

    /// The figures that a derived range rests on.
    fn evidence(&self, target: Option<&CodeId>) -> Vec<&'a Assessed> {
        // Where there is no total, the other splits bound it.
        let from_splits = |concept: &Concept| {
            let of_target = target.is_some_and(|code| code.concept() == *concept);
            of_target || (self.base().is_none() && concept.makes_total())
        };
        let split = self.splits.iter().filter(|(concept, _)| from_splits(concept)).flat_map(|(_, categories)| categories);
        let children = self
            .child_category()
            .filter(|_| self.children.beside_total.is_some() || target.is_some_and(|code| Some(code.concept()) == self.plan.lists.sexes()));
        let base = self.total.filter(|_| target.is_none() || self.base().is_some());
        let mut figures: Vec<&'a Assessed> = base.iter().map(|(_, figure)| *figure).collect();
        figures.extend(split.chain(children).filter(|category| category.range != Range::any()).map(|category| category.figure));
        let is_of_ages = target.zip(self.plan.lists.child_rule()).is_some_and(|(code, rule)| code.concept() == rule.ages);
        figures.extend(self.adults.iter().filter(|_| is_of_ages).map(|c| c.figure));
        figures.sort_by_key(|a| a.observation().key);
        figures.dedup_by(|a, b| a.observation().key == b.observation().key);
        figures
    }

    /// The figure that stands for the table as a whole: its total, or else its first figure.
    pub(super) fn leading(&self) -> Option<&'a Assessed> {
        let first = || self.splits.values().flatten().find(|category| category.range != Range::any()).map(|category| category.figure);
        self.total.map(|(_, figure)| figure).or_else(first)
    }

    /// The figures of the table itself that have a number.
    pub(super) fn stated(&self) -> Vec<&'a Assessed> {
        let categories = self.splits.values().flatten().filter(|category| category.range != Range::any());
        let all = self.total.iter().map(|(_, figure)| *figure).chain(categories.map(|category| category.figure));
        all.filter(|figure| in_table(figure)).collect()
    }

    /// Whether the table has a number for the split, or any at all.
    pub(super) fn has_number(&self, split: Option<Concept>) -> bool {
        let known = |concept: &Concept| split.is_none_or(|split| split == *concept);
        let categories = self.splits.iter().filter(|(concept, _)| known(concept)).flat_map(|(_, categories)| categories);
        (split.is_none() && self.total.is_some()) || categories.into_iter().any(|category| category.range != Range::any())
    }

    /// The codes that the table names in a split.
    pub(super) fn codes(&self, split: Concept) -> impl Iterator<Item = &CodeId> {
        self.splits.get(&split).into_iter().flatten().map(|category| &category.code)
    }
}

/// A number of the table before one of a remark, and that before a gap.
fn rank(figure: &Assessed, plan: &Plan) -> (bool, bool) {
    let observation = figure.observation();
    let has_number = range(&observation.value, &plan.lists).is_some_and(|range| range != Range::any());
    (!has_number, !in_table(figure))
}
