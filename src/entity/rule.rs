//! The rules that resolve references, as `dixit explain` prints them.

use std::fmt;

macro_rules! rules {
    ($($rule:ident => $words:literal,)*) => {
        /// A rule that resolves a reference.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Rule {
            $(#[doc = $words] $rule,)*
        }

        impl Rule {
            /// Its description in `dixit explain`.
            pub fn words(self) -> &'static str {
                match self {
                    $(Rule::$rule => $words,)*
                }
            }
        }
    };
}

rules! {
    ShortName => "short for a longer name in the article",
    NamesakeByTrade => "a namesake of someone in the article, with another trade",
    OtherForm => "another form of a full name in the article: nickname, initial, spelling",
    UnknownPerson => "a person in no table, identified by name",
    MinistryOfMainState => "the ministry of the state that the article is about",
    UnknownOrganisation => "an organisation in no table, identified by name",
    SurnameOfFullName => "the surname of someone named in full",
    Abbreviation => "an abbreviation that the article introduces",
    Initials => "initials of an organisation in the article",
    OnlyName => "a person known only by this name",
    SpeakingSurname => "someone who speaks and whose name ends like a surname",
    SpeakingName => "an unknown name that speaks and is not a person's",
    ShortFullName => "short for a full name in the article, the nearest before among equals",
    MisspeltSurname => "a misspelled surname of someone named in full",
    OfficeHolderBySurname => "an office-holder in the tables known by surname (6 or more, and alone)",
    NoOfficeHolderBySurname => "no office-holder in the tables is clearly known by this surname (6 needed)",
    BodyOfState => "a body named after its state",
    BodyWithState => "a body with the name of a state",
    KnownOrganisation => "an organisation in the tables",
    KnownState => "a state in the tables",
    Capital => "a capital: its state, or the body with its seat there",
    AdjectiveOfState => "the adjective or people of a state",
    PartOfCountry => "part of a country that the article names in full",
    KnownByEvidence => "the name in the tables, with evidence: date, states, title (2 or more)",
    KnownNamesakes => "namesakes in the tables with the same evidence: none of them",
    KnownWithoutEvidence => "the name is in the tables, but without evidence (2 needed)",
    Turn => "the speaker of this turn",
    Pair => "one of the two that the sentence, or the one before, connects",
    OneOfPair => "the first or the second of the two that the sentence, or the one before, connects",
    Counted => "those whom the number counts: the list or the group named before",
    RelativeClause => "the noun that the relative clause is about",
    Likeliest => "the most likely of those mentioned before, by distance, role, gender and form",
    NameBeside => "the name beside the description",
    Nobody => "the words name or describe nobody",
    Label => "the label of a transcript's turn",
    Age => "the person mentioned last, by age",
    WordsOfHeadline => "the person introduced in the text with the words of its headline",
    NamedLater => "the person named later with this noun",
    KindOfOrganisation => "an organisation, with the noun for what it is",
    Group => "a body or group: that of its owner, or the one named before",
    Description => "the one that the description fits",
    DescribedSpeaker => "the person in the last sentences that the description fits",
    OnlyDescribed => "the only one with this description in the text",
    SubjectOfHeadline => "the subject of a headline",
    OwnWords => "someone without a name, identified by these words",
    Name => "the name at the head of the phrase",
    LastSpeaker => "the last speaker, who fits the description",
    DescriptionMeans => "the referent of the description",
    TitleOfName => "the name to which the phrase is a title",
    TitleOfLastSpeaker => "the last speaker, who has the title",
    LikeliestBearer => "has the title, by the article or the tables; the most likely",
    NearestBearer => "has the title, by the article or the tables; the nearest before",
    BearerNamedLater => "has the title, named only later",
    HolderOfOffice => "the holder of the office at the article's date",
    Maker => "the maker of the document, by its words, earlier documents and speakers",
    ContinuedAddressees => "the addressees of the statement that this one continues",
    Addressee => "an addressee: its score is higher than that of nobody",
    NoAddressee => "not an addressee: nobody has a higher score",
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words())
    }
}
