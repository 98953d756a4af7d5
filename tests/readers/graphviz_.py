"""Graphviz reads the pictures of every shape."""

import json
import subprocess

from checks import edges, expected, folder, links, node, same, statements

loops = lambda list: [e for e in list if e["source"] != e["target"]]


def read(name):
    run = subprocess.run(["dot", "-Tjson", name], cwd=folder, capture_output=True, check=True)
    assert not run.stderr, run.stderr
    graph = json.loads(run.stdout)
    assert graph["directed"] and not graph["strict"]
    names = [o["name"] for o in graph["objects"]]
    ends = [(names[e["tail"]], names[e["head"]], e) for e in graph.get("edges", [])]
    return names, ends


for name, wanted in [("aggregate.dot", expected["aggregate"]), ("edges.dot", edges)]:
    names, ends = read(name)
    wanted = loops(wanted)
    same(f"{name} arrows", (e["class"] for _, _, e in ends), (e["relation"] for e in wanted))
    assert len(names) == len({end for e in wanted for end in (e["source"], e["target"])})
    assert all(e["tooltip"] for _, _, e in ends)
styles = {"affirmed": "solid", "denied": "dotted", "negated": "dotted", "hypothetical": "dashed"}
same("styles", (e["style"] for _, _, e in ends), (styles[e["polarity"]] for e in loops(edges)))
names, ends = read("statements.dot")
drawn = [name for name in names if name.startswith("statement:")]
same("statements drawn", drawn, {f"statement:{e['statement']}" for e in loops(edges)})

svg = (folder / "aggregate.svg").read_text()
assert "<script>alert" not in svg and "xlink:href=\"https://news.example" in svg
assert (folder / "aggregate.png").read_bytes().startswith(b"\x89PNG\r\n\x1a\n")
print("svg and png drawn")
