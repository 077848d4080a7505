//! Codes of files of case-level records.

use super::codes;
use crate::diag::code::{Code, Level, Owner, Page};

codes! {
    RECORD_MALFORMED = "record-malformed", Error, Submission,
        "A row of a file of records is not well-formed", "as many fields as the header has, each quoted as a whole or not at all, in the file's encoding",
        "A quotation mark is not closed or stands alone inside a field, a row has more or fewer fields than the header, or bytes mean nothing in the encoding.",
        "what stands after a broken row may be anything, so nothing of the file is counted",
        "ask for the file again, written by a program that quotes fields; or repair the row and record it in SOURCE.toml";
    VALUES_TOO_MANY = "values-too-many", Error, Mapping,
        "A column of records has more different values than a category can have", "at most 4,096 different values",
        "The column that the layout counts by holds free text, identifiers or the like.",
        "counting by it would be keeping every row, so nothing of the file is counted",
        "name another column, or give the column bands";
    COLUMN_UNREAD = "column-unread", Warning, Mapping,
        "A column of records is neither used nor left out by a decision", "an entry of columns, flags or skip_columns that names it",
        "The file has a column that the layout does not speak of.",
        "it may hold a category that the round wants, and nobody has looked",
        "use the column, or name it in skip_columns with the reason";
}
