//! A graph on disk: a store, for more documents than fit into memory.
//!
//! A store is one SQLite file (`schema.sql`), and what `dixit export --format sqlite` writes too: people
//! open it with `sqlite3`, Datasette, DuckDB or Python, and dixit answers from it. The alternatives: Parquet
//! files need an index beside them to find ten statements among ten million, and are rewritten to change one;
//! an archive mapped into memory (rkyv, Arrow) opens as fast, but only dixit can read it, and it cannot grow.
//! The price of SQLite is size: a statement takes about a kilobyte, including its words, its sentence and all
//! indexes.
//!
//! **Reading.** The code that answers questions does not use SQL. A store finds the entities that a query may name
//! (`named`) and *selects* a superset of the statements that it may want, by their words, parties and days (`select`),
//! and loads them as an ordinary [`Graph`](crate::graph::Graph) (`load`, `entities`; on several threads if there is
//! much: `parallel`), whose entities are as in the whole store. The usual code then checks each statement, so answers
//! are the same as over the whole graph, byte for byte. Facts about the whole store (`summary`: its days, outlets) are
//! loaded with it.
//!
//! **Growing.** Like any other graph, a store depends on its documents and not on their order; it keeps what
//! documents say together with what follows from it. Adding or removing a document changes counts (`tally`),
//! and marks as pending whatever may follow: names that may now belong to one person, people who may now be
//! two (`people`), reports that may now be one statement (`keys`; those of new reports are sorted and
//! inserted together). [`Store::settle`] processes what is pending in batches, each in its own transaction,
//! so that a process that is killed loses nothing and the next one continues.

mod entities;
mod grow;
mod ids;
mod insert;
mod keys;
mod load;
mod named;
mod parallel;
mod people;
mod rows;
mod runs;
mod select;
mod settle;
mod statements;
mod summary;
mod tally;
#[cfg(test)]
mod tests;
mod tokens;

pub(crate) use load::Detail;
pub(crate) use named::NameLookup;
pub(crate) use runs::{DocumentHash, Seen, hash_of};
pub(crate) use select::{Conditions, Topic};
pub use settle::Step;

use crate::error::{Error, Result};
use rows::{DbError, DbResult};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, OptionalExtension};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Version of the tables. It increases when an older dixit could misread a newer store.
const SCHEMA: u32 = 3;

/// The first bytes of an SQLite file.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// The application id in the header of dixit's databases.
const APPLICATION: i32 = 0x6478_6974;

/// Maximum number of bytes of a store that are mapped into memory to be read.
const MAPPED: i64 = 512 << 20;

/// A graph on disk.
///
/// ```
/// # use dixit::document::Document;
/// # use dixit::extract::Extractor;
/// use dixit::graph::store::{Size, Step};
/// use dixit::graph::{BuildOptions, Graph, Store};
///
/// # let words = "Liz Truss warned Russia on Monday that an invasion would be costly.";
/// # let article = Document::new("talks", words);
/// # let extraction = Extractor::new()?.extract(&article)?;
/// # let folder = tempfile::tempdir().unwrap();
/// let path = folder.path().join("talks.sqlite");
/// let options = BuildOptions::default();
/// let mut store = Store::grow(&path, "talks")?;
/// store.add(extraction.clone(), None, &options)?;
/// let mut steps = Vec::new();
/// store.settle(|step, _| steps.push(step))?;
/// assert_eq!(steps.first(), Some(&Step::Indexes));
///
/// let graph = Graph::from_extractions("talks", [extraction], &options);
/// assert_eq!(Store::open(&path)?.whole()?, graph);
///
/// // What is there already changes nothing.
/// let mut store = Store::grow(&path, "talks")?;
/// store.add_graph(graph.clone())?;
/// store.settle(|_, _| ())?;
/// assert!(Store::is_store(&path));
/// let store = Store::open(&path)?;
/// let Size { documents, statements, .. } = store.size()?;
/// assert_eq!((documents, statements), (1, 1));
/// assert_eq!(store.path(), path);
/// # Ok::<(), dixit::error::Error>(())
/// ```
#[derive(Debug)]
pub struct Store {
    path: PathBuf,
    db: Connection,
    growth: grow::Growth,
}

