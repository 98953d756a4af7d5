//! The graph as a page: one file that a browser can open offline.
//!
//! The page opens on the best attested neighbourhood. It has a map of everyone, laid out here
//! (`html/layout.rs`), a search for names and words, filters, and for everything it shows the words
//! that prove it, in their sentence. Its style and script are in `page/`; the graph is
//! JSON (`html/data.rs`) in an element that browsers do not run. A Content-Security-Policy allows the hashes of
//! that style and script and forbids everything else, and the script inserts the words of articles only as
//! text, so that a tag in an article has no effect.
//!
//! `dixit serve` sends the same page with one more part of the script (`page/script/ask.js`), which answers questions
//! through the service, and a policy that allows it to speak to the service and to nothing else.

mod cast;
mod data;
mod layout;
mod marks;
#[cfg(test)]
mod tests;

use self::cast::Cast;
use self::data::Data;
use super::colours::{Colours, Theme};
use super::selection::Selection;
use super::shortened::is_unruly;
use crate::entity::EntityType;
use crate::statement::Relation;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use serde_json::ser::{CharEscape, CompactFormatter, Formatter};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::io::{self, Write};

const PAGE: &str = include_str!("html/page/page.html");

const STYLE: &str = concat!(
    include_str!("html/page/style/page.css"),
    include_str!("html/page/style/picture.css"),
    include_str!("html/page/style/card.css"),
    include_str!("html/page/style/print.css"),
);

/// One script, in several files that share a scope; `start.js` comes after them.
const PARTS: &str = concat!(
    "'use strict';\n(() => {\n",
    include_str!("html/page/script/data.js"),
    include_str!("html/page/script/words.js"),
    include_str!("html/page/script/state.js"),
    include_str!("html/page/script/filters.js"),
    include_str!("html/page/script/period.js"),
    include_str!("html/page/script/arrange.js"),
    include_str!("html/page/script/draw.js"),
    include_str!("html/page/script/picture.js"),
    include_str!("html/page/script/card.js"),
    include_str!("html/page/script/list.js"),
    include_str!("html/page/script/search.js"),
);

const START: &str = concat!(include_str!("html/page/script/start.js"), "})();\n");

/// What only a page that is served has.
#[cfg(feature = "serve")]
const ASK: &str = include_str!("html/page/script/ask.js");

/// Where a page is opened from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// A file, without any network.
    File,
    /// The service, which answers its questions.
    #[cfg(feature = "serve")]
    Service,
}

impl Origin {
    fn script(self) -> String {
        match self {
            Origin::File => format!("{PARTS}{START}"),
            #[cfg(feature = "serve")]
            Origin::Service => format!("{PARTS}{ASK}{START}"),
        }
    }

    /// What the page may speak to, in its policy.
    fn connections(self) -> &'static str {
        match self {
            Origin::File => "",
            #[cfg(feature = "serve")]
            Origin::Service => " connect-src 'self';",
        }
    }

    /// The same in words.
    fn network(self) -> &'static str {
        match self {
            Origin::File => "It never uses the network.",
            #[cfg(feature = "serve")]
            Origin::Service => "It asks the service that it came from, and nothing else.",
        }
    }
}

/// Writes the page of a selection as a file: [`write_for`].
///
/// # Errors
/// Those of `out`.
pub fn write(selection: &Selection, out: &mut impl Write) -> io::Result<Vec<String>> {
    write_for(Origin::File, selection, out)
}

