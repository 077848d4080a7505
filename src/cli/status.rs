//! How a command ends: its exit status, and why it could not run.

use std::io;

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
