//! `flags.csv`: every reason against a use of a figure, with the rule, the mapping lines and the cells that gave it.

use crate::model::{Severity, Use};
use crate::protect::Released;

pub(super) fn csv(cells: &[Released]) -> Vec<u8> {
    let header = ["KEY", "REASON", "BETWEEN", "TIME", "SUM", "RULE", "DETAIL", "STATUS", "MAPPING_REF", "CELLS"];
    let rows = cells.iter().map(|released| released.cell().figure()).flat_map(|figure| {
        figure.flags().iter().map(|flag| {
            let weight = |use_: Use| flag.severity(use_).map_or("", Severity::word).to_owned();
            let [between, time, sum] = Use::ALL.map(weight);
            vec![
                figure.observation().key.to_string(),
                flag.reason.to_string(),
                between,
                time,
                sum,
                flag.rule.name.to_owned(),
                flag.detail.clone(),
                flag.status.as_ref().map(ToString::to_string).unwrap_or_default(),
                super::join(flag.lines.iter().map(ToString::to_string)),
                super::join(flag.cells.iter().map(ToString::to_string)),
            ]
        })
    });
    super::csv_document(&header, rows)
}
