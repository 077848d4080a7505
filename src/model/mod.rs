//! The nouns of the field: areas, periods, codes, values, origins, observations.
//!
//! Every other room speaks in these types. This room must not know files, mapping formats, languages or serde.

mod area;
mod code;
mod codebook;
mod comparability;
mod name;
mod observation;
mod origin;
mod period;
mod predicate;
mod value;

pub use area::RefArea;
pub use code::{CodeId, Concept, Dimensions};
pub use codebook::{
    Code, Codebook, Correspondence, Decision, DeclaredBreak, DeclaredCaveat, DeclaredFact, LegalArticle, MappedTo, Profile, Source,
};
pub use comparability::{Level, Reason, Severity, Use};
pub use name::Name;
pub use observation::{Comment, Footnote, MappingUse, Observation};
pub use origin::{CellRef, MapLine, Origin};
pub use period::{ReferencePeriod, is_date};
pub use predicate::Predicate;
pub use value::{Count, ObsValue, Percent};
