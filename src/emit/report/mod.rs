//! `report/index.html`: the round for readers, in one page that asks nothing of any network.

mod data;

use super::Files;
use crate::protect::Release;

/// The page.
pub(super) fn files(release: &Release) -> Files {
    vec![("report/data.json".to_owned(), data::value(release).to_string().into_bytes())]
}
