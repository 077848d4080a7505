//! The result of a check, before it is drawn.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use crate::delimited::{delimiter, header};
use crate::diag::{Finding, Findings, Level, Location};
use crate::model::MappingLine;

/// A submission that was checked.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The area, its folder's name.
    pub area: String,
    /// Its files.
    pub files: usize,
    /// Cells with a digit in them.
    pub cells: usize,
    /// Figures that came of them.
    pub figures: usize,
}

impl Checked {
    /// `1 file, 76 cells with a digit, 75 figures`.
    pub fn words(&self) -> String {
        format!(
            "{} file{}, {} cells with a digit, {} figures",
            self.files,
            if self.files == 1 { "" } else { "s" },
            self.cells,
            self.figures
        )
    }
}

/// What a check of one round came to.
#[derive(Clone, Debug)]
pub struct Part {
    /// The round.
    pub round: String,
    /// Its folder, as the reader would write it: `raw/2020`.
    pub raw: String,
    /// Its findings, settled; those of the mapping files that another part has already are not repeated.
    pub findings: Findings,
    /// The submissions that were looked at.
    pub checked: Vec<Checked>,
    /// What was not checked, and why; never empty in silence.
    pub not_checked: Vec<String>,
}

/// What a check came to.
#[derive(Clone, Debug)]
pub struct Report<'a> {
    /// Round by round.
    pub parts: Vec<Part>,
    /// The lines of the mapping files, for their characters.
    pub lines: Lines<'a>,
    /// The folder of mapping files.
    pub mappings: String,
    /// How many findings were left out by the reader's own choice (`--select`, `--ignore`, files).
    pub left_out: usize,
    /// The exit status.
    pub exit: u8,
    /// What is said where the answer is not for publication.
    pub publication: Option<&'static str>,
}

impl Part {
    /// The path of a finding's file as the reader would write it; the folder of the round for the round itself.
    pub fn path(&self, place: &Location, mappings: &str) -> String {
        match place {
            Location::Round(_) => self.raw.clone(),
            Location::Line(line) => format!("{mappings}/{}", line.file),
            Location::File(_) | Location::Sheet(..) | Location::Cell(_) => format!("{}/{}", self.raw, place.file()),
        }
    }
}

impl Report<'_> {
    /// All findings, each with its round.
    pub fn findings(&self) -> impl Iterator<Item = (&Part, &Finding)> {
        self.parts.iter().flat_map(|part| part.findings.iter().map(move |finding| (part, finding)))
    }

    /// How many findings there are at a level.
    pub fn count(&self, level: Level) -> usize {
        self.findings().filter(|(_, finding)| finding.level == level).count()
    }

    /// Everything that was not checked.
    pub fn not_checked(&self) -> impl Iterator<Item = &String> {
        self.parts.iter().flat_map(|part| &part.not_checked)
    }

    /// The path of a finding's file as the reader would write it.
    pub fn path(&self, part: &Part, place: &Location) -> String {
        part.path(place, &self.mappings)
    }

    /// Line and character of a place in a mapping file; 0 where there is none.
    pub fn region(&self, place: &Location) -> (u32, u32) {
        if let Location::Line(line) = place { (line.line, self.lines.character(line)) } else { (0, 0) }
    }

    /// The verdict in a sentence.
    pub fn verdict(&self) -> &'static str {
        match self.exit {
            0 => "passed",
            1 => "a submission has errors: ask the country",
            3 => "the mappings have errors: edit the mapping",
            _ => "could not be checked",
        }
    }

    /// The one-line message of a finding for programs that show only that.
    pub fn message(finding: &Finding) -> String {
        format!("{}: {}. Expected {}. {}", finding.code.title, finding.found, finding.expected, capital(&finding.remedy))
    }
}

/// The lines of the mapping files; a file is cut into lines when somebody asks for one of them.
#[derive(Clone, Debug)]
pub struct Lines<'a>(BTreeMap<&'a str, File<'a>>);

/// A mapping file.
#[derive(Clone, Debug)]
struct File<'a> {
    bytes: &'a [u8],
    /// What separates the fields of a table, and the lines.
    cut: OnceCell<(char, Vec<String>)>,
}

impl<'a> Lines<'a> {
    /// The mapping files by name.
    pub fn new(texts: &'a BTreeMap<String, Vec<u8>>) -> Self {
        let file = |bytes: &'a Vec<u8>| File { bytes: bytes.as_slice(), cut: OnceCell::new() };
        Self(texts.iter().map(|(name, bytes)| (name.as_str(), file(bytes))).collect())
    }

    /// The character at which a place in a mapping file begins, counted from 1; 0 where only the line is known. In a table the column of a place
    /// is the number of its field, for that is what a spreadsheet program shows.
    pub fn character(&self, at: &MappingLine) -> u32 {
        if !at.file.ends_with(".csv") || at.column == 0 {
            return at.column;
        }
        let Some(file) = self.0.get(&*at.file) else { return 0 };
        let (separator, lines) = file.cut.get_or_init(|| {
            let text = String::from_utf8_lossy(file.bytes);
            let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
            (char::from(delimiter(header(text).unwrap_or_default())), text.lines().map(str::to_owned).collect())
        });
        let index = usize::try_from(at.line).unwrap_or(0);
        let line = index.checked_sub(1).and_then(|index| lines.get(index)).map_or("", String::as_str);
        let (mut field, mut is_quoted) = (1, false);
        for (position, c) in (1_u32..).zip(line.chars()) {
            if field == at.column {
                return position;
            }
            is_quoted ^= c == '"';
            field += u32::from(c == *separator && !is_quoted);
        }
        0
    }
}

/// A sentence of its words: a capital at the beginning, a full stop at the end.
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), chars.as_str()))
}
