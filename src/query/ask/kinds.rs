//! Kinds of speakers: "states", "Russian officials", "women", "anonymous sources", "everybody at NATO".

use super::lexicon::LEXICON;
use super::reader::{Reader, Result};
use crate::entity::{EntityType, Gender};
use crate::query::classes;

/// What tells the speakers of a kind from others.
#[derive(Debug, Clone, Default)]
struct Kind {
    /// The states that adjectives name: "German".
    of: Vec<String>,
    gender: Option<Gender>,
    unnamed: bool,
    entity_type: Option<EntityType>,
    role: Option<String>,
    rollup: bool,
}

impl Reader<'_> {
    /// Reads the kind of speakers asked for; `false` if there is none.
    ///
    /// # Errors
    /// If it is a kind that no filter can tell from others: "companies", "senior ministers".
    pub(super) fn speaker_kind(&mut self) -> Result<bool> {
        let Some((count, kind)) = self.kind_at(0)? else {
            return Ok(false);
        };
        self.at += count;
        let query = &mut self.query;
        query.speaker_type = kind.entity_type;
        query.speaker_gender = kind.gender;
        query.speaker_role = kind.role.into_iter().collect();
        query.rollup |= kind.rollup || !kind.of.is_empty();
        query.speaker = kind.of;
        if kind.gender.is_some() {
            self.note(
                "gender is what pronouns, titles and first names in the articles reveal; speakers \
                 without any of these are left out",
            );
        }
        if kind.unnamed {
            self.note("these are speakers that the articles describe without a name");
        }
        if matches!(self.peek(), "and" | "or") && self.is_kind_noun(1 + self.determiners(1)) {
            return Err(self.unreadable("ask for one kind of speakers at a time"));
        }
        if matches!(self.peek(), "at" | "from" | "of")
            && self.party_at(1).is_some()
            && !self.is_date()
        {
            // "officials at NATO", "women from Ukraine"
            self.at += 1;
            let names = self.names().unwrap_or_default();
            self.query.speaker.extend(names);
            self.query.rollup = true;
        }
        Ok(true)
    }

    /// The kind of speakers `ahead` words ahead, after its number of words.
    fn kind_at(&self, ahead: usize) -> Result<Option<(usize, Kind)>> {
        let index = self.context.index;
        let mut kind = Kind::default();
        let mut at = ahead;
        let mut vague = None;
        loop {
            let word = self.key(at);
            let rest = self.keys.get(self.at + at..).unwrap_or_default();
            let more = self.key(at + 1);
            let title = index.offices().plural(rest).map(|(count, _)| count);
            let titled = title.max(classes::prefix(rest).map(|(count, _)| count));
            if titled.is_some_and(|count| count > 1) {
                // "foreign ministers", "union leaders"
                break;
            }
            if let Some(gender) = gender(word).filter(|_| self.is_kind_noun(at + 1)) {
                kind.gender = Some(gender);
            } else if LEXICON.anonymous.has(word) {
                kind.unnamed = true;
            } else if let Some((count, states)) = index.offices().adjective(rest) {
                let names = states
                    .iter()
                    .map(|state| index.names().canonical(*state).to_owned());
                kind.of.extend(names);
                at += count - 1;
            } else if let Some((count, names)) = self.body_at(at)
                && self.is_kind_noun(at + count)
            {
                kind.of.push(names);
                at += count - 1;
            } else if LEXICON.unfiltered.has(word) && !more.is_empty() {
                vague = vague.or(Some(at));
            } else {
                break;
            }
            at += 1;
        }
        let Some(count) = self.kind_noun(at, &mut kind)? else {
            return Ok(None);
        };
        if let Some(vague) = vague {
            let word = self.key(vague);
            return Err(self.unreadable(&format!(
                "'{word}' is not on record for speakers; ask without it"
            )));
        }
        Ok(Some((at + count - ahead, kind)))
    }

    /// A name of one or two words of a state or organisation: "NATO officials".
    fn body_at(&self, ahead: usize) -> Option<(usize, String)> {
        let index = self.context.index;
        let rest = self.keys.get(self.at + ahead..)?;
        let known = index.graph().entities();
        let is_body = |e: &usize| {
            let kind = known.get(*e).map(|entity| entity.kind);
            matches!(kind, Some(EntityType::State | EntityType::Organisation))
        };
        (1..=2).find_map(|count| {
            let (taken, entities) = index.names().prefix(rest.get(..count)?)?;
            match entities {
                [one] if taken == count && is_body(one) => {
                    Some((count, index.names().canonical(*one).to_owned()))
                }
                _ => None,
            }
        })
    }

    /// Whether a kind of speakers and a clause about them follow: "the people that warned Russia".
    pub(super) fn is_kind_with_clause(&self) -> bool {
        let ahead = self.determiners(0);
        let kind = self.kind_at(ahead).ok().flatten();
        kind.is_some_and(|(count, _)| matches!(self.key(ahead + count), "who" | "that"))
    }

    /// Whether a noun for a kind of speakers is `ahead` words ahead.
    pub(super) fn is_kind_noun(&self, ahead: usize) -> bool {
        let found = self.kind_at(ahead);
        found.is_err() || found.is_ok_and(|found| found.is_some())
    }

    /// Reads the noun of a kind of speakers; `None` if there is none.
    fn kind_noun(&self, at: usize, kind: &mut Kind) -> Result<Option<usize>> {
        let index = self.context.index;
        let rest = self.keys.get(self.at + at..).unwrap_or_default();
        let word = self.key(at);
        if LEXICON.organisations.has(word) {
            return Err(self.unreadable(
                "companies, banks, parties and other organisations are not told apart; ask \
                 'which organisations'",
            ));
        }
        let class = classes::prefix(rest);
        let office = index.offices().plural(rest);
        let longer = |count: usize| class.as_ref().is_none_or(|(other, _)| *other < count);
        let count = if let Some(gender) = gender_noun(word) {
            kind.gender = Some(gender);
            kind.entity_type = Some(EntityType::Person);
            1
        } else if let Some(found) = noun(word) {
            kind.entity_type = match found {
                Noun::Any => None,
                Noun::Only(entity_type) => Some(entity_type),
            };
            // Those who speak for a state count as it.
            kind.rollup |= matches!(
                found,
                Noun::Only(EntityType::State | EntityType::Organisation)
            );
            1
        } else if LEXICON.sources.has(word) {
            // "sources" may be anyone; "anonymous sources" are not.
            if !kind.unnamed {
                return Ok(None);
            }
            1
        } else if LEXICON.officials.has(word) && !kind.of.is_empty() && !kind.unnamed {
            kind.entity_type = Some(EntityType::Person);
            1
        } else if let Some((count, office)) = office.filter(|(count, _)| longer(*count)) {
            kind.role = Some(office.to_owned());
            count
        } else if let Some((count, class)) = class {
            kind.role = Some(class.role());
            count
        } else {
            return Ok(None);
        };
        if kind.unnamed {
            kind.entity_type = Some(EntityType::Unnamed);
        }
        Ok(Some(count))
    }

    /// "any ministers", "the women": a kind of speakers as the subject or after "by"; `false` if there is
    /// none.
    pub(super) fn speakers_of_kind(&mut self) -> Result<bool> {
        let here = self.at;
        let determiners = self.determiners(0);
        self.at += determiners;
        let definite = self
            .keys
            .get(here..self.at)
            .unwrap_or_default()
            .contains(&"the".to_owned());
        if self.is_one_organisation(0) {
            self.at = here;
            return Ok(false);
        }
        let is_one = self
            .kind_at(0)?
            .is_some_and(|(count, _)| !is_plural(self.key(count - 1)));
        // "the minister" is one of them, "the ministers" are all.
        let found = !(definite && is_one) && self.speaker_kind()?;
        if !found {
            self.at = here;
        }
        Ok(found)
    }

    /// Whether a kind of speakers follows, or one that cannot be asked for.
    pub(super) fn is_kind(&self) -> bool {
        let ahead = self.determiners(0);
        !self.is_one_organisation(ahead) && self.is_kind_noun(ahead)
    }

    /// "the ministry": whichever it is, it should have a name.
    fn is_one_organisation(&self, ahead: usize) -> bool {
        let noun = self.key(ahead);
        LEXICON.organisations.has(noun) && !is_plural(noun)
    }

    /// Number of words such as "any", "the" and "other" that are `ahead`.
    fn determiners(&self, ahead: usize) -> usize {
        let words = self.keys.get(self.at + ahead..).unwrap_or_default();
        words
            .iter()
            .take_while(|word| LEXICON.determiners.has(word))
            .count()
    }

    /// Whether a kind of speakers follows, rather than a name: "American diplomats", not "American".
    pub(super) fn is_kind_not_name(&self) -> bool {
        let name = self.party_at(0).map_or(0, |(count, _)| count);
        let ahead = self.determiners(0);
        let kind = self.kind_at(ahead).ok().flatten();
        kind.map_or(name == 0, |(count, _)| ahead + count > name)
    }

    /// "to ministers", "warned people": a kind of addressees; `false` if there is none.
    pub(super) fn addressees_of_kind(&mut self) -> Result<bool> {
        let noun = self.key(self.determiners(0));
        if LEXICON.organisations.has(noun) || LEXICON.unfiltered.has(noun) {
            return Ok(false);
        }
        let before = self.query.clone();
        self.query.speaker.clear();
        if !self.speakers_of_kind()? {
            self.query = before;
            return Ok(false);
        }
        self.move_speakers_to_addressees()?;
        self.query.speaker = before.speaker;
        self.query.speaker_type = before.speaker_type;
        self.query.speaker_role = before.speaker_role;
        self.query.speaker_gender = before.speaker_gender;
        Ok(true)
    }

    /// Whether the question is typed in capitals.
    pub(super) fn is_all_capitals(&self) -> bool {
        let mut letters = self.words.iter().flat_map(|word| word.text.chars());
        !letters.any(char::is_lowercase)
    }

    /// "anyone", "everybody at NATO"; `false` if there is no such word.
    pub(super) fn anyone(&mut self) -> bool {
        if !self.is_anyone(0) {
            return false;
        }
        self.at += 1;
        self.skip(&["else"]);
        let at = matches!(
            self.peek(),
            "at" | "from" | "in" | "of" | "within" | "inside"
        );
        if at && !self.is_date() && self.party_at(1).is_some() {
            self.at += 1;
            self.query.speaker = self.names().unwrap_or_default();
            self.query.rollup = true;
        }
        true
    }

    pub(super) fn is_anyone(&self, ahead: usize) -> bool {
        LEXICON.anyone.has(self.key(ahead))
    }
}

