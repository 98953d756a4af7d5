#!/usr/bin/env python3
"""Asks DuckDB and Ladybug what `cargo bench --bench graphs` asks dixit, on the same graph, and prints all side by side.

    pip install duckdb ladybug
    python3 benches/side_by_side.py [STATEMENTS]

Both get what somebody without dixit would load: a table (or nodes) of statements with their words, day, relation and act,
and who speaks, is spoken to and is spoken of. Times are the middle of eleven, until the last row is fetched; loading is the
stores' own reading of CSV files, which this script writes first and does not time. dixit searches the stems of words where
the stores search letters, and gives each statement with all its words, names and places, where the stores give a row.
"""
import csv
import json
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import ladybug

size = sys.argv[1] if len(sys.argv) > 1 else "1000000"
root = Path(__file__).resolve().parent.parent
ran = subprocess.run(["cargo", "bench", "--quiet", "--bench", "graphs", "--", size], cwd=root, text=True, stdout=subprocess.PIPE, check=True)
print(ran.stdout)
ours = [(float(ms), int(rows), what) for ms, rows, what in re.findall(r"^(?:query|count) +([\d.]+) ms +(\d+) \w+: (.*)$", ran.stdout, re.M)]
our_load = float(re.search(r"^load +([\d.]+) s", ran.stdout, re.M)[1])

scratch = tempfile.TemporaryDirectory()
folder = Path(scratch.name)
entities, busiest = {}, {}
links = {"speaker": [], "addressee": [], "topic": []}
section = ""
with open(root / f"target/bench/{size}.json", encoding="utf-8") as file, open(folder / "statements.csv", "w", encoding="utf-8", newline="") as table:
    out = csv.writer(table)
    out.writerow(["id", "day", "relation", "act", "content"])
    for line in file:
        if line.startswith('"nodes"'):
            section = "nodes"
        elif line.startswith(('"edges"', '"links"')):
            section = ""
        elif line.startswith('"statements"'):
            section = "statements"
        elif line.startswith("{") and section == "nodes":
            node = json.loads(line.rstrip(",\n"))
            entities[node["id"]] = (node["name"], node["type"])
            key = (node["statements"], node["id"], node["name"])
            busiest[node["type"]] = max(busiest.get(node["type"], key), key)
        elif line.startswith("{") and section == "statements":
            s = json.loads(line.rstrip(",\n"))
            out.writerow([s["id"], s["date"], s["relation"], s["act"], s["reports"][0]["content"]["text"]])
            for kind, ids in (("speaker", [s["speaker"], *s["joint_speakers"]]), ("addressee", s["addressees"]), ("topic", s["about"])):
                links[kind] += [(s["id"], e) for e in ids if e]

def write(name, heading, rows):
    with open(folder / f"{name}.csv", "w", encoding="utf-8", newline="") as table:
        out = csv.writer(table)
        out.writerow(heading)
        out.writerows(rows)

write("entities", ["id", "name", "type"], [(i, *about) for i, about in entities.items()])
for kind, rows in links.items():
    write(kind, ["statement", "entity"], rows)
person, state = busiest["person"][2], busiest["state"][2]

duck = duckdb.connect()
start = time.perf_counter()
for name in ["statements", "entities", *links]:
    duck.execute(f"create table {name} as select * from read_csv('{folder}/{name}.csv', header = true)")
duck_load = time.perf_counter() - start

bug = ladybug.Connection(ladybug.Database(str(folder / "ladybug")))
start = time.perf_counter()
bug.execute("create node table Statement(id string primary key, day date, relation string, act string, content string)")
bug.execute("create node table Entity(id string primary key, name string, type string)")
bug.execute(f"copy Statement from '{folder}/statements.csv' (header = true)")
bug.execute(f"copy Entity from '{folder}/entities.csv' (header = true)")
for kind in links:
    bug.execute(f"create rel table {kind}(from Statement to Entity)")
    bug.execute(f"copy {kind} from '{folder}/{kind}.csv' (header = true)")
bug_load = time.perf_counter() - start

def sql(where, more=""):
    return f"select * from statements s where {where} order by day {more}"

def has(kind, name):
    return f"exists (from {kind} k join entities e on e.id = k.entity where k.statement = s.id and e.name = ${name})"

year = "day between '2020-01-01' and '2020-12-31'"
dates = "s.day >= date('2020-01-01') and s.day <= date('2020-12-31')"
about = f"({has('topic', 'state')} or content ilike '%' || $state || '%')"
# Names of this world have no spelling but one, so the stores need not fold the words' case here.
speaks_of = "(s.content contains $state or exists { match (s)-[:topic]->(t:Entity {name: $state}) })"
give = "return s.id, s.day, s.relation, s.act, s.content order by s.day"
questions = [
    (sql(has("speaker", "person")), f"match (s:Statement)-[:speaker]->(p:Entity {{name: $person}}) {give}"),
    (sql(f"{has('speaker', 'person')} and {about} and {year}"),
     f"match (s:Statement)-[:speaker]->(p:Entity {{name: $person}}) where {dates} and {speaks_of} {give}"),
    (sql(f"relation = 'warned' and {has('addressee', 'state')} and {year}"),
     f"match (s:Statement)-[:addressee]->(p:Entity {{name: $state}}) where s.relation = 'warned' and {dates} {give}"),
    (sql(f"act = 'deny' and {about}"), f"match (s:Statement) where s.act = 'deny' and {speaks_of} {give}"),
    (sql("content ilike '%zitaga%'"), f"match (s:Statement) where lower(s.content) contains 'zitaga' {give}"),
    (sql(f"relation = 'proposed' and {year}", "limit 20"), f"match (s:Statement) where s.relation = 'proposed' and {dates} {give} limit 20"),
    ("select e.name, count(*) n from statements s join speaker k on k.statement = s.id join entities e on e.id = k.entity where relation = 'warned' group by e.id, e.name order by n desc",
     "match (s:Statement)-[:speaker]->(p:Entity) where s.relation = 'warned' return p.id, p.name, count(*) as n order by n desc"),
]

def named(query):
    return {name: value for name, value in (("person", person), ("state", state)) if f"${name}" in query}

def middle(ask):
    times = []
    for _ in range(11):
        start = time.perf_counter()
        rows = ask()
        times.append(time.perf_counter() - start)
    return 1e3 * sorted(times)[5], len(rows)

if len(questions) != len(ours):
    sys.exit(f"the benchmark asks {len(ours)} queries, this script {len(questions)}: bring them together")
print(f"{'':10}{'dixit':>20}{'DuckDB':>20}{'Ladybug':>20}{'DuckDB/dixit':>14}{'Ladybug/dixit':>14}")
print(f"{'load':10}{our_load:18.2f} s{duck_load:18.2f} s{bug_load:18.2f} s{duck_load / our_load:14.1f}{bug_load / our_load:14.1f}")
for (ms, rows, what), (in_sql, in_cypher) in zip(ours, questions):
    duck_ms, duck_rows = middle(lambda: duck.execute(in_sql, named(in_sql)).fetchall())
    bug_ms, bug_rows = middle(lambda: bug.execute(in_cypher, named(in_cypher)).get_all())
    cells = "".join(f"{f'{t:.2f} ms {n} rows':>20}" for t, n in ((ms, rows), (duck_ms, duck_rows), (bug_ms, bug_rows)))
    print(f"{'':10}{cells}{duck_ms / ms:14.1f}{bug_ms / ms:14.1f}  {what}")
    if duck_rows != bug_rows:
        print("          the stores do not agree: their queries are not the same question")
