//! What a graph stores about a document's text, to recognise it without a copy of it.
//!
//! A [`Fingerprint`] has two parts. The SHA-256 of the text proves that not a byte has changed; for
//! a file of plain text in UTF-8 without a byte order mark it is what `sha256sum` prints. The sketch
//! shows how much two texts have in common, so that copies of a wire report are found by their
//! words, whatever their files and outlets are called: it is a MinHash (Broder, "On the resemblance
//! and containment of documents", 1997) of the runs of [`SHINGLE`] words, taken with one permutation
//! (Li, Owen and Zhang, 2012), empty bins filled as Shrivastava (2017) does, and cut down to the
//! last byte of each minimum (Li and König, "b-Bit Minwise Hashing", 2010).

use crate::normalise::hash::{START, step};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// Words of a run. Five in a row rarely recur by chance.
const SHINGLE: usize = 5;
/// Bytes of a sketch. The resemblance is off by 0.06 (one standard deviation) at most.
const BINS: usize = 64;
/// Bytes that two sketches must share in one place to be compared at all, see
/// [`Fingerprint::bands`].
const BAND: usize = 3;

/// The sketch of a text without words.
const NO_WORDS: [u8; BINS] = [0; BINS];

/// The hash of a text, and a sketch of its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint {
    sha256: [u8; 32],
    sketch: [u8; BINS],
}

impl Fingerprint {
    /// How many [bands](Fingerprint::bands) a sketch has.
    pub const BANDS: usize = BINS / BAND;

    /// The fingerprint of a whole text.
    ///
    /// ```
    /// use dixit::document::Fingerprint;
    ///
    /// let wire = "The harbour will close on Friday, the mayor said, and stay closed all winter.";
    /// let local = "The harbour will close on Friday, the mayor said, and stay closed all WINTER";
    /// let (wire, local) = (Fingerprint::of(wire), Fingerprint::of(local));
    /// assert_ne!(wire.sha256(), local.sha256());
    /// assert_eq!(wire.resemblance(&local), 1.0);
    /// ```
    pub fn of(text: &str) -> Fingerprint {
        Fingerprint {
            sha256: Sha256::digest(text.as_bytes()).into(),
            sketch: sketch(text),
        }
    }

    /// The SHA-256 of the text's UTF-8, in 64 hexadecimal digits.
    pub fn sha256(&self) -> String {
        hexadecimal(&self.sha256)
    }

    /// Whether the text has any words.
    pub fn has_words(&self) -> bool {
        self.sketch != NO_WORDS
    }

    /// Estimate of the share of runs of five words in either text that are in both, from 0 to 1.
    pub fn resemblance(&self, other: &Fingerprint) -> f32 {
        let pairs = self.sketch.iter().zip(&other.sketch);
        let same = pairs.filter(|(a, b)| a == b).count() as f32 / BINS as f32;
        // One byte in 256 agrees by chance.
        let by_chance = 1.0 / 256.0;
        ((same - by_chance) / (1.0 - by_chance)).max(0.0)
    }

    /// The SHA-256 of a text's UTF-8, in 64 hexadecimal digits.
    pub fn sha256_of(text: &str) -> String {
        hexadecimal(&<[u8; 32]>::from(Sha256::digest(text.as_bytes())))
    }

    /// Keys, of which two similar texts almost certainly share one (locality-sensitive hashing): with a
    /// resemblance of 0.4 three pairs in four do, with 0.6 all but one in two hundred.
    /// ```
    /// use dixit::document::Fingerprint;
    ///
    /// let fingerprint = Fingerprint::of("The mayor said the bridge would close.");
    /// assert!(fingerprint.has_words());
    /// assert_eq!(fingerprint.bands().count(), Fingerprint::BANDS);
    /// assert_eq!(Fingerprint::sha256_of("abc"), Fingerprint::of("abc").sha256());
    /// ```
    pub fn bands(&self) -> impl Iterator<Item = [u8; BAND]> + '_ {
        let bands = self.sketch.chunks_exact(BAND);
        bands.filter_map(|band| band.try_into().ok())
    }
}

fn sketch(text: &str) -> [u8; BINS] {
    let words = words(text);
    let mut minima = [u64::MAX; BINS];
    let size = SHINGLE.min(words.len()).max(1);
    for shingle in words.windows(size) {
        // each position rotates its word differently, so that the order counts
        let places = (0_u32..).zip(shingle);
        let rotated = places.fold(0, |all, (place, word)| all ^ word.rotate_left(13 * place));
        let joined = mixed(rotated);
        let bin = (joined >> 58) as usize;
        minima[bin] = minima[bin].min(joined & (u64::MAX >> 6));
    }
    if words.is_empty() {
        return NO_WORDS;
    }
    let mut sketch = NO_WORDS;
    for (bin, byte) in sketch.iter_mut().enumerate() {
        // An empty bin gets the value of a bin that its number leads to, the same for every text.
        let mut from = bin;
        let mut step = bin as u64;
        while minima[from] == u64::MAX {
            step = mixed(step + 1);
            from = (step % BINS as u64) as usize;
        }
        // The bin's own number is included, so that bins with equal contents do not make texts similar.
        *byte = (mixed(minima[from] ^ ((bin as u64) << 58)) & 0xFF) as u8;
    }
    sketch
}

