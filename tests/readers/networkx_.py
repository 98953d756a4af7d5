"""NetworkX reads node-link JSON, GraphML, GEXF and Cytoscape JSON as multigraphs."""

import json

import networkx
from checks import edges, entities, expected, folder, links, node, nodes, same, token, xml

print("networkx", networkx.__version__)
modern = tuple(map(int, networkx.__version__.split(".")[:2])) >= (3, 6)


def compare(name, graph, of_id, text, plain=lambda id: id):
    assert graph.is_directed() and graph.is_multigraph(), name
    same(
        f"{name} nodes",
        ((id, data["name"], data["type"], data["mentions"]) for id, data in graph.nodes(data=True)),
        ((plain(of_id(e["id"])), text(e["name"]), e["type"], e["mentions"]) for e in entities),
    )
    fields = ("relation", "act", "polarity", "role", "line", "reports", "document", "date")
    same(
        f"{name} edges",
        (
            (a, b, data.get("content", data.get("text")), *(data.get(f) for f in fields))
            for a, b, data in graph.edges(data=True)
        ),
        (
            (plain(of_id(e["source"])), plain(of_id(e["target"])), text(e["content"]))
            + tuple(text(e[f]) if isinstance(e[f], str) else e[f] for f in fields)
            for e in edges
        ),
    )


def count(name, graph, edge_count, node_count):
    same(name, ["node"] * graph.number_of_nodes() + ["edge"] * graph.number_of_edges(),
         ["node"] * node_count + ["edge"] * edge_count)


def node_link(name):
    data = json.loads((folder / name).read_text())
    return networkx.node_link_graph(data, **({"edges": "edges"} if modern else {}))


compare("json", node_link("edges.json"), lambda id: id, lambda t: t)
count("json, statements", node_link("statements.json"), sum(links.values()), nodes)
count("json, aggregate", node_link("aggregate.json"), len(expected["aggregate"]), len(entities))

graph = networkx.read_graphml(folder / "edges.graphml", force_multigraph=True)
compare("graphml", graph, node, xml, token)
original = {data.get("original_id", id) for id, data in graph.nodes(data=True)}
assert original == {xml(node(e["id"])) for e in entities}, original
for shape, edge_count, node_count in [
    ("statements", sum(links.values()), nodes),
    ("aggregate", len(expected["aggregate"]), len(entities)),
]:
    graph = networkx.read_graphml(folder / f"{shape}.graphml", force_multigraph=True)
    count(f"graphml, {shape}", graph, edge_count, node_count)

names = ["edges.gexf"] + (["edges.13.gexf"] if modern else [])
for name in names:
    graph = networkx.read_gexf(folder / name)
    compare(name, graph, lambda id: xml(node(id)), xml)
    same(
        f"{name} periods",
        ((data.get("start"), data.get("end")) for _, _, data in graph.edges(data=True)),
        ((e["first"], e["last"]) for e in edges),
    )
    colours = {str(data["viz"]["color"]) for _, data in graph.nodes(data=True)}
    assert len(colours) == 4, colours
count("gexf, statements", networkx.read_gexf(folder / "statements.gexf"), sum(links.values()), nodes)
bundled = networkx.read_gexf(folder / "aggregate.gexf")
same("gexf, aggregate", (int(d["weight"]) for _, _, d in bundled.edges(data=True)),
     (b["count"] for b in expected["aggregate"]))

graph = networkx.cytoscape_graph(json.loads((folder / "edges.cyjs").read_text()))
compare("cytoscape", graph, node, lambda t: t)
graph = networkx.cytoscape_graph(json.loads((folder / "statements.cyjs").read_text()))
count("cytoscape, statements", graph, sum(links.values()), nodes)
