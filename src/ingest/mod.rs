//! From the files of a submission to grids of cells. The only reader of workbooks and text tables; `record_counts` streams files of records.
//!
//! This module must not guess what a figure means, nor drop an empty row or a hidden one without a finding.

mod cell_text;
mod child_process;
mod container;
mod expected;
mod extras;
mod files;
mod foreign;
mod grid;
mod number_format;
mod ods;
mod ods_cell;
mod ods_styles;
mod ods_xml;
mod ranges;
mod refusal;
mod source_toml;
mod spreadsheet;
mod text;
mod xls_formats;
mod xlsb_formats;
mod xlsb_repair;
mod xlsx_xml;
mod xml;

pub use cell_text::shown;
pub use child_process::{COMMAND, Readers, answer, limit_process};
pub use expected::check_expected;
pub use files::{RawFile, Submission, list_round, raw_file, read_workbook};
pub use foreign::foreign;
pub use grid::{Cell, CellType, Formula, Grid, Span, Workbook};
pub use ranges::{Merged, Ranges};
pub use refusal::Rejection;
pub use source_toml::SourceImage;
pub use spreadsheet::refusal;
pub use text::sniff_delimiter;
