//! The columns of a file, and the types of their values.

use super::thrift::{Field, Reader};
use super::{Fault, Result, size};

/// Maximum depth of nested fields.
const MAX_DEPTH: usize = 64;

/// Maximum bytes of the names of all columns; each column has the names of all fields that it is in.
const MAX_NAME_BYTES: usize = 64 << 20;

/// A column: a field that has no fields itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Leaf {
    /// Its name and those of the fields that it is in, the outermost first.
    pub(crate) path: Vec<String>,
    /// Whether a row may have several values, or lists of them.
    pub(crate) repeated: bool,
    pub(super) physical: Physical,
    pub(super) meaning: Meaning,
    /// How many of the fields on the path may be missing.
    pub(super) optional: u32,
}

impl Leaf {
    /// Whether its values are text.
    pub(crate) fn is_text(&self) -> bool {
        !self.repeated && self.meaning == Meaning::Text
    }

    /// Whether its values can be read. Booleans, lists and decimals are never needed.
    pub(crate) fn is_readable(&self) -> bool {
        !self.repeated && self.meaning != Meaning::Other
    }
}

/// The physical type of values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Physical {
    Truth,
    Int32,
    Int64,
    Int96,
    Float,
    Double,
    Bytes,
    /// This many bytes.
    Fixed(usize),
}

/// The logical type of values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    Text,
    Whole,
    Real,
    /// Days since 1970.
    Day,
    /// Parts of a second since 1970.
    Moment {
        per_second: i64,
    },
    /// A day and nanoseconds, as Impala and older versions of Spark write timestamps.
    OldMoment,
    /// 16 bytes.
    Uuid,
    Other,
}

/// An entry of the schema, a tree of fields that is stored as a list.
#[derive(Default)]
struct Element {
    physical: Option<i64>,
    length: i64,
    repetition: i64,
    name: String,
    children: i64,
    converted: Option<i64>,
    logical: Option<Meaning>,
}

/// A field with fields, some of which are still to come.
struct Group {
    left: usize,
    optional: u32,
    repeated: bool,
}

/// The columns of the schema in a footer, in the order in which row groups have them.
///
/// # Errors
/// A list that is not a tree, or is too deep.
pub(super) fn leaves(field: &mut Field) -> Result<Vec<Leaf>> {
    let mut leaves = Vec::new();
    let mut groups: Vec<Group> = Vec::new();
    let mut path: Vec<String> = Vec::new();
    let (mut has_root, mut budget) = (false, MAX_NAME_BYTES);
    field.structures(|reader| {
        let element = Element::read(reader)?;
        let children = size(element.children)?;
        if !has_root {
            has_root = true;
            groups.push(Group {
                left: children,
                optional: 0,
                repeated: false,
            });
            return Ok(());
        }
        while groups.last().is_some_and(|group| group.left == 0) {
            groups.pop();
            path.pop();
        }
        let within = groups.last_mut().ok_or(Fault::Damaged)?;
        within.left -= 1;
        let group = Group {
            left: children,
            optional: within.optional + u32::from(element.repetition != 0),
            repeated: within.repeated || element.repetition == 2,
        };
        if children > 0 {
            if groups.len() > MAX_DEPTH {
                return Err(Fault::Unknown(format!(
                    "has fields nested more than {MAX_DEPTH} deep; write it with fewer"
                )));
            }
            groups.push(group);
            path.push(element.name);
        } else if let Some(physical) = element.physical {
            let leaf = element.leaf(physical, &path, &group)?;
            let size = |name: &String| name.len() + size_of::<String>();
            let size: usize = size_of::<Leaf>() + leaf.path.iter().map(size).sum::<usize>();
            budget = budget.checked_sub(size).ok_or_else(|| {
                Fault::Unknown("has too many columns; write it with fewer".to_owned())
            })?;
            leaves.push(leaf);
        }
        Ok(())
    })?;
    match groups.iter().all(|group| group.left == 0) && has_root {
        true => Ok(leaves),
        false => Err(Fault::Damaged),
    }
}

