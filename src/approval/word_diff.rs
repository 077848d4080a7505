//! Two texts as one, with the words that went and those that came.

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// `[-gone-]` and `{+new+}` around the words that differ.
pub(super) fn word_diff(old: &str, new: &str) -> String {
    let (a, b): (Vec<&str>, Vec<&str>) = (old.split_whitespace().collect(), new.split_whitespace().collect());
    let old_words = |from: usize, n: usize| a.get(from..from + n).unwrap_or_default().join(" ");
    let new_words = |from: usize, n: usize| b.get(from..from + n).unwrap_or_default().join(" ");
    let said = capture_diff_slices(Algorithm::Patience, &a, &b).into_iter().map(|part| match part {
        DiffOp::Equal { old_index, len, .. } => old_words(old_index, len),
        DiffOp::Delete { old_index, old_len, .. } => format!("[-{}-]", old_words(old_index, old_len)),
        DiffOp::Insert { new_index, new_len, .. } => format!("{{+{}+}}", new_words(new_index, new_len)),
        DiffOp::Replace { old_index, old_len, new_index, new_len } => {
            format!("[-{}-] {{+{}+}}", old_words(old_index, old_len), new_words(new_index, new_len))
        }
    });
    said.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::word_diff;

    #[test]
    fn words_that_differ_are_marked() {
        for (old, new, expected) in [
            ("children are included", "children are no longer included", "children are {+no longer+} included"),
            ("a b c", "a c", "a [-b-] c"),
            ("Women", "Girls", "[-Women-] {+Girls+}"),
            ("", "x", "{+x+}"),
            ("same", "same", "same"),
        ] {
            assert_eq!(word_diff(old, new), expected);
        }
    }
}
