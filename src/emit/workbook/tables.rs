//! The other sheets: how to read them, the matrix, the sums, the observations, the findings and the sources.

use std::collections::BTreeSet;

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::cell::{ROW_LIMIT, at, fitting, for_print};
use super::measure::words;
use super::style::{LEVELS, Styles, sign};
use crate::aggregate::Regional;
use crate::compare::Pair;
use crate::emit::csv::{Kind, harmonized, members, observation, one_line, range_in_words};
use crate::model::{CodeId, Codebook, Reason, ReferencePeriod};
use crate::release::Dataset;

/// A sheet that is one table: title, header, rows.
struct List<'a> {
    name: &'a str,
    title: String,
    header: Vec<(String, f64)>,
    /// Columns that hold numbers.
    numeric: Vec<bool>,
}

fn list(sheet: &mut Worksheet, list: &List<'_>, rows: &[Vec<String>], styles: &Styles) -> Result<(), XlsxError> {
    const HEADER: u32 = 1;
    sheet.set_name(list.name)?;
    sheet.write_with_format(0, 0, &list.title, &styles.title)?;
    for (i, (name, width)) in list.header.iter().enumerate() {
        sheet.write_with_format(HEADER, at(i), name, &styles.header)?;
        sheet.set_column_width(at(i), *width)?;
        // The format of whatever is written below without one: the library looks up the format of each cell anew.
        sheet.set_column_format(at(i), &styles.text)?;
    }
    for (i, row) in rows.iter().take(ROW_LIMIT).enumerate() {
        let place = HEADER + 1 + at::<u32>(i);
        for (column, text) in row.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
            let number = list.numeric.get(column).copied().unwrap_or(false).then(|| text.parse::<f64>().ok()).flatten();
            match number.filter(|number| number.abs() <= f64::from(u32::MAX)) {
                Some(number) => sheet.write(place, at(column), number)?,
                None => sheet.write(place, at(column), fitting(text))?,
            };
        }
    }
    if rows.len() > ROW_LIMIT {
        let left = format!("{} more lines do not fit into a sheet; the tables in CSV have all", rows.len() - ROW_LIMIT);
        sheet.write_with_format(HEADER + 1 + at::<u32>(ROW_LIMIT), 0, left, &styles.text)?;
    }
    let end = HEADER + at::<u32>(rows.len().clamp(1, ROW_LIMIT));
    sheet.autofilter(HEADER, 0, end, at(list.header.len().max(1) - 1))?;
    sheet.set_freeze_panes(HEADER + 1, 1)?;
    for_print(sheet, HEADER)
}

fn columns(columns: &[(&str, f64)]) -> Vec<(String, f64)> {
    columns.iter().map(|(name, width)| ((*name).to_owned(), *width)).collect()
}