impl Element {
    fn read(reader: &mut Reader) -> Result<Element> {
        let mut element = Element::default();
        reader.structure(|field| {
            match field.id {
                1 => element.physical = Some(field.integer()?),
                2 => element.length = field.integer()?,
                3 => element.repetition = field.integer()?,
                4 => element.name = field.text()?,
                5 => element.children = field.integer()?,
                6 => element.converted = Some(field.integer()?),
                10 => field.structure(|logical| {
                    element.logical = Some(meaning_of_logical(logical)?);
                    Ok(())
                })?,
                _ => {}
            }
            Ok(())
        })?;
        Ok(element)
    }

    fn leaf(self, physical: i64, path: &[String], group: &Group) -> Result<Leaf> {
        let physical = match physical {
            0 => Physical::Truth,
            1 => Physical::Int32,
            2 => Physical::Int64,
            3 => Physical::Int96,
            4 => Physical::Float,
            5 => Physical::Double,
            6 => Physical::Bytes,
            7 => Physical::Fixed(size(self.length)?),
            _ => return Err(Fault::Damaged),
        };
        let mut path = path.to_vec();
        path.push(self.name);
        Ok(Leaf {
            path,
            repeated: group.repeated,
            meaning: meaning(physical, self.converted, self.logical),
            physical,
            optional: group.optional,
        })
    }
}

/// The meaning according to the newer annotation, a union with one field.
fn meaning_of_logical(logical: &mut Field) -> Result<Meaning> {
    Ok(match logical.id {
        1 | 4 | 12 => Meaning::Text,
        6 => Meaning::Day,
        8 => {
            let mut per_second = 0;
            logical.structure(|field| match field.id {
                2 => field.structure(|unit| {
                    per_second = match unit.id {
                        1 => 1_000,
                        2 => 1_000_000,
                        3 => 1_000_000_000,
                        _ => return Err(Fault::Damaged),
                    };
                    Ok(())
                }),
                _ => Ok(()),
            })?;
            match per_second {
                0 => return Err(Fault::Damaged),
                _ => Meaning::Moment { per_second },
            }
        }
        10 => Meaning::Whole,
        14 => Meaning::Uuid,
        _ => Meaning::Other,
    })
}

/// The meaning of values according to the newer annotation, else the older, else their physical type. Older
/// programs write text as bytes without an annotation.
fn meaning(physical: Physical, converted: Option<i64>, logical: Option<Meaning>) -> Meaning {
    let annotated = logical.or(converted.map(|converted| match converted {
        0 | 4 | 19 => Meaning::Text,
        6 => Meaning::Day,
        9 => Meaning::Moment { per_second: 1_000 },
        10 => Meaning::Moment {
            per_second: 1_000_000,
        },
        11..=18 => Meaning::Whole,
        _ => Meaning::Other,
    }));
    let bare = match physical {
        Physical::Int32 | Physical::Int64 => Meaning::Whole,
        Physical::Int96 => Meaning::OldMoment,
        Physical::Float | Physical::Double => Meaning::Real,
        Physical::Bytes => Meaning::Text,
        Physical::Truth | Physical::Fixed(_) => Meaning::Other,
    };
    let meaning = annotated.unwrap_or(bare);
    let fits = match meaning {
        Meaning::Text => physical == Physical::Bytes,
        Meaning::Day => physical == Physical::Int32,
        Meaning::Whole => matches!(physical, Physical::Int32 | Physical::Int64),
        Meaning::Moment { .. } => physical == Physical::Int64,
        Meaning::Uuid => physical == Physical::Fixed(16),
        Meaning::Real | Meaning::OldMoment | Meaning::Other => true,
    };
    match fits {
        true => meaning,
        false => Meaning::Other,
    }
}
