//! How findings look: text for people, JSON, SARIF, `JUnit`, workflow commands and Markdown for programs.

mod github;
mod json;
mod junit;
mod markdown;
mod report;
mod sarif;
mod text;

pub use github::github;
pub use json::{FINDINGS_SCHEMA, check_json, findings_json};
pub use junit::junit;
pub use markdown::markdown;
pub use report::{Checked, Lines, Part, Report, capital};
pub use sarif::sarif;
pub use text::{finding_line, finding_text, finding_with_path, place_text, summary_line};
