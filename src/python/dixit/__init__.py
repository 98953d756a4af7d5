"""Reads news and finds who said, warned or proposed what to whom.

>>> import dixit
>>> doc = dixit.extract(
...     "The mayor, Ines Duarte, warned on Monday that the bridge would close.",
...     date="2024-03-05",
... )
>>> statement = doc.statements[0]
>>> statement.speaker.name, statement.cue.text, statement.quote
('Ines Duarte', 'warned', 'that the bridge would close')

`extract_many` reads many texts on all processors, `extract_files` files and folders, and `Graph` builds, opens and
asks graphs. Results are those of the command `dixit`, byte for byte: `doc.json` is its line.
"""

from dixit._dixit import __VERSION__ as __version__
from dixit._errors import DixitWarning, Error, InputError, MissingFile, UnknownName
from dixit._extract import Extractor, extract, extract_files, extract_many
from dixit._frames import to_pandas
from dixit._graph import Answer, Graph
from dixit._records import (
    AnswerGroup,
    Document,
    Entity,
    Hit,
    Place,
    Reference,
    Role,
    Statement,
    Words,
)

__all__ = [
    "Answer",
    "AnswerGroup",
    "DixitWarning",
    "Document",
    "Entity",
    "Error",
    "Extractor",
    "Graph",
    "Hit",
    "InputError",
    "MissingFile",
    "Place",
    "Reference",
    "Role",
    "Statement",
    "UnknownName",
    "Words",
    "__version__",
    "extract",
    "extract_files",
    "extract_many",
    "to_pandas",
]
