"""`dixit mcp`, through the client of the protocol's own Python package.

DIXIT names the program, built with the feature `mcp`. Run by .ci/mcp.
"""

import asyncio
import json
import os
import subprocess
import tempfile
import unittest
from contextlib import asynccontextmanager
from pathlib import Path

from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

ROOT = Path(__file__).resolve().parents[2]
DIXIT = os.environ["DIXIT"]
GRAPH = "graphs/corpus.json"


def command(*arguments):
    """What the command prints."""
    done = subprocess.run([DIXIT, *arguments], cwd=ROOT, capture_output=True, text=True)
    return done.stdout


@asynccontextmanager
async def session(graph=GRAPH, folder=ROOT):
    server = StdioServerParameters(command=DIXIT, args=["mcp", graph], cwd=folder)
    async with stdio_client(server) as (read, write):
        async with ClientSession(read, write) as opened:
            await opened.initialize()
            yield opened


def plain(result):
    """A result in JSON, as the protocol has it."""
    return result.model_dump(by_alias=True)


class Tools(unittest.IsolatedAsyncioTestCase):
    async def found(self, opened, tool, **arguments):
        result = plain(await opened.call_tool(tool, arguments))
        self.assertFalse(result["isError"], result["content"])
        # the text is for clients that do not read structures
        self.assertEqual(json.loads(result["content"][0]["text"]), result["structuredContent"])
        return result["structuredContent"]

    async def refused(self, opened, tool, **arguments):
        result = plain(await opened.call_tool(tool, arguments))
        self.assertTrue(result["isError"], result)
        return result["content"][0]["text"]

    async def test_every_tool_is_described_and_changes_nothing(self):
        async with session() as opened:
            tools = (await opened.list_tools()).tools
        names = [tool.name for tool in tools]
        self.assertEqual(names, ["ask", "query", "verify", "timeline", "explain", "extract"])
        for tool in map(plain, tools):
            self.assertTrue(tool["annotations"]["readOnlyHint"])
            for name, schema in tool["inputSchema"]["properties"].items():
                self.assertTrue(schema["description"], name)

    async def test_answers_are_those_of_the_commands(self):
        async with session() as opened:
            question = "Who warned Russia?"
            answer = await self.found(opened, "ask", question=question)
            asked = json.loads(command("ask", question, "-n", "20", "-f", "json", "-g", GRAPH))
            self.assertEqual(answer["answers"], asked["answers"])
            self.assertEqual(answer["statements"], asked["statements"])
            self.assertTrue(answer["statements"][0]["content"]["text"])
            answer = await self.found(
                opened, "query", speaker="Putin", act=["explain", "warn"], limit=2, rollup=True
            )
            flags = ["--speaker", "Putin", "--act", "explain", "--act", "warn", "--limit", "2"]
            asked = command("query", *flags, "--rollup", "-f", "json", "-g", GRAPH)
            self.assertEqual(answer, json.loads(asked))
            quotation = "It is all the more important that we go on talking"
            answer = await self.found(
                opened, "verify", quotation=quotation, speaker="Stoltenberg"
            )
            asked = command("verify", quotation, "-s", "Stoltenberg", "-f", "json", "-g", GRAPH)
            self.assertEqual(answer, json.loads(asked))
            self.assertEqual(answer["verdict"], "altered")
            near = answer["nearest"][0]["statement"]
            answer = await self.found(opened, "explain", id=near["id"])
            asked = command("explain", near["id"], "-f", "json", "-g", GRAPH)
            self.assertEqual(answer, json.loads(asked))
            answer = await self.found(opened, "timeline", speaker="Stoltenberg", about="Russia")
            flags = ["--speaker", "Stoltenberg", "--about", "Russia"]
            asked = command("timeline", *flags, "-f", "json", "-g", GRAPH)
            self.assertEqual(answer, json.loads(asked))

    async def test_a_text_is_read(self):
        text = "“We close the bridge,” Mayor Ann Keller said on Monday. She warned that it was late."
        async with session() as opened:
            record = await self.found(opened, "extract", text=text, date="2022-03-02")
        first, second = record["statements"]
        self.assertEqual(first["speaker"]["name"], "Ann Keller")
        start, end = first["content"]["spans"][0]
        self.assertEqual(text[start:end], "“We close the bridge,”")
        self.assertEqual((second["relation"], second["said_on"]), ("warned", None))

    async def test_what_cannot_be_answered_is_told_to_the_assistant(self):
        async with session() as opened:
            told = await self.refused(opened, "ask", question="Who wrned Russia?")
            self.assertIn("Who warned Russia?", told)
            told = await self.refused(opened, "ask", question="What did Zanzibarius say?")
            self.assertIn("nobody is called 'Zanzibarius'", told)
            told = await self.refused(opened, "query", speeker="Putin")
            self.assertIn("there is no argument 'speeker'", told)
            told = await self.refused(opened, "query", since="yesterday week")
            self.assertIn("yesterday week", told)
            told = await self.refused(opened, "query", speaker={"name": "Putin"})
            self.assertIn("'speaker' must be", told)
            told = await self.refused(opened, "timeline")
            self.assertIn("whose timeline?", told)
            told = await self.refused(opened, "explain", id="ffffffffffffffff")
            self.assertIn("no statement with id", told)
            told = await self.refused(opened, "extract", text="word " * 300_000)
            self.assertIn("bytes", told)
            told = await self.refused(opened, "extract", text="a", date="soon")
            self.assertIn("'date' cannot be read", told)
            told = await self.refused(opened, "ask")
            self.assertIn("question", told)
            with self.assertRaisesRegex(Exception, "there is no tool 'delete'"):
                await opened.call_tool("delete", {})
            # and it goes on
            await self.found(opened, "ask", question="Who warned Russia?")

    async def test_many_calls_at_once_are_answered(self):
        async with session() as opened:
            calls = [self.found(opened, "query", about="talks", limit=n % 5 + 1) for n in range(200)]
            answers = await asyncio.gather(*calls)
        self.assertEqual([len(a["statements"]) for a in answers], [n % 5 + 1 for n in range(200)])

    async def test_articles_are_found_from_wherever_it_is_started(self):
        with tempfile.TemporaryDirectory() as elsewhere:
            async with session(str(ROOT / GRAPH), elsewhere) as opened:
                near = (await self.found(opened, "query", limit=1))["statements"][0]
                answer = await self.found(opened, "explain", id=near["id"])
                told = answer.pop("path")
                asked = json.loads(command("explain", near["id"], "-f", "json", "-g", GRAPH))
                self.assertTrue(Path(told).samefile(ROOT / asked.pop("path")))
                self.assertEqual(answer, asked)

    async def test_a_store_answers_alike(self):
        with tempfile.TemporaryDirectory() as folder:
            store = f"{folder}/corpus.sqlite"
            command("build", "corpus", "--store", store)
            async with session() as one, session(store) as two:
                for question in ["Who warned Russia?", "What did Putin say about NATO?"]:
                    in_memory = await self.found(one, "ask", question=question)
                    on_disk = await self.found(two, "ask", question=question)
                    self.assertEqual(in_memory, on_disk)


