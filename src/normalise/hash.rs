//! FNV-1a, 64 bit (Fowler, Noll and Vo; RFC 9923): for ids, sketches and fingerprints that are saved in files
//! and so must be the same in every version. It is not a cryptographic hash.

/// The hash of no bytes.
pub const START: u64 = 0xCBF2_9CE4_8422_2325;

/// Extends a hash by one byte.
#[inline]
pub fn step(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
}

/// Extends a hash by more bytes.
pub fn more(hash: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(hash, |hash, byte| step(hash, *byte))
}

/// The hash of bytes in hexadecimal.
pub fn fingerprint(bytes: &[u8]) -> String {
    format!("{:016x}", more(START, bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rfcs_values() {
        assert_eq!(fingerprint(b""), "cbf29ce484222325");
        assert_eq!(fingerprint(b"a"), "af63dc4c8601ec8c");
        assert_eq!(fingerprint(b"foobar"), "85944171f73967e8");
    }
}
