"""Graphs: the same files, answers and errors as the command's."""

import gc
import json
import multiprocessing
import re
import tempfile
import unittest
import warnings
from pathlib import Path

from support import CORPUS, TEXT, InFolder, run

import dixit
from dixit._graph import Filters

NAMES = ["Sergei Lavrov", "Russia", "Stoltenberg"]


class SameAsTheCommand(InFolder):
    @classmethod
    def setUpClass(cls):
        cls.graph = dixit.Graph.build(CORPUS, threads=2)

    def saved(self, graph, name="saved.json"):
        graph.save(self.folder / name)
        return (self.folder / name).read_bytes()

    def test_build(self):
        run("build", CORPUS, "--out", self.folder)
        self.assertEqual(self.saved(self.graph), (self.folder / "corpus.json").read_bytes())
        self.assertEqual(self.graph.name, "corpus")
        again = dixit.Graph.load(self.folder / "corpus.json")
        self.assertEqual(repr(again), repr(self.graph))
        self.assertEqual(self.saved(again), self.saved(self.graph))

    def test_merge(self):
        parts = sorted(CORPUS.iterdir())
        one, two = (dixit.Graph.build(files, name="corpus") for files in (parts[:9], parts[9:]))
        self.assertEqual(self.saved(one.merge(two)), self.saved(self.graph))
        documents = dixit.extract_files(parts)
        made = dixit.Graph.from_documents(documents, name="corpus")
        self.assertEqual(self.saved(made), self.saved(self.graph))

    def test_corrections(self):
        file = self.write(
            "fixes.toml", '[[rename]]\nentity = "Q159"\nname = "Ruritania"\n[[rename]]\nentity = "Q0"\nname = "X"\n'
        )
        run("build", CORPUS, "--out", self.folder, "--corrections", file)
        with self.assertWarnsRegex(dixit.DixitWarning, "Q0"):
            corrected = dixit.Graph.build(CORPUS, corrections=file)
        self.assertEqual(self.saved(corrected), (self.folder / "corpus.json").read_bytes())
        self.assertTrue(corrected.query(speaker="Ruritania"))

    def test_queries(self):
        store = self.folder / "corpus.sqlite"
        json_file = self.folder / "corpus.json"
        self.graph.save(json_file)
        code, _, told = run("build", CORPUS, "--store", store)
        self.assertEqual(code, 0, told)
        for flags, filters in [
            ([], {}),
            (["--speaker", "Putin", "--relation", "warned"], {"speaker": "Putin", "relation": "warned"}),
            (
                ["--speaker", NAMES[1], "--speaker", NAMES[2], "--rollup", "--sort", "-date", "-n", 3],
                {"speaker": NAMES[1:], "rollup": True, "sort": "-date", "limit": 3},
            ),
            (
                ["--about", "NATO", "--since", "2022-01", "--polarity", "denied,affirmed"],
                {"about": "NATO", "since": "2022-01", "polarity": ["denied", "affirmed"]},
            ),
            (["--matching", "guarantee", "--kind", "direct"], {"matching": "guarantee", "kind": "direct"}),
        ]:
            for file in (json_file, store):
                _, expected, _ = run("query", *flags, "-g", file, "--format", "json")
                answer = dixit.Graph(file).query(**filters)
                self.assertEqual(answer.json.encode(), expected, flags)
                self.assertEqual(len(answer), len(json.loads(expected)["statements"]))
        for question in ["Who warned Russia?", "What did Stoltenberg say about Russia?", "How many statements did Putin make?"]:
            for file in (json_file, store):
                _, expected, told = run("ask", question, "-g", file, "--format", "json")
                answer = dixit.Graph(file).ask(question)
                self.assertEqual(answer.json.encode(), expected, question)
                self.assertIn(f"understood as {answer.understood}", told)

    def test_exports(self):
        file = self.folder / "corpus.json"
        self.graph.save(file)
        for format in ["gexf", "graphml", "jsonl", "turtle", "dot", "mermaid", "html", "cameo", "parquet"]:
            _, expected, _ = run("export", file, "--format", format, "--about", "NATO")
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                self.assertEqual(self.graph.export(format=format, about="NATO"), expected, format)
        with self.assertWarnsRegex(dixit.DixitWarning, "mermaid has only names") as caught:
            self.graph.export(format="mermaid")
        self.assertEqual(caught.filename, __file__)
        run("export", file, "-f", "csv", "-o", self.folder / "one", "--top", 5)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self.assertIsNone(self.graph.export(self.folder / "two", format="csv", top=5))
        one, two = (
            {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.csv")}
            for folder in (self.folder / "one", self.folder / "two")
        )
        self.assertGreater(len(one), 3)
        self.assertEqual(one, two)
        self.graph.export(self.folder / "corpus.sqlite")
        self.assertEqual(len(dixit.Graph(self.folder / "corpus.sqlite")), len(self.graph))

    def test_errors_have_the_words_of_the_command(self):
        file = self.folder / "corpus.json"
        self.graph.save(file)
        broken = self.write("broken.json", '{"graph": ')
        graph = self.graph
        for kind, arguments, call in [
            (dixit.UnknownName, ["query", "-s", "Stoltenburg"], lambda: graph.query(speaker="Stoltenburg")),
            (dixit.UnknownName, ["query", "--source", "The Ferry"], lambda: graph.query(source="The Ferry")),
            (dixit.InputError, ["query", "-r", "shouted"], lambda: graph.query(relation="shouted")),
            (dixit.InputError, ["query", "--act", "shout"], lambda: graph.query(act="shout")),
            (dixit.InputError, ["query", "--since", "soon"], lambda: graph.query(since="soon")),
            (dixit.InputError, ["query", "--matching", "("], lambda: graph.query(matching="(")),
            (dixit.InputError, ["ask", "colourless green ideas"], lambda: graph.ask("colourless green ideas")),
            (dixit.InputError, ["ask", ""], lambda: graph.ask("")),
            (dixit.UnknownName, ["ask", "Who warned Rusia?"], lambda: graph.ask("Who warned Rusia?")),
            (dixit.MissingFile, ["query", "-g", "missing.json"], lambda: dixit.Graph("missing.json")),
            (dixit.Error, ["query", "-g", broken], lambda: dixit.Graph(broken)),
            (dixit.MissingFile, ["build", "missing"], lambda: dixit.Graph.build("missing")),
            (
                dixit.InputError,
                ["export", "-f", "gexf", "--shape", "cube"],
                lambda: graph.export(format="gexf", shape="cube"),
            ),
        ]:
            has_graph = arguments[0] == "build" or "-g" in arguments
            where = [] if has_graph else [file] if arguments[0] == "export" else ["-g", file]
            code, _, told = run(*arguments, *where)
            self.assertNotEqual(code, 0, arguments)
            with self.assertRaises(kind) as caught:
                call()
            self.assertIsInstance(caught.exception, dixit.Error)
            for line in str(caught.exception).splitlines():
                self.assertIn(line, told, arguments)


class Graphs(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.graph = dixit.Graph.build(CORPUS)

    def test_networkx(self):
        import networkx

        edges = self.graph.to_networkx()
        self.assertIsInstance(edges, networkx.MultiDiGraph)
        records = json.loads(self.graph.export(format="json", shape="edges"))
        self.assertEqual(edges.number_of_edges(), len(records["edges"]))
        self.assertEqual(edges.nodes["Q159"]["name"], "Russia")
        one = self.graph.to_networkx("aggregate", speaker="Putin")
        self.assertLess(one.number_of_nodes(), edges.number_of_nodes())
        self.assertGreater(self.graph.to_networkx("statements").number_of_nodes(), len(self.graph))

    def test_pandas_and_arrow(self):
        import pandas

        frame = self.graph.to_pandas()
        self.assertEqual(len(frame), len(self.graph))
        for column in ("speaker", "cue", "quote", "relation", "date", "document"):
            self.assertIn(column, frame.columns)
        self.assertEqual(frame["date"].dtype.kind, "M")
        answer = self.graph.query(speaker="Putin", relation="proposed")
        frame = self.graph.to_pandas(speaker="Putin", relation="proposed")
        self.assertEqual(list(frame["quote"]), [hit.quote for hit in answer])
        self.assertEqual(list(answer.to_pandas()["quote"]), [hit.quote for hit in answer])
        shared = self.graph.to_pandas(types_mapper=pandas.ArrowDtype)
        self.assertEqual(str(shared["quote"].dtype), "string[pyarrow]")
        for name in ("reports", "entities", "representations", "documents"):
            table = self.graph.to_arrow(name)
            self.assertEqual(len(self.graph.to_pandas(name)), table.num_rows)
        self.assertEqual(self.graph.to_arrow("documents").num_rows, self.graph.documents)
        documents = list(dixit.extract_files(CORPUS))
        frame = dixit.to_pandas(documents)
        self.assertEqual(len(frame), sum(len(doc.statements) for doc in documents))
        self.assertEqual(len(documents[0].to_pandas()), len(documents[0].statements))
        self.assertEqual(len(dixit.to_pandas([])), 0)

    def test_tables_of_arrow_are_those_of_parquet_without_copies(self):
        import polars
        import pyarrow
        import pyarrow.parquet

        with tempfile.TemporaryDirectory() as folder:
            tables = Path(folder, "tables")
            self.graph.export(tables, format="parquet")
            for path in tables.glob("*.parquet"):
                read = pyarrow.parquet.read_table(path)
                names = {"content": "quote", "content_spans": "quote_spans"}
                read = read.rename_columns([names.get(name, name) for name in read.column_names])
                given = self.graph.to_arrow(path.stem)
                self.assertEqual(given.schema, read.schema.remove_metadata(), path.stem)
                self.assertEqual(given, read, path.stem)
        native = self.graph._native.table("statements", [])
        one, two = (pyarrow.table(native)["quote"].chunk(0).buffers()[2].address for _ in range(2))
        self.assertEqual(one, two)
        del native
        gc.collect()
        frame = polars.DataFrame(self.graph)
        self.assertEqual(frame["quote"].to_list(), self.graph.to_pandas()["quote"].to_list())
        nothing = dixit.Graph.from_documents([])
        self.assertEqual(polars.DataFrame(nothing).columns, frame.columns)
        self.assertEqual(nothing.to_arrow("entities").num_rows, 0)

    def test_answers(self):
        answer = self.graph.ask("Who warned Russia?", limit=1)
        self.assertEqual(len(answer), 1)
        hit = answer[0]
        self.assertEqual((hit.speaker.name, hit.relation), ("Liz Truss", "warned"))
        self.assertEqual((hit.place.document, hit.date), ("0001-drafts-change-hands", "2021-12-16"))
        self.assertTrue(hit.place.path.endswith(".txt"))
        self.assertIn("understood as who: --relation warned", str(answer))
        self.assertIn("Liz Truss", repr(answer))
        self.assertRegex(answer._repr_html_(), "<mark [^>]*>warned</mark>")
        nothing = self.graph.query(speaker="Putin", about="harbours")
        self.assertFalse(nothing)
        self.assertIn("no statements", nothing._repr_html_())
        self.assertEqual(len(nothing.to_pandas()), 0)

    def test_bad_arguments(self):
        with self.assertRaisesRegex(TypeError, "there is no filter 'speeker'; the filters are speaker"):
            self.graph.query(speeker="Putin")
        with self.assertRaisesRegex(TypeError, "takes what extract_many"):
            dixit.Graph.from_documents([TEXT])
        with self.assertRaisesRegex(dixit.InputError, "choose one of statements, reports"):
            self.graph.to_arrow("towns")
        with self.assertRaisesRegex(dixit.InputError, "line 1: this is not a line of 'dixit extract'"):
            dixit.Graph.from_documents([dixit.Document("{}")])


def count(graph):
    """In another process: what a query, a build and a stream find there."""
    documents = dixit.extract_many([TEXT] * 3, threads=2)
    made = dixit.Graph.from_documents(documents)
    return len(graph.query(speaker="Putin")), len(made), len(dixit.extract(TEXT).statements)


class Processes(unittest.TestCase):
    @unittest.skipUnless("fork" in multiprocessing.get_all_start_methods(), "processes are not forked here")
    def test_a_forked_process_does_not_wait_for_threads_that_it_does_not_have(self):
        graph = dixit.Graph.build(CORPUS, threads=2)
        expected = count(graph)

        def answer(end):
            end.send(count(graph))

        here, there = multiprocessing.Pipe()
        with warnings.catch_warnings():
            # Python 3.12 warns of what is tested here
            warnings.simplefilter("ignore", DeprecationWarning)
            process = multiprocessing.get_context("fork").Process(target=answer, args=(there,), daemon=True)
            process.start()
        self.addCleanup(process.kill)
        self.assertTrue(here.poll(60), "no answer")
        self.assertEqual(here.recv(), expected)
        process.join(60)
        self.assertEqual(process.exitcode, 0)


class Complete(unittest.TestCase):
    """Nothing of the command's records and flags is missing here."""

    def test_fields(self):
        [doc] = dixit.extract_many([{"text": TEXT}])
        for one, record in [
            (doc, doc.record),
            (doc.entities[0], doc.record["entities"][0]),
            (doc.statements[0], doc.record["statements"][0]),
        ]:
            for field in record.keys() - {"fingerprint"}:
                self.assertTrue(hasattr(one, field), field)
        answer = dixit.Graph.from_documents([doc]).query()
        record = json.loads(answer.json)["statements"][0]
        for one, record in [(answer[0], record), (answer[0].place, record["place"])]:
            for field in record:
                self.assertTrue(hasattr(one, field), field)

    def test_filters(self):
        _, told, _ = run("query", "--help")
        _, filters, output = told.decode().partition("\nFilters:\n")
        filters, _, output = output.partition("\nOutput:\n")
        shown = set(re.findall(r"^ +(?:-., +)?--([a-z-]+)", filters, re.MULTILINE))
        known = {name.replace("_", "-") for name in Filters.__annotations__}
        self.assertEqual(known - {"sort", "limit"}, shown)
        self.assertIn("--sort", output)
        self.assertIn("--limit", output)


class Builds(InFolder):
    def test_what_cannot_be_read_is_a_warning_and_is_kept(self):
        self.write("a.txt", TEXT)
        (self.folder / "b.txt").write_bytes(b"\0\1\2\0")
        with self.assertWarnsRegex(dixit.DixitWarning, "b.txt") as caught:
            graph = dixit.Graph.build(self.folder)
        self.assertEqual(caught.filename, __file__)
        self.assertEqual((len(graph), len(graph.failures)), (1, 1))
        self.assertIn("b.txt", graph.failures[0])
        with self.assertRaisesRegex(dixit.InputError, "1 of 2 could not be read; .*b.txt"):
            dixit.Graph.build(self.folder, strict=True)
        with self.assertRaisesRegex(dixit.InputError, "1 of 1 could not be read"):
            dixit.Graph.build(self.folder / "b.txt")

    def test_an_empty_folder(self):
        with self.assertRaisesRegex(dixit.InputError, "no documents in"):
            dixit.Graph.build(self.folder)

    def test_a_graph_without_statements(self):
        graph = dixit.Graph.from_documents([])
        self.assertEqual((len(graph), graph.documents), (0, 0))
        self.assertEqual(len(graph.query()), 0)
        self.assertEqual(graph.to_networkx().number_of_nodes(), 0)
        self.assertEqual(len(graph.to_pandas()), 0)
        self.assertTrue(graph)


if __name__ == "__main__":
    unittest.main()
