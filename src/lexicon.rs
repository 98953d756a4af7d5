//! Word lists and tables: the format of all `data/*.tsv` and `data/*.txt` files of the program.
//!
//! A line is a row; its fields are separated by tabs, and several values of a field by `;`.
//! Empty lines and lines that start with `#` are comments.

/// The lines of a table without its comments.
pub fn lines(table: &str) -> impl Iterator<Item = &str> {
    let lines = table.lines();
    lines.filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// The rows of a table.
pub fn rows(table: &str) -> impl Iterator<Item = Row<'_>> {
    lines(table).map(Row)
}

/// A row of a table.
#[derive(Debug, Clone, Copy)]
pub struct Row<'t>(&'t str);

impl<'t> Row<'t> {
    /// The fields, from the left.
    pub fn fields(self) -> impl Iterator<Item = &'t str> {
        self.0.split('\t')
    }

    /// Field `i`, from 0; empty where the row is short.
    pub fn field(self, i: usize) -> &'t str {
        self.fields().nth(i).unwrap_or_default()
    }

    /// The values of field `i`.
    pub fn list(self, i: usize) -> impl Iterator<Item = &'t str> {
        list(self.field(i))
    }
}

/// The values of a field.
pub fn list(field: &str) -> impl Iterator<Item = &str> {
    field.split(';').map(str::trim).filter(|v| !v.is_empty())
}

const NUMBERS: [&str; 13] = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve",
];

/// The number that a word in lower case spells, from zero to twelve.
pub fn spelled_number(word: &str) -> Option<usize> {
    NUMBERS.iter().position(|number| *number == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_empty_lines_are_no_rows_and_short_rows_have_empty_fields() {
        let table = "# name\tother names\nferry\tboat; ship ;\n\nbridge\n";
        let rows: Vec<Row> = rows(table).collect();
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[0].field(0), "ferry");
        assert_eq!(rows[0].list(1).collect::<Vec<_>>(), ["boat", "ship"]);
        assert_eq!(rows[1].field(1), "");
        assert_eq!(rows[1].list(7).count(), 0);
    }
}
