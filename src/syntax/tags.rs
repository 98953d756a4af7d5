//! The closed sets of part-of-speech tags and dependency labels.

use std::fmt;

macro_rules! closed_set {
    ($(#[$doc:meta])* $set:ident, $count:ident, $fallback:ident, $($name:ident = $written:literal,)*) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $set {
            $(#[doc = concat!("Written \"", $written, "\".")] $name,)*
            /// Stands for no token, before the first and beyond the last.
            Outside,
        }

        /// All members, in the order of the models.
        const ALL: &[$set] = &[$($set::$name,)*];

        /// The number of members.
        pub(in crate::syntax) const $count: usize = ALL.len();

        impl $set {
            /// The member with this name; the catch-all for an unknown name.
            pub fn named(name: &str) -> Self {
                let known = ALL.iter().find(|known| known.as_str() == name);
                known.copied().unwrap_or($set::$fallback)
            }

            /// The names of all.
            pub fn names() -> impl Iterator<Item = &'static str> {
                ALL.iter().map(|one| one.as_str())
            }

            /// A small number that distinguishes it from the others.
            #[inline]
            pub fn index(self) -> usize {
                self as usize
            }

            #[inline]
            pub(in crate::syntax) fn from_index(index: usize) -> Self {
                ALL.get(index).copied().unwrap_or($set::$fallback)
            }

            /// Its name; empty for no token.
            #[inline]
            pub fn as_str(self) -> &'static str {
                match self {
                    $($set::$name => $written,)*
                    $set::Outside => "",
                }
            }
        }

        impl fmt::Debug for $set {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

pub(super) use label::LABEL_COUNT;
pub use label::Label;
pub(super) use tag::TAG_COUNT;
pub use tag::Tag;

mod tag {
    use super::fmt;

    closed_set!(
        /// A part-of-speech tag of the Penn Treebank, as in OntoNotes.
        Tag, TAG_COUNT, XX,
        Dollar = "$",
        CloseQuote = "''",
        Comma = ",",
        LeftBracket = "-LRB-",
        RightBracket = "-RRB-",
        Stop = ".",
        Colon = ":",
        ADD = "ADD",
        CC = "CC",
        CD = "CD",
        DT = "DT",
        EX = "EX",
        FW = "FW",
        HYPH = "HYPH",
        IN = "IN",
        JJ = "JJ",
        JJR = "JJR",
        JJS = "JJS",
        LS = "LS",
        MD = "MD",
        NFP = "NFP",
        NN = "NN",
        NNP = "NNP",
        NNPS = "NNPS",
        NNS = "NNS",
        PDT = "PDT",
        POS = "POS",
        PRP = "PRP",
        PRPS = "PRP$",
        RB = "RB",
        RBR = "RBR",
        RBS = "RBS",
        RP = "RP",
        SYM = "SYM",
        TO = "TO",
        UH = "UH",
        VB = "VB",
        VBD = "VBD",
        VBG = "VBG",
        VBN = "VBN",
        VBP = "VBP",
        VBZ = "VBZ",
        WDT = "WDT",
        WP = "WP",
        WPS = "WP$",
        WRB = "WRB",
        XX = "XX",
        OpenQuote = "``",
    );

    impl Tag {
        /// Any form of a verb; not a modal.
        pub fn is_verb(self) -> bool {
            matches!(
                self,
                Tag::VB | Tag::VBD | Tag::VBG | Tag::VBN | Tag::VBP | Tag::VBZ
            )
        }

        /// A common or proper noun.
        pub fn is_noun(self) -> bool {
            matches!(self, Tag::NN | Tag::NNS) || self.is_proper_noun()
        }

        /// A proper noun.
        pub fn is_proper_noun(self) -> bool {
            matches!(self, Tag::NNP | Tag::NNPS)
        }

        /// An adjective in any degree.
        pub fn is_adjective(self) -> bool {
            matches!(self, Tag::JJ | Tag::JJR | Tag::JJS)
        }

        /// A noun or an adjective.
        pub fn is_nominal(self) -> bool {
            self.is_noun() || self.is_adjective()
        }

        /// A personal or possessive pronoun.
        pub fn is_pronoun(self) -> bool {
            matches!(self, Tag::PRP | Tag::PRPS)
        }

        /// An interrogative or relative word: "which", "who", "whose", "where".
        pub fn is_wh(self) -> bool {
            matches!(self, Tag::WDT | Tag::WP | Tag::WPS | Tag::WRB)
        }
    }
}

mod label {
    use super::fmt;

    closed_set!(
        /// A dependency label of ClearNLP (Choi and Palmer, 2012).
        Label, LABEL_COUNT, Dep,
        Root = "ROOT",
        Acl = "acl",
        Acomp = "acomp",
        Advcl = "advcl",
        Advmod = "advmod",
        Agent = "agent",
        Amod = "amod",
        Appos = "appos",
        Attr = "attr",
        Aux = "aux",
        Auxpass = "auxpass",
        Case = "case",
        Cc = "cc",
        Ccomp = "ccomp",
        Compound = "compound",
        Conj = "conj",
        Csubj = "csubj",
        Csubjpass = "csubjpass",
        Dative = "dative",
        Dep = "dep",
        Det = "det",
        Dobj = "dobj",
        Expl = "expl",
        Intj = "intj",
        Mark = "mark",
        Meta = "meta",
        Neg = "neg",
        Nmod = "nmod",
        Npadvmod = "npadvmod",
        Nsubj = "nsubj",
        Nsubjpass = "nsubjpass",
        Nummod = "nummod",
        Oprd = "oprd",
        Parataxis = "parataxis",
        Pcomp = "pcomp",
        Pobj = "pobj",
        Poss = "poss",
        Preconj = "preconj",
        Predet = "predet",
        Prep = "prep",
        Prt = "prt",
        Punct = "punct",
        Quantmod = "quantmod",
        Relcl = "relcl",
        Xcomp = "xcomp",
    );

    impl Label {
        /// A nominal subject, of an active or a passive verb.
        pub fn is_subject(self) -> bool {
            matches!(self, Label::Nsubj | Label::Nsubjpass)
        }
    }
}
