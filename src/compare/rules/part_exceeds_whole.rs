//! A measure that is smaller than one that it holds by definition.

use crate::compare::rule::Rule;
use crate::compare::world::{Said, Sink, World, code, has_value, in_table, place, with};
use crate::diag::{Finding, codes};
use crate::model::{Concept, Reason, Use};

pub(super) const RULE: Rule = Rule {
    name: "part-exceeds-whole",
    family: "figures",
    reasons: &[Reason::Arith],
    title: "A figure is larger than one that holds it by definition",
    when: "By codelists/measure.csv (column holds) one measure also counts the units of another of the same period, such as investigations conducted those that were opened, and it is smaller.",
    what_to_do: "Ask which is right, and whether the two are exchanged.",
};

pub(super) fn run(world: &World<'_>, sink: &mut Sink<'_>) {
    for (i, whole) in world.each().filter(|(_, o)| in_table(o) && has_value(o)) {
        for held in world.lists().holds(&code(&whole.key, Concept::Measure)) {
            let Some((j, part)) = world.find(&with(&whole.key, held)) else { continue };
            let (Some(all), Some(some)) = (whole.value.count(), part.value.count()) else { continue };
            if some <= all {
                continue;
            }
            let found = format!("{some} of {held}, {all} of {}, which holds it, for {}", code(&whole.key, Concept::Measure), whole.key);
            sink.report(Finding::new(codes::PART_EXCEEDS_WHOLE, place(whole), found.clone()).related(place(part)));
            for (which, other) in [(i, part), (j, whole)] {
                let said = Said::new(Reason::Arith, world.settings.of_reason(Reason::Arith), &Use::ALL, found.clone());
                sink.flag(which, said.cells(other.origins.iter().cloned()));
            }
        }
    }
}
