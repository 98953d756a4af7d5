//! Kinds of states and organisations in the tables.

/// Defines an enum of kinds with their names in the tables.
macro_rules! kinds {
    ($(#[$doc:meta])* $name:ident { $($kind:ident = $words:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub(crate) enum $name {
            $(#[doc = concat!("`", $words, "`")] $kind,)*
        }

        impl $name {
            /// The kind with this name in the tables.
            pub(crate) fn of(words: &str) -> Option<$name> {
                match words {
                    $($words => Some($name::$kind),)*
                    _ => None,
                }
            }

            #[cfg(test)]
            const ALL: &[($name, &str)] = &[$(($name::$kind, $words),)*];
        }
    };
}

kinds! {
    /// The kind of a row in the table of states.
    StateKind {
        State = "state",
        Territory = "territory",
        Region = "region",
        Historic = "historic",
        Unrecognised = "unrecognised",
        PartiallyRecognised = "partially_recognised",
        Constituent = "constituent",
        Bloc = "bloc",
    }
}

kinds! {
    /// The kind of an organisation.
    OrganisationKind {
        Party = "party",
        PartyBody = "party_body",
        Company = "company",
        Newspaper = "newspaper",
        Broadcaster = "broadcaster",
        NewsAgency = "news_agency",
        IntergovernmentalOrganisation = "igo",
        IntergovernmentalBody = "igo_body",
        NonGovernmentalOrganisation = "ngo",
        ThinkTank = "think_tank",
        ArmedGroup = "armed_group",
        Military = "military",
        Police = "police",
        Intelligence = "intelligence",
        Government = "government",
        Cabinet = "cabinet",
        OfficeOfHeadOfState = "head_of_state_office",
        OfficeOfHeadOfGovernment = "head_of_government_office",
        Ministry = "ministry",
        ForeignMinistry = "foreign_ministry",
        DefenceMinistry = "defence_ministry",
        InteriorMinistry = "interior_ministry",
        FinanceMinistry = "finance_ministry",
        JusticeMinistry = "justice_ministry",
        Embassy = "embassy",
        Agency = "agency",
        CentralBank = "central_bank",
        SecurityCouncil = "security_council",
        Parliament = "parliament",
        UpperHouse = "upper_house",
        LowerHouse = "lower_house",
        Committee = "committee",
        Court = "court",
    }
}

impl OrganisationKind {
    /// Whether organisations of this kind report news.
    pub(crate) fn is_outlet(self) -> bool {
        use OrganisationKind::{Broadcaster, NewsAgency, Newspaper};
        matches!(self, NewsAgency | Newspaper | Broadcaster)
    }
}

/// How a body named with a noun relates to its owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Owner {
    /// It is named after a person: "campaign".
    Person,
    /// It belongs to a state: "cabinet".
    State,
    /// Any owner.
    Any,
}

impl Owner {
    /// The owner with this name in the table of nouns.
    pub(crate) fn of(words: &str) -> Option<Owner> {
        match words {
            "person" => Some(Owner::Person),
            "state" => Some(Owner::State),
            "any" => Some(Owner::Any),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer;
    use crate::lexicon::rows;

    #[test]
    fn every_kind_of_the_tables_is_known_and_every_known_one_is_in_a_table() {
        let of_states = || rows(gazetteer::STATES).map(|row| row.field(3));
        let of_organisations = || {
            let organisations = rows(gazetteer::ORGANISATIONS).map(|row| row.field(2));
            organisations.chain(rows(gazetteer::BODIES).map(|row| row.field(1)))
        };
        for words in of_states() {
            assert!(StateKind::of(words).is_some(), "states.tsv: {words}");
        }
        for words in of_organisations() {
            let known = OrganisationKind::of(words).is_some();
            assert!(known, "organisations.tsv or bodies.tsv: {words}");
        }
        for (kind, words) in StateKind::ALL {
            assert_eq!(StateKind::of(words), Some(*kind));
            assert!(of_states().any(|known| known == *words), "{words}");
        }
        for (kind, words) in OrganisationKind::ALL {
            assert_eq!(OrganisationKind::of(words), Some(*kind));
            assert!(of_organisations().any(|known| known == *words), "{words}");
        }
    }

    #[test]
    fn every_noun_for_a_body_has_an_owner_and_kinds_that_are_known() {
        for row in rows(gazetteer::GROUP_NOUNS) {
            let (noun, owner) = (row.field(0), row.field(1));
            assert!(Owner::of(owner).is_some(), "group_nouns.tsv: {noun}");
            for kind in row.list(2).filter(|kind| *kind != gazetteer::UNLISTED) {
                let known = OrganisationKind::of(kind).is_some();
                assert!(known, "group_nouns.tsv: {noun}: {kind}");
            }
        }
    }
}
