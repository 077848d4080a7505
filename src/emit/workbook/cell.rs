//! What a cell and a sheet of a workbook can hold, and how a sheet is printed.

use rust_xlsxwriter::{Worksheet, XlsxError};

/// The greatest number of characters that a cell holds (Excel specifications and limits).
const CELL_LIMIT: usize = 32_767;
/// Rows of a sheet below its title and header, with room to say that more were left out.
pub(super) const ROW_LIMIT: usize = 1_000_000;

/// A text that a cell can hold; what is cut off says so.
pub(super) fn fitting(text: &str) -> String {
    if text.chars().count() <= CELL_LIMIT {
        return text.to_owned();
    }
    let kept: String = text.chars().take(CELL_LIMIT - 40).collect();
    format!("{kept} … (cut; the tables in CSV have all)")
}

/// A column or row number of a sheet.
pub(super) fn at<T: TryFrom<usize> + From<u8>>(place: usize) -> T {
    T::try_from(place).unwrap_or_else(|_| T::from(0))
}

/// How a sheet is printed: across one page, with its header on each.
pub(super) fn for_print(sheet: &mut Worksheet, header: u32) -> Result<(), XlsxError> {
    const A4: u8 = 9;
    sheet.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0).set_repeat_rows(0, header)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{CELL_LIMIT, fitting};

    #[test]
    fn a_text_that_is_too_long_is_cut_and_says_so() {
        assert_eq!(fitting("short"), "short");
        let cut = fitting(&"x".repeat(CELL_LIMIT + 1));
        assert!(cut.chars().count() <= CELL_LIMIT && cut.ends_with("(cut; the tables in CSV have all)"));
    }
}
