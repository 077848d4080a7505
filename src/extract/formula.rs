//! Formulas: a missing value is a finding, and sums are recomputed and compared with the value stored.

use std::collections::BTreeMap;

use crate::diag::{Finding, Findings, Location, codes};
use crate::ingest::{CellType, Grid};
use crate::model::CellRef;

/// Cells that one range of a formula may name.
const MAX_RANGE: u64 = 1_000_000;

/// Ranges of one column that the formulas of a sheet may name, for a start and for each cell of the sheet; what comes after that is not checked.
const COLUMNS: (usize, usize) = (1_000_000, 8);

/// Checks all formulas of a sheet.
pub(super) fn check(grid: &Grid, findings: &mut Findings) {
    if grid.cells.values().all(|cell| cell.formula.is_none()) {
        return;
    }
    let mut sums = Sums::new(grid);
    for (at, cell) in &grid.cells {
        let Some(formula) = &cell.formula else { continue };
        let place = Location::Cell(grid.origin(*at));
        if !formula.has_value {
            findings.push(Finding::new(codes::FORMULA_WITHOUT_VALUE, place, format!("the formula ={} without a value", formula.text)));
            continue;
        }
        match sums.evaluate(&formula.text) {
            Some(sum) if cell.text == sum.to_string().as_str() => {}
            Some(sum) => {
                let finding = Finding::new(codes::FORMULA_VALUE_DIFFERS, place, format!("the stored value {}", cell.text));
                findings.push(finding.expected(format!("{sum}, the value of ={}", formula.text)));
            }
            // An error behind a formula is reported where the figure is read.
            None if cell.cell_type == CellType::Error || cell.text.starts_with('#') => {}
            None => findings.push(Finding::new(codes::FORMULA_NOT_CHECKED, place, format!("the formula ={}", formula.text))),
        }
    }
}

/// The numbers of a column down to a row.
#[derive(Clone, Copy, Default)]
struct Running {
    row: u32,
    sum: i128,
    /// Numbers that are not whole.
    broken: usize,
}

/// The sums of a sheet, which take as long for a long range as for a short one.
struct Sums {
    columns: BTreeMap<u32, Vec<Running>>,
    budget: usize,
}

impl Sums {
    fn new(grid: &Grid) -> Self {
        let mut columns: BTreeMap<u32, Vec<Running>> = BTreeMap::new();
        for (at, cell) in grid.cells.iter().filter(|(_, cell)| cell.cell_type == CellType::Number) {
            let column = columns.entry(at.col).or_default();
            let before = column.last().copied().unwrap_or_default();
            let number = cell.text.parse::<i64>();
            let broken = before.broken + usize::from(number.is_err());
            column.push(Running { row: at.row, sum: before.sum + i128::from(number.unwrap_or(0)), broken });
        }
        Self { columns, budget: grid.cells.len().saturating_mul(COLUMNS.1).saturating_add(COLUMNS.0) }
    }

    /// The value of a sum of cells of the same sheet; `None` for any other formula, or when a summand is not a whole number.
    fn evaluate(&mut self, formula: &str) -> Option<i64> {
        // OpenDocument writes [.B2:.B5] where Office Open XML writes B2:B5.
        let plain: String = formula.chars().filter(|c| !c.is_whitespace() && !matches!(c, '[' | ']' | '$')).collect();
        let plain = plain.replace(":.", ":");
        plain.split('+').map(|term| self.term(term)).try_fold(0_i64, |sum, term| sum.checked_add(term?))
    }

    fn term(&mut self, term: &str) -> Option<i64> {
        let inner = term.strip_prefix("SUM(").or_else(|| term.strip_prefix("sum(")).and_then(|rest| rest.strip_suffix(')'));
        match inner {
            Some(arguments) => {
                arguments.split([',', ';']).map(|argument| self.range(argument)).try_fold(0_i64, |sum, part| sum.checked_add(part?))
            }
            None => self.range(term),
        }
    }

    /// The sum of a cell or a range. A summand that holds text counts as nothing, as in spreadsheet programs.
    fn range(&mut self, text: &str) -> Option<i64> {
        let text = text.strip_prefix('.').unwrap_or(text);
        let (first, last) = text.split_once(':').unwrap_or((text, text));
        let (first, last) = (CellRef::parse(first)?, CellRef::parse(last)?);
        let (rows, cols) = (last.row.checked_sub(first.row)?, last.col.checked_sub(first.col)?);
        if (u64::from(rows) + 1).checked_mul(u64::from(cols) + 1)? > MAX_RANGE {
            return None;
        }
        let mut sum = 0_i128;
        for column in self.columns.range(first.col..=last.col).map(|(_, column)| column) {
            self.budget = self.budget.checked_sub(1)?;
            let down_to = |end: usize| end.checked_sub(1).and_then(|place| column.get(place)).copied().unwrap_or_default();
            let above = down_to(column.partition_point(|running| running.row < first.row));
            let through = down_to(column.partition_point(|running| running.row <= last.row));
            if through.broken > above.broken {
                return None;
            }
            sum = sum.checked_add(through.sum - above.sum)?;
        }
        i64::try_from(sum).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::Sums;
    use crate::ingest::{Cell, CellType, Grid};
    use crate::model::CellRef;

    #[test]
    fn sums_and_additions() {
        let mut grid = Grid::default();
        for (a1, text, cell_type) in
            [("B2", "3", CellType::Number), ("B3", "4", CellType::Number), ("B4", "x9", CellType::Text), ("C2", "50", CellType::Number)]
        {
            grid.cells.insert(CellRef::parse(a1).unwrap(), Cell { text: text.into(), cell_type, formula: None });
        }
        for (formula, expected) in [
            ("SUM(B2:B4)", Some(7)),
            ("B2+B3", Some(7)),
            ("SUM($B$2:$B$3,C2)", Some(57)),
            ("SUM([.B2:.B3])", Some(7)),
            ("[.B2]+[.C2]", Some(53)),
            ("B2*2", None),
            ("SUM(Other!B2)", None),
            ("AVERAGE(B2:B3)", None),
            ("SUM(A1:XFD1048576)", None),
        ] {
            assert_eq!(Sums::new(&grid).evaluate(formula), expected, "{formula}");
        }
    }
}
