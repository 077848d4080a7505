//! Findings as `JUnit` XML: a suite for each file, a case for each finding; what was not checked is skipped, what is clean is a case that passes.

use std::collections::BTreeMap;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::report::Report;
use crate::diag::{Finding, Level};
use crate::printable::is_of_xml;

/// The document, with a trailing line break.
pub fn junit(report: &Report<'_>) -> String {
    let mut suites: BTreeMap<String, Vec<&Finding>> = BTreeMap::new();
    for part in &report.parts {
        for checked in &part.checked {
            suites.entry(format!("{}/{}", part.raw, checked.area)).or_default();
        }
    }
    for (part, finding) in report.findings() {
        suites.entry(report.path(part, &finding.location)).or_default().push(finding);
    }
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 1);
    // Writing into memory can't fail.
    let _ = document(&mut writer, &suites, report);
    let mut text = String::from_utf8(writer.into_inner()).unwrap_or_default();
    text.push('\n');
    text
}

type Xml = Writer<Vec<u8>>;

fn document(writer: &mut Xml, suites: &BTreeMap<String, Vec<&Finding>>, report: &Report<'_>) -> std::io::Result<()> {
    let fails = |finding: &&&Finding| finding.level == Level::Error;
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let failures = report.count(Level::Error);
    let clean = suites.values().filter(|findings| findings.is_empty()).count();
    let not_checked: Vec<&String> = report.not_checked().collect();
    let tests = report.findings().count() + clean + not_checked.len();
    let name = report.publication.map_or_else(|| "roundup check".to_owned(), |publication| format!("roundup check ({publication})"));
    let counts = [("name", name), ("tests", tests.to_string()), ("failures", failures.to_string())];
    open(writer, "testsuites", &counts)?;
    for (name, findings) in suites {
        let tests = findings.len().max(1);
        let failures = findings.iter().filter(fails).count();
        open(writer, "testsuite", &[("name", name.clone()), ("tests", tests.to_string()), ("failures", failures.to_string())])?;
        if findings.is_empty() {
            writer.write_event(Event::Empty(element("testcase", &[("name", "nothing found".to_owned()), ("classname", name.clone())])))?;
        }
        for finding in findings {
            case(writer, finding, name)?;
        }
        close(writer, "testsuite")?;
    }
    if !not_checked.is_empty() {
        let n = not_checked.len().to_string();
        open(writer, "testsuite", &[("name", "not checked".to_owned()), ("tests", n.clone()), ("skipped", n)])?;
        for what in not_checked {
            open(writer, "testcase", &[("name", what.clone()), ("classname", "not checked".to_owned())])?;
            writer.write_event(Event::Empty(element("skipped", &[("message", what.clone())])))?;
            close(writer, "testcase")?;
        }
        close(writer, "testsuite")?;
    }
    close(writer, "testsuites")
}

/// An error fails its case; a warning or note passes with its text as output.
fn case(writer: &mut Xml, finding: &Finding, suite: &str) -> std::io::Result<()> {
    let name = format!("{} {}", finding.code, finding.location);
    open(writer, "testcase", &[("name", name), ("classname", suite.to_owned())])?;
    let text = super::finding_text(finding);
    let inner = if finding.level == Level::Error { "failure" } else { "system-out" };
    let message = [("message", finding.found.clone()), ("type", finding.code.name.to_owned())];
    open(writer, inner, if finding.level == Level::Error { &message } else { &[] })?;
    writer.write_event(Event::Text(BytesText::new(&printable(&text))))?;
    close(writer, inner)?;
    close(writer, "testcase")
}

fn element(name: &str, attributes: &[(&str, String)]) -> BytesStart<'static> {
    let mut start = BytesStart::new(name.to_owned());
    for (key, value) in attributes {
        start.push_attribute((*key, printable(value).as_str()));
    }
    start
}

/// Without characters that XML does not have.
fn printable(text: &str) -> String {
    text.chars().filter(|c| is_of_xml(*c)).collect()
}

fn open(writer: &mut Xml, name: &str, attributes: &[(&str, String)]) -> std::io::Result<()> {
    writer.write_event(Event::Start(element(name, attributes)))
}

fn close(writer: &mut Xml, name: &str) -> std::io::Result<()> {
    writer.write_event(Event::End(BytesEnd::new(name.to_owned())))
}
