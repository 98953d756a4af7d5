"""igraph reads GraphML."""

import igraph
from checks import edges, entities, expected, folder, links, node, nodes, same, token, xml

print("igraph", igraph.__version__)
graph = igraph.Graph.Read_GraphML(str(folder / "edges.graphml"))
assert graph.is_directed()
same("vertices", zip(graph.vs["id"], graph.vs["name"], graph.vs["type"]),
     ((token(node(e["id"])), xml(e["name"]), e["type"]) for e in entities))
same(
    "edges",
    (
        (graph.vs[e.source]["id"], graph.vs[e.target]["id"], e["content"], e["relation"], e["weight"])
        for e in graph.es
    ),
    (
        (token(node(e["source"])), token(node(e["target"])), xml(e["content"]), e["relation"], 1)
        for e in edges
    ),
)
graph = igraph.Graph.Read_GraphML(str(folder / "statements.graphml"))
assert (graph.vcount(), graph.ecount()) == (nodes, sum(links.values()))
graph = igraph.Graph.Read_GraphML(str(folder / "aggregate.graphml"))
same("bundles", graph.es["weight"], (b["count"] for b in expected["aggregate"]))
