//! Styles of an `OpenDocument` file that change what a cell says or whether a sheet is seen.

use std::collections::BTreeSet;

use quick_xml::events::Event;

use super::ods_xml::{Space, attributes, element, value, walk_through};
use super::refusal::Refusal;

/// Names of styles that set text as superscript, and of table styles that hide.
#[derive(Default)]
pub(super) struct Styles {
    pub(super) superscript: BTreeSet<String>,
    pub(super) hiding: BTreeSet<String>,
}

impl Styles {
    /// Adds the styles of a member of the container.
    pub(super) fn read(&mut self, xml: &str) -> Result<(), Refusal> {
        let (mut name, mut family) = (String::new(), String::new());
        walk_through(xml, |event, names| {
            let Event::Start(e) = event else { return Ok(()) };
            let local = element(names, e.name());
            if !matches!(local, (Space::Style, "style" | "text-properties" | "table-properties")) {
                return Ok(());
            }
            let attributes = attributes(names, e)?;
            let own = |space, local| value(&attributes, (space, local));
            match local.1 {
                "style" => {
                    own(Space::Style, "name").unwrap_or_default().clone_into(&mut name);
                    own(Space::Style, "family").unwrap_or_default().clone_into(&mut family);
                }
                // A name means another style in each family.
                "text-properties" if matches!(family.as_str(), "text" | "") && own(Space::Style, "text-position").is_some_and(raises) => {
                    self.superscript.insert(name.clone());
                }
                "table-properties" if own(Space::Table, "display") == Some("false") => {
                    self.hiding.insert(name.clone());
                }
                _ => {}
            }
            Ok(())
        })
    }
}

/// `super 58%`, or a raise in percent (`33% 58%`).
fn raises(position: &str) -> bool {
    position.starts_with("super") || position.split('%').next().and_then(|n| n.trim().parse::<i32>().ok()).is_some_and(|n| n > 0)
}

#[cfg(test)]
mod tests {
    use super::raises;

    #[test]
    fn raised_text() {
        for (position, expected) in [("super 58%", true), ("33% 58%", true), ("sub 58%", false), ("-33% 58%", false), ("0% 100%", false)] {
            assert_eq!(raises(position), expected, "{position}");
        }
    }
}
