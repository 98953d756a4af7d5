"""What users write, for mypy --strict; it is not run."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pandas

import dixit

doc: dixit.Document = dixit.extract("text", date=datetime.date(2024, 3, 5), title="title")
statement: dixit.Statement = doc.statements[0]
name: str = statement.speaker.name if statement.speaker is not None else ""
spans: list[tuple[int, int]] = [span for span in statement.content.spans]
many: Iterator[dixit.Document] = dixit.extract_many(["a", {"text": "b"}], threads=2)
files: Iterator[dixit.Document] = dixit.extract_files([Path("a.txt"), "b.txt"], strict=True)
graph: dixit.Graph = dixit.Graph.build(Path("corpus"), corrections="fixes.toml", threads=2)
answer: dixit.Answer = graph.query(speaker=["Putin", "Lavrov"], since=datetime.date(2022, 1, 1), rollup=True)
hit: dixit.Hit = answer[0]
place: str | None = hit.place.path
quotes: list[str] = [hit.quote for hit in graph.ask("Who?", limit=3)]
frame: pandas.DataFrame = graph.to_pandas("reports", relation="warned")
frame = dixit.to_pandas(many)
bytes_or_none: bytes | None = graph.export(format="gexf", ego="Putin", hops=2)
graph.merge(dixit.Graph.load()).save("all.json")

graph.query(speeker="Putin")  # type: ignore[call-arg]
dixit.extract(7)  # type: ignore[arg-type]
dixit.extract_many("text", threads="2")  # type: ignore[arg-type]
