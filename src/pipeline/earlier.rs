//! What rounds before have of the years that a round does not collect.

use std::collections::BTreeSet;

use super::{Gathered, Request, Silent, gather};
use crate::compare::Earlier;
use crate::fs;
use crate::model::Sender;
use crate::plan::{Plan, Round, RoundStatus};
use crate::release::Audience;
use crate::suppress::Suppressed;

/// Figures of earlier rounds, as whoever works on the round sees them, and those that were released, without what their rounds suppress.
pub(super) struct EarlierRounds {
    pub(super) working: Earlier,
    pub(super) public: Earlier,
}

/// Reads what the senders of a round sent for the rounds before it; what those suppress is known where the round is released.
pub(super) fn earlier(
    request: &Request,
    plan: &Plan,
    round: &Round,
    sent: &BTreeSet<Sender>,
    audience: Option<Audience>,
) -> Result<EarlierRounds, fs::Error> {
    let (mut working, mut public) = (Earlier::default(), Earlier::default());
    for id in &plan.before {
        let Some(before) = plan.rounds.get(id) else { continue };
        // A series goes on where the sender has sent again; a second witness is somebody else, and one of the two is an organisation.
        let is_organisation = |sender: &Sender| sender.state().is_none();
        let has_organisation = sent.iter().any(is_organisation);
        let reads = |sender: &Sender| sent.contains(sender) || has_organisation || is_organisation(sender);
        let senders: Vec<Sender> = before.senders.iter().copied().filter(reads).collect();
        if senders.is_empty() {
            continue;
        }
        let request = Request { round: id.clone(), senders, ..request.clone() };
        let Gathered { areas, plan, .. } = gather(&request, &Silent, &|observations, _, _| observations)?;
        let observations: Vec<_> = areas.into_iter().flatten().collect();
        // What was not released is nothing that a release may rest on.
        if let Some(audience) = audience.filter(|_| before.status == RoundStatus::Published) {
            let hidden = Suppressed::of(&observations, &plan, before, audience.sender());
            let hidden = hidden.map(|suppressed| suppressed.unpublished(&observations).keys).unwrap_or_default();
            public.add(before, observations.iter().filter(|own| !hidden.contains(&own.key)).cloned().collect(), round);
        }
        working.add(before, observations, round);
    }
    Ok(EarlierRounds { working, public })
}
