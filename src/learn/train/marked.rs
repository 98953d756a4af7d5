//! Texts with marked names and mentions: training data for the recogniser of names and the
//! resolver.
//!
//! | files | what |
//! | --- | --- |
//! | `*.jsonl` | one text per line: `{"id", "text", "date", "mentions": [{"start", "end", "type", "orig_type", "named", "cluster"}]}`; spans in code points, mentions of one entity have the same `cluster` |
//! | `*.tsv` | GAP (Webster et al., TACL 2018): a pronoun and two names, and which of them it refers to |

use crate::date::Date;
use crate::document::Document;
use crate::entity::mention::recogniser::{Name, NameType, Named, Recogniser};
use crate::entity::resolve::{self, Choice, Lessons, MarkedMention, Resolver, Said};
use crate::error::{Error, Result};
use crate::learn::gold::Aligner;
use crate::statement::article::Article;
use crate::statement::attribution::Attribution;
use crate::statement::hearers;
use crate::syntax::Parser;
use crate::text::{self, Sentence, TokenId, TokenRange};
use serde::Deserialize;
use std::path::Path;

/// A text with marks.
#[derive(Debug, Clone)]
pub struct Marked {
    /// The text, with its day if known.
    pub document: Document,
    /// The marks, in the order of the file.
    pub marks: Vec<Mark>,
    /// Whether all names are marked, not only some.
    pub complete: bool,
}

/// A marked mention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Code points.
    pub span: [usize; 2],
    /// The kind of name; `None` if it is not a name.
    pub kind: Option<NameType>,
    /// Mentions with the same number refer to the same entity; `None` if unknown.
    pub cluster: Option<u32>,
}

/// Reads the texts of a file; its ending decides the format.
///
/// # Errors
/// A line that does not have the file's format, with its number.
pub fn read(path: &Path) -> Result<Vec<Marked>> {
    let text = crate::input::read_to_string(path).map_err(|e| Error::at(path, e))?;
    let wrong = |line: usize, why: String| {
        Error::new(format!(
            "{}:{}: not a text with marked names: {why}",
            path.display(),
            line + 1
        ))
    };
    if path.extension().is_some_and(|e| e == "tsv") {
        let mut rows = csv::ReaderBuilder::new()
            .delimiter(b'\t')
            .quoting(false)
            .from_reader(text.as_bytes());
        let rows = rows.deserialize().enumerate();
        return rows
            .map(|(line, row)| {
                let row: Gap = row.map_err(|e| wrong(line + 1, e.to_string()))?;
                Ok(row.marked())
            })
            .collect();
    }
    let lines = text.lines().enumerate();
    lines
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(i, line)| {
            let row: Row = serde_json::from_str(line).map_err(|e| wrong(i, e.to_string()))?;
            Ok(row.marked())
        })
        .collect()
}

/// An article with the speakers of its statements: a line of resolved gold.
#[derive(Debug, Clone, Deserialize)]
pub struct Spoken {
    /// The id of the article.
    pub id: String,
    /// Its text; empty if it is the text of the article with this id among the others.
    #[serde(default)]
    pub text: String,
    #[serde(default)]
    date: Option<Date>,
    #[serde(default)]
    title: Option<String>,
    attributions: Vec<SpokenBy>,
}

#[derive(Debug, Clone, Deserialize)]
struct SpokenBy {
    #[serde(default)]
    speaker: String,
    #[serde(default)]
    speaker_also: Vec<String>,
    #[serde(default)]
    addressees: Vec<String>,
    #[serde(default)]
    makers: Option<Vec<String>>,
    #[serde(default)]
    hearers: Option<Vec<[usize; 2]>>,
    #[serde(default)]
    content: Vec<[usize; 2]>,
    source: Vec<[usize; 2]>,
    cue: Vec<[usize; 2]>,
}