/// What the signs, the reasons and the sheets are.
pub(super) fn read_me(sheet: &mut Worksheet, dataset: &Dataset, styles: &Styles) -> Result<(), XlsxError> {
    const WIDTHS: [usize; 3] = [22, 38, 95];
    let codebook = dataset.codebook();
    sheet.set_name("Read me")?;
    for (i, width) in WIDTHS.into_iter().enumerate() {
        sheet.set_column_width(at(i), f64::from(at::<u16>(width)))?;
    }
    sheet.write_with_format(0, 0, fitting(&codebook.title), &styles.title)?;
    let mut row = 2;
    if !codebook.remark.is_empty() {
        sheet.merge_range(1, 0, 1, 2, &fitting(&codebook.remark), &styles.wrapped)?;
        let lines = codebook.remark.chars().count().div_ceil(WIDTHS.iter().sum());
        sheet.set_row_height(1, 15.0 * f64::from(at::<u16>(lines)))?;
        row = 3;
    }
    let mut heading = |sheet: &mut Worksheet, text: &str, lines: &[[String; 3]]| -> Result<u32, XlsxError> {
        sheet.write_with_format(row, 0, text, &styles.heading)?;
        for (i, line) in lines.iter().enumerate() {
            for (column, text) in line.iter().enumerate() {
                sheet.write_with_format(row + 1 + at::<u32>(i), at(column), fitting(text), &styles.wrapped)?;
            }
            // No program sets the height of a row before somebody edits it.
            let lines = line.iter().zip(WIDTHS).map(|(text, width)| text.chars().count().div_ceil(width)).max().unwrap_or(1);
            sheet.set_row_height(row + 1 + at::<u32>(i), 15.0 * f64::from(at::<u16>(lines.max(1))))?;
        }
        let first = row + 1;
        row = first + at::<u32>(lines.len()) + 1;
        Ok(first)
    };
    let levels: Vec<[String; 3]> = LEVELS
        .iter()
        .map(|(level, sign, _)| {
            let code = codebook.code("comparability_level", codebook.level(*level));
            [(*sign).to_owned(), level.words().to_owned(), code.map(|code| code.description.clone()).unwrap_or_default()]
        })
        .collect();
    let first = heading(sheet, "How far a figure can be compared", &levels)?;
    for (i, (level, sign, _)) in LEVELS.iter().enumerate() {
        sheet.write_with_format(first + at::<u32>(i), 0, *sign, styles.level(*level))?;
    }
    let uses = [
        [
            "With other states",
            "COMPAR_BETWEEN",
            "Against the region's target. Two states may still be comparable with each other: see the sheet Matrix.",
        ],
        ["With the period before", "COMPAR_TIME", "In the state's own series."],
        ["In a sum", "COMPAR_SUM", "Added to other states' figures: see the sheet Regional."],
    ];
    heading(sheet, "What for", &uses.map(|line| line.map(str::to_owned)))?;
    heading(sheet, "Words in brackets instead of a number", &entries(codebook, "absence"))?;
    heading(sheet, "Reasons", &entries(codebook, "comparability_reason"))?;
    let sheets = [
        [
            "VICT_ID, …",
            "one sheet for each measure",
            "The figures, states and categories down, periods across. A period such as 2016–2018 is one figure for all its years.",
        ],
        ["Matrix", "states × states", "How far two states can be compared, in total, for each object and period."],
        ["Regional", "sums over states", "Only what may be summed, with bounds, and who is left out for which reason."],
        ["Observations", "all figures", "One line for each figure, with its cell and its mapping lines, as in harmonized.csv."],
        ["Findings", "what to look at", "For those who submit and those who keep the mappings."],
        ["Sources", "what it is made of", "The submissions, and the digest of every file that went in."],
    ];
    heading(sheet, "Sheets", &sheets.map(|line| line.map(str::to_owned)))?;
    for_print(sheet, 0)
}

fn entries(codebook: &Codebook, list: &str) -> Vec<[String; 3]> {
    let codes = codebook.lists.get(list).into_iter().flatten();
    codes.map(|own| [own.code.clone(), own.name.clone(), own.description.clone()]).collect()
}

