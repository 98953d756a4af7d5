//! WARC (ISO 28500): server responses stored by a crawler, as in Common Crawl's CC-NEWS. There is one
//! document per response that is a page or plain text, and per plain text in WET files. Requests, pictures,
//! scripts and responses with a status other than 200 are skipped.

use super::encoding::Encoding;
use super::files::Format;
use super::record::Place;
use super::{Item, bytes, files, html, plain, preamble};
use flate2::read::{MultiGzDecoder, ZlibDecoder};
use std::io::{self, BufRead, Read};

/// Longest line of a header, in bytes, and maximum number of lines.
const LONGEST_LINE: u64 = 64 << 10;
const MAX_LINES: usize = 1_000;

/// Documents of a stream of records.
pub(super) struct Records {
    reader: Box<dyn BufRead + Send>,
    place: Place,
    /// Records read so far.
    count: usize,
    finished: bool,
}

/// The header lines of a record or of a server response, with their names in lower case.
struct Header(Vec<(String, String)>);

impl Header {
    /// Reads the lines up to the next empty one.
    fn read(reader: &mut impl BufRead) -> io::Result<Header> {
        let mut lines = Vec::new();
        for _ in 0..MAX_LINES {
            let line = line(reader)?;
            let line = line.trim_end();
            if line.is_empty() {
                break;
            }
            if let Some((name, value)) = line.split_once(':') {
                lines.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
            }
        }
        Ok(Header(lines))
    }

    fn get(&self, name: &str) -> Option<&str> {
        let line = self.0.iter().find(|(key, _)| key == name)?;
        Some(&line.1)
    }

    /// The value without the angle brackets in which some programs write addresses.
    fn plain(&self, name: &str) -> Option<String> {
        let value = self
            .get(name)?
            .trim_start_matches('<')
            .trim_end_matches('>');
        Some(value.to_owned())
    }
}

/// The next line with its line break; empty at the end of the stream.
fn line(reader: &mut impl BufRead) -> io::Result<String> {
    let mut line = Vec::new();
    reader.take(LONGEST_LINE).read_until(b'\n', &mut line)?;
    Ok(String::from_utf8_lossy(&line).into_owned())
}

impl Records {
    pub(super) fn new(reader: Box<dyn BufRead + Send>, place: Place) -> Records {
        Records {
            reader,
            place,
            count: 0,
            finished: false,
        }
    }

    /// The items of the next record that is a page; `None` at the end.
    pub(super) fn next(&mut self) -> Option<Vec<Item>> {
        while !self.finished {
            match self.record() {
                Ok(Some(items)) if items.is_empty() => {}
                Ok(Some(items)) => return Some(items),
                Ok(None) => self.finished = true,
                Err(error) => {
                    self.finished = true;
                    let message =
                        format!("after record {}: {}", self.count, files::explain(&error));
                    return Some(vec![Item::Failed(self.place.error(message))]);
                }
            }
        }
        None
    }

    /// The items of the next record; `None` at the end.
    fn record(&mut self) -> io::Result<Option<Vec<Item>>> {
        let mut skipped = 0_u64;
        loop {
            let line = line(&mut self.reader)?;
            if line.is_empty() {
                let whole = skipped == 0 && self.count > 0;
                let message = match self.count {
                    _ if whole => return Ok(None),
                    0 => {
                        "this is not a WARC file: it has no records; give it the extension of its format"
                    }
                    _ => "the bytes after the last record are not a record; fetch the file again",
                };
                self.finished = true;
                return Ok(Some(vec![Item::Failed(
                    self.place.error(message.to_owned()),
                )]));
            }
            if line.starts_with("WARC/") {
                break;
            }
            skipped += line.trim().len() as u64;
        }
        self.count += 1;
        let header = Header::read(&mut self.reader)?;
        let mut place = self
            .place
            .called(format!("{}:{}", self.place.stem, self.count));
        let id = header.plain("warc-record-id");
        if let Some(id) = id.and_then(|id| id.rsplit(':').next().map(str::to_owned)) {
            place = place.called(id);
        }
        place.part = Some(format!("record {}", self.count));
        let mut items = Vec::new();
        if skipped > 0 {
            let message =
                format!("{skipped} bytes before this record belong to no record and are skipped");
            items.push(place.warn(message));
        }
        let length = header
            .get("content-length")
            .and_then(|length| length.parse::<u64>().ok());
        let Some(length) = length else {
            let message = "this record does not say how long it is, so it is not read".to_owned();
            items.push(Item::Failed(place.error(message)));
            return Ok(Some(items));
        };
        if !is_wanted(&header) {
            io::copy(&mut (&mut self.reader).take(length), &mut io::sink())?;
            return Ok(Some(items));
        }
        let mut content = (&mut self.reader).take(length);
        let read = bytes::read_at_most(&mut content, bytes::LARGEST);
        io::copy(&mut content, &mut io::sink())?;
        match read {
            Ok(bytes) if (bytes.len() as u64) < length => {
                let message = "the file ends within this record; fetch it again".to_owned();
                items.push(Item::Failed(place.error(message)));
                self.finished = true;
            }
            Ok(bytes) => items.extend(documents(&place, &header, bytes)),
            Err(message) => items.push(Item::Failed(place.error(message))),
        }
        Ok(Some(items))
    }
}

