//! Input that is empty, broken or doubled: said in one line that names the file, and no reason to
//! lose the rest.

use crate::harness::Test;

const ARTICLE: &str = "date 2021-12-16\n\nLavrov on the telephone\n\n\
    Russian Foreign Minister Sergei Lavrov warned the United States on Thursday that a pause in \
    the talks would be a mistake.\n";

#[test]
fn an_empty_folder_has_nothing_to_build_and_says_so() {
    for command in ["build", "extract"] {
        Test::new()
            .folder("news")
            .args([command, "news"])
            .run()
            .exits(1)
            .complains("no document");
    }
}

#[test]
fn a_path_that_is_missing_is_named() {
    let ran = Test::new().args(["extract", "gone.txt"]).run().exits(1);
    let lines = ran.json_lines();
    assert_eq!(lines.len(), 1);
    assert!(lines[0]["error"].is_string());
    ran.complains("gone.txt");
    Test::new()
        .args(["extract", "gone.txt", "--strict"])
        .run()
        .exits(2)
        .complains("1 of 1 document could not be read");
}

#[test]
fn empty_and_binary_files_do_not_stop_the_others() {
    let ran = Test::new()
        .file("news/a.txt", "")
        .file("news/b.txt", b"\x7fELF\x00\x01\x02\x00\x00\xff\xfe")
        .file("news/c.txt", ARTICLE)
        .args(["extract", "news"])
        .run()
        .exits(0)
        .complains("b.txt");
    let lines = ran.json_lines();
    assert_eq!(lines.len(), 3);
    assert!(lines[1]["error"].is_string());
    assert_eq!(lines[2]["id"], "c");
    assert!(lines[2]["error"].is_null());
}

#[test]
fn broken_utf_8_is_read_with_a_warning_that_names_the_file() {
    let mut bytes = ARTICLE.as_bytes().to_vec();
    bytes.extend(b"The caf\xe9 was full.\n");
    let ran = Test::new()
        .file("broken.txt", bytes)
        .args(["extract", "broken.txt"])
        .run()
        .exits(0)
        .complains("warning: broken.txt:");
    assert!(ran.json_lines()[0]["error"].is_null());
}

#[test]
fn a_broken_line_of_json_is_an_error_with_its_number_and_the_rest_is_read() {
    let lines = "{\"id\": \"one\", \"text\": \"Lavrov said no.\"}\n{\"id\": \n{\"text\": \"Truss said yes.\"}\n";
    let ran = Test::new()
        .file("wire.jsonl", lines)
        .args(["extract", "wire.jsonl"])
        .run()
        .exits(0)
        .complains("wire.jsonl:2:")
        .complains("1 of 3 documents could not be read");
    let records = ran.json_lines();
    assert_eq!(records.len(), 3);
    assert_eq!(records[0]["id"], "one");
    assert!(
        records[1]["error"]
            .as_str()
            .is_some_and(|e| e.contains("line 2"))
    );
    // The third has no id: file and line make one.
    let id = records[2]["id"].as_str().unwrap_or_default();
    assert!(id.contains("wire") && id.contains('3'), "{id}");
    assert!(records[2]["error"].is_null());
}

#[test]
fn a_doubled_id_is_an_error_line() {
    let lines = "{\"id\": \"one\", \"text\": \"Lavrov said no.\"}\n{\"id\": \"one\", \"text\": \"Truss said yes.\"}\n";
    let ran = Test::new()
        .stdin(lines)
        .args(["extract", "-"])
        .run()
        .exits(0);
    let records = ran.json_lines();
    assert_eq!(records.len(), 2);
    assert!(records[0]["error"].is_null());
    assert!(
        records[1]["error"]
            .as_str()
            .is_some_and(|e| e.contains("one"))
    );
}

#[test]
fn a_document_without_a_date_has_none() {
    let undated = ARTICLE.lines().skip(2).collect::<Vec<_>>().join("\n");
    let ran = Test::new()
        .file("undated.txt", undated)
        .args(["extract", "undated.txt"])
        .run()
        .exits(0);
    assert!(ran.json_lines()[0]["date"].is_null());
}

