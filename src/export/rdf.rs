//! RDF: a statement is a `schema:Quotation`, quoted from an article (PROV-O), at a place in it (Web
//! Annotation), with a speaker.
//!
//! A single walk passes the triples of a selection, grouped by subject, to the writers of
//! [`ntriples`], [`turtle`] and [`jsonld`], which therefore say the same. An entity with a Wikidata id is
//! that Wikidata resource; everything else has its own `urn:dixit:`, in which characters that an
//! IRI cannot contain are percent-encoded. There are no blank nodes. Positions are `[start, end)` in
//! Unicode code points of the article's text, as in the Web Annotation model. If the words of a report are
//! in several pieces, its target is an `oa:List` of them.
//!
//! Terms that the common vocabularies lack (addressee, polarity, act, …) are in dixit's own vocabulary,
//! `urn:dixit:vocabulary:`.

pub mod jsonld;
pub mod ntriples;
pub mod turtle;

use super::attributes::office;
use super::ids::statement_id;
use super::network::{counted_with_verb, relation_name};
use super::selection::{Said, Selection, documents_at, marked};
use super::shortened::stretches;
use crate::date::Date;
use crate::entity::{EntityType, is_wikidata};
use crate::graph::{DocumentIndex, EntityIndex, Graph, Report, StatementIndex};
use crate::query::word;
use crate::statement::When;
use crate::statement::acts::Taxonomy;
use oxrdf::vocab::xsd;
use oxrdf::{LiteralRef, NamedNodeRef, TripleRef};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io;

/// The range of a predicate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Range {
    Resource,
    Text,
    Day,
    Month,
    Integer,
    /// A non-negative integer, as required for positions in the Web Annotation vocabulary.
    Position,
    Decimal,
}

impl Range {
    /// The datatype of its literals.
    fn datatype(self) -> NamedNodeRef<'static> {
        match self {
            Range::Resource | Range::Text => xsd::STRING,
            Range::Day => xsd::DATE,
            Range::Month => xsd::G_YEAR_MONTH,
            Range::Integer => xsd::INTEGER,
            Range::Position => xsd::NON_NEGATIVE_INTEGER,
            Range::Decimal => xsd::DECIMAL,
        }
    }
}

/// A predicate.
#[derive(Debug, PartialEq, Eq)]
struct Term {
    /// Its name in JSON-LD.
    word: &'static str,
    iri: &'static str,
    /// Its range.
    range: Range,
}

/// The namespaces of the terms.
macro_rules! space {
    (activity) => {
        "https://www.w3.org/ns/activitystreams#"
    };
    (dixit) => {
        "urn:dixit:vocabulary:"
    };
    (oa) => {
        "http://www.w3.org/ns/oa#"
    };
    (prov) => {
        "http://www.w3.org/ns/prov#"
    };
    (rdf) => {
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    };
    (schema) => {
        "https://schema.org/"
    };
}

