//! Codes of layouts and labels that do not fit the sheets.

use super::declare::codes;
use crate::diag::code::{Code, Level, Owner, Page};

codes! {
    FILE_UNDECLARED = "file-undeclared", Error, Mapping,
        "A file of the submission has no [[file]] entry", "a [[file]] entry whose name matches",
        "No [[file]] entry of the layout matches the name of the file.",
        "nothing of the file is read; figures may be missing",
        "add a [[file]] entry to the layout, or ask the country what the file is";
    ANCHOR_NOT_FOUND = "anchor-not-found", Error, Mapping,
        "A table was not found", "one cell with the anchor's text",
        "No cell of the sheet has the text of the table's anchor: the table moved, was renamed, or is missing.",
        "the table is not read, and none of its figures is in the dataset",
        "correct the anchor, restrict the table to its sheets, or set optional = true";
    ANCHOR_AMBIGUOUS = "anchor-ambiguous", Error, Mapping,
        "A table was found more than once", "one cell with the anchor's text",
        "Several cells have the anchor's text, and the table does not set repeat.",
        "one table could be mistaken for the other, so neither is read",
        "make the anchor longer, or set repeat";
    SHEET_NOT_FOUND = "sheet-not-found", Error, Mapping,
        "No sheet of the submission matches the table", "a sheet that the globs select",
        "The table's file and sheet globs select no sheet; a sheet may have been renamed.",
        "the table is not read, and none of its figures is in the dataset",
        "correct the glob";
    HEADER_UNEXPECTED = "header-unexpected", Error, Mapping,
        "A header is not the one that the layout expects", "the header that the layout names",
        "The header of a column is not the one that the layout's only or header key names.",
        "a column may have changed its meaning, so the table is not read",
        "correct the layout, or ask whether the column's meaning changed";
    CONTEXT_NOT_FOUND = "context-not-found", Error, Mapping,
        "A context label was not found", "a cell as the context entry describes",
        "The cell that should give a label for the whole table is not there.",
        "without the label the figures would be taken for totals, so the table is not read",
        "correct the context entry";
    TABLE_EMPTY = "table-empty", Error, Mapping,
        "A table has no cells", "at least one row and one column",
        "The anchor was found, but no row or column follows it, or no row has the label that the key where names.",
        "none of the figures that the table should hold is in the dataset",
        "correct header_rows, columns or rows";
    CELL_UNACCOUNTED = "cell-unaccounted", Error, Mapping,
        "A cell with a digit is neither read nor out of scope", "read as a figure or a label, or declared out of scope",
        "No table of the layout reads the cell and no [[out_of_scope]] entry covers it.",
        "it may be a figure, and it is not in the dataset",
        "add a table, or an [[out_of_scope]] entry with the reason";
    CELL_READ_TWICE = "cell-read-twice", Error, Mapping,
        "Two tables read the same cell", "one table for one cell",
        "Two tables of the layout claim the cell as a figure.",
        "the figure would be in the dataset twice, with two meanings",
        "narrow the anchor, the sheets or the end of one of the tables";
    ABSENCE_UNDECLARED = "absence-undeclared", Warning, Mapping,
        "A mark of absence is not declared", "a mark of the layout's [absence]",
        "The cell holds neither a number nor a declared mark; what the mark means is unknown.",
        "none, not known and suppressed are three different things; the observation has no value and the status O",
        "declare the mark in [absence], with the meaning that the source gives it";
    LABEL_BLANK = "label-blank", Error, Mapping,
        "A label is blank where the layout expects one", "a label in each label column and header row of the table",
        "A row or column of a table has a blank label although the layout expects one. It may repeat the label before it, or mean all.",
        "the figure means something else in each of the two readings, so it is left out",
        "set fill = true if a blank repeats the label before it, or blank = \"total\" if it means all";
    LEGEND_NOT_FOUND = "legend-not-found", Warning, Mapping,
        "The source's legend for a mark is not on the sheet", "the legend text",
        "The layout quotes a legend for a mark of absence, and no cell of the file has that text.",
        "the mark may mean something else now, such as zero instead of unknown",
        "correct the quoted legend, or ask what the mark means now";
    FOOTNOTE_WITHOUT_TEXT = "footnote-without-text", Warning, Submission,
        "A footnote mark has no text on its sheet", "a footnote with the mark",
        "A figure or label carries a mark, and no footnote text on the sheet begins with it.",
        "readers of the figure do not learn what the mark warns of",
        "ask for the text of the footnote";
    FOOTNOTE_UNCLASSIFIED = "footnote-unclassified", Warning, Mapping,
        "A footnote's meaning for the figure is not decided", "a crosswalk line of concept footnote",
        "The text of the footnote has no line in the crosswalk that says which status it gives.",
        "the note may say that the figure is provisional or partial, and its status does not show it",
        "add a line: concept footnote, the text or a pattern, and an obs_status code (A when it only informs)";
    LABEL_UNMAPPED = "label-unmapped", Error, Mapping,
        "A label has no line in the crosswalk", "a crosswalk line for the label",
        "No crosswalk line, country name or period matches a label of the submission. Its figures are left out until somebody decides what it means.",
        "figures of the label are not in the dataset, and sums of their table have a gap",
        "add a line to crosswalk.csv";
    LABEL_AMBIGUOUS = "label-ambiguous", Error, Mapping,
        "Two lines match a label and map it differently", "one line for a label, or lines that agree",
        "Two patterns, or two lines for different globs of tables, match the label, and their codes or predicates differ. Neither is used.",
        "the order of lines would decide what a figure means, so the figures of the label are left out",
        "narrow one of the patterns or globs, or write a line with exactly this label, which takes precedence over patterns";
    ARTICLE_UNMAPPED = "article-unmapped", Error, Mapping,
        "A legal article has no line in articles.csv", "a line in articles.csv",
        "The submission names an article that articles.csv does not have.",
        "figures of the article are not in the dataset",
        "add a line to articles.csv";
    KEY_INCOMPLETE = "key-incomplete", Error, Mapping,
        "A figure has no measure or no period", "a measure and a period",
        "Nothing in the layout or the labels says what is counted or for which period.",
        "a number without a known measure and period is not a figure",
        "add set, context or a label concept to the table";
    DIMENSION_SET_TWICE = "dimension-set-twice", Error, Mapping,
        "Two labels give one figure different codes of one dimension", "one code for each dimension",
        "Two labels of the figure were mapped to different codes of the same dimension.",
        "a figure has one code in each dimension; nobody knows which code is meant, so the figure is left out",
        "correct the concepts of the layout or the crosswalk lines";
    PERIOD_OUTSIDE_ROUND = "period-outside-round", Error, Submission,
        "A figure is about a period outside the round", "a period within the years of the round",
        "The label of the figure names a year that the round does not collect.",
        "the figure belongs to another round and would be compared with the wrong years",
        "declare the row or column out of scope, or move the figure to its round";
    LABELS_SHARE_CODE = "labels-share-code", Error, Mapping,
        "Two categories of one table have the same code", "a code of its own for each category of a table",
        "Two labels of a table were mapped to the same combination of codes. Their figures cannot be told apart, and mapping never adds figures up.",
        "one figure would overwrite the other, so neither is in the dataset",
        "give the labels different codes, or declare one of them NoTermFound";
    VALUES_CONFLICT = "values-conflict", Error, Submission,
        "Two cells state one figure with different values", "one value for one figure",
        "Two cells of the tables give different values for the same combination of dimensions.",
        "nobody knows which value is right, so neither is in the dataset",
        "ask which value is right; if the two mean different things, map them to different codes";
    ABSENCES_DIFFER = "absences-differ", Warning, Submission,
        "Two cells state one figure with different marks of absence", "one mark of absence for one figure",
        "Two cells give no number for the same combination of dimensions, and their marks of absence differ in meaning.",
        "nobody knows which of them is right, so the figure has the absence O: no reason given",
        "ask which is right; if the two cells mean different things, map them to different codes";
    VALUE_STATED_TWICE = "value-stated-twice", Note, Submission,
        "Two cells state one figure", "one cell for one figure",
        "The figure is one observation with two cells as its origin: they give the same value, or one of them gives none.",
        "for the record; the figure is counted once",
        "nothing, if the repetition is meant";
    VALUE_STATED_DIFFERENTLY = "value-stated-differently", Warning, Submission,
        "A table and a remark state one figure with different values", "the same value in both",
        "The submission gives the figure in a table and in a remark, and the values differ. Both stay in the dataset, told apart by STATEMENT.",
        "one of them is wrong or counts something else; the table's figure comes first, and both carry the reason",
        "ask which is right";
}