#[cfg(unix)]
#[test]
fn a_file_without_permission_is_an_error_that_names_it() {
    use std::os::unix::fs::PermissionsExt;
    let test = Test::new()
        .file("locked.txt", ARTICLE)
        .file("open.txt", ARTICLE);
    let locked = test.file_path("locked.txt");
    std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(0o000)).expect("a lock");
    if std::fs::read(&locked).is_ok() {
        // The superuser reads it all the same.
        return;
    }
    let ran = test.args(["extract", "locked.txt", "open.txt"]).run();
    let ran = ran.exits(0).complains("locked.txt");
    assert_eq!(ran.json_lines().len(), 2);
}

#[test]
fn documents_in_which_nobody_speaks_make_no_graph() {
    let ran = Test::new()
        .file("news/rain.txt", "Rain fell on the harbour all day.\n")
        .args(["build", "news"])
        .run()
        .exits(1)
        .complains("but no statements in them");
    assert!(!ran.folder().join("graphs/news.json").exists());
}

#[test]
fn a_broken_graph_is_refused_by_name() {
    for bytes in [&b""[..], b"{\"nodes\": [", b"[1, 2]", b"\x00\xff"] {
        Test::new()
            .file("graphs/bad.json", bytes)
            .args(["query"])
            .run()
            .exits(2)
            .complains("bad.json");
    }
}

#[test]
fn a_name_that_leaves_the_folder_is_refused() {
    for name in ["../away", "", "a/b", ".hidden"] {
        Test::new()
            .file("a.txt", ARTICLE)
            .args(["build", "a.txt", "--name", name])
            .run()
            .exits(2)
            .complains("cannot be a file name");
    }
}

/// The statements that one text gives, as JSON.
fn statements(text: impl AsRef<[u8]>) -> Vec<serde_json::Value> {
    let ran = Test::new()
        .file("article.txt", text)
        .args(["extract", "article.txt"])
        .run()
        .exits(0);
    let lines = ran.json_lines();
    assert_eq!(lines.len(), 1);
    assert!(lines[0]["error"].is_null(), "{}", lines[0]["error"]);
    lines[0]["statements"]
        .as_array()
        .cloned()
        .unwrap_or_default()
}

#[test]
fn texts_in_other_languages_and_scripts_have_no_statements() {
    for text in [
        "Министр заявил в четверг, что переговоры продолжатся. «Мы ждем ответа», — сказал он. \
         Пресс-секретарь предупредил, что NATO и Joe Biden получили предложения.\n",
        "外交部发言人星期四表示，中方反对制裁。“我们希望双方保持克制，”他说。\n",
        "قال الوزير يوم الخميس إن المحادثات ستستمر في يناير. وأضاف: \"نحن ننتظر الرد\".\n",
        "Le ministre a déclaré jeudi que les négociations reprendraient en janvier. « Nous \
         attendons », a-t-il dit à la presse. Emmanuel Macron a averti Vladimir Poutine. \"Rien \
         n'est décidé\", a ajouté Dmitri Peskov.\n",
        "Die Ministerin sagte am Donnerstag, die Gespräche würden fortgesetzt. „Wir warten“, sagte \
         sie in Berlin. Olaf Scholz warnte Russland vor \"schweren Folgen\". Dmitri Peskow sagte: \
         \"Das ist falsch.\"\n",
    ] {
        let found = statements(text);
        assert!(found.is_empty(), "{text}: {found:?}");
    }
}

#[test]
fn tables_and_other_text_without_sentences_say_nothing() {
    for text in [
        "Country\t2019\t2020\nRussia\t1,700\t1,480\nUkraine\t153\t156\n",
        "| Bill | Sponsor | Status |\n| --- | --- | --- |\n| Water Act | Smith | Passed |\n",
        &"\"".repeat(20_000),
        &"“ ” ‘ ’ \" ' ".repeat(5_000),
        &"(".repeat(20_000),
        &"said ".repeat(20_000),
        &"a".repeat(200_000),
    ] {
        let found = statements(text);
        assert!(found.is_empty(), "{:.60}: {} found", text, found.len());
    }
}

#[test]
fn lists_keep_their_statements() {
    let text = "Five things to know\n\n- Petra Novak said the bridge is safe.\n\
        - The council rejected the plan.\n* Cost: $4 million\n\
        • “We will appeal,” the contractor said.\n";
    let cues: Vec<String> = statements(text)
        .iter()
        .map(|s| s["cue"]["text"].as_str().unwrap_or_default().to_owned())
        .collect();
    assert_eq!(cues, ["said", "rejected", "said"]);
}

