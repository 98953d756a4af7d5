"""A component for pipelines of spaCy: `nlp.add_pipe("dixit")` sets `doc._.statements`.

>>> import spacy
>>> nlp = spacy.blank("en")
>>> _ = nlp.add_pipe("dixit")
>>> doc = nlp("Ines Duarte warned that the bridge would close.")
>>> [(s.speaker.name, s.quote) for s in doc._.statements]
[('Ines Duarte', 'that the bridge would close')]
>>> [(span.label_, span.text) for span in doc.spans["dixit"]]
[('SPEAKER', 'Ines Duarte'), ('CUE', 'warned'), ('QUOTE', 'that the bridge would close')]

Each statement's words are also spans of `doc.spans["dixit"]`, which displaCy shows
(`displacy.render(doc, style="span", options={"spans_key": "dixit"})`). The strings `id`, `title`, `date`, `url` and
`source` of `doc.user_data` are those of the document.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from dixit._extract import Extractor
from dixit._records import Document, Statement

_FIELDS = ("id", "title", "date", "url", "source")
_LABELS = (("source", "SPEAKER"), ("cue", "CUE"), ("content", "QUOTE"))


def document(doc: Doc) -> Document | None:
    """What dixit found in a document of spaCy; None without the component, or if the text is empty."""
    found = doc._.dixit_json
    return None if found is None else _parsed(found, doc.text)


def statements(doc: Doc) -> list[Statement]:
    """The statements of a document of spaCy."""
    found = document(doc)
    return [] if found is None else found.statements


@lru_cache(maxsize=32)
def _parsed(json: str, text: str) -> Document:
    return Document(json, text)


class StatementFinder:
    """Finds the statements of documents of spaCy."""

    def __init__(self, min_confidence: float = 0.0, spans_key: str | None = "dixit") -> None:
        self.min_confidence = min_confidence
        self.spans_key = spans_key
        self._extractor: Extractor | None = None
        # The line is kept, not the objects: it can be saved with the document and sent to other processes.
        if not Doc.has_extension("dixit_json"):
            Doc.set_extension("dixit_json", default=None)
            Doc.set_extension("dixit", getter=document)
            Doc.set_extension("statements", getter=statements)

    @property
    def extractor(self) -> Extractor:
        """Made when first needed, in the process that needs it."""
        if self._extractor is None:
            self._extractor = Extractor(min_confidence=self.min_confidence)
        return self._extractor

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_extractor": None}

    def __call__(self, doc: Doc) -> Doc:
        if not doc.text.strip():
            return doc
        return self._set(doc, self.extractor.extract(_record(doc)))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 128) -> Iterator[Doc]:
        """Reads documents on all processors."""
        docs: deque[Doc] = deque()

        def records() -> Iterator[dict[str, str]]:
            for doc in stream:
                docs.append(doc)
                yield _record(doc)

        for found in self.extractor.extract_many(records()):
            doc = docs.popleft()
            yield doc if found.error is not None else self._set(doc, found)

    def _set(self, doc: Doc, found: Document) -> Doc:
        doc._.dixit_json = found.json
        if self.spans_key is not None:
            doc.spans[self.spans_key] = [
                span
                for statement in found.statements
                for field, label in _LABELS
                for start, end in getattr(statement, field).spans
                if (span := doc.char_span(start, end, label=label, alignment_mode="expand"))
            ]
        return doc


def _record(doc: Doc) -> dict[str, str]:
    given = {name: doc.user_data.get(name) for name in _FIELDS}
    return {"text": doc.text, **{n: str(value) for n, value in given.items() if value is not None}}


@Language.factory(
    "dixit",
    assigns=["doc._.statements", "doc._.dixit", "doc.spans"],
    default_config={"min_confidence": 0.0, "spans_key": "dixit"},
)
def make(
    nlp: Language, name: str, min_confidence: float, spans_key: str | None
) -> StatementFinder:
    """The component, for `nlp.add_pipe("dixit")`."""
    return StatementFinder(min_confidence, spans_key)
