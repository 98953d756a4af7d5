//! Corrects the spans of attributions by the grammar of their sentences.
//!
//! [`Repairs::apply`] applies an ordered list of repairs to an attribution, each with a name:
//! `dixit eval --without NAME` disables one, and `dixit explain` shows which ones changed a statement. Then
//! `parting` separates speakers, addressees and occasions, and `neighbours` resolves overlaps between
//! attributions.
//!
//! | module | what it corrects |
//! |---|---|
//! | `sources` | the words that name the speaker |
//! | `edges` | the start and end of a content |
//! | `strays` | words that are not part of a content: time, place, addressees |
//! | `neighbours` | words that two statements claim |
//! | `unclaimed` | words that no other statement has |

mod edges;
pub(super) mod neighbours;
pub(super) mod parting;
pub(super) mod sources;
mod strays;
mod unclaimed;

use crate::statement::article::Article;
use crate::statement::attribution::Attribution;

type Repair = fn(&Article, &mut Attribution);

/// All repairs of one attribution, in order.
const REPAIRS: &[(&str, Repair)] = &[
    ("whole-verb", sources::whole_verb),
    ("whole-subject", sources::whole_subject),
    ("name-the-attendant", sources::name_the_attendant),
    ("behind-the-circumstance", edges::behind_the_circumstance),
    ("start-with-the-clause", edges::start_with_the_clause),
    ("end-with-the-clause", edges::end_with_the_clause),
    ("hearer-is-no-speaker", sources::hearer_is_no_speaker),
    ("subject-of-a-passive", sources::subject_of_a_passive),
    ("agent-alone", sources::agent_alone),
    ("drop-means", sources::drop_means),
    ("end-with-the-agent", edges::end_with_the_agent),
    ("drop-other-headings", strays::drop_other_headings),
    ("end-with-the-noun", edges::end_with_the_noun),
    ("drop-circumstance", strays::drop_circumstance),
    ("drop-spoken-to", strays::drop_spoken_to),
    ("mend-torn-clause", edges::mend_torn_clause),
    ("drop-day", strays::drop_day),
    ("drop-hearers", strays::drop_hearers),
    ("drop-possessive", sources::drop_possessive),
    ("with-its-office", sources::with_its_office),
    ("whole-noun-phrase", sources::whole_noun_phrase),
    ("with-its-nickname", sources::with_its_nickname),
    ("drop-torn-clause", sources::drop_torn_clause),
    ("drop-preposition", sources::drop_preposition),
    ("with-its-name", sources::with_its_name),
    ("quotation-behind-a-comma", edges::quotation_behind_a_comma),
    (
        "second-verb-of-a-headline",
        edges::second_verb_of_a_headline,
    ),
    ("drop-others", sources::drop_others),
    ("name-the-elided", sources::name_the_elided),
    ("end-with-the-headline", edges::end_with_the_headline),
    ("with-its-condition", edges::with_its_condition),
    (
        "end-before-the-main-clause",
        edges::end_before_the_main_clause,
    ),
    ("with-its-reason", edges::with_its_reason),
    (
        "drop-reporters-participle",
        strays::drop_reporters_participle,
    ),
    ("drop-occasion", strays::drop_occasion),
    ("drop-letter", strays::drop_letter),
    ("drop-duration", strays::drop_duration),
    ("whole-last-word", edges::whole_last_word),
    ("drop-roles-from-content", drop_roles),
];

// one bit each
const _: () = assert!(REPAIRS.len() <= 64);

/// The enabled repairs: all of them, unless some are disabled to measure their effect.
#[derive(Debug, Clone, Default)]
pub struct Repairs {
    /// A bit for each disabled repair, starting with the lowest.
    without: u64,
}

impl Repairs {
    /// The names of all repairs, in order.
    pub fn names() -> impl Iterator<Item = &'static str> {
        REPAIRS.iter().map(|(name, _)| *name)
    }

    /// Disables the repair at this index of [`Repairs::names`].
    pub fn leave_out(&mut self, place: usize) {
        self.without |= 1 << place;
    }

    /// Repairs one attribution; if `traced`, returns the names of the repairs that changed it.
    pub(super) fn apply(
        &self,
        article: &Article,
        found: &mut Attribution,
        traced: bool,
    ) -> Vec<&'static str> {
        let mut made = Vec::new();
        for (place, (name, repair)) in REPAIRS.iter().enumerate() {
            if self.without >> place & 1 == 1 {
                continue;
            }
            let before = traced.then(|| found.clone());
            repair(article, found);
            if before.is_some_and(|before| before != *found) {
                made.push(*name);
            }
        }
        made
    }
}

/// Removes words of the source or the cue from the content.
fn drop_roles(_: &Article, found: &mut Attribution) {
    let (source, cue) = (&found.source, &found.cue);
    found
        .content
        .retain(|i| !source.contains(i) && !cue.contains(i));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repairs_have_names_of_their_own() {
        let mut names: Vec<&str> = Repairs::names().collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), REPAIRS.len());
    }
}