/// Reads articles with the speakers of their statements, one a line.
///
/// # Errors
/// A line that does not have this format, with its number.
pub fn read_spoken(path: &Path) -> Result<Vec<Spoken>> {
    let text = crate::input::read_to_string(path).map_err(|e| Error::at(path, e))?;
    let lines = text.lines().enumerate();
    lines
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(i, line)| {
            serde_json::from_str(line)
                .map_err(|e| Error::new(format!("{}:{}: {e}", path.display(), i + 1)))
        })
        .collect()
}

impl Spoken {
    /// The choices of speakers whose answers are marked, and of the makers of documents that speak.
    pub fn lessons(
        &self,
        parser: &Parser,
        recogniser: &Recogniser,
        resolver: &Resolver,
    ) -> Lessons {
        let document = Document {
            id: self.id.clone(),
            text: self.text.clone(),
            date: self.date,
            title: self.title.clone(),
            ..Document::default()
        };
        let text = text::segment(&document);
        let syntax = parser.parse(&document, &text);
        let names = recogniser.names(&text, &syntax);
        let aligner = Aligner::new(&document, &text);
        let told = self.attributions.iter().filter(|a| a.hearers.is_none());
        let said = told.filter_map(|a| {
            let speakers = std::iter::once(&a.speaker).chain(&a.speaker_also);
            Some(Said {
                source: aligner.tokens(&a.source),
                cue: *aligner.tokens(&a.cue).first()?,
                speakers: speakers.cloned().collect(),
                hearers: a.addressees.clone(),
                makers: a.makers.clone(),
            })
        });
        let mut said: Vec<Said> = said.collect();
        said.sort_by_key(|one| one.cue);
        let mut lessons = resolve::talk_choices(resolver, &document, &text, &syntax, &names, &said);
        let article = Article::new(&document, &text, &syntax, &names.sure);
        lessons.hearers = self.hearers(&article, &aligner);
        lessons
    }

    /// The choices of addressees, if they are marked.
    fn hearers(&self, article: &Article, aligner: &Aligner) -> Vec<Choice> {
        let told = self.attributions.iter().filter_map(|a| {
            let hearers = a.hearers.as_ref()?.iter();
            let hearers: Vec<Vec<TokenId>> = hearers.map(|one| aligner.tokens(&[*one])).collect();
            let found = Attribution {
                source: aligner.tokens(&a.source),
                cue: aligner.tokens(&a.cue),
                content: aligner.tokens(&a.content),
                ..Attribution::default()
            };
            hearers::choice(article, &found, &hearers)
        });
        told.collect()
    }
}

#[derive(Deserialize)]
struct Row {
    id: String,
    text: String,
    #[serde(default)]
    date: Option<Date>,
    mentions: Vec<RowMark>,
}

#[derive(Deserialize)]
struct RowMark {
    start: usize,
    end: usize,
    #[serde(rename = "type", default)]
    kind: String,
    #[serde(default)]
    orig_type: Option<String>,
    #[serde(default)]
    named: bool,
    #[serde(default)]
    cluster: Option<u32>,
}

impl Row {
    fn marked(self) -> Marked {
        let marks = self.mentions.iter().map(|m| Mark {
            span: [m.start, m.end],
            kind: m
                .named
                .then(|| kind(m.orig_type.as_deref().unwrap_or(&m.kind))),
            cluster: m.cluster,
        });
        Marked {
            marks: marks.collect(),
            document: Document {
                id: self.id,
                text: self.text,
                date: self.date,
                ..Document::default()
            },
            complete: true,
        }
    }
}

/// Maps a corpus's name type to ours.
fn kind(name: &str) -> NameType {
    match name.to_lowercase().as_str() {
        "person" | "per" | "politician" => NameType::Person,
        "organization" | "organisation" | "org" | "politicalparty" | "political_party" => {
            NameType::Organisation
        }
        "place" | "location" | "loc" | "country" | "state" => NameType::Place,
        _ => NameType::Other,
    }
}

#[derive(Deserialize)]
struct Gap {
    #[serde(rename = "ID")]
    id: String,
    #[serde(rename = "Text")]
    text: String,
    #[serde(rename = "Pronoun")]
    pronoun: String,
    #[serde(rename = "Pronoun-offset")]
    pronoun_offset: usize,
    #[serde(rename = "A")]
    a: String,
    #[serde(rename = "A-offset")]
    a_offset: usize,
    #[serde(rename = "A-coref")]
    a_coref: String,
    #[serde(rename = "B")]
    b: String,
    #[serde(rename = "B-offset")]
    b_offset: usize,
    #[serde(rename = "B-coref")]
    b_coref: String,
}

