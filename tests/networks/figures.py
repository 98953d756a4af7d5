"""Works out the figures of `dixit stats` with NetworkX and compares: figures.py GRAPH FIGURES."""

import json
import sys

import networkx as nx


def network(path):
    """One arc for each pair that is not a loop, weighted by its edges."""
    with open(path, encoding="utf-8") as file:
        data = json.load(file)
    for edge in data["edges"]:
        edge.setdefault("key", None)
    whole = nx.node_link_graph(data, edges="edges")
    simple = nx.DiGraph()
    for source, target, role in whole.edges(data="role"):
        if role == "unaddressed":
            continue
        assert source != target, f"{source} has an edge to itself that is no loop by role"
        weight = simple.get_edge_data(source, target, {"weight": 0})["weight"]
        simple.add_edge(source, target, weight=weight + 1)
    return simple


def undirected(arcs):
    both = nx.Graph()
    both.add_nodes_from(arcs)
    for source, target, weight in arcs.edges(data="weight"):
        known = both.get_edge_data(source, target, {"weight": 0})["weight"]
        both.add_edge(source, target, weight=known + weight)
    return both


def compare(name, ours, theirs, tolerance):
    assert set(ours) == set(theirs), f"{name}: not the same nodes"
    worst = max((abs(ours[node] - theirs[node]) for node in ours), default=0)
    print(f"  {name}: off by {worst:.2e} at most")
    assert worst <= tolerance, f"{name}: off by {worst}"


def main(graph, figures):
    arcs = network(graph)
    with open(figures, encoding="utf-8") as file:
        found = json.load(file)
    entities = {entry["entity"]["id"]: entry for entry in found["entities"]}
    column = lambda name: {node: entry[name] for node, entry in entities.items()}
    print(f"{found['graph']}: {len(arcs)} nodes, {arcs.number_of_edges()} arcs, NetworkX {nx.__version__}")
    assert found["network"]["nodes"] == len(arcs)
    assert found["network"]["arcs"] == arcs.number_of_edges()
    compare("out-degree", column("out_degree"), dict(arcs.out_degree()), 0)
    compare("in-degree", column("in_degree"), dict(arcs.in_degree()), 0)
    compare("out-weight", column("out_weight"), dict(arcs.out_degree(weight="weight")), 0)
    compare("in-weight", column("in_weight"), dict(arcs.in_degree(weight="weight")), 0)
    ranks = nx.pagerank(arcs, weight="weight", tol=1e-12, max_iter=1000)
    compare("PageRank", column("page_rank"), ranks, 1e-7)
    assert found["network"]["betweenness_sources"] == len(arcs)
    compare("betweenness", column("betweenness"), nx.betweenness_centrality(arcs), 1e-9)
    whole = {"all": found["network"]["reciprocity"]}
    compare("reciprocity", whole, {"all": nx.overall_reciprocity(arcs)}, 1e-12)

    both = undirected(arcs)
    parts = {}
    for node, entry in entities.items():
        parts.setdefault(entry["community"], set()).add(node)
    assert len(parts) == len(found["communities"])
    theirs = nx.community.modularity(both, parts.values())
    compare("modularity", {"all": found["network"]["modularity"]}, {"all": theirs}, 1e-9)
    best = max(
        nx.community.modularity(both, nx.community.louvain_communities(both, seed=seed))
        for seed in range(5)
    )
    ours = found["network"]["modularity"]
    print(f"  modularity {ours:.4f}; NetworkX's own Louvain, best of five: {best:.4f}")
    assert ours >= 0.95 * best, "communities are much worse than NetworkX's"


if __name__ == "__main__":
    main(*sys.argv[1:])
