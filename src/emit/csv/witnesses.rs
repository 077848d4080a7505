//! `witnesses.csv`: figures that two providers state, side by side.

use super::harmonized::value_words;
use super::table::{Column, Table, coded, join};
use crate::compare::{Agreement, Statement, Witness};
use crate::model::{Codebook, Concept, DataStructure};

/// The words of the agreement.
const WORDS: [&str; 4] = ["equal", "within-bound", "explained", "unexplained"];

/// The dimensions in which the two agree.
fn common(structure: &DataStructure) -> Vec<Concept> {
    let own = [Some(structure.measure()), Some(structure.statement()), structure.provider()];
    structure.dimensions().iter().copied().filter(|concept| !own.contains(&Some(*concept))).collect()
}

pub(super) fn table(structure: &DataStructure) -> Table {
    debug_assert_eq!(WORDS, Agreement::ALL.map(Agreement::word), "the words of the agreement");
    let measures = structure.measure().list();
    let mut columns = vec![
        Column::code("REF_AREA", "area", "The state that the figure is about.").required(),
        Column::period("TIME_PERIOD", "The period that it is about.").required(),
    ];
    columns.extend(coded(&common(structure)));
    columns.extend([
        Column::text("PROVIDER_A", "Who states the first number: the code of a state or an organisation.").required().public(),
        Column::code("MEASURE_A", measures, "What the first counts.").required(),
        Column::text("VALUE_A", "The first number, or its bounds.").required().public(),
        Column::text("VINTAGE_A", "The round that has it.").required().public(),
        Column::text("KEY_A", "Its key.").required().public(),
        Column::text("SOURCE_REF_A", "The cell that states it."),
        Column::text("PROVIDER_B", "Who states the second number.").required().public(),
        Column::code("MEASURE_B", measures, "What the second counts.").required(),
        Column::text("VALUE_B", "The second number, or its bounds.").required().public(),
        Column::text("VINTAGE_B", "The round that has it.").required().public(),
        Column::text("KEY_B", "Its key.").required().public(),
        Column::text("SOURCE_REF_B", "The cell that states it."),
        Column::signed("DIFFERENCE", "The second number less the first; empty where one of the two is a bound."),
        Column::word(
            "AGREEMENT",
            &WORDS,
            "How the two agree: equal, within a bound, different and explained by what is declared, or unexplained.",
        )
        .required(),
        Column::text("REASONS", "The codes of comparability_reason that explain a difference.").public(),
        Column::text("DETAILS", "The reasons in words."),
    ]);
    Table::new("witnesses.csv", "A figure of an area that two providers state, with how the two agree.", vec!["KEY_A", "KEY_B"], columns)
}

pub(super) fn rows(witnesses: &[Witness], codebook: &Codebook) -> Vec<Vec<String>> {
    let structure = codebook.structure;
    let said = |said: &Statement| {
        let (key, value) = (&said.key, value_words(&said.value));
        [key.sender().to_string(), key.measure().to_string(), value, said.vintage.to_string(), key.to_string(), said.cell.clone()]
    };
    let row = |witness: &Witness| {
        let key = &witness.first.key;
        let mut row = vec![key.ref_area.to_string(), key.time_period.to_string()];
        row.extend(common(structure).iter().map(|concept| key.code(*concept).to_string()));
        row.extend(said(&witness.first));
        row.extend(said(&witness.second));
        row.push(witness.difference.map(|difference| difference.to_string()).unwrap_or_default());
        row.push(witness.agreement.word().to_owned());
        row.push(join(witness.reasons.iter().map(|(reason, _)| reason.code().to_owned())));
        row.push(join(witness.reasons.iter().map(|(_, words)| words.clone())));
        row
    };
    witnesses.iter().map(row).collect()
}
