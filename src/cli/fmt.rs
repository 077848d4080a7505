//! `roundup fmt`: formats all mapping files without changing their content, and writes the schemas that editors read, with the current codes.

use std::path::{Path, PathBuf};

use super::args::FmtOptions;
use super::release::RECORDS;
use super::schema;
use super::status::{Failure, Status};
use super::streams::Streams;
use crate::fs;
use crate::schema::format;

pub(super) fn fmt(options: &FmtOptions, streams: &mut Streams<'_>) -> Result<Status, Failure> {
    let files = if options.files.is_empty() { mapping_files(&options.mappings)? } else { options.files.clone() };
    let (mut changed, mut refused) = (0_usize, 0_usize);
    for path in &files {
        let bytes = fs::read(path)?;
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        match format(&name, &bytes) {
            Ok(formatted) if formatted == bytes => {}
            Ok(formatted) => {
                changed += 1;
                writeln!(streams.out, "{}", path.display())?;
                if !options.check {
                    fs::replace_inside(&options.mappings, path, &formatted)?;
                }
            }
            Err(what) => {
                refused += 1;
                writeln!(streams.err, "{}: left as it is: {what}", path.display())?;
            }
        }
    }
    // The schemas follow the code lists; with single files named, nothing else is touched.
    let of_folder = if options.files.is_empty() { schema::all(&options.mappings) } else { Ok(Vec::new()) };
    let schemas = match of_folder {
        // A broken list is not a reason to stop: the files above are formatted.
        Err(Failure::Request(what)) => {
            refused += 1;
            writeln!(streams.err, "{}: left as it is: {what}", options.mappings.join("schemas").display())?;
            Vec::new()
        }
        schemas => schemas?,
    };
    for (name, text) in &schemas {
        let path = options.mappings.join("schemas").join(name);
        if !fs::exists(&path) || fs::read(&path)? != text.as_bytes() {
            changed += 1;
            writeln!(streams.out, "{}", path.display())?;
            if !options.check {
                fs::replace_inside(&options.mappings, &path, text.as_bytes())?;
            }
        }
    }
    let verb = if options.check { "would be formatted" } else { "formatted" };
    writeln!(streams.err, "{changed} of {} files {verb}, {refused} that cannot be formatted", files.len() + schemas.len())?;
    Ok(if refused > 0 || (options.check && changed > 0) { Status::Mapping } else { Status::Clean })
}

/// The CSV and TOML files below a folder, in order.
fn mapping_files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    for (name, kind) in fs::list(folder)? {
        let path = folder.join(&name);
        // What was published is no mapping: only `roundup release` writes it.
        if kind == fs::EntryKind::Folder && !name.starts_with('.') && name != RECORDS {
            files.extend(mapping_files(&path)?);
        } else if kind == fs::EntryKind::File && path.extension().is_some_and(|extension| extension == "csv" || extension == "toml") {
            files.push(path);
        }
    }
    Ok(files)
}
