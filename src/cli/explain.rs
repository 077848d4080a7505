//! `roundup explain`: the page of a code.

use super::args::ExplainOptions;
use super::{Failure, Status, Streams};
use crate::diag::{Code, codes};

pub(super) fn explain(options: &ExplainOptions, streams: &mut Streams<'_>) -> Result<Status, Failure> {
    let Some(name) = &options.code else {
        for code in codes::ALL {
            writeln!(streams.out, "{:<28} {:<8} {:<11} {}", code.name, code.level.word(), code.owner.word(), code.title)?;
        }
        return Ok(Status::Clean);
    };
    let code = codes::find(name).ok_or_else(|| Failure::Request(unknown(name)))?;
    write!(streams.out, "{}", page(code))?;
    Ok(Status::Clean)
}

fn page(code: Code) -> String {
    format!(
        "{} ({}, repaired by: {})\n\n{}.\n\nWhen it occurs\n  {}\n\nExpected\n  {}\n\nHow to repair it\n  {}\n",
        code.name,
        code.level.word(),
        code.owner.action(),
        code.title,
        code.when,
        code.expected,
        code.fix
    )
}

fn unknown(name: &str) -> String {
    let near: Vec<&str> = codes::ALL.iter().map(|code| code.name).filter(|known| known.contains(name) || name.contains(known)).collect();
    let hint = if near.is_empty() { "; `roundup explain` lists all codes".to_owned() } else { format!("; is it {}?", near.join(" or ")) };
    format!("no finding has the code \"{name}\"{hint}")
}
