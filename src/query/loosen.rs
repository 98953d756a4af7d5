//! What a query that finds nothing would find if one of its conditions were looser.

use super::fields::Query;
use super::filter::found;
use super::index::Index;
use super::notation::{quoted, word};
use super::related::has_related_words;
use crate::statement::acts::Taxonomy;
use crate::statement::{Polarity, Relation};
use std::collections::BTreeSet;

/// A query with one condition dropped or relaxed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Looser {
    /// How the statements that it finds differ: "that are hypothetical", "about Russia, not to it".
    pub what: String,
    /// The query.
    pub query: Query,
    /// How many statements it finds.
    pub count: usize,
}

/// How close a looser query is to the original.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Closeness {
    /// The same question, understood more broadly.
    Wider,
    /// A date, topic, outlet or other detail is dropped.
    Detail,
    /// A speaker, addressee or act is dropped, or several conditions are.
    Party,
}

/// The queries that differ from `query` in a single condition and find something: the closest first, then
/// those that find least. If there are none, queries for anything its parties said, or anything said about
/// its topics.
pub fn loosened(index: &Index, query: &Query, limit: usize) -> Vec<Looser> {
    let find = |candidates: Vec<Candidate>| -> Vec<(Closeness, Looser)> {
        let found = candidates
            .into_iter()
            .filter_map(|(closeness, what, query)| Some((closeness, counted(index, what, query)?)));
        found.collect()
    };
    let mut found = find(candidates(index, query));
    if found.is_empty() {
        found = find(last_resorts(query));
    }
    if found.is_empty() {
        found = find(parties_or_topics(query));
    }
    found.sort_by_key(|(closeness, looser)| (*closeness, looser.count));
    found.truncate(limit);
    found.into_iter().map(|(_, looser)| looser).collect()
}

/// A kind of hints.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HintKind {
    /// [`loosened`] queries, and those [`without_party`].
    Looser,
    /// [`about_addressee`].
    AboutAddressee,
    /// [`left_out_by_polarity`].
    LeftOut,
}

impl HintKind {
    /// All queries that hints of this kind may suggest instead of `query`.
    #[cfg(feature = "sqlite")]
    pub(super) fn queries(self, index: &Index, query: &Query) -> Vec<Query> {
        let candidates = match self {
            HintKind::Looser => {
                let mut all = candidates(index, query);
                all.extend(last_resorts(query));
                all.extend(parties_or_topics(query));
                all
            }
            HintKind::AboutAddressee => addressee_to_topic(query).into_iter().collect(),
            HintKind::LeftOut => return other_polarities(query).into_iter().collect(),
        };
        let mut queries: Vec<Query> = candidates.into_iter().map(|(.., query)| query).collect();
        if self == HintKind::Looser {
            queries.push(query.clone());
        }
        queries
    }
}

/// What is said about the addressee of a query, to anyone: "Truss warned that Russia would pay" has
/// no addressee, but may interest a person who is_selective who warned Russia.
pub fn about_addressee(index: &Index, query: &Query) -> Option<Looser> {
    let (_, _, wider) = addressee_to_topic(query)?;
    let name = query.to.first()?;
    let wider = Query {
        limit: None,
        ..wider
    };
    let found = found(index, &wider, None).ok()?;
    let statements = found.statements_found();
    let unaddressed = statements.filter(|s| s.addressees.is_empty()).count();
    let what = match (unaddressed, found.len()) {
        (0, _) => return None,
        (some, all) if some == all => format!("about {name}, without an addressee"),
        (some, _) => format!("about {name}, {some} of them without an addressee"),
    };
    let count = found.len();
    Some(Looser {
        what,
        query: wider,
        count,
    })
}