/// Whether a record may contain a page or plain text.
fn is_wanted(header: &Header) -> bool {
    let kind = header
        .get("content-type")
        .unwrap_or_default()
        .to_ascii_lowercase();
    match header.get("warc-type") {
        Some("response") => kind.is_empty() || kind.starts_with("application/http"),
        Some("resource" | "conversion") => Text::of(&kind).is_some(),
        _ => false,
    }
}

/// The kinds of content that have text.
#[derive(Clone, Copy)]
enum Text {
    Page,
    Plain,
}

impl Text {
    fn of(content_type: &str) -> Option<Text> {
        let kind = content_type.split(';').next().unwrap_or_default().trim();
        match kind.to_ascii_lowercase().as_str() {
            "text/html" | "application/xhtml+xml" => Some(Text::Page),
            "text/plain" => Some(Text::Plain),
            _ => None,
        }
    }
}

/// The document of a record's content, with warnings before it; nothing if it is not text.
fn documents(place: &Place, header: &Header, content: Vec<u8>) -> Vec<Item> {
    let is_response = header.get("warc-type") == Some("response");
    let (kind, body) = match is_response {
        true => match response(&content) {
            Ok(Some(response)) => response,
            Ok(None) => return Vec::new(),
            Err(message) => return vec![Item::Failed(place.error(message))],
        },
        false => (
            header.get("content-type").unwrap_or_default().to_owned(),
            content,
        ),
    };
    let charset = Encoding::of_content_type(&kind);
    let mut items = match Text::of(&kind) {
        Some(Text::Page) => html::read_as(place, Ok(body), charset),
        Some(Text::Plain) => match place.text(Ok(body), |_| charset) {
            Ok(decoded) => plain::items(place, Format::Plain, decoded),
            Err(error) => vec![Item::Failed(error)],
        },
        None => return Vec::new(),
    };
    for item in &mut items {
        if let Item::Document(document) = item {
            document.url = header.plain("warc-target-uri").or(document.url.take());
            let fetched = || preamble::date_of(header.get("warc-date")?);
            document.date = document.date.or_else(fetched);
        }
    }
    items
}

/// The `Content-Type` and body of a server response; `None` unless it is a successful response with text.
fn response(content: &[u8]) -> Result<Option<(String, Vec<u8>)>, String> {
    let damaged = |_| "the server's answer is damaged, so it is not read".to_owned();
    let mut rest = content;
    let status = line(&mut rest).map_err(damaged)?;
    if status.split_whitespace().nth(1) != Some("200") {
        return Ok(None);
    }
    let header = Header::read(&mut rest).map_err(damaged)?;
    let kind = header.get("content-type").unwrap_or("text/html").to_owned();
    if Text::of(&kind).is_none() {
        return Ok(None);
    }
    let named = |name: &str, value: &str| {
        let given = header.get(name).unwrap_or_default();
        given.eq_ignore_ascii_case(value)
    };
    let mut body = rest.to_vec();
    if named("transfer-encoding", "chunked") {
        body = without_chunk_lengths(&body);
    }
    let packed = header
        .get("content-encoding")
        .unwrap_or_default()
        .to_ascii_lowercase();
    let body = match packed.as_str() {
        "gzip" | "x-gzip" if body.starts_with(b"\x1F\x8B") => {
            bytes::read_all(MultiGzDecoder::new(&body[..]))?
        }
        "deflate" => bytes::read_all(ZlibDecoder::new(&body[..]))?,
        // Crawlers that decompress the body keep the header as it was.
        _ => body,
    };
    Ok(Some((kind, body)))
}

/// A body without the lengths of its chunks; unchanged if it has none, as some crawlers remove them.
fn without_chunk_lengths(body: &[u8]) -> Vec<u8> {
    let (mut rest, mut whole) = (body, Vec::new());
    loop {
        let Ok(length) = line(&mut rest) else {
            return body.to_vec();
        };
        let length = length.split(';').next().unwrap_or_default().trim();
        let Ok(length) = usize::from_str_radix(length, 16) else {
            return body.to_vec();
        };
        whole.extend_from_slice(&rest[..length.min(rest.len())]);
        rest = rest.get(length..).unwrap_or_default();
        let _ = line(&mut rest);
        if length == 0 || rest.is_empty() {
            return whole;
        }
    }
}
