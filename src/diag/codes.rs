//! The one table of codes of findings. A name is never reused; its page stands here and nowhere else.

use super::code::{Code, Level, Owner};

/// Declares each code as a constant of the module `codes`, and the list of all of them.
macro_rules! codes {
    ($($konst:ident = $name:literal, $level:ident, $owner:ident, $title:literal, $expected:literal, $when:literal, $fix:literal;)*) => {
        $(
            #[doc = $title]
            pub const $konst: Code = Code {
                name: $name,
                level: Level::$level,
                owner: Owner::$owner,
                title: $title,
                expected: $expected,
                when: $when,
                fix: $fix,
                fixed_level: matches!(Owner::$owner, Owner::Program),
            };
        )*
        /// All codes, in the order of the table.
        pub const ALL: &[Code] = &[$($konst),*];

        /// The code with this name.
        pub fn find(name: &str) -> Option<Code> {
            ALL.iter().copied().find(|code| code.name == name)
        }
    };
}

codes! {
    MAPPING_UNREADABLE = "mapping-unreadable", Error, Mapping,
        "A mapping file cannot be read as what it is", "a file in the format of mappings/README.md",
        "The file is missing, is no UTF-8, or its CSV or TOML is broken, or a key is misspelt, missing or of the wrong type. The form is looked at once the syntax of the whole file is right.",
        "repair the file at the place named; mappings/README.md shows the form";
    ACCEPTANCE_STALE = "acceptance-stale", Error, Mapping,
        "An answer of accepted.toml no longer holds", "an answer to a finding that there is, about the value that stands there",
        "The cell shows another value than the answer was about, the answer's last round is over, or the finding is gone.",
        "ask the country again and renew the entry (`roundup accept` prints it), or delete it";
    COLUMN_MISSING = "column-missing", Error, Mapping,
        "A mapping table lacks a column", "the columns listed in mappings/README.md",
        "The header row does not have all the columns that the table needs.",
        "add the column to the header row";
    COLUMN_UNKNOWN = "column-unknown", Warning, Mapping,
        "A mapping table has a column that nothing reads", "the columns listed in mappings/README.md",
        "A header is misspelt, or a column was added that Roundup does not know; its contents are ignored.",
        "rename or remove the column";
    CODE_UNKNOWN = "code-unknown", Error, Mapping,
        "A code is not in its code list", "a code of the code list",
        "A mapping line names a code that mappings/codelists does not have.",
        "use a code of the list, or add the code to the list with its definition";
    PREDICATE_UNKNOWN = "predicate-unknown", Error, Mapping,
        "A predicate is none of the five", "skos:exactMatch, closeMatch, broadMatch, narrowMatch or relatedMatch",
        "The predicate column holds another word.",
        "choose the relation; subject broadMatch object means that the common code is the broader";
    PROPOSAL_UNDECIDED = "proposal-undecided", Error, Mapping,
        "A crosswalk line is a proposal that nobody has decided", "a line with a person's justification",
        "The line was appended by `roundup suggest --write`; no run uses it, for what is only likely must not become a figure.",
        "correct predicate and code, write the justification (such as semapv:ManualMappingCuration) and who decided; or delete the line";
    JUSTIFICATION_UNKNOWN = "justification-unknown", Error, Mapping,
        "A justification is not in the list", "a code of codelists/justification.csv",
        "The justification column holds a word outside the list.",
        "use a semapv code such as semapv:ManualMappingCuration";
    CONCEPT_UNKNOWN = "concept-unknown", Error, Mapping,
        "A concept is not known", "period, measure, unit, form, sex, age, origin, article, statement or footnote",
        "A concept is misspelt.",
        "use one of the concepts";
    VALUE_INVALID = "value-invalid", Error, Mapping,
        "A value in a mapping file has the wrong form", "a value as described in mappings/README.md",
        "A date, number, word or list of choices is not in its form.",
        "correct the value";
    PATTERN_INVALID = "pattern-invalid", Error, Mapping,
        "A regular expression does not compile", "a regular expression",
        "A pattern between slashes, or a pattern key, is no valid regular expression.",
        "correct the pattern";
    KEY_DUPLICATE = "key-duplicate", Error, Mapping,
        "Two lines decide the same thing", "one line for one decision",
        "Two lines have the same concept, label, table and validity and name the same code.",
        "delete one of the lines";
    LINES_CONTRADICT = "lines-contradict", Error, Mapping,
        "Two lines decide the same thing differently", "one code for a label",
        "Two lines with the same concept, label and table name different codes and carry no weights.",
        "keep the right one, or restrict them to different tables or years";
    VALIDITY_OVERLAPS = "validity-overlaps", Error, Mapping,
        "The validity of two lines overlaps", "lines whose years do not overlap",
        "Two lines for one label are valid in the same year.",
        "set valid_from and valid_to so that each year has one line";
    WEIGHTS_NOT_ONE = "weights-not-one", Error, Mapping,
        "The weights of a label do not sum to one", "weights that sum to 1",
        "A label is split over several codes and the weights of its lines do not sum to one.",
        "correct the weights";
    COUNT_SPLIT = "count-split", Error, Mapping,
        "A count of persons cannot be split by weights", "one pooled code",
        "A label is split over several codes; a count of persons split by weights would invent figures.",
        "map the label to a pooled code (such as OU) and say so in the comment";
    LINE_UNUSED = "line-unused", Warning, Mapping,
        "A mapping line was used by nothing", "each line is used by the round",
        "The line's label, file, sheet, mark or cell does not occur in the submissions of the round.",
        "delete the line, correct its label, or end its validity";
    ARTICLE_UNUSED = "article-unused", Note, Mapping,
        "No figure of the round is about an article", "an article that the round's figures name",
        "The register of articles holds an article that no submission of the round names; it is kept as knowledge.",
        "nothing, if the article belongs to the legal list";
    LINE_NOT_NEEDED = "line-not-needed", Note, Mapping,
        "A country name has a line although the library knows it", "no line",
        "CLDR gives the same code for this name in the language of the layout or in English.",
        "delete the line";
    ARTICLE_NOT_USABLE = "article-not-usable", Error, Mapping,
        "A figure meets an article that is only general knowledge", "an article with evidence in the report",
        "The submission writes an article whose line in articles.csv has the evidence general-knowledge; such a line documents and is kept out of the figures.",
        "find the source that states the article, and put it into the evidence column";
    ARTICLE_NOT_IN_FORCE = "article-not-in-force", Error, Mapping,
        "An article was not in force in the period", "a period within valid_from and valid_to",
        "The figure's reference period lies outside the validity of the article's line.",
        "correct the validity, or add a line for the article's other version";
    AREA_UNKNOWN = "area-unknown", Error, Mapping,
        "An area is not in the code list", "a code of codelists/area.csv",
        "A folder under raw/ or mappings/, or a round, names an area that the list lacks.",
        "add the area to codelists/area.csv, or rename the folder";
    ROUND_UNKNOWN = "round-unknown", Error, Mapping,
        "The round is not declared", "a [[round]] in rounds.toml",
        "mappings/rounds.toml has no entry for the round.",
        "add the round with its years and areas";
    FACT_UNKNOWN = "fact-unknown", Error, Mapping,
        "A declared fact has an unknown concept or value", "a code of codelists/fact.csv, and of codelists/fact_value.csv for its value",
        "comparability.toml names a concept of facts, or a value of one, that the lists do not have.",
        "use a code of the lists, or add it to them with its definition";
    FACTS_CONTRADICT = "facts-contradict", Error, Mapping,
        "Two statements give one fact two values", "one value for a concept, a measure and a year",
        "comparability.toml gives a concept two values for a measure in one year, or states what it says is not stated.",
        "keep the right one, or restrict them to different years";
    FACT_UNDECLARED = "fact-undeclared", Warning, Mapping,
        "Nobody looked for a fact that a comparison needs", "a [[fact]], or a [[not_stated]] that says where it was looked for",
        "The area has figures of the measure, and comparability.toml says nothing of a fact that codelists/target.csv asks for. Until it does, the figures are comparable at most with limits.",
        "read the source; add a [[fact]] with its place, or a [[not_stated]] if the source does not say";
    STATEMENT_UNUSED = "statement-unused", Warning, Mapping,
        "A fact, break or caveat is about no figure", "figures of the round that the statement is about",
        "No figure of the area has the measure, years and codes that the statement names; for a break, there are not figures on both sides of it.",
        "correct the measure, the years or the codes, or delete the statement";
    RULE_UNKNOWN = "rule-unknown", Error, Mapping,
        "rules.toml names a rule or threshold that does not exist", "a name that `roundup explain` lists",
        "A severity or a threshold is set for a rule of comparability that the program does not have; the name may be misspelt.",
        "correct the name";
    LEVEL_UNKNOWN = "level-unknown", Error, Mapping,
        "A level is set for an unknown finding", "the name of a finding and error, warning or note",
        "rules.toml names a finding that does not exist, or a level that is none.",
        "correct the name or the level";
    CORRECTION_STALE = "correction-stale", Error, Mapping,
        "A correction no longer meets what it corrects", "the text that the correction expects",
        "The cell of a correction does not say what the correction expects: the source has repaired itself, or the cell moved.",
        "remove the correction, or update it";
    FILE_UNDECLARED = "file-undeclared", Error, Mapping,
        "A file of the submission has no [[file]] entry", "a [[file]] entry whose name matches",
        "The layout does not say that it reads this file.",
        "add a [[file]] entry to the layout, or ask the country what the file is";
    ANCHOR_NOT_FOUND = "anchor-not-found", Error, Mapping,
        "A table was not found", "one cell with the anchor's text",
        "No cell of the sheet says what the table's anchor says; the table moved, was renamed, or is missing.",
        "correct the anchor, restrict the table to its sheets, or set optional = true";
    ANCHOR_AMBIGUOUS = "anchor-ambiguous", Error, Mapping,
        "A table was found more than once", "one cell with the anchor's text",
        "Several cells say what the anchor says, and the table does not repeat.",
        "make the anchor longer, or set repeat";
    SHEET_NOT_FOUND = "sheet-not-found", Error, Mapping,
        "No sheet of the submission is meant by the table", "a sheet that the globs select",
        "The table's file and sheet globs select no sheet; a sheet may have been renamed.",
        "correct the glob";
    HEADER_UNEXPECTED = "header-unexpected", Error, Mapping,
        "A header does not say what the layout expects", "the header that the layout names",
        "The header of a column is not the one that the layout's only or header key names.",
        "correct the layout, or ask whether the column's meaning changed";
    CONTEXT_NOT_FOUND = "context-not-found", Error, Mapping,
        "A context label was not found", "a cell as the context entry describes",
        "The cell that should give a label for the whole table is not there.",
        "correct the context entry";
    TABLE_EMPTY = "table-empty", Error, Mapping,
        "A table holds no cell", "at least one row and one column",
        "The anchor was found, but no row or column follows it, or no row has the label that where asks for.",
        "correct header_rows, columns or rows";
    CELL_UNACCOUNTED = "cell-unaccounted", Error, Mapping,
        "A cell with a digit was read by nothing", "read as a figure or a label, or declared out of scope",
        "No table of the layout reads the cell and no [[out_of_scope]] entry covers it.",
        "add a table, or an [[out_of_scope]] entry with the reason";
    CELL_READ_TWICE = "cell-read-twice", Error, Mapping,
        "Two tables read the same cell", "one table for one cell",
        "Two tables of the layout claim the cell as a figure.",
        "narrow the anchor, the sheets or the end of one of the tables";
    ABSENCE_UNDECLARED = "absence-undeclared", Warning, Mapping,
        "A mark of absence is not declared", "a mark of the layout's [absence]",
        "The cell holds neither a number nor a declared mark; what the mark means is unknown.",
        "declare the mark in [absence], with the meaning that the source gives it";
    LABEL_BLANK = "label-blank", Error, Mapping,
        "A label is blank where the layout expects one", "a label in each label column and header row of the table",
        "A row or column of a table has a blank label although the layout says what its labels are about; nobody can know whether it repeats the one before or means all.",
        "set fill = true if a blank repeats the label before it, or blank = \"total\" if it means all";
    LEGEND_NOT_FOUND = "legend-not-found", Warning, Mapping,
        "The source's legend for a mark is not on the sheet", "the legend text",
        "The layout quotes a legend for a mark of absence, and no cell of the file has that text.",
        "correct the quoted legend, or ask what the mark means now";
    FOOTNOTE_WITHOUT_TEXT = "footnote-without-text", Warning, Submission,
        "A footnote mark has no text on its sheet", "a footnote with the mark",
        "A figure or label carries a mark, and no footnote text on the sheet begins with it.",
        "ask for the text of the footnote";
    FOOTNOTE_UNCLASSIFIED = "footnote-unclassified", Warning, Mapping,
        "A footnote's meaning for the figure is not decided", "a crosswalk line of concept footnote",
        "The text of the footnote has no line in the crosswalk that says which status it gives.",
        "add a line: concept footnote, the text or a pattern, and an obs_status code (A when it only informs)";
    LABEL_UNMAPPED = "label-unmapped", Error, Mapping,
        "A label has no line in the crosswalk", "a crosswalk line for the label",
        "The word stands in the submission and no crosswalk line, country name or period knows it. Its figures are left out until it is decided.",
        "add a line to crosswalk.csv";
    LABEL_AMBIGUOUS = "label-ambiguous", Error, Mapping,
        "Two lines know a label and say different things of it", "one line for a label, or lines that agree",
        "Two patterns match the label, or two lines for different globs of tables hold, and their codes or predicates differ. Neither is used.",
        "narrow one of the patterns or globs, or write a line with the very word, which goes before patterns";
    ARTICLE_UNMAPPED = "article-unmapped", Error, Mapping,
        "A legal article has no line", "a line in articles.csv",
        "The submission writes an article that articles.csv does not have.",
        "add a line to articles.csv";
    KEY_INCOMPLETE = "key-incomplete", Error, Mapping,
        "A figure has no measure or no period", "a measure and a period",
        "Nothing in the layout or the labels says what is counted or for which period.",
        "add set, context or a label concept to the table";
    DIMENSION_SET_TWICE = "dimension-set-twice", Error, Mapping,
        "Two labels give one figure different codes of one dimension", "one code for each dimension",
        "Two labels of the figure were mapped to different codes of the same dimension.",
        "correct the concepts of the layout or the crosswalk lines";
    PERIOD_OUTSIDE_ROUND = "period-outside-round", Error, Submission,
        "A figure is about a period outside the round", "a period within the years of the round",
        "The label of the figure names a year that the round does not collect.",
        "declare the row or column out of scope, or move the figure to its round";
    LABELS_SHARE_CODE = "labels-share-code", Error, Mapping,
        "Two categories of one table have the same code", "a code of its own for each category of a table",
        "Two words of a table were mapped to one combination of codes; their figures cannot be told apart, and a figure is never added up while it is mapped.",
        "give the words different codes, or declare one of them NoTermFound";
    VALUES_CONFLICT = "values-conflict", Error, Submission,
        "Two cells state one figure with different values", "one value for one figure",
        "Two cells of the tables give different values for the same combination of dimensions.",
        "ask which value is right; if the two mean different things, map them to different codes";
    VALUE_STATED_TWICE = "value-stated-twice", Note, Submission,
        "Two cells state one figure", "one cell for one figure",
        "The figure is one observation with two cells as its origin: they give the same value, or one of them gives none.",
        "nothing, if the repetition is meant";
    VALUE_STATED_DIFFERENTLY = "value-stated-differently", Warning, Submission,
        "A table and a remark state one figure with different values", "the same value in both",
        "The submission gives the figure in a table and in a remark, and the values differ. Both stay in the dataset, told apart by STATEMENT.",
        "ask which is right";
    CELL_NOT_A_COUNT = "cell-not-a-count", Error, Submission,
        "A cell where a count should stand holds something else", "a non-negative whole number",
        "The cell holds a date, an error, a fraction, a negative number, or a text that reads as no number.",
        "ask for the figure, or correct it in corrections.toml with the country's answer";
    SUPERSCRIPT_MARK = "superscript-mark", Note, Submission,
        "A superscript digit was taken as a footnote mark", "a number and its mark told apart",
        "The file sets a digit after the number as superscript; it is a mark and no part of the number.",
        "nothing, if the check against the total agrees";
    SUPERSCRIPT_DOUBTFUL = "superscript-doubtful", Warning, Submission,
        "A superscript digit was taken as a mark, and the total says that it is a digit", "a number and its mark told apart",
        "The file sets a digit after the number as superscript, so it was taken as a footnote mark; but the parts add up to their total only if it belongs to the number.",
        "ask the country which is right; record the answer in corrections.toml";
    FORMULA_WITHOUT_VALUE = "formula-without-value", Error, Submission,
        "A formula has no stored value", "a value stored with the formula",
        "The program that wrote the workbook did not store the result of the formula.",
        "open the workbook in a spreadsheet program, let it calculate, and save";
    FORMULA_VALUE_DIFFERS = "formula-value-differs", Warning, Submission,
        "A formula's stored value is not what the formula gives", "a stored value that agrees with the formula",
        "The value stored in the workbook differs from the sum that the formula describes; the stored value is used.",
        "ask which is right";
    FORMULA_NOT_CHECKED = "formula-not-checked", Note, Submission,
        "A formula was not recomputed", "a SUM, or additions, of cells",
        "The stored value was used; Roundup recomputes only sums.",
        "nothing";
    HIDDEN_UNDECIDED = "hidden-undecided", Error, Mapping,
        "Hidden content has no written decision", "a [[hidden]] entry",
        "The sheet, row or column is hidden and holds content; nobody decided whether to use it.",
        "add a [[hidden]] entry with the decision and the reason";
    HIDDEN_CONTENT = "hidden-content", Note, Submission,
        "Hidden content was handled as decided", "a decision in the layout",
        "A hidden sheet, row or column is used or ignored as the layout says.",
        "nothing";
    HIDDEN_NOT_VISIBLE = "hidden-not-visible", Warning, Submission,
        "The format does not show what is hidden", "an xlsx or ods file",
        "The reader of this format cannot see hidden rows and columns, rich text or cell notes.",
        "ask for xlsx or ods";
    SUBMISSION_MISSING = "submission-missing", Error, Submission,
        "A state has sent nothing", "a folder raw/<round>/<area> with at least one file",
        "The round expects the state, and there is no file of it.",
        "ask for the submission";
    AREA_NOT_EXPECTED = "area-not-expected", Error, Mapping,
        "A state has sent files and the round does not expect it", "a state of the round's areas in rounds.toml",
        "There is a folder with files for a state that the round does not name.",
        "add the state to the areas of the round in rounds.toml, or remove the folder";
    AREA_WITHOUT_MAPPING = "area-without-mapping", Error, Mapping,
        "A submission has no mapping folder", "a folder mappings/<area>",
        "There are files for the area, and no layout to read them with.",
        "create the folder as mappings/README.md describes";
    SOURCE_DESCRIPTION_MISSING = "source-description-missing", Warning, Mapping,
        "A submission has no SOURCE.toml", "a SOURCE.toml beside the files",
        "Nobody recorded who sent the files, when, and with which digest.",
        "write a SOURCE.toml";
    SOURCE_FILE_MISSING = "source-file-missing", Error, Submission,
        "A file that was received is not there", "each file that SOURCE.toml lists",
        "SOURCE.toml lists a file that is not in the folder: it was lost, or renamed.",
        "restore the file, or correct SOURCE.toml";
    SOURCE_DIGEST_DIFFERS = "source-digest-differs", Error, Submission,
        "A file is not the one that was received", "the digest recorded in SOURCE.toml",
        "The file's SHA-256 differs from the one in SOURCE.toml: raw files are never edited.",
        "restore the file, or record the new submission";
    FILE_UNREADABLE = "file-unreadable", Error, Submission,
        "A file cannot be read", "a workbook that opens",
        "The file is damaged, or of a kind that Roundup does not read.",
        "ask for the file again, saved as xlsx";
    FILE_ENCRYPTED = "file-encrypted", Error, Submission,
        "A workbook is protected by a password", "a workbook that opens without a password",
        "The file is encrypted.",
        "ask for the file without a password";
    FILE_EMPTY = "file-empty", Error, Submission,
        "A file or workbook holds nothing", "at least one cell",
        "The file has no bytes, or no sheet has a cell.",
        "ask for the file again";
    FILE_EXTENSION_WRONG = "file-extension-wrong", Warning, Submission,
        "A file's extension does not say what it is", "an extension that fits the content",
        "The content was recognised by its first bytes; the extension says something else.",
        "rename the file at the source";
    FILE_NOT_A_TABLE = "file-not-a-table", Error, Submission,
        "A file is no table", "xlsx, xlsb, xls, ods or csv",
        "The content is none of the formats that hold tables.",
        "ask for the table itself";
    FILE_TOO_LARGE = "file-too-large", Error, Submission,
        "A file is too large to be a table of statistics", "a file within the limits",
        "The file, or what it unpacks to, exceeds the limits that protect the run.",
        "ask for the table alone";
    READER_FAILED = "reader-failed", Error, Submission,
        "The reader library failed on a file", "a file that the library can read",
        "The library stopped with a fault of its own while it read the file.",
        "ask for the file again, saved as xlsx; report the file to us";
    ENCODING_UNDECLARED = "encoding-undeclared", Note, Submission,
        "A text file is UTF-8 and nothing declares it", "an encoding declared in the layout, or a byte order mark",
        "The bytes are valid UTF-8, which other encodings hardly ever are; nothing else says so.",
        "declare the encoding in the layout's [[file]] entry";
    ENCODING_GUESSED = "encoding-guessed", Warning, Submission,
        "The encoding of a text file was guessed", "an encoding declared in the layout, or a byte order mark",
        "Nothing says which encoding the file has; it was detected from its bytes.",
        "declare the encoding in the layout's [[file]] entry";
    ENCODING_WRONG = "encoding-wrong", Error, Submission,
        "A text file does not fit its encoding", "text that decodes without loss",
        "Bytes of the file mean nothing in the declared or detected encoding.",
        "correct the encoding in the layout, or ask for the file as UTF-8";
    DATE_SYSTEM_1904 = "date-system-1904", Note, Submission,
        "The workbook counts dates from 1904", "the 1900 date system",
        "Dates of the workbook were read by its own system.",
        "nothing";
    PARTS_DIFFER_FROM_TOTAL = "parts-differ-from-total", Warning, Submission,
        "Parts do not add up to their total", "parts that sum to the total",
        "The figures of a split sum to more than the total that the submission gives; or to less, although none is missing and the list is not partial.",
        "ask which figure is right, or what the split leaves out";
    PARTS_LEAVE_REST = "parts-leave-rest", Note, Submission,
        "Parts without a number leave a rest of their total", "a number for each part",
        "Some parts of a total have no number; the others leave so many units of the total for them, if the split is complete.",
        "ask for the missing numbers; the rest bounds them";
    YEARS_DIFFER_FROM_POOLED = "years-differ-from-pooled", Warning, Submission,
        "The years do not add up to the figure for all of them", "years that sum to the figure for the whole period",
        "The submission gives a figure for several years and one for each of them, and the sum differs.",
        "ask what the figure for the whole period holds";
    VALUES_EXCHANGED = "values-exchanged", Warning, Submission,
        "Two figures seem to be exchanged", "the same values in table and remark",
        "A table and a remark give two figures of one period the other way round.",
        "ask which is right; record the answer in corrections.toml";
    LIST_REPEATED = "list-repeated", Warning, Submission,
        "Two lists about different things have the same numbers", "numbers of its own in each list",
        "Two measures have the same numbers for most of the codes that both lists name: one list is likely to be a copy.",
        "ask which list is right";
    SERIES_REPEATED = "series-repeated", Warning, Submission,
        "A series has the numbers of another one, or of two others together", "numbers of its own in each series",
        "In three years or more the totals of one measure equal those of another, or the sum of two others.",
        "ask what the series counts";
    PART_EXCEEDS_WHOLE = "part-exceeds-whole", Warning, Submission,
        "A figure is larger than one that holds it by definition", "a part that is not larger than the whole",
        "By codelists/measure.csv one measure also counts the units of the other, and it is smaller.",
        "ask which is right, and whether the two are exchanged";
    LATER_STAGE_EXCEEDS = "later-stage-exceeds", Note, Submission,
        "More at a later stage than at an earlier one", "at most as many as at the stage before, over all years",
        "Over the years that have both, more units stand at the later stage of the process than at the earlier.",
        "ask whether the two count the same offences and persons";
    VALUE_JUMPS = "value-jumps", Note, Submission,
        "A figure jumps out of its series", "a figure within the range of its series",
        "The figure is many times larger or smaller than the year before (thresholds jump-factor and jump-least of rules.toml).",
        "ask for the reason";
    LEDGER_UNBALANCED = "ledger-unbalanced", Error, Program,
        "The ledger does not balance", "each cell with a digit accounted for once",
        "A cell with a digit has no fate although the run is over. This is a fault of Roundup.",
        "report it with the file";
}
