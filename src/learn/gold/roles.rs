//! The roles of marked words, by the names that annotators give them.

/// What marked words are to an attribution.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Source,
    Cue,
    Content,
}

impl Role {
    /// The role with this name, in any case and with or without a number (`Content2`).
    pub(super) fn named(name: &str) -> Option<Role> {
        let name = name.trim_end_matches(|c: char| c.is_ascii_digit());
        match name.to_ascii_lowercase().as_str() {
            "source" | "speaker" => Some(Role::Source),
            "cue" => Some(Role::Cue),
            "content" | "quote" | "quotation" => Some(Role::Content),
            _ => None,
        }
    }
}
