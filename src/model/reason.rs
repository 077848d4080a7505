//! Why figures are not simply comparable: codes of `codelists/comparability_reason.csv`, and what the rules of the program need to know about them.

use std::fmt;

use super::Name;

/// A reason: a code of `codelists/comparability_reason.csv`, which gives its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reason(Name);

impl Reason {
    /// The reason with that code. Whether the list has it is checked where mapping files are read (plan).
    pub fn new(code: &str) -> Self {
        Self(Name::from(code))
    }

    /// The code.
    pub fn code(self) -> &'static str {
        self.0.as_str()
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// Declares the reasons that rules give: a variant, its word in the column `role` of the code list, and its meaning.
macro_rules! roles {
    ($($variant:ident = $word:literal, $doc:literal;)*) => {
        /// A reason that a rule of the program gives, by its role in `codelists/comparability_reason.csv`. All other reasons are given by lines of
        /// the mappings only.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum ReasonRole {
            $(#[doc = $doc] $variant,)*
        }

        impl ReasonRole {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The word in the column `role`.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }
    };
}

roles! {
    AgeBand = "age-band", "An age band includes both children and adults.";
    Arithmetic = "arithmetic", "Parts do not add up to their total.";
    Bound = "bound", "Derived within bounds.";
    Break = "break", "Break in the national series.";
    Category = "category", "The national category is not the common one.";
    Caveat = "caveat", "A caveat of the source that no other reason covers.";
    Children = "children", "Children counted inside or outside.";
    Copy = "copy", "A list or series repeated under another name.";
    Coverage = "coverage", "Coverage is partial.";
    Estimate = "estimate", "Estimate or rounded figure.";
    Fact = "fact", "A fact is not declared.";
    Gap = "gap", "No figure.";
    Jump = "jump", "A figure far outside the range of its series.";
    Law = "law", "Legal scope differs from the target category.";
    Multiple = "multiple", "Multiple counting possible.";
    Period = "period", "The reference period is not one calendar year.";
    Pooled = "pooled", "A category pools what the taxonomy separates.";
    Ratio = "ratio", "Implausible ratio.";
    Remark = "remark", "From a remark.";
    SexIncomplete = "sex-incomplete", "The split by sex is incomplete.";
    Stage = "stage", "The stage of the process differs.";
    Stated = "stated-differently", "Stated differently elsewhere.";
    Status = "status", "The status of the units differs.";
    Suppressed = "suppressed", "Suppressed for confidentiality.";
    Swapped = "swapped", "Values exchanged.";
    Unit = "unit", "Unit of count differs.";
    Unvalidated = "unvalidated", "Transcription or source ambiguous.";
}
