//! Finds the encoding of a file and decodes it.
//!
//! A byte order mark decides first, then what the caller says, then whether the bytes are valid UTF-8 (text
//! in other encodings hardly ever is by chance), then what the file declares (a page its `charset`, XML its
//! `encoding`, a server response its `Content-Type`). Otherwise `chardetng` guesses from the bytes as a
//! browser would.

use crate::error::Error;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{CoderResult, Decoder, UTF_8};
use std::fmt;
use std::io::{self, BufRead, Read};
use std::str::FromStr;

/// A character encoding, by one of its names on the web.
///
/// ```
/// use dixit::document::Encoding;
///
/// let encoding: Encoding = "latin1".parse()?;
/// assert_eq!(encoding.to_string(), "windows-1252"); // as browsers read it
/// assert!("klingon".parse::<Encoding>().is_err());
/// # Ok::<(), dixit::error::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Encoding(&'static encoding_rs::Encoding);

impl FromStr for Encoding {
    type Err = Error;

    /// # Errors
    /// A name that is not one of an encoding.
    fn from_str(name: &str) -> Result<Encoding, Error> {
        Encoding::named(name).ok_or_else(|| {
            Error::new(
                "not an encoding's name; give one such as utf-8, windows-1252, iso-8859-2, koi8-r, utf-16le or gbk",
            )
        })
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.name())
    }
}

impl Encoding {
    /// The encoding of a label such as "Latin1" or "utf8".
    pub(super) fn named(label: &str) -> Option<Encoding> {
        encoding_rs::Encoding::for_label_no_replacement(label.trim().as_bytes()).map(Encoding)
    }

    /// Whether it uses two bytes for most characters.
    pub(super) fn is_wide(self) -> bool {
        self.0 == encoding_rs::UTF_16LE || self.0 == encoding_rs::UTF_16BE
    }

    /// What a web page or an XML file declares in its first bytes.
    pub(super) fn declared(bytes: &[u8]) -> Option<Encoding> {
        const REACH: usize = 4 << 10;
        let start = &bytes[..bytes.len().min(REACH)];
        let start: String = start.iter().map(|b| char::from(*b)).collect();
        let start = start.to_ascii_lowercase();
        let mut tags = start
            .split('<')
            .filter(|tag| tag.starts_with("meta") || tag.starts_with("?xml"));
        tags.find_map(|tag| charset(tag.split('>').next()?))
    }

    /// The encoding in a header such as `text/html; charset=windows-1252`.
    pub(super) fn of_content_type(header: &str) -> Option<Encoding> {
        charset(&header.to_ascii_lowercase())
    }
}

/// The value after "charset=" or "encoding=" in lower case.
fn charset(words: &str) -> Option<Encoding> {
    let value = ["charset", "encoding"].into_iter().find_map(|key| {
        let value = words[words.find(key)? + key.len()..].trim_start();
        Some(value.strip_prefix('=')?.trim_start())
    })?;
    let value = value.trim_start_matches(['"', '\'']);
    let end = value.find(|c: char| !c.is_ascii_alphanumeric() && !"-_:.+".contains(c));
    Encoding::named(&value[..end.unwrap_or(value.len())])
}

/// Text that was decoded from bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decoded {
    /// The text without a byte order mark.
    pub text: String,
    /// A warning for the user.
    pub warning: Option<String>,
}

/// How to decode bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Decoding {
    /// From an encoding that is given or declared, or UTF-8.
    Known(Encoding),
    /// From the encoding that the bytes suggest.
    Guessed(Encoding),
}

impl Decoding {
    /// How to decode bytes without a byte order mark, whose encoding may be given or declared.
    pub(super) fn of(
        bytes: &[u8],
        given: Option<Encoding>,
        declared: Option<Encoding>,
    ) -> Decoding {
        let utf_8 = Decoding::Known(Encoding(UTF_8));
        if let Some(given) = given {
            return Decoding::Known(given);
        }
        if std::str::from_utf8(bytes).is_ok() {
            return utf_8;
        }
        // A file that declares UTF-8 and is not is damaged or wrong, so its bytes decide.
        let declared = declared.filter(|declared| declared.0.is_ascii_compatible());
        if let Some(declared) = declared.filter(|declared| declared.0 != UTF_8) {
            let (_, damaged) = declared.0.decode_without_bom_handling(bytes);
            if !damaged {
                return Decoding::Known(declared);
            }
        }
        if is_damaged_utf_8(bytes) {
            return utf_8;
        }
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        detector.feed(bytes, true);
        Decoding::Guessed(Encoding(detector.guess(None, Utf8Detection::Deny)))
    }

    /// The text, and how many invalid sequences were replaced with U+FFFD.
    pub(super) fn decode(self, bytes: &[u8]) -> (String, usize) {
        let (Decoding::Known(Encoding(encoding)) | Decoding::Guessed(Encoding(encoding))) = self;
        if encoding == UTF_8 {
            let text = String::from_utf8_lossy(bytes).into_owned();
            return (text, invalid_sequences(bytes));
        }
        let (text, damaged) = encoding.decode_without_bom_handling(bytes);
        let replaced = match damaged {
            true => text.matches(char::REPLACEMENT_CHARACTER).count(),
            false => 0,
        };
        (text.into_owned(), replaced)
    }

