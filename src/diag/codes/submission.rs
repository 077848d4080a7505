//! Codes of the files and cells that were sent.

use super::declare::codes;
use crate::diag::code::{Code, Level, Owner, Page};

codes! {
    CELL_NOT_A_COUNT = "cell-not-a-count", Error, Submission,
        "A cell that should hold a count holds something else", "a non-negative whole number",
        "The cell holds a date, an error, a fraction, a negative number, or a text that is not a number.",
        "the figure of the cell is not in the dataset, and sums of its table have a gap",
        "ask for the figure, or correct it in corrections.toml with the country's answer";
    SUPERSCRIPT_MARK = "superscript-mark", Note, Submission,
        "A superscript digit was taken as a footnote mark", "a number and its mark told apart",
        "The file sets a digit after the number as superscript; it is a mark and no part of the number.",
        "read as plain text the figure would be ten times too large",
        "nothing, if the check against the total agrees";
    SUPERSCRIPT_DOUBTFUL = "superscript-doubtful", Warning, Submission,
        "A superscript digit was taken as a mark, but the total shows that it is a digit of the number", "a number and its mark told apart",
        "The file sets a digit after the number as superscript, so it was taken as a footnote mark; but the parts add up to their total only if it belongs to the number.",
        "if the digit belongs to the number, the figure is ten times too small",
        "ask the country which is right; record the answer in corrections.toml";
    FORMULA_WITHOUT_VALUE = "formula-without-value", Error, Submission,
        "A formula has no stored value", "a value stored with the formula",
        "The program that wrote the workbook did not store the result of the formula.",
        "the figure is not in the dataset, although the sheet shows it",
        "open the workbook in a spreadsheet program, let it calculate, and save";
    FORMULA_VALUE_DIFFERS = "formula-value-differs", Warning, Submission,
        "A formula's stored value is not what the formula gives", "a stored value that agrees with the formula",
        "The value stored in the workbook differs from the sum that the formula describes; the stored value is used.",
        "either the stored value or a cell that it adds up is wrong",
        "ask which is right";
    FORMULA_NOT_CHECKED = "formula-not-checked", Note, Submission,
        "A formula was not recomputed", "a SUM, or additions, of cells",
        "The stored value was used; Roundup recomputes only sums.",
        "for the record; the stored value was used",
        "nothing";
    HIDDEN_UNDECIDED = "hidden-undecided", Error, Mapping,
        "Hidden content has no written decision", "a [[hidden]] entry",
        "The sheet, row or column is hidden and holds content; nobody decided whether to use it.",
        "hidden cells can be drafts, or figures that must not be published; until somebody decides they are not used",
        "add a [[hidden]] entry with the decision and the reason";
    HIDDEN_CONTENT = "hidden-content", Note, Submission,
        "Hidden content was handled as decided", "a decision in the layout",
        "A hidden sheet, row or column is used or ignored as the layout says.",
        "for the record; it was handled as decided",
        "nothing";
    HIDDEN_NOT_VISIBLE = "hidden-not-visible", Warning, Submission,
        "The format does not show what is hidden", "an xlsx or ods file",
        "The reader of this format cannot see hidden rows and columns, rich text or cell notes.",
        "a hidden row would be read as if it were shown, and notes and superscripts are lost",
        "ask for xlsx or ods";
    SUBMISSION_MISSING = "submission-missing", Error, Submission,
        "A sender has sent nothing", "a folder raw/<round>/<sender> with at least one file",
        "The round is closed and expects the sender, and there is no file from it.",
        "the sender is missing from every table and sum of the round",
        "ask for the submission";
    AREA_NOT_OF_SENDER = "area-not-of-sender", Error, Mapping,
        "A submission has figures of an area that its sender does not report about", "the state that sends; of an organisation, the areas of the round",
        "A label names a state that is not the one that sends, or one that the round does not name.",
        "a figure that nobody asked this sender for would stand beside that of the state",
        "give the label a line with the code NoTermFound and the reason, correct its line, or add the state to the areas of the round in rounds.toml";
    SUBMISSION_AWAITED = "submission-awaited", Warning, Submission,
        "A sender has sent nothing yet", "a folder raw/<round>/<sender> with at least one file",
        "The round is open and expects the sender, and there is no file from it so far.",
        "the sender is missing from every table and sum of the round until it answers",
        "wait for the submission or ask for it; when nothing comes in any more, close the round with `roundup round close`";
    AREA_NOT_EXPECTED = "area-not-expected", Error, Mapping,
        "A state that the round does not expect has sent files", "a state of the round's areas in rounds.toml",
        "There is a folder with files for a state that the round does not name.",
        "figures that nobody asked for would change sums and comparisons",
        "add the state to the areas of the round in rounds.toml, or remove the folder";
    AREA_WITHOUT_MAPPING = "area-without-mapping", Error, Mapping,
        "A submission has no mapping folder", "a folder mappings/<area>",
        "There are files for the area, and no layout to read them with.",
        "nothing of the submission is in the dataset",
        "create the folder as mappings/README.md describes";
    SOURCE_DESCRIPTION_MISSING = "source-description-missing", Warning, Mapping,
        "A submission has no SOURCE.toml", "a SOURCE.toml beside the files",
        "Nobody recorded who sent the files, when, and with which digest.",
        "nobody could prove later which file the figures came from",
        "write a SOURCE.toml";
    SOURCE_FILE_MISSING = "source-file-missing", Error, Submission,
        "A file that was received is not there", "each file that SOURCE.toml lists",
        "SOURCE.toml lists a file that is not in the folder: it was lost, or renamed.",
        "figures of the file are missing",
        "restore the file, or correct SOURCE.toml";
    SOURCE_DIGEST_DIFFERS = "source-digest-differs", Error, Submission,
        "A file is not the one that was received", "the digest recorded in SOURCE.toml",
        "The file's SHA-256 differs from the one in SOURCE.toml: raw files are never edited.",
        "somebody changed the file after it came, or it is another one: its figures cannot be traced to what was sent",
        "restore the file, or record the new submission";
    FILE_UNREADABLE = "file-unreadable", Error, Submission,
        "A file cannot be read", "a workbook that opens",
        "The file is damaged, or of a kind that Roundup does not read.",
        "nothing of the file is in the dataset",
        "ask for the file again, saved as xlsx";
    SHEET_UNREADABLE = "sheet-unreadable", Error, Submission,
        "A sheet of a workbook cannot be read", "a sheet that can be read to its end",
        "The part of the file that holds the sheet is damaged or missing, or the reader library failed on it.",
        "nothing of the sheet is in the dataset; the other sheets are read",
        "open the workbook in a spreadsheet program, look at the sheet, and save it as xlsx; or ask for the file again";
    FILE_ENCRYPTED = "file-encrypted", Error, Submission,
        "A workbook is protected by a password", "a workbook that opens without a password",
        "The file is encrypted.",
        "nothing of the file is in the dataset",
        "ask for the file without a password";
    FILE_EMPTY = "file-empty", Error, Submission,
        "A file or workbook holds nothing", "at least one cell",
        "The file has no bytes, or no sheet has a cell.",
        "figures that the file should bring are missing",
        "ask for the file again";
    FILE_EXTENSION_WRONG = "file-extension-wrong", Warning, Submission,
        "A file's extension does not fit its content", "an extension that fits the content",
        "The content was recognised by its first bytes, and the extension is that of another format.",
        "other programs may open it as something else and show other numbers",
        "rename the file at the source";
    FILE_NOT_A_TABLE = "file-not-a-table", Error, Submission,
        "A file is not a table in a format that Roundup reads", "xlsx, xlsb, xls, ods or csv",
        "The content is a document, a picture or a program's own format, or a table in a format that is not read.",
        "nothing of the file is in the dataset",
        "ask for the table itself, saved as xlsx or csv";
    QUOTE_STRAY = "quote-stray", Error, Submission,
        "A quotation mark begins a field and does not end it", "each field quoted as a whole or not at all",
        "A field of a delimited text begins with a quotation mark that is never closed, or that is closed inside the field.",
        "where the fields behind the mark begin and end is not known, so nothing of the file is read",
        "take the quotation mark out of the line, or double it and quote the whole field";
    FILE_TOO_LARGE = "file-too-large", Error, Submission,
        "A file is too large to be a table of statistics", "a file within the limits",
        "The file, or what it unpacks to, exceeds the limits that protect the run.",
        "it could stop the run of all others, so it is not read",
        "ask for the table alone";
    READER_FAILED = "reader-failed", Error, Submission,
        "The reader library failed on a file", "a file that the library can read",
        "The library stopped with a fault of its own while it read the file.",
        "nothing of the file is in the dataset; the other files are not affected",
        "ask for the file again, saved as xlsx; report the file to us";
    ENCODING_UNDECLARED = "encoding-undeclared", Note, Submission,
        "A text file is UTF-8 and nothing declares it", "an encoding declared in the layout, or a byte order mark",
        "The bytes are valid UTF-8, which text in other encodings hardly ever is; nothing else declares the encoding.",
        "for the record; with a declared encoding the letters are right in any case",
        "declare the encoding in the layout's [[file]] entry";
    ENCODING_GUESSED = "encoding-guessed", Warning, Submission,
        "The encoding of a text file was guessed", "an encoding declared in the layout, or a byte order mark",
        "Nothing says which encoding the file has; it was detected from its bytes.",
        "a wrong guess changes letters, so that labels are not recognised or mean something else",
        "declare the encoding in the layout's [[file]] entry";
    ENCODING_WRONG = "encoding-wrong", Error, Submission,
        "A text file does not fit its encoding", "text that decodes without loss",
        "Bytes of the file are invalid in the declared or detected encoding.",
        "letters are lost, and labels with them",
        "correct the encoding in the layout, or ask for the file as UTF-8";
    DATE_SYSTEM_1904 = "date-system-1904", Note, Submission,
        "The workbook counts dates from 1904", "the 1900 date system",
        "Dates of the workbook were read by its own system.",
        "for the record; read by the other system every date would be four years off",
        "nothing";
}
