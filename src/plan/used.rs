//! Which lines of the mappings were used.

use std::collections::BTreeSet;

use crate::model::MappingLine;

/// Lines of the mappings that something used. Each stage returns those of its part; where the parts of an area come together, they become one set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Used {
    lines: BTreeSet<MappingLine>,
    /// The line of the last use: cells that follow each other mostly use the same.
    last: Option<MappingLine>,
}

impl Used {
    /// Records a use.
    pub fn note(&mut self, line: MappingLine) {
        if self.last != Some(line) {
            self.last = Some(line);
            self.lines.insert(line);
        }
    }

    /// Adds the uses of another part.
    pub fn append(&mut self, mut other: Self) {
        // The smaller set goes into the larger one.
        if other.lines.len() > self.lines.len() {
            std::mem::swap(&mut self.lines, &mut other.lines);
        }
        self.lines.extend(other.lines);
    }

    /// Whether a line was used.
    pub fn contains(&self, line: &MappingLine) -> bool {
        self.lines.contains(line)
    }
}

impl Extend<MappingLine> for Used {
    fn extend<I: IntoIterator<Item = MappingLine>>(&mut self, lines: I) {
        self.lines.extend(lines);
    }
}
