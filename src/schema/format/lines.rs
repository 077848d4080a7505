//! The lines of a formatted file.

/// Lines of a formatted file: never two blank ones in a row, none at the beginning or the end.
#[derive(Default)]
pub(super) struct Lines(Vec<String>);

impl Lines {
    pub(super) fn push(&mut self, line: &str) {
        if !line.is_empty() || self.0.last().is_some_and(|last| !last.is_empty()) {
            self.0.push(line.to_owned());
        }
    }

    pub(super) fn keep(&mut self, line: &str) {
        self.0.push(line.to_owned());
    }

    pub(super) fn finish(mut self) -> String {
        while self.0.last().is_some_and(String::is_empty) {
            self.0.pop();
        }
        let mut text = self.0.join("\n");
        text.push_str(if text.is_empty() { "" } else { "\n" });
        text
    }
}