/// Prefixes and their namespaces.
const PREFIXES: [(&str, &str); 8] = [
    ("as", space!(activity)),
    ("dixit", space!(dixit)),
    ("oa", space!(oa)),
    ("prov", space!(prov)),
    ("rdf", space!(rdf)),
    ("schema", space!(schema)),
    ("wd", "http://www.wikidata.org/entity/"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

macro_rules! terms {
    ($($place:ident $word:literal $prefix:ident $name:literal $range:ident;)*) => {
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        #[derive(Clone, Copy)]
        enum Place { $($place),* }
        use Place::*;
        /// The predicates.
        static TERMS: &[Term] = &[$(Term {
            word: $word,
            iri: concat!(space!($prefix), $name),
            range: Range::$range,
        }),*];
    };
}

terms! {
    TYPE "@type" rdf "type" Resource;
    TEXT "text" schema "text" Text;
    CREATOR "creator" schema "creator" Resource;
    ABOUT "about" schema "about" Resource;
    PART_OF "isPartOf" schema "isPartOf" Resource;
    CREATED "dateCreated" schema "dateCreated" Day;
    NAME "name" schema "name" Text;
    ALIAS "alternateName" schema "alternateName" Text;
    JOB "jobTitle" schema "jobTitle" Text;
    HEADLINE "headline" schema "headline" Text;
    PUBLISHED "datePublished" schema "datePublished" Day;
    URL "url" schema "url" Text;
    LANGUAGE "inLanguage" schema "inLanguage" Text;
    PUBLISHER "publisher" schema "publisher" Resource;
    QUOTED_FROM "wasQuotedFrom" prov "wasQuotedFrom" Resource;
    ATTRIBUTED_TO "wasAttributedTo" prov "wasAttributedTo" Resource;
    GENERATED_BY "wasGeneratedBy" prov "wasGeneratedBy" Resource;
    ASSOCIATED_WITH "wasAssociatedWith" prov "wasAssociatedWith" Resource;
    BODY "hasBody" oa "hasBody" Resource;
    TARGET "hasTarget" oa "hasTarget" Resource;
    SOURCE "hasSource" oa "hasSource" Resource;
    SELECTOR "hasSelector" oa "hasSelector" Resource;
    ITEMS "items" activity "items" Resource;
    FIRST "first" rdf "first" Resource;
    REST "rest" rdf "rest" Resource;
    START "start" oa "start" Position;
    END "end" oa "end" Position;
    EXACT "exact" oa "exact" Text;
    RELATION "relation" dixit "relation" Text;
    ACT "act" dixit "act" Text;
    CAMEO "cameo" dixit "cameo" Text;
    PLOVER "plover" dixit "plover" Text;
    POLARITY "polarity" dixit "polarity" Text;
    MODE "mode" dixit "mode" Text;
    QUOTATION "quotation" dixit "quotation" Text;
    ADDRESSEE "addressee" dixit "addressee" Resource;
    SPEAKS_FOR "speaksFor" dixit "speaksFor" Resource;
    MONTH "month" dixit "month" Month;
    REPORT "report" dixit "report" Text;
    CUE "cue" dixit "cue" Text;
    SOURCE_WORDS "sourceWords" dixit "sourceWords" Text;
    SENTENCE "sentence" dixit "sentence" Text;
    CONFIDENCE "confidence" dixit "confidence" Decimal;
    LINE "line" dixit "line" Integer;
    VIA "via" dixit "via" Resource;
    WITHIN "within" dixit "within" Resource;
    PATH "path" dixit "path" Text;
    IDENTIFIER "identifier" schema "identifier" Text;
    REPRESENTS "represents" dixit "represents" Resource;
    REPRESENTATIVE "representative" dixit "representative" Resource;
    SINCE "since" dixit "since" Day;
    UNTIL "until" dixit "until" Day;
}

/// The object of a triple.
#[derive(Debug, Clone, PartialEq)]
enum Object<'g> {
    /// A full IRI.
    Resource(Cow<'g, str>),
    /// A plain string.
    Text(Cow<'g, str>),
    /// Any other literal, in its lexical form.
    Literal(String),
}

/// Receives all triples of a subject, given by its IRI, in one call.
type Sink<'s> = dyn FnMut(&str, &[(&'static Term, Object)]) -> io::Result<()> + 's;

/// The triples of one subject, collected for a sink.
struct Subject<'g> {
    iri: String,
    triples: Vec<(&'static Term, Object<'g>)>,
}

impl<'g> Subject<'g> {
    fn new(iri: String, kind: &str) -> Self {
        let mut subject = Subject {
            iri,
            triples: Vec::new(),
        };
        subject.resource(TYPE, full(kind));
        subject
    }

    fn add(&mut self, term: Place, object: Object<'g>) {
        let object = (TERMS.get(term as usize)).map(|term| (term, object));
        // A graph is a set, so duplicates are omitted.
        self.triples
            .extend(object.filter(|triple| !self.triples.contains(triple)));
    }

    fn resource(&mut self, term: Place, iri: String) {
        self.add(term, Object::Resource(Cow::Owned(iri)));
    }

    fn text(&mut self, term: Place, text: impl Into<Cow<'g, str>>) {
        let text = text.into();
        if !text.is_empty() {
            self.add(term, Object::Text(text));
        }
    }

    fn literal(&mut self, term: Place, literal: impl ToString) {
        self.add(term, Object::Literal(literal.to_string()));
    }

    fn day(&mut self, term: Place, day: Option<Date>) {
        if let Some(day) = day {
            self.literal(term, day);
        }
    }

    fn when(&mut self, when: Option<When>) {
        match when {
            Some(When::Day(day)) => self.literal(CREATED, day),
            Some(month) => self.literal(MONTH, month),
            None => {}
        }
    }

    fn give(self, sink: &mut Sink) -> io::Result<()> {
        sink(&self.iri, &self.triples)
    }
}

