//! Why a file is not read.

use super::grid::MAX_CELLS;
use crate::diag::{Code, Finding, Location, codes};

/// Why a file can't be read.
pub(super) type Refusal = (Code, String);

/// Why a file with more than [`MAX_CELLS`] is refused.
pub(super) fn too_many_cells() -> Refusal {
    (codes::FILE_TOO_LARGE, format!("more than {MAX_CELLS} cells with content"))
}

/// Why a file is not read, and what to do about it where the code's page does not say it.
#[derive(Clone, Debug)]
pub struct Rejection {
    refusal: Refusal,
    remedy: Option<&'static str>,
}

impl Rejection {
    pub(super) fn not_a_table(found: impl Into<String>, remedy: Option<&'static str>) -> Self {
        Self { refusal: (codes::FILE_NOT_A_TABLE, found.into()), remedy }
    }

    /// The finding at a place.
    pub fn finding(self, place: Location) -> Finding {
        let (code, found) = self.refusal;
        let finding = Finding::new(code, place, found);
        match self.remedy {
            Some(remedy) => finding.remedy(remedy),
            None => finding,
        }
    }
}

impl From<Refusal> for Rejection {
    fn from(refusal: Refusal) -> Self {
        Self { refusal, remedy: None }
    }
}
