//! E-mail (`.eml`), such as newsletters and press releases: one document per file.

use super::encoding::{self, Encoding};
use super::record::Place;
use super::{Document, Item, dates, html, preamble};
use base64::Engine;
use base64::prelude::BASE64_STANDARD_NO_PAD;
use mailparse::body::Body;
use mailparse::{DispositionType, MailAddr, MailHeaderMap, ParsedMail};

/// Reads a file as one document, with warnings before it.
pub(super) fn read(place: &Place, bytes: Result<Vec<u8>, String>) -> Vec<Item> {
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(message) => return vec![Item::Failed(place.error(message))],
    };
    let fail = |message: &str| vec![Item::Failed(place.error(message.to_owned()))];
    let mail = match mailparse::parse_mail(&bytes) {
        Ok(mail) if mail.headers.len() > 1 => mail,
        Ok(_) => {
            return fail(
                "this is not an e-mail: it has no header lines; name it .txt if it is text",
            );
        }
        Err(why) => {
            return fail(&format!(
                "the e-mail is damaged: {why}; save its text as .txt"
            ));
        }
    };
    let text = texts(&mail).join("\n\n");
    if text.trim().is_empty() {
        return fail("the e-mail has no text; save its attachments and give those");
    }
    let lost = text.matches(char::REPLACEMENT_CHARACTER).count();
    let warning = (lost > 0).then(|| {
        place.warn(format!(
            "{lost} characters are not in the encoding that the e-mail declares"
        ))
    });
    let header = |name: &str| {
        let value = mail.headers.get_first_value(name)?;
        Some(value.trim().to_owned()).filter(|value| !value.is_empty())
    };
    let id = header("Message-ID").map(|id| id.trim_matches(['<', '>']).to_owned());
    let document = Document {
        id: id.unwrap_or_else(|| place.stem.clone()),
        title: header("Subject"),
        date: header("Date")
            .and_then(|date| dates::day_of(&date))
            .or_else(|| preamble::day(&text)),
        url: None,
        source: sender(&mail),
        path: place.path.clone(),
        line: 1,
        text,
    };
    warning
        .into_iter()
        .chain([Item::Document(document)])
        .collect()
}

/// The name, or else the address, of who sent a mail.
fn sender(mail: &ParsedMail<'_>) -> Option<String> {
    let header = mail.headers.get_first_header("From")?;
    let sender = match mailparse::addrparse_header(header).ok()?.first()? {
        MailAddr::Single(sender) => sender.display_name.as_ref().unwrap_or(&sender.addr).clone(),
        MailAddr::Group(group) => group.group_name.clone(),
    };
    Some(sender.trim().to_owned()).filter(|sender| !sender.is_empty())
}

/// The texts of a mail or of one of its parts, without attachments. Of the alternatives to each other, it is the
/// plain text, or else the first that has text.
fn texts(part: &ParsedMail<'_>) -> Vec<String> {
    let is_attached = part.get_content_disposition().disposition == DispositionType::Attachment;
    match part.ctype.mimetype.as_str() {
        _ if is_attached => Vec::new(),
        "multipart/alternative" => {
            let is_plain = |part: &&ParsedMail<'_>| part.ctype.mimetype == "text/plain";
            let plain = part.subparts.iter().filter(is_plain);
            let others = part.subparts.iter().filter(|part| !is_plain(part));
            let has_text = |texts: &Vec<String>| texts.iter().any(|text| !text.trim().is_empty());
            let mut alternatives = plain.chain(others).map(texts);
            alternatives.find(has_text).unwrap_or_default()
        }
        kind if kind.starts_with("multipart/") => part.subparts.iter().flat_map(texts).collect(),
        "text/html" => vec![html::text(&decoded(part))],
        kind if kind.starts_with("text/") => vec![decoded(part).replace("\r\n", "\n")],
        _ => Vec::new(),
    }
}

/// The characters of a part.
fn decoded(part: &ParsedMail<'_>) -> String {
    let bytes = match part.get_body_encoded() {
        Body::Base64(body) => body
            .get_decoded()
            .unwrap_or_else(|_| undamaged(body.get_raw())),
        Body::QuotedPrintable(body) => body
            .get_decoded()
            .unwrap_or_else(|_| body.get_raw().to_vec()),
        Body::SevenBit(body) | Body::EightBit(body) => body.get_raw().to_vec(),
        Body::Binary(body) => body.get_raw().to_vec(),
    };
    let declared = Encoding::named(&part.ctype.charset);
    let wide = declared.filter(|encoding| encoding.is_wide());
    encoding::decode(bytes, wide, declared).text
}

/// The bytes of base64 up to where it is cut off or damaged.
fn undamaged(base64: &[u8]) -> Vec<u8> {
    let digits = base64.iter().filter(|byte| !byte.is_ascii_whitespace());
    let mut digits: Vec<u8> = digits
        .take_while(|byte| byte.is_ascii_alphanumeric() || b"+/".contains(byte))
        .copied()
        .collect();
    digits.truncate(digits.len() / 4 * 4);
    BASE64_STANDARD_NO_PAD.decode(digits).unwrap_or_default()
}