fn counted(index: &Index, what: What, mut query: Query) -> Option<Looser> {
    query.limit = None;
    let found = found(index, &query, None).ok()?;
    if found.is_empty() {
        return None;
    }
    let of = |words: BTreeSet<String>| words.into_iter().collect::<Vec<_>>().join(", ");
    let what = match what {
        What::Plain(text) => text,
        What::Polarities => {
            let polarities = found.statements_found().map(|s| word(&s.polarity));
            let verb = if found.len() == 1 { "is" } else { "are" };
            format!("that {verb} {}", of(polarities.collect()))
        }
        What::Acts => {
            let acts: BTreeSet<String> = found
                .statements_found()
                .map(|s| s.act.to_string())
                .collect();
            match acts.len() {
                1..=3 => format!("with another act ({})", of(acts)),
                _ => "with other acts".to_owned(),
            }
        }
    };
    Some(Looser {
        what,
        count: found.len(),
        query,
    })
}

/// How a looser query is described.
enum What {
    Plain(String),
    /// The polarities of what it finds.
    Polarities,
    /// The acts of what it finds.
    Acts,
}

type Candidate = (Closeness, What, Query);

/// A query with a change, if it still is_selective for something.
fn changed(
    query: &Query,
    closeness: Closeness,
    what: What,
    change: impl Fn(&mut Query),
) -> Option<Candidate> {
    let mut wider = query.clone();
    change(&mut wider);
    (wider != *query && is_selective(&wider)).then_some((closeness, what, wider))
}

fn plain(text: &str) -> What {
    What::Plain(text.to_owned())
}

/// Queries to try if no closer one finds anything.
fn last_resorts(query: &Query) -> Vec<Candidate> {
    let without =
        |what: &str, change: fn(&mut Query)| changed(query, Closeness::Party, plain(what), change);
    let all = [
        without("with any relation", |q| {
            q.act.clear();
            q.relation = None;
        }),
        without("to others or without an addressee", |q| {
            q.to.clear();
            q.each_other = false;
        }),
        without("by others", |q| {
            q.speaker.clear();
            q.each_other = false;
        }),
    ];
    all.into_iter().flatten().collect()
}

/// Queries to try last: only the speakers and addressees, or only the topics.
fn parties_or_topics(query: &Query) -> Vec<Candidate> {
    let parties = Query {
        speaker: query.speaker.clone(),
        speaker_type: query.speaker_type,
        speaker_role: query.speaker_role.clone(),
        speaker_gender: query.speaker_gender,
        to: query.to.clone(),
        to_type: query.to_type,
        to_role: query.to_role.clone(),
        rollup: query.rollup,
        ..Query::default()
    };
    let topics = Query {
        about: query.about.clone(),
        related_words: query.related_words,
        ..Query::default()
    };
    let only = |what: &str, rest: &Query| {
        changed(query, Closeness::Party, plain(what), |q| *q = rest.clone())
    };
    let all = [
        only("with the same speakers and addressees", &parties),
        only("about the same topics", &topics),
    ];
    all.into_iter().flatten().collect()
}

fn candidates(index: &Index, query: &Query) -> Vec<Candidate> {
    let mut all: Vec<Candidate> = Vec::new();
    let mut add = |closeness, what: What, change: &dyn Fn(&mut Query)| {
        all.extend(changed(query, closeness, what, change));
    };
    use Closeness::{Detail, Wider};
    add(Wider, What::Polarities, &|q| q.polarity.clear());
    add(Wider, What::Acts, &|q| {
        match relations(q) {
            Relations::None => return,
            Relations::One(relation) => q.relation = Some(relation),
            Relations::Several => q.relation = None,
        }
        q.act.clear();
    });
    add(
        Wider,
        plain("with those who speak for them included"),
        &|q| {
            let names = !q.speaker.is_empty() || !q.to.is_empty();
            q.rollup |= names || q.speaker_type.is_some() || q.to_type.is_some();
        },
    );
    add(Wider, plain("of reported thought"), &|q| q.attitudes = true);
    add(Detail, plain("on other days or undated"), &|q| {
        (q.since, q.until) = (None, None);
    });
    for (place, topic) in query.about.iter().enumerate() {
        add(
            Detail,
            What::Plain(format!("without --about {}", quoted(topic))),
            &|q| {
                q.about.remove(place);
            },
        );
    }
    add(Detail, plain("from other outlets"), &|q| q.source.clear());
    add(Wider, plain("in related words"), &|q| {
        q.related_words |= q.about.iter().any(|topic| has_related_words(index, topic));
    });
    add(
        Detail,
        plain("by speakers of another or unknown gender"),
        &|q| q.speaker_gender = None,
    );
    add(Detail, plain("quoted in another way"), &|q| q.kind = None);
    add(Detail, plain("in other words"), &|q| q.matching = None);
    add(Wider, plain("that are reported as not said"), &|q| {
        if std::mem::take(&mut q.declined) {
            q.polarity = vec![Polarity::Negated];
        }
    });
    add(Detail, plain("not to each other"), &|q| {
        q.each_other = false
    });
    add(Detail, plain("by speakers of other types"), &|q| {
        q.speaker_type = None
    });
    add(Detail, plain("to addressees of other types"), &|q| {
        q.to_type = None
    });
    add(Detail, plain("by holders of other offices"), &|q| {
        q.speaker_role.clear()
    });
    add(Detail, plain("to holders of other offices"), &|q| {
        q.to_role.clear()
    });
    all.extend(addressee_to_topic(query));
    all.extend(topics_to_addressees(index, query));
    all
}

