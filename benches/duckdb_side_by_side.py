#!/usr/bin/env python3
"""Asks DuckDB what `cargo bench --bench graphs` asks dixit, on the same graph.

    pip install duckdb
    python3 benches/duckdb_side_by_side.py target/bench/1000000.json

The statements go into one table (a row for each statement, with its first speaker, addressee and topic), as somebody
without dixit would load them; each query's middle time of eleven is printed. Loading is DuckDB's own reading of a CSV
file, which this script writes first and does not time.
"""
import csv
import json
import os
import sys
import tempfile
import time

import duckdb

path = sys.argv[1]
with open(path, encoding="utf-8") as file:
    lines = iter(file)
    names, rows, section = {}, [], ""
    with tempfile.NamedTemporaryFile("w", suffix=".csv", delete=False, encoding="utf-8", newline="") as table:
        out = csv.writer(table)
        out.writerow(["id", "day", "relation", "act", "polarity", "speaker", "speaker_type", "addressee", "topic", "content", "document"])
        for line in lines:
            if line.startswith('"nodes"'):
                section = "nodes"
            elif line.startswith('"edges"') or line.startswith('"links"'):
                section = ""
            elif line.startswith('"statements"'):
                section = "statements"
            elif line.startswith("{") and section == "nodes":
                node = json.loads(line.rstrip(",\n"))
                names[node["id"]] = (node["name"], node["type"], node["statements"])
            elif line.startswith("{") and section == "statements":
                s = json.loads(line.rstrip(",\n"))
                first = s["reports"][0]
                who = names.get(s["speaker"], ("", "", 0))
                to = names.get((s["addressees"] or [""])[0], ("", "", 0))
                about = names.get((s["about"] or [""])[0], ("", "", 0))
                out.writerow([s["id"], s["date"], s["relation"], s["act"], s["polarity"], who[0], who[1], to[0], about[0], first["content"]["text"], first["document"]])

def busiest(kind):
    return max((v for v in names.items() if v[1][1] == kind), key=lambda v: (v[1][2], v[0]))[1][0]

person, state = busiest("person"), busiest("state")
base = duckdb.connect()
start = time.perf_counter()
base.execute(f"create table statements as select * from read_csv('{table.name}')")
print(f"load   {time.perf_counter() - start:6.2f} s   {base.execute('select count(*) from statements').fetchone()[0]} statements")
os.unlink(table.name)

everything = "select * from statements where "
for name, query, values in [
    ("speaker", everything + "speaker = ? order by day", [person]),
    ("warned, to, year", everything + "relation = 'warned' and addressee = ? and day between '2020-01-01' and '2020-12-31' order by day", [state]),
    ("deny, about a state", everything + "act = 'deny' and (topic = ? or content ilike '%' || ? || '%') order by day", [state, state]),
    ("about a word", everything + "content ilike '%zitaga%' order by day", []),
    ("proposed, year, 20", everything + "relation = 'proposed' and day between '2020-01-01' and '2020-12-31' order by day limit 20", []),
    ("count by speaker", "select speaker, count(*) from statements where relation = 'warned' group by speaker order by 2 desc", []),
]:
    times = []
    for _ in range(11):
        start = time.perf_counter()
        rows = base.execute(query, values).fetchall()
        times.append(time.perf_counter() - start)
    print(f"query  {1e3 * sorted(times)[5]:6.2f} ms  {len(rows):6} rows: {name}")
