"""Graphs of who said what: built, opened, asked, exported."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from datetime import date as Day
from typing import TYPE_CHECKING, Any, TypedDict, Union

from dixit import _dixit, _frames, _html
from dixit._errors import InputError, MissingFile
from dixit._extract import Extractor, Path, Paths, _shared, check_threads, paths_of, warn
from dixit._records import AnswerGroup, Document, Hit, group, hit

if TYPE_CHECKING:
    from typing import TypeAlias

    import networkx
    import pandas
    import pyarrow
    from typing_extensions import Unpack

Names: TypeAlias = Union[str, Iterable[str]]

#: Messages of one kind that are shown; the rest are counted.
SHOWN = 10


class Filters(TypedDict, total=False):
    """The filters of `dixit query`; a name or several of which one must match (for `about`: all)."""

    speaker: Names
    speaker_type: str
    speaker_role: Names
    speaker_gender: str
    relation: str
    to: Names
    to_type: str
    to_role: Names
    each_other: bool
    about: Names
    related_words: bool
    matching: str
    since: str | Day
    until: str | Day
    kind: str
    act: Names
    polarity: Names
    declined: bool
    source: Names
    attitudes: bool
    rollup: bool
    sort: str
    limit: int


class Answer:
    """The answer to a query or a question: its statements, which can be counted, indexed and walked through."""

    __slots__ = ("answers", "json", "notes", "query", "statements", "understood")

    #: What `dixit query --format json` and `dixit ask --format json` write.
    json: str
    #: The query that was run.
    query: dict[str, Any]
    #: Those asked for, most statements first.
    answers: list[AnswerGroup]
    statements: list[Hit]
    #: How a question was understood.
    understood: str | None
    #: What to know about the answer.
    notes: list[str]

    def __init__(
        self, json_text: str, understood: str | None = None, notes: Iterable[str] = ()
    ) -> None:
        record = json.loads(json_text)
        self.json = json_text
        self.query = record["query"]
        self.answers = [group(answer) for answer in record["answers"]]
        self.statements = [hit(statement) for statement in record["statements"]]
        self.understood = understood
        self.notes = list(notes)

    def __len__(self) -> int:
        return len(self.statements)

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.statements)

    def __getitem__(self, index: int) -> Hit:
        return self.statements[index]

    def to_pandas(self) -> pandas.DataFrame:
        """One row a statement, with the columns of `dixit.to_pandas`."""
        return _frames.hits(self.statements)

    def __str__(self) -> str:
        lines = [f"understood as {self.understood}"] if self.understood else []
        lines.extend(f"{hit.date or '':10}  {hit}" for hit in self.statements)
        return "\n".join(lines)

    def __repr__(self) -> str:
        names = ", ".join(answer.name for answer in self.answers[:3])
        more = ", …" if len(self.answers) > 3 else ""
        count = len(self.statements)
        return f"<dixit.Answer: {names}{more}; {count} statement{'' if count == 1 else 's'}>"

    def _repr_html_(self) -> str:
        parts = [_html.note(f"understood as {self.understood}")] if self.understood else []
        parts.extend(_html.note(note) for note in self.notes)
        return _html.page([*parts, *_html.statements(self.statements)])


class Graph:
    """A graph of who said what, in memory or in a store on disk.

    >>> import dixit
    >>> docs = dixit.extract_many([
    ...     {"id": "a", "date": "2024-03-05", "text": "Mayor Ines Duarte warned Lena Berg of floods."},
    ...     {"id": "b", "date": "2024-03-06", "text": "Lena Berg told Mayor Ines Duarte that she had a plan."},
    ... ])
    >>> graph = dixit.Graph.from_documents(docs, name="town")
    >>> graph
    <dixit.Graph 'town': 2 statements in 2 documents>
    >>> graph.ask("Who warned Berg?").answers[0].name
    'Ines Duarte'
    >>> graph.query(speaker="berg")[0].quote
    'that she had a plan'
    >>> [(a, b, edge["relation"]) for a, b, edge in graph.to_networkx().edges(data=True)]
    [('person:ines-duarte', 'person:lena-berg', 'warned'), ('person:lena-berg', 'person:ines-duarte', 'said')]
    """

    __slots__ = ("_native", "failures")

    _native: _dixit.Graph
    #: Documents that could not be read by `build`, each with the reason.
    failures: list[str]

    def __init__(self, path: Path | None = None) -> None:
        """Opens a graph or a store that `dixit build` wrote; without a path the newest in graphs/."""
        self._native = _dixit.Graph.open(None if path is None else os.fspath(path))
        self.failures = []

    @classmethod
    def load(cls, path: Path | None = None) -> Graph:
        """Opens a graph or a store that `dixit build` wrote; without a path the newest in graphs/.

        >>> import dixit
        >>> dixit.Graph.load("missing.json")
        Traceback (most recent call last):
        dixit._errors.MissingFile: missing.json: no such file; build a graph with 'dixit build FOLDER'
        """
        return cls(path)

    @classmethod
    def _of(cls, native: _dixit.Graph) -> Graph:
        graph = cls.__new__(cls)
        graph._native = native
        graph.failures = []
        return graph

    @classmethod
    def build(
        cls,
        paths: Paths,
        *,
        name: str | None = None,
        corrections: Path | None = None,
        attitudes: bool = False,
        min_confidence: float = 0.0,
        threads: int | None = None,
        strict: bool = False,
        extractor: Extractor | None = None,
    ) -> Graph:
        """Reads files and folders, as `dixit build` does; nothing is written until `save` or `export`.

        Documents that cannot be read are warnings, and in `failures`; with `strict`, or if there are no others, they
        are an `InputError`.
        """
        files = paths_of(paths)
        if not files:
            raise InputError("no paths; give files and folders of articles")
        if len(files) == 1 and not os.path.exists(files[0]):
            raise MissingFile(f"{files[0]}: no such file or folder; check the path")
        built = _dixit.Graph.build(
            (extractor or _shared(min_confidence))._native,
            files,
            check_threads(threads),
            {
                "name": name,
                "corrections": None if corrections is None else os.fspath(corrections),
                "attitudes": attitudes,
                "min_confidence": min_confidence,
            },
        )
        failures, documents = built["failures"], built["documents"]
        if failures and (strict or len(failures) == documents):
            count = f"{len(failures)} of {documents} could not be read"
            raise InputError("; ".join([count, *failures[:SHOWN]]))
        if documents == 0:
            raise InputError(
                f"no documents in {', '.join(files)}; give folders that contain .txt, .md or .jsonl files"
            )
        for lines in (built["warnings"], failures):
            for line in lines[:SHOWN]:
                warn(line)
            if len(lines) > SHOWN:
                warn(f"… and {len(lines) - SHOWN} more")
        graph = cls._of(built["graph"])
        graph.failures = failures
        return graph

    @classmethod
    def from_documents(
        cls,
        documents: Iterable[Document],
        *,
        name: str = "graph",
        attitudes: bool = False,
        min_confidence: float = 0.0,
    ) -> Graph:
        """A graph of documents that were read; those with an error are left out."""
        how: _dixit._Building = {
            "name": name,
            "corrections": None,
            "attitudes": attitudes,
            "min_confidence": min_confidence,
        }
        lines = []
        for document in documents:
            if not isinstance(document, Document):
                raise TypeError(
                    f"from_documents() takes what extract_many() gives, not {type(document).__name__}"
                )
            lines.append(document.json)
        return cls._of(_dixit.Graph.of_lines(lines, how))

    @property
    def name(self) -> str:
        """The name of the graph: that of the folder it was built from."""
        return self._native.name

    def __len__(self) -> int:
        """The number of statements."""
        return self._native.size()[0]

    def __bool__(self) -> bool:
        return True

    @property
    def documents(self) -> int:
        """The number of documents."""
        return self._native.size()[1]

    def ask(self, question: str, *, limit: int | None = None, exact_words: bool = False) -> Answer:
        """Answers a question in plain English with statements.

        The words of a topic also find words for the same matter, in `Hit.related`; not with `exact_words`.

        dixit never guesses: a question that it cannot parse is an `InputError` that suggests the nearest it can, and
        a name that is not in the graph is an `UnknownName`.
        """
        answered = self._native.ask(question, limit, exact_words)
        return Answer(answered["json"], answered["understood"], answered["notes"])

    def query(self, **filters: Unpack[Filters]) -> Answer:
        """The statements that pass all filters, which are the flags of `dixit query`."""
        return Answer(self._native.query(_flags(dict(filters))))

    def export(
        self,
        path: Path | None = None,
        *,
        format: str | None = None,
        shape: str | None = None,
        theme: str | None = None,
        gexf: str | None = None,
        raw: bool = False,
        ego: str | None = None,
        hops: int | None = None,
        top: int | None = None,
        min_count: int | None = None,
        **filters: Unpack[Filters],
    ) -> bytes | None:
        """Writes the graph for another program, as `dixit export` does; without a path, returns the bytes.

        What the format cannot represent is a warning.
        """
        flags = _flags(dict(filters))
        options = {
            "output": None if path is None else os.fspath(path),
            "format": format,
            "shape": shape,
            "theme": theme,
            "gexf": gexf,
            "raw": raw,
            "ego": ego,
            "hops": hops,
            "top": top,
            "min_count": min_count,
        }
        for option, value in options.items():
            flags.extend(_flag(option, value))
        exported = self._native.export(flags)
        for line in exported["notes"]:
            warn(line)
        return exported["bytes"]

    def to_networkx(
        self, shape: str = "edges", **filters: Unpack[Filters]
    ) -> networkx.MultiDiGraph:
        """A directed multigraph: entities with an edge a statement (`edges`), statements as nodes (`statements`),
        or an edge for each pair and relation (`aggregate`)."""
        flags = ["--format=json", f"--shape={shape}", *_flags(dict(filters))]
        return _frames.network(json.loads(self._native.export(flags)["bytes"] or b""))

    def to_arrow(self, table: str = "statements", **filters: Unpack[Filters]) -> pyarrow.Table:
        """A table of Arrow: statements, reports, entities, representations or documents. It has the memory that dixit
        wrote it to."""
        return _frames.table(self._native, table, _flags(dict(filters)))

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """The table of statements for whatever reads Arrow, without a copy: `polars.DataFrame(graph)`."""
        return self._native.table("statements", []).__arrow_c_stream__(requested_schema)

    def to_pandas(
        self,
        table: str = "statements",
        *,
        types_mapper: Any = None,
        **filters: Unpack[Filters],
    ) -> pandas.DataFrame:
        """The table as a frame. With `types_mapper=pandas.ArrowDtype` the frame shares the columns of the table from
        Arrow instead of copying them."""
        read = self.to_arrow(table, **filters)
        frame: pandas.DataFrame = read.to_pandas(types_mapper=types_mapper, date_as_object=False)
        return frame

    def save(self, path: Path) -> None:
        """Writes the graph in JSON, for `load` and the command."""
        self._native.save(os.fspath(path))

    def merge(self, other: Graph) -> Graph:
        """The graph of the documents of both, as if they had been built together."""
        return Graph._of(self._native.merge(other._native))

    def __repr__(self) -> str:
        statements, documents = self._native.size()
        return (
            f"<dixit.Graph {self.name!r}: {statements} statement{'' if statements == 1 else 's'} "
            f"in {documents} document{'' if documents == 1 else 's'}>"
        )


def _flags(filters: dict[str, Any]) -> list[str]:
    """Filters as flags of the command."""
    unknown = [name for name in filters if name not in Filters.__annotations__]
    if unknown:
        known = ", ".join(Filters.__annotations__)
        raise TypeError(f"there is no filter '{unknown[0]}'; the filters are {known}")
    flags: list[str] = []
    for name, value in filters.items():
        flags.extend(_flag(name, value))
    return flags


def _flag(name: str, value: Any) -> list[str]:
    flag = "--" + name.replace("_", "-")
    if value is None or value is False:
        return []
    if value is True:
        return [flag]
    if isinstance(value, (str, int)):
        return [f"{flag}={value}"]
    if isinstance(value, Day):
        return [f"{flag}={value.isoformat()[:10]}"]
    return [f"{flag}={one}" for one in value]
