//! DOCX: the text of a word-processor document, with its paragraphs. Headers, footers, notes, comments and
//! deleted text are left out.

use super::record::Place;
use super::{Document, Item, archive, html, preamble};
use quick_xml::Reader;
use quick_xml::events::Event;

/// Reads a file as one document.
pub(super) fn read(place: &Place, bytes: Result<Vec<u8>, String>) -> Item {
    let read = bytes.and_then(|bytes| {
        let member = |name: &str| {
            let xml = archive::member(&bytes, name)?;
            Ok::<_, String>(xml.map(|xml| String::from_utf8_lossy(&xml).into_owned()))
        };
        let Some(body) = member("word/document.xml")? else {
            return Err(
                "this archive is not a DOCX document; save it as text and give that".to_owned(),
            );
        };
        Ok((body, member("docProps/core.xml")?))
    });
    let (body, about) = match read {
        Ok(read) => read,
        Err(message) => return Item::Failed(place.error(message)),
    };
    let text = match paragraphs(&body, "p", "t") {
        Ok(text) if text.is_empty() => Err("the document has no text".to_owned()),
        read => read,
    };
    let text = match text {
        Ok(text) => text,
        Err(message) => return Item::Failed(place.error(message)),
    };
    let title = about.and_then(|about| paragraphs(&about, "title", "title").ok());
    Item::Document(Document {
        id: place.stem.clone(),
        title: title.filter(|title| !title.is_empty()),
        date: preamble::day(&text),
        path: place.path.clone(),
        line: 1,
        text,
        ..Document::default()
    })
}

/// The words of all elements `words`, one paragraph per element `paragraph`.
fn paragraphs(xml: &str, paragraph: &str, words: &str) -> Result<String, String> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    let (mut text, mut open) = (String::new(), String::new());
    // Whether words are being read, and how many open elements repeat the words of others.
    let (mut within, mut doubled) = (false, 0_usize);
    loop {
        let event = reader.read_event().map_err(|error| {
            format!("the XML in the document is broken ({error}); save it again or as text")
        })?;
        match event {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "Fallback" => doubled += 1,
                name => within |= name == words && doubled == 0,
            },
            Event::Empty(tag) if doubled == 0 => match tag.local_name().as_ref() {
                "tab" => open.push('\t'),
                "br" | "cr" => open.push('\n'),
                "noBreakHyphen" => open.push('-'),
                _ => {}
            },
            Event::Text(part) if within => open.push_str(&part.xml10_content()),
            Event::CData(part) if within => open.push_str(&part.xml10_content()),
            Event::GeneralRef(reference) if within => {
                open.push_str(&html::decode(&reference).unwrap_or_default());
            }
            Event::End(tag) => {
                let name = tag.local_name();
                let name: &str = name.as_ref();
                doubled -= usize::from(name == "Fallback" && doubled > 0);
                within &= name != words;
                if name == paragraph {
                    let ended = open.trim();
                    if !ended.is_empty() {
                        let gap = if text.is_empty() { "" } else { "\n\n" };
                        text.extend([gap, ended]);
                    }
                    open.clear();
                }
            }
            Event::Eof => return Ok(text),
            _ => {}
        }
    }
}
