//! Applies corrections to the record of one document.

use super::claims::{ClaimIndex, Corrections, Fate, Ignored};
use crate::document::{host, outlet};
use crate::entity::{EntityType, Reference, reference};
use crate::extract::record::{EntityRecord, Extraction, StatementRecord};
use std::collections::{BTreeMap, HashMap};

impl Corrections {
    /// Corrects the record of a document. Returns `false` if the document is ignored.
    pub fn apply(&mut self, extraction: &mut Extraction) -> bool {
        if self.ignores(extraction) {
            return false;
        }
        self.drop_statements(extraction);
        self.identify(extraction);
        join(&mut extraction.entities);
        for statement in &mut extraction.statements {
            self.reassign(statement, &mut extraction.entities);
        }
        self.describe(extraction);
        true
    }

    fn ignores(&mut self, extraction: &Extraction) -> bool {
        let host = extraction.url.as_deref().and_then(host);
        let outlets = [extraction.source.as_deref(), host];
        let mut reasons: Vec<Ignored> = outlets
            .into_iter()
            .flatten()
            .map(|name| Ignored::Source(outlet(name)))
            .collect();
        reasons.push(Ignored::Document(extraction.id.clone()));
        let claims: Vec<ClaimIndex> = reasons
            .iter()
            .filter_map(|reason| self.ignored.get(reason).copied())
            .collect();
        for claim in &claims {
            self.note(*claim, Fate::Applied);
        }
        !claims.is_empty()
    }

    /// Removes ignored statements; statements within them move to the enclosing statement.
    fn drop_statements(&mut self, extraction: &mut Extraction) {
        let mut gone: HashMap<String, Option<String>> = HashMap::new();
        for statement in &extraction.statements {
            let key = Ignored::Statement(statement.id.clone());
            if let Some(&claim) = self.ignored.get(&key) {
                self.note(claim, Fate::Applied);
                gone.insert(statement.id.clone(), statement.within.clone());
            }
        }
        if gone.is_empty() {
            return;
        }
        let statements = &mut extraction.statements;
        statements.retain(|statement| !gone.contains_key(&statement.id));
        for statement in statements {
            // Each pass moves one level out, so malformed input cannot loop forever.
            for _ in 0..gone.len() {
                match statement.within.as_ref().and_then(|id| gone.get(id)) {
                    Some(outer) => statement.within.clone_from(outer),
                    None => break,
                }
            }
        }
    }

    /// Applies splits and merges to all ids.
    fn identify(&mut self, extraction: &mut Extraction) {
        let document = extraction.id.as_str();
        for record in &mut extraction.entities {
            let (id, name) = self.identity(document, &record.id);
            if id != record.id {
                record.was = Some(std::mem::replace(&mut record.id, id));
            }
            record.name = name.unwrap_or_else(|| std::mem::take(&mut record.name));
            if let Some(represented) = &mut record.represents {
                represented.id = self.identity(document, &represented.id).0;
            }
        }
        for statement in &mut extraction.statements {
            for reference in references(statement) {
                reference.id = self.identity(document, &reference.id).0;
            }
        }
    }

    /// The entity that the program calls `id` in a document, and its name, if that is new.
    fn identity(&mut self, document: &str, id: &str) -> (String, Option<String>) {
        let key = (document.to_owned(), id.to_owned());
        let split = self.splits.get(&key);
        let found = split.map(|(claim, split)| (*claim, split.into.clone(), split.name.clone()));
        match found {
            None => (self.merged(id), None),
            Some((claim, into, name)) => {
                self.note(claim, Fate::Applied);
                (self.merged(&into), name)
            }
        }
    }

    /// The entity that another is finally merged into; the file has no cycles.
    fn merged(&mut self, id: &str) -> String {
        let mut id = id.to_owned();
        while let Some((claim, into)) = self.merges.get(&id).cloned() {
            self.note(claim, Fate::Applied);
            id = into;
        }
        id
    }

    fn reassign(&mut self, statement: &mut StatementRecord, entities: &mut Vec<EntityRecord>) {
        let Some((claim, parties)) = self.reassigned.get(&statement.id) else {
            return;
        };
        let claim = *claim;
        let (speakers, addressees) = (parties.speakers.clone(), parties.addressees.clone());
        let mut named = |ids: Vec<String>| -> Vec<Reference> {
            let ids = ids.into_iter().map(|id| self.merged(&id));
            ids.map(|id| listed(entities, id)).collect()
        };
        let mut changes = false;
        if let Some(wanted) = speakers.map(&mut named) {
            let present = statement.speaker.iter().chain(&statement.joint_speakers);
            if !same(present, &wanted) {
                let mut wanted = wanted.into_iter();
                statement.speaker = wanted.next();
                statement.joint_speakers = wanted.collect();
                changes = true;
            }
        }
        if let Some(wanted) = addressees.map(&mut named)
            && !same(statement.addressees.iter(), &wanted)
        {
            statement.addressees = wanted;
            changes = true;
        }
        self.note(claim, fate(changes));
    }

