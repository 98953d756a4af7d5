"""Documents in, the lines of `dixit extract` out."""

import datetime
import gc
import json
import pickle
import signal
import threading
import unittest
import warnings

from support import CORPUS, TEXT, InFolder, json_lines, lines, records, run

import dixit


class SameAsTheCommand(InFolder):
    def test_files(self):
        code, expected, _ = run("extract", CORPUS)
        self.assertEqual(code, 0)
        for threads in (None, 1, 3):
            found = dixit.extract_files(CORPUS, threads=threads)
            self.assertEqual(lines(found), expected)

    def test_records(self):
        articles = records()
        del articles[3]["id"]
        articles[5]["date"] = "02/03/04"
        articles[6] = {"title": "no text"}
        articles[7]["id"] = articles[0]["id"]
        _, expected, told = run("extract", "-", input=json_lines(articles))
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            found = list(dixit.extract_many(articles))
        self.assertEqual(lines(found), expected)
        self.assertEqual([d.id for d in found if d.error], ["stdin:7", articles[0]["id"]])
        self.assertTrue(all(issubclass(w.category, dixit.DixitWarning) for w in caught))
        for warning in caught:
            _, _, message = str(warning.message).partition(": ")
            self.assertIn(message, told)
            self.assertEqual(warning.filename, __file__)

    def test_one_text(self):
        path = self.write("a.txt", TEXT)
        _, expected, _ = run("extract", path)
        [from_file] = dixit.extract_files([path])
        self.assertEqual(lines([from_file]), expected)
        one = dixit.extract(TEXT, id="a")
        self.assertEqual(one.record["statements"], from_file.record["statements"])
        [many] = dixit.extract_many([{"text": TEXT, "id": "a"}])
        self.assertEqual(one, many)

    def test_confidence_and_tables(self):
        table = self.write("people.tsv", "name\tkind\noffices\nMara Velt\tperson\n")
        text = "Velt said no. The mayor of Ashby was said to have hoped for it."
        article = self.write("a.txt", text)
        _, expected, _ = run("extract", article, "--kb", table, "--min-confidence", 0.6)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            extractor = dixit.Extractor(kb=table, min_confidence=0.6)
        self.assertEqual(lines(extractor.extract_files(article)), expected)


class Documents(unittest.TestCase):
    def test_fields(self):
        doc = dixit.extract(
            TEXT,
            id="a",
            title="The bridge",
            date=datetime.date(2024, 3, 5),
            url="https://news.example/a",
            source="The Ferry",
        )
        self.assertEqual((doc.id, doc.title, doc.date), ("a", "The bridge", "2024-03-05"))
        self.assertEqual((doc.url, doc.source), ("https://news.example/a", "The Ferry"))
        self.assertIsNone(doc.error)
        [statement] = doc.statements
        self.assertEqual(statement.speaker.name, "Ines Duarte")
        self.assertEqual(statement.speaker, dixit.Reference("person:ines-duarte", "Ines Duarte", "person"))
        self.assertEqual(statement.quote, "that the bridge would close")
        self.assertEqual(statement.said_on, "2024-03-04")
        self.assertEqual(str(statement), "Ines Duarte warned: that the bridge would close")

    def test_spans_are_indexes_of_the_text(self):
        text = "\N{OLD ITALIC LETTER A} “Où çà?” asked Zoë Brontë. 🙂 “Là-bas,” Zoë told Chloë Sevigny."
        doc = dixit.extract(text)
        self.assertTrue(doc.statements)
        for statement in doc.statements:
            for words in (statement.source, statement.cue, statement.content):
                found = " … ".join(text[start:end] for start, end in words.spans)
                self.assertEqual(found, words.text)
        for entity in doc.entities:
            for start, end in entity.mentions:
                self.assertTrue(text[start:end].strip())
        self.assertEqual(doc.text, text)

    def test_a_date_that_cannot_be_read_is_a_warning(self):
        with self.assertWarnsRegex(dixit.DixitWarning, "cannot parse the date \"soon\"") as caught:
            doc = dixit.extract(TEXT, date="soon")
        self.assertIsNone(doc.date)
        self.assertEqual(caught.filename, __file__)

    def test_texts_have_ids_of_their_own(self):
        one, same, other = (dixit.extract(text).id for text in (TEXT, TEXT, TEXT + "!"))
        self.assertEqual(one, same)
        self.assertNotEqual(one, other)

    def test_objects_can_be_copied_and_sent(self):
        doc = dixit.extract(TEXT)
        again = pickle.loads(pickle.dumps(doc))
        self.assertEqual(again, doc)
        self.assertEqual(again.text, TEXT)
        statement = pickle.loads(pickle.dumps(doc.statements[0]))
        self.assertEqual(statement, doc.statements[0])
        self.assertEqual(len({doc, again}), 1)

    def test_notebooks_show_the_statement_in_its_sentence(self):
        doc = dixit.extract("Lena Berg, of <b>Ashby</b>, denied “any & all” claims.", title="A & B")
        page = doc._repr_html_()
        self.assertIn("A &amp; B", page)
        self.assertIn("&lt;b&gt;Ashby", page)
        self.assertNotIn("<b>Ashby", page)
        self.assertRegex(page, "<mark [^>]*>denied</mark> <mark [^>]*>“any &amp; all” claims</mark>")
        self.assertIn(doc.statements[0]._repr_html_()[50:-10], page)


    def test_rows_of_a_frame_are_documents(self):
        import pandas

        frame = pandas.DataFrame(
            {
                "headline": ["The bridge", None],
                "body": [TEXT, TEXT],
                "published": [pandas.Timestamp("2024-03-05"), pandas.NaT],
                "clicks": [7, 8],
            }
        )
        one, two = dixit.extract_many(frame)
        self.assertEqual((one.title, one.date, two.title, two.date), ("The bridge", "2024-03-05", None, None))
        self.assertEqual([doc.statements[0].quote for doc in dixit.extract_many(frame["body"])], [one.statements[0].quote] * 2)