#[test]
fn a_text_without_full_stops_is_read_to_its_end() {
    let clause = "the mayor warned that the bridge would close and the river rose again ";
    let found = statements(clause.repeat(1_500));
    let spans = |s: &serde_json::Value| s["content"]["spans"][0][0].as_u64().unwrap_or(0);
    let last = found.iter().map(spans).max().unwrap_or(0);
    assert!(found.len() > 200, "{} found", found.len());
    assert!(last > 1_400 * clause.len() as u64, "the last at {last}");
}

#[test]
fn many_statements_in_one_document_are_all_read() {
    let turns = "SMITH: The vote was fair.\n\nJONES: Then show us the ballots.\n\n";
    assert_eq!(statements(turns.repeat(2_000)).len(), 4_000);
}

/// A table with one sound row and many that have a field too many.
fn broken_rows(many: usize) -> Test {
    let row = "Truss said yes.";
    let bad = "Lavrov said no.,2021-12-16,\n".repeat(many);
    Test::new()
        .file("wire.csv", format!("text,date\n{row},2021-12-16\n{bad}"))
        .path("")
}

#[test]
fn of_thousands_of_bad_rows_ten_are_told_and_the_rest_is_counted() {
    let shown = |command: &[&str], threads: &str| {
        let args = command.iter().copied().chain(["--threads", threads]);
        broken_rows(5_000).args(args).run()
    };
    for command in [&["extract", "wire.csv"][..], &["build", "wire.csv"]] {
        let ran = shown(command, "1").exits(0);
        let told = ran.stderr();
        assert_eq!(told, shown(command, "3").exits(0).stderr());
        let lines: Vec<&str> = told.lines().collect();
        for (line, number) in lines.iter().zip(3..13) {
            assert!(
                line.starts_with(&format!("dixit: wire.csv:{number}: this row has 3")),
                "{line}"
            );
        }
        let rest = "dixit: … and 4990 more documents could not be read; ";
        assert!(lines[10].starts_with(rest), "{told}");
        match command[0] {
            "extract" => {
                assert_eq!(
                    lines[11..],
                    ["dixit: 5000 of 5001 documents could not be read"]
                );
                let records = ran.json_lines();
                let errors = records.iter().filter(|record| record["error"].is_string());
                assert_eq!((records.len(), errors.count()), (5_001, 5_000));
            }
            _ => {
                assert_eq!(lines.len(), 11, "{told}");
                ran.prints("5000 documents could not be read");
            }
        }
        shown(command, "2")
            .then(command.iter().copied().chain(["--strict"]))
            .exits(2);
    }
    let ran = broken_rows(10).args(["extract", "wire.csv"]).run();
    assert_eq!(ran.exits(0).stderr().lines().count(), 11);
}

#[test]
fn of_each_kind_of_complaint_the_first_are_told() {
    let article = |day: usize| serde_json::json!({"id": day, "date": format!("day {day}"), "text": "Truss said yes."});
    let lines: String = (0..30)
        .map(|day| format!("{}\n{{}}\n", article(day)))
        .collect();
    let unused: String = (0..12)
        .map(|i| format!("[[ignore]]\nstatement = \"{i:016x}\"\n"))
        .collect();
    let table: String = (0..15)
        .map(|i| format!("own:{i}\tA Name\tplanet\n"))
        .collect();
    let test = Test::new()
        .file("wire.jsonl", lines)
        .file("fixes.toml", unused)
        .file("own.tsv", format!("id\tname\tkind\n{table}"))
        .path("");
    let build = "build wire.jsonl --corrections fixes.toml --kb own.tsv";
    let ran = test.args(build.split(' ')).run().exits(0);
    let told = ran.stderr();
    for line in [
        "dixit: … and 5 more warnings about --kb\n",
        "dixit: … and 20 more warnings\n",
        "dixit: … and 20 more documents could not be read; 'dixit extract' gives the error of each\n",
        "dixit: … and 2 more corrections without effect\n",
    ] {
        assert!(told.contains(line), "{told}");
    }
    assert_eq!(told.lines().count(), 44, "{told}");
    ran.prints("30 warnings while reading");
}
