//! E-mail (`.eml`), such as newsletters and press releases: one document per file.

use super::record::Place;
use super::{Document, Item, html, preamble};
use crate::date::Date;
use mail_parser::{MessageParser, PartType};

/// Reads a file as one document, with warnings before it.
pub(super) fn read(place: &Place, bytes: Result<Vec<u8>, String>) -> Vec<Item> {
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(message) => return vec![Item::Failed(place.error(message))],
    };
    let fail = |message: &str| vec![Item::Failed(place.error(message.to_owned()))];
    let message = MessageParser::default().parse(&bytes);
    let Some(message) = message.filter(|message| message.headers().len() > 1) else {
        return fail("this is not an e-mail: it has no header lines; name it .txt if it is text");
    };
    let parts = message.text_bodies().filter_map(|part| match &part.body {
        PartType::Text(text) => Some(text.replace("\r\n", "\n")),
        PartType::Html(page) => Some(html::text(page)),
        _ => None,
    });
    let parts: Vec<String> = parts.collect();
    let text = parts.join("\n\n");
    if text.trim().is_empty() {
        return fail("the e-mail has no text; save its attachments and give those");
    }
    let lost = text.matches(char::REPLACEMENT_CHARACTER).count();
    let warning = (lost > 0).then(|| {
        place.warn(format!(
            "{lost} characters are not in the encoding that the e-mail declares"
        ))
    });
    let date = message.date().and_then(|date| {
        let [month, day] = [date.month, date.day].map(|n| i8::try_from(n).ok());
        Date::new(i16::try_from(date.year).ok()?, month?, day?).ok()
    });
    let sender = message.from().and_then(|from| from.first());
    let source = sender.and_then(|sender| sender.name.as_ref().or(sender.address.as_ref()));
    let document = Document {
        id: message
            .message_id()
            .map_or_else(|| place.stem.clone(), str::to_owned),
        title: message.subject().map(str::to_owned),
        date: date.or_else(|| preamble::day(&text)),
        url: None,
        source: source.map(|source| source.trim().to_owned()),
        path: place.path.clone(),
        line: 1,
        text,
    };
    warning
        .into_iter()
        .chain([Item::Document(document)])
        .collect()
}
