"""DuckDB, pandas and Polars read our Parquet, and dixit reads theirs."""

import datetime
import json
import os
import subprocess

import duckdb
import pandas
import polars
import pyarrow
import pyarrow.parquet
from checks import entities, expected, folder, same, statements

print("duckdb", duckdb.__version__, "pandas", pandas.__version__, "polars", polars.__version__)
tables = folder / "tables"
sql = lambda query: duckdb.sql(query.replace("@", str(tables))).fetchall()

# What the graph has, as each of them reads it. A month begins with its first day.
first_day = lambda when: when and datetime.date.fromisoformat((when + "-01")[:10])
wanted = [(s["id"], s["content"], s["addressees"], s["about"], s["reports"], first_day(s["date"])) for s in statements]
query = "SELECT id, content, len(addressees), len(about), reports, date FROM '@/statements.parquet'"
same("duckdb: statements", sql(query), wanted)
rows = polars.read_parquet(tables / "statements.parquet").rows(named=True)
same("polars: statements", (
    (r["id"], r["content"], len(r["addressees"]), len(r["about"]), r["reports"], r["date"]) for r in rows
), wanted)
frame = pandas.read_parquet(tables / "statements.parquet")
same("pandas: statements", (
    (r.id, r.content, len(r.addressees), len(r.about), r.reports, r.date) for r in frame.itertuples()
), wanted)
assert (folder / "records.parquet").read_bytes() == (tables / "statements.parquet").read_bytes()

speakers = sql(
    "SELECT id, speaker_id FROM '@/statements.parquet' WHERE speaker_id IS NOT NULL "
    "UNION ALL SELECT id, j.id FROM (SELECT id, unnest(joint_speakers) AS j FROM '@/statements.parquet')"
)
same("speakers", speakers, ((s["id"], e) for s in statements for e in s["speakers"]))
names = {e["id"]: (e["name"], e["type"]) for e in entities}
told = sql("SELECT DISTINCT p.id, p.name, p.type FROM (SELECT unnest(addressees) AS p FROM '@/statements.parquet')")
assert told and all(names[i] == (n, t) for i, n, t in told), told
edges = {e["statement"]: e for e in expected["edges"]}
for r in rows:
    edge = edges.get(r["id"])
    if edge:
        assert r["relation"] == edge["relation"] and r["polarity"] == edge["polarity"] and r["act"] == edge["act"]
        assert abs(r["confidence"] - edge["confidence"]) < 1e-6 and r["document"] == edge["document"]
        assert r["url"] == edge["url"] and r["line"] == edge["line"], (r, edge)

found = sql("SELECT id, name, type, mentions, len(aliases) FROM '@/entities.parquet'")
same("entities", found, ((e["id"], e["name"], e["type"], e["mentions"], e["aliases"]) for e in entities))
frame = pandas.read_parquet(tables / "entities.parquet")
same("pandas: entities", zip(frame["id"], frame["name"]), ((e["id"], e["name"]) for e in entities))
assert sql("SELECT count(*) FROM '@/documents.parquet'") == [(expected["documents"],)]
assert sql("SELECT count(*) FROM '@/representations.parquet'") == [(expected["represents"],)]
reports = sql("SELECT statement, count(*), sum(len(content_spans)) FROM '@/reports.parquet' GROUP BY 1")
same("reports", reports, ((s["id"], s["reports"], s["spans"]) for s in statements))

# What they write is read as the same articles in JSON Lines are.
articles = [
    {
        "id": f"harbour-{n}",
        "headline": None if n % 3 == 0 else f"The strait, day {n}",
        "published": f"2021-12-{n:02}",
        "publisher": "The Daily Ferry",
        "body": f"Harbour master Ruth Oyelaran warned the shipping companies on Tuesday that quay {n} would close.\n\n"
        f"“We won’t wait {n} days,” said Liz Truss.",
    }
    for n in range(1, 25)
]
(folder / "articles.jsonl").write_text("".join(json.dumps(article) + "\n" for article in articles))


def extracted(name, *arguments):
    run = subprocess.run(
        [os.environ["DIXIT"], "extract", folder / name, *arguments], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0 and not run.stderr, (name, run.stderr)
    found = [json.loads(line) for line in run.stdout.splitlines()]
    for record in found:
        record["path"] = None
        for statement in record["statements"]:
            statement["line"] = None
    return found


lines = extracted("articles.jsonl")
assert len(lines) == len(articles) and all(len(record["statements"]) == 2 for record in lines)
frame = pandas.DataFrame(articles)
days = frame.assign(published=pandas.to_datetime(frame.published, utc=True), publisher=frame.publisher.astype("category"))
table = pyarrow.Table.from_pylist(articles)
write = pyarrow.parquet.write_table
delta = {"use_dictionary": False, "column_encoding": {"body": "DELTA_BYTE_ARRAY", "id": "DELTA_LENGTH_BYTE_ARRAY"}}
ways = {
    "pandas": lambda path: frame.to_parquet(path),
    "pandas days": lambda path: days.to_parquet(path),
    "pandas zstd": lambda path: frame.to_parquet(path, compression="zstd"),
    "pandas gzip": lambda path: frame.to_parquet(path, compression="gzip"),
    "pandas plain": lambda path: frame.to_parquet(path, compression=None),
    "pyarrow groups": lambda path: write(table, path, row_group_size=7, data_page_size=200, write_batch_size=2),
    "pyarrow 2.0": lambda path: write(table, path, data_page_version="2.0", compression="zstd"),
    "pyarrow delta": lambda path: write(table, path, **delta),
    "duckdb": lambda path: duckdb.sql(f"COPY (FROM '{folder}/articles.jsonl') TO '{path}'"),
    "duckdb zstd": lambda path: duckdb.sql(f"COPY (FROM '{folder}/articles.jsonl') TO '{path}' (COMPRESSION zstd)"),
    "duckdb 2": lambda path: duckdb.sql(f"COPY (FROM '{folder}/articles.jsonl') TO '{path}' (PARQUET_VERSION v2)"),
    "polars": lambda path: polars.DataFrame(articles).write_parquet(path),
    "polars snappy": lambda path: polars.DataFrame(articles).write_parquet(path, compression="snappy"),
}
for way, written in ways.items():
    written(str(folder / "articles.parquet"))
    assert extracted("articles.parquet") == lines, way
print("read:", ", ".join(ways))
