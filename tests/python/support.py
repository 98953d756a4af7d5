"""What the tests share: the command, and articles in files of their own."""

import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "corpus"

#: The program itself, with which the package is compared; by default the package's own script.
DIXIT = os.environ.get("DIXIT", str(Path(sys.executable).with_name("dixit")))

TEXT = "The mayor, Ines Duarte, warned on Monday that the bridge would close."


def run(*arguments, program=DIXIT, input=None, cwd=None):
    """What the command does with these arguments: exit code, stdout, stderr."""
    done = subprocess.run([program, *map(str, arguments)], input=input, capture_output=True, cwd=cwd)
    return done.returncode, done.stdout, done.stderr.decode()


def lines(documents):
    """The lines of `dixit extract` of documents."""
    return "".join(document.json + "\n" for document in documents).encode()


def records():
    """The articles of the corpus as records of JSON Lines."""
    return [
        {"id": path.stem, "text": path.read_text(encoding="utf-8"), "source": "Corpus"}
        for path in sorted(CORPUS.glob("*.txt"))
    ]


def json_lines(records):
    """Records as bytes, one a line."""
    return "".join(json.dumps(record) + "\n" for record in records).encode()


class InFolder(unittest.TestCase):
    """A test in an empty folder."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path