impl Gap {
    /// The pronoun is in cluster 0, and so is the name that it refers to.
    fn marked(self) -> Marked {
        let mark = |words: &str, start: usize, kind, cluster| Mark {
            span: [start, start + words.chars().count()],
            kind,
            cluster: Some(cluster),
        };
        let meant = |coref: &str, other| {
            if coref.eq_ignore_ascii_case("true") {
                0
            } else {
                other
            }
        };
        let person = Some(NameType::Person);
        Marked {
            marks: vec![
                mark(&self.pronoun, self.pronoun_offset, None, 0),
                mark(&self.a, self.a_offset, person, meant(&self.a_coref, 1)),
                mark(&self.b, self.b_offset, person, meant(&self.b_coref, 2)),
            ],
            document: Document {
                id: self.id,
                text: self.text,
                ..Document::default()
            },
            complete: false,
        }
    }
}

impl Marked {
    /// The text with its names, to train the recogniser: marked ones, and in unmarked parts those found by
    /// `recogniser`.
    pub fn named(&self, parser: &Parser, recogniser: &Recogniser) -> Named {
        let mut text = text::segment(&self.document);
        let syntax = parser.parse(&self.document, &text);
        let aligner = Aligner::new(&self.document, &text);
        let mut names: Vec<Name> = Vec::new();
        for mark in &self.marks {
            let tokens = aligner.tokens(&[mark.span]);
            if let (Some(kind), Some(first), Some(last)) =
                (mark.kind, tokens.first(), tokens.last())
            {
                let tokens = *first..*last + 1;
                names.push(Name { tokens, kind });
            }
        }
        // the longest of nested names
        names.sort_by_key(|name| (name.tokens.start, std::cmp::Reverse(name.tokens.end)));
        names.dedup_by(|next, name| next.tokens.start < name.tokens.end);
        let marked = |t: TokenId| {
            let next = names.partition_point(|name| name.tokens.end <= t);
            names.get(next).is_some_and(|name| name.tokens.start <= t)
        };
        let found = recogniser.names(&text, &syntax).sure;
        if !self.complete {
            // in unmarked parts, a name that the recogniser misses would be learned as not a name
            let is_marked = |sentence: &Sentence| sentence.tokens.each().any(marked);
            text.sentences.retain(is_marked);
        }
        let free = |name: &Name| !name.tokens.each().any(marked);
        // corpora do not mark adjectives of nations, and differ in how they mark works
        let kept = |kind| !self.complete || matches!(kind, NameType::Group | NameType::Other);
        let found = found
            .into_iter()
            .filter(|name| kept(name.kind) && free(name));
        let found: Vec<Name> = found.collect();
        names.extend(found);
        names.sort_by_key(|name| name.tokens.start);
        Named {
            text,
            syntax,
            names,
        }
    }

    /// The choices of referents whose answers are marked; `resolver` decides the others.
    pub fn choices(
        &self,
        parser: &Parser,
        recogniser: &Recogniser,
        resolver: &Resolver,
    ) -> Vec<Choice> {
        let text = text::segment(&self.document);
        let syntax = parser.parse(&self.document, &text);
        let names = recogniser.names(&text, &syntax);
        let aligner = Aligner::new(&self.document, &text);
        let meant = self.marks.iter().filter_map(|mark| {
            let tokens = aligner.tokens(&[mark.span]);
            Some(MarkedMention {
                tokens: *tokens.first()?..*tokens.last()? + 1,
                cluster: mark.cluster?,
                named: mark.kind.is_some(),
            })
        });
        let meant: Vec<MarkedMention> = meant.collect();
        resolve::choices(
            resolver,
            &self.document,
            &text,
            &syntax,
            &names,
            &meant,
            self.complete,
        )
    }
}
