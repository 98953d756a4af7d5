//! Names of the dictionary, and the longer unknown names that start with one.

use crate::entity::mention::candidate::Guess;
use crate::entity::mention::capitals::{Case, is_initials};
use crate::entity::mention::names::Finder;
use crate::entity::mention::recogniser::{Name, NameType};
use crate::gazetteer::ids::OrganisationId;
use crate::gazetteer::tables::{Entry, Target};
use crate::text::{TokenId, TokenRange};
use std::ops::Range;

impl Finder<'_, '_> {
    /// The longest phrase of the dictionary at `at` whose capitals fit, with its referents.
    pub(super) fn known_at(
        &self,
        at: TokenId,
        limit: TokenId,
        case: Case,
    ) -> Option<(TokenId, Vec<Target>)> {
        let reader = self.reader;
        let mut ends = reader.phrases_at(&self.tables.dictionary, at, limit);
        while let Some((end, hash)) = ends.pop() {
            let targets: Vec<Target> = self
                .tables
                .dictionary
                .get(hash)
                .filter(|entry| self.capitals_fit(entry, at..end, case))
                .map(|entry| entry.target)
                .collect();
            // "John Kirby-Lane" is not a John Kirby
            let hyphen = reader.word(end) == "-"
                && reader.touch(end - 1, end)
                && reader.touch(end, end + 1)
                && reader.capital(end + 1)
                && targets.iter().all(|t| matches!(t, Target::Person(_)));
            if !targets.is_empty() && !hyphen {
                return Some((end, targets));
            }
        }
        None
    }

    pub(super) fn capitals_fit(&self, entry: &Entry, tokens: Range<TokenId>, case: Case) -> bool {
        let reader = self.reader;
        if entry.capitals {
            // "US" against "us", "WHO" against "who": if everything is in capitals, they cannot be distinguished.
            let short = reader.word(tokens.start).len() <= 3;
            return reader.shouted(tokens.start)
                && !(case == Case::Upper && short && !is_initials(reader.word(tokens.start)));
        }
        let words = tokens.each().filter(|t| reader.alphabetic(*t)).count();
        let capitals = tokens.each().filter(|t| reader.capital(*t)).count();
        capitals * 2 >= words && (words > 1 || capitals == 1)
    }

    /// Takes a name of the dictionary, or the longer unknown name that it starts.
    pub(super) fn take_known(
        &mut self,
        at: TokenId,
        end: TokenId,
        mut targets: Vec<Target>,
        sentence: Range<TokenId>,
        case: Case,
    ) -> TokenId {
        let reader = self.reader;
        // "Turkey's Constitutional Court" is enough to know the state
        let owns = reader.possessive(end) && self.state_body(end, &targets, sentence.end).is_some();
        if !owns && self.is_unsupported(reader.words(at..end)) {
            targets.retain(|t| !matches!(t, Target::State(_)));
            targets.push(Target::Place);
        }
        let of_state = targets.iter().find_map(|target| match target {
            Target::State(s) | Target::Adjective(s) | Target::Demonym(s) => Some(*s),
            _ => None,
        });
        if let Some(state) = of_state
            && let Some((body, body_end)) = self.body_after(end, sentence.end)
            && self
                .state_body(end, &targets, sentence.end)
                .is_none_or(|(words, _)| words.end <= body_end)
        {
            self.push(at..body_end, Guess::Body(state, body));
            return body_end;
        }
        if let Some(state) = of_state
            && case == Case::Sentence
            && let Some((words, speaks)) = self.state_body(end, &targets, sentence.end)
        {
            let end = words.end;
            self.push(
                at..end,
                Guess::Owned {
                    state,
                    words,
                    speaks,
                },
            );
            return end;
        }
        if case == Case::Sentence
            && let Some((to, guess)) = self.longer(at, end, &targets, sentence)
        {
            self.push(at..to, guess);
            return to;
        }
        self.push(at..end, Guess::Known(targets));
        end
    }

    /// The longer name that starts with a name of the dictionary: "Georgia Institute of Technology",
    /// "Chad Bown", "House of Commons of Canada".
    pub(super) fn longer(
        &self,
        at: TokenId,
        end: TokenId,
        targets: &[Target],
        sentence: Range<TokenId>,
    ) -> Option<(TokenId, Guess)> {
        let reader = self.reader;
        let organisation = targets.iter().any(|t| matches!(t, Target::Organisation(_)));
        let place_like = !organisation && !targets.iter().any(|t| matches!(t, Target::Person(_)));
        let place = place_like
            && targets
                .iter()
                .all(|t| matches!(t, Target::Place | Target::Capital(_)));
        if organisation && reader.is(end, "of") {
            let (_, of) = self.known_at(end + 1, sentence.end, Case::Sentence)?;
            let to = self.complement(end, sentence);
            let elsewhere = of
                .iter()
                .any(|t| matches!(t, Target::State(_) | Target::Place));
            return (elsewhere && to > end).then_some((to, Guess::Organisation));
        }
        let next = self.known_at(end, sentence.end, Case::Sentence);
        let titled = self.title_at(end, sentence.end).is_some();
        if !place && let Some((to, next)) = &next {
            let foreign = next
                .iter()
                .any(|t| matches!(t, Target::Organisation(o) if self.is_foreign(*o, targets)));
            if foreign && self.organisation_end(end, *to).is_some() {
                return Some((*to, Guess::Organisation));
            }
            if next
                .iter()
                .any(|t| matches!(t, Target::Organisation(_) | Target::Person(_)))
            {
                return None;
            }
        }
        if !titled && let Some(name) = self.learned_beyond(at, end) {
            let last = name.tokens.end;
            match name.kind {
                NameType::Organisation => {
                    return Some((self.complement(last, sentence), Guess::Organisation));
                }
                NameType::Person if place_like => return Some((last, Guess::Person)),
                _ => {}
            }
        }
        if !self.continues(end, sentence.end) {
            return None;
        }
        let run = (end..sentence.end)
            .each()
            .find(|t| !self.name_word(*t))
            .unwrap_or(sentence.end);
        if (place_like || organisation)
            && !titled
            && let Some(last) = self.organisation_end(end, run)
        {
            return Some((self.complement(last, sentence), Guess::Organisation));
        }
        let run = self.run(end, sentence);
        let given = end == at + 1 && self.tables.is_given_name(reader.word(at));
        if next.is_none() && place_like && given && !titled {
            return Some((run, Guess::Person));
        }
        (next.is_none() && place_like && !titled && self.other_end(end, run))
            .then_some((run, Guess::Nobody))
    }

    /// The recognised name that starts here and extends beyond `end`.
    fn learned_beyond(&self, at: TokenId, end: TokenId) -> Option<&Name> {
        let longer = |name: &&Name| {
            name.tokens.start == at
                && name.tokens.end > end
                && (end..name.tokens.end).each().all(|t| self.name_word(t))
        };
        self.learned_at(at).filter(longer)
    }

    /// Whether an organisation belongs to a state other than the one named: the Republican Party after
    /// "Italian".
    pub(super) fn is_foreign(&self, organisation: OrganisationId, targets: &[Target]) -> bool {
        let own = self.tables.organisations[organisation].state;
        let named = targets.iter().find_map(|target| match target {
            Target::State(s) | Target::Adjective(s) | Target::Demonym(s) | Target::Capital(s) => {
                Some(*s)
            }
            _ => None,
        });
        matches!((own, named), (Some(own), Some(named)) if own != named)
    }
}
