"""How notebooks show statements: each in its sentence, with source, cue and quote marked. All text is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dixit._records import Statement, Words

#: Statements of a document or an answer that are shown.
MOST = 50

_STYLES = {
    "source": "background:#cfe3ff;color:#000",
    "cue": "background:#ffe1a8;color:#000;font-weight:600",
    "content": "background:#d6f2d0;color:#000",
}


def page(parts: Iterable[str]) -> str:
    """The parts below each other."""
    return f'<div style="max-width:60em;line-height:1.6">{"".join(parts)}</div>'


def heading(text: str) -> str:
    """A heading."""
    return f"<p><b>{escape(text)}</b></p>"


def note(text: str) -> str:
    """A remark."""
    return f"<p><i>{escape(text)}</i></p>"


def statements(found: Sequence[Statement]) -> list[str]:
    """The first statements, and how many there are besides."""
    parts = [statement(one) for one in found[:MOST]]
    if len(found) > MOST:
        parts.append(note(f"and {len(found) - MOST} more"))
    return parts or [note("no statements")]


def statement(found: Statement) -> str:
    """Who said it to whom, then the sentence with its words marked."""
    speaker = found.speaker.name if found.speaker else "(nobody)"
    act = found.relation if found.act == found.relation else f"{found.relation} ({found.act})"
    line = f"<b>{escape(speaker)}</b> {escape(act)}"
    if found.addressees:
        line += f" → {escape(', '.join(entity.name for entity in found.addressees))}"
    if found.polarity != "affirmed":
        line += f" · {escape(found.polarity)}"
    return f"<p>{line}<br>{marked(found)}</p>"


def marked(found: Statement) -> str:
    """The sentence with source, cue and quote marked."""
    sentence = found.sentence or found.content.text
    pieces = sorted(
        (start, name, words)
        for name in ("source", "cue", "content")
        for start, words in _pieces(getattr(found, name))
    )
    shown: list[str] = []
    at = 0
    for _, name, words in pieces:
        start = sentence.find(words, at)
        if start < 0:
            continue
        shown.append(escape(sentence[at:start]))
        shown.append(f'<mark style="{_STYLES[name]}">{escape(words)}</mark>')
        at = start + len(words)
    shown.append(escape(sentence[at:]))
    return "".join(shown)


def _pieces(words: Words) -> list[tuple[int, str]]:
    """The words of each span, as they are in the sentence."""
    texts = words.text.split(" … ")
    if len(texts) != len(words.spans):
        texts = [words.text] if words.text else []
    return [
        (start, " ".join(text.split()))
        for (start, _), text in zip(words.spans, texts, strict=False)
        if text.strip()
    ]
