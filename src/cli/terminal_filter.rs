//! The last check before a terminal or a log: no control character passes that the program did not write itself.

use std::io::{self, Write};

use crate::printable::acts;

/// The colours that the program writes.
pub(super) const STYLES: [&str; 5] = ["\x1b[1;31m", "\x1b[33m", "\x1b[36m", "\x1b[1m", "\x1b[0m"];

/// A stream that writes characters that act out as `\u001b`, which JSON and TOML read as the character and people as what it is. Line feeds and tabs pass.
///
/// What a build server would take for a command (`::` at the beginning of a line, `##[` anywhere) is written so that it is none.
pub(super) struct Guard<'a> {
    inner: &'a mut dyn Write,
    colour: bool,
    /// Whether the program writes commands for a build server itself.
    commands: bool,
    /// The first bytes of a character of which the rest is not written yet.
    pending: Vec<u8>,
    /// What of the line was written that may become a command.
    line: Begun,
    /// `#` that stand before the next character.
    hashes: u8,
}

/// How far a line is that may become a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Begun {
    /// Nothing but blanks.
    Blank,
    /// A colon.
    Colon,
    /// What can't become one any more.
    Other,
}

impl<'a> Guard<'a> {
    /// Guards a stream; with `colour`, the program's own colours pass; with `commands`, commands at the beginning of a line.
    pub(super) fn new(inner: &'a mut dyn Write, colour: bool, commands: bool) -> Self {
        Self { inner, colour, commands, pending: Vec::new(), line: Begun::Blank, hashes: 0 }
    }

    fn put(&mut self, c: char, out: &mut Vec<u8>) {
        let is_command = (c == ':' && self.line == Begun::Colon && !self.commands) || (c == '[' && self.hashes >= 2);
        self.hashes = if c == '#' { self.hashes.saturating_add(1) } else { 0 };
        self.line = match (c, self.line) {
            ('\n', _) => Begun::Blank,
            (c, Begun::Blank) if c.is_whitespace() => Begun::Blank,
            (':', Begun::Blank) => Begun::Colon,
            _ => Begun::Other,
        };
        if is_command || (acts(c) && !matches!(c, '\n' | '\t')) {
            out.extend(format!("\\u{:04x}", u32::from(c)).bytes());
        } else {
            out.extend(c.encode_utf8(&mut [0; 4]).bytes());
        }
    }
}

/// How many bytes the character has that begins with this one.
fn width(first: u8) -> usize {
    match first {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => 1,
    }
}

impl Write for Guard<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut all = std::mem::take(&mut self.pending);
        all.extend_from_slice(bytes);
        let mut out = Vec::with_capacity(all.len());
        let mut rest = all.as_slice();
        while let Some(first) = rest.first() {
            let style = STYLES.iter().find(|style| self.colour && rest.starts_with(style.as_bytes()));
            if let Some((style, after)) = style.and_then(|style| Some((style, rest.get(style.len()..)?))) {
                out.extend_from_slice(style.as_bytes());
                rest = after;
                continue;
            }
            let Some((character, after)) = rest.split_at_checked(width(*first)) else {
                self.pending = rest.to_vec();
                break;
            };
            match std::str::from_utf8(character).ok().and_then(|text| text.chars().next()) {
                Some(c) => {
                    self.put(c, &mut out);
                    rest = after;
                }
                // A byte that belongs to no character could act on a terminal of eight bits.
                None => {
                    self.put(char::REPLACEMENT_CHARACTER, &mut out);
                    rest = rest.get(1..).unwrap_or_default();
                }
            }
        }
        self.inner.write_all(&out)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// Standard error for the log, which names files of a submission.
pub(super) struct LogWriter;

impl Write for LogWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Guard::new(&mut io::stderr(), false, false).write_all(bytes).map(|()| bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stderr().flush()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::Guard;

    #[test]
    fn control_characters_are_written_out() {
        for (text, colour, expected) in [
            ("a\tb\n", false, "a\tb\n"),
            ("\x1b[1;31mx\x1b[0m", false, "\\u001b[1;31mx\\u001b[0m"),
            ("\x1b[1;31mx\x1b[0m", true, "\x1b[1;31mx\x1b[0m"),
            ("\x1b]8;;x\x07", true, "\\u001b]8;;x\\u0007"),
            ("\u{9b}2J é \u{a0}", false, "\\u009b2J é \u{a0}"),
            ("a\r\n", false, "a\\u000d\n"),
            ("a\u{202e}b\u{feff}\u{2028}c", false, "a\\u202eb\\ufeff\\u2028c"),
            ("::error::x\n \t::stop-commands::y\na::b: :c", false, ":\\u003aerror::x\n \t:\\u003astop-commands::y\na::b: :c"),
            ("x ##[error]y # [z] ###[group]", false, "x ##\\u005berror]y # [z] ###\\u005bgroup]"),
        ] {
            let mut written = Vec::new();
            // Byte by byte, but for whole colours, and at once: the same.
            Guard::new(&mut written, colour, false).write_all(text.as_bytes()).unwrap();
            assert_eq!(String::from_utf8(written).unwrap(), expected, "{text:?}");
        }
        let mut written = Vec::new();
        let mut guard = Guard::new(&mut written, false, true);
        for byte in "::notice ::\u{9b}é\u{202e}😀".bytes().chain([0x9b, b'a']) {
            guard.write_all(&[byte]).unwrap();
        }
        assert_eq!(String::from_utf8(written).unwrap(), "::notice ::\\u009bé\\u202e😀\u{fffd}a");
    }
}
