"""The component for spaCy."""

import unittest

from support import TEXT

import dixit

try:
    import spacy
    from spacy.tokens import DocBin
except ImportError:
    spacy = None

OTHER = "🙂 Lena Berg denied it. “Not at all,” she told Kai Roth."


@unittest.skipIf(spacy is None, "spaCy is not installed")
class Component(unittest.TestCase):
    def setUp(self):
        self.nlp = spacy.blank("en")
        self.nlp.add_pipe("dixit")

    def test_statements_and_spans(self):
        doc = self.nlp(TEXT)
        [statement] = doc._.statements
        self.assertEqual(statement.quote, "that the bridge would close")
        self.assertEqual(doc._.dixit.text, TEXT)
        spans = {span.label_: span.text for span in doc.spans["dixit"]}
        self.assertEqual(spans["CUE"], "warned")
        self.assertEqual(spans["QUOTE"], statement.quote)

    def test_pipe_is_the_same_as_one_by_one(self):
        texts = [TEXT, "", OTHER, " \n", TEXT]
        piped = list(self.nlp.pipe(texts))
        self.assertEqual([doc.text for doc in piped], texts)
        for doc, text in zip(piped, texts):
            one = self.nlp(text)
            self.assertEqual([s.quote for s in doc._.statements], [s.quote for s in one._.statements])
            self.assertEqual(len(doc.spans.get("dixit", [])), len(one.spans.get("dixit", [])))

    def test_what_is_known_about_a_document_is_used(self):
        doc = self.nlp.make_doc("The Russian foreign minister said no.")
        doc.user_data["date"] = "2022-01-12"
        doc = self.nlp(doc)
        self.assertEqual(doc._.statements[0].speaker.name, "Sergei Lavrov")
        self.assertEqual(doc._.dixit.date, "2022-01-12")

    def test_documents_can_be_saved_and_sent_to_processes(self):
        docs = list(self.nlp.pipe([TEXT, OTHER], n_process=2))
        again = DocBin(docs=docs, store_user_data=True).to_bytes()
        loaded = list(DocBin().from_bytes(again).get_docs(self.nlp.vocab))
        for doc, text in zip(loaded, [TEXT, OTHER]):
            self.assertEqual([s.quote for s in doc._.statements], [s.quote for s in self.nlp(text)._.statements])
            self.assertTrue(doc._.statements)

    def test_settings(self):
        nlp = spacy.blank("en")
        nlp.add_pipe("dixit", config={"min_confidence": 1.0, "spans_key": None})
        doc = nlp(TEXT)
        self.assertEqual(doc._.statements, [])
        self.assertNotIn("dixit", doc.spans)

    def test_a_doc_is_a_document(self):
        doc = spacy.blank("en")(OTHER)
        found = dixit.extract(doc, id="a")
        self.assertEqual(found, dixit.extract(OTHER, id="a"))
        self.assertEqual(doc.char_span(*found.statements[0].cue.spans[0]).text, "denied")


if __name__ == "__main__":
    unittest.main()
