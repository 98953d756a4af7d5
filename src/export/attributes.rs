//! The attributes of nodes and edges: named, typed fields in a fixed order.
//!
//! Writers of tables and of XML declare the fields of a [`Class`] and then write the values of each
//! node or edge in the same order.

use super::selection::Said;
use crate::date::Date;
use crate::entity::Role;
use crate::extract::record::CharSpan;
use crate::graph::{Document, Entity, Graph, Report, Representation};
use crate::query::word;
use crate::statement::When;
use crate::statement::acts::Taxonomy;
use std::borrow::Cow;
use std::fmt::Write as _;

/// A class of nodes or edges with the same fields.
#[derive(Debug, PartialEq, Eq)]
pub struct Class {
    /// Its name, such as `Entity` or `SAID`.
    pub name: &'static str,
    /// Names of the classes at the ends of an edge; `None` for nodes.
    pub ends: Option<(&'static str, &'static str)>,
    /// The fields of its members.
    pub fields: &'static [Field],
}

/// One field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// The type of its values.
    pub kind: FieldKind,
}

/// The type of the values of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// Any text.
    Text,
    /// Several texts.
    List,
    /// A day.
    Date,
    /// An integer.
    Integer,
    /// A floating-point number.
    Decimal,
}

/// The value of a field.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'g> {
    /// Unknown or missing.
    Nothing,
    /// Text.
    Text(Cow<'g, str>),
    /// Texts, at least one.
    List(Vec<Cow<'g, str>>),
    /// A day.
    Date(Date),
    /// An integer.
    Integer(usize),
    /// A floating-point number.
    Decimal(f32),
}

/// The fields of several classes, without duplicate names.
pub(super) fn union(classes: &[&'static Class]) -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::new();
    for field in classes.iter().flat_map(|class| class.fields) {
        if fields.iter().all(|known| known.name != field.name) {
            fields.push(*field);
        }
    }
    fields
}

impl<'g> Value<'g> {
    fn text(text: &'g str) -> Self {
        match text {
            "" => Value::Nothing,
            text => Value::Text(Cow::Borrowed(text)),
        }
    }

    fn own(text: String) -> Self {
        match text.as_str() {
            "" => Value::Nothing,
            _ => Value::Text(Cow::Owned(text)),
        }
    }

    fn maybe(text: Option<&'g str>) -> Self {
        text.map_or(Value::Nothing, Value::text)
    }

    fn list(texts: impl Iterator<Item = Cow<'g, str>>) -> Self {
        let texts: Vec<_> = texts.filter(|text| !text.is_empty()).collect();
        match texts.is_empty() {
            true => Value::Nothing,
            false => Value::List(texts),
        }
    }

    fn day(day: Option<Date>) -> Self {
        day.map_or(Value::Nothing, Value::Date)
    }

    fn count(count: Option<usize>) -> Self {
        count.map_or(Value::Nothing, Value::Integer)
    }

    /// The value as one text, for formats without lists or types: the entries of a list are
    /// separated by "; ", and their own semicolons become commas.
    pub fn plain(&self) -> Option<Cow<'_, str>> {
        Some(match self {
            Value::Nothing => return None,
            Value::Text(text) => Cow::Borrowed(text),
            Value::List(texts) => Cow::Owned(joined(texts, "; ")),
            Value::Date(day) => Cow::Owned(day.to_string()),
            Value::Integer(number) => Cow::Owned(number.to_string()),
            Value::Decimal(number) => Cow::Owned(number.to_string()),
        })
    }
}

/// Joins texts with a separator; its occurrences within them (ignoring spaces) become commas.
pub(super) fn joined(texts: &[Cow<str>], separator: &str) -> String {
    let mark = separator.trim();
    let mut joined = String::new();
    for (number, text) in texts.iter().enumerate() {
        if number > 0 {
            joined.push_str(separator);
        }
        for (number, part) in text.split(mark).enumerate() {
            if number > 0 {
                joined.push(',');
            }
            joined.push_str(part);
        }
    }
    joined
}

const fn field(name: &'static str, kind: FieldKind) -> Field {
    Field { name, kind }
}

use FieldKind::{Date as Day, Decimal, Integer, List, Text};

macro_rules! fields {
    ($($name:literal $kind:ident),* $(,)?) => { &[$(field($name, $kind)),*] };
}

pub(super) const ENTITY: Class = Class {
    name: "Entity",
    ends: None,
    fields: fields![
        "name" Text, "type" Text, "mentions" Integer, "documents" Integer, "statements" Integer,
        "aliases" List, "roles" List, "represents" List, "gender" Text,
    ],
};

pub(super) fn of_entity<'g>(graph: &'g Graph, entity: &'g Entity) -> Vec<Value<'g>> {
    let aliases = entity.aliases.iter().map(|(name, _)| name.as_str());
    let roles = entity.roles.iter().map(|(role, _)| office(role));
    let represents = entity.represents.iter().map(|r| &graph.entity(r.of).id);
    vec![
        Value::text(&entity.name),
        Value::own(word(&entity.kind)),
        Value::Integer(entity.mentions),
        Value::Integer(entity.documents),
        Value::Integer(entity.statements),
        Value::list(aliases.map(Cow::Borrowed)),
        Value::list(roles.map(Cow::Owned)),
        Value::list(represents.map(|id| Cow::Borrowed(id.as_str()))),
        Value::own(entity.gender.map_or(String::new(), |gender| word(&gender))),
    ]
}

/// An office as one text: "Foreign Minister, Russia".
pub(super) fn office(role: &Role) -> String {
    match &role.of {
        Some(of) => format!("{}, {of}", role.title),
        None => role.title.clone(),
    }
}

pub(super) const DOCUMENT: Class = Class {
    name: "Document",
    ends: None,
    fields: fields!["title" Text, "date" Day, "url" Text, "outlet" Text, "path" Text],
};

pub(super) fn of_document(document: &Document) -> Vec<Value<'_>> {
    vec![
        Value::maybe(document.title.as_deref()),
        Value::day(document.date),
        Value::maybe(document.url.as_deref()),
        Value::maybe(document.source.as_deref()),
        Value::maybe(document.path.as_deref()),
    ]
}

