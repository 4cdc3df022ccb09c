//! Why a dependency descriptor cannot be used; refuses to say what to do then.

use super::bits::End;

/// Why a descriptor cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DescriptorError {
    /// It ends inside a field.
    TooShort,
    /// More templates or layers than the format allows.
    Layers,
    /// No key frame with a structure was seen yet.
    NoStructure,
    /// The structure has no such template: probably a packet of an older or newer structure.
    UnknownTemplate,
}

impl std::fmt::Display for DescriptorError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::TooShort => "the descriptor ends inside a field",
            Self::Layers => "more templates or layers than the format allows",
            Self::NoStructure => "no structure was announced yet",
            Self::UnknownTemplate => "the structure has no such template",
        })
    }
}

impl std::error::Error for DescriptorError {}

impl From<End> for DescriptorError {
    fn from(_: End) -> Self {
        Self::TooShort
    }
}