/// Passes the triples of a selection to a sink: entities, then outlets, then articles, then
/// statements with their annotations; those of one subject together.
fn walk(selection: &Selection, sink: &mut Sink) -> io::Result<()> {
    let graph = selection.graph();
    let mut software = Subject::new("urn:dixit:software".to_owned(), "prov:SoftwareAgent");
    software.text(NAME, concat!("dixit ", env!("CARGO_PKG_VERSION")));
    software.give(sink)?;
    let mut run = Subject::new("urn:dixit:extraction".to_owned(), "prov:Activity");
    run.resource(ASSOCIATED_WITH, "urn:dixit:software".to_owned());
    run.give(sink)?;
    let entities = selection.entities();
    for index in marked(&entities, graph.entity_indices()) {
        entity(graph, index, &entities, sink)?;
    }
    let documents = documents_at(graph, &selection.documents());
    let outlets = documents
        .iter()
        .filter_map(|index| outlet_of(graph, *index));
    for outlet in outlets.collect::<BTreeSet<&str>>() {
        let mut subject = Subject::new(outlet_iri(outlet), "schema:Organization");
        subject.text(NAME, outlet);
        subject.give(sink)?;
    }
    for index in documents {
        document(graph, index).give(sink)?;
    }
    for said in selection.statements() {
        statement(selection, &said, &entities).give(sink)?;
        for report in said.statement.reports() {
            annotation(graph, said.index, report, sink)?;
        }
    }
    Ok(())
}

fn entity(graph: &Graph, index: EntityIndex, known: &[bool], sink: &mut Sink) -> io::Result<()> {
    let who = graph.entity(index);
    let kind = match who.kind {
        EntityType::Person => "schema:Person",
        EntityType::State => "schema:Country",
        EntityType::Organisation => "schema:Organization",
        EntityType::Unnamed => "dixit:UnnamedSpeaker",
    };
    let mut subject = Subject::new(entity_iri(graph, index), kind);
    subject.text(IDENTIFIER, who.id.as_str());
    subject.text(NAME, who.name.as_str());
    for (alias, _) in who.aliases.iter().filter(|(alias, _)| *alias != who.name) {
        subject.text(ALIAS, alias.as_str());
    }
    for (role, _) in &who.roles {
        subject.text(JOB, office(role));
    }
    let represents = who.represents.iter();
    let represents = represents.filter(|r| known.get(r.of.index()).copied() == Some(true));
    let represents: Vec<_> = represents.collect();
    for representation in &represents {
        subject.resource(REPRESENTS, entity_iri(graph, representation.of));
    }
    subject.give(sink)?;
    for representation in represents {
        let of = &graph.entity(representation.of).id;
        let iri = format!(
            "urn:dixit:representation:{}:{}",
            encoded(&who.id),
            encoded(of)
        );
        let mut subject = Subject::new(iri, "dixit:Representation");
        subject.resource(REPRESENTATIVE, entity_iri(graph, index));
        subject.resource(REPRESENTS, entity_iri(graph, representation.of));
        for title in &representation.titles {
            subject.text(JOB, title.as_str());
        }
        subject.day(SINCE, representation.since);
        subject.day(UNTIL, representation.until);
        subject.give(sink)?;
    }
    Ok(())
}

fn document(graph: &Graph, index: DocumentIndex) -> Subject<'_> {
    let document = graph.document(index);
    let mut subject = Subject::new(document_iri(graph, index), "schema:NewsArticle");
    subject.text(IDENTIFIER, document.id.as_str());
    subject.text(HEADLINE, document.title.as_deref().unwrap_or_default());
    subject.day(PUBLISHED, document.date);
    subject.text(URL, document.url.as_deref().unwrap_or_default());
    // Only articles in English are read.
    subject.text(LANGUAGE, "en");
    if let Some(outlet) = outlet_of(graph, index) {
        subject.resource(PUBLISHER, outlet_iri(outlet));
    }
    subject.text(PATH, document.path.as_deref().unwrap_or_default());
    subject
}

/// The publisher of an article.
fn outlet_of(graph: &Graph, index: DocumentIndex) -> Option<&str> {
    let outlet = graph.document(index).source.as_deref();
    outlet.filter(|outlet| !outlet.is_empty())
}

