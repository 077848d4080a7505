//! The roles of codes and facts, from the column `role` of the code lists: what the program needs to know about them.

/// A code list, as far as roles are asked of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RoleList {
    /// The list of that name.
    List(&'static str),
    /// The list of the dimension that says where a figure is stated.
    Statement,
    /// The list of the dimension of units.
    Unit,
    /// The lists of the dimensions by which figures are broken down.
    Breakdowns,
}

/// How many codes of a list have a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RoleCount {
    /// Exactly one.
    One,
    /// One at least.
    Some,
    /// Any number, or none.
    Any,
}

/// When a role is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RoleNeeded {
    /// Always.
    Always,
    /// Never: without it a rule has nothing to do.
    Never,
    /// Where a code list has another role of the group about children and adults.
    Children,
    /// Where a code list has the other one: the two sexes whose split can be incomplete.
    Sexes,
    /// Where the list of a dimension may be incomplete by a declared fact.
    OpenList,
    /// Where a fact says whether a unit has one code of a dimension only.
    OneCategory,
    /// Where the unit of count says it.
    ByUnit,
}

/// Declares the roles: a variant, its word, the list, how many codes have it, when it is needed.
macro_rules! roles {
    ($($variant:ident = $word:literal, $of:expr, $many:ident, $when:ident, $doc:literal;)*) => {
        /// What a code or a fact is to the program.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Role {
            $(#[doc = $doc] $variant,)*
        }

        impl Role {
            pub(super) const ALL: &[Self] = &[$(Self::$variant),*];

            /// Its place among all of them.
            pub(super) fn place(self) -> usize {
                self as usize
            }

            /// The word in the column `role`.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            pub(super) fn of(self) -> RoleList {
                match self { $(Self::$variant => $of,)* }
            }

            pub(super) fn many(self) -> RoleCount {
                match self { $(Self::$variant => RoleCount::$many,)* }
            }

            pub(super) fn when(self) -> RoleNeeded {
                match self { $(Self::$variant => RoleNeeded::$when,)* }
            }
        }
    };
}

