//! How findings look: text for people, JSON for programs.

mod json;
mod text;

pub use json::findings_json;
pub use text::{finding_text, summary_line};
