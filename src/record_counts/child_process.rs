//! Workbooks counted where the reader library can be stopped: in a child process with limits, as `ingest` does.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde::{Deserialize, Serialize};

use super::counts::{Refusal, RowCounts};
use super::sheet;
use super::task::Task;
use crate::diag::codes;
use crate::ingest::limit_process;

/// The word by which the program is asked to count a workbook and answer.
pub const COMMAND: &str = "count-workbook";

#[derive(Deserialize, Serialize)]
struct Question {
    path: PathBuf,
    task: Task,
}

/// The counts of all its sheets, or the code of a finding and what was seen.
type Answer = Result<Vec<RowCounts>, (String, String)>;

/// Counts the rows of a workbook in a child process of the program `reader`.
pub(super) fn row_counts(reader: &Path, path: &Path, task: &Task) -> Result<Vec<RowCounts>, Refusal> {
    let failed = |what: String| (codes::READER_FAILED, what);
    let question = serde_json::to_vec(&Question { path: path.to_path_buf(), task: task.clone() });
    let question = question.map_err(|error| failed(format!("the reader could not be asked: {error}")))?;
    let child = Command::new(reader).arg(COMMAND).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
    let mut child = child.map_err(|error| failed(format!("the reader could not be started: {error}")))?;
    // A child that stops early closes its end; what it answered says why.
    let _ = child.stdin.take().map(|mut input| input.write_all(&question));
    let output = child.wait_with_output().map_err(|error| failed(format!("the reader could not be heard: {error}")))?;
    let answer: Option<Answer> = serde_json::from_slice(&output.stdout).ok().filter(|_| output.status.success());
    let broke = || failed(format!("the reader library ran out of its limits or broke down ({})", output.status));
    answer.ok_or_else(broke)?.map_err(|(code, found)| (codes::find(&code).unwrap_or(codes::READER_FAILED), found))
}

/// The child's side: sets its own limits, counts and writes the answer. Errors are those of the streams.
pub fn answer(input: &mut dyn Read, output: &mut dyn Write) -> std::io::Result<()> {
    let question: Question = serde_json::from_reader(input)?;
    limit_process(crate::fs::size(&question.path).unwrap_or(0), 0)?;
    let answer: Answer = sheet::count_caught(&question.path, &question.task).map_err(|(code, found)| (code.name.to_owned(), found));
    serde_json::to_writer(&mut *output, &answer)?;
    output.flush()
}