roles! {
    Total = "total", RoleList::Breakdowns, Any, Never, "All categories together.";
    Residual = "residual", RoleList::Breakdowns, Any, Never, "Everything that a source's list does not name, such as other or foreigners.";
    Other = "other", RoleList::Breakdowns, Any, Never, "A category of its own, other than those that have a code.";
    Unknown = "unknown", RoleList::Breakdowns, Any, Never, "The source does not know the category.";
    Nationals = "nationals", RoleList::Breakdowns, Any, Never, "Citizens of the reporting state, whichever it is: a figure gets the code of the state.";
    NonResponse = "non-response", RoleList::Breakdowns, Any, Never, "The question was asked and not answered.";
    Children = "children", RoleList::Breakdowns, One, Children, "Persons below the age at which adults begin.";
    Adults = "adults", RoleList::Breakdowns, One, Children, "Persons of this age or older.";
    Female = "female", RoleList::Breakdowns, One, Sexes, "Women and girls.";
    Male = "male", RoleList::Breakdowns, One, Sexes, "Men and boys.";
    Person = "person", RoleList::Unit, Some, Always, "A person: small counts of persons may identify someone.";
    OnePerUnit = "single", RoleList::Unit, Some, ByUnit, "A unit that has only one code of each dimension with `exclusive = \"by-unit\"`.";
    Note = "note", RoleList::Statement, One, Always, "A remark or running text.";
    Count = "count", RoleList::List("unit_measure"), One, Always, "A number of units.";
    Percent = "percent", RoleList::List("unit_measure"), One, Always, "A share.";
    Blank = "blank", RoleList::List("absence"), One, Always, "An empty cell.";
    NoReason = "no-reason", RoleList::List("absence"), One, Always, "A mark without an explanation.";
    NoValue = "no-value", RoleList::List("absence"), One, Always, "A formula without a result.";
    Hidden = "hidden", RoleList::List("absence"), One, Always, "A hidden cell that a decision suppresses.";
    Listed = "listed", RoleList::List("absence"), One, Always, "A category that is named without a number.";
    Bound = "bound", RoleList::List("absence"), One, Always, "A bound instead of a number.";
    SuppressedAbsence = "suppressed", RoleList::List("absence"), One, Always, "There is a figure, and it is suppressed.";
    Normal = "normal", RoleList::List("obs_status"), One, Always, "Nothing special.";
    Estimated = "estimated", RoleList::List("obs_status"), One, Always, "Estimated or approximate.";
    IncludedElsewhere = "included-elsewhere", RoleList::List("obs_status"), One, Always, "Counted in another category.";
    CannotExist = "cannot-exist", RoleList::List("obs_status"), One, Always, "There can be no such figure.";
    Missing = "missing", RoleList::List("obs_status"), One, Always, "No value, and nobody knows why.";
    SuppressedStatus = "suppressed", RoleList::List("obs_status"), One, Always, "There is a value, and it is suppressed.";
    LowReliability = "low-reliability", RoleList::List("obs_status"), One, Always, "A value of low quality.";
    Unvalidated = "unvalidated", RoleList::List("obs_status"), One, Always, "A value as received, not validated.";
    Free = "free", RoleList::List("conf_status"), One, Always, "May be published.";
    Confidential = "confidential", RoleList::List("conf_status"), One, Always, "Must not be published.";
    Status = "status", RoleList::List("fact"), Any, Never, "The status of the units: measures of one object differ in it, and a series can continue under another status.";
    Stage = "stage", RoleList::List("fact"), Any, Never, "The stage of a process: measures of one object differ in it.";
    PeriodKind = "period-kind", RoleList::List("fact"), Any, Never, "The kind of reference period; for a pooled figure the period itself shows it.";
    Date = "date", RoleList::List("fact"), Any, Never, "A fact whose values are days.";
    ListCompleteness = "list-completeness", RoleList::List("fact"), One, OpenList, "Whether a list names all categories.";
    OneCategory = "one-category", RoleList::List("fact"), One, OneCategory, "Whether a unit is counted under one category only.";
    ChildrenInSplit = "children-in-split", RoleList::List("fact"), One, Children, "Whether the two sexes include the children.";
    ChildrenInTotal = "children-in-total", RoleList::List("fact"), One, Children, "Whether the total includes the children.";
    Inside = "inside", RoleList::List("fact_value"), One, Children, "The children are included.";
    Outside = "outside", RoleList::List("fact_value"), One, Children, "The children are counted beside it.";
    Undecided = "undecided", RoleList::List("fact_value"), One, Children, "The source can be read both ways.";
    CountedOnce = "counted-once", RoleList::List("fact_value"), Some, OneCategory, "A unit is counted under one category only.";
    Complete = "complete", RoleList::List("fact_value"), Some, OpenList, "The list names all categories.";
    Partial = "partial", RoleList::List("fact_value"), Some, OpenList, "The list names only some categories.";
}

#[cfg(test)]
mod tests {
    use super::{Role, RoleCount, RoleNeeded};

    /// The manual says when each role is needed, and how many codes of a list have it.
    #[test]
    fn the_manual_says_when_roles_are_needed() {
        let manual = include_str!("../../mappings/README.md");
        let words = |when: RoleNeeded, many: RoleCount| {
            let mut words: Vec<String> = Role::ALL
                .iter()
                .filter(|role| role.when() == when && role.many() == many)
                .map(|role| format!("`{}`", role.word()))
                .collect();
            // A word can be a role of two lists.
            let mut seen = std::collections::BTreeSet::new();
            words.retain(|word| seen.insert(word.clone()));
            words.join(", ")
        };
        for (when, needed) in [
            (RoleNeeded::Always, "always"),
            (RoleNeeded::Children, "where a code has another role of this line"),
            (RoleNeeded::Sexes, "where a code has the other role of this line"),
            (RoleNeeded::OpenList, "where a dimension has `unlisted = \"by-fact\"`"),
            (RoleNeeded::OneCategory, "where a dimension has `exclusive = \"by-fact\"`"),
            (RoleNeeded::ByUnit, "where a dimension has `exclusive = \"by-unit\"`"),
            (RoleNeeded::Never, "never"),
        ] {
            let [one, some, any] = [RoleCount::One, RoleCount::Some, RoleCount::Any].map(|many| words(when, many));
            let line = format!("| {needed} | {one} | {some} | {any} |").replace("|  |", "| |").replace("|  |", "| |");
            assert!(manual.lines().any(|own| own == line), "{line}");
        }
    }
}