/// Whether a noun for people is in the plural.
fn is_plural(noun: &str) -> bool {
    noun.ends_with('s')
        || noun.ends_with("men")
        || matches!(noun, "people" | "spokespeople" | "clergy" | "staff")
}

/// The speakers that a noun asks for.
#[derive(Debug, Clone, Copy)]
enum Noun {
    /// Those of any type: "speakers".
    Any,
    /// Those of one type: "countries".
    Only(EntityType),
}

/// The gender of an adjective: "female".
fn gender(word: &str) -> Option<Gender> {
    match word {
        "female" | "women" | "woman" => Some(Gender::Female),
        "male" | "men" | "man" => Some(Gender::Male),
        _ => None,
    }
}

/// The gender of people that a noun asks for: "women".
fn gender_noun(word: &str) -> Option<Gender> {
    match word {
        "women" | "woman" | "females" => Some(Gender::Female),
        "men" | "man" | "males" => Some(Gender::Male),
        _ => None,
    }
}

/// What a noun asks for; `None` if it is another word.
fn noun(word: &str) -> Option<Noun> {
    match word {
        "people" | "person" | "persons" | "individuals" => Some(Noun::Only(EntityType::Person)),
        "states" | "state" | "countries" | "country" | "nations" | "nation" | "governments" => {
            Some(Noun::Only(EntityType::State))
        }
        "organisations" | "organisation" | "organizations" | "organization" => {
            Some(Noun::Only(EntityType::Organisation))
        }
        "speakers" | "speaker" => Some(Noun::Any),
        _ => None,
    }
}
