//! The integration tests: one binary, one module a subject.

mod cli;
mod corpus;
mod figures;
mod golden;
mod laws;
mod specs;
mod support;
mod tidy;
