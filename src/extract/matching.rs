//! Whether a text of a sheet is the one that a layout names.

use crate::normalize::{normalize, split_marks};
use crate::plan::Matcher;

/// Whether a text says what a matcher wants, with or without its trailing footnote marks.
pub(super) fn text_says(text: &str, normalized: &str, matcher: &Matcher) -> bool {
    if matcher.matches(text, normalized) {
        return !text.is_empty();
    }
    let (bare, marks) = split_marks(text);
    !marks.is_empty() && !bare.is_empty() && matcher.matches(bare, &normalize(bare))
}
