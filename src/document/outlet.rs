//! Names of outlets: comparable ones, and those that a user gives to hosts and folders.

use super::Document;
use crate::error::Error;
use crate::normalise::folding;
use std::str::FromStr;

/// The name of the outlet whose articles come from a host, or are in a folder: `ferry.example=The Daily Ferry`.
///
/// A host stands for its subdomains too. An article that names its outlet keeps that name.
///
/// ```
/// use dixit::document::{Options, OutletName};
///
/// let ferry: OutletName = "ferry.example=The Daily Ferry".parse()?;
/// let options = Options::default().with_outlet(ferry);
/// assert!("ferry.example".parse::<OutletName>().is_err());
/// # Ok::<(), dixit::error::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutletName {
    /// A host, or the name of a folder.
    pub from: String,
    /// The outlet.
    pub name: String,
}

impl FromStr for OutletName {
    type Err = Error;

    /// # Errors
    /// No "=", or nothing before or after it.
    fn from_str(text: &str) -> Result<OutletName, Error> {
        let parts = text.split_once('=');
        match parts.map(|(from, name)| (from.trim(), name.trim())) {
            Some((from, name)) if !from.is_empty() && !name.is_empty() => Ok(OutletName {
                from: from.to_owned(),
                name: name.to_owned(),
            }),
            _ => Err(Error::new(
                "write HOST=NAME or FOLDER=NAME, such as \"ferry.example=The Daily Ferry\"",
            )),
        }
    }
}

impl OutletName {
    /// How exactly this says where an article is from: its host counts before its folders, a longer host before a
    /// shorter one, and an inner folder before an outer one. `None` if it says nothing about the article.
    pub(super) fn closeness(&self, document: &Document) -> Option<(bool, usize)> {
        let host = document.url.as_deref().and_then(host);
        if host.is_some_and(|host| self.is_host_of(host)) {
            return Some((true, self.from.len()));
        }
        let folder = document.path.as_deref()?.parent()?;
        let folders: Vec<_> = folder.iter().collect();
        let place = folders
            .iter()
            .rposition(|folder| *folder == self.from.as_str());
        place.map(|place| (false, place))
    }

    fn is_host_of(&self, host: &str) -> bool {
        let rest = host.len().checked_sub(self.from.len());
        let Some((front, end)) = rest.and_then(|rest| host.split_at_checked(rest)) else {
            return false;
        };
        end.eq_ignore_ascii_case(&self.from) && (front.is_empty() || front.ends_with('.'))
    }
}

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

    #[test]
    fn a_host_or_a_folder_has_a_name() {
        let of = |from: &str, url: &str, path: &str| {
            let article = Document::new("a", "Text").place(path, 1).url(url);
            OutletName::from_str(&format!("{from} = The Ferry"))
                .is_ok_and(|given| given.closeness(&article).is_some())
        };
        assert!(of("ferry.example", "https://ferry.example/a", "a.txt"));
        assert!(of(
            "Ferry.Example",
            "https://www.ferry.example:80/a",
            "a.txt"
        ));
        assert!(of("ferry", "", "news/ferry/2024/a.txt"));
        assert!(!of(
            "ferry.example",
            "https://otherferry.example/a",
            "a.txt"
        ));
        assert!(!of("ferry.example", "https://ferry.example.org/a", "a.txt"));
        assert!(!of("é.example", "https://x", "a.txt"));
        assert!(!of("a.txt", "", "news/a.txt"));
    }
}
