"""GraphML and GEXF are valid, and their edges end at nodes that are there."""

import pathlib
import tempfile

from checks import folder
from lxml import etree

here = pathlib.Path(__file__).parent


def check(schema, name):
    tree = etree.parse(folder / name)
    if not schema.validate(tree):
        raise SystemExit(f"{name}: {schema.error_log.last_error}")
    space = tree.getroot().nsmap[None]
    ids = {node.get("id") for node in tree.iter(f"{{{space}}}node")}
    ends = [edge.get(end) for edge in tree.iter(f"{{{space}}}edge") for end in ("source", "target")]
    assert ends and set(ends) <= ids, name
    print(f"{name}: valid, {len(ids)} nodes, {len(ends) // 2} edges")


graphml = etree.XMLSchema(etree.parse(here / "graphml.xsd"))
for shape in ("edges", "statements", "aggregate"):
    check(graphml, f"{shape}.graphml")

with tempfile.TemporaryDirectory() as copies:
    for space, names in [
        ("http://www.gexf.net/1.2draft", ["edges.gexf", "statements.gexf", "aggregate.gexf"]),
        ("http://gexf.net/1.3", ["edges.13.gexf"]),
    ]:
        for schema in ("gexf.xsd", "gexf-viz.xsd"):
            text = (here / schema).read_text().replace("SPACE", space)
            pathlib.Path(copies, schema).write_text(text)
        gexf = etree.XMLSchema(etree.parse(pathlib.Path(copies, "gexf.xsd")))
        for name in names:
            check(gexf, name)
