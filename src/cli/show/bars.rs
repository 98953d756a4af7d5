//! Bars and sparklines, drawn with the block characters of Unicode.

/// Columns of the longest bar.
pub(in crate::cli) const LONGEST: usize = 24;

/// A bar of up to `columns`, in eighths of a column; every value above zero has a visible bar.
pub(in crate::cli) fn bar(value: f64, max: f64, columns: usize) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    if value <= 0.0 || max <= 0.0 {
        return String::new();
    }
    let whole = (columns * 8) as f64;
    let eighths = (value / max * whole - 1e-9).ceil().clamp(1.0, whole) as usize;
    let part = EIGHTHS.get(eighths % 8).copied().unwrap_or("");
    format!("{}{part}", "█".repeat(eighths / 8))
}

/// A line of small bars, one for each value; if there are more values than `columns`, several share one.
pub(in crate::cli) fn sparkline(values: &[usize], columns: usize) -> String {
    const LEVELS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let size = values.len().div_ceil(columns.max(1)).max(1);
    let sums: Vec<usize> = values.chunks(size).map(|part| part.iter().sum()).collect();
    let max = sums.iter().copied().max().unwrap_or(0).max(1);
    let level = |sum: &usize| match sum {
        0 => ' ',
        sum => {
            let step = (sum * LEVELS.len()).div_ceil(max).clamp(1, LEVELS.len());
            LEVELS.get(step - 1).copied().unwrap_or('█')
        }
    };
    sums.iter().map(level).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_as_long_as_their_values() {
        assert_eq!(bar(4.0, 4.0, 3), "███");
        assert_eq!(bar(2.0, 4.0, 3), "█▌");
        assert_eq!(bar(0.001, 4.0, 3), "▏");
        assert_eq!(bar(0.0, 4.0, 3), "");
        assert_eq!(bar(0.0, 0.0, 3), "");
    }

    #[test]
    fn sparklines_fit_their_columns_and_show_nothing_for_nothing() {
        assert_eq!(sparkline(&[0, 1, 4, 8], 10), " ▁▄█");
        assert_eq!(sparkline(&[1, 1, 3, 1], 2), "▄█");
        assert_eq!(sparkline(&[], 2), "");
        assert_eq!(sparkline(&[0, 0], 2), "  ");
    }
}
