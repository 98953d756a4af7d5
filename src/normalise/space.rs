//! White space.

/// Collapses each run of white space to one space, and trims the ends.
pub fn squeezed(text: &str) -> String {
    let mut squeezed = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !squeezed.is_empty() {
            squeezed.push(' ');
        }
        squeezed.push_str(word);
    }
    squeezed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_become_one_space() {
        assert_eq!(squeezed(" the\n\tferry\u{a0} sails "), "the ferry sails");
        assert_eq!(squeezed(" \n"), "");
    }
}
