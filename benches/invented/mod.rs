//! Invented news for benchmarks: as many articles as wanted, the same ones every time.
//!
//! No word of it was ever printed: names and contents are made of syllables by a small generator of
//! random numbers (SplitMix64; Steele, Lea and Flood, OOPSLA 2014), shaped like what dixit finds in real articles: some
//! sixteen statements an article, few people who speak often and many who speak once, one statement in thirty told
//! by two articles, quotation marks that are more than a byte long.

use dixit::date::Date;
use dixit::document::Fingerprint;
use dixit::entity::{EntityType, Reference, Role};
use dixit::extract::record::{EntityRecord, Extraction, StatementRecord, Words};
use dixit::statement::acts::{Act, Taxonomy};
use dixit::statement::{Kind, Mode, Polarity};
use std::collections::BTreeMap;

const STATES: usize = 60;
const ORGANISATIONS: usize = 1_500;
const PEOPLE: usize = 20_000;
const UNNAMED: usize = 600;
/// Different words that contents are made of.
const VOCABULARY: usize = 20_000;
/// Statements of one article, and those who may speak or be spoken of in it.
const ARTICLE: usize = 16;
const CAST: usize = 16;
/// Days that articles are dated: ten years.
const DAYS: i64 = 3_650;

const TITLES: [&str; 6] = [
    "President",
    "Foreign Minister",
    "Spokesman",
    "Defence Minister",
    "Ambassador",
    "Governor",
];
const OUTLETS: [&str; 5] = [
    "The Saltmarsh Courier",
    "Upland Post",
    "Radio Vell",
    "The Ferry Times",
    "Orrin Wire",
];

