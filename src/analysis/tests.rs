//! Copies are found by what they print, and their reports count as one text.

use super::copies::Copies;
use crate::document::Fingerprint;
use crate::graph::Graph;
use crate::graph::sample::extractions;

/// A story of so many sentences, which shares no run of five words with a story of another number.
fn story(number: usize, sentences: usize) -> String {
    let words = ["pier", "council", "winter", "ferry", "bill", "storm"];
    let sentence = |place: usize| {
        let word = |turn: usize| words[(place * 7 + turn * turn) % words.len()];
        format!(
            "Item {number}-{place}: the {} of {number} paid the {} of {number}, and {} was seen by {number}.",
            word(1),
            word(2),
            word(3)
        )
    };
    let sentences: Vec<String> = (0..sentences).map(sentence).collect();
    sentences.join(" ")
}

fn graph(texts: &[Option<String>]) -> Graph {
    let mut documents = extractions();
    documents.truncate(texts.len());
    assert_eq!(
        documents.len(),
        texts.len(),
        "the sample has too few documents"
    );
    for (document, text) in documents.iter_mut().zip(texts) {
        document.fingerprint = text.as_deref().map(Fingerprint::of);
    }
    Graph::from_extractions("copies", documents, &Default::default())
}

#[test]
fn a_shortened_copy_is_the_text_of_the_earliest() {
    let whole = story(1, 40);
    let shorter = format!("By our own staff. {}", story(1, 28));
    let graph = graph(&[Some(story(2, 40)), Some(shorter), Some(whole), None]);
    let copies = Copies::of(&graph);
    let originals: Vec<Option<usize>> = graph
        .document_indices()
        .map(|document| copies.original(document).map(|original| original.index()))
        .collect();
    let copied: Vec<usize> = originals.iter().flatten().copied().collect();
    assert_eq!(copied.len(), 1, "{originals:?}");
    let earliest = &graph.documents()[copied[0]];
    let copy = originals.iter().position(Option::is_some).unwrap();
    assert!(earliest.date < graph.documents()[copy].date);
    assert_eq!(copies.texts(graph.document_indices()), 3);
}

#[test]
fn texts_without_fingerprints_are_nobodys_copies() {
    let graph = graph(&[None, None, None]);
    assert_eq!(Copies::of(&graph).texts(graph.document_indices()), 3);
}
