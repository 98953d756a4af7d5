"""What dixit finds, as Python objects over the lines of `dixit extract`. Dates are text, as there: 2021-12-16, or
2021-12 where only the month is known."""

from __future__ import annotations

import json as _json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dixit import _html

if TYPE_CHECKING:
    import pandas

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Reference:
    """An entity that a statement refers to."""

    #: Wikidata id, or a slug that starts with the type.
    id: str
    #: Canonical name.
    name: str
    #: person, state, organisation or unnamed.
    type: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Role:
    """An office."""

    title: str
    of: str | None


@dataclass(frozen=True, slots=True)
class Words:
    """Words of the text and where they are: `text[start:end]` of each span.

    >>> import dixit
    >>> text = "“We will see,” said Ines Duarte, “what comes.”"
    >>> quote = dixit.extract(text).statements[0].content
    >>> [text[start:end] for start, end in quote.spans]
    ['“We will see,”', '“what comes.”']
    """

    #: The words of all spans, joined by " … " if they do not touch.
    text: str
    #: Their positions, as indexes of the document's text.
    spans: tuple[Span, ...]

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, a state, an organisation or an unnamed speaker of a document."""

    id: str
    name: str
    type: str
    #: Its mentions, as indexes of the document's text.
    mentions: tuple[Span, ...]
    #: Its names in the text.
    aliases: tuple[str, ...]
    roles: tuple[Role, ...]
    #: The state or organisation that it speaks for.
    represents: Reference | None
    gender: str | None


@dataclass(frozen=True, slots=True)
class Statement:
    """Something that somebody said, as an article reports it."""

    id: str
    #: said, warned or proposed.
    relation: str
    #: A finer kind within the relation: deny, pledge, …
    act: str
    #: affirmed, denied, negated or hypothetical.
    polarity: str
    #: speech or attitude.
    mode: str
    #: direct, mixed or indirect.
    kind: str
    #: None if the text names nobody.
    speaker: Reference | None
    joint_speakers: tuple[Reference, ...]
    addressees: tuple[Reference, ...]
    about: tuple[Reference, ...]
    #: The words that name the speaker.
    source: Words
    #: The words that report the statement.
    cue: Words
    #: What was said.
    content: Words
    #: The outlet that is cited for it.
    via: Reference | None
    #: Id of the enclosing statement.
    within: str | None
    #: The day or month in which it was said, if the text gives one.
    said_on: str | None
    #: Estimated probability that the statement is right.
    confidence: float
    #: The sentence around it, white space collapsed.
    sentence: str | None
    #: Line of the file on which the content starts.
    line: int | None

    @property
    def quote(self) -> str:
        """The text of `content`."""
        return self.content.text

    def __str__(self) -> str:
        to = ", ".join(entity.name for entity in self.addressees)
        who = self.speaker.name if self.speaker else "(nobody)"
        return f"{who} {self.relation}{f' → {to}' if to else ''}: {self.quote}"

    def _repr_html_(self) -> str:
        return _html.page([_html.statement(self)])


@dataclass(frozen=True, slots=True)
class Place:
    """Where a statement of a graph is."""

    #: Id of the document.
    document: str
    title: str | None
    date: str | None
    source: str | None
    url: str | None
    path: str | None
    line: int | None


@dataclass(frozen=True, slots=True)
class Hit(Statement):
    """A statement of a graph, in the wording of the report that answers the query best."""

    #: The day or month in which it was said, else the day of the document.
    date: str | None
    #: The entity asked for, if the speaker only speaks for it.
    speaks_for: Reference | None
    #: Where the words of `content.text` match what is asked about.
    matched: tuple[Span, ...]
    #: Those of `matched` that are not the words asked about but words for the same matter.
    related: tuple[Span, ...]
    place: Place
    #: Number of reports.
    reports: int


@dataclass(frozen=True, slots=True)
class AnswerGroup:
    """One answer and the ids of the statements that support it."""

    #: A name, a day, a number, or "yes".
    name: str
    #: The entity's type, or date, count, statement, outlet, article.
    type: str
    id: str | None
    statements: tuple[str, ...]


class Document:
    """What dixit finds in one document.

    >>> import dixit
    >>> doc = dixit.extract("Mayor Ines Duarte warned Lena Berg of floods.", id="a")
    >>> doc
    <dixit.Document 'a': 1 statement>
    >>> [entity.name for entity in doc.entities]
    ['Ines Duarte', 'Lena Berg']
    >>> start, end = doc.statements[0].cue.spans[0]
    >>> doc.text[start:end]
    'warned'
    """

    __slots__ = ("_entities", "_record", "_statements", "json", "text")

    #: The line of `dixit extract`, without the line break.
    json: str
    #: The text that the spans point into; None if the document could not be read.
    text: str | None
    _record: dict[str, Any] | None
    _statements: list[Statement] | None
    _entities: list[Entity] | None

    def __init__(self, json: str, text: str | None = None) -> None:
        """From a line of `dixit extract`, and the document's text if there is one."""
        self.json = json
        self.text = text
        self._record = None
        self._statements = None
        self._entities = None

    @property
    def record(self) -> dict[str, Any]:
        """The parsed line."""
        if self._record is None:
            self._record = _json.loads(self.json)
        assert self._record is not None
        return self._record

    @property
    def id(self) -> str:
        """The id that was given, or one that was made."""
        return str(self.record["id"])

    @property
    def title(self) -> str | None:
        """Headline."""
        return self._text("title")

    @property
    def date(self) -> str | None:
        """Day of publication."""
        return self._text("date")

    @property
    def url(self) -> str | None:
        """Where it was published on the web."""
        return self._text("url")

    @property
    def source(self) -> str | None:
        """Who published it."""
        return self._text("source")

    @property
    def path(self) -> str | None:
        """The file it was read from."""
        return self._text("path")

    @property
    def error(self) -> str | None:
        """Why the document could not be read; None if it was."""
        return self._text("error")

    def _text(self, field: str) -> str | None:
        value = self.record.get(field)
        return None if value is None else str(value)

    @property
    def statements(self) -> list[Statement]:
        """Its statements, in the order of the text."""
        if self._statements is None:
            self._statements = [statement(record) for record in self.record["statements"]]
        return self._statements

    @property
    def entities(self) -> list[Entity]:
        """Its entities."""
        if self._entities is None:
            self._entities = [entity(record) for record in self.record["entities"]]
        return self._entities

    def to_pandas(self) -> pandas.DataFrame:
        """One row a statement, see `dixit.to_pandas`."""
        from dixit import _frames

        return _frames.to_pandas([self])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Document) and self.json == other.json

    def __hash__(self) -> int:
        return hash(self.json)

    def __repr__(self) -> str:
        if self.error is not None:
            return f"<dixit.Document {self.id!r}: {self.error}>"
        count = len(self.record["statements"])
        return f"<dixit.Document {self.id!r}: {count} statement{'' if count == 1 else 's'}>"

    def _repr_html_(self) -> str:
        heading = self.title or self.id
        if self.error is not None:
            return _html.page([_html.heading(heading), _html.note(self.error)])
        return _html.page([_html.heading(heading), *_html.statements(self.statements)])


