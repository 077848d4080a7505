//! The basic types: areas, periods, codes, values, origins, observations.
//!
//! Every other module uses these types. This module must not know files, mapping formats, languages or serde.

mod area;
mod code;
mod codebook;
mod comparability;
mod declared;
mod dimension;
mod extent;
mod key;
mod name;
mod observation;
mod period;
mod predicate;
mod reason;
mod sender;
mod source_cell;
mod structure;
mod validity;
mod value;

pub use area::RefArea;
pub use code::CodeId;
pub use codebook::{Code, Codebook, Correspondence, Decision, KnownCodes, LegalArticle, MappedTo, Meaning, Source};
pub use comparability::{Comparability, Severity, Use};
pub use declared::{DeclaredBreak, DeclaredCaveat, DeclaredFact, DeclaredRevision, Profile, RevisionCause, Scope};
pub use dimension::{Concept, DeclaredDimension, DeclaredElement, DimensionRole, Exclusive, MOST_DIMENSIONS, Unlisted};
pub use extent::Extent;
pub use key::Key;
pub use name::Name;
pub use observation::{Comment, Footnote, MappingUse, Observation};
pub use period::{ReferencePeriod, is_date};
pub use predicate::Predicate;
pub use reason::{Reason, ReasonRole};
pub use sender::Sender;
pub use source_cell::{CellRef, MappingLine, SourceCell};
pub use structure::DataStructure;
pub use validity::{Day, Validity};
pub use value::{Count, ObsValue, Percent};