    /// Renames and retypes entities, and updates all references.
    fn describe(&mut self, extraction: &mut Extraction) {
        let mut known: HashMap<String, (String, EntityType)> = HashMap::new();
        for record in &mut extraction.entities {
            self.describe_one(&record.id, &mut record.name, &mut record.kind);
            let described = (record.name.clone(), record.kind);
            known.insert(record.id.clone(), described);
        }
        let of_records = extraction.entities.iter_mut();
        let represented = of_records.filter_map(|record| record.represents.as_mut());
        let parties = extraction.statements.iter_mut().flat_map(references);
        for reference in represented.chain(parties) {
            match known.get(&reference.id) {
                Some((name, kind)) => {
                    reference.name.clone_from(name);
                    reference.kind = *kind;
                }
                None => self.describe_one(&reference.id, &mut reference.name, &mut reference.kind),
            }
        }
    }

    fn describe_one(&mut self, id: &str, name: &mut String, kind: &mut EntityType) {
        if let Some((claim, wanted)) = self.names.get(id) {
            let (claim, changes) = (*claim, name != wanted);
            name.clone_from(wanted);
            self.note(claim, fate(changes));
        }
        if let Some(&(claim, wanted)) = self.types.get(id) {
            let changes = *kind != wanted;
            *kind = wanted;
            self.note(claim, fate(changes));
        }
    }
}

fn fate(changes: bool) -> Fate {
    match changes {
        true => Fate::Applied,
        false => Fate::Needless,
    }
}

fn same<'r>(present: impl Iterator<Item = &'r Reference>, wanted: &[Reference]) -> bool {
    present.map(|r| &r.id).eq(wanted.iter().map(|r| &r.id))
}

/// Every entity that a statement refers to.
fn references(statement: &mut StatementRecord) -> impl Iterator<Item = &mut Reference> {
    statement
        .speaker
        .iter_mut()
        .chain(&mut statement.joint_speakers)
        .chain(&mut statement.addressees)
        .chain(&mut statement.about)
        .chain(&mut statement.via)
}

/// Joins records that now share an id, at the position of the first; name and type are
/// those of the record that had this id originally.
fn join(entities: &mut Vec<EntityRecord>) {
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut joined: Vec<EntityRecord> = Vec::with_capacity(entities.len());
    for record in entities.drain(..) {
        let place = *places.entry(record.id.clone()).or_insert(joined.len());
        let Some(kept) = joined.get_mut(place) else {
            joined.push(record);
            continue;
        };
        if kept.was.is_some() && record.was.is_none() {
            kept.name = record.name;
            kept.kind = record.kind;
            kept.was = None;
        }
        kept.mentions.extend(record.mentions);
        kept.mentions.sort_unstable();
        for alias in record.aliases {
            if !kept.aliases.contains(&alias) {
                kept.aliases.push(alias);
            }
        }
        for role in record.roles {
            if !kept.roles.contains(&role) {
                kept.roles.push(role);
            }
        }
        kept.represents = kept.represents.take().or(record.represents);
        kept.gender = kept.gender.or(record.gender);
    }
    *entities = joined;
}

/// A reference to an entity; one that the document does not name is listed without mentions.
fn listed(entities: &mut Vec<EntityRecord>, id: String) -> Reference {
    if let Some(known) = entities.iter().find(|record| record.id == id) {
        return Reference {
            id,
            name: known.name.clone(),
            kind: known.kind,
        };
    }
    let Reference { id, name, kind } = reference(&id).unwrap_or_else(|| guessed(id));
    entities.push(EntityRecord {
        id: id.clone(),
        name: name.clone(),
        kind,
        mentions: Vec::new(),
        aliases: Vec::new(),
        roles: Vec::new(),
        represents: None,
        gender: None,
        was: None,
    });
    Reference { id, name, kind }
}

/// Derives name and type from an id alone: `person:ada-moss` is the person "Ada Moss".
fn guessed(id: String) -> Reference {
    let (prefix, slug) = id.split_once(':').unwrap_or(("", &id));
    let kind = match prefix {
        "state" => EntityType::State,
        "organisation" => EntityType::Organisation,
        "unnamed" => EntityType::Unnamed,
        _ => EntityType::Person,
    };
    let words: Vec<String> = slug
        .split('-')
        .map(|word| {
            let mut letters = word.chars();
            let first = letters.next().into_iter().flat_map(char::to_uppercase);
            first.chain(letters.as_str().chars()).collect()
        })
        .collect();
    let name = words.join(" ");
    Reference { id, name, kind }
}
