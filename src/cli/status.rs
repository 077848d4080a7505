//! How a command ends: its exit status, and why it could not run.

use std::io;

use crate::diag::{Findings, Level, Owner};

/// How a command ended; the exit status of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Clean, notes or warnings.
    Clean,
    /// A submission has findings at error level.
    Submission,
    /// It could not run.
    Failed,
    /// Our mappings or configuration have findings at error level.
    Mapping,
}

impl Status {
    /// What the findings of a run come to: a fault of the mappings ranks above one of a submission, because it may have caused it.
    pub(super) fn of(findings: &Findings) -> Self {
        let has = |owner: Owner| findings.iter().any(|finding| finding.level == Level::Error && finding.code.owner == owner);
        match () {
            () if has(Owner::Program) => Self::Failed,
            () if has(Owner::Mapping) => Self::Mapping,
            () if has(Owner::Submission) => Self::Submission,
            () => Self::Clean,
        }
    }

    /// The worse of two: what could not run ranks above a fault of the mappings, and that one above a fault of a submission.
    pub(super) fn or_worse(self, other: Self) -> Self {
        let rank = |status: Self| [Self::Clean, Self::Submission, Self::Mapping, Self::Failed].iter().position(|own| *own == status);
        if rank(self) >= rank(other) { self } else { other }
    }

    /// The exit status: 0, 1, 2 or 3.
    pub fn code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Submission => 1,
            Self::Failed => 2,
            Self::Mapping => 3,
        }
    }
}

/// Why a command could not run.
#[derive(Debug)]
pub(super) enum Failure {
    /// A stream refused.
    Io(io::Error),
    /// The disk refused.
    Disk(crate::fs::Error),
    /// A form of the outputs can't hold the round, or the disk refused it.
    Emit(crate::emit::Error),
    /// What was asked for can't be done; in words.
    Request(String),
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Io(error) => write!(f, "could not write: {error}"),
            Self::Disk(error) => write!(f, "{error}"),
            Self::Emit(error) => write!(f, "{error}"),
            Self::Request(what) => f.write_str(what),
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<crate::emit::Error> for Failure {
    fn from(error: crate::emit::Error) -> Self {
        Self::Emit(error)
    }
}

impl From<crate::fs::Error> for Failure {
    fn from(error: crate::fs::Error) -> Self {
        Self::Disk(error)
    }
}