fn statement<'g>(selection: &Selection<'g>, said: &Said<'g>, known: &[bool]) -> Subject<'g> {
    let graph = selection.graph();
    let (statement, report) = (said.statement, said.report);
    let mut subject = Subject::new(statement_iri(graph, said.index), "schema:Quotation");
    let is_known = |entity: &EntityIndex| known.get(entity.index()).copied() == Some(true);
    subject.text(TEXT, report.content.text.as_str());
    for speaker in statement.speakers().filter(is_known) {
        subject.resource(CREATOR, entity_iri(graph, speaker));
    }
    for speaker in statement.speakers().filter(is_known) {
        subject.resource(ATTRIBUTED_TO, entity_iri(graph, speaker));
    }
    for entity in statement.addressees.iter().filter(|e| is_known(e)) {
        subject.resource(ADDRESSEE, entity_iri(graph, *entity));
    }
    for entity in statement.about.iter().filter(|e| is_known(e)) {
        subject.resource(ABOUT, entity_iri(graph, *entity));
    }
    if let Some(principal) = said.speaks_for.filter(is_known) {
        subject.resource(SPEAKS_FOR, entity_iri(graph, principal));
    }
    subject.when(graph.when(report));
    for report in statement.reports() {
        subject.resource(PART_OF, document_iri(graph, report.document));
    }
    for report in statement.reports() {
        subject.resource(QUOTED_FROM, document_iri(graph, report.document));
    }
    subject.resource(GENERATED_BY, "urn:dixit:extraction".to_owned());
    subject.text(RELATION, relation_name(statement.relation));
    subject.text(ACT, said.report.act.as_str());
    let act = Taxonomy::built_in().ok();
    if let Some(act) = act.and_then(|acts| acts.find(&said.report.act)) {
        subject.text(CAMEO, act.cameo.as_str());
        subject.text(PLOVER, act.plover.as_str());
    }
    subject.text(POLARITY, word(&statement.polarity));
    subject.text(MODE, word(&statement.mode));
    for report in statement.reports() {
        for outlet in report.via.iter().filter(|outlet| is_known(outlet)) {
            subject.resource(VIA, entity_iri(graph, *outlet));
        }
        let outer = report.within.as_ref();
        let outer = outer.and_then(|id| graph.statement_by_id(id));
        if let Some(outer) = outer.filter(|o| *o != said.index && selection.has(*o)) {
            subject.resource(WITHIN, statement_iri(graph, outer));
        }
    }
    subject
}

/// The position of a report: an annotation whose target is the part of the article with the content, a list
/// of parts if there are several, or the whole article if the position is unknown.
fn annotation(
    graph: &Graph,
    statement: StatementIndex,
    report: &Report,
    sink: &mut Sink,
) -> io::Result<()> {
    // Ids of reports are hashes, but another program's graph may have any.
    let own = format!(
        "{}:{}",
        encoded(&statement_id(graph, statement)),
        encoded(&report.id)
    );
    let mut subject = Subject::new(format!("urn:dixit:annotation:{own}"), "oa:Annotation");
    subject.resource(BODY, statement_iri(graph, statement));
    let target = |number: usize| format!("urn:dixit:target:{own}:{number}");
    let spans = &report.content.spans;
    let whole = match spans.len() {
        0 => document_iri(graph, report.document),
        1 => target(0),
        _ => format!("urn:dixit:target:{own}"),
    };
    subject.resource(TARGET, whole);
    subject.text(REPORT, report.id.as_str());
    subject.text(TEXT, report.content.text.as_str());
    subject.text(CUE, report.cue.text.as_str());
    subject.text(SOURCE_WORDS, report.source.text.as_str());
    subject.text(SENTENCE, report.sentence.as_deref().unwrap_or_default());
    subject.text(QUOTATION, word(&report.kind));
    subject.when(graph.when(report));
    subject.literal(CONFIDENCE, report.confidence.to_string());
    if let Some(line) = report.line {
        subject.literal(LINE, line);
    }
    subject.give(sink)?;
    targets(graph, report, &own, sink)
}