class Streams(unittest.TestCase):
    def run_with(self, sent, graph=GRAPH):
        return subprocess.run(
            [DIXIT, "mcp", graph], cwd=ROOT, input=sent, capture_output=True, timeout=60
        )

    def test_the_end_of_the_input_is_the_end(self):
        done = self.run_with(b"")
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, b"", b""))

    def test_a_missing_graph_is_an_error_of_one_line(self):
        done = self.run_with(b"", "graphs/none.json")
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"graphs/none.json", done.stderr)
        self.assertEqual(done.stdout, b"")

    def test_broken_lines_do_not_end_it(self):
        hello = {
            "protocolVersion": "2025-06-18",
            "capabilities": {},
            "clientInfo": {"name": "test", "version": "0"},
        }
        messages = [
            {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello},
            {"jsonrpc": "2.0", "method": "notifications/initialized"},
            {"jsonrpc": "2.0", "id": 2, "method": "tools/list"},
        ]
        first, second, third = (json.dumps(message).encode() + b"\n" for message in messages)
        broken = b"{not json}\n\xff\xfe\n[]\n" + b"x" * 100_000 + b"\n"
        with subprocess.Popen(
            [DIXIT, "mcp", GRAPH], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as server:
            server.stdin.write(first + second + broken + third)
            server.stdin.flush()
            while answer := json.loads(server.stdout.readline()):
                if answer.get("id") == 2:
                    break
            self.assertEqual(len(answer["result"]["tools"]), 6)
            server.stdin.close()
            self.assertEqual(server.wait(60), 0)


if __name__ == "__main__":
    unittest.main()
