//! Codes of the arithmetic of figures, and of the program itself.

use super::declare::codes;
use crate::diag::code::{Code, Level, Owner, Page};

codes! {
    PARTS_DIFFER_FROM_TOTAL = "parts-differ-from-total", Warning, Submission,
        "Parts do not add up to their total", "parts that sum to the total",
        "The figures of a split sum to more than the total that the submission gives; or to less, although none is missing and the list is not partial.",
        "the total or a part is wrong, or the split counts something else; the figures are used with the reason",
        "ask which figure is right, or what the split leaves out";
    SPLITS_DIFFER = "splits-differ", Warning, Submission,
        "Two splits of one figure do not come to the same sum", "splits with the same sum",
        "The submission gives no total, and two splits of it that both seem complete sum to different numbers.",
        "one of the splits leaves something out, or counts something else; the figures are used with the reason",
        "ask for the total, and which of the splits leaves something out";
    PARTS_LEAVE_REST = "parts-leave-rest", Note, Submission,
        "Parts without a number leave a rest of their total", "a number for each part",
        "Some parts of a total have no number; the others leave so many units of the total for them, if the split is complete.",
        "for the record; the rest bounds the missing numbers",
        "ask for the missing numbers; the rest bounds them";
    YEARS_DIFFER_FROM_POOLED = "years-differ-from-pooled", Warning, Submission,
        "The parts of a period do not add up to the figure for all of it", "parts that sum to the figure for the whole period",
        "The submission gives a figure for several years and one for each of them, or one for a year and one for each month, and the sum differs.",
        "one of them counts something that the other does not; neither can stand for the other",
        "ask what the figure for the whole period holds";
    VALUES_EXCHANGED = "values-exchanged", Warning, Submission,
        "Two figures seem to be exchanged", "the same values in table and remark",
        "A table and a remark give two figures of one period the other way round.",
        "two figures may carry each other's number",
        "ask which is right; record the answer in corrections.toml";
    FIGURES_SUPPRESSED = "figures-suppressed", Note, Mapping,
        "Figures are suppressed because they are small, or because they would disclose one that is", "figures that may be published as they are",
        "The round publishes no count of persons below the number that suppress_below in rounds.toml gives; each is suppressed with the split that it stands in, and so is what would disclose it.",
        "small counts identify people; what is suppressed takes no part in comparisons and sums",
        "nothing, if the figures are not public; if they are, set suppress_below = 0 for the round";
    TEXTS_SUPPRESSED = "texts-suppressed", Warning, Mapping,
        "Texts that may disclose a suppressed number are not published", "texts that may be published as they are",
        "The round suppresses small numbers. A caveat, a fact, a remark of a mapping line or a published total is about one, or about a state in which a small number became no figure: the words could tell it.",
        "the words are missing from what is published; whoever works on the round still sees them",
        "nothing, or write the text so that it is about published figures only; if the figures are public, set suppress_below = 0 for the round";
    LIST_REPEATED = "list-repeated", Warning, Submission,
        "Two lists about different things have the same numbers", "numbers of its own in each list",
        "Two measures have the same numbers for most of the codes that both lists name: one list is likely to be a copy.",
        "one of the lists is likely to have been copied by mistake, and then all its figures are wrong",
        "ask which list is right";
    SERIES_REPEATED = "series-repeated", Warning, Submission,
        "A series has the numbers of another one, or of two others together", "numbers of its own in each series",
        "In three years or more the totals of one measure equal those of another, or the sum of two others.",
        "the series may count something else than its label says",
        "ask what the series counts";
    PART_EXCEEDS_WHOLE = "part-exceeds-whole", Warning, Submission,
        "A figure is larger than one that holds it by definition", "a part that is not larger than the whole",
        "By codelists/measure.csv one measure also counts the units of the other, and it is smaller.",
        "a part cannot be larger than its whole: one of the two is wrong, or counts something else",
        "ask which is right, and whether the two are exchanged";
    LATER_STAGE_EXCEEDS = "later-stage-exceeds", Note, Submission,
        "More at a later stage than at an earlier one", "at most as many as at the stage before, over all years",
        "Over the years that have both, more units stand at the later stage of the process than at the earlier.",
        "rates between the stages would exceed one; the two may count different persons or years",
        "ask whether the two count the same offences and persons";
    VALUE_JUMPS = "value-jumps", Note, Submission,
        "A figure jumps out of its series", "a figure within the range of its series",
        "The figure is many times larger or smaller than the year before (thresholds jump-factor and jump-least of rules.toml).",
        "a jump can be a change of law, of counting, or a slip of the pen; as a trend it misleads until somebody knows",
        "ask for the reason";
    LEDGER_UNBALANCED = "ledger-unbalanced", Error, Program,
        "The ledger does not balance", "each cell with a digit accounted for once",
        "A cell with a digit has no disposition although the run is over. This is a fault of Roundup.",
        "the result cannot be trusted",
        "report it with the file";
}