/// For each object and period that any two states share in total: states × states.
pub(super) fn matrix(sheet: &mut Worksheet, dataset: &Dataset, styles: &Styles) -> Result<(), XlsxError> {
    let codebook = dataset.codebook();
    sheet.set_name("Matrix")?;
    sheet.set_column_width(0, 16)?;
    sheet.write_with_format(0, 0, "How far the totals of two states can be compared", &styles.title)?;
    let totals = dataset.pairs().iter().filter(|pair| pair.split.iter().all(CodeId::is_total));
    let totals: Vec<_> = totals.collect();
    let mut periods: Vec<ReferencePeriod> = totals.iter().map(|pair| pair.period).collect();
    periods.sort_unstable_by_key(|period| (!period.is_year(), *period));
    periods.dedup();
    let providers: BTreeSet<Option<CodeId>> = totals.iter().map(|pair| pair.provider).collect();
    let mut row = 2;
    for (object, provider) in codebook.objects.iter().flat_map(|(object, _)| providers.iter().map(move |provider| (object, provider))) {
        for period in &periods {
            let is_own = |pair: &&&Pair| pair.object == *object && pair.period == *period && pair.provider == *provider;
            let own: Vec<_> = totals.iter().filter(is_own).collect();
            if own.is_empty() {
                continue;
            }
            let who = provider.filter(|code| !code.is_total()).map(|code| format!(", {code}")).unwrap_or_default();
            sheet.write_with_format(row, 0, fitting(&format!("{object}, {}{who}", words(*period))), &styles.header)?;
            for (i, area) in codebook.areas.iter().enumerate() {
                sheet.write_with_format(row, at(i + 1), area.to_string(), &styles.middle)?;
                sheet.write_with_format(row + 1 + at::<u32>(i), 0, fitting(codebook.name("area", &area.to_string())), &styles.text)?;
            }
            let place = |area| codebook.areas.iter().position(|own| *own == area);
            for pair in own {
                let (Some(a), Some(b)) = (place(pair.a.area), place(pair.b.area)) else { continue };
                for (down, across) in [(a, b), (b, a)] {
                    let level = pair.level();
                    sheet.write_with_format(row + 1 + at::<u32>(down), at(across + 1), sign(level), &styles.centred(level))?;
                }
            }
            row += at::<u32>(codebook.areas.len()) + 2;
        }
    }
    sheet.set_freeze_panes(1, 1)?;
    for_print(sheet, 0)
}

/// The sums over states.
pub(super) fn regional(sheet: &mut Worksheet, dataset: &Dataset, styles: &Styles) -> Result<(), XlsxError> {
    let codebook = dataset.codebook();
    let header = [
        ("Measure", 26.0),
        ("Period", 12.0),
        ("Category", 30.0),
        ("At least", 9.0),
        ("At most", 9.0),
        ("Level", 7.0),
        ("States", 8.0),
        ("Members", 10.0),
        ("Same states in all years", 26.0),
        ("What each brings", 60.0),
        ("Left out, and why", 70.0),
        ("Reasons", 30.0),
        ("Stated by", 16.0),
    ];
    // A collection in which only states send has no such column.
    let width = header.len() - usize::from(codebook.structure.provider().is_none());
    let header = header.get(..width).unwrap_or_default();
    let names = |reasons: &[Reason]| {
        let names = reasons.iter().map(|reason| codebook.name("comparability_reason", reason.code()).to_ascii_lowercase());
        names.collect::<Vec<_>>().join(", ")
    };
    let rows = dataset.regional().iter().map(|figure| {
        let category = figure.code.as_ref().map_or("Total", |code| codebook.name(code.concept().list(), code.as_str()));
        let brought = figure.contributors.iter().map(|own| format!("{} {}", own.area, range_in_words(own.range)));
        let number = |number: Option<u64>| number.map(|n| n.to_string()).unwrap_or_default();
        let all = figure.contributors.len() + figure.left_out.len();
        let mut row = vec![
            codebook.name(figure.measure.concept().list(), figure.measure.as_str()).to_owned(),
            words(figure.period),
            category.to_owned(),
            number(figure.range.map(|range| range.lower)),
            number(figure.range.and_then(|range| range.upper)),
            sign(figure.level()).to_owned(),
            format!("{} of {all}", figure.contributors.len()),
            figure.range.map(|_| members(figure).to_owned()).unwrap_or_default(),
            constant(figure),
            brought.collect::<Vec<_>>().join(", "),
            figure.left_out.iter().map(|out| format!("{} ({})", out.area, names(&out.reasons))).collect::<Vec<_>>().join(", "),
            names(&figure.reasons()),
        ];
        row.extend(figure.provider.map(|code| codebook.name(code.concept().list(), code.as_str()).to_owned()));
        row
    });
    let numeric = header.iter().map(|(name, _)| name.starts_with("At ")).collect();
    let shape = List { name: "Regional", title: "Sums over the states that may be summed".to_owned(), header: columns(header), numeric };
    list(sheet, &shape, &rows.collect::<Vec<_>>(), styles)
}

