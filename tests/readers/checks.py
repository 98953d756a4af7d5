"""What the scripts share: the expected graph, and comparing it with what a reader found."""

import json
import pathlib
import re
import sys
from collections import Counter

folder = pathlib.Path(sys.argv[1])
expected = json.loads((folder / "expected.json").read_text())


def same(what, found, wanted):
    """Counts of what was found must be those of what is wanted."""
    found, wanted = Counter(found), Counter(wanted)
    if found != wanted:
        missing, extra = wanted - found, found - wanted
        sys.exit(f"{what}: missing {list(missing.items())[:3]}, not expected {list(extra.items())[:3]}")
    print(f"{what}: {sum(found.values())}")


def xml(text):
    """Text as XML 1.0 can hold it."""
    return None if text is None else re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd", text)


def folded(text):
    """Text as bulk loaders take it, without line breaks and control codes."""
    return None if text is None else re.sub("[\x00-\x1f\x7f-\x9f]", " ", text)


def node(entity):
    """The id of an entity's node."""
    return f"entity:{entity}" if entity.startswith(("statement:", "document:")) else entity


def token(id):
    """An id as XML's NMTOKEN."""
    name = (
        "[:_.\\-a-zA-Z0-9\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u0131\u0134-\u013e\u0141-\u0148"
        "\u014a-\u017e\u0410-\u044f\u4e00-\u9fa5\uac00-\ud7a3]"
    )
    out = ""
    for at, c in enumerate(id):
        plain = re.match(name, c) and not (c == "_" and id[at + 1 : at + 2] == "x")
        out += c if plain else f"_x{ord(c):02X}_"
    return out


edges = expected["edges"]
entities = expected["entities"]
statements = expected["statements"]
# One edge of each kind in the shape in which statements are nodes.
links = {
    "SAID": sum(len(s["speakers"]) for s in statements),
    "ADDRESSED_TO": sum(s["addressees"] for s in statements),
    "ABOUT": sum(s["about"] for s in statements),
    "REPORTED_IN": sum(s["reports"] for s in statements),
    "VIA": sum(s["via"] for s in statements),
    "WITHIN": sum(s["within"] for s in statements),
    "REPRESENTS": expected["represents"],
}
nodes = len(entities) + len(statements) + expected["documents"]