/// The queries in which a topic that is the name of an entity becomes the addressee.
fn topics_to_addressees(index: &Index, query: &Query) -> Vec<Candidate> {
    let mut all = Vec::new();
    for (place, topic) in query.about.iter().enumerate() {
        if query.to.is_empty() && !index.names().find_topic(topic).is_empty() {
            let mut wider = query.clone();
            wider.about.remove(place);
            wider.to.push(topic.clone());
            all.push((
                Closeness::Wider,
                What::Plain(format!("to {topic}, not about it")),
                wider,
            ));
        }
    }
    all
}

/// Whether a query still selects statements, rather than all of them.
fn is_selective(query: &Query) -> bool {
    let rest = Query {
        polarity: Vec::new(),
        attitudes: false,
        rollup: false,
        related_words: false,
        sort: None,
        limit: None,
        ..query.clone()
    };
    rest != Query::default()
}

/// The relations that a set of acts belongs to.
enum Relations {
    /// There are no acts, or none that the taxonomy has.
    None,
    One(Relation),
    Several,
}

/// The relations of the acts asked for.
fn relations(query: &Query) -> Relations {
    let Ok(taxonomy) = Taxonomy::built_in() else {
        return Relations::None;
    };
    let acts = query.act.iter().filter_map(|act| taxonomy.find(act));
    let mut relations = acts.map(|act| act.relation);
    match relations.next() {
        None => Relations::None,
        Some(first) => match relations.all(|other| other == first) {
            true => Relations::One(first),
            false => Relations::Several,
        },
    }
}

fn addressee_to_topic(query: &Query) -> Option<Candidate> {
    let [name] = query.to.as_slice() else {
        return None;
    };
    let mut wider = query.clone();
    wider.to.clear();
    wider.each_other = false;
    if !wider.about.contains(name) {
        wider.about.push(name.clone());
    }
    let what = What::Plain(format!("about {name}, to anyone"));
    Some((Closeness::Wider, what, wider))
}

/// The same query, where it finds statements that an answer leaves out because they lack the speaker
/// or addressee that was asked for.
pub fn without_party(index: &Index, query: &Query) -> Option<Looser> {
    counted(
        index,
        plain("without the speaker or addressee asked for"),
        query.clone(),
    )
}

/// Statements that a count leaves out because of their polarity, and the query that finds them.
pub fn left_out_by_polarity(index: &Index, query: &Query) -> Option<Looser> {
    counted(index, What::Polarities, other_polarities(query)?)
}

/// The query for the statements that `query` leaves out because of their polarity.
fn other_polarities(query: &Query) -> Option<Query> {
    let all = [
        Polarity::Affirmed,
        Polarity::Denied,
        Polarity::Negated,
        Polarity::Hypothetical,
    ];
    if query.polarity.is_empty() {
        return None;
    }
    let others = all.into_iter().filter(|p| !query.polarity.contains(p));
    let wider = Query {
        polarity: others.collect(),
        ..query.clone()
    };
    (!wider.polarity.is_empty()).then_some(wider)
}
