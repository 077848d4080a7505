//! The integration tests: one binary, one module a subject.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test may fail, and it reads its fixtures"
)]

mod breakdowns;
mod cells;
mod check;
mod circles;
mod cli;
mod codelists;
mod comparability;
mod controls;
mod corpus;
mod diff;
mod dimensions;
mod disclosure;
mod disk;
mod domains;
mod editors;
mod figures;
mod first;
mod fuzz;
mod golden;
mod isolation;
mod law;
mod laws;
mod leftovers;
mod outputs;
mod outside;
mod page;
mod percents;
mod periods;
mod plan;
mod records;
mod regional;
mod relations;
mod releases;
mod rounds;
mod single;
mod specs;
mod suggest;
mod support;
mod texts;
mod tidy;
mod words;
