//! The last door before a terminal or a log: no control character passes that the program did not write itself.

use std::io::{self, Write};

/// The colours that the program writes.
pub(super) const STYLES: [&str; 5] = ["\x1b[1;31m", "\x1b[33m", "\x1b[36m", "\x1b[1m", "\x1b[0m"];

/// A stream that writes control characters out as `\u001b`, which JSON reads as the character and people as what it is. Line feeds and tabs pass.
pub(super) struct Guard<'a> {
    inner: &'a mut dyn Write,
    colour: bool,
    /// A byte that may begin a control character of two bytes (U+0080 to U+009F in UTF-8).
    pending: bool,
}

impl<'a> Guard<'a> {
    /// Guards a stream; with `colour`, the program's own colours pass.
    pub(super) fn new(inner: &'a mut dyn Write, colour: bool) -> Self {
        Self { inner, colour, pending: false }
    }

    fn step(&mut self, byte: u8, out: &mut Vec<u8>) {
        if std::mem::take(&mut self.pending) {
            match byte {
                0x80..=0x9f => {
                    out.extend(format!("\\u{byte:04x}").bytes());
                    return;
                }
                _ => out.push(0xc2),
            }
        }
        match byte {
            0xc2 => self.pending = true,
            b'\n' | b'\t' => out.push(byte),
            0..=0x1f | 0x7f => out.extend(format!("\\u{byte:04x}").bytes()),
            _ => out.push(byte),
        }
    }
}

impl Write for Guard<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut out = Vec::with_capacity(bytes.len());
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            let rest = bytes.get(at..).unwrap_or_default();
            let style = STYLES.iter().find(|style| self.colour && rest.starts_with(style.as_bytes()));
            if let Some(style) = style {
                out.extend_from_slice(style.as_bytes());
                at += style.len();
            } else {
                self.step(*byte, &mut out);
                at += 1;
            }
        }
        self.inner.write_all(&out)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
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
        ] {
            let mut written = Vec::new();
            // Byte by byte, but for whole colours, and at once: the same.
            Guard::new(&mut written, colour).write_all(text.as_bytes()).unwrap();
            assert_eq!(String::from_utf8(written).unwrap(), expected, "{text:?}");
        }
        let mut written = Vec::new();
        let mut guard = Guard::new(&mut written, false);
        for byte in "\u{9b}é".bytes() {
            guard.write_all(&[byte]).unwrap();
        }
        assert_eq!(String::from_utf8(written).unwrap(), "\\u009bé");
    }
}
