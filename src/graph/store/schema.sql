-- The tables of a store. `dixit export --format sqlite` writes the same.

-- The state of the store, and how it was made.
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;

-- The articles.
CREATE TABLE documents (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    title TEXT, date TEXT, url TEXT, source TEXT, host TEXT, path TEXT, fingerprint TEXT,
    -- The hash of all that the record was made from; the run that saw it last; the run in which it came
    -- in two versions.
    hash BLOB, run INTEGER NOT NULL DEFAULT 0, doubled INTEGER NOT NULL DEFAULT 0
);

-- Every id that a document gives, and its number in the other tables.
-- `lowered` is the id in lower case, if that is different.
CREATE TABLE ids (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, lowered TEXT);

-- The entities that speak, are addressed or are mentioned: the sum of what the documents say.
CREATE TABLE entities (
    number INTEGER PRIMARY KEY REFERENCES ids (number),
    id TEXT NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL, gender TEXT,
    mentions INTEGER NOT NULL, documents INTEGER NOT NULL, statements INTEGER NOT NULL
);

-- Their names: kind 0 is an alias with the number of documents that use it, 1 the name, 2 the surname.
CREATE TABLE names (
    entity INTEGER NOT NULL REFERENCES entities (number), kind INTEGER NOT NULL, name TEXT NOT NULL,
    documents INTEGER NOT NULL, folded TEXT NOT NULL,
    PRIMARY KEY (entity, kind, name)
) WITHOUT ROWID;

-- Their offices.
CREATE TABLE roles (
    entity INTEGER NOT NULL REFERENCES entities (number), title TEXT NOT NULL, of TEXT NOT NULL,
    has_of INTEGER NOT NULL, documents INTEGER NOT NULL,
    PRIMARY KEY (entity, title, of, has_of)
) WITHOUT ROWID;

-- The words within the titles of offices.
CREATE TABLE title_parts (part TEXT NOT NULL, title TEXT NOT NULL, PRIMARY KEY (part, title)) WITHOUT ROWID;

-- The entities that they speak for.
CREATE TABLE representations (
    entity INTEGER NOT NULL REFERENCES entities (number), of INTEGER NOT NULL REFERENCES entities (number),
    documents INTEGER NOT NULL, titles TEXT NOT NULL, since TEXT, until TEXT,
    PRIMARY KEY (entity, of)
) WITHOUT ROWID;

-- What one document says about one entity: `told` is the id in the document, `entity` the entity it refers to.
CREATE TABLE sightings (
    document INTEGER NOT NULL REFERENCES documents (number),
    told INTEGER NOT NULL REFERENCES ids (number), entity INTEGER NOT NULL REFERENCES ids (number),
    name TEXT NOT NULL, type TEXT NOT NULL, mentions INTEGER NOT NULL,
    aliases TEXT NOT NULL, roles TEXT NOT NULL,
    represents INTEGER REFERENCES ids (number), gender TEXT, was TEXT,
    PRIMARY KEY (document, told)
) WITHOUT ROWID;

-- One document's report of a statement. `statement` is the number of the report that represents it.
CREATE TABLE reports (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    document INTEGER NOT NULL REFERENCES documents (number), place INTEGER NOT NULL,
    statement INTEGER NOT NULL REFERENCES statements (number),
    relation TEXT NOT NULL, act TEXT NOT NULL, polarity TEXT NOT NULL, mode TEXT NOT NULL, kind TEXT NOT NULL,
    content TEXT NOT NULL, source TEXT NOT NULL, cue TEXT NOT NULL,
    content_spans TEXT NOT NULL, source_spans TEXT NOT NULL, cue_spans TEXT NOT NULL,
    within TEXT, said_on TEXT, confidence REAL NOT NULL, line INTEGER, sentence TEXT
);

