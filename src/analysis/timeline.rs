//! Timelines: the statements of a query in order of their dates, with changes of position marked.
//!
//! An act takes a stance towards what it is about: the CAMEO code of its entry says whether it is
//! cooperation in words (02 to 05: appeal, intend to cooperate, consult, support) or conflict (016
//! deny, and 10 to 13: demand, disapprove, reject, threaten; Schrodt, *CAMEO Manual*, 2012). The
//! many ways to say something (010) take none, and neither does 110, the code book's code for
//! "claim". Acts of one root of CAMEO (to praise, to defend) are one
//! stance, and so is all cooperation that is proposed, offered or pledged; a denied or negated act takes the opposite
//! stance, and a denied plain statement is a denial.

use crate::graph::Graph;
use crate::query::{AskedFor, Failure, Hit, Query, run, word};
use crate::statement::acts::Taxonomy;
use crate::statement::{Polarity, Relation};
use serde::Serialize;
use std::collections::BTreeMap;

/// The statements of a query in order.
#[derive(Debug, Clone, Serialize)]
pub struct Timeline<'g> {
    /// The query.
    pub query: Query,
    /// The statements, oldest first; undated ones last, without marked changes.
    pub positions: Vec<Position<'g>>,
}

/// A statement and its change of position.
#[derive(Debug, Clone, Serialize)]
pub struct Position<'g> {
    /// The statement.
    pub statement: Hit<'g>,
    /// How it differs from the last stance of its speaker on the topic; `null` if it does not, if it
    /// is the first, if it takes none, or if no topic was asked for: statements about different things
    /// are not a change.
    pub change: Option<Change>,
}

/// A change of a speaker's act or polarity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Id of the statement with the previous stance.
    pub since: String,
    /// Its words for the act: "pledged".
    pub from: String,
    /// Those of this statement: "denied".
    pub to: String,
    /// Whether one is cooperation and the other conflict.
    pub reversal: bool,
}

/// Stands for the roots of what is proposed.
const PROPOSED: &str = "proposed";

/// What an act does, and which way it points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stance {
    /// The CAMEO code, down to its root: 02 to appeal, 05 to support, …; or [`PROPOSED`].
    root: &'static str,
    side: Side,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Cooperation,
    Conflict,
}

/// The statements that a query finds, with their changes.
///
/// # Errors
/// Those of [`run`], and a taxonomy of acts that cannot be read.
pub fn timeline<'g>(graph: &'g Graph, query: &Query) -> Result<Timeline<'g>, Failure> {
    let taxonomy = Taxonomy::built_in().map_err(|error| Failure::Unreadable(error.to_string()))?;
    if query.sort.is_some() {
        return Err(Failure::Unreadable(
            "a timeline is always in order of dates; leave --sort out".to_owned(),
        ));
    }
    let answer = run(graph, query, AskedFor::What)?;
    let mut last: BTreeMap<&str, (Stance, usize)> = BTreeMap::new();
    let mut positions: Vec<Position> = Vec::with_capacity(answer.statements.len());
    let has_topic = !answer.query.about.is_empty();
    for (place, hit) in answer.statements.into_iter().enumerate() {
        // Those who speak for the requested entity count as that entity.
        let speaker = hit.speaks_for.as_ref().or(hit.speaker.as_ref());
        let is_dated = hit.date.is_some();
        let stance = stance(&hit, taxonomy).filter(|_| has_topic && is_dated);
        let before = stance.zip(speaker).and_then(|(stance, speaker)| {
            let (old, place) = last.insert(speaker.id, (stance, place))?;
            let before: &Position = positions.get(place)?;
            (old != stance).then_some((old, stance, &before.statement))
        });
        let change = before.map(|(old, stance, before)| Change {
            since: before.id.to_owned(),
            from: act(before),
            to: act(&hit),
            reversal: old.side != stance.side,
        });
        positions.push(Position {
            statement: hit,
            change,
        });
    }
    Ok(Timeline {
        query: answer.query,
        positions,
    })
}

fn stance(hit: &Hit, taxonomy: &'static Taxonomy) -> Option<Stance> {
    let code = taxonomy.find(hit.act).map_or("", |act| act.cameo.as_str());
    let root = code.get(..2).unwrap_or("");
    let side = match root {
        _ if code == "110" => None,
        _ if code == "016" => Some(Side::Conflict),
        "02" | "03" | "04" | "05" => Some(Side::Cooperation),
        "10" | "11" | "12" | "13" => Some(Side::Conflict),
        _ => None,
    };
    let side = match (hit.polarity, side) {
        // A hypothetical statement was not made.
        (Polarity::Hypothetical, _) => None,
        (Polarity::Affirmed, side) => side,
        // The act "deny" already expresses the denial.
        (Polarity::Denied, Some(Side::Conflict)) if code == "016" => Some(Side::Conflict),
        (Polarity::Denied | Polarity::Negated, Some(Side::Conflict)) => Some(Side::Cooperation),
        (Polarity::Denied | Polarity::Negated, _) => Some(Side::Conflict),
    };
    // Offering, pledging and proposing are one stance: a course of action put forward.
    let root = match (hit.relation, side) {
        (Relation::Proposed, Some(Side::Cooperation)) => PROPOSED,
        _ => root,
    };
    side.map(|side| Stance { root, side })
}

/// The act in the document's words, with what its cue does not express added.
fn act(hit: &Hit) -> String {
    let cue = match hit.cue.text.as_str() {
        "" => hit.act,
        cue => cue,
    };
    match hit.polarity {
        Polarity::Affirmed => cue.to_owned(),
        Polarity::Denied if hit.act == "deny" => cue.to_owned(),
        polarity => format!("{cue} [{}]", word(&polarity)),
    }
}
