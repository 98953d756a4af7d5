"""`dixit serve` as a process, and a client that can be as rude as it likes.

DIXIT names the program, built with the feature `serve`. Run by .ci/serve.
"""

import http.client
import json
import os
import re
import socket
import subprocess
from pathlib import Path
from urllib.parse import quote, urlencode

ROOT = Path(__file__).resolve().parents[2]
DIXIT = os.environ["DIXIT"]
GRAPH = "graphs/corpus.json"


def command(*arguments):
    """What the command prints, in JSON."""
    done = subprocess.run([DIXIT, *arguments], cwd=ROOT, capture_output=True, text=True)
    return json.loads(done.stdout)


class Server:
    """A service on a free port; a context that stops it."""

    def __init__(self, *arguments, graph=GRAPH, cwd=ROOT):
        self.process = subprocess.Popen(
            [DIXIT, "serve", str(graph), "--port", "0", *arguments],
            cwd=cwd,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.line = self.process.stdout.readline()
        found = re.search(r"http://(\S+):(\d+)/$", self.line.strip())
        if not found:
            self.process.kill()
            raise AssertionError(self.line + self.process.stderr.read())
        self.host, self.port = found[1].strip("[]"), int(found[2])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self, patience=30):
        """Stops it; what it wrote on stderr."""
        if self.process.poll() is None:
            self.process.terminate()
        _, said = self.process.communicate(timeout=patience)
        return said

    def request(self, path, method="GET", body=None, headers=None):
        """Status, headers and body."""
        client = http.client.HTTPConnection(self.host, self.port, timeout=60)
        try:
            client.request(method, path, body=body, headers=headers or {})
            answer = client.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            client.close()

    def get(self, path, **parameters):
        """The JSON of an answer that must be one."""
        path += f"?{urlencode(parameters, doseq=True)}" if parameters else ""
        status, headers, body = self.request(path)
        assert status == 200, (path, status, body)
        assert headers["Content-Type"] == "application/json", headers
        return json.loads(body)

    def refused(self, path, expected, method="GET", body=None, headers=None):
        """The error of an answer that must be one: one line."""
        status, told, answer = self.request(path, method, body, headers)
        assert status == expected, (path, status, answer)
        assert told["Content-Type"] == "application/json", told
        error = json.loads(answer)
        assert error.keys() <= {"error", "nearest"}, error
        assert error["error"] and "\n" not in error["error"] and "panicked" not in error["error"]
        return error

    def extract(self, body, kind="text/plain", expected=200):
        headers = {"Content-Type": kind} if kind else {}
        if expected != 200:
            return self.refused("/extract", expected, "POST", body, headers)
        status, _, answer = self.request("/extract", "POST", body, headers)
        assert status == expected, (status, answer)
        return json.loads(answer)

    def connect(self, patience=60):
        return socket.create_connection((self.host, self.port), timeout=patience)

    def raw(self, sent, patience=60):
        """All that comes back for these bytes."""
        with self.connect(patience) as client:
            try:
                client.sendall(sent)
                return received(client)
            except ConnectionError:
                return b""

    def memory(self):
        """Resident memory in bytes."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) * 1024


def received(client):
    parts = []
    while part := client.recv(1 << 16):
        parts.append(part)
    return b"".join(parts)


def status_of(raw):
    return int(raw.split(b" ", 2)[1])


__all__ = ["DIXIT", "GRAPH", "ROOT", "Server", "command", "quote", "received", "status_of"]
