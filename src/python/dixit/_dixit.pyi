from collections.abc import Sequence
from os import PathLike
from typing import TypedDict, final

__all__ = ["Arrow", "Extractor", "Graph", "Stream", "__VERSION__", "run"]

__VERSION__: str

class _Done(TypedDict):
    json: str | None
    text: str | None
    failure: str | None
    warnings: list[str]

class _Building(TypedDict):
    name: str | None
    corrections: str | None
    attitudes: bool
    min_confidence: float

class _Built(TypedDict):
    graph: Graph
    documents: int
    failures: list[str]
    warnings: list[str]

class _Answered(TypedDict):
    json: str
    understood: str
    notes: list[str]

class _Exported(TypedDict):
    bytes: bytes | None
    notes: list[str]

def run(arguments: Sequence[str]) -> int: ...
@final
class Extractor:
    def __new__(
        cls,
        model: str | PathLike[str] | None,
        tables: Sequence[str | PathLike[str]],
        min_confidence: float,
        fields: Sequence[str],
        date_format: str | None,
        outlets: Sequence[str],
    ) -> Extractor: ...
    @property
    def skipped(self) -> list[str]: ...
    def extract(self, record: str) -> _Done: ...
    def stream(self, threads: int | None) -> Stream: ...
    def files(self, paths: Sequence[str], threads: int | None) -> Stream: ...

@final
class Stream:
    def send(self, record: str) -> None: ...
    def close(self) -> None: ...
    def ready(self) -> _Done | None: ...
    def next(self) -> _Done | None: ...

@final
class Graph:
    @staticmethod
    def open(path: str | None) -> Graph: ...
    @staticmethod
    def build(
        extractor: Extractor, paths: Sequence[str], threads: int | None, how: _Building
    ) -> _Built: ...
    @staticmethod
    def of_lines(lines: Sequence[str], how: _Building) -> Graph: ...
    @property
    def name(self) -> str: ...
    def size(self) -> tuple[int, int]: ...
    def ask(self, question: str, limit: int | None, exact_words: bool) -> _Answered: ...
    def query(self, flags: Sequence[str]) -> str: ...
    def export(self, flags: Sequence[str]) -> _Exported: ...
    def table(self, name: str, flags: Sequence[str]) -> Arrow: ...
    def save(self, path: str) -> None: ...
    def merge(self, other: Graph) -> Graph: ...

@final
class Arrow:
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...
