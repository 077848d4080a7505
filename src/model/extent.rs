//! How far an element of an offence reaches, as stewards write it.

/// How far an element of an offence reaches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Extent {
    /// The law makes no difference.
    All,
    /// These words; none where the law has nothing of the kind.
    Words(Vec<String>),
}

impl Extent {
    /// Every word: the law makes no difference.
    pub const ALL: &str = "*";
    /// No word: the law has nothing of the kind.
    pub const NONE: &str = "none";

    /// As a steward writes it; `None` where nobody says it.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "" => None,
            Self::ALL => Some(Self::All),
            Self::NONE => Some(Self::Words(Vec::new())),
            words => {
                let words = words.split('|').map(str::trim).filter(|word| !word.is_empty());
                Some(Self::Words(words.map(str::to_owned).collect()))
            }
        }
    }

    /// Whether two have the same words, in whatever order.
    pub fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::All, Self::All) => true,
            (Self::Words(own), Self::Words(others)) => {
                own.iter().all(|word| others.contains(word)) && others.iter().all(|word| own.contains(word))
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Extent;

    #[test]
    fn the_order_of_words_makes_no_difference() {
        for (own, other, same) in [
            ("*", "*", true),
            ("none", "none", true),
            ("force|deceit", "deceit | force", true),
            ("force|deceit", "force", false),
            ("force", "force|deceit", false),
            ("*", "none", false),
            ("none", "force", false),
        ] {
            let [own_extent, other_extent] = [own, other].map(|text| Extent::parse(text).expect("an extent"));
            assert_eq!(own_extent.is_same(&other_extent), same, "{own} and {other}");
        }
        assert_eq!(Extent::parse(""), None);
    }
}
