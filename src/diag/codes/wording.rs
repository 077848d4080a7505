//! Codes of what a submission says otherwise than the one that was approved, and of what it should have.

use super::declare::codes;
use crate::diag::code::{Code, Level, Owner, Page};

codes! {
    TEXTS_UNAPPROVED = "texts-unapproved", Warning, Mapping,
        "The wording of a sender was never approved", "approved.csv, which roundup approve writes",
        "The sender has no approved.csv that holds for the round, so nobody remembers which words were looked at.",
        "a footnote, a title or a category may change its meaning, and no run notices it",
        "look at the texts with roundup approve, and let --write keep them";
    TEXT_NEW = "text-new", Warning, Submission,
        "A text that no line says and that was never approved", "a text that approved.csv has",
        "No line of the mappings says the text literally, and it was not in an accepted submission at such a place. A pattern may match it; nobody has read it.",
        "a text may say that the figures mean something else now",
        "read it, change the mappings if the figures mean something else, ask the country where it is not clear; then roundup approve";
    TEXT_GONE = "text-gone", Warning, Submission,
        "A text of the accepted submission is gone", "the text, as approved.csv has it",
        "The accepted submission had the text at such a place, and this one does not.",
        "a category may have moved into another one, or a caveat may no longer hold",
        "ask the country why it is gone; then roundup approve";
    TEXT_CHANGED = "text-changed", Warning, Submission,
        "A text differs from the one that was approved", "the text, as approved.csv has it",
        "A text of the accepted submission stands there in other words, in another place of the table, or in another role: [-gone-] {+new+}.",
        "with the words the meaning of the figures may have changed",
        "read both, change the mappings if the figures mean something else, ask the country where it is not clear; then roundup approve";
    EXPECTED_MISSING = "expected-missing", Warning, Submission,
        "What a submission should have is not there", "what the round asks for and the accepted submission has",
        "A year of the round, a sheet, a table, or the numbers of a row that the accepted submission has are not there.",
        "figures of the dataset are gone, and nobody decided it",
        "ask the country; if it is rightly so, say it with missing in the table of the layout, or roundup approve";
    FIGURES_REVISED = "figures-revised", Warning, Submission,
        "Figures are not those that were approved, or those of the round before", "the same figures, or an answer why they changed",
        "The round before has another value for the same key, or the largest number of a row has other digits than the one that was approved.",
        "a revision changes series that were published; a mistake does, too",
        "ask the country; say [[revision]] in comparability.toml if the cause is another one than a revision of the state";
    WORD_LOST_CONCEPT = "word-lost-concept", Warning, Mapping,
        "A word has lost one of its concepts", "a line for each concept that the word had",
        "The lines of the crosswalk for one concept of the word end before the period, while those for another one go on.",
        "the figures are read as totals of what the word said before",
        "end all lines of the word, or continue the one that ended; a line with the code _T says that it is a total from then on";
}
