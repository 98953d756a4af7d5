//! Known names that are similar in spelling to an unknown one.

/// The minimum similarity of a name that may be the intended one.
const MIN_LIKENESS: f64 = 0.7;
/// What is taken from the similarity by letters, which is higher than that by edits.
const PREFIXED: f64 = 0.15;
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

/// Whether a folded name is one that [`nearest`] may return for `wanted`.
#[cfg(feature = "sqlite")]
pub(super) fn is_near(wanted: &str, name: &str) -> bool {
    likeness(wanted, name) >= MIN_LIKENESS
}

/// The similarity of two names, from 0 to 1; 0 if it is less than [`MIN_LIKENESS`] for sure.
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
    let most = Most::of(wanted, name);
    let by_edits = match most.by_edits() < MIN_LIKENESS {
        true => 0.0,
        false => strsim::normalized_damerau_levenshtein(wanted, name),
    };
    let by_letters = match most.by_letters() < MIN_LIKENESS + PREFIXED {
        true => 0.0,
        false => strsim::jaro_winkler(wanted, name) - PREFIXED,
    };
    by_edits.max(by_letters)
}

/// What two names can have in common at most, by their letters in any order: for most pairs this is too little, and
/// found much sooner than their similarity.
struct Most {
    lengths: [f64; 2],
    common: f64,
    /// Letters that both begin with, at most four.
    prefix: f64,
}

impl Most {
    fn of(wanted: &str, name: &str) -> Most {
        let mut counts = [[0_u32; 64]; 2];
        let mut lengths = [0_u32; 2];
        for ((counts, length), text) in counts.iter_mut().zip(&mut lengths).zip([wanted, name]) {
            for letter in text.chars() {
                counts[letter as usize % 64] += 1;
                *length += 1;
            }
        }
        let [own, other] = &counts;
        let common = own.iter().zip(other).map(|(a, b)| a.min(b));
        let both = wanted.chars().zip(name.chars()).take(4);
        Most {
            lengths: lengths.map(f64::from),
            common: f64::from(common.sum::<u32>()),
            prefix: both.take_while(|(a, b)| a == b).count() as f64,
        }
    }

    /// Of [`strsim::normalized_damerau_levenshtein`]: letters that only one has must be changed.
    fn by_edits(&self) -> f64 {
        self.common / self.lengths[0].max(self.lengths[1]).max(1.0)
    }

    /// Of [`strsim::jaro_winkler`], if no letters are in another order.
    fn by_letters(&self) -> f64 {
        let shares = self.lengths.map(|length| self.common / length.max(1.0));
        let jaro = (shares[0] + shares[1] + 1.0) / 3.0;
        jaro + 0.1 * self.prefix * (1.0 - jaro)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_similarity_is_more_than_what_is_possible(a in "[a-dé ]{0,12}", b in "[a-dé ]{0,12}") {
            let most = Most::of(&a, &b);
            let by_edits = strsim::normalized_damerau_levenshtein(&a, &b);
            prop_assert!(a.is_empty() && b.is_empty() || by_edits <= most.by_edits() + 1e-9);
            prop_assert!(strsim::jaro_winkler(&a, &b) <= most.by_letters() + 1e-9 || a.is_empty() && b.is_empty());
        }
    }

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
