//! Progress on standard error, only on a terminal.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::pipeline::Progress;

/// A bar over the files of a round.
pub(super) struct Bar(ProgressBar);

impl Bar {
    /// A bar, drawn only if `visible`.
    pub(super) fn new(visible: bool) -> Self {
        let bar = ProgressBar::with_draw_target(Some(0), if visible { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() });
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} files  {msg}") {
            bar.set_style(style);
        }
        Self(bar)
    }

    /// Takes the bar away.
    pub(super) fn finish(&self) {
        self.0.finish_and_clear();
    }
}

impl Progress for Bar {
    fn start(&self, files: usize) {
        self.0.set_length(files as u64);
    }

    fn done(&self, file: &str) {
        tracing::info!(file, "read");
        self.0.set_message(file.to_owned());
        self.0.inc(1);
    }
}
