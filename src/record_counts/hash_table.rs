//! Hash tables, for what is looked up once for each value of each row.

use foldhash::fast::FixedState;

/// A table whose order nobody may see: what comes out of this module is sorted first.
#[expect(clippy::disallowed_types, reason = "looked up for each value of a million rows; sorted before anybody sees its order")]
pub(super) type HashTable<K, V> = std::collections::HashMap<K, V, FixedState>;