/// The size of a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Size {
    /// Documents.
    pub documents: usize,
    /// Statements.
    pub statements: usize,
}

impl Store {
    /// Whether a file is an SQLite database; a store, if it is dixit's.
    pub fn is_store(path: &Path) -> bool {
        let mut start = [0; 16];
        let is_file = path.metadata().is_ok_and(|about| about.is_file());
        is_file
            && File::open(path)
                .and_then(|mut file| file.read_exact(&mut start))
                .is_ok()
            && start == *MAGIC
    }

    /// Opens a store to read it.
    ///
    /// # Errors
    /// One line if the file is missing, no store, of another version, or not complete.
    pub fn open(path: &Path) -> Result<Store> {
        if !path.exists() {
            let why = "no such file; build a store with 'dixit build FOLDER --store FILE'";
            return Err(Error::at(path, why));
        }
        if !Store::is_store(path) {
            return Err(Error::at(path, "this is not a store written by dixit"));
        }
        let store = Store::read_only(path).map_err(|e| unreadable(path, &e))?;
        store.check()?;
        match store.at(store.meta("state"))?.as_deref() {
            Some("whole") => Ok(store),
            _ => Err(Error::at(
                path,
                "this store is still growing, or what built it was stopped; run the same \
                 'dixit build' or 'dixit merge' again to finish it",
            )),
        }
    }

    /// Opens a store to add to it, and creates it if it is missing; `name` is the graph's.
    ///
    /// # Errors
    /// Those of [`Store::open`]; one line if another process is writing to it.
    pub fn grow(path: &Path, name: &str) -> Result<Store> {
        let is_new = !path.exists() || path.metadata().is_ok_and(|about| about.len() == 0);
        if !is_new && !Store::is_store(path) {
            let why =
                "this is not a store written by dixit; name a new file, or one ending in .sqlite";
            return Err(Error::at(path, why));
        }
        if let Some(folder) = path.parent().filter(|f| !f.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(|e| Error::at(folder, e))?;
        }
        let db = Connection::open(path).map_err(|e| unreadable(path, &e))?;
        let set = || -> rusqlite::Result<()> {
            // References only hold in a finished store: while it grows, one end may be written before the
            // other.
            db.pragma_update(None, "foreign_keys", "OFF")?;
            db.pragma_update(None, "page_size", 8192)?;
            db.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
            db.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
            db.pragma_update(None, "synchronous", "NORMAL")?;
            db.pragma_update(None, "cache_size", -262_144)?;
            db.pragma_update(None, "temp_store", "MEMORY")?;
            db.query_row("PRAGMA wal_autocheckpoint = 16384", [], |_| Ok(()))
        };
        set().map_err(|e| unreadable(path, &e))?;
        let has_tables: Option<i64> = db
            .query_row("SELECT 1 FROM sqlite_master LIMIT 1", [], |row| row.get(0))
            .optional()
            .map_err(|e| unreadable(path, &e))?;
        if has_tables.is_none() {
            let made = db.execute_batch(&format!(
                "BEGIN; PRAGMA application_id = {APPLICATION}; {}
                INSERT INTO meta VALUES ('schema', '{SCHEMA}'), ('state', 'growing'), ('run', '1');
                COMMIT;",
                include_str!("schema.sql")
            ));
            made.map_err(|e| unreadable(path, &e))?;
        }
        let mut store = Store::with(path, db).map_err(|e| unreadable(path, &e))?;
        store.check()?;
        let begun = store.begin_growing(name);
        store.at(begun)?;
        Ok(store)
    }

