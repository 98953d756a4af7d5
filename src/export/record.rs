//! Nodes and edges as flat JSON objects.

use super::attributes::{Class, Value};
use serde::ser::{Serialize, SerializeMap, Serializer};

/// A node or edge as one JSON object; attributes without a value are left out.
pub(super) struct Record<'r, 'g> {
    pub(super) own: &'r [(&'static str, &'r str)],
    pub(super) weight: Option<usize>,
    pub(super) class: &'r Class,
    pub(super) values: &'r [Value<'g>],
}

impl Serialize for Record<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (name, value) in self.own {
            map.serialize_entry(name, value)?;
        }
        if let Some(weight) = self.weight {
            map.serialize_entry("weight", &weight)?;
        }
        let fields = self.class.fields.iter().zip(self.values);
        for (field, value) in fields.filter(|(_, value)| **value != Value::Nothing) {
            map.serialize_entry(field.name, value)?;
        }
        map.end()
    }
}

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Value::Nothing => serializer.serialize_none(),
            Value::Text(text) => serializer.serialize_str(text),
            Value::List(texts) => texts.serialize(serializer),
            Value::Date(day) => serializer.collect_str(day),
            Value::Integer(number) => number.serialize(serializer),
            Value::Decimal(number) => number.serialize(serializer),
        }
    }
}
