"""Statements as frames of pandas, tables of Arrow and graphs of NetworkX; each is imported only when it is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Any

from dixit._records import Document, Hit, Statement

if TYPE_CHECKING:
    import networkx
    import pandas
    import pyarrow

    from dixit import _dixit

#: The columns of statements.
COLUMNS = (
    "id", "document", "date", "speaker", "speaker_id", "speaker_type", "joint_speakers", "relation", "act",
    "polarity", "mode", "kind", "addressees", "about", "source", "cue", "quote", "sentence", "via", "said_on",
    "confidence", "line",
)  # fmt: skip


def needed(module: str) -> Any:
    """A module that is not a requirement of the package."""
    try:
        return import_module(module)
    except ImportError as error:
        name = module.partition(".")[0]
        raise ImportError(f"{error}; install it with: pip install {name}") from error


def to_pandas(documents: Iterable[Document]) -> pandas.DataFrame:
    """One row for each statement of these documents; lists of names are lists.

    >>> import dixit
    >>> docs = dixit.extract_many(["Mayor Ines Duarte proposed talks."])
    >>> dixit.to_pandas(docs)[["speaker", "cue", "quote"]]
           speaker       cue  quote
    0  Ines Duarte  proposed  talks
    """
    rows = [
        row(statement, document.id, document.date)
        for document in documents
        for statement in document.statements
    ]
    return frame(rows)


def frame(rows: list[dict[str, Any]]) -> pandas.DataFrame:
    """A frame of rows, whose days are days."""
    pd = needed("pandas")
    made: pandas.DataFrame = pd.DataFrame(rows, columns=list(COLUMNS))
    made["date"] = pd.to_datetime(made["date"], format="ISO8601", errors="coerce")
    return made


def row(statement: Statement, document: str, date: str | None) -> dict[str, Any]:
    """A statement as a row."""
    speaker = statement.speaker
    return {
        "id": statement.id,
        "document": document,
        "date": date,
        "speaker": speaker and speaker.name,
        "speaker_id": speaker and speaker.id,
        "speaker_type": speaker and speaker.type,
        "joint_speakers": [entity.name for entity in statement.joint_speakers],
        "relation": statement.relation,
        "act": statement.act,
        "polarity": statement.polarity,
        "mode": statement.mode,
        "kind": statement.kind,
        "addressees": [entity.name for entity in statement.addressees],
        "about": [entity.name for entity in statement.about],
        "source": statement.source.text,
        "cue": statement.cue.text,
        "quote": statement.quote,
        "sentence": statement.sentence,
        "via": statement.via and statement.via.name,
        "said_on": statement.said_on,
        "confidence": statement.confidence,
        "line": statement.line,
    }


def hits(found: Iterable[Hit]) -> pandas.DataFrame:
    """One row for each statement of an answer."""
    return frame([row(hit, hit.place.document, hit.date) for hit in found])


def table(graph: _dixit.Graph, name: str, flags: list[str]) -> pyarrow.Table:
    """A table of a graph, of the statements that pass the filters."""
    return needed("pyarrow").table(graph.table(name, flags))


def network(json: dict[str, Any]) -> networkx.MultiDiGraph:
    """A graph of NetworkX from node-link JSON."""
    nx = needed("networkx")
    graph: networkx.MultiDiGraph
    try:
        graph = nx.node_link_graph(json, edges="edges")
    except TypeError:
        # NetworkX before 3.4 reads "links", which are there too
        graph = nx.node_link_graph(json)
    return graph
