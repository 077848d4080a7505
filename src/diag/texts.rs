//! The account of words: what became of each text of a submission.

use smol_str::SmolStr;

use crate::model::{MappingLine, SourceCell};

/// What a text is to the layout. Of two claims on one text the later role of this list stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TextRole {
    /// Nothing reads it, and nobody approved it.
    Unread,
    /// Nothing reads it; approved as a remark.
    Note,
    /// Decided out of scope.
    OutOfScope,
    /// The source's own explanation of a mark.
    Legend,
    /// A footnote.
    Footnote,
    /// In a row or column that is skipped.
    Skipped,
    /// A label beside figures.
    Label,
    /// A label that holds for a block.
    Context,
    /// A header above figures.
    Header,
    /// The text by which a table is found.
    Title,
    /// A mark in the place of a number.
    Mark,
    /// A figure with words in its cell.
    Figure,
    /// Hidden, and left out.
    Hidden,
    /// A note (comment) on a cell.
    Comment,
    /// A hidden part of a sheet, and what is done with it.
    HiddenPart,
    /// The order of the columns of a block.
    Columns,
}

impl TextRole {
    const ALL: [Self; 16] = [
        Self::Unread,
        Self::Note,
        Self::OutOfScope,
        Self::Legend,
        Self::Footnote,
        Self::Skipped,
        Self::Label,
        Self::Context,
        Self::Header,
        Self::Title,
        Self::Mark,
        Self::Figure,
        Self::Hidden,
        Self::Comment,
        Self::HiddenPart,
        Self::Columns,
    ];

    /// The word in `texts.csv` and `approved.csv`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Unread => "unread",
            Self::Note => "note",
            Self::OutOfScope => "out-of-scope",
            Self::Legend => "legend",
            Self::Footnote => "footnote",
            Self::Skipped => "skipped",
            Self::Label => "label",
            Self::Context => "context",
            Self::Header => "header",
            Self::Title => "title",
            Self::Mark => "mark",
            Self::Figure => "figure",
            Self::Hidden => "hidden",
            Self::Comment => "comment",
            Self::HiddenPart => "hidden-part",
            Self::Columns => "columns",
        }
    }

    /// Whether it is a text of a cell, or what is approved beside texts.
    pub fn is_text(self) -> bool {
        !matches!(self, Self::HiddenPart | Self::Columns)
    }

    /// The role with a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.word() == word)
    }

    /// The words of all roles, in their order.
    pub const WORDS: [&'static str; 16] = [
        "unread",
        "note",
        "out-of-scope",
        "legend",
        "footnote",
        "skipped",
        "label",
        "context",
        "header",
        "title",
        "mark",
        "figure",
        "hidden",
        "comment",
        "hidden-part",
        "columns",
    ];
}

/// Why a text needs no look, or that it needs one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wording {
    /// A line of the mappings says it.
    Said,
    /// It was approved.
    Approved,
    /// Neither.
    New,
}

impl Wording {
    /// The word in `texts.csv`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Said => "said",
            Self::Approved => "approved",
            Self::New => "new",
        }
    }

    /// The words of all.
    pub const WORDS: [&'static str; 3] = ["said", "approved", "new"];
}

/// A text of a submission and what became of it: a row of `texts.csv`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextEntry {
    /// The cell.
    pub origin: SourceCell,
    /// The text as shown.
    pub text: SmolStr,
    /// The text as it is approved: without the words in it that lines of the mappings say, and without counts.
    pub approved_as: SmolStr,
    /// Its role.
    pub role: TextRole,
    /// The table that read it; empty where none did.
    pub table: String,
    /// The lines of the mappings that say it or took it.
    pub lines: Vec<MappingLine>,
    /// Of a label or header: the cells with a number in its row or column.
    pub numbers: Option<u32>,
    /// The digits of the largest of these numbers; 0 for numbers of one digit.
    pub digits: u32,
    /// Whether it needs a look.
    pub wording: Wording,
}
