//! The list of a folder's articles, `articles.tsv`: a file of brat has a name but no id or date.
//!
//! One line for each article: its file (without `.txt` and `.ann`), id, date, title, web address and publisher. In
//! ids, a tab, line break or backslash is written as `\t`, `\n`, `\r` or `\\`.

use crate::date::Date;
use crate::error::{Error, Result};
use crate::extract::record::Extraction;
use crate::normalise::space::squeezed;
use std::path::Path;

/// The name of the list.
pub(super) const NAME: &str = "articles.tsv";

/// The first line.
pub(super) const HEADING: &str = "file\tid\tdate\ttitle\turl\tsource\n";

/// The line of an article.
pub(super) fn line(file: &str, about: &Extraction) -> String {
    let plain = |text: &Option<String>| squeezed(text.as_deref().unwrap_or_default());
    let date = about.date.map(|date| date.to_string()).unwrap_or_default();
    let columns = [
        file.to_owned(),
        escaped(&about.id),
        date,
        plain(&about.title),
        plain(&about.url),
        plain(&about.source),
    ];
    format!("{}\n", columns.join("\t"))
}

/// The id and date of the article that `path` (`NAME.ann`) annotates, if the folder has a list with it.
///
/// # Errors
/// A list that cannot be read, or a date that is none.
pub(super) fn find(path: &Path) -> Result<Option<(String, Option<Date>)>> {
    let list = path.with_file_name(NAME);
    if !list.is_file() {
        return Ok(None);
    }
    let text = crate::input::read_to_string(&list).map_err(|e| Error::at(&list, e))?;
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    for (number, line) in text.lines().enumerate() {
        let mut columns = line.split('\t');
        if columns.next() != Some(&name) {
            continue;
        }
        let Some(id) = columns.next().filter(|id| !id.is_empty()) else {
            return Ok(None);
        };
        let date = match columns.next().unwrap_or_default() {
            "" => None,
            date => Some(date.parse().map_err(|why| {
                Error::new(format!(
                    "{}:{}: {date:?}: {why}",
                    list.display(),
                    number + 1
                ))
            })?),
        };
        return Ok(Some((unescaped(id), date)));
    }
    Ok(None)
}

fn escaped(id: &str) -> String {
    let mut out = String::with_capacity(id.len());
    for c in id.chars() {
        match c {
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\\' => out.push_str("\\\\"),
            c => out.push(c),
        }
    }
    out
}

fn unescaped(id: &str) -> String {
    let mut out = String::with_capacity(id.len());
    let mut rest = id.chars();
    while let Some(c) = rest.next() {
        match c {
            '\\' => match rest.next() {
                Some('t') => out.push('\t'),
                Some('n') => out.push('\n'),
                Some('r') => out.push('\r'),
                Some(other) => out.push(other),
                None => out.push('\\'),
            },
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_id_is_read_back() {
        for id in ["plain", "a\tb\nc\r\\n", "\\", "..\\..", "é🕊️"] {
            assert_eq!(unescaped(&escaped(id)), id);
            assert!(!escaped(id).contains(['\t', '\n', '\r']));
        }
    }
}
