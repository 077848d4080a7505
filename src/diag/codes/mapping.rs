//! Codes of the mapping files themselves.

use super::declare::codes;
use crate::diag::code::{Code, Level, Owner, Page};

codes! {
    MAPPING_UNREADABLE = "mapping-unreadable", Error, Mapping,
        "A mapping file cannot be read", "a file in the format of mappings/README.md",
        "The file is missing, is not UTF-8, or its CSV or TOML is broken, or a key is misspelt, missing or of the wrong type. Keys are checked once the syntax of the whole file is right.",
        "nothing of the file is used, and figures that depend on it are not in the dataset",
        "repair the file at the place named; mappings/README.md shows the form";
    ACCEPTANCE_STALE = "acceptance-stale", Error, Mapping,
        "An answer of accepted.toml no longer holds", "an answer to an existing finding, about the present value",
        "The cell shows another value than the answer was about, the answer's last round is over, or the finding is gone.",
        "an answer about another value would silence a finding that nobody has looked at",
        "ask the country again and renew the entry (`roundup accept` makes it), or delete it";
    COLUMN_MISSING = "column-missing", Error, Mapping,
        "A mapping table lacks a column", "the columns listed in mappings/README.md",
        "The header row does not have all the columns that the table needs.",
        "without the column the lines decide nothing, and what depends on them is left out",
        "add the column to the header row";
    COLUMN_UNKNOWN = "column-unknown", Warning, Mapping,
        "A mapping table has a column that nothing reads", "the columns listed in mappings/README.md",
        "A header is misspelt, or a column was added that Roundup does not know; its contents are ignored.",
        "what the column says is ignored; under the right name it might change figures",
        "rename or remove the column";
    CODE_UNKNOWN = "code-unknown", Error, Mapping,
        "A code is not in its code list", "a code of the code list",
        "A mapping line names a code that mappings/codelists does not have.",
        "the line decides nothing, and the figures that need it are left out",
        "use a code of the list, or add the code to the list with its definition";
    PREDICATE_UNKNOWN = "predicate-unknown", Error, Mapping,
        "A predicate is not one of the five", "skos:exactMatch, closeMatch, broadMatch, narrowMatch or relatedMatch",
        "The predicate column holds another word.",
        "without a valid predicate nobody knows how far the figure can be compared, so the line is not used",
        "choose the relation; subject broadMatch object means that the common code is the broader";
    PREDICATE_CONTRADICTED = "predicate-contradicted", Error, Mapping,
        "The elements of an article contradict its predicate", "a predicate that agrees with the elements of the article and of the code",
        "By articles.csv the article needs more or less than the code by the list of offences: other acts, other means, other purposes, another age.",
        "an exactMatch would let figures be added up without a caution though the offences differ; the line is used as it is written",
        "choose the predicate that fits, such as skos:closeMatch, or correct the elements";
    ELEMENTS_MISSING = "elements-missing", Warning, Mapping,
        "An article that figures may use lacks elements", "each element that dimensions.toml declares, with its words, * or none",
        "A line of articles.csv has evidence, so that figures may use it, and does not say what the offence consists of.",
        "nobody can check the predicate, and the page on law shows a gap",
        "write the words of the list, * where the law makes no difference, or none where it has nothing of the kind";
    SCOPE_CONTRADICTED = "scope-contradicted", Warning, Mapping,
        "Figures contradict a fact that says all units have one code", "figures of that code and of no other",
        "By a declared fact all units of a measure have one code, as those of the trafficking offence alone; figures of another code are not zero, or the total is another number.",
        "the total would count as the figure of the code, which it is not; the figures carry the reason",
        "correct the fact, or its years or measures";
    MEANING_DIFFERS = "meaning-differs", Warning, Mapping,
        "A word is not mapped by the rule of its meaning", "the predicate and the code of the meaning, or an exception that says why",
        "Words of one meaning are mapped by one rule, that of meanings.csv; a line has another predicate or another code. Or a word of one state is mapped to one code in two ways.",
        "figures of the same content would be comparable in one state or table and not in another",
        "follow the rule, or write into the column exception why this word departs from it";
    MEANING_MISSING = "meaning-missing", Warning, Mapping,
        "A word has no meaning where others have one", "the meaning of the word, by meanings.csv",
        "Words of this concept have meanings, and the line names none.",
        "nobody can check the predicate of the line against the rule for words like it",
        "write the meaning, or add it to meanings.csv";
    PROPOSAL_UNDECIDED = "proposal-undecided", Error, Mapping,
        "A crosswalk line is a proposal that nobody has decided", "a line with a person's justification",
        "The line was appended by `roundup suggest --write`; no run uses it until a person decides.",
        "a label that is only similar must not become a figure; until a person decides, the figures of the label are left out",
        "correct predicate and code, write the justification (such as semapv:ManualMappingCuration) and who decided; or delete the line";
    JUSTIFICATION_UNKNOWN = "justification-unknown", Error, Mapping,
        "A justification is not in the list", "a code of codelists/justification.csv",
        "The justification column holds a word outside the list.",
        "a reader could not tell who decided this, and on what ground",
        "use a semapv code such as semapv:ManualMappingCuration";
    CONCEPT_UNKNOWN = "concept-unknown", Error, Mapping,
        "A concept is not known", "period, footnote, or the word of a dimension in dimensions.toml",
        "A concept is misspelt.",
        "nobody knows what the label is about, so the line decides nothing",
        "use one of the concepts";
    VALUE_INVALID = "value-invalid", Error, Mapping,
        "A value in a mapping file has the wrong form", "a value as described in mappings/README.md",
        "A date, number, word or list of choices is not in its form.",
        "an invalid value is not guessed; the line or entry that contains it is not used",
        "correct the value";
    BANDS_OVERLAP = "bands-overlap", Warning, Mapping,
        "Two age bands below one code overlap", "bands that end where others begin",
        "By from_age and to_age of the code list two bands have ages in common, and neither lies in the other.",
        "a person of these ages belongs to both bands; their sums over areas are bounds where sources use different bands",
        "correct the ages; where sources divide ages differently both bands are right, and rules.toml can lower the level";
    PATTERN_INVALID = "pattern-invalid", Error, Mapping,
        "A regular expression does not compile", "a regular expression",
        "A pattern between slashes, or a pattern key, is not a valid regular expression.",
        "the pattern matches nothing, and what it should recognise is left out or reported",
        "correct the pattern";
    KEY_DUPLICATE = "key-duplicate", Error, Mapping,
        "Two lines decide the same thing", "one line for one decision",
        "Two lines have the same concept, label, table and validity and name the same code.",
        "if somebody changes one of the lines and not the other, they contradict",
        "delete one of the lines";
    LINES_CONTRADICT = "lines-contradict", Error, Mapping,
        "Two lines decide the same thing differently", "one code for a label",
        "Two lines with the same concept, label and table name different codes and carry no weights.",
        "nobody knows which of them is meant, so the figures of the label are left out",
        "keep the right one, or restrict them to different tables or years";
    VALIDITY_OVERLAPS = "validity-overlaps", Error, Mapping,
        "The validity of two lines overlaps", "lines whose years do not overlap",
        "Two lines for one label are valid in the same year.",
        "nobody knows which of them is meant in these years, so the figures of the label are left out",
        "set valid_from and valid_to so that each year has one line";
    WEIGHTS_NOT_ONE = "weights-not-one", Error, Mapping,
        "The weights of a label do not sum to one", "weights that sum to 1",
        "A label is split over several codes and the weights of its lines do not sum to one.",
        "persons would be lost or counted twice",
        "correct the weights";
    COUNT_SPLIT = "count-split", Error, Mapping,
        "A count of persons cannot be split by weights", "one pooled code",
        "A label is split over several codes by weights, and what is counted is persons.",
        "a part of a person cannot be counted: the figures would be invented, so the label is left out",
        "map the label to a pooled code, and explain this in the comment";
    LINE_UNUSED = "line-unused", Warning, Mapping,
        "A mapping line is not used", "each line is used by the round",
        "The line's label, file, sheet, mark or cell does not occur in the submissions of the round.",
        "the label may be misspelt or gone from the submission, and then its figures are missing or mapped otherwise",
        "delete the line, correct its label, or end its validity";
    ARTICLE_UNUSED = "article-unused", Note, Mapping,
        "No figure of the round is about an article", "an article that the round's figures name",
        "The register of articles holds an article that no submission of the round names; it is kept as documentation.",
        "for the record; nothing is lost",
        "nothing, if the article belongs to the legal list";
    LINE_NOT_NEEDED = "line-not-needed", Note, Mapping,
        "A country name has a line although CLDR knows it", "no line",
        "CLDR gives the same code for this name in the language of the layout or in English.",
        "for the record; two sources for one name can drift apart",
        "delete the line";
    ARTICLE_NOT_USABLE = "article-not-usable", Error, Mapping,
        "A figure needs an article that has no source", "an article with a source as evidence",
        "The submission names an article whose line in articles.csv has the evidence general-knowledge. Such a line is documentation, and no figure uses it.",
        "the figure would rest on a claim without a source, so it is left out",
        "find the source that states the article, and put it into the evidence column";
    ARTICLE_NOT_IN_FORCE = "article-not-in-force", Error, Mapping,
        "An article was not in force in the period", "a period within valid_from and valid_to",
        "The figure's reference period lies outside the validity of the article's line.",
        "the figure would be put under a law that did not exist, so it is left out",
        "correct the validity, or add a line for the article's other version";
    AREA_UNKNOWN = "area-unknown", Error, Mapping,
        "An area is not in the code list", "a code of codelists/area.csv",
        "A folder under raw/ or mappings/, or a round, names an area that the list lacks.",
        "figures of an area that the list does not have cannot be published or compared",
        "add the area to codelists/area.csv, or rename the folder";
    ROUND_UNKNOWN = "round-unknown", Error, Mapping,
        "The round is not declared", "a [[round]] in rounds.toml",
        "mappings/rounds.toml has no entry for the round.",
        "nobody knows which years and states to expect, so nothing can be read",
        "add the round with its years and areas";
    FACT_UNKNOWN = "fact-unknown", Error, Mapping,
        "A declared fact has an unknown concept or value", "a code of codelists/fact.csv, and of codelists/fact_value.csv for its value",
        "comparability.toml names a concept of facts, or a value of one, that the lists do not have.",
        "the statement decides nothing, and comparisons that need it are limited",
        "use a code of the lists, or add it to them with its definition";
    FACTS_CONTRADICT = "facts-contradict", Error, Mapping,
        "Two statements give one fact two values", "one value for a concept, a measure and a year",
        "comparability.toml gives a concept two values for a measure in one year, or states what it says is not stated.",
        "neither is used, and comparisons that need the fact are limited",
        "keep the right one, or restrict them to different years";
    FACT_UNDECLARED = "fact-undeclared", Warning, Mapping,
        "Nobody looked for a fact that a comparison needs", "a [[fact]], or a [[not_stated]] that says where it was looked for",
        "The area has figures of the measure, and comparability.toml does not mention a fact that codelists/target.csv asks for. Until it does, the comparability of the figures is limited at best.",
        "nobody knows whether the figures mean the same as others, so they are never called comparable",
        "read the source; add a [[fact]] with its place, or a [[not_stated]] if the source does not say";
    STATEMENT_UNUSED = "statement-unused", Warning, Mapping,
        "A fact, break or caveat is about no figure", "figures of the round that the statement is about",
        "No figure of the area has the measure, years and codes that the statement names; or a break does not have figures on both sides of it.",
        "the statement flags nothing: a warning of the source may be missing at the figures that it was written for",
        "correct the measure, the years or the codes, or delete the statement";
    RULE_UNKNOWN = "rule-unknown", Error, Mapping,
        "rules.toml names a rule or threshold that does not exist", "a name that `roundup explain` lists",
        "A severity or a threshold is set for a rule of comparability that the program does not have; the name may be misspelt.",
        "the setting has no effect, although somebody relies on it",
        "correct the name";
    LEVEL_UNKNOWN = "level-unknown", Error, Mapping,
        "A level is set for an unknown finding", "the name of a finding and error, warning or note",
        "rules.toml names a finding or a level that does not exist.",
        "the setting has no effect, although somebody relies on it",
        "correct the name or the level";
    CORRECTION_STALE = "correction-stale", Error, Mapping,
        "A cell does not have the text that a correction expects", "the text that the correction expects",
        "The cell of a correction has another text than the correction expects: the source was corrected, or the cell moved.",
        "applied anyway, it could replace a right figure by a wrong one, so the cell is read as it is",
        "remove the correction, or update it";
}