class BadInput(unittest.TestCase):
    def test_a_document_of_the_wrong_kind(self):
        for wrong in (None, 7, b"bytes", ["text"]):
            with self.assertRaisesRegex(TypeError, "a document is a str, a dict"):
                dixit.extract(wrong)
        with self.assertRaisesRegex(TypeError, "decode it first"):
            dixit.extract({"text": b"bytes"})
        for wrong in ("text", {"text": TEXT}, b"bytes"):
            with self.assertRaisesRegex(TypeError, r"use extract\(\)"):
                dixit.extract_many(wrong)
        with self.assertRaises(TypeError):
            dixit.extract_many(7)

    def test_a_document_without_text(self):
        for wrong in ("", " \n", {"id": "a"}, {"text": None}, {"text": float("nan")}):
            with self.assertRaises(dixit.InputError) as caught:
                dixit.extract(wrong)
            self.assertIsInstance(caught.exception, ValueError)
            self.assertIn('field "text"' if not isinstance(wrong, dict) else 'no field "text"', str(caught.exception))

    def test_half_a_character(self):
        with self.assertRaisesRegex(dixit.InputError, r"half of a character, \\ud83d"):
            dixit.extract("Ines said \ud83d no.")
        found = list(dixit.extract_many(["Ines said \ud83d no.", TEXT]))
        self.assertIn("half of a character", found[0].error)
        self.assertEqual(found[0].id, "stdin:1")
        self.assertEqual(found[1].id, "stdin:2")
        self.assertEqual(len(found[1].statements), 1)

    def test_bad_documents_among_others_have_errors_and_the_others_are_read(self):
        given = [None, TEXT, {"text": 7}, float("nan"), TEXT, {"text": TEXT, "n": float("nan"), "o": object()}]
        found = list(dixit.extract_many(given, threads=2))
        self.assertEqual([doc.error is None for doc in found], [False, True, False, False, True, True])
        self.assertEqual([doc.id for doc in found], [f"stdin:{n}" for n in range(1, 7)])
        self.assertEqual(found[2].error, 'line 3: the field "text" is not a string; put the article\'s text there')
        for doc in found:
            self.assertEqual(set(doc.record), set(found[1].record))
            self.assertIsInstance(repr(doc) + doc._repr_html_(), str)
        with self.assertRaisesRegex(dixit.InputError, "document stdin:3: line 3: the field"):
            list(dixit.extract_many([TEXT, TEXT, {"text": 7}], strict=True))

    def test_an_error_of_the_iterable_comes_after_what_was_read(self):
        def articles():
            yield from [TEXT] * 5
            raise RuntimeError("the connection is gone")

        found = []
        with self.assertRaisesRegex(RuntimeError, "the connection is gone"):
            for doc in dixit.extract_many(articles()):
                found.append(doc)
        self.assertEqual(len(found), 5)

    def test_options_out_of_range(self):
        for least in (-0.1, 1.1, float("nan")):
            with self.assertRaisesRegex(dixit.InputError, "give a number from 0 to 1"):
                dixit.extract(TEXT, min_confidence=least)
        for threads in (0, -1, 1025):
            with self.assertRaisesRegex(dixit.InputError, "give a number from 1 to 1024"):
                dixit.extract_many([], threads=threads)
        with self.assertRaisesRegex(TypeError, "not str"):
            dixit.extract_many([], threads="2")
        with self.assertRaisesRegex(TypeError, "not str"):
            dixit.extract(TEXT, min_confidence="0.5")
        with self.assertRaisesRegex(TypeError, "one path or several, not int"):
            dixit.extract_files(7)
        with self.assertRaisesRegex(dixit.InputError, "write FIELD=NAME"):
            dixit.Extractor(fields={"words": "body"})
        with self.assertRaisesRegex(dixit.InputError, "not the form of a day"):
            dixit.Extractor(date_format="%H")
        with self.assertRaisesRegex(dixit.InputError, "write HOST=NAME or FOLDER=NAME"):
            dixit.Extractor(outlets={"ferry.example": ""})
        with self.assertRaisesRegex(dixit.MissingFile, "^missing.model: "):
            dixit.Extractor(model="missing.model")
        with self.assertRaisesRegex(FileNotFoundError, "^missing.tsv: "):
            dixit.Extractor(kb=["missing.tsv"])


