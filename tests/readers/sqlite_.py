"""Python's sqlite3 reads the database as everybody would; Datasette shows its pages."""

import asyncio
import json
import sqlite3

from checks import entities, expected, folder, same, statements
from datasette.app import Datasette

print("sqlite", sqlite3.sqlite_version)
path = folder / "records.sqlite"
db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
rows = lambda query, *values: db.execute(query, values).fetchall()

assert rows("PRAGMA integrity_check") == [("ok",)]
assert rows("PRAGMA foreign_key_check") == [], rows("PRAGMA foreign_key_check")[:3]
found = rows("SELECT id, content, reports FROM quotes")
same("quotes", found, ((s["id"], s["content"], s["reports"]) for s in statements))
found = rows("SELECT id, name, type, mentions FROM entities")
same("entities", found, ((e["id"], e["name"], e["type"], e["mentions"]) for e in entities))
found = rows("SELECT e.id, count(*) FROM names n JOIN entities e ON e.number = n.entity WHERE n.kind = 0 GROUP BY 1")
same("names", found, ((e["id"], e["aliases"]) for e in entities if e["aliases"]))
assert rows("SELECT count(*) FROM documents") == [(expected["documents"],)]
assert rows("SELECT count(*) FROM representations") == [(expected["represents"],)]
speakers = rows(
    "SELECT r.id, e.id FROM statements s JOIN reports r ON r.number = s.number "
    "JOIN parties p ON p.report = s.number AND p.role = 0 JOIN entities e ON e.number = p.entity"
)
same("speakers", speakers, ((s["id"], e) for s in statements for e in s["speakers"]))

# Full-text search: each statement is found by a word of it, and the index agrees with the table.
words = (w for s in statements for w in s["content"].split() if w.isascii() and w.isalpha())
word = max(words, key=lambda w: (len(w), w))
found = rows("SELECT content FROM reports WHERE number IN (SELECT rowid FROM reports_fts(?))", word)
assert found and all(word.lower() in text.lower() for text, in found), (word, found)
with sqlite3.connect(path) as writable:
    writable.execute("INSERT INTO reports_fts (reports_fts) VALUES ('integrity-check')")
    writable.execute("INSERT INTO documents_fts (documents_fts) VALUES ('integrity-check')")
    writable.rollback()


async def pages():
    about = json.loads((folder / "records.metadata.json").read_text())
    site = Datasette([str(path)], metadata=about)
    await site.invoke_startup()
    get = site.client.get
    first = await get("/")
    assert first.status_code == 200 and "Who said what" in first.text, first.text[:300]
    tables = await get("/records")
    assert "quotes" in tables.text and "warnings" in tables.text
    quotes = (await get("/records/quotes.json?_size=max&_shape=array")).json()
    same("pages", ((q["id"], q["content"]) for q in quotes), ((s["id"], s["content"]) for s in statements[:1000]) )
    search = (await get(f"/records/reports.json?_search={word}&_shape=array")).json()
    assert search and all(word.lower() in r["content"].lower() for r in search), search
    for page in ("/records/warnings", "/records/search?words=" + word, "/records/entities", "/records/who_to_whom"):
        answer = await get(page)
        assert answer.status_code == 200, (page, answer.text[:300])


asyncio.run(pages())
print("datasette: pages")
