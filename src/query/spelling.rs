//! Known names that are similar in spelling to an unknown one.

/// The minimum similarity of a name that may be the intended one.
const MIN_LIKENESS: f64 = 0.7;
/// The likeness of a name that starts or ends with all the words asked for.
const LONGER: f64 = 0.75;

/// From pairs of a folded name and its entity, the entities of up to `count` names that
/// are most like `wanted`, each once. Dissimilar names are left out.
pub(super) fn nearest<'n>(
    wanted: &str,
    names: impl Iterator<Item = (&'n str, &'n str)>,
    count: usize,
) -> Vec<String> {
    let mut scored: Vec<(f64, &str)> = names
        .map(|(key, name)| (likeness(wanted, key), name))
        .filter(|(score, _)| *score >= MIN_LIKENESS)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    let mut nearest: Vec<String> = Vec::new();
    for (_, name) in scored {
        if nearest.len() == count {
            break;
        }
        if !nearest.iter().any(|known| known == name) {
            nearest.push(name.to_owned());
        }
    }
    nearest
}

/// The similarity of two names, from 0 to 1.
fn likeness(wanted: &str, name: &str) -> f64 {
    let starts = name
        .strip_prefix(wanted)
        .is_some_and(|rest| rest.starts_with(' '));
    let ends = name
        .strip_suffix(wanted)
        .is_some_and(|rest| rest.ends_with(' '));
    if !wanted.is_empty() && (starts || ends) {
        return LONGER;
    }
    // Names of very different lengths are not similar and need not be compared.
    if name.len().abs_diff(wanted.len()) > 2 + wanted.len() / 4 {
        return 0.0;
    }
    strsim::normalized_damerau_levenshtein(wanted, name)
        .max(strsim::jaro_winkler(wanted, name) - 0.15)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misspelt_names_are_similar_and_other_names_are_not() {
        let near = |wanted: &str, name: &str| likeness(wanted, name) >= MIN_LIKENESS;
        for (wanted, name) in [
            ("rusia", "russia"),
            ("jonson", "johnson"),
            ("zelensky", "zelenskyy"),
            ("stoltenburg", "stoltenberg"),
            ("foriegn minister", "foreign minister"),
            ("foreign ministry", "ruritanian foreign ministry"),
            ("moss", "ada moss"),
            ("mosse", "moss"),
        ] {
            assert!(near(wanted, name), "{wanted} {name}");
        }
        for (wanted, name) in [
            ("zelensky", "ellery"),
            ("zelensky", "port ellery"),
            ("merkel", "mbeki"),
            ("merkel", "abena mbeki"),
            ("by", "ukraine"),
            ("texas", "taxes"),
            ("modi", "moldova"),
        ] {
            assert!(!near(wanted, name), "{wanted} {name}");
        }
    }
}
