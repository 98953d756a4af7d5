//! Comparable names of outlets.

use crate::normalise::folding;

/// The comparable name of an outlet or host: "The Moscow Times", "moscowtimes" and "www.themoscowtimes.com"
/// are equal.
pub fn outlet(name: &str) -> String {
    let name = name.trim().to_lowercase();
    let name = name.strip_prefix("www.").unwrap_or(&name);
    let name = [".com", ".org", ".net", ".co.uk"]
        .iter()
        .find_map(|ending| name.strip_suffix(ending))
        .unwrap_or(name);
    let joined = folding::words(name).concat();
    joined.strip_prefix("the").unwrap_or(&joined).to_owned()
}

/// The host of an address: `www.example.org` of `https://www.example.org/a`.
pub fn host(url: &str) -> Option<&str> {
    let rest = url.split_once("://")?.1;
    rest.split(['/', ':', '?', '#']).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_an_outlet_are_equal() {
        for name in ["The Daily Ferry", "dailyferry", "www.thedailyferry.com"] {
            assert_eq!(outlet(name), "dailyferry", "{name}");
        }
        assert_eq!(host("https://ferry.example:80/a?b"), Some("ferry.example"));
        assert_eq!(host("no address"), None);
    }
}