-- The parties of a report: role 0 is a speaker (place 0) or joint speaker, 1 an addressee, 2 an entity
-- mentioned, 3 the outlet cited. `told` is the id in the document.
CREATE TABLE parties (
    report INTEGER NOT NULL REFERENCES reports (number), role INTEGER NOT NULL, place INTEGER NOT NULL,
    told INTEGER NOT NULL REFERENCES ids (number), entity INTEGER NOT NULL REFERENCES ids (number),
    PRIMARY KEY (report, role, place)
) WITHOUT ROWID;

-- The statements; their words are those of the report with the same number.
CREATE TABLE statements (
    number INTEGER PRIMARY KEY REFERENCES reports (number),
    speaker INTEGER REFERENCES entities (number), joint_speakers TEXT NOT NULL,
    first_day TEXT, last_day TEXT, reports INTEGER NOT NULL, attitude INTEGER NOT NULL
);

-- Counts, to which documents are added and from which they are subtracted; entity 0 is the whole store.
CREATE TABLE tallies (
    entity INTEGER NOT NULL, what TEXT NOT NULL, key TEXT NOT NULL, n INTEGER NOT NULL, say INTEGER NOT NULL,
    PRIMARY KEY (entity, what, key)
) WITHOUT ROWID;

-- What documents say about names, to find one person under several: kind 0 has the name, 1 a nickname, 2 a role.
CREATE TABLE evidence (
    surname TEXT NOT NULL, told INTEGER NOT NULL, name TEXT NOT NULL, kind INTEGER NOT NULL,
    what TEXT NOT NULL, n INTEGER NOT NULL,
    PRIMARY KEY (surname, told, name, kind, what)
) WITHOUT ROWID;
-- Pairs of ids that are one person, by surname; and for each of these ids the one that stands for it.
CREATE TABLE joined (surname TEXT NOT NULL, one INTEGER NOT NULL, other INTEGER NOT NULL,
    PRIMARY KEY (surname, one, other)) WITHOUT ROWID;
CREATE TABLE heads (told INTEGER PRIMARY KEY, head INTEGER NOT NULL);
-- What documents say about people known only by name, and which person most of them refer to.
CREATE TABLE claims (person INTEGER NOT NULL, document INTEGER NOT NULL, state TEXT, trade TEXT,
    PRIMARY KEY (person, document)) WITHOUT ROWID;
CREATE TABLE usual (person INTEGER PRIMARY KEY, state TEXT, trade TEXT);

-- Reports that may be of one statement have the same key; the day is that on which it was said, in days from
-- 1970, and `words` a hash of the content.
CREATE TABLE keys (
    key INTEGER NOT NULL, day INTEGER NOT NULL, report INTEGER NOT NULL, words INTEGER NOT NULL,
    PRIMARY KEY (key, day, report)
) WITHOUT ROWID;
-- The keys of new reports, unsorted; they are moved to the table above together.
CREATE TABLE new_keys (key INTEGER NOT NULL, day INTEGER NOT NULL, report INTEGER NOT NULL, words INTEGER NOT NULL);
-- The keys of reports that were added or removed.
CREATE TABLE pending_keys (
    key INTEGER NOT NULL, day INTEGER NOT NULL, words INTEGER NOT NULL, PRIMARY KEY (key, day, words)
) WITHOUT ROWID;

-- What still has to be brought up to date.
CREATE TABLE pending (what TEXT NOT NULL, item NOT NULL, PRIMARY KEY (what, item)) WITHOUT ROWID;

-- The search words of each statement: stems of its words, parties, days. See `tokens.rs`. Words from before a
-- statement changed stay, so the statement itself has to be checked. (SQLite before 3.43 cannot open tables
-- from which such words can be deleted.)
CREATE VIRTUAL TABLE postings USING fts5 (
    tokens, content = '', columnsize = 0, detail = none, tokenize = "ascii tokenchars '_'"
);

-- For people: full-text search over contents and headlines.
CREATE VIRTUAL TABLE reports_fts USING fts5 (
    content, content = 'reports', content_rowid = 'number', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE documents_fts USING fts5 (
    title, content = 'documents', content_rowid = 'number', tokenize = 'unicode61 remove_diacritics 2'
);
