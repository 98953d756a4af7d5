//! `dixit verify`: exact, altered, by someone else, or not on record.

use crate::harness::{Ran, Test};
use crate::newsroom;

fn verify(quotation: &str, speaker: &str) -> Ran {
    let args = ["verify", quotation, "--speaker", speaker];
    newsroom::folder().args(args).run()
}

#[test]
fn a_true_quotation_is_exact_whatever_its_marks() {
    for quotation in [
        "We will keep every ferry running through the winter",
        "\"we will keep EVERY ferry running\"",
        "We will … every ferry running through the winter.",
    ] {
        verify(quotation, "Moss")
            .exits(0)
            .prints("exact:")
            .prints("2022-03-01  Ada Moss said (tell)")
            .prints("news/wire.txt:1");
    }
}

#[test]
fn an_altered_quotation_shows_the_difference() {
    verify(
        "We will keep most ferries running through the winter",
        "Ada Moss",
    )
    .exits(0)
    .prints("altered:")
    .prints("as asked: We will keep [-every ferry-] {+most ferries+} running through the winter");
}

#[test]
fn words_of_somebody_else_are_told_as_such() {
    verify("the money is gone and the tide does not wait", "Moss")
        .exits(0)
        .prints("by someone else:")
        .prints("John Smythe said");
}

#[test]
fn an_articles_own_words_are_no_quotation() {
    verify("the old pier would fall in the next storm", "Smythe")
        .exits(0)
        .prints("exact:")
        .prints("not a direct quotation");
}

#[test]
fn words_that_the_speaker_denies_are_not_borne_out() {
    let quotation = "the east pier would be ready before May";
    verify(quotation, "Moss")
        .exits(1)
        .prints("exact words, but denied by the speaker:")
        .prints("said (deny)");
    verify("the east pier will be ready before May", "Moss")
        .exits(1)
        .prints("altered words, but denied by the speaker:");
    verify(
        "We will not keep every ferry running through the winter",
        "Moss",
    )
    .exits(1)
    .prints("altered words, but “not” is added:");
    let args = ["verify", quotation, "-f", "json"];
    let ran = newsroom::folder().args(args).run().exits(1);
    let found: serde_json::Value = serde_json::from_str(&ran.stdout()).expect("JSON");
    assert_eq!(found["verdict"], "not-asserted");
    assert_eq!(found["nearest"][0]["caveats"][0]["is"], "denied");
}

#[test]
fn a_quotation_that_loses_its_not_or_its_speaker_is_told() {
    let article = "Ivo Brandt said on Monday that Ada Moss had promised not to sell the east pier.";
    let built = Test::new()
        .file("news/a.txt", article)
        .args(["build", "news"])
        .run()
        .exits(0);
    built
        .then(["verify", "to sell the east pier", "--speaker", "Ada Moss"])
        .exits(1)
        .prints("exact words, but “not” is left out:")
        .then([
            "verify",
            "not to sell the east pier",
            "--speaker",
            "Ivo Brandt",
        ])
        .exits(0)
        .prints("by someone else:")
        .prints("attributed to Ada Moss");
}

#[test]
fn what_nobody_said_is_not_on_record() {
    verify(
        "The moon is made of green cheese and nothing besides",
        "Moss",
    )
    .exits(1)
    .complains("not on record by Moss in graph newsroom");
}

#[test]
fn names_that_nobody_has_and_quotations_without_words_are_refused() {
    verify("of the", "Moss")
        .exits(2)
        .complains("'of the' occurs in many statements");
    verify("every ferry", "Mosse")
        .exits(1)
        .complains("nobody is called 'Mosse'")
        .complains("Ada Moss");
    verify("…!", "Moss").exits(2).complains("no words");
    verify(&"word ".repeat(10_000), "Moss")
        .exits(2)
        .complains("one sentence at a time");
}

#[test]
fn json_has_the_verdict_and_its_proof() {
    let args = [
        "verify",
        "keep every boat running through the winter",
        "graphs/newsroom.json",
    ];
    let ran = newsroom::folder()
        .args(args)
        .args(["-f", "json"])
        .run()
        .exits(0);
    let found: serde_json::Value = serde_json::from_str(&ran.stdout()).expect("JSON");
    assert_eq!(found["verdict"], "altered");
    let nearest = &found["nearest"][0];
    assert_eq!(nearest["statement"]["id"], "wire-0");
    assert_eq!(nearest["quoted"], true);
    assert_eq!(nearest["difference"][1]["change"], "left");
    assert_eq!(nearest["difference"][1]["text"], "ferry");
}