/// The targets of an annotation in the article, with a list if there are several.
fn targets(graph: &Graph, report: &Report, own: &str, sink: &mut Sink) -> io::Result<()> {
    let spans = &report.content.spans;
    let target = |number: usize| format!("urn:dixit:target:{own}:{number}");
    if spans.len() > 1 {
        let item = |number: usize| match number < spans.len() {
            true => format!("urn:dixit:items:{own}:{number}"),
            false => full("rdf:nil"),
        };
        let mut subject = Subject::new(format!("urn:dixit:target:{own}"), "oa:List");
        subject.resource(ITEMS, item(0));
        subject.give(sink)?;
        for number in 0..spans.len() {
            let mut subject = Subject::new(item(number), "rdf:List");
            subject.resource(FIRST, target(number));
            subject.resource(REST, item(number + 1));
            subject.give(sink)?;
        }
    }
    let words = stretches(&report.content.text, spans.len()).unwrap_or_default();
    for (number, [start, end]) in spans.iter().enumerate() {
        let mut subject = Subject::new(target(number), "oa:SpecificResource");
        subject.resource(SOURCE, document_iri(graph, report.document));
        let position = format!("urn:dixit:position:{own}:{number}");
        subject.resource(SELECTOR, position.clone());
        let quote = format!("urn:dixit:quote:{own}:{number}");
        let words = words.get(number);
        if words.is_some() {
            subject.resource(SELECTOR, quote.clone());
        }
        subject.give(sink)?;
        let mut subject = Subject::new(position, "oa:TextPositionSelector");
        subject.literal(START, start);
        subject.literal(END, end);
        subject.give(sink)?;
        if let Some(words) = words {
            let mut subject = Subject::new(quote, "oa:TextQuoteSelector");
            subject.text(EXACT, *words);
            subject.give(sink)?;
        }
    }
    Ok(())
}

/// What RDF cannot represent of a selection, one line each.
fn notes(selection: &Selection) -> Vec<String> {
    let graph = selection.graph();
    let counts = selection.is_whole().then(|| graph.doubled().len());
    let doubled = counts.filter(|count| *count > 0);
    let doubled = doubled.map(|count| {
        format!(
            "{}; only json reports which",
            counted_with_verb(
                count,
                "document came in two versions",
                "documents came in two versions"
            )
        )
    });
    let lost = "RDF has no spans of cues and sources, no gender and no counts of mentions";
    doubled.into_iter().chain([lost.to_owned()]).collect()
}

fn entity_iri(graph: &Graph, index: EntityIndex) -> String {
    let id = graph.entity(index).id.as_str();
    match is_wikidata(id) {
        true => format!("http://www.wikidata.org/entity/{id}"),
        false => format!("urn:dixit:entity:{}", encoded(id)),
    }
}

fn document_iri(graph: &Graph, index: DocumentIndex) -> String {
    format!("urn:dixit:document:{}", encoded(&graph.document(index).id))
}

fn outlet_iri(outlet: &str) -> String {
    format!("urn:dixit:outlet:{}", encoded(outlet))
}

fn statement_iri(graph: &Graph, index: StatementIndex) -> String {
    format!(
        "urn:dixit:statement:{}",
        encoded(&statement_id(graph, index))
    )
}

/// Percent-encodes text for an IRI.
fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '~') {
            encoded.push(c);
        } else {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                let _ = write!(encoded, "%{byte:02X}");
            }
        }
    }
    encoded
}

/// The IRI of `prefix:name`.
fn full(short: &str) -> String {
    let (prefix, name) = short.split_once(':').unwrap_or_default();
    let known = PREFIXES.iter().find(|(known, _)| *known == prefix);
    format!("{}{name}", known.map_or("", |(_, space)| space))
}

/// Passes all triples of a selection to a writer.
fn triples(
    selection: &Selection,
    mut write: impl FnMut(TripleRef) -> io::Result<()>,
) -> io::Result<()> {
    walk(selection, &mut |subject, triples| {
        for (term, object) in triples {
            triple(subject, term, object, &mut write)?;
        }
        Ok(())
    })
}

/// Passes a triple to a writer.
fn triple(
    subject: &str,
    term: &Term,
    object: &Object,
    write: impl FnOnce(TripleRef) -> io::Result<()>,
) -> io::Result<()> {
    // All IRIs consist of known namespaces and encoded names, so they need no check.
    let subject = NamedNodeRef::new_unchecked(subject);
    let predicate = NamedNodeRef::new_unchecked(term.iri);
    match object {
        Object::Resource(iri) => {
            let object = NamedNodeRef::new_unchecked(iri);
            write(TripleRef::new(subject, predicate, object))
        }
        Object::Text(text) => {
            let object = LiteralRef::new_simple_literal(text);
            write(TripleRef::new(subject, predicate, object))
        }
        Object::Literal(text) => {
            let datatype = term.range.datatype();
            let object = LiteralRef::new_typed_literal(text, datatype);
            write(TripleRef::new(subject, predicate, object))
        }
    }
}