/// Writes the page of a selection. If that is too large for a page, only the statements of the busiest
/// entities are written; the page says so, and what is left out is returned, one line each.
///
/// # Errors
/// Those of `out`.
pub fn write_for(
    origin: Origin,
    selection: &Selection,
    out: &mut impl Write,
) -> io::Result<Vec<String>> {
    let graph = selection.graph();
    let cast = Cast::of(selection);
    let data = Data::of(graph, &cast);
    let style = format!("{}{STYLE}", colours());
    let script = origin.script();
    let mut rest = PAGE;
    while let Some((before, marked)) = rest.split_once("{{") {
        out.write_all(before.as_bytes())?;
        let Some((name, after)) = marked.split_once("}}") else {
            break;
        };
        match name {
            "title" => out.write_all(escaped(graph.name()).as_bytes())?,
            "policy" => out.write_all(policy(origin, &style, &script).as_bytes())?,
            "style" => out.write_all(style.as_bytes())?,
            "script" => out.write_all(script.as_bytes())?,
            "network" => out.write_all(origin.network().as_bytes())?,
            "data" => {
                let mut json = serde_json::Serializer::with_formatter(&mut *out, Shown);
                data.serialize(&mut json).map_err(io::Error::from)?;
            }
            _ => {}
        }
        rest = after;
    }
    out.write_all(rest.as_bytes())?;
    Ok(cast.left_out())
}

/// The Content-Security-Policy of the page: it may use this style and this script, but not load, send or
/// embed anything, nor turn strings into markup; a page that is served may also ask the service.
fn policy(origin: Origin, style: &str, script: &str) -> String {
    let hash = |text: &str| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)));
    format!(
        "default-src 'none'; style-src {}; script-src {};{} base-uri 'none'; form-action 'none'; \
         require-trusted-types-for 'script'; trusted-types 'none'",
        hash(style),
        hash(script),
        origin.connections()
    )
}

/// JSON with strings that are safe to show: without a `<`, which could end the element, and with U+FFFD for
/// control codes and bidirectional formatting characters. Positions in strings stay the same, because all of
/// these are one UTF-16 code unit.
struct Shown;

impl Formatter for Shown {
    fn write_string_fragment<W: Write + ?Sized>(
        &mut self,
        out: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        for piece in fragment.split_inclusive(|c| c == '<' || is_unruly(c)) {
            let mut letters = piece.chars();
            let (before, instead) = match letters.next_back() {
                Some('<') => (letters.as_str(), "\\u003c"),
                Some(c) if is_unruly(c) => (letters.as_str(), UNRULY),
                _ => (piece, ""),
            };
            out.write_all(before.as_bytes())?;
            out.write_all(instead.as_bytes())?;
        }
        Ok(())
    }

    fn write_char_escape<W: Write + ?Sized>(
        &mut self,
        out: &mut W,
        escape: CharEscape,
    ) -> io::Result<()> {
        match escape {
            CharEscape::AsciiControl(_) | CharEscape::Backspace | CharEscape::FormFeed => {
                out.write_all(UNRULY.as_bytes())
            }
            _ => CompactFormatter.write_char_escape(out, escape),
        }
    }
}

/// Replaces characters that are not safe to show.
const UNRULY: &str = "\u{fffd}";

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.replace(is_unruly, UNRULY)
}

/// The colours of both themes as CSS variables.
fn colours() -> String {
    let variables = |theme: Theme| {
        let c = Colours::of(theme);
        let named = [
            ("paper", c.paper),
            ("ink", c.ink),
            ("faint", c.faint),
            ("outline", c.outline),
            ("chip-ink", c.text),
            ("person", c.entity(EntityType::Person)),
            ("state", c.entity(EntityType::State)),
            ("organisation", c.entity(EntityType::Organisation)),
            ("unnamed", c.entity(EntityType::Unnamed)),
            ("said", c.relation(Relation::Said)),
            ("warned", c.relation(Relation::Warned)),
            ("proposed", c.relation(Relation::Proposed)),
        ];
        let mut list = String::new();
        for (name, colour) in named {
            let _ = write!(list, "--{name}:{colour};");
        }
        list
    };
    let (light, dark) = (variables(Theme::Light), variables(Theme::Dark));
    format!(
        ":root{{{light}}}\n\
         @media screen and (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{dark}}}}}\n\
         @media screen{{:root[data-theme=dark]{{{dark}}}}}\n"
    )
}
