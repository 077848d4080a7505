//! A text in blocks that end where a record ends, decoded, and checked for bytes that are invalid in the encoding.

use std::io::Read;

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8};
use memchr::{memchr_iter, memrchr};

use super::counts::Refusal;
use crate::diag::codes;

/// Bytes that are read at a time.
const BLOCK: usize = 1 << 18;
/// A record that is longer is a quote that nobody closed.
const LONGEST: usize = 16 << 20;

/// A piece of a text that begins with a record; it ends with one, unless a quote is open in it.
#[derive(Default)]
pub(super) struct Block {
    /// Its text.
    pub(super) bytes: Vec<u8>,
    /// Its number.
    pub(super) index: u32,
}

/// Reads blocks one after the other. With quotes that are well-formed, a line feed after an even number of them ends a record.
pub(super) struct Blocks<R> {
    input: R,
    decoder: Option<Decoder>,
    raw: Vec<u8>,
    rest: Vec<u8>,
    index: u32,
    ended: bool,
}

impl<R: Read> Blocks<R> {
    /// Blocks of a text in an encoding; a byte order mark, if there is one, is passed over.
    pub(super) fn new(input: R, encoding: &'static Encoding) -> Self {
        let decoder = (encoding != UTF_8).then(|| encoding.new_decoder_with_bom_removal());
        Self { input, decoder, raw: Vec::new(), rest: Vec::new(), index: 0, ended: false }
    }

    /// Fills `block` with the next piece; `false` at the end of the text.
    pub(super) fn next(&mut self, block: &mut Block) -> Result<bool, Refusal> {
        block.bytes.clear();
        block.bytes.append(&mut self.rest);
        if self.ended && block.bytes.is_empty() {
            return Ok(false);
        }
        let mut quotes = 0;
        let mut counted = 0;
        loop {
            if !self.ended {
                self.fill(&mut block.bytes)?;
            }
            let fresh = block.bytes.get(counted..).unwrap_or_default();
            quotes += memchr_iter(b'"', fresh).count();
            counted = block.bytes.len();
            let cut = if self.ended { Some(counted) } else { cut(&block.bytes, quotes) };
            // A quote that nobody closes must not fill the memory: what is wrong is found in what there is.
            let cut = cut.or_else(|| (counted > LONGEST).then_some(counted));
            if let Some(cut) = cut {
                self.rest.extend_from_slice(block.bytes.get(cut..).unwrap_or_default());
                block.bytes.truncate(cut);
                block.index = self.index;
                self.index += 1;
                return Ok(!block.bytes.is_empty());
            }
        }
    }

    fn fill(&mut self, bytes: &mut Vec<u8>) -> Result<(), Refusal> {
        let unreadable = |error: std::io::Error| (codes::FILE_UNREADABLE, error.to_string());
        let Some(decoder) = &mut self.decoder else {
            let before = bytes.len();
            let read = (&mut self.input).take(BLOCK as u64).read_to_end(bytes).map_err(unreadable)?;
            let is_start = before == 0 && self.index == 0 && bytes.starts_with(b"\xef\xbb\xbf");
            if is_start {
                bytes.drain(..3);
            }
            self.ended = read < BLOCK;
            return Ok(());
        };
        self.raw.clear();
        let read = (&mut self.input).take(BLOCK as u64).read_to_end(&mut self.raw).map_err(unreadable)?;
        self.ended = read < BLOCK;
        let mut text = String::with_capacity(decoder.max_utf8_buffer_length(read).unwrap_or(4 * BLOCK));
        let (result, _, had_errors) = decoder.decode_to_string(&self.raw, &mut text, self.ended);
        if had_errors || result == CoderResult::OutputFull {
            return Err((codes::ENCODING_WRONG, format!("bytes that mean nothing in {}", decoder.encoding().name())));
        }
        bytes.extend_from_slice(text.as_bytes());
        Ok(())
    }
}

/// Where the last whole record ends.
fn cut(bytes: &[u8], quotes: usize) -> Option<usize> {
    let (mut end, mut before) = (bytes.len(), quotes);
    while let Some(at) = memrchr(b'\n', bytes.get(..end)?) {
        before -= memchr_iter(b'"', bytes.get(at..end)?).count();
        if before.is_multiple_of(2) {
            return Some(at + 1);
        }
        end = at;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn records_are_not_cut_in_two() {
        for (text, expected) in [
            ("a\nb", Some(2)),
            ("a\nb\n", Some(4)),
            ("a\n\"b\nc", Some(2)),
            ("a\n\"b\n\"\"c\nd\"\ne", Some(12)),
            ("\"a\nb", None),
            ("ab", None),
        ] {
            assert_eq!(cut(text.as_bytes(), text.matches('"').count()), expected, "{text:?}");
        }
    }
}
