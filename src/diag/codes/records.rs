//! Codes of files of case-level records.

use super::declare::codes;
use crate::diag::code::{Code, Level, Owner, Page};

codes! {
    RECORD_MALFORMED = "record-malformed", Error, Submission,
        "A row of a file of records is not well-formed", "as many fields as the header has, each quoted as a whole or not at all, in the file's encoding",
        "A quotation mark is not closed or stands alone inside a field, a row has more or fewer fields than the header, or bytes are invalid in the encoding.",
        "the content after a broken row cannot be trusted, so nothing of the file is counted",
        "ask for the file again, written by a program that quotes fields; or repair the row and record it in SOURCE.toml";
    ROW_BELOW_RECORDS = "row-below-records", Error, Submission,
        "A row below the records has a few cells, and none in a column that is counted", "records down to the last row, or an entry of out_of_scope that matches the text",
        "There is a source or a remark below the records; or nothing is known of the last record but a number or a remark.",
        "counted as a record, it would add a unit of which nothing is known; the row is not counted",
        "name the text in [[out_of_scope]] of layout.toml with the reason; if the row is a record, ask for explicit values where something is not known";
    VALUES_TOO_MANY = "values-too-many", Error, Mapping,
        "A column of records has more different values than a category can have", "at most 4,096 different values",
        "The column that the layout counts by holds free text, identifiers or the like.",
        "counting by it would keep every row, so nothing of the file is counted",
        "name another column, or give the column bands";
    COLUMN_UNREAD = "column-unread", Warning, Mapping,
        "A column of records is neither used nor left out by a decision", "an entry of columns, flags or skip_columns that names it",
        "The file has a column that the layout does not mention.",
        "it may hold a category that the round wants, and nobody has looked",
        "use the column, or name it in skip_columns with the reason";
}
