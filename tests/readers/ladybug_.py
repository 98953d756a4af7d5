"""Ladybug loads its tables by its script, and answers Cypher."""

import os

import ladybug
from checks import edges, entities, expected, folded, folder, links, node, same

print("ladybug", ladybug.__version__)


def load(name):
    os.chdir(folder / name)
    connection = ladybug.Connection(ladybug.Database(":memory:"))
    for script in ("schema.cypher", "copy.cypher"):
        for statement in (folder / name / script).read_text().split(";\n"):
            if statement.strip():
                connection.execute(statement)
    return lambda query: list(connection.execute(query))


ask = load("edges.ladybug")
same("entities", map(tuple, ask("MATCH (e:Entity) RETURN e.id, e.name, e.mentions")),
     ((folded(node(e["id"])), folded(e["name"]), e["mentions"]) for e in entities))
found = ask("MATCH (a:Entity)-[r]->(b:Entity) RETURN a.id, b.id, label(r), r.content, r.earliest, r.document, r.line")
same("edges", ((a, b, kind, words, day and str(day), document, line) for a, b, kind, words, day, document, line in found),
     ((folded(node(e["source"])), folded(node(e["target"])), e["relation"].upper(), folded(e["content"]), e["first"], folded(e["document"]), e["line"])
      for e in edges))
# Who warned whom since November?
found = ask("""MATCH (a:Entity)-[r:WARNED]->(b:Entity)
               WHERE r.earliest >= date('2021-11-01') RETURN a.id, b.id, r.content""")
same("warnings since a day", map(tuple, found),
     ((folded(node(e["source"])), folded(node(e["target"])), folded(e["content"]))
      for e in edges if e["relation"] == "warned" and e["first"] and e["first"] >= "2021-11-01"))

assert found
ask = load("statements.ladybug")
for kind, count in links.items():
    same(kind, [kind] * ask(f"MATCH ()-[r:{kind}]->() RETURN count(r)")[0][0], [kind] * count)
found = ask("""MATCH (a:Entity)-[:SAID]->(s:Statement)-[:REPORTED_IN]->(d:Document)
               RETURN count(DISTINCT s.id)""")
spoken = sum(1 for s in expected["statements"] if s["speakers"])
assert found[0][0] == spoken, (found, spoken)

ask = load("aggregate.ladybug")
same("bundles", (n for n, in ask("MATCH ()-[r]->() RETURN r.count")), (b["count"] for b in expected["aggregate"]))