    /// A file that is a store, opened so that it cannot be changed.
    fn read_only(path: &Path) -> rusqlite::Result<Store> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let db = Connection::open_with_flags(path, flags)?;
        db.pragma_update(None, "mmap_size", MAPPED)?;
        Store::with(path, db)
    }

    fn with(path: &Path, db: Connection) -> rusqlite::Result<Store> {
        db.set_prepared_statement_cache_capacity(64);
        // Otherwise a query is planned again for each value that it is asked with.
        db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        Ok(Store {
            path: path.to_owned(),
            db,
            growth: grow::Growth::default(),
        })
    }

    /// Checks that the database is a store of this version.
    fn check(&self) -> Result<()> {
        let application: i32 = self
            .db
            .query_row("PRAGMA application_id", [], |row| row.get(0))
            .map_err(|e| unreadable(&self.path, &e))?;
        if application != APPLICATION {
            return Err(Error::at(
                &self.path,
                "this database is another program's, not a store written by dixit",
            ));
        }
        let schema = self.at(self.meta("schema"))?;
        match schema.and_then(|schema| schema.parse::<u32>().ok()) {
            Some(SCHEMA) => Ok(()),
            schema => Err(Error::at(
                &self.path,
                format_args!(
                    "the store has version {}, but this dixit reads version {SCHEMA}; rebuild \
                     the store or update dixit",
                    schema.unwrap_or(0)
                ),
            )),
        }
    }

    /// The number of documents and statements.
    ///
    /// # Errors
    /// One line that names the file.
    pub fn size(&self) -> Result<Size> {
        let count = |sql: &str| -> DbResult<usize> {
            let count: i64 = self.db.query_row(sql, [], |row| row.get(0))?;
            Ok(usize::try_from(count).unwrap_or(0))
        };
        Ok(Size {
            documents: self.at(count("SELECT count(*) FROM documents"))?,
            statements: self.at(count("SELECT count(*) FROM statements"))?,
        })
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn meta(&self, key: &str) -> DbResult<Option<String>> {
        let mut select = self
            .db
            .prepare_cached("SELECT value FROM meta WHERE key = ?")?;
        Ok(select.query_row([key], |row| row.get(0)).optional()?)
    }

    fn set_meta(&self, key: &str, value: &str) -> DbResult<()> {
        let mut set = self
            .db
            .prepare_cached("INSERT OR REPLACE INTO meta VALUES (?, ?)")?;
        set.execute([key, value])?;
        Ok(())
    }

    /// Reads from the file in one transaction: it is locked once and not for each row.
    fn reading<T>(&self, read: impl FnOnce() -> DbResult<T>) -> Result<T> {
        self.at(self
            .db
            .unchecked_transaction()
            .map_err(DbError::from)
            .and_then(|_open| read()))
    }

    /// Adds the path of the file to an error.
    fn at<T>(&self, result: DbResult<T>) -> Result<T> {
        result.map_err(|error| match error {
            DbError::Sql(error) => unreadable(&self.path, &error),
            DbError::Damaged(what) => Error::at(
                &self.path,
                format_args!("{what}; the store was changed by another program, rebuild it"),
            ),
        })
    }
}

fn unreadable(path: &Path, error: &rusqlite::Error) -> Error {
    use rusqlite::ErrorCode::{
        DatabaseBusy, DatabaseCorrupt, DatabaseLocked, DiskFull, NotADatabase,
    };
    let why = match error.sqlite_error_code() {
        Some(DatabaseBusy | DatabaseLocked) => {
            "another process is writing to this store; wait for it to finish".to_owned()
        }
        Some(DatabaseCorrupt | NotADatabase) => {
            format!("the store is damaged ({error}); rebuild it")
        }
        Some(DiskFull) => "the disk is full; make room and run the same command again".to_owned(),
        _ => format!("the store cannot be used: {error}"),
    };
    Error::at(path, why)
}