/// The areas that are in the sums of all years, and what they come to in the period.
fn constant(figure: &Regional) -> String {
    let areas: Vec<String> = figure.constant.iter().map(ToString::to_string).collect();
    figure.constant_range.map(|range| format!("{}: {}", areas.join(", "), range_in_words(range))).unwrap_or_default()
}

/// All figures.
pub(super) fn observations(sheet: &mut Worksheet, dataset: &Dataset, styles: &Styles) -> Result<(), XlsxError> {
    let table = harmonized(dataset.codebook().structure).told(dataset.has_sources());
    let header = table.columns.iter().map(|column| (column.name.to_owned(), if column.kind == Kind::Text { 24.0 } else { 12.0 }));
    let numeric = table.columns.iter().map(|column| matches!(column.kind, Kind::Count | Kind::Number)).collect();
    let rows: Vec<Vec<String>> = dataset.figures().iter().map(|figure| table.pick(observation(figure, dataset.codebook()))).collect();
    let shape = List { name: "Observations", title: table.about.to_owned(), header: header.collect(), numeric };
    list(sheet, &shape, &rows, styles)
}

/// What somebody should look at.
pub(super) fn findings(sheet: &mut Worksheet, dataset: &Dataset, styles: &Styles) -> Result<(), XlsxError> {
    let header = [
        ("Level", 9.0),
        ("Code", 22.0),
        ("Repair by", 12.0),
        ("What", 40.0),
        ("Where", 50.0),
        ("Found", 50.0),
        ("Expected", 40.0),
        ("What to do", 50.0),
    ];
    let rows = dataset.findings().iter().map(|finding| {
        let (level, code) = (finding.level.word().to_owned(), finding.code.name.to_owned());
        let (owner, title) = (finding.code.owner.word().to_owned(), finding.code.title.to_owned());
        vec![
            level,
            code,
            owner,
            title,
            finding.location.to_string(),
            finding.found.clone(),
            finding.expected.clone(),
            finding.remedy.clone(),
        ]
    });
    let title = "What somebody should look at".to_owned();
    let shape = List { name: "Findings", title, header: columns(&header), numeric: vec![false; header.len()] };
    list(sheet, &shape, &rows.collect::<Vec<_>>(), styles)
}

/// What the dataset is made of.
pub(super) fn sources(sheet: &mut Worksheet, dataset: &Dataset, styles: &Styles) -> Result<(), XlsxError> {
    let codebook = dataset.codebook();
    let header =
        [("State", 16.0), ("File", 44.0), ("SHA-256", 70.0), ("Title", 50.0), ("Producer", 60.0), ("Received", 12.0), ("Licence", 60.0)];
    // The submissions first: they are what most readers look for.
    let (raw, mappings): (Vec<_>, Vec<_>) = dataset.inputs().iter().partition(|(path, _)| path.starts_with("raw/"));
    let rows = raw.into_iter().chain(mappings).map(|(path, digest)| {
        let source = codebook.sources.iter().find(|source| path.starts_with(&format!("raw/{}/", source.sender.folder())));
        let area = source.map(|source| codebook.sender_name(source.sender)).unwrap_or_default();
        let about = source
            .map(|own| [&own.title, &own.producer, &own.received, &own.licence].map(|text| one_line(text).into_owned()))
            .unwrap_or_default();
        [area, path.clone(), digest.clone()].into_iter().chain(about).collect::<Vec<_>>()
    });
    let title = "Every file that went in".to_owned();
    let shape = List { name: "Sources", title, header: columns(&header), numeric: vec![false; header.len()] };
    list(sheet, &shape, &rows.collect::<Vec<_>>(), styles)
}
