"""Documents in, statements out."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import warnings
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from datetime import date as Day
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol, Union

from dixit import _dixit
from dixit._errors import DixitWarning, Error, InputError
from dixit._records import Document

if TYPE_CHECKING:
    from typing import TypeAlias


class HasText(Protocol):
    """Anything with a text, such as a `Doc` of spaCy."""

    @property
    def text(self) -> str: ...


Input: TypeAlias = Union[str, Mapping[str, Any], HasText]
Path: TypeAlias = Union[str, "os.PathLike[str]"]
Paths: TypeAlias = Union[Path, Iterable[Path]]

#: Documents that are read ahead for each thread, as in the command.
AHEAD = 64


class Extractor:
    """Finds the statements of documents, with options.

    `model` is a file written by `dixit train`, `kb` are your own tables of states, organisations and people,
    `min_confidence` leaves out statements below it, `fields` says where records have what (`{"text": "body"}`),
    `date_format` how they write days (`"%d/%m/%Y"`), and `outlets` who publishes what comes from a host or a folder
    (`{"ferry.example": "The Daily Ferry"}`), as the flags of `dixit extract` do.

    >>> import dixit
    >>> extractor = dixit.Extractor(fields={"text": "words"}, date_format="%d/%m/%Y")
    >>> doc = extractor.extract({"words": "Ines Duarte denied it.", "date": "03/04/2024"})
    >>> doc.date, doc.statements[0].polarity
    ('2024-04-03', 'denied')
    """

    def __init__(
        self,
        *,
        model: Path | None = None,
        kb: Paths = (),
        min_confidence: float = 0.0,
        fields: Mapping[str, str] | None = None,
        date_format: str | None = None,
        outlets: Mapping[str, str] | None = None,
    ) -> None:
        if not isinstance(min_confidence, (int, float)):
            kind = type(min_confidence).__name__
            raise TypeError(f"min_confidence is a number from 0 to 1, not {kind}")
        if not 0.0 <= min_confidence <= 1.0:
            raise InputError(
                f"min_confidence is {min_confidence}; give a number from 0 to 1, such as 0.7"
            )
        self._fields = dict(fields or {})
        self._native = _dixit.Extractor(
            None if model is None else os.fspath(model),
            paths_of(kb),
            min_confidence,
            [f"{field}={path}" for field, path in self._fields.items()],
            date_format,
            [f"{place}={name}" for place, name in (outlets or {}).items()],
        )
        for line in self._native.skipped:
            warn(line)

    def extract(
        self,
        document: Input,
        *,
        id: str | None = None,
        title: str | None = None,
        date: str | Day | None = None,
        url: str | None = None,
        source: str | None = None,
    ) -> Document:
        """The statements of one document, see `dixit.extract`."""
        given = {"id": id, "title": title, "date": date, "url": url, "source": source}
        record = self._record(document, given)
        if id is None and not isinstance(document, Mapping):
            # not a position: documents that are read one by one are told apart
            text = document if isinstance(document, str) else document.text
            made = hashlib.sha256(_utf8(text)).hexdigest()[:16]
            _put(record, self._fields.get("id", "id"), made)
        done = self._native.extract(_line(record))
        for line in done["warnings"]:
            warn(line)
        found = Document(done["json"] or "", done["text"])
        if done["failure"] is not None:
            raise InputError(done["failure"])
        return found

    def extract_many(
        self, documents: Iterable[Input], *, threads: int | None = None, strict: bool = False
    ) -> Iterator[Document]:
        """The statements of many documents, see `dixit.extract_many`."""
        if isinstance(documents, (str, bytes, Mapping)):
            raise TypeError(
                "extract_many() takes an iterable of documents; use extract() for a single one"
            )
        return self._many(iter(_rows(documents)), check_threads(threads), strict)

    def extract_files(
        self, paths: Paths, *, threads: int | None = None, strict: bool = False
    ) -> Iterator[Document]:
        """The statements of the documents of files and folders, see `dixit.extract_files`."""
        return self._files(paths_of(paths), check_threads(threads), strict)

    def _many(
        self, source: Iterator[Input], threads: int | None, strict: bool
    ) -> Iterator[Document]:
        stream = self._native.stream(threads)
        ahead = AHEAD * (threads or os.cpu_count() or 1)
        #: for each document that was read ahead, its error, or None if it is in the stream
        waiting: deque[Document | None] = deque()
        number = 0
        failure: Exception | None = None
        more = True
        while True:
            done = None
            taken = 0
            while more and len(waiting) < ahead:
                # two for each result: what is read ahead grows, and results do not wait
                if taken >= 2:
                    if waiting[0] is not None:
                        break
                    done = stream.ready()
                    if done is not None:
                        break
                try:
                    document = next(source)
                except StopIteration:
                    more = False
                except Exception as error:
                    # what was read before is returned first
                    more, failure = False, error
                if not more:
                    stream.close()
                    break
                number += 1
                taken += 1
                waiting.append(self._send(stream, document, number))
            if not waiting:
                break
            found = waiting.popleft()
            if found is None:
                found = _found(done or stream.next())
            _check(found, strict)
            yield found
        if failure is not None:
            raise failure

    def _send(self, stream: _dixit.Stream, document: Input, number: int) -> Document | None:
        """Sends a document; returns its error if it cannot be sent."""
        try:
            record = _line(self._record(document, {}))
            stream.send(record)
        except (TypeError, ValueError) as error:
            # an empty line, so that the others keep their numbers
            stream.send(" ")
            return _failed(f"stdin:{number}", f"line {number}: {error}")
        return None

    def _files(self, paths: list[str], threads: int | None, strict: bool) -> Iterator[Document]:
        stream = self._native.files(paths, threads)
        while (done := stream.next()) is not None:
            if done["json"] is None:
                for line in done["warnings"]:
                    warn(line)
                continue
            found = _found(done)
            if strict and done["failure"] is not None:
                raise InputError(done["failure"])
            yield found

    def _record(self, document: Input, given: Mapping[str, Any]) -> dict[str, Any]:
        """The document as a record of JSON Lines."""
        record: dict[str, Any] = {}
        if isinstance(document, str):
            _put(record, self._fields.get("text", "text"), document)
        elif isinstance(document, Mapping):
            record.update((str(name), value) for name, value in document.items())
        elif isinstance(text := getattr(document, "text", None), str):
            _put(record, self._fields.get("text", "text"), text)
        else:
            raise TypeError(
                "a document is a str, a dict with a text, or an object with a text such as a spaCy Doc, "
                f"not {type(document).__name__}"
            )
        for field, value in given.items():
            if value is not None:
                _put(record, self._fields.get(field, field), value)
        return {name: value for name, value in record.items() if not _is_missing(value)}


def extract(
    document: Input,
    *,
    id: str | None = None,
    title: str | None = None,
    date: str | Day | None = None,
    url: str | None = None,
    source: str | None = None,
    min_confidence: float = 0.0,
) -> Document:
    """The statements of one document: a text, a record (a dict with the fields of JSON Lines), or a `Doc` of spaCy.

    The date helps to know who held which office. Without an id, a text gets one from its bytes.

    >>> import dixit
    >>> doc = dixit.extract("Moscow denied the report, Mr Lavrov said.", date="2022-01-12")
    >>> [(s.speaker.name, s.polarity, s.quote) for s in doc.statements]
    [('Russia', 'denied', 'the report'), ('Sergei Lavrov', 'affirmed', 'Moscow denied the report')]
    >>> dixit.extract("")
    Traceback (most recent call last):
    dixit._errors.InputError: the field "text" is empty; fill it or leave the line out
    """
    return _shared(min_confidence).extract(
        document, id=id, title=title, date=date, url=url, source=source
    )


def extract_many(
    documents: Iterable[Input],
    *,
    threads: int | None = None,
    min_confidence: float = 0.0,
    strict: bool = False,
) -> Iterator[Document]:
    """The statements of many documents, in their order and as soon as each is done, on all processors.

    Reads at most 64 documents ahead for each thread, in the thread that takes the results; the others run without the
    interpreter's lock. A document that cannot be read has an `error`, and the others follow; with `strict` it is
    an `InputError`. Records are what `dixit extract -` reads as JSON Lines, with the same results; a frame of pandas is
    one record a row.

    >>> import dixit
    >>> texts = ["Mayor Ines Duarte proposed talks.", None, {"body": "Lena Berg denied it.", "id": "b"}]
    >>> for doc in dixit.extract_many(texts, threads=2):
    ...     print(doc.id, doc.error or doc.statements[0])
    stdin:1 Ines Duarte proposed: talks
    stdin:2 line 2: a document is a str, a dict with a text, or an object with a text such as a spaCy Doc, not NoneType
    b Lena Berg said: it
    """
    return _shared(min_confidence).extract_many(documents, threads=threads, strict=strict)


def extract_files(
    paths: Paths,
    *,
    threads: int | None = None,
    min_confidence: float = 0.0,
    strict: bool = False,
) -> Iterator[Document]:
    """The statements of the documents of files and folders, as `dixit extract PATH…` reads them.

    >>> import dixit
    >>> for doc in dixit.extract_files("missing.txt"):
    ...     print(doc.error)
    no such file or folder; check the path
    """
    return _shared(min_confidence).extract_files(paths, threads=threads, strict=strict)


def _rows(documents: Iterable[Input]) -> Iterable[Input]:
    """The documents; of a frame of pandas or Polars its rows, which it does not walk through itself."""
    frame: Any = documents
    if hasattr(frame, "to_dicts"):
        return frame.to_dicts()  # type: ignore[no-any-return]
    if hasattr(frame, "to_dict") and hasattr(frame, "columns"):
        return frame.to_dict("records")  # type: ignore[no-any-return]
    return documents


@lru_cache(maxsize=8)
def _shared(min_confidence: float) -> Extractor:
    return Extractor(min_confidence=min_confidence)


def paths_of(paths: Paths) -> list[str]:
    """One path or several as a list."""
    if isinstance(paths, (str, os.PathLike)):
        paths = [paths]
    if not isinstance(paths, Iterable):
        raise TypeError(f"paths are one path or several, not {type(paths).__name__}")
    return [os.fspath(path) for path in paths]


def check_threads(threads: int | None) -> int | None:
    """Refuses numbers of threads that cannot be."""
    if threads is not None and not isinstance(threads, int):
        raise TypeError(f"threads is a number from 1 to 1024, not {type(threads).__name__}")
    if threads is not None and not 1 <= threads <= 1024:
        raise InputError(f"threads is {threads}; give a number from 1 to 1024")
    return threads


def warn(line: str) -> None:
    """A warning that points to the line outside the package that called it."""
    level = 2
    frame = sys._getframe(1)
    while frame.f_back is not None and _is_ours(frame.f_globals.get("__name__", "")):
        frame, level = frame.f_back, level + 1
    warnings.warn(line, DixitWarning, stacklevel=level)


def _is_ours(module: str) -> bool:
    return module == "dixit" or module.startswith("dixit.")


def _found(done: _dixit._Done | None) -> Document:
    if done is None or done["json"] is None:
        raise Error("dixit stopped before the last document; please report it")
    for line in done["warnings"]:
        warn(line)
    return Document(done["json"], done["text"])


def _check(found: Document, strict: bool) -> None:
    if strict and found.error is not None:
        raise InputError(f"document {found.id}: {found.error}")


def _failed(id: str, error: str) -> Document:
    """The record of a document that could not be read, as the command writes it."""
    nothing = dict.fromkeys(("title", "date", "url", "source", "path", "fingerprint"))
    lists: dict[str, Any] = {"entities": [], "statements": []}
    record = {"id": id, **nothing, **lists, "error": error}
    return Document(json.dumps(record, ensure_ascii=False, separators=(",", ":")))


def _line(record: Mapping[str, Any]) -> str:
    """A record in JSON."""
    try:
        line = json.dumps(record, ensure_ascii=False, allow_nan=False, default=_plain)
    except ValueError:
        line = json.dumps(_without_nan(record), ensure_ascii=False, default=_plain)
    _utf8(line)
    return line


def _utf8(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        half = f"\\u{ord(text[error.start]):04x}"
        raise InputError(
            f"the text has half of a character, {half}; decode it with the right encoding"
        ) from None


def _plain(value: Any) -> Any:
    """A value that JSON does not know: days, numbers of NumPy, whatever else a record holds besides its text."""
    if isinstance(value, (bytes, bytearray)):
        raise TypeError("a field is bytes, not text; decode it first")
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if hasattr(value, "tolist"):
        return value.tolist()
    return str(value)


def _without_nan(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _without_nan(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_without_nan(part) for part in value]
    return None if isinstance(value, float) and value - value != 0 else value


def _is_missing(value: Any) -> bool:
    """None, and what pandas has in its place."""
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return True
    return isinstance(value, float) and value != value


def _put(record: dict[str, Any], path: str, value: Any) -> None:
    """Sets a field, which may be within others: `fields.body`."""
    *outer, name = path.split(".")
    inner: Any = record
    for part in outer:
        inner = inner.setdefault(part, {})
    inner[name] = value
