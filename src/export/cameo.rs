//! Rows of event data: CSV with one row for each speaker and target of a
//! statement, coded by CAMEO (Gerner et al., 2002) and PLOVER (2021 manual).
//!
//! Actors have CAMEO's codes as far as dixit knows who they are: a state has three letters, someone who
//! speaks for a state has these and `GOV`, a known organisation has the codes of its kind
//! (`data/cameo_actors.tsv`), an international one has its own
//! (`data/cameo_organisations.tsv`). A statement that names nobody else is not an event between two actors, and one
//! that was not made (negated) or may not be (hypothetical) is not an event at all.

use super::ids::{edge_id, entity_id};
use super::network::{counted, counted_with_verb, relation_name};
use super::selection::Selection;
use super::sheet::{Cells, Sheet};
use crate::entity::EntityType;
use crate::gazetteer;
use crate::gazetteer::kind::OrganisationKind;
use crate::graph::views::Role;
use crate::graph::{EntityIndex, Graph};
use crate::lexicon::{Row, rows};
use crate::query::word;
use crate::statement::Polarity;
use crate::statement::acts::Taxonomy;
use std::collections::{BTreeSet, HashMap};
use std::io::{self, Write};

const KINDS: &str = include_str!("data/cameo_actors.tsv");
const INTERNATIONAL: &str = include_str!("data/cameo_organisations.tsv");

/// CAMEO's code for those who speak for a state.
const GOVERNMENT: &str = "GOV";

const COLUMNS: [&str; 22] = [
    "event_id",
    "date",
    "source_actor",
    "source_id",
    "source_name",
    "target_actor",
    "target_id",
    "target_name",
    "target_role",
    "cameo",
    "plover",
    "relation",
    "act",
    "polarity",
    "words",
    "confidence",
    "reports",
    "document",
    "title",
    "outlet",
    "url",
    "line",
];

/// Writes the events of a selection; returns what is not an event, one line each.
///
/// # Errors
/// Those of `out`.
pub fn write(selection: &Selection, cells: Cells, out: &mut impl Write) -> io::Result<Vec<String>> {
    let graph = selection.graph();
    let actors = Actors::built_in();
    let mut table = Sheet::new(out, cells);
    table.row(COLUMNS)?;
    let mut left = Left::default();
    for said in selection.statements() {
        let (statement, report) = (said.statement, said.report);
        if matches!(
            statement.polarity,
            Polarity::Negated | Polarity::Hypothetical
        ) {
            left.unmade += 1;
            continue;
        }
        let act = Taxonomy::built_in()
            .ok()
            .and_then(|acts| acts.find(&report.act));
        let (cameo, plover) = act.map_or(("", ""), |act| (&act.cameo, &act.plover));
        let document = graph.document(report.document);
        let mut events = 0;
        let others = selection.pairs(&said);
        for pair in others.filter(|pair| pair.role != Role::Unaddressed) {
            events += 1;
            let party = |entity: EntityIndex| {
                let code = actors.code(graph, entity);
                (code, entity_id(graph, entity), &graph.entity(entity).name)
            };
            let (source, target) = (party(pair.from), party(pair.to));
            left.events += 1;
            left.strangers += usize::from(source.0.is_empty() || target.0.is_empty());
            table.row([
                edge_id(graph, said.index, pair.place).as_ref(),
                &graph
                    .when(report)
                    .map_or(String::new(), |when| when.to_string()),
                &source.0,
                source.1.as_ref(),
                source.2,
                &target.0,
                target.1.as_ref(),
                target.2,
                pair.role.name(),
                cameo,
                plover,
                relation_name(statement.relation),
                report.act.as_str(),
                &word(&statement.polarity),
                report.content.text.as_str(),
                &report.confidence.to_string(),
                &statement.reports().count().to_string(),
                &document.id,
                document.title.as_deref().unwrap_or_default(),
                document.source.as_deref().unwrap_or_default(),
                document.url.as_deref().unwrap_or_default(),
                &report.line.map_or(String::new(), |line| line.to_string()),
            ])?;
        }
        left.alone += usize::from(events == 0);
        left.uncoded += usize::from(events > 0 && cameo.is_empty());
    }
    table.flush()?;
    Ok(left.notes())
}

/// Statements that are not events, and events without a code.
#[derive(Default)]
struct Left {
    /// Statements that were not made.
    unmade: usize,
    /// Statements without a party.
    alone: usize,
    /// Statements whose act has no code.
    uncoded: usize,
    /// All events.
    events: usize,
    /// Events with an actor that has no code.
    strangers: usize,
}

