//! A user's own table beside the built-in one.

use crate::harness::Test;

const ARTICLE: &str = "date 2022-03-01\n\nPier talks\n\nAda Moss said the pier was not safe.\n";

#[test]
fn names_of_a_users_table_are_linked() {
    let test = || {
        Test::new()
            .file("pier.txt", ARTICLE)
            .arg("extract")
            .arg("pier.txt")
    };
    let without = test().run().exits(0).json_lines();
    assert_eq!(
        without[0]["statements"][0]["speaker"]["id"],
        "person:ada-moss"
    );
    let with = test()
        .file(
            "own.tsv",
            "id\tname\toffices\nown:1\tAda Moss\tHarbour Minister~Norway~2021~\nown:2\t\n",
        )
        .file(
            "more.jsonl",
            "{\"name\": \"Pier Union\", \"kind\": \"ngo\"}\n",
        )
        .args(["--kb", "own.tsv", "--kb", "more.jsonl"])
        .run()
        .exits(0)
        .complains("dixit: warning: own.tsv:3: no name; the row is skipped\n")
        .json_lines();
    let moss = &with[0]["entities"][0];
    assert_eq!(with[0]["statements"][0]["speaker"]["id"], "own:1");
    assert_eq!(moss["roles"][0]["title"], "Harbour Minister");
    assert_eq!(moss["represents"]["name"], "Norway");
}

#[test]
fn a_table_that_cannot_be_read_is_an_error() {
    let test = || {
        Test::new()
            .file("pier.txt", ARTICLE)
            .arg("build")
            .arg("pier.txt")
    };
    let missing = test().args(["--kb", "none.tsv"]).run();
    missing.exits(2).complains("none.tsv: cannot be read");
    test()
        .file("own.tsv", "id\tnames\n")
        .args(["--kb", "own.tsv"])
        .run()
        .exits(2)
        .complains("own.tsv:1: no column \"name\"");
}
