//! Progress on standard error, only on a terminal.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::pipeline::Progress;
use crate::printable::visible;

/// A bar over the bytes of what is read.
pub(super) struct Bar(ProgressBar);

impl Bar {
    /// A bar, drawn only if `visible`.
    pub(super) fn new(visible: bool) -> Self {
        let bar = ProgressBar::with_draw_target(Some(0), if visible { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() });
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {bytes}/{total_bytes}  {msg}") {
            bar.set_style(style);
        }
        Self(bar)
    }
}

impl Drop for Bar {
    /// Takes the bar away.
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

impl Progress for Bar {
    fn start(&self, bytes: u64) {
        self.0.set_length(bytes);
    }

    fn done(&self, file: &str, bytes: u64) {
        let file = visible(file);
        // A log may be public, and the name of a file may disclose a figure.
        tracing::info!(area = file.split('/').next(), "a file is read");
        tracing::trace!(file = &*file, "read");
        self.0.set_message(file.into_owned());
        self.0.inc(bytes);
    }
}
