use roundup::tally::*;
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let cols = [
        "gender",
        "ageBroad",
        "citizenship",
        "CountryOfExploitation",
        "typeOfExploitConcatenated",
        "RecruiterRelationship",
        "majorityStatus",
        "Datasource",
    ];
    let task = Task {
        slots: cols.iter().map(|c| Slot { headers: vec![c.to_string()], reduce: Reduce::Words }).collect(),
        missing: vec![],
        sheets: vec![],
        encoding: None,
        delimiter: None,
    };
    if a.len() > 3 {
        rayon::ThreadPoolBuilder::new().num_threads(a[3].parse().unwrap()).build_global().unwrap();
    }
    let form = if a[1] == "xlsx" { Form::Xlsx } else { Form::Text };
    let t = tally(std::path::Path::new(&a[2]), form, &task, None).unwrap();
    println!(
        "rows {} groups {} malformed {} {:?} lacking {:?} classes {:?}",
        t[0].rows,
        t[0].groups.len(),
        t[0].malformed_rows,
        t[0].malformed,
        t[0].lacking,
        t[0].slots.iter().map(|s| s.len()).collect::<Vec<_>>()
    );
}
