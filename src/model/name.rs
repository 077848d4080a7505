//! Names that occur over and over: of mapping files, of tables of a layout.

use std::collections::BTreeSet;
use std::fmt;
use std::ops::Deref;
use std::sync::{PoisonError, RwLock};

/// A name, kept once for the life of the process and copied as a word of the machine. For names that the mapping files give, of which there are few; never
/// for what a submission writes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name(&'static str);

/// All names that were met.
static KNOWN: RwLock<BTreeSet<&'static str>> = RwLock::new(BTreeSet::new());

impl From<&str> for Name {
    fn from(text: &str) -> Self {
        let known = KNOWN.read().unwrap_or_else(PoisonError::into_inner);
        let name = known.get(text).copied();
        drop(known);
        Self(name.unwrap_or_else(|| {
            let mut known = KNOWN.write().unwrap_or_else(PoisonError::into_inner);
            // Another thread may have been first: what it entered stays.
            let name = known.get(text).copied().unwrap_or_else(|| Box::leak(Box::from(text)));
            known.insert(name);
            name
        }))
    }
}

impl Name {
    /// The name, for as long as the process lives.
    pub fn as_str(self) -> &'static str {
        self.0
    }
}

impl Deref for Name {
    type Target = str;

    fn deref(&self) -> &str {
        self.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.0)
    }
}
