//! Codes of the arithmetic of figures, and of the program itself.

use super::declare::codes;
use crate::diag::code::{Code, Level, Owner, Page};

codes! {
    PARTS_DIFFER_FROM_TOTAL = "parts-differ-from-total", Warning, Submission,
        "Parts do not add up to their total", "parts that sum to the total",
        "The figures of a split sum to more than the total that the submission gives, or to less although no part is missing and the list is not partial.",
        "the total or a part is wrong, or the split counts something else; the figures are used and carry this reason",
        "ask which figure is right, or what the split leaves out";
    SPLITS_DIFFER = "splits-differ", Warning, Submission,
        "Two splits of one figure have different sums", "splits with the same sum",
        "The submission gives no total, and two splits of it that both seem complete sum to different numbers.",
        "one of the splits leaves something out, or counts something else; the figures are used and carry this reason",
        "ask for the total, and which of the splits leaves something out";
    PARTS_LEAVE_REST = "parts-leave-rest", Note, Submission,
        "The total leaves a rest for parts without a number", "a number for each part",
        "Some parts of a total have no number. If the split is complete, they share what the other parts leave of the total.",
        "for the record; the rest bounds the missing numbers",
        "ask for the missing numbers; the rest bounds them";
    YEARS_DIFFER_FROM_POOLED = "years-differ-from-pooled", Warning, Submission,
        "The parts of a period do not add up to the figure for all of it", "parts that sum to the figure for the whole period",
        "The submission gives a figure for a period and figures for periods that make it up (each of several years, the quarters or months of a year, 2016 and 2017-2018 beside 2016-2018), and the sum differs; or periods within it that do not overlap sum to more, although some part has no figure. A whole has one finding, and none where its difference comes from a part that differs from its own parts: then that part has it.",
        "one of them counts something that the other does not; neither can replace the other",
        "ask what the figure for the whole period holds";
    VALUES_EXCHANGED = "values-exchanged", Warning, Submission,
        "Two figures seem to be exchanged", "the same values in table and remark",
        "Of two figures of one period, a remark gives each the value that the table gives the other.",
        "each of the two figures may have the other's number",
        "ask which is right; record the answer in corrections.toml";
    FIGURES_SUPPRESSED = "figures-suppressed", Note, Mapping,
        "Figures are suppressed because they are small or would disclose a small one", "figures that may be published as they are",
        "The round publishes no count of persons below suppress_below in rounds.toml. Each such count is suppressed with its whole split, and so are figures that would disclose it.",
        "small counts identify people; suppressed figures are not used in comparisons and sums",
        "nothing, if the figures are not public; if they are, set suppress_below = 0 for the round";
    TEXTS_SUPPRESSED = "texts-suppressed", Warning, Mapping,
        "Texts that may disclose a suppressed number are not published", "texts that may be published as they are",
        "The round suppresses small numbers. A caveat, a fact, a remark of a mapping line or a published total is about one, or about a state in which a small number became no figure. The text could disclose that number.",
        "the texts are missing from what is published; those who work on the round still see them",
        "nothing, or reword the text so that it is about published figures only; if the figures are public, set suppress_below = 0 for the round";
    LIST_REPEATED = "list-repeated", Warning, Submission,
        "Two lists about different things have the same numbers", "numbers of its own in each list",
        "Two measures have the same numbers for most of the codes that both lists name: one list is likely to be a copy.",
        "one of the lists is likely to have been copied by mistake, and then all its figures are wrong",
        "ask which list is right";
    SERIES_REPEATED = "series-repeated", Warning, Submission,
        "A series has the numbers of another one, or of two others together", "numbers of its own in each series",
        "In three years or more the totals of one measure equal those of another, or the sum of two others.",
        "the series may count something other than its label says",
        "ask what the series counts";
    WITNESSES_DIFFER = "witnesses-differ", Warning, Submission,
        "Two providers state different numbers for one figure", "one number, or declared facts that explain the difference",
        "A state and an organisation, or two organisations, state a figure of one area, period and category; the numbers differ, and nothing that is declared of them differs.",
        "one of the two is wrong, or they count something else without saying so",
        "ask the state which is right; declare in comparability.toml what explains the difference";
    YEAR_REPEATED = "year-repeated", Warning, Submission,
        "Most figures of a year are those of the year before", "figures of its own in each year",
        "Most of the numbers that a measure of an area has in two years that follow each other are the same, and enough of them are large.",
        "the year may have been copied from the other and never filled in",
        "ask whether the figures are those of the year";
    PART_EXCEEDS_WHOLE = "part-exceeds-whole", Warning, Submission,
        "A figure is larger than one that includes it by definition", "a part that is not larger than the whole",
        "By codelists/measure.csv one measure includes the units of the other, and yet it is smaller.",
        "a part cannot be larger than its whole: one of the two is wrong, or counts something else",
        "ask which is right, and whether the two are exchanged";
    LATER_STAGE_EXCEEDS = "later-stage-exceeds", Note, Submission,
        "More at a later stage than at an earlier one", "at most as many as at the stage before, over all years",
        "Over the years that have both figures, there are more units at the later stage of the process than at the earlier one.",
        "rates between the stages would exceed one; the two may count different persons or years",
        "ask whether the two count the same things";
    VALUE_JUMPS = "value-jumps", Note, Submission,
        "A figure jumps out of its series", "a figure within the range of its series",
        "The figure is many times larger or smaller than the year before (thresholds jump-factor and jump-least of rules.toml).",
        "a jump can come from a change of law or of counting, or from an error; until the reason is known, the trend is misleading",
        "ask for the reason";
    LEDGER_UNBALANCED = "ledger-unbalanced", Error, Program,
        "The ledger does not balance", "each cell with a digit accounted for once",
        "A cell with a digit has no disposition although the run is over. This is a fault of Roundup.",
        "the result cannot be trusted",
        "report it with the file";
}
