//! What the README shows is what the program prints: every `$ dixit …` line of a `console` block is
//! run from the project's folder, and the lines below it are its output.

use std::process::Command;

#[test]
fn the_readme_shows_what_the_program_prints() {
    let root = env!("CARGO_MANIFEST_DIR");
    let readme = std::fs::read_to_string(format!("{root}/README.md")).expect("README.md is there");
    let mut commands = 0;
    for block in readme.split("```console\n").skip(1) {
        let block = block.split("```").next().unwrap_or("");
        for part in block.split("$ dixit ").skip(1) {
            let (line, expected) = part.split_once('\n').unwrap_or((part, ""));
            let output = Command::new("bash")
                .args(["-c", &format!("\"$DIXIT\" {line}")])
                .env("DIXIT", env!("CARGO_BIN_EXE_dixit"))
                .env("COLUMNS", "120")
                .current_dir(root)
                .output()
                .expect("bash runs");
            let printed = String::from_utf8_lossy(&output.stdout);
            assert_eq!(
                tidy(&printed),
                tidy(expected),
                "\nREADME.md, `dixit {line}`\n{}",
                String::from_utf8_lossy(&output.stderr)
            );
            commands += 1;
        }
    }
    assert!(commands >= 3, "the README shows {commands} commands");
}

/// Without blanks at the ends of lines and empty lines at the ends of the text.
fn tidy(text: &str) -> String {
    text.trim_end()
        .lines()
        .map(str::trim_end)
        .collect::<Vec<_>>()
        .join("\n")
}
