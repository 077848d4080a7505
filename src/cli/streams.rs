//! Where a command writes: data to standard output, all messages to standard error.

use std::io::Write;
use std::path::PathBuf;

/// Where a command writes.
pub struct Streams<'a> {
    /// Data.
    pub out: &'a mut dyn Write,
    /// Talk.
    pub err: &'a mut dyn Write,
    /// Whether `err` is a terminal, so that progress may be drawn.
    pub terminal: bool,
    /// Whether `out` may have colours.
    pub colour: bool,
    /// This program, if workbooks are to be read in a process of their own.
    pub reader: Option<PathBuf>,
}
