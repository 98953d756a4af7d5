//! Finds the source, cue and content of a statement in its sentence.
//!
//! A report has the words with their positions in the article, and the sentence with collapsed white space
//! but without its position. So the words are searched for in the sentence, in their order, and
//! if there are several matches, the one with gaps nearest to those in the article is used.

use crate::export::shortened::stretches;
use crate::extract::record::CharSpan;

/// The role of a mark in the statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Source,
    Cue,
    Content,
}

/// Words of a sentence, `[start, end)` in UTF-16 code units, as scripts in a page count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mark {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) part: Part,
}

/// Words to look for, and where they start and end in the article, in code points.
struct Wanted<'a> {
    words: &'a str,
    place: [usize; 2],
    part: Part,
}

/// Maximum number of positions of the first words to try.
const MAX_TRIED: usize = 64;

/// Words of a report, and their positions in the article.
pub(super) type Located<'a> = (&'a str, &'a [CharSpan]);

/// The marks of a report's source, cue and content in its sentence, in order and without
/// overlaps; `None` if the sentence does not have all of their words.
pub(super) fn find([source, cue, content]: [Located; 3], sentence: &str) -> Option<Vec<Mark>> {
    let mut wanted = Vec::new();
    for (words, part) in [
        (source, Part::Source),
        (cue, Part::Cue),
        (content, Part::Content),
    ] {
        wanted.extend(pieces(words, part)?);
    }
    wanted.sort_by_key(|piece| (piece.place, piece.part));
    let first = wanted.first()?;
    let starts = sentence.match_indices(first.words).map(|(start, _)| start);
    let readings = starts
        .take(MAX_TRIED)
        .filter_map(|start| read(sentence, start, &wanted));
    let (_, bytes) = readings.min_by_key(|(strain, _)| *strain)?;
    Some(in_utf16(sentence, &bytes))
}

/// The words of each span; `None` if they cannot be separated.
fn pieces<'a>((text, spans): Located<'a>, part: Part) -> Option<Vec<Wanted<'a>>> {
    let wanted = |words: &'a str, place| Wanted {
        words: words.trim(),
        place,
        part,
    };
    let (Some(first), Some(last)) = (spans.first(), spans.last()) else {
        return Some(Vec::new());
    };
    if spans.len() == 1 || !text.contains(" … ") {
        // Adjacent spans are one.
        return Some(vec![wanted(text, [first[0], last[1]])]);
    }
    let each = stretches(text, spans.len())?.into_iter().zip(spans);
    Some(each.map(|(text, place)| wanted(text, *place)).collect())
}

/// Bytes of the words if the first of them starts at `start`, and the difference of the gaps between them
/// from those in the article.
fn read(sentence: &str, start: usize, wanted: &[Wanted]) -> Option<(usize, Vec<Mark>)> {
    let (mut marks, mut strain) = (Vec::new(), 0);
    let mut last: Option<(usize, usize)> = None;
    for piece in wanted {
        let from = last.map_or(start, |(end, _)| end);
        let rest = sentence.get(from..)?;
        let expected = last.map_or(0, |(_, place)| piece.place[0].saturating_sub(place));
        let found = rest
            .match_indices(piece.words)
            .take(MAX_TRIED)
            .map(|(offset, _)| {
                let gap = rest.get(..offset).map_or(0, |gap| gap.chars().count());
                (gap.abs_diff(expected), from + offset)
            })
            .min()?;
        strain += found.0;
        let end = found.1 + piece.words.len();
        if end > found.1 {
            marks.push(Mark {
                start: found.1,
                end,
                part: piece.part,
            });
        }
        last = Some((end, piece.place[1]));
    }
    Some((strain, marks))
}

fn in_utf16(sentence: &str, bytes: &[Mark]) -> Vec<Mark> {
    let mut marks = Vec::with_capacity(bytes.len());
    let (mut byte, mut unit) = (0, 0);
    // Marks are in order, so each character is counted once.
    let mut units_to = |until: usize| {
        let between = sentence.get(byte..until).unwrap_or_default();
        unit += between.encode_utf16().count();
        byte = until;
        unit
    };
    for mark in bytes {
        marks.push(Mark {
            start: units_to(mark.start),
            end: units_to(mark.end),
            part: mark.part,
        });
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The marked words when source, cue and content are at these places of an article.
    fn marked(sentence: &str, parts: [Located; 3]) -> Option<Vec<(usize, String, Part)>> {
        let units: Vec<u16> = sentence.encode_utf16().collect();
        let marks = find(parts, sentence)?;
        let words = |m: &Mark| String::from_utf16(&units[m.start..m.end]).unwrap();
        Some(marks.iter().map(|m| (m.start, words(m), m.part)).collect())
    }

    #[test]
    fn words_are_found_where_the_article_has_them() {
        let sentence = "“It 🚋 stays,” Ada said; what Ada said was final.";
        let found = marked(
            sentence,
            [
                ("Ada", &[[130, 133]]),
                ("said", &[[134, 138]]),
                ("was final", &[[139, 148]]),
            ],
        );
        let found = found.unwrap();
        assert_eq!(found[0], (30, "Ada".to_owned(), Part::Source));
        assert_eq!(found[1], (34, "said".to_owned(), Part::Cue));
        assert_eq!(found[2], (39, "was final".to_owned(), Part::Content));
    }

    #[test]
    fn pieces_of_a_broken_content_are_marked_one_by_one() {
        let found = marked(
            "“We will,” she said, “not go.”",
            [
                ("she", &[[11, 14]]),
                ("said", &[[15, 19]]),
                ("“We will,” … “not go.”", &[[0, 10], [21, 30]]),
            ],
        );
        let words: Vec<String> = found
            .unwrap()
            .into_iter()
            .map(|(_, words, _)| words)
            .collect();
        assert_eq!(words, ["“We will,”", "she", "said", "“not go.”"]);
    }

    #[test]
    fn words_that_are_not_there_are_not_marked() {
        let parts: [Located; 3] = [("She", &[[0, 3]]), ("said", &[[4, 8]]), ("no", &[[9, 11]])];
        assert_eq!(marked("She said yes.", parts), None);
        assert_eq!(marked("", parts), None);
    }
}