def _reference(record: dict[str, Any] | None) -> Reference | None:
    return None if record is None else Reference(record["id"], record["name"], record["type"])


def _references(records: list[dict[str, Any]]) -> tuple[Reference, ...]:
    return tuple(Reference(r["id"], r["name"], r["type"]) for r in records)


def _spans(spans: list[list[int]]) -> tuple[Span, ...]:
    return tuple((start, end) for start, end in spans)


def _words(record: dict[str, Any]) -> Words:
    return Words(record["text"], _spans(record["spans"]))


def entity(record: dict[str, Any]) -> Entity:
    """The entity of a record."""
    return Entity(
        id=record["id"],
        name=record["name"],
        type=record["type"],
        mentions=_spans(record["mentions"]),
        aliases=tuple(record.get("aliases", ())),
        roles=tuple(Role(role["title"], role["of"]) for role in record["roles"]),
        represents=_reference(record.get("represents")),
        gender=record.get("gender"),
    )


def _common(record: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": record["id"],
        "relation": record["relation"],
        "act": record["act"],
        "polarity": record["polarity"],
        "mode": record["mode"],
        "kind": record["kind"],
        "speaker": _reference(record["speaker"]),
        "joint_speakers": _references(record["joint_speakers"]),
        "addressees": _references(record["addressees"]),
        "about": _references(record["about"]),
        "source": _words(record["source"]),
        "cue": _words(record["cue"]),
        "content": _words(record["content"]),
        "via": _reference(record["via"]),
        "within": record["within"],
        "said_on": record["said_on"],
        "confidence": record["confidence"],
        "sentence": record.get("sentence"),
    }


def statement(record: dict[str, Any]) -> Statement:
    """The statement of a record."""
    return Statement(**_common(record), line=record.get("line"))


def hit(record: dict[str, Any]) -> Hit:
    """The statement of an answer."""
    place = record["place"]
    fields = ("document", "title", "date", "source", "url", "path", "line")
    return Hit(
        **_common(record),
        line=place["line"],
        date=record["date"],
        speaks_for=_reference(record["speaks_for"]),
        matched=_spans(record["matched"]),
        related=_spans(record["related"]),
        place=Place(**{field: place.get(field) for field in fields}),
        reports=record["reports"],
    )


def group(record: dict[str, Any]) -> AnswerGroup:
    """One answer of an answer."""
    statements = tuple(record["statements"])
    return AnswerGroup(record["name"], record["type"], record["id"], statements)