class Outlets(unittest.TestCase):
    def test_a_host_has_the_name_that_is_given(self):
        extractor = dixit.Extractor(outlets={"ferry.example": "The Daily Ferry"})
        record = {"text": TEXT, "url": "https://www.ferry.example/1"}
        self.assertEqual(json.loads(extractor.extract(record).json)["source"], "The Daily Ferry")
        self.assertIsNone(json.loads(dixit.extract(record).json)["source"])


class Streaming(unittest.TestCase):
    def test_results_come_before_the_input_ends(self):
        taken = 0

        def endless():
            nonlocal taken
            while True:
                taken += 1
                yield TEXT

        found = dixit.extract_many(endless(), threads=2)
        for _ in range(300):
            self.assertEqual(len(next(found).statements), 1)
        self.assertLessEqual(taken, 300 + 2 * 64)
        del found
        gc.collect()

    def test_the_iterable_is_read_in_the_thread_that_takes_the_results(self):
        threads = set()

        def articles():
            for _ in range(20):
                threads.add(threading.get_ident())
                yield TEXT

        self.assertEqual(len(list(dixit.extract_many(articles(), threads=2))), 20)
        self.assertEqual(threads, {threading.get_ident()})

    def test_nothing_in_nothing_out(self):
        self.assertEqual(list(dixit.extract_many([])), [])

    def test_several_streams_at_once(self):
        results = []

        def read(count):
            found = dixit.extract_many([TEXT] * count, threads=2)
            results.append((count, sum(len(doc.statements) for doc in found)))

        readers = [threading.Thread(target=read, args=(count,)) for count in (10, 20, 30)]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()
        self.assertEqual(sorted(results), [(10, 10), (20, 20), (30, 30)])

    @unittest.skipUnless(hasattr(signal, "setitimer"), "no timer here")
    def test_ctrl_c_ends_a_wait(self):
        # a long text keeps the stream waiting for longer than the timer
        text = " ".join([TEXT] * 200_000)
        previous = signal.signal(signal.SIGALRM, signal.default_int_handler)
        self.addCleanup(signal.signal, signal.SIGALRM, previous)
        with self.assertRaises(KeyboardInterrupt):
            found = dixit.extract_many([text])
            signal.setitimer(signal.ITIMER_REAL, 0.3)
            for _ in found:
                pass


if __name__ == "__main__":
    unittest.main()