/// Random numbers, the same from the same seed.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Less than `end`.
    fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    /// Less than `end`, small numbers far more often than great ones.
    fn often(&mut self, end: usize) -> usize {
        let uniform = self.next() as f64 / u64::MAX as f64;
        ((uniform.powi(3) * end as f64) as usize).min(end.saturating_sub(1))
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

/// The word of a number: another number has another word.
fn word(number: usize) -> String {
    const ONSETS: [&str; 16] = [
        "b", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "w", "z",
    ];
    const RHYMES: [&str; 8] = ["a", "e", "i", "o", "u", "an", "el", "or"];
    let mut word = String::new();
    let mut rest = number + ONSETS.len() * RHYMES.len();
    while rest > 0 {
        word.push_str(ONSETS[rest % ONSETS.len()]);
        rest /= ONSETS.len();
        word.push_str(RHYMES[rest % RHYMES.len()]);
        rest /= RHYMES.len();
    }
    word
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

/// Somebody invented.
struct Being {
    reference: Reference,
    role: Option<Role>,
    represents: Option<usize>,
}

/// Everybody, the vocabulary and the acts: what articles are made of.
pub struct World {
    beings: Vec<Being>,
    words: Vec<String>,
    acts: &'static [Act],
}

impl World {
    /// The one world there is.
    pub fn new() -> World {
        let being = |id: String, name: String, kind| Being {
            reference: Reference { id, name, kind },
            role: None,
            represents: None,
        };
        let mut beings = Vec::with_capacity(STATES + ORGANISATIONS + PEOPLE + UNNAMED);
        for i in 0..STATES {
            let name = format!("{}ia", capital(&word(i * 7)));
            beings.push(being(
                format!("Q{}", 900_000_000 + i),
                name,
                EntityType::State,
            ));
        }
        for i in 0..ORGANISATIONS {
            let name = format!("{} Council", capital(&word(i + 500)));
            let id = format!("Q{}", 910_000_000 + i);
            beings.push(being(id, name, EntityType::Organisation));
        }
        for i in 0..PEOPLE {
            let (given, family) = (word(i % 300 + 900), word(i + 3_000));
            let state = (i * 31) % STATES;
            beings.push(Being {
                role: Some(Role {
                    title: TITLES[i % TITLES.len()].to_owned(),
                    of: Some(beings[state].reference.name.clone()),
                }),
                represents: Some(state),
                ..being(
                    format!("person:{given}-{family}"),
                    format!("{} {}", capital(&given), capital(&family)),
                    EntityType::Person,
                )
            });
        }
        for i in 0..UNNAMED {
            let name = format!("{} officials", capital(&word(i + 2_000)));
            let id = format!("unnamed:{}-officials", word(i + 2_000));
            beings.push(Being {
                represents: Some(i % STATES),
                ..being(id, name, EntityType::Unnamed)
            });
        }
        let taxonomy = Taxonomy::built_in().expect("the built-in taxonomy of acts");
        World {
            beings,
            words: (0..VOCABULARY).map(|i| word(i + 40_000)).collect(),
            acts: taxonomy.acts(),
        }
    }

    /// Articles with this many different statements between them, or a few more.
    #[allow(
        dead_code,
        reason = "the benchmark of stores asks for articles by number"
    )]
    pub fn articles(&self, statements: usize) -> impl Iterator<Item = Extraction> + '_ {
        (0..statements.div_ceil(ARTICLE)).map(|number| self.article(number))
    }

    /// So many articles from the one with this number on.
    #[allow(dead_code, reason = "the benchmark of stores alone grows them")]
    pub fn articles_from(
        &self,
        first: usize,
        count: usize,
    ) -> impl Iterator<Item = Extraction> + '_ {
        (first..first + count).map(|number| self.article(number))
    }

    /// The name of somebody of a type; those of low numbers speak most.
    #[allow(dead_code, reason = "the benchmark of stores alone asks by name")]
    pub fn name(&self, kind: EntityType, number: usize) -> String {
        let mut of_kind = self.beings.iter().filter(|b| b.reference.kind == kind);
        let being = of_kind.nth(number).expect("a being of this number");
        being.reference.name.clone()
    }

    fn article(&self, number: usize) -> Extraction {
        let id = format!("article-{number:07}");
        let mut random = Random(number as u64);
        let first = Date::new(2015, 1, 1).expect("a day");
        let day = first.days_later(random.below(DAYS as usize) as i64);
        let mut article = Extraction {
            title: Some(capital(&self.phrase(&mut random, 6))),
            date: day,
            url: Some(format!("https://news.example/{id}")),
            source: Some(OUTLETS[random.below(OUTLETS.len())].to_owned()),
            path: Some(format!("news/{id}.txt")),
            fingerprint: Some(Fingerprint::of(&id)),
            id,
            entities: Vec::new(),
            statements: Vec::new(),
            error: None,
        };
        let mut known = BTreeMap::new();
        let mut at = 0;
        let cast = self.cast(number);
        for place in 0..ARTICLE {
            let mut own = Random((number * ARTICLE + place) as u64 ^ 0x5eed);
            self.tell(&mut article, &mut known, &mut at, &cast, &mut own);
        }
        // Every other article repeats what an earlier one told.
        if number >= 10 && number.is_multiple_of(2) {
            let (cast, place) = (self.cast(number - 7), (number - 7) * ARTICLE + 3);
            let mut of_other = Random(place as u64 ^ 0x5eed);
            self.tell(&mut article, &mut known, &mut at, &cast, &mut of_other);
        }
        article
    }

    /// Those who may speak or be spoken of in an article; the first of them do most of it.
    fn cast(&self, number: usize) -> [usize; CAST] {
        let mut random = Random(number as u64 ^ 0xca57);
        std::array::from_fn(|place| match place % 8 {
            2 | 6 => random.often(STATES),
            4 => STATES + random.often(ORGANISATIONS),
            7 => STATES + ORGANISATIONS + PEOPLE + random.often(UNNAMED),
            _ => STATES + ORGANISATIONS + random.often(PEOPLE),
        })
    }

    /// Adds one statement to an article: a sentence "SOURCE CUE [ADDRESSEE] CONTENT.".
    fn tell(
        &self,
        article: &mut Extraction,
        known: &mut BTreeMap<usize, usize>,
        at: &mut usize,
        cast: &[usize; CAST],
        random: &mut Random,
    ) {
        let act = &self.acts[random.often(self.acts.len())];
        let speaker = cast[random.often(CAST)];
        let party = |random: &mut Random| cast[random.below(CAST)];
        let addressee = random.chance(30).then(|| party(random));
        let topic = random.chance(45).then(|| party(random));
        let kind = match random.below(10) {
            0..3 => Kind::Direct,
            3..5 => Kind::Mixed,
            _ => Kind::Indirect,
        };
        let length = 3 + random.below(11);
        let mut content = self.phrase(random, length);
        if let Some(topic) = topic {
            content.push_str(" of ");
            content.push_str(&self.beings[topic].reference.name);
        }
        if kind != Kind::Indirect {
            content = format!("“{content}”");
        }
        let source = self.beings[speaker].reference.name.clone();
        let cue = act.verbs.first().map_or("said", String::as_str);
        let to = addressee.map_or(String::new(), |to| {
            format!("{} ", self.beings[to].reference.name)
        });
        let sentence = format!("{source} {cue} {to}{content}.");

        let length = |text: &str| text.chars().count();
        let words = |text: &str, start: usize| Words {
            text: text.to_owned(),
            spans: vec![[start, start + length(text)]],
        };
        let cue_at = *at + length(&source) + 1;
        let content_at = cue_at + length(cue) + 1 + length(&to);
        let mut refer = |being: usize, start: usize| {
            let end = start + length(&self.beings[being].reference.name);
            self.mention(article, known, being, [start, end])
        };
        let speaker = refer(speaker, *at);
        let addressees = addressee.map(|to| refer(to, cue_at + length(cue) + 1));
        let about = topic.map(|topic| refer(topic, content_at + 1));
        article.statements.push(StatementRecord {
            id: format!("{:016x}", random.next() ^ hash(&article.id)),
            relation: act.relation,
            act: act.name.clone(),
            polarity: match random.below(20) {
                0 => Polarity::Denied,
                1 => Polarity::Negated,
                2 => Polarity::Hypothetical,
                _ => Polarity::Affirmed,
            },
            mode: Mode::Speech,
            kind,
            speaker: Some(speaker),
            joint_speakers: Vec::new(),
            addressees: addressees.into_iter().collect(),
            about: about.into_iter().collect(),
            source: words(&source, *at),
            cue: words(cue, cue_at),
            content: words(&content, content_at),
            via: None,
            within: None,
            said_on: None,
            confidence: 0.5 + random.below(500) as f32 / 1_000.0,
            line: Some(article.statements.len() + 1),
            sentence: Some(sentence.clone()),
        });
        *at += length(&sentence) + 1;
    }

    /// Notes that an article mentions somebody.
    fn mention(
        &self,
        article: &mut Extraction,
        known: &mut BTreeMap<usize, usize>,
        being: usize,
        span: [usize; 2],
    ) -> Reference {
        let Being {
            reference,
            role,
            represents,
        } = &self.beings[being];
        let place = *known.entry(being).or_insert_with(|| {
            article.entities.push(EntityRecord {
                id: reference.id.clone(),
                name: reference.name.clone(),
                kind: reference.kind,
                mentions: Vec::new(),
                aliases: vec![reference.name.clone()],
                roles: role.iter().cloned().collect(),
                represents: represents.map(|state| self.beings[state].reference.clone()),
                gender: None,
                was: None,
            });
            article.entities.len() - 1
        });
        article.entities[place].mentions.push(span);
        reference.clone()
    }

    /// So many words, the usual ones most often.
    fn phrase(&self, random: &mut Random, words: usize) -> String {
        let words: Vec<&str> = (0..words)
            .map(|_| self.words[random.often(VOCABULARY)].as_str())
            .collect();
        words.join(" ")
    }
}

/// FNV-1a, so that a statement told by two articles has two ids.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
