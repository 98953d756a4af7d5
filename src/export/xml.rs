//! Text in XML 1.0, which does not allow some characters, not even as references.

use std::io::{self, Write};

/// Writes text into XML and counts the characters that it could not represent.
#[derive(Debug, Default)]
pub(super) struct Escape {
    /// Characters that XML cannot contain, each written as U+FFFD.
    pub(super) replaced: usize,
}

/// The position of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// As the value of an attribute.
    Attribute,
    /// Between the tags of an element.
    Element,
}

impl Escape {
    /// Text as the value of an attribute, without its quotes. Line breaks and tabs are
    /// escaped, since a reader would turn them into spaces.
    pub(super) fn attribute(&mut self, text: &str, out: &mut impl Write) -> io::Result<()> {
        self.write(text, Place::Attribute, out)
    }

    /// Text between tags.
    pub(super) fn text(&mut self, text: &str, out: &mut impl Write) -> io::Result<()> {
        self.write(text, Place::Element, out)
    }

    fn write(&mut self, text: &str, place: Place, out: &mut impl Write) -> io::Result<()> {
        let (mut rest, attribute) = (text, place == Place::Attribute);
        let special =
            |c: char| matches!(c, '&' | '<' | '>' | '"' | '\u{fffe}' | '\u{ffff}') || c < ' ';
        while let Some((at, c)) = rest.char_indices().find(|(_, c)| special(*c)) {
            let (before, after) = rest.split_at(at);
            out.write_all(before.as_bytes())?;
            let written = match c {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                '\n' if attribute => "&#10;",
                '\t' if attribute => "&#9;",
                // Unescaped, it would be read as a line feed.
                '\r' => "&#13;",
                '\n' => "\n",
                '\t' => "\t",
                _ => {
                    self.replaced += 1;
                    "\u{fffd}"
                }
            };
            out.write_all(written.as_bytes())?;
            rest = after.get(c.len_utf8()..).unwrap_or_default();
        }
        out.write_all(rest.as_bytes())
    }

    /// A line for the user about lost characters.
    pub(super) fn note(&self) -> Option<String> {
        (self.replaced > 0).then(|| {
            format!(
                "{} written as U+FFFD, because XML does not allow them",
                super::network::counted(self.replaced, "control character")
            )
        })
    }
}

/// An id as XML's NMTOKEN: other characters become `_xHH_` with their hexadecimal code, and so does an
/// underscore that could be read as the start of one.
pub(super) fn token(id: &str) -> String {
    use std::fmt::Write as _;
    let mut token = String::with_capacity(id.len());
    let mut rest = id.chars().peekable();
    while let Some(c) = rest.next() {
        if is_name(c) && !(c == '_' && rest.peek() == Some(&'x')) {
            token.push(c);
        } else {
            let _ = write!(token, "_x{:02X}_", u32::from(c));
        }
    }
    match token.is_empty() {
        true => "_x_".to_owned(),
        false => token,
    }
}

/// The characters of XML's NameChar that are valid in all editions of XML and in all readers we know.
fn is_name(c: char) -> bool {
    matches!(c,
        ':' | '_' | '-' | '.' | 'a'..='z' | 'A'..='Z' | '0'..='9'
        | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{131}'
        | '\u{134}'..='\u{13e}' | '\u{141}'..='\u{148}' | '\u{14a}'..='\u{17e}'
        | '\u{410}'..='\u{44f}' | '\u{4e00}'..='\u{9fa5}' | '\u{ac00}'..='\u{d7a3}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_text_is_markup_and_its_line_breaks_stay() {
        let mut escape = Escape::default();
        let mut out = Vec::new();
        let text = "a<b>]]>&\"\n\r\t\u{0}\u{1b}é\u{202e}\u{ffff}";
        escape.attribute(text, &mut out).unwrap();
        out.push(b'|');
        escape.text(text, &mut out).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "a&lt;b&gt;]]&gt;&amp;&quot;&#10;&#13;&#9;\u{fffd}\u{fffd}é\u{202e}\u{fffd}|\
             a&lt;b&gt;]]&gt;&amp;&quot;\n&#13;\t\u{fffd}\u{fffd}é\u{202e}\u{fffd}"
        );
        assert_eq!(escape.replaced, 6);
    }

    #[test]
    fn different_ids_give_different_tokens() {
        assert_eq!(token("person:séamus-o-brien"), "person:séamus-o-brien");
        assert_eq!(token("person:a@Q20"), "person:a_x40_Q20");
        assert_eq!(token("person:a_x40_Q20"), "person:a_x5F_x40_Q20");
        assert_eq!(token("a·\u{feff}ж"), "a_xB7__xFEFF_ж");
        assert_eq!(token(""), "_x_");
        assert_ne!(token("_x_"), token(""));
    }
}
