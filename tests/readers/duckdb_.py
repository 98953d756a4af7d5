"""DuckDB reads the records, the tables and the events, and makes Parquet of the records."""

import duckdb
from checks import edges, entities, expected, folded, folder, links, node, nodes, same, statements

print("duckdb", duckdb.__version__)
sql = lambda query: duckdb.sql(query.replace("@", str(folder))).fetchall()

said = sql("SELECT id, content.text, len(addressees), reports FROM '@/records.jsonl'")
same("records", said, ((s["id"], s["content"], s["addressees"], s["reports"]) for s in statements))
duckdb.sql(f"COPY (FROM '{folder}/records.jsonl') TO '{folder}/copied.parquet'")
assert sql("SELECT count(*) FROM '@/copied.parquet'") == [(len(statements),)]

csv = "read_csv('@/{}', header = true, all_varchar = true)"
found = sql("SELECT Id, Label, type FROM " + csv.format("edges.csv.d/nodes.csv"))
same("nodes", found, ((node(e["id"]), e["name"], e["type"]) for e in entities))
found = sql("SELECT Source, Target, Kind, content, statement, Timeset FROM " + csv.format("edges.csv.d/edges.csv"))
period = lambda e: f"<[{e['first']}, {e['last']}]>" if e["first"] else None
same("edges", found, (
    (node(e["source"]), node(e["target"]), e["relation"], e["content"], e["statement"], period(e))
    for e in edges
))
assert sql("SELECT count(*) FROM " + csv.format("statements.csv.d/nodes.csv")) == [(nodes,)]
same("kinds", (k for k, in sql("SELECT Kind FROM " + csv.format("statements.csv.d/edges.csv"))),
     (k.lower() for k, n in links.items() for _ in range(n)))

# The tables for Neo4j: typed columns, both ends known, one line a row.
found = sql('SELECT "id:ID(Entity)", "name:string", ":LABEL" FROM ' + csv.format("edges.csv.d/neo4j/Entity.csv"))
same("neo4j nodes", found, ((folded(node(e["id"])), folded(e["name"]), "Entity") for e in entities))
found = []
for kind in ("SAID", "WARNED", "PROPOSED"):
    table = csv.format(f"edges.csv.d/neo4j/{kind}.csv")
    found += sql('SELECT ":START_ID(Entity)", ":END_ID(Entity)", "content:string", "earliest:date"::DATE::VARCHAR, ":TYPE" FROM ' + table)
    lines = (folder / f"edges.csv.d/neo4j/{kind}.csv").read_text().count("\n")
    assert sql("SELECT count(*) FROM " + table) == [(lines - 1,)]
same("neo4j edges", found, (
    (folded(node(e["source"])), folded(node(e["target"])), folded(e["content"]), e["first"], e["relation"].upper())
    for e in edges
))

found = sql("SELECT source_id, target_id, relation, words, date, document FROM " + csv.format("events.csv"))
same("events", found, (
    (node(e["source"]), node(e["target"]), e["relation"], e["content"], e["date"], e["document"])
    for e in edges
    if e["events"] and e["polarity"] in ("affirmed", "denied")
))
codes = sql("SELECT DISTINCT source_actor FROM " + csv.format("events.csv") + " WHERE source_id = 'Q159'")
assert codes == [("RUS",)], codes
