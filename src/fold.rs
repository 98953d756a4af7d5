//! Words made comparable: without case, accents, full stops and apostrophes.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The words of a name or question, folded: "The U.S." gives `the`, `us`; "Le Drian's" gives `le`,
/// `drians`; hyphens part words.
pub fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    for c in text.nfkd() {
        if is_combining_mark(c) || matches!(c, '.' | '\'' | '’' | '‘' | 'ʼ' | '\u{ad}') {
            continue;
        }
        if c.is_alphanumeric() || c == '&' {
            word.extend(plain(c).to_lowercase());
        } else if !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// Letters that Unicode does not take apart, as English keyboards write them.
fn plain(c: char) -> char {
    match c {
        'ø' => 'o',
        'Ø' => 'O',
        'ł' => 'l',
        'Ł' => 'L',
        'đ' => 'd',
        'Đ' => 'D',
        'ı' => 'i',
        other => other,
    }
}

/// Without a possessive ending: "Russia's" gives "Russia", "officials’" gives "officials".
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
        assert_eq!(words(" — "), Vec::<String>::new());
    }

    #[test]
    fn possessives_are_taken_off() {
        assert_eq!(without_possessive("Russia's"), "Russia");
        assert_eq!(without_possessive("officials’"), "officials");
        assert_eq!(without_possessive("Laos"), "Laos");
    }
}
