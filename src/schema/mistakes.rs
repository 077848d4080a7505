//! All mistakes of a TOML file in one reading. The library stops at the first that keeps a file from its form; so an unknown key is taken
//! out of the parsed tree, a blank is put where a value is missing or of the wrong type, and the rest is read again.

use std::ops::Range;

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeArray, DeInteger, DeTable, DeValue, Deserializer};

/// More mistakes than this are not looked for: a file with so many is not a mapping file.
const MOST: usize = 100;

/// What keeps a file from its form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mistake {
    /// Where, in bytes; `None` for the file as a whole.
    pub span: Option<Range<usize>>,
    /// What, as the library says it, on one line.
    pub message: String,
}

impl Mistake {
    fn of(error: &toml::de::Error) -> Self {
        Self { span: error.span(), message: error.message().replace('\n', " ") }
    }
}

/// Reads a TOML file; or all its mistakes in the order of their places. Mistakes of syntax hide those of form, for then nobody knows what belongs to what.
pub(super) fn read<T: DeserializeOwned>(text: &str) -> Result<T, Vec<Mistake>> {
    let (mut tree, syntax) = DeTable::parse_recoverable(text);
    let mut mistakes: Vec<Mistake> = one_for_a_line(text, &syntax);
    let mut blanks = Blanks::default();
    while mistakes.len() < MOST && syntax.is_empty() {
        let error = match T::deserialize(Deserializer::from(tree.clone())) {
            Ok(image) if mistakes.is_empty() => return Ok(image),
            Ok(_) => break,
            Err(error) => Mistake::of(&error),
        };
        let Some(span) = error.span.clone() else {
            mistakes.push(error);
            break;
        };
        if blanks.is_blank(&span) {
            // What stands for a missing value has the wrong type: the mistake is known already, the next type is tried.
            if !blanks.exchange(&mut tree, &span) {
                break;
            }
            continue;
        }
        let missing = error.message.strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`'));
        let goes_on = match missing {
            Some(field) => blanks.fill(&mut tree, &span, field),
            None => blanks.cover(&mut tree, &span) || take_out(tree.get_mut(), &span),
        };
        mistakes.push(error);
        if !goes_on {
            break;
        }
    }
    mistakes.sort_by_key(|mistake| mistake.span.as_ref().map(|span| span.start));
    if mistakes.len() >= MOST {
        mistakes.push(Mistake { span: None, message: format!("more than {MOST} mistakes; only these were looked for") });
    }
    Err(mistakes)
}

/// The first mistake of syntax on each line: those after it on the line follow from it.
fn one_for_a_line(text: &str, errors: &[toml::de::Error]) -> Vec<Mistake> {
    let line = |mistake: &Mistake| {
        let start = mistake.span.as_ref().map_or(0, |span| span.start);
        text.get(..start).unwrap_or(text).matches('\n').count()
    };
    let mut mistakes: Vec<Mistake> = errors.iter().map(Mistake::of).collect();
    mistakes.sort_by_key(|mistake| mistake.span.as_ref().map(|span| span.start));
    mistakes.dedup_by_key(|mistake| line(mistake));
    mistakes
}

/// Takes out the key, value or entry that has this very span; whether there is one.
fn take_out(table: &mut DeTable<'_>, span: &Range<usize>) -> bool {
    let faulty = table.iter().find(|(key, value)| key.span() == *span || value.span() == *span).map(|(key, _)| key.clone());
    faulty.is_some_and(|key| table.remove(&key).is_some()) || table.iter_mut().any(|(_, value)| take_out_of(value, span))
}

fn take_out_of(value: &mut Spanned<DeValue<'_>>, span: &Range<usize>) -> bool {
    match value.get_mut() {
        DeValue::Table(table) => take_out(table, span),
        DeValue::Array(array) => {
            if array.iter().any(|item| item.span() == *span) {
                *array = array.clone().into_iter().filter(|item| item.span() != *span).collect();
                return true;
            }
            array.iter_mut().any(|item| take_out_of(item, span))
        }
        _ => false,
    }
}

/// Blank values that stand for missing and wrong ones, so that what else is wrong beside them comes to light.
#[derive(Default)]
struct Blanks(Vec<usize>);

impl Blanks {
    /// No file is so long that one of its places is here.
    fn span(number: usize) -> Range<usize> {
        usize::MAX - number..usize::MAX - number
    }

    fn is_blank(&self, span: &Range<usize>) -> bool {
        (0..self.0.len()).any(|number| Self::span(number) == *span)
    }

    /// A blank value of each type that mapping files ask for.
    fn value(number: usize, kind: usize) -> Option<Spanned<DeValue<'static>>> {
        let value = match kind {
            0 => DeValue::String("".into()),
            1 => DeValue::Integer(DeInteger::default()),
            2 => DeValue::Array(DeArray::new()),
            3 => DeValue::Boolean(false),
            4 => DeValue::Table(DeTable::new()),
            _ => return None,
        };
        Some(Spanned::new(Self::span(number), value))
    }

    /// Puts a blank value into the table at a span; whether there is such a table.
    fn fill(&mut self, tree: &mut Spanned<DeTable<'_>>, span: &Range<usize>, field: &str) -> bool {
        let number = self.0.len();
        let is_root = tree.span() == *span;
        let table = if is_root { Some(tree.get_mut()) } else { tree.get_mut().iter_mut().find_map(|(_, value)| table_at(value, span)) };
        let (Some(table), Some(value)) = (table, Self::value(number, 0)) else { return false };
        table.insert(Spanned::new(Self::span(number), field.to_owned().into()), value);
        self.0.push(0);
        true
    }

    /// Puts a blank value where one of the wrong type is; whether there is one at the span.
    fn cover(&mut self, tree: &mut Spanned<DeTable<'_>>, span: &Range<usize>) -> bool {
        let is_put = Self::value(self.0.len(), 0).is_some_and(|blank| replace(tree.get_mut(), span, &blank));
        if is_put {
            self.0.push(0);
        }
        is_put
    }

    /// Puts a blank of the next type where the one at a span is; whether there is a next.
    fn exchange(&mut self, tree: &mut Spanned<DeTable<'_>>, span: &Range<usize>) -> bool {
        let number = usize::MAX - span.start;
        let Some(kind) = self.0.get_mut(number) else { return false };
        *kind += 1;
        let Some(next) = Self::value(number, *kind) else { return false };
        replace(tree.get_mut(), span, &next)
    }
}

fn table_at<'t, 'i>(value: &'t mut Spanned<DeValue<'i>>, span: &Range<usize>) -> Option<&'t mut DeTable<'i>> {
    let is_it = value.span() == *span;
    match value.get_mut() {
        DeValue::Table(table) => {
            if is_it {
                Some(table)
            } else {
                table.iter_mut().find_map(|(_, value)| table_at(value, span))
            }
        }
        DeValue::Array(array) => array.iter_mut().find_map(|item| table_at(item, span)),
        _ => None,
    }
}

fn replace(table: &mut DeTable<'_>, span: &Range<usize>, next: &Spanned<DeValue<'static>>) -> bool {
    table.iter_mut().any(|(_, value)| replace_in(value, span, next))
}

fn replace_in(value: &mut Spanned<DeValue<'_>>, span: &Range<usize>, next: &Spanned<DeValue<'static>>) -> bool {
    if value.span() == *span {
        *value = next.clone();
        return true;
    }
    match value.get_mut() {
        DeValue::Table(table) => replace(table, span, next),
        DeValue::Array(array) => array.iter_mut().any(|item| replace_in(item, span, next)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::schema::{ComparabilityImage, LayoutImage};

    fn mistakes<T: serde::de::DeserializeOwned>(text: &str) -> Vec<String> {
        let line = |start: usize| text.get(..start).unwrap_or_default().matches('\n').count() + 1;
        let found = read::<T>(text).err().unwrap_or_default();
        found
            .into_iter()
            .map(|m| format!("{} {}", m.span.map_or(0, |span| line(span.start)), m.message.split(',').next().unwrap_or_default()))
            .collect()
    }

    #[test]
    fn every_mistake_is_found() {
        let layout = "lang = \"en\"\nabsence = 3\n[[file]]\nname = 5\n[[table]]\nid = \"a\"\nancor = \"x\"\noptional = \"no\"\n\
                      columns = [{ concepts = \"period\" }, { consepts = [1] }]\n[[hidden]]\n";
        assert_eq!(
            mistakes::<LayoutImage>(layout),
            [
                "1 unknown field `lang`",
                "2 invalid type: integer `3`",
                "4 invalid type: integer `5`",
                "5 missing field `anchor`",
                "7 unknown field `ancor`",
                "8 invalid type: string \"no\"",
                "9 invalid type: string \"period\"",
                "9 unknown field `consepts`",
                "10 missing field `part`",
                "10 missing field `decision`",
                "10 missing field `reason`",
            ]
        );
        let facts = "[[fact]]\nconcept = \"x\"\nvalid_from = \"2016\"\n[[break]]\nwhat = \"y\"\n[[nothing]]\n";
        assert_eq!(
            mistakes::<ComparabilityImage>(facts),
            [
                "1 missing field `measure`",
                "1 missing field `value`",
                "1 missing field `source`",
                "3 invalid type: string \"2016\"",
                "4 missing field `measure`",
                "4 missing field `from`",
                "4 missing field `affects`",
                "4 missing field `source`",
                "6 unknown field `nothing`",
            ]
        );
    }

    #[test]
    fn mistakes_of_syntax_come_first_and_one_for_a_line() {
        assert_eq!(
            mistakes::<LayoutImage>("a = \nb = \"x\nlang = 1\n").iter().filter_map(|m| m.split(' ').next()).collect::<Vec<_>>(),
            ["1", "2"]
        );
        assert_eq!(mistakes::<LayoutImage>("language = \"en\"\n"), Vec::<String>::new());
    }
}
