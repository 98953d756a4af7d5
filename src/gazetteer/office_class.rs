//! The classes of offices in `gazetteer/data/office_classes.tsv`.

/// The class of an office: "Prime Minister" is a head of government.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub(crate) enum OfficeClass {
    HeadOfState = b'S',
    HeadOfGovernment = b'G',
    ForeignMinister = b'F',
    DefenceMinister = b'D',
    InteriorMinister = b'I',
    FinanceMinister = b'T',
    DeputyHead = b'V',
    Minister = b'M',
    DeputyMinister = b'm',
    Diplomat = b'E',
    RegionalHead = b'R',
    Speaker = b'P',
    LegalOfficer = b'L',
    MilitaryHead = b'A',
    Legislator = b'N',
    Leader = b'H',
    HeadOfOrganisation = b'O',
    CentralBankGovernor = b'B',
    Adviser = b'a',
    Spokesperson = b'K',
    SecurityHead = b'Z',
    Other = b'X',
    /// A title that is only a form of address: "Mr".
    Address = b'h',
    /// A title of no class.
    None = b'-',
}

impl OfficeClass {
    const ALL: [OfficeClass; 24] = [
        OfficeClass::HeadOfState,
        OfficeClass::HeadOfGovernment,
        OfficeClass::ForeignMinister,
        OfficeClass::DefenceMinister,
        OfficeClass::InteriorMinister,
        OfficeClass::FinanceMinister,
        OfficeClass::DeputyHead,
        OfficeClass::Minister,
        OfficeClass::DeputyMinister,
        OfficeClass::Diplomat,
        OfficeClass::RegionalHead,
        OfficeClass::Speaker,
        OfficeClass::LegalOfficer,
        OfficeClass::MilitaryHead,
        OfficeClass::Legislator,
        OfficeClass::Leader,
        OfficeClass::HeadOfOrganisation,
        OfficeClass::CentralBankGovernor,
        OfficeClass::Adviser,
        OfficeClass::Spokesperson,
        OfficeClass::SecurityHead,
        OfficeClass::Other,
        OfficeClass::Address,
        OfficeClass::None,
    ];

    /// The class with this letter in the tables.
    pub(crate) fn of(letter: u8) -> Option<OfficeClass> {
        OfficeClass::ALL
            .into_iter()
            .find(|class| class.letter() == letter)
    }

    /// Its letter in the tables.
    pub(crate) fn letter(self) -> u8 {
        self as u8
    }

    /// Whether holders of a title of this class have an office.
    pub(crate) fn is_office(self) -> bool {
        !matches!(self, OfficeClass::None | OfficeClass::Address)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer;
    use crate::lexicon::rows;

    #[test]
    fn every_letter_of_the_tables_is_a_class() {
        let known = |word: &str| match word.as_bytes() {
            [letter] => OfficeClass::of(*letter).is_some(),
            _ => false,
        };
        for row in rows(gazetteer::OFFICE_CLASSES) {
            assert!(known(row.field(0)), "office_classes.tsv: {}", row.field(0));
        }
        for row in rows(gazetteer::people()) {
            let offices = row.field(5).split('|').filter(|office| !office.is_empty());
            for office in offices {
                let class = office.split('~').next().unwrap_or_default();
                assert!(known(class), "people.tsv: {office}");
            }
        }
        for row in rows(gazetteer::TITLES) {
            assert!(known(row.field(1)), "titles.tsv: {}", row.field(0));
        }
    }
}
