//! Keeps objects under the caller's ids and under small keys for the hot path; refuses to reuse an id while it lives.

use std::collections::HashMap;

/// The place of an object, cheap to follow; dangling only if its owner forgot to cut the reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Key(u32);

impl Key {
    /// The place of nothing: never found.
    pub(crate) const NOTHING: Self = Self(u32::MAX);
}

/// Objects by key and by id.
#[derive(Debug)]
pub(crate) struct Registry<T> {
    slots: Vec<Option<(u64, T)>>,
    free: Vec<u32>,
    by_id: HashMap<u64, Key>,
}

impl<T> Registry<T> {
    pub(crate) fn new() -> Self {
        Self {
            slots: Vec::new(),
            free: Vec::new(),
            by_id: HashMap::new(),
        }
    }

    /// The new object's key; `None` when the id is taken.
    pub(crate) fn insert(&mut self, id: u64, value: T) -> Option<Key> {
        if self.by_id.contains_key(&id) {
            return None;
        }
        let index = self.free.pop().unwrap_or(self.slots.len() as u32);
        if index as usize == self.slots.len() {
            self.slots.push(None);
        }
        self.slots[index as usize] = Some((id, value));
        self.by_id.insert(id, Key(index));
        Some(Key(index))
    }

    pub(crate) fn remove(&mut self, key: Key) -> Option<T> {
        let (id, value) = self.slots.get_mut(key.0 as usize)?.take()?;
        self.free.push(key.0);
        self.by_id.remove(&id);
        Some(value)
    }

    pub(crate) fn key(&self, id: u64) -> Option<Key> {
        self.by_id.get(&id).copied()
    }

    pub(crate) fn get(&self, key: Key) -> Option<&T> {
        self.slots.get(key.0 as usize)?.as_ref().map(|slot| &slot.1)
    }

    pub(crate) fn get_mut(&mut self, key: Key) -> Option<&mut T> {
        self.slots
            .get_mut(key.0 as usize)?
            .as_mut()
            .map(|slot| &mut slot.1)
    }

    pub(crate) fn id(&self, key: Key) -> Option<u64> {
        self.slots.get(key.0 as usize)?.as_ref().map(|slot| slot.0)
    }

    pub(crate) fn len(&self) -> usize {
        self.by_id.len()
    }

    pub(crate) fn keys(&self) -> impl Iterator<Item = Key> + use<T> {
        let live: Vec<Key> = self.by_id.values().copied().collect();
        live.into_iter()
    }

    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = (Key, u64, &mut T)> {
        self.slots
            .iter_mut()
            .enumerate()
            .filter_map(|(index, slot)| {
                slot.as_mut()
                    .map(|(id, value)| (Key(index as u32), *id, value))
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_living_id_is_not_given_twice() {
        let mut registry = Registry::new();
        let key = registry.insert(7, "a").unwrap();
        assert!(registry.insert(7, "b").is_none());
        assert_eq!(registry.get(key), Some(&"a"));
    }

    #[test]
    fn a_removed_object_is_gone_by_key_and_by_id() {
        let mut registry = Registry::new();
        let key = registry.insert(7, "a").unwrap();
        assert_eq!(registry.remove(key), Some("a"));
        assert_eq!(registry.key(7), None);
        assert_eq!(registry.get(key), None);
        assert_eq!(registry.remove(key), None);
    }
}
