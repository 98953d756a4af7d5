//! Reads many rows on several threads, each of which opens the file for itself.
//!
//! The caller reads in one transaction, and a store that can be read has no write-ahead log: as long as the
//! transaction is open, nobody can write, and all threads see the same rows.

use super::Store;
use super::rows::DbResult;
use std::thread;

/// Minimum number of rows for each thread; for fewer, opening the file again costs more than it saves.
/// The tests of this crate have few.
const FEWEST: usize = if cfg!(test) { 2 } else { 250 };
/// Maximum number of threads; they share one disk.
const MOST: usize = 8;

impl Store {
    /// What `load` returns for all keys, in their order.
    pub(super) fn in_parallel<K: Sync, T: Send>(
        &self,
        keys: &[K],
        load: impl Fn(&Store, &[K]) -> DbResult<Vec<T>> + Sync,
    ) -> DbResult<Vec<T>> {
        let threads = match keys.len() / FEWEST {
            // While a store grows, only one connection can use it.
            0 | 1 => 1,
            _ if !self.db.is_readonly("main")? => 1,
            most => thread::available_parallelism()
                .map_or(1, usize::from)
                .min(most)
                .min(MOST),
        };
        if threads == 1 {
            return load(self, keys);
        }
        let (load, path) = (&load, self.path.as_path());
        let mut parts = keys.chunks(keys.len().div_ceil(threads));
        let own = parts.next().unwrap_or_default();
        thread::scope(|scope| {
            let others: Vec<_> = parts
                .map(|part| scope.spawn(move || load(&Store::read_only(path)?, part)))
                .collect();
            let mut all = load(self, own)?;
            for other in others {
                let loaded = other.join();
                all.extend(loaded.unwrap_or_else(|panic| std::panic::resume_unwind(panic))?);
            }
            Ok(all)
        })
    }
}
