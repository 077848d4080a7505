//! Text as a terminal, a log or a document may show it: words of a submission must not act.

use std::borrow::Cow;

/// Whether a character does something instead of being shown: control characters (ESC and C1 among them), line separators, and marks that turn the direction
/// of what follows.
pub fn acts(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// The text on one line, with characters that act written out: `\u{1b}` for ESC, `⏎` for a line break, a blank for a tab.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(acts) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for c in text.replace("\r\n", "\n").chars() {
        match c {
            '\n' | '\r' | '\u{2028}' | '\u{2029}' => shown.push('⏎'),
            '\t' => shown.push(' '),
            c if acts(c) => shown.extend(c.escape_unicode()),
            c => shown.push(c),
        }
    }
    Cow::Owned(shown)
}

/// Whether XML 1.0 may hold the character (production 2, `Char`); control characters beyond it that it allows are left out as well.
pub fn is_of_xml(c: char) -> bool {
    matches!(c, '\t' | '\n') || !(c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'))
}

#[cfg(test)]
mod tests {
    use super::{is_of_xml, visible};

    #[test]
    fn what_acts_is_written_out() {
        for (text, expected) in [
            ("plain – ä", "plain – ä"),
            ("\u{1b}[31mred", "\\u{1b}[31mred"),
            ("a\n::stop-commands::x", "a⏎::stop-commands::x"),
            ("a\r\nb\tc", "a⏎b c"),
            ("\u{9b}2J", "\\u{9b}2J"),
            ("\u{202e}abc", "\\u{202e}abc"),
            ("\u{7}", "\\u{7}"),
        ] {
            assert_eq!(visible(text), expected, "{text:?}");
        }
        assert!(is_of_xml('\n') && !is_of_xml('\u{b}') && !is_of_xml('\u{fffe}') && !is_of_xml('\u{85}'));
    }
}
