//! What a query that finds nothing would find if one of its conditions were looser.

use super::fields::Query;
use super::filter::found;
use super::index::Index;
use super::notation::{quoted, word};
use crate::statement::acts::Taxonomy;
use crate::statement::{Polarity, Relation};
use std::collections::BTreeSet;

/// A query with one condition fewer, or a wider one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Looser {
    /// How the statements that it finds differ: "that are hypothetical", "about Russia, not to it".
    pub what: String,
    /// The query.
    pub query: Query,
    /// How many statements it finds.
    pub count: usize,
}

/// How much of the question is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Closeness {
    /// The same question, taken more widely.
    Wider,
    /// One of its circumstances is dropped.
    Circumstance,
    /// One of its parties, or what was done, is dropped, or more than one condition.
    Party,
}

/// The queries that differ from one in a single condition and find something, the closest first:
/// those that ask the same more widely, then those that find least. If there are none, anything its
/// parties said, or anything said about its topics.
pub fn loosened(index: &Index, query: &Query, most: usize) -> Vec<Looser> {
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
        found = find(remains(query));
    }
    found.sort_by_key(|(closeness, looser)| (*closeness, looser.count));
    found.truncate(most);
    found.into_iter().map(|(_, looser)| looser).collect()
}

/// All queries that hints ask instead of one.
#[cfg(feature = "sqlite")]
pub(super) fn all(index: &Index, query: &Query) -> Vec<Query> {
    let mut all = candidates(index, query);
    all.extend(last_resorts(query));
    all.extend(remains(query));
    all.extend(addressee_to_topic(query));
    let mut queries: Vec<Query> = all.into_iter().map(|(.., query)| query).collect();
    queries.push(query.clone());
    queries.extend(other_polarities(query));
    queries
}

/// What is said about the addressee of a query, to anyone: "Truss warned that Russia would pay" has
/// no addressee, but may interest a person who asks who warned Russia.
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

/// A query with a change, if it still asks for something.
fn changed(
    query: &Query,
    closeness: Closeness,
    what: What,
    change: impl Fn(&mut Query),
) -> Option<Candidate> {
    let mut wider = query.clone();
    change(&mut wider);
    (wider != *query && asks(&wider)).then_some((closeness, what, wider))
}

fn plain(text: &str) -> What {
    What::Plain(text.to_owned())
}

/// What is tried where nothing closer finds anything.
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

/// What is left to ask where no single condition is to blame: the parties, and the topics.
fn remains(query: &Query) -> Vec<Candidate> {
    let parties = Query {
        speaker: query.speaker.clone(),
        speaker_type: query.speaker_type,
        speaker_role: query.speaker_role.clone(),
        to: query.to.clone(),
        to_type: query.to_type,
        to_role: query.to_role.clone(),
        rollup: query.rollup,
        ..Query::default()
    };
    let topics = Query {
        about: query.about.clone(),
        ..Query::default()
    };
    let left = |what: &str, rest: &Query| {
        changed(query, Closeness::Party, plain(what), |q| *q = rest.clone())
    };
    let all = [
        left("with the same speakers and addressees", &parties),
        left("about the same topics", &topics),
    ];
    all.into_iter().flatten().collect()
}

fn candidates(index: &Index, query: &Query) -> Vec<Candidate> {
    let mut all: Vec<Candidate> = Vec::new();
    let mut add = |closeness, what: What, change: &dyn Fn(&mut Query)| {
        all.extend(changed(query, closeness, what, change));
    };
    use Closeness::{Circumstance, Wider};
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
    add(Circumstance, plain("on other days or undated"), &|q| {
        (q.since, q.until) = (None, None);
    });
    for (place, topic) in query.about.iter().enumerate() {
        add(
            Circumstance,
            What::Plain(format!("without --about {}", quoted(topic))),
            &|q| {
                q.about.remove(place);
            },
        );
    }
    add(Circumstance, plain("from other outlets"), &|q| {
        q.source.clear()
    });
    add(Circumstance, plain("quoted in another way"), &|q| {
        q.kind = None
    });
    add(Circumstance, plain("in other words"), &|q| {
        q.matching = None
    });
    add(Circumstance, plain("not to each other"), &|q| {
        q.each_other = false
    });
    add(Circumstance, plain("by speakers of other types"), &|q| {
        q.speaker_type = None
    });
    add(Circumstance, plain("to addressees of other types"), &|q| {
        q.to_type = None
    });
    add(Circumstance, plain("by holders of other offices"), &|q| {
        q.speaker_role.clear()
    });
    add(Circumstance, plain("to holders of other offices"), &|q| {
        q.to_role.clear()
    });
    all.extend(addressee_to_topic(query));
    all.extend(topics_to_addressees(index, query));
    all
}

/// The query with a topic that somebody is called by as its addressee.
fn topics_to_addressees(index: &Index, query: &Query) -> Vec<Candidate> {
    let mut all = Vec::new();
    for (place, topic) in query.about.iter().enumerate() {
        if query.to.is_empty() && !index.names().find(topic).is_empty() {
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

/// Whether a query still asks for something: for some statements and not for all.
fn asks(query: &Query) -> bool {
    let rest = Query {
        polarity: Vec::new(),
        attitudes: false,
        rollup: false,
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

/// The query for what another leaves out because of its polarity.
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
