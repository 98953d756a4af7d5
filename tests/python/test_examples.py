"""What is written in examples, docstrings and the README runs, and prints what is written there."""

import contextlib
import doctest
import importlib
import io
import os
import pkgutil
import re
import unittest

from support import ROOT

import dixit

try:
    import spacy
except ImportError:
    spacy = None


class Examples(unittest.TestCase):
    def setUp(self):
        before = os.getcwd()
        os.chdir(ROOT)
        self.addCleanup(os.chdir, before)

    def test_the_notebook_prints_what_it_says(self):
        code = (ROOT / "examples/python/newsroom.py").read_text(encoding="utf-8")
        said = "".join(re.findall(r"^#> (.*\n)", code, re.MULTILINE))
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(code, "newsroom.py", "exec"), {"__name__": "__main__"})
        self.assertEqual(out.getvalue(), said)

    def test_docstrings(self):
        names = ["dixit", *(f"dixit.{module.name}" for module in pkgutil.iter_modules(dixit.__path__))]
        examples = 0
        for name in names:
            if name in ("dixit.__main__", "dixit._dixit") or (name == "dixit.spacy" and spacy is None):
                continue
            result = doctest.testmod(importlib.import_module(name))
            self.assertEqual(result.failed, 0, name)
            examples += result.attempted
        self.assertGreater(examples, 30)

    def test_the_readme(self):
        readme = (ROOT / "README.md").read_text(encoding="utf-8")
        blocks = re.findall(r"^```pycon\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)
        self.assertTrue(blocks)
        parser, runner = doctest.DocTestParser(), doctest.DocTestRunner()
        runner.run(parser.get_doctest("\n".join(blocks), {}, "README.md", "README.md", 0))
        self.assertEqual(runner.failures, 0)


if __name__ == "__main__":
    unittest.main()