    /// A warning for the user about text that was decoded this way.
    pub(super) fn warning(self, replaced: usize) -> Option<String> {
        let places = match replaced {
            1 => "1 place is".to_owned(),
            n => format!("{n} places are"),
        };
        match self {
            Decoding::Guessed(encoding) if replaced == 0 => Some(format!(
                "not UTF-8; read as {encoding}, which the bytes suggest; if that is wrong, use --encoding"
            )),
            _ if replaced == 0 => None,
            Decoding::Known(Encoding(encoding)) if encoding == UTF_8 => Some(format!(
                "{places} not valid UTF-8 and read as U+FFFD; save the file as UTF-8"
            )),
            Decoding::Known(encoding) | Decoding::Guessed(encoding) => Some(format!(
                "{places} not valid {encoding} and read as U+FFFD; if it has another encoding, use --encoding"
            )),
        }
    }
}

/// Decodes bytes whose encoding may be given, or else declared.
pub(super) fn decode(
    bytes: Vec<u8>,
    given: Option<Encoding>,
    declared: Option<Encoding>,
) -> Decoded {
    let (decoding, mark) = match encoding_rs::Encoding::for_bom(&bytes) {
        Some((encoding, mark)) => (Decoding::Known(Encoding(encoding)), mark),
        None => (Decoding::of(&bytes, given, declared), 0),
    };
    if decoding == Decoding::Known(Encoding(UTF_8)) && mark == 0 {
        match String::from_utf8(bytes) {
            Ok(text) => {
                return Decoded {
                    text,
                    warning: None,
                };
            }
            Err(error) => return decoded(decoding, error.as_bytes()),
        }
    }
    decoded(decoding, &bytes[mark..])
}

fn decoded(decoding: Decoding, bytes: &[u8]) -> Decoded {
    let (text, replaced) = decoding.decode(bytes);
    Decoded {
        text,
        warning: decoding.warning(replaced),
    }
}

/// Whether bytes are UTF-8 that is damaged in few places, or cut off.
fn is_damaged_utf_8(bytes: &[u8]) -> bool {
    let (mut sound, mut invalid, mut cut) = (0, 0, 0);
    for chunk in bytes.utf8_chunks() {
        // The first byte of each multi-byte character.
        sound += chunk.valid().bytes().filter(|byte| *byte >= 0xC0).count();
        invalid += usize::from(!chunk.invalid().is_empty());
        cut = chunk.invalid().len();
    }
    sound >= invalid && sound > 0 || invalid == 1 && cut > 1
}

/// Number of sequences that are not valid UTF-8.
fn invalid_sequences(bytes: &[u8]) -> usize {
    let chunks = bytes.utf8_chunks();
    chunks.filter(|chunk| !chunk.invalid().is_empty()).count()
}

/// A stream that is converted to UTF-8 if its encoding is known beforehand, by a byte order mark or because
/// it is given. Otherwise its records are decoded one by one.
pub(super) struct Stream {
    /// The bytes that are left.
    pub reader: Box<dyn BufRead + Send>,
    /// The encoding it was in, if it was decoded.
    from: Option<Encoding>,
}

impl Stream {
    /// A stream of which nothing has been read.
    ///
    /// # Errors
    /// Those of the stream.
    pub(super) fn new(
        mut reader: Box<dyn BufRead + Send>,
        given: Option<Encoding>,
    ) -> io::Result<Stream> {
        let marked = encoding_rs::Encoding::for_bom(reader.fill_buf()?);
        let marked = marked.map(|(encoding, _)| Encoding(encoding));
        let from = marked.or(given).filter(|from| from.0 != UTF_8);
        if let Some(encoding) = from {
            reader = Box::new(Transcoded::new(reader, encoding));
        }
        Ok(Stream { reader, from })
    }

    /// The texts of the parts of one record, which have the same encoding, and a warning for the user.
    pub(super) fn decode(&self, parts: Vec<Vec<u8>>) -> (Vec<String>, Option<String>) {
        let mut replaced = 0;
        if let Some(from) = self.from {
            let texts = parts.into_iter().map(|part| {
                let (text, _) = Decoding::Known(Encoding(UTF_8)).decode(&part);
                replaced += text.matches(char::REPLACEMENT_CHARACTER).count();
                text
            });
            return (texts.collect(), Decoding::Known(from).warning(replaced));
        }
        if parts.iter().all(|part| std::str::from_utf8(part).is_ok()) {
            let texts = parts
                .into_iter()
                .map(|part| String::from_utf8(part).unwrap_or_default());
            return (texts.collect(), None);
        }
        let decoding = Decoding::of(&parts.join(&b'\n'), None, None);
        let texts = parts.iter().map(|part| {
            let (text, invalid) = decoding.decode(part);
            replaced += invalid;
            text
        });
        (texts.collect(), decoding.warning(replaced))
    }
}

