//! A table as a system of whole unknowns: parts, totals, children beside them, and the units of one code.

use super::children::Certainty;
use super::solve::{Range, System, Unknown};
use super::split::{Named, Share, named, share};
use super::table::{Mode, Table, is_adult};
use crate::model::{CodeId, Concept};

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

impl Table<'_> {
    fn frame(&self) -> Frame {
        let mut system = System::default();
        let base = system.unknown(self.total.map_or(Range::any(), |(range, _)| range));
        let children = self.child_category().map(|category| system.unknown(category.range));
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

    /// Puts the split into the system; with a target, gives the unknown that stands for it.
    fn constrain(&self, frame: &mut Frame, concept: Concept, mode: Mode, target: Option<&CodeId>) -> Option<Unknown> {
        let lists = &self.plan.lists;
        let categories = self.splits.get(&concept).map_or(&[][..], Vec::as_slice);
        let names = target.map_or(Named::No, |target| named(categories, target));
        let (mut parts, mut all, mut some, mut none) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for category in categories {
            let is_children = frame.children.filter(|_| self.child_category().is_some_and(|child| std::ptr::eq(child, category)));
            let units = is_children.unwrap_or_else(|| frame.system.unknown(category.range));
            if category.is_part {
                parts.push(units);
            }
            let Some(target) = target else { continue };
            // What is no part of its own counts only for its own code, or units would count twice.
            match share(category, target, names, lists) {
                _ if !category.is_part && category.code != *target => {}
                Share::All => all.push(units),
                Share::Some => some.push(units),
                Share::None => none.extend(Some(units).filter(|_| category.is_part)),
            }
        }
        if concept == Concept::Sex
            && let Some(pool) = self.children_beside_sexes(frame)
        {
            parts.push(pool);
            let known = self.minors.iter().any(|category| target == Some(&category.code));
            some.extend(Some(pool).filter(|_| !known));
        }
        let rest = frame.system.unknown(if mode.is_complete { Range::exactly(0) } else { Range::any() });
        // Where unknown ages have a row of their own, those in no row are adults.
        let is_rest = target.is_some_and(|target| is_adult(target, lists)) && categories.iter().any(|c| c.code.as_str() == "_U");
        match is_rest && !categories.iter().any(|c| is_adult(&c.code, lists)) {
            true => all.push(rest),
            false if names != Named::Whole => some.push(rest),
            false => {}
        }
        // Children outside the total have any form, sex and origin; among the ages they are known.
        if let Some(beyond) = frame.beyond.filter(|_| concept != Concept::Age) {
            some.push(beyond);
        }
        let beside = frame.beyond.filter(|_| concept == Concept::Age && self.child_category().is_some_and(|child| child.is_part));
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
        target?;
        let shares: Vec<Unknown> = some
            .iter()
            .map(|whole| {
                let share = system.unknown(Range::any());
                system.at_most(&[share], &[*whole]);
                share
            })
            .collect();
        let units = system.unknown(Range::any());
        let sum = [all.clone(), shares].concat();
        let everything: Vec<Unknown> = std::iter::once(frame.base).chain(frame.beyond).collect();
        if mode.excludes {
            system.equal(&sum, &[units]);
            // Follows from the rows before, where the code is a part beside the others; said once more, so that the search need not find it out.
            if categories.iter().filter(|category| target == Some(&category.code)).all(|category| category.is_part) {
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
        if !are_adults && (!self.children.beside_sexes || frame.children.is_none()) {
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
        let others: Vec<Concept> = match self.total {
            Some(_) => Vec::new(),
            None => [Concept::ExplForm, Concept::Sex, Concept::Age]
                .into_iter()
                .filter(|concept| self.splits.contains_key(concept) && target.is_none_or(|code| code.concept() != *concept))
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
