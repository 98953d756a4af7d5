//! Normalises words for comparison: without case, accents, full stops and apostrophes.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The words of a name or question, folded: "The U.S." becomes `the`, `us`; "Le Drian's" becomes `le`,
/// `drians`; hyphens separate words.
pub fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    for c in text.nfkd() {
        if is_combining_mark(c) || matches!(c, '.' | '\'' | '’' | '‘' | 'ʼ' | '\u{ad}') {
            continue;
        }
        if c.is_alphanumeric() || c == '&' {
            push_plain(c, &mut word);
        } else if !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// A word without accents and curly marks, in lower case; its hyphens are plain ones.
pub fn letters(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let mut out = String::with_capacity(word.len());
    for c in word.nfkd() {
        match c {
            '’' | '‘' | 'ʼ' | 'ʻ' => {}
            '–' | '‑' | '‐' => out.push('-'),
            c if is_combining_mark(c) => {}
            c => push_plain(c, &mut out),
        }
    }
    out
}

/// Appends a letter in lower case; letters that Unicode does not decompose become their usual English spelling.
fn push_plain(c: char, out: &mut String) {
    match c {
        'ø' | 'Ø' => out.push('o'),
        'ł' | 'Ł' => out.push('l'),
        'đ' | 'Đ' | 'ð' | 'Ð' => out.push('d'),
        'ı' => out.push('i'),
        'ß' | 'ẞ' => out.push_str("ss"),
        'æ' | 'Æ' => out.push_str("ae"),
        'œ' | 'Œ' => out.push_str("oe"),
        'þ' | 'Þ' => out.push_str("th"),
        c => out.extend(c.to_lowercase()),
    }
}

/// Removes a possessive ending: "Russia's" becomes "Russia", "officials’" becomes "officials".
pub fn without_possessive(word: &str) -> &str {
    for ending in ["'s", "’s", "'S", "’S"] {
        if let Some(stem) = word.strip_suffix(ending) {
            return stem;
        }
    }
    word.trim_end_matches(['\'', '’'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_and_marks_do_not_matter() {
        assert_eq!(words("The U.S."), ["the", "us"]);
        assert_eq!(
            words("Recep Tayyip Erdoğan"),
            ["recep", "tayyip", "erdogan"]
        );
        assert_eq!(words("Jean-Yves LE DRIAN"), ["jean", "yves", "le", "drian"]);
        assert_eq!(
            words("Mette Frederiksen, Søren"),
            ["mette", "frederiksen", "soren"]
        );
        assert_eq!(words("Jonas Strauß"), words("Jonas Strauss"));
        assert_eq!(words(" — "), Vec::<String>::new());
        assert_eq!(letters("Sæ‑Þór’s"), "sae-thors");
    }

    #[test]
    fn possessives_are_taken_off() {
        assert_eq!(without_possessive("Russia's"), "Russia");
        assert_eq!(without_possessive("officials’"), "officials");
        assert_eq!(without_possessive("Laos"), "Laos");
    }
}
