//! Questions that count, and those that ask for outlets and articles: "how many states", "which outlets quoted".

use super::grammar::Seeks;
use super::lexicon::LEXICON;
use super::reader::{Reader, Result};
use super::verbs::Object;
use crate::query::{AskedFor, Failure, Rank};

impl Reader<'_> {
    /// "In which articles did …", "on what day did …".
    pub(super) fn placed(&mut self) -> Result<AskedFor> {
        self.at += 2;
        let asked = match self.peek() {
            word if LEXICON.articles.has(word) => AskedFor::Articles,
            word if LEXICON.outlets.has(word) => AskedFor::Outlets,
            "day" | "days" | "date" | "dates" => AskedFor::When,
            _ => {
                return Err(self.unreadable(
                    "expected 'in which articles', 'by which outlets' or 'on what day'",
                ));
            }
        };
        self.at += 1;
        self.clause()?;
        Ok(asked)
    }

    /// "Which outlets quoted Lavrov on …", "which articles report that Putin …".
    pub(super) fn reporting(&mut self) -> Result<AskedFor> {
        let asked = match LEXICON.outlets.has(self.peek()) {
            true => AskedFor::Outlets,
            false => AskedFor::Articles,
        };
        self.at += 1;
        while LEXICON.auxiliaries.has(self.peek()) {
            self.at += 1;
        }
        if !LEXICON.reported.has(self.peek()) {
            return Err(self.unreadable("expected quoted, reported or mentioned"));
        }
        let mentioned = self.peek().starts_with("mention");
        self.at += 1;
        if mentioned {
            self.tail(Object::About)?;
            return Ok(asked);
        }
        let the = usize::from(self.peek() == "the");
        self.rank = match self.key(the) {
            "most" => Some(Rank::Most),
            "fewest" | "least" => Some(Rank::Least),
            _ => self.rank,
        };
        if matches!(self.key(the), "most" | "fewest" | "least") {
            // "which outlet published the most warnings"
            self.at += the + 1;
        }
        self.skip(&["that", "how"]);
        self.skip(&["what"]);
        let here = self.at;
        let kind = self.is_kind_not_name() && self.speakers_of_kind()?;
        let named = match kind {
            true => None,
            false => self.names(),
        };
        if kind || named.is_some() {
            self.query.speaker.extend(named.into_iter().flatten());
            if let Some(sense) = self.context.verbs.noun(self.peek()) {
                // "report Putin's proposals"
                self.narrow(sense);
                self.at += 1;
                self.tail(Object::About)?;
            } else if self.verb_at(0).is_some() {
                self.verb_and_tail()?;
            } else {
                self.tail(Object::About)?;
            }
            return Ok(asked);
        }
        self.at = here;
        if self.listed()?.is_none() {
            self.tail(Object::About)?;
        }
        Ok(asked)
    }

    /// After "how many women" or "count the women who".
    pub(super) fn counted_speakers(&mut self) -> Result<AskedFor> {
        match self.party_question(Seeks::Who)? {
            AskedFor::Who => Ok(AskedFor::HowManySpeakers),
            AskedFor::Whom => Ok(AskedFor::HowManyAddressees),
            _ => Err(Failure::Unreadable(
                "speakers and addressees can be counted, but not those spoken about; ask 'whom \
                 did … accuse'"
                    .to_owned(),
            )),
        }
    }

    pub(super) fn how_many(&mut self) -> Result<AskedFor> {
        if self.skip(&["times"]) {
            self.clause()?;
            return Ok(AskedFor::HowMany);
        }
        if LEXICON.articles.has(self.peek()) || LEXICON.outlets.has(self.peek()) {
            return self.reporting();
        }
        if self.speaker_kind()? {
            return self.counted_speakers();
        }
        if self.act_noun() {
            self.after_act_noun()?;
            self.tail(Object::About)?;
            return Ok(AskedFor::HowMany);
        }
        Err(self.unreadable(
            "'how many' takes 'times', a type or an act: 'how many states warned', 'how many \
             warnings did … make'",
        ))
    }
}