/// A stream in another encoding, read as UTF-8.
struct Transcoded {
    reader: Box<dyn BufRead + Send>,
    decoder: Decoder,
    /// The decoded bytes that have not been read are those of `text` from `start` to `end`.
    text: Box<[u8]>,
    start: usize,
    end: usize,
    finished: bool,
}

impl Transcoded {
    const SIZE: usize = 16 << 10;

    fn new(reader: Box<dyn BufRead + Send>, Encoding(encoding): Encoding) -> Transcoded {
        Transcoded {
            reader,
            decoder: encoding.new_decoder(),
            text: vec![0; Transcoded::SIZE].into_boxed_slice(),
            start: 0,
            end: 0,
            finished: false,
        }
    }
}

impl BufRead for Transcoded {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.start == self.end && !self.finished {
            let bytes = self.reader.fill_buf()?;
            let last = bytes.is_empty();
            let (result, read, written, _) =
                self.decoder.decode_to_utf8(bytes, &mut self.text, last);
            self.reader.consume(read);
            (self.start, self.end) = (0, written);
            self.finished = last && result == CoderResult::InputEmpty;
        }
        Ok(&self.text[self.start..self.end])
    }

    fn consume(&mut self, bytes: usize) {
        self.start = (self.start + bytes).min(self.end);
    }
}

impl Read for Transcoded {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(into)?;
        self.consume(read);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text of bytes, and whether there is a warning.
    fn read(bytes: &[u8]) -> (String, bool) {
        let decoded = decode(bytes.to_vec(), None, Encoding::declared(bytes));
        (decoded.text, decoded.warning.is_some())
    }

    #[test]
    fn a_windows_page_keeps_its_quotation_marks() {
        let quoted = b"The mayor said: \x93We won\x92t close the bridge\x94 \x96 today.";
        let text = "The mayor said: “We won’t close the bridge” – today.";
        assert_eq!(read(quoted), (text.to_owned(), true));
        let page = [&b"<meta charset=iso-8859-1><p>"[..], quoted].concat();
        assert!(!read(&page).1);
        assert!(read(&page).0.ends_with(text));
    }

    #[test]
    fn declarations_are_found_and_wrong_ones_ignored() {
        for (declared, name) in [
            (
                "<html><head><META content='text/html; charset=Windows-1251' http-equiv=x>",
                "windows-1251",
            ),
            (
                "<?xml version=\"1.0\" encoding=\"ISO-8859-2\"?>",
                "ISO-8859-2",
            ),
            ("<meta charset = \"GB2312\">", "GBK"),
        ] {
            let found = Encoding::declared(declared.as_bytes());
            assert_eq!(
                found.map(|e| e.to_string()).as_deref(),
                Some(name),
                "{declared}"
            );
        }
        let wrong = [
            "<p>charset=gbk</p>",
            "<meta charset=klingon>",
            "<meta name=charset>",
        ];
        for declared in wrong {
            assert_eq!(Encoding::declared(declared.as_bytes()), None, "{declared}");
        }
        // UTF-8 that is declared as something else is still UTF-8.
        let (text, said) = read("<meta charset=iso-8859-1>“Yes”".as_bytes());
        assert!(text.ends_with("“Yes”") && !said);
        let header = Encoding::of_content_type("text/html; Charset=\"koi8-r\"");
        assert_eq!(header.map(|e| e.to_string()).as_deref(), Some("KOI8-R"));
    }

    #[test]
    fn damaged_utf_8_is_not_taken_for_another_encoding() {
        let text = "“We wait,” he said. “We won’t go.”";
        let mut bytes = text.as_bytes().to_vec();
        bytes[7] = 0xFF;
        let (damaged, said) = read(&bytes);
        assert_eq!(
            (damaged, said),
            (text.replacen("ait", "\u{FFFD}it", 1), true)
        );
        let cut = "He said “no”".as_bytes();
        let (text, said) = read(&cut[..cut.len() - 1]);
        assert_eq!((text.as_str(), said), ("He said “no\u{FFFD}", true));
    }

    #[test]
    fn a_stream_is_decoded_by_its_mark_or_the_given_encoding() {
        let text = "id,text\n1,“Ščerba said”\n".repeat(3_000);
        let utf_16: Vec<u8> = "\u{FEFF}"
            .chars()
            .chain(text.chars())
            .flat_map(|c| (c as u16).to_be_bytes())
            .collect();
        let (latin_2, _, _) = encoding_rs::ISO_8859_2.encode("Ščerba,á");
        for (bytes, given, expected) in [
            (&utf_16[..], None, text.as_str()),
            (&latin_2, Encoding::named("latin2"), "Ščerba,á"),
            (text.as_bytes(), None, &text),
        ] {
            let reader = Box::new(io::Cursor::new(bytes.to_vec()));
            let read = io::read_to_string(Stream::new(reader, given).unwrap().reader).unwrap();
            assert_eq!(read, expected);
        }
    }
}