/// The hash of each word in lower case, by FNV-1a (64 bit) of its UTF-8: the sketch is kept in files, so
/// it must be the same in every version.
fn words(text: &str) -> Vec<u64> {
    let mut words = Vec::with_capacity(text.len() / 5);
    let mut hash = START;
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            hash = step(hash, c.to_ascii_lowercase() as u8);
        } else if c.is_alphanumeric() {
            for lower in c.to_lowercase() {
                let mut buffer = [0; 4];
                hash = lower.encode_utf8(&mut buffer).bytes().fold(hash, step);
            }
        } else if hash != START {
            words.push(hash);
            hash = START;
        }
    }
    if hash != START {
        words.push(hash);
    }
    words
}

/// The finaliser of SplitMix64 (Steele, Lea and Flood, 2014).
fn mixed(mut hash: u64) -> u64 {
    hash = hash.wrapping_add(0x9E37_79B9_7F4A_7C15);
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    hash ^ (hash >> 31)
}

fn hexadecimal(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        // Writing to a string never fails.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

fn from_hexadecimal<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    if text.len() != 2 * N || !text.is_ascii() {
        return None;
    }
    for (place, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * place..2 * place + 2)?, 16).ok()?;
    }
    Some(bytes)
}

/// In files, both parts are in hexadecimal.
#[derive(Serialize, Deserialize)]
struct Written {
    sha256: String,
    sketch: String,
}

impl Serialize for Fingerprint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let written = Written {
            sha256: hexadecimal(&self.sha256),
            sketch: hexadecimal(&self.sketch),
        };
        written.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Fingerprint {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = Written::deserialize(deserializer)?;
        let wrong = |name| D::Error::custom(format!("{name} is not hexadecimal"));
        Ok(Fingerprint {
            sha256: from_hexadecimal(&written.sha256).ok_or_else(|| wrong("sha256"))?,
            sketch: from_hexadecimal(&written.sketch).ok_or_else(|| wrong("sketch"))?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words without any pattern.
    fn words(from: usize, to: usize) -> String {
        let words = (from..to).map(|n| format!("word{}", mixed(n as u64) % 10_000));
        words.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_hash_is_standard_sha_256() {
        // FIPS 180-2, appendix B.1.
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(Fingerprint::of("abc").sha256(), expected);
        assert_eq!(Fingerprint::sha256_of("abc"), expected);
        assert_ne!(Fingerprint::sha256_of("abc "), expected);
    }

    #[test]
    fn resemblance_follows_what_texts_share() {
        let whole = Fingerprint::of(&words(0, 600));
        for (to, resemblance) in [(600, 1.0), (480, 0.8), (300, 0.5), (60, 0.1)] {
            let part = Fingerprint::of(&words(0, to));
            let found = whole.resemblance(&part);
            assert!((found - resemblance).abs() < 0.13, "{to} words: {found}");
        }
        let other = Fingerprint::of(&words(1_000, 1_600));
        assert!(whole.resemblance(&other) < 0.1);
    }

    #[test]
    fn texts_that_resemble_each_other_share_a_band() {
        let whole = Fingerprint::of(&words(0, 600));
        let most = Fingerprint::of(&words(0, 450));
        assert_eq!(whole.bands().count(), Fingerprint::BANDS);
        let mut pairs = whole.bands().zip(most.bands());
        assert!(pairs.any(|(one, other)| one == other));
    }

    #[test]
    fn short_and_empty_texts_have_sketches() {
        assert!(!Fingerprint::of(" – ").has_words());
        let (one, same) = (
            Fingerprint::of("No comment."),
            Fingerprint::of("no comment"),
        );
        assert_eq!(one.resemblance(&same), 1.0);
        for words in 1..8 {
            let text = |n: u64| -> String {
                let word = |k: u64| format!("w{} ", mixed(100 * n + k) % 1_000_000);
                (0..words).map(word).collect()
            };
            for n in 0..500 {
                let other = Fingerprint::of(&text(n));
                assert!(one.resemblance(&other) < 0.2, "{}", text(n));
            }
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        let print = Fingerprint::of("Nobody should cross the bridge.");
        let json = serde_json::to_string(&print).unwrap();
        assert_eq!(serde_json::from_str::<Fingerprint>(&json).unwrap(), print);
        for wrong in [
            json.replace("sha256\":\"", "sha256\":\"0"),
            json.replacen(|c: char| c.is_ascii_digit(), "ü", 9),
        ] {
            assert!(serde_json::from_str::<Fingerprint>(&wrong).is_err());
        }
    }
}
