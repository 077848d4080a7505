//! A table as a system of integer unknowns: parts, totals, children beside them, and the units of one code.

use super::area_table::{AreaTable, Mode};
use super::category::{Category, Named, Share, named, share};
use super::children::Certainty;
use super::solve::{Range, System, Unknown};
use crate::model::{CodeId, Concept, Predicate};
use crate::plan::Role;

/// A system in the making, with its shared unknowns.
#[derive(Clone, Debug)]
struct Frame {
    system: System,
    /// The total that the parts belong to.
    base: Unknown,
    /// Children outside that total.
    beyond: Option<Unknown>,
    /// All children.
    children: Option<Unknown>,
}

/// The categories of a split as unknowns: the parts of the total, and those that have units of a code.
#[derive(Clone, Debug, Default)]
struct Shares {
    /// Beside one another they make the total.
    parts: Vec<Unknown>,
    /// Those that belong to the code as a whole.
    all: Vec<Unknown>,
    /// Those that may have some of it, with what they hold of it already.
    some: Vec<(Unknown, Vec<Unknown>)>,
    /// Parts without any.
    none: Vec<Unknown>,
}

impl AreaTable<'_> {
    fn frame(&self) -> Frame {
        let mut system = System::default();
        let base = system.unknown(self.base().unwrap_or(Range::any()));
        let child_category = self.child_category().map(|category| category.range);
        // Children beside the total whose number nobody gives can be any number.
        let beside = self.children.beside_total.map(|_| Range::any());
        let children = child_category.or(beside).map(|range| system.unknown(range));
        let beyond = children.zip(self.children.beside_total).map(|(children, certainty)| {
            let beyond = system.unknown(Range::any());
            match certainty {
                Certainty::Certain => system.equal(&[beyond], &[children]),
                Certainty::Possible => system.at_most(&[beyond], &[children]),
            }
            beyond
        });
        Frame { system, base, beyond, children }
    }

    /// Whether the numbers of a split can make their total in this way.
    pub(super) fn fits(&self, concept: Concept, mode: Mode) -> bool {
        let mut frame = self.frame();
        self.constrain(&mut frame, concept, mode, None);
        frame.system.is_possible()
    }

    /// Puts the categories of a split into the system, and tells which of them have units of the target.
    fn distribute(&self, frame: &mut Frame, concept: Concept, target: Option<&CodeId>) -> Shares {
        let lists = &self.plan.lists;
        let categories = self.splits.get(&concept).map_or(&[][..], Vec::as_slice);
        let names = target.map_or(Named::No, |target| named(categories, target));
        let mut shares = Shares::default();
        let (mut all, mut some) = (Vec::new(), Vec::<(Unknown, &Category<'_>)>::new());
        for category in categories {
            let is_children = frame.children.filter(|_| self.child_category().is_some_and(|child| std::ptr::eq(child, category)));
            let share = target.map(|target| share(category, target, names, lists));
            // What may not belong to the total at all counts only where it is asked for.
            let can_be_less = category.is_doubtful && share != Some(Share::All);
            let range = if can_be_less { Range { lower: 0, ..category.range } } else { category.range };
            let units = is_children.unwrap_or_else(|| frame.system.unknown(range));
            if category.is_part {
                shares.parts.push(units);
            }
            match share {
                // What is not a part of its own counts only for its own code, or units would count twice.
                _ if !category.is_part && target != Some(&category.code) => {}
                Some(Share::All) => all.push((units, category)),
                Some(Share::Some) => some.push((units, category)),
                Some(Share::None) => shares.none.extend(Some(units).filter(|_| category.is_part)),
                None => {}
            }
        }
        for (wider, container) in some {
            // A part of the code inside a wider category is in what that category has of the code.
            let within = |(_, part): &&(Unknown, &Category<'_>)| !part.is_part && lists.is_below(&part.code, &container.code);
            shares.some.push((wider, all.iter().filter(within).map(|(part, _)| *part).collect()));
        }
        shares.all = all.into_iter().map(|(units, _)| units).collect();
        shares
    }

    /// Puts the split into the system; with a target, gives the unknown that stands for it.
    fn constrain(&self, frame: &mut Frame, concept: Concept, mode: Mode, target: Option<&CodeId>) -> Option<Unknown> {
        let lists = &self.plan.lists;
        let categories = self.splits.get(&concept).map_or(&[][..], Vec::as_slice);
        let Shares { mut parts, mut all, mut some, none } = self.distribute(frame, concept, target);
        let (rule, sexes) = (lists.child_rule(), lists.sexes());
        let is_of_ages = rule.is_some_and(|rule| rule.ages == concept);
        if sexes == Some(concept)
            && let Some(pool) = self.children_beside_sexes(frame)
        {
            parts.push(pool);
            let known = self.minors.iter().any(|category| target == Some(&category.code));
            some.extend(Some((pool, Vec::new())).filter(|_| !known));
        }
        let rest = frame.system.unknown(if mode.is_complete { Range::exactly(0) } else { Range::any() });
        // Where unknown ages have a row of their own, those in no row are adults.
        let unknown_age = |c: &Category<'_>| lists.is(&c.code, Role::Unknown) && c.predicate == Predicate::Exact && !c.is_doubtful;
        let is_rest = target.is_some_and(|target| lists.is_adult(target)) && categories.iter().any(unknown_age);
        match is_rest && !categories.iter().any(|c| lists.is_adult(&c.code)) {
            true => all.push(rest),
            false if target.is_none_or(|target| named(categories, target) != Named::Whole) => some.push((rest, Vec::new())),
            false => {}
        }
        // Children outside the total have any form, sex and origin; among the ages they are known.
        if let Some(beyond) = frame.beyond.filter(|_| !is_of_ages) {
            some.push((beyond, Vec::new()));
        }
        let beside = frame.beyond.filter(|_| is_of_ages && self.child_category().is_some_and(|child| child.is_part));
        let whole: Vec<Unknown> = std::iter::once(frame.base).chain(beside).collect();
        let system = &mut frame.system;
        if mode.excludes {
            parts.push(rest);
            system.equal(&parts, &whole);
        } else {
            for part in parts.iter().chain([&rest]) {
                system.at_most(&[*part], &whole);
            }
        }
        let target = target?;
        let mut sum = all.clone();
        for (whole, beside) in &some {
            let share = system.unknown(Range::any());
            system.at_most(&[&[share], &beside[..]].concat(), &[*whole]);
            sum.push(share);
        }
        let units = system.unknown(Range::any());
        let everything: Vec<Unknown> = std::iter::once(frame.base).chain(frame.beyond).collect();
        if mode.excludes {
            system.equal(&sum, &[units]);
            // Follows from the rows before, where the code is a part beside the others; said once more, so that the search need not find it out.
            if categories.iter().filter(|category| category.code == *target).all(|category| category.is_part) {
                system.at_most(&[&[units], &none[..]].concat(), &everything);
            }
        } else {
            system.at_most(&[units], &sum);
            for part in &all {
                system.at_most(&[*part], &[units]);
            }
            system.at_most(&[units], &everything);
        }
        Some(units)
    }

    /// Children whom the parts of the split by sex do not hold.
    fn children_beside_sexes(&self, frame: &mut Frame) -> Option<Unknown> {
        let are_adults = !self.adults.is_empty();
        if !are_adults && !self.children.beside_sexes {
            return None;
        }
        let pool = frame.system.unknown(Range::any());
        let Some(children) = frame.children else { return Some(pool) };
        let mut inside: Vec<Unknown> = std::iter::once(pool).chain(frame.beyond).collect();
        if are_adults {
            inside.extend(self.minors.iter().map(|category| frame.system.unknown(category.range)));
            frame.system.equal(&inside, &[children]);
        } else {
            frame.system.at_most(&inside, &[children]);
        }
        Some(pool)
    }

    /// The least and the greatest number of units of a code of a split, or of the total; `None` when the table contradicts itself.
    pub(super) fn solve(&self, target: Option<&CodeId>) -> Option<Range> {
        let mode = |concept: &Concept| self.modes.get(concept).copied().unwrap_or_default();
        let mut frame = self.frame();
        // Where the total is known the other splits can't narrow this one; where it is not, each narrows the total. Offences never make a
        // total: they exclude each other, and what a source counts as related is its own choice.
        if target.is_none()
            && let Some((range, _)) = self.total
        {
            frame.base = frame.system.unknown(range);
        }
        let others: Vec<Concept> = match self.base() {
            Some(_) => Vec::new(),
            None => self
                .plan
                .lists
                .structure()
                .splits()
                .iter()
                .copied()
                .filter(|concept| {
                    concept.makes_total() && self.splits.contains_key(concept) && target.is_none_or(|code| code.concept() != *concept)
                })
                .collect(),
        };
        for concept in &others {
            let before = frame.clone();
            self.constrain(&mut frame, *concept, mode(concept), None);
            if !frame.system.is_possible() {
                frame = before;
            }
        }
        let units = match target {
            Some(code) => self.constrain(&mut frame, code.concept(), mode(&code.concept()), Some(code))?,
            None => {
                let units = frame.system.unknown(Range::any());
                let whole: Vec<Unknown> = std::iter::once(frame.base).chain(frame.beyond).collect();
                frame.system.equal(&whole, &[units]);
                units
            }
        };
        frame.system.bounds(units).ok()
    }
}
