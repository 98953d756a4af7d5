"""What the service answers: the same as the commands, as openapi.json says."""

import json
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from support import DIXIT, GRAPH, ROOT, Server, command, quote

ARTICLE = "“We close the bridge,” Mayor Ann Keller said on Monday. She warned that it was late."


class Answers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()

    @classmethod
    def tearDownClass(cls):
        assert cls.server.stop() == "", "nothing to complain of"

    def test_it_says_where_it_is_and_what_it_serves(self):
        self.assertRegex(self.server.line, r"^serving corpus \(\d+ statements\) at http://127\.0\.0\.1:\d+/\n$")
        health = self.server.get("/health")
        self.assertEqual((health["status"], health["graph"]), ("ok", "corpus"))
        self.assertEqual(f"({health['statements']} statements)", self.server.line.split(" at ")[0][-16:])
        self.assertEqual(health["documents"], len(json.loads((ROOT / GRAPH).read_text())["graph"]["documents"]))

    def test_the_readme_shows_what_it_answers(self):
        readme = (ROOT / "README.md").read_text()
        line = self.server.line.strip().rsplit(":", 1)[0]
        self.assertIn(line, " ".join(readme.split()))
        shown = re.search(r"\$ curl -s 'http://127.0.0.1:8321(/ask\S+)' \| jq -c '.answers\[\]'\n(.*?)```", readme, re.S)
        answers = self.server.get(shown[1])["answers"]
        lines = [json.dumps(answer, separators=(",", ":"), ensure_ascii=False) for answer in answers]
        self.assertEqual(shown[2].splitlines(), lines)

    def test_questions_are_answered_as_by_the_command(self):
        for question in ["Who warned Russia?", "What did Putin say about NATO?", "How often was Biden quoted?"]:
            answer = self.server.get("/ask", q=question)
            asked = command("ask", question, "-n", "20", "-f", "json", "-g", GRAPH)
            self.assertTrue(answer["understood"])
            for part in ["query", "answers", "statements"]:
                self.assertEqual(answer[part], asked[part], question)
        self.assertTrue(answer["answers"])
        few = self.server.get("/ask", q="Who warned Russia?", limit=2)
        self.assertEqual(len(few["statements"]), 2)
        own = self.server.get("/ask", q="Who spoke about a truce?", exact_words="true")
        self.assertFalse(own["query"]["related_words"])

    def test_queries_are_answered_as_by_the_command(self):
        for parameters in [
            {},
            {"speaker": "Putin", "act": ["explain", "warn"], "limit": 2, "rollup": "true"},
            {"speaker_type": "state", "relation": "warned", "sort": "-date"},
            {"about": ["Ukraine", "gas"], "related_words": "true"},
            {"to": "Russia", "since": "2021-12", "until": "2021-12-31", "polarity": "affirmed,denied"},
            {"about": "“Žižkov” & <b>=+?#%", "limit": 1},
            {"speaker": "Russia", "rollup": "false"},
        ]:
            answer = self.server.get("/query", **parameters)
            flags = []
            for name, values in ({"limit": 20} | parameters).items():
                flag = f"--{name.replace('_', '-')}"
                for value in values if isinstance(values, list) else [values]:
                    flags += {"true": [flag], "false": []}.get(value, [f"{flag}={value}"])
            self.assertEqual(answer, command("query", *flags, "-f", "json", "-g", GRAPH), parameters)

    def test_entities_are_those_of_the_file(self):
        nodes = json.loads((ROOT / GRAPH).read_text())["nodes"]
        for node in nodes[:: len(nodes) // 30]:
            self.assertEqual(self.server.get(f"/entities/{quote(node['id'], safe='')}"), node)

    def test_statements_have_all_their_reports(self):
        graph = json.loads((ROOT / GRAPH).read_text())
        listed = {hit["id"]: hit for hit in self.server.get("/query", limit=1000)["statements"]}
        most = max(graph["statements"], key=lambda statement: len(statement["reports"]))
        self.assertGreater(len(most["reports"]), 1)
        for statement in [most, *graph["statements"][::60]]:
            found = self.server.get(f"/statements/{statement['id']}")
            every = found.pop("every_report")
            self.assertEqual([r["id"] for r in every], [r["id"] for r in statement["reports"]])
            if statement["id"] in listed:
                self.assertEqual(found, listed[statement["id"]])
            for report in statement["reports"]:
                again = self.server.get(f"/statements/{report['id']}")
                self.assertEqual(again["id"], statement["id"])
            self.assertEqual(self.server.get(f"/statements/{statement['id'][:12]}")["id"], statement["id"])

    def test_an_article_is_read_as_by_the_command(self):
        found = self.server.extract(ARTICLE.encode())
        first, second = found["statements"]
        self.assertEqual(first["speaker"]["name"], "Ann Keller")
        start, end = first["content"]["spans"][0]
        self.assertEqual(ARTICLE[start:end], "“We close the bridge,”")
        self.assertEqual(second["relation"], "warned")
        fields = {"id": "bridge", "title": "A bridge", "date": "2022-03-02", "text": ARTICLE}
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
            file.write(json.dumps(fields))
            file.flush()
            lines = command("extract", file.name)
        found = self.server.extract(json.dumps(fields).encode(), "application/json; charset=UTF-8")
        self.assertEqual(found | {"path": None}, lines | {"path": None})
        self.assertEqual(found["statements"][0]["said_on"], "2022-02-28")

    def test_a_store_answers_alike(self):
        with tempfile.TemporaryDirectory() as folder:
            store = f"{folder}/corpus.sqlite"
            build(store)
            with Server(graph=store) as two:
                for path in [
                    "/health",
                    "/ask?q=Who+warned+Russia?",
                    "/ask?q=What+did+Putin+say+about+NATO?",
                    "/query?speaker=Russia&rollup=true&sort=-date",
                    "/entities/Q159",
                    "/entities/Q7747",
                    f"/statements/{self.server.get('/query', limit=1)['statements'][0]['id']}",
                ]:
                    self.assertEqual(self.server.get(path), two.get(path), path)
                for path in ["/entities/Q0", "/statements/ffffffffffffffff", "/query?speaker=Zanzibarius"]:
                    self.assertEqual(self.server.refused(path, 404), two.refused(path, 404))
                self.assertEqual(self.server.request("/")[2], two.request("/")[2])
                self.assertEqual(two.stop(), "")

    def test_the_page_is_that_of_the_export_with_questions(self):
        status, headers, page = self.server.request("/")
        self.assertEqual((status, headers["Content-Type"]), (200, "text/html; charset=utf-8"))
        data = re.search(rb'<script type="application/json" id="data">(.*?)</script>', page)[1]
        with tempfile.TemporaryDirectory() as folder:
            file = f"{folder}/page.html"
            subprocess.run([DIXIT, "export", GRAPH, "-f", "html", "-o", file], cwd=ROOT, check=True)
            exported = Path(file).read_bytes()
        self.assertIn(data, exported)
        # only a page that is served may speak to anybody, and only to where it came from
        self.assertIn(b"connect-src 'self';", page)
        self.assertNotIn(b"connect-src", exported)
        self.assertNotIn(b"fetch(", exported)
        for loose in [b"unsafe", b"http:", b"*"]:
            policy = re.search(rb'Content-Security-Policy" content="(.*?)"', page)[1]
            self.assertNotIn(loose, policy)

    def test_what_cannot_be_answered_says_so(self):
        refused = self.server.refused
        told = refused("/ask?q=Who+wrned+Russia?", 400)
        self.assertEqual(told["nearest"], "Who warned Russia?")
        told = refused("/ask?q=What+did+Zanzibarius+say?", 404)
        self.assertIn("nobody is called 'Zanzibarius'", told["error"])
        self.assertIn("question", refused("/ask", 400)["error"])
        self.assertIn("twice", refused("/ask?q=a&q=b", 400)["error"])
        refused("/ask?q=" + "who+" * 2000, 400)
        told = refused("/query?speeker=Putin", 400)["error"]
        self.assertIn("'speeker'", told)
        self.assertIn("speaker_type", told)
        self.assertIn("yesterday week", refused("/query?since=yesterday+week", 400)["error"])
        self.assertIn("warned", refused("/query?relation=shouted", 400)["error"])
        self.assertIn("no act", refused("/query?act=shouting", 400)["error"])
        self.assertIn("true or false", refused("/query?rollup=maybe", 400)["error"])
        self.assertIn("must be a number", refused("/query?limit=0", 400)["error"])
        self.assertIn("must be a number", refused("/query?limit=1001", 400)["error"])
        self.assertIn("must be a number", refused("/ask?q=Who+spoke?&limit=-1", 400)["error"])
        refused("/query?matching=(", 400)
        self.assertIn("Putin", refused("/query?speaker=Putn", 404)["error"])
        self.assertIn("'Q0'", refused("/entities/Q0", 404)["error"])
        refused("/statements/ffffffffffffffff", 404)
        self.assertIn("give more characters", refused("/statements/a", 400)["error"])
        refused("/statements/%20", 400)
        refused("/health?verbose=1", 400)
        # an empty answer is an answer
        self.assertEqual(self.server.get("/query", about="zeppelins")["statements"], [])


class Description(unittest.TestCase):
    """openapi.json is true to what is served."""

    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.document = cls.server.get("/openapi.json")
        cls.defined = {"components": cls.document["components"]}

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()

    def valid(self, path, method, status, kind, body):
        """Checks an answer against its description."""
        told = self.document["paths"][path][method]["responses"][str(status)]
        if "$ref" in told:
            told = self.document["components"]["responses"][told["$ref"].rsplit("/", 1)[1]]
        schema = told["content"][kind]["schema"]
        value = json.loads(body) if kind == "application/json" else body.decode()
        Draft202012Validator({**schema, **self.defined}).validate(value)

    def test_it_is_openapi(self):
        OpenAPIV31SpecValidator(self.document).validate()

    def test_it_has_all_paths_and_no_others(self):
        served = {
            "/": "GET", "/ask": "GET", "/query": "GET", "/entities/{id}": "GET", "/statements/{id}": "GET",
            "/extract": "POST", "/health": "GET", "/openapi.json": "GET",
        }
        described = {path: method.upper() for path, methods in self.document["paths"].items() for method in methods}
        self.assertEqual(described, served)
        for path, method in described.items():
            status, headers, _ = self.server.request(path.replace("{id}", "Q159"), "DELETE")
            self.assertEqual(status, 405, path)
            allowed = set(headers["Allow"].split(",")) - {"HEAD"}
            self.assertEqual(allowed, {method}, path)

    def test_it_has_all_parameters_and_no_others(self):
        for path, methods in self.document["paths"].items():
            (described,) = methods.values()
            names = [p["name"] for p in described.get("parameters", []) if p["in"] == "query"]
            self.assertEqual(len(names), len(set(names)), path)
            method = next(iter(methods)).upper()
            body = {"body": b"x", "headers": {"Content-Type": "text/plain"}} if method == "POST" else {}
            told = self.server.refused(path.replace("{id}", "Q159") + "?no_such=1", 400, method, **body)["error"]
            known = told.split("; there are ")[1].split(", ") if "; there are " in told else []
            self.assertEqual(sorted(known), sorted(names), path)

    def test_parameters_are_of_the_types_described(self):
        good = {
            "sort": "-date", "since": "2021-12", "until": "2022", "matching": "gas|oil", "act": "deny",
            "speaker_role": "president", "to_role": "president", "limit": "3", "about": "gas",
        }
        for parameter in self.document["paths"]["/query"]["get"]["parameters"]:
            name, schema = parameter["name"], parameter["schema"]
            self.assertTrue(parameter["description"], name)
            item = schema.get("items", schema)
            values = item.get("enum") or (["true", "false"] if item["type"] == "boolean" else [good.get(name, "Russia")])
            for value in values:
                also = {"about": "gas"} if name == "related_words" else {}
                also |= {"speaker": "Russia", "to": "NATO"} if name == "each_other" else {}
                query = "&".join(f"{k}={v}" for k, v in ({name: value} | also).items())
                if name == "source":
                    self.server.refused(f"/query?{query}", 404)
                    continue
                status, _, body = self.server.request(f"/query?{query}")
                self.assertEqual(status, 200, (query, body))
                self.valid("/query", "get", status, "application/json", body)
            if "enum" in item or item["type"] == "boolean":
                self.server.refused(f"/query?{name}=no_such&about=gas", 400)
            if schema["type"] == "array":
                status, _, body = self.server.request(f"/query?{name}={values[0]}&{name}={values[-1]}")
                self.assertIn(status, [200, 404], (name, body))
            elif item["type"] != "boolean":
                self.server.refused(f"/query?{name}={values[0]}&{name}={values[0]}", 400)

    def test_answers_are_as_described(self):
        statement = self.server.get("/query", limit=1)["statements"][0]["id"]
        text = {"Content-Type": "text/plain"}
        for path, asked, method, body, headers, expected in [
            ("/", "/", "GET", None, {}, 200),
            ("/ask", "/ask?q=Who+warned+Russia?", "GET", None, {}, 200),
            ("/ask", "/ask?q=How+many+statements+did+Putin+make?", "GET", None, {}, 200),
            ("/ask", "/ask?q=Who+wrned+Russia?", "GET", None, {}, 400),
            ("/ask", "/ask?q=What+did+Zanzibarius+say?", "GET", None, {}, 404),
            ("/query", "/query?limit=1000&attitudes=true", "GET", None, {}, 200),
            ("/query", "/query?about=truce&related_words=true", "GET", None, {}, 200),
            ("/query", "/query?speaker=Zanzibarius", "GET", None, {}, 404),
            ("/query", "/query", "GET", None, {"Host": "news.example"}, 421),
            ("/query", "/query", "GET", None, {"Origin": "http://news.example"}, 403),
            ("/entities/{id}", "/entities/Q159", "GET", None, {}, 200),
            ("/entities/{id}", "/entities/Q0", "GET", None, {}, 404),
            ("/statements/{id}", f"/statements/{statement}", "GET", None, {}, 200),
            ("/statements/{id}", "/statements/ffffffffffffffff", "GET", None, {}, 404),
            ("/extract", "/extract", "POST", ARTICLE.encode(), text, 200),
            ("/extract", "/extract", "POST", (ROOT / "corpus/0001-drafts-change-hands.txt").read_bytes(), text, 200),
            ("/extract", "/extract", "POST", b"", text, 400),
            ("/extract", "/extract", "POST", b"x" * (2 << 20), text, 413),
            ("/extract", "/extract", "POST", b"x", {"Content-Type": "image/png"}, 415),
            ("/health", "/health", "GET", None, {}, 200),
            ("/openapi.json", "/openapi.json", "GET", None, {}, 200),
        ]:
            status, told, answer = self.server.request(asked, method, body, headers)
            self.assertEqual(status, expected, (asked, answer[:500]))
            self.valid(path, method.lower(), status, told["Content-Type"].split(";")[0], answer)


def build(store):
    subprocess.run([DIXIT, "build", "corpus", "--store", store], cwd=ROOT, check=True, capture_output=True)


if __name__ == "__main__":
    unittest.main()