pub(super) const STATEMENT: Class = Class {
    name: "Statement",
    ends: None,
    fields: OF_STATEMENT,
};

const OF_STATEMENT: &[Field] = fields![
    "statement" Text, "relation" Text, "act" Text, "cameo" Text, "plover" Text,
    "polarity" Text, "mode" Text, "quotation" Text, "date" Text, "earliest" Day, "latest" Day,
    "content" Text, "cue" Text, "source_words" Text, "sentence" Text, "confidence" Decimal,
    "reports" Integer, "document" Text, "title" Text, "outlet" Text, "url" Text, "path" Text,
    "line" Integer, "content_spans" Text, "cue_spans" Text, "source_spans" Text,
    "speaks_for" Text, "via" Text, "within" Text,
];

/// The fields of a statement, as in the selected report.
pub(super) fn of_statement<'g>(graph: &'g Graph, said: &Said<'g>) -> Vec<Value<'g>> {
    let (statement, report) = (said.statement, said.report);
    let document = graph.document(report.document);
    let when = graph.when(report);
    let act = Taxonomy::built_in()
        .ok()
        .and_then(|taxonomy| taxonomy.find(&report.act));
    let id_of = |entity| graph.entity(entity).id.as_str();
    vec![
        Value::text(statement.id()),
        Value::own(word(&statement.relation)),
        Value::text(&report.act),
        Value::maybe(act.map(|act| act.cameo.as_str())),
        Value::maybe(act.map(|act| act.plover.as_str())),
        Value::own(word(&statement.polarity)),
        Value::own(word(&statement.mode)),
        Value::own(word(&report.kind)),
        Value::own(when.map_or(String::new(), |when| when.to_string())),
        Value::day(when.map(When::first)),
        Value::day(when.map(When::last)),
        Value::text(&report.content.text),
        Value::text(&report.cue.text),
        Value::text(&report.source.text),
        Value::maybe(report.sentence.as_deref()),
        Value::Decimal(report.confidence),
        Value::Integer(1 + statement.repeats.len()),
        Value::text(&document.id),
        Value::maybe(document.title.as_deref()),
        Value::maybe(document.source.as_deref()),
        Value::maybe(document.url.as_deref()),
        Value::maybe(document.path.as_deref()),
        Value::count(report.line),
        Value::own(spans(&report.content.spans)),
        Value::own(spans(&report.cue.spans)),
        Value::own(spans(&report.source.spans)),
        Value::maybe(said.speaks_for.map(id_of)),
        Value::maybe(report.via.map(id_of)),
        Value::maybe(report.within.as_deref()),
    ]
}