impl Left {
    fn notes(&self) -> Vec<String> {
        let Left {
            unmade,
            alone,
            uncoded,
            events,
            strangers,
        } = *self;
        let statements = counted(alone, "statement");
        let notes = [
            (
                unmade,
                counted_with_verb(
                    unmade,
                    "statement is negated or hypothetical, so it is not an event and is left out",
                    "statements are negated or hypothetical, so they are not events and are left out",
                ),
            ),
            (
                alone,
                format!(
                    "{statements} left out because a speaker, or an addressee or topic, is missing"
                ),
            ),
            (
                uncoded,
                format!(
                    "{} with an act that has no CAMEO code; the column is empty",
                    counted(uncoded, "statement")
                ),
            ),
            (
                strangers,
                format!(
                    "{strangers} of {} have no code for an actor, because it is not known who that \
                     actor represents; the column is empty",
                    counted(events, "event")
                ),
            ),
        ];
        let notes = notes.into_iter().filter(|(count, _)| *count > 0);
        notes.map(|(_, note)| note).collect()
    }
}

/// The codes of states and organisations.
struct Actors {
    /// By the state's Wikidata id.
    states: HashMap<&'static str, &'static str>,
    /// By the organisation's Wikidata id and by its name.
    organisations: HashMap<&'static str, String>,
}

impl Actors {
    fn built_in() -> Actors {
        // CAMEO has different codes for regions and former states, so these stay empty.
        let states = gazetteer::states().iter().map(|s| (s.id, s.code));
        let states = states.filter(|(_, code)| code.len() == 3);
        let kind = |row: Row<'static>| {
            let kind = OrganisationKind::of(row.field(0))?;
            Some((kind, (row.field(1), row.field(2))))
        };
        let kinds: HashMap<OrganisationKind, (&str, &str)> = rows(KINDS).filter_map(kind).collect();
        let own = rows(INTERNATIONAL).map(|row| (row.field(0), row.field(1)));
        let own: HashMap<&str, &str> = own.collect();
        let mut organisations = HashMap::new();
        for known in gazetteer::organisations() {
            let gazetteer::Organisation {
                name,
                id,
                kind,
                state,
                parent,
                ..
            } = known;
            let Some((code, national)) = kind.and_then(|kind| kinds.get(&kind)) else {
                continue;
            };
            let state = if *national == "yes" { state } else { "" };
            let code = match own.get(name).or_else(|| own.get(parent)) {
                Some(own) => (*own).to_owned(),
                None => format!("{state}{code}"),
            };
            for key in [id, name].into_iter().filter(|key| !key.is_empty()) {
                organisations.entry(key).or_insert_with(|| code.clone());
            }
        }
        Actors {
            states: states.collect(),
            organisations,
        }
    }

    /// The code of an entity; empty if dixit does not know what it represents.
    fn code(&self, graph: &Graph, entity: EntityIndex) -> String {
        let who = graph.entity(entity);
        if let Some(state) = self.states.get(who.id.as_str()) {
            return (*state).to_owned();
        }
        if who.kind == EntityType::Organisation {
            let known = [&who.id, &who.name].into_iter();
            let mut known = known.filter_map(|key| self.organisations.get(key.as_str()));
            if let Some(code) = known.next() {
                return code.clone();
            }
        }
        // A spokesman speaks for a ministry, and the ministry for its state.
        let mut seen = BTreeSet::from([entity]);
        let mut next = who.represents.first();
        while let Some(spoken) = next.filter(|spoken| seen.insert(spoken.of)) {
            let above = graph.entity(spoken.of);
            if let Some(state) = self.states.get(above.id.as_str()) {
                return format!("{state}{GOVERNMENT}");
            }
            let known = [&above.id, &above.name].into_iter();
            let mut known = known.filter_map(|key| self.organisations.get(key.as_str()));
            if let Some(code) = known.next() {
                return code.clone();
            }
            next = above.represents.first();
        }
        String::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn international_organisations_have_codes_of_their_own_and_their_bodies_those() {
        let codes = Actors::built_in().organisations;
        for (key, code) in [
            ("Q7184", "IGOWSTNAT"),
            ("European Commission", "IGOEUREEC"),
            ("United Nations Security Council", "IGOUNO"),
            ("Quad", "IGO"),
        ] {
            assert_eq!(codes.get(key).map(String::as_str), Some(code), "{key}");
        }
        for row in rows(KINDS) {
            let known = OrganisationKind::of(row.field(0)).is_some();
            assert!(known, "{} is a kind we know", row.field(0));
        }
        for row in rows(INTERNATIONAL) {
            let code = codes.get(row.field(0)).map(String::as_str);
            assert_eq!(
                code,
                Some(row.field(1)),
                "{} is an organisation we know",
                row.field(0)
            );
        }
    }

    #[test]
    fn an_act_beyond_plain_statement_and_appeal_has_both_codes() {
        let acts = Taxonomy::built_in().unwrap();
        for act in acts.acts() {
            let root = act.cameo.get(..2).unwrap_or_default();
            let is_told = matches!(root, "" | "01" | "02");
            assert!(is_told || !act.plover.is_empty(), "{}", act.name);
            assert!(!act.cameo.starts_with("04"), "{} is no meeting", act.name);
        }
    }
}
