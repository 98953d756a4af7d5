//! Character classes for splitting text into tokens and sentences.

/// White space, and zero-width characters that web texts have between words.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200B}' | '\u{2060}' | '\u{FEFF}')
}

/// A mark that may open or close a quotation; single ones and apostrophes included.
pub(super) fn is_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '`'
            | '´'
            | '“'
            | '”'
            | '„'
            | '‟'
            | '‘'
            | '’'
            | '‚'
            | '‛'
            | '«'
            | '»'
            | '‹'
            | '›'
            | '「'
            | '」'
            | '『'
            | '』'
    )
}

/// Punctuation that is a token of its own wherever it starts or ends a word.
pub(super) fn is_punctuation(c: char) -> bool {
    matches!(
        c,
        ',' | ':'
            | ';'
            | '!'
            | '?'
            | '¿'
            | '¡'
            | '('
            | ')'
            | '['
            | ']'
            | '{'
            | '}'
            | '<'
            | '>'
            | '_'
            | '#'
            | '*'
            | '&'
            | '…'
            | '·'
            | '•'
            | '،'
            | '؟'
            | '؛'
            | '۔'
            | '٪'
            | '।'
            | '॥'
            | '〈'
            | '〉'
            | '《'
            | '》'
            | '【'
            | '】'
            | '〔'
            | '〕'
    ) || is_wide_punctuation(c)
}

/// Punctuation of Chinese and Japanese text, which has no spaces around it.
pub(super) fn is_wide_punctuation(c: char) -> bool {
    matches!(
        c,
        '。' | '！' | '？' | '，' | '、' | '；' | '：' | '｡' | '．' | '（' | '）' | '～'
    )
}

/// A character of a script that puts no spaces between words; each is a token of its own.
pub(super) fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// A currency sign.
pub(super) fn is_currency(c: char) -> bool {
    matches!(
        c,
        '$' | '£' | '¥' | '¢' | '฿' | '﷼' | '\u{20A0}'..='\u{20CF}'
    )
}

/// A pictograph, dingbat or other symbol that is not part of a word.
pub(super) fn is_symbol(c: char) -> bool {
    matches!(c, '¦' | '©' | '®' | '°' | '№' | '™' | '℠' | '℗' | '℮'
        | '\u{2190}'..='\u{23FF}' | '\u{2460}'..='\u{27BF}' | '\u{2900}'..='\u{297F}'
        | '\u{2B00}'..='\u{2BFF}' | '\u{1F000}'..='\u{1FAFF}')
}

/// A dash that is a token of its own.
pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '—' | '–')
}

/// A mark that can end a sentence; a full stop may also belong to an abbreviation.
pub(super) fn ends_sentence(c: char) -> bool {
    matches!(
        c,
        '.' | '!' | '?' | '…' | '。' | '！' | '？' | '｡' | '．' | '؟' | '۔' | '।' | '॥'
    )
}

/// A bracket that belongs to the sentence before it if it follows a final mark.
pub(super) fn is_closing_bracket(c: char) -> bool {
    matches!(c, ')' | ']' | '}' | '）' | '】' | '〕' | '》' | '〉')
}

/// A bracket that belongs to what follows it.
pub(super) fn is_opening_bracket(c: char) -> bool {
    matches!(c, '(' | '[' | '{' | '（' | '【' | '〔' | '《' | '〈')
}
