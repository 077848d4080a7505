//! How levels look: by fill and by sign, because not everybody sees colour, and not every printer prints it.

use std::collections::BTreeMap;

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use crate::model::Comparability;

/// The levels with sign and fill.
pub(super) const LEVELS: [(Comparability, &str, u32); 4] = [
    (Comparability::Comparable, "●", 0x00D6_E6F4),
    (Comparability::Limited, "◐", 0x00FB_E8C6),
    (Comparability::NotComparable, "✕", 0x00E4_E4E4),
    (Comparability::NotApplicable, "–", 0x00FF_FFFF),
];

/// The sign of a level.
pub(super) fn sign(level: Comparability) -> &'static str {
    LEVELS.iter().find(|(own, ..)| *own == level).map_or("", |(_, sign, _)| sign)
}

/// The formats of the workbook.
pub(super) struct Styles {
    pub(super) title: Format,
    pub(super) header: Format,
    pub(super) right: Format,
    pub(super) middle: Format,
    pub(super) heading: Format,
    pub(super) text: Format,
    pub(super) wrapped: Format,
    numbers: BTreeMap<Comparability, Format>,
    texts: BTreeMap<Comparability, Format>,
}

impl Styles {
    pub(super) fn new() -> Self {
        let plain = || Format::new().set_font_name("Calibri").set_font_size(11).set_align(FormatAlign::Top);
        let filled = |fill: u32| {
            plain().set_background_color(Color::RGB(fill)).set_border(FormatBorder::Thin).set_border_color(Color::RGB(0x00C0_C0C0))
        };
        // The sign stands in the number's format, so that the cell remains a number that can be calculated with.
        let number = |(level, sign, fill): (Comparability, &str, u32)| {
            (level, filled(fill).set_num_format(format!("0\" {sign}\"")).set_align(FormatAlign::Right))
        };
        let text = |(level, _, fill): (Comparability, &str, u32)| (level, filled(fill).set_align(FormatAlign::Right));
        Self {
            title: plain().set_bold().set_font_size(14),
            header: plain().set_bold().set_text_wrap().set_border_bottom(FormatBorder::Medium),
            right: plain().set_bold().set_align(FormatAlign::Right).set_border_bottom(FormatBorder::Medium),
            middle: plain().set_bold().set_align(FormatAlign::Center).set_border_bottom(FormatBorder::Medium),
            heading: plain().set_bold(),
            text: plain(),
            wrapped: plain().set_text_wrap(),
            numbers: LEVELS.into_iter().map(number).collect(),
            texts: LEVELS.into_iter().map(text).collect(),
        }
    }

    /// A number of a level.
    pub(super) fn number(&self, level: Comparability) -> &Format {
        self.numbers.get(&level).unwrap_or(&self.text)
    }

    /// The sign of a level alone.
    pub(super) fn centred(&self, level: Comparability) -> Format {
        self.level(level).clone().set_align(FormatAlign::Center)
    }

    /// A text of a level.
    pub(super) fn level(&self, level: Comparability) -> &Format {
        self.texts.get(&level).unwrap_or(&self.text)
    }
}