/// Spans in Unicode code points of the document's text: "30-45 60-80", the ends exclusive.
fn spans(spans: &[CharSpan]) -> String {
    let mut text = String::new();
    for [start, end] in spans {
        let gap = if text.is_empty() { "" } else { " " };
        let _ = write!(text, "{gap}{start}-{end}");
    }
    text
}

/// An edge of [`super::network::Shape::Edges`]: the fields of its statement, then these.
pub(super) const OF_EDGE: &[Field] = &{
    let mut fields = [field("role", Text); OF_STATEMENT.len() + 1];
    let mut i = 0;
    while i < OF_STATEMENT.len() {
        fields[i] = OF_STATEMENT[i];
        i += 1;
    }
    fields
};

pub(super) fn of_edge<'g>(graph: &'g Graph, said: &Said<'g>, role: &'static str) -> Vec<Value<'g>> {
    let mut values = of_statement(graph, said);
    values.push(Value::text(role));
    values
}

/// An edge of [`super::network::Shape::Aggregate`].
pub(super) const OF_BUNDLE: &[Field] = fields![
    "relation" Text, "count" Integer, "addressed" Integer, "denied" Integer,
    "hypothetical" Integer, "earliest" Day, "latest" Day, "statements" List,
];

pub(super) fn of_bundle<'g>(
    relation: &'static str,
    counts: [usize; 4],
    period: Option<(Date, Date)>,
    statements: impl Iterator<Item = &'g str>,
) -> Vec<Value<'g>> {
    let mut values = vec![Value::text(relation)];
    values.extend(counts.map(Value::Integer));
    values.push(Value::day(period.map(|(earliest, _)| earliest)));
    values.push(Value::day(period.map(|(_, latest)| latest)));
    values.push(Value::list(statements.map(Cow::Borrowed)));
    values
}

/// An edge from a statement to a document that reports it.
pub(super) const OF_REPORT: &[Field] = fields![
    "report" Text, "act" Text, "quotation" Text, "date" Text, "earliest" Day, "latest" Day, "content" Text,
    "confidence" Decimal, "line" Integer, "content_spans" Text,
];

pub(super) fn of_report<'g>(graph: &'g Graph, report: &'g Report) -> Vec<Value<'g>> {
    let when = graph.when(report);
    vec![
        Value::text(&report.id),
        Value::text(&report.act),
        Value::own(word(&report.kind)),
        Value::own(when.map_or(String::new(), |when| when.to_string())),
        Value::day(when.map(When::first)),
        Value::day(when.map(When::last)),
        Value::text(&report.content.text),
        Value::Decimal(report.confidence),
        Value::count(report.line),
        Value::own(spans(&report.content.spans)),
    ]
}

/// An edge from an entity to the one that it speaks for.
pub(super) const OF_REPRESENTATION: &[Field] =
    fields!["titles" List, "documents" Integer, "since" Day, "until" Day];

pub(super) fn of_representation(representation: &Representation) -> Vec<Value<'_>> {
    let titles = representation.titles.iter();
    vec![
        Value::list(titles.map(|title| Cow::Borrowed(title.as_str()))),
        Value::Integer(representation.documents),
        Value::day(representation.since),
        Value::day(representation.until),
    ]
}
