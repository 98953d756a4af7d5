"""Slow, huge, broken, hostile and many requests; and the end."""

import json
import signal
import socket
import subprocess
import threading
import time
import unittest
from concurrent.futures import ThreadPoolExecutor

from support import DIXIT, ROOT, Server, received, status_of

GOOD = b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


class Requests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()

    @classmethod
    def tearDownClass(cls):
        assert cls.server.stop() == "", "no traceback"

    def tearDown(self):
        # whatever it was, it goes on
        self.assertEqual(self.server.get("/health")["status"], "ok")

    def test_unknown_paths_and_wrong_methods(self):
        for path in ["/nothing", "/ask/", "/entities", "/entities/", "/entities/a/b", "/../etc/passwd", "//", "/%2e%2e/"]:
            self.server.refused(path, 404)
        for path, method in [("/", "POST"), ("/query", "PUT"), ("/extract", "GET"), ("/ask", "OPTIONS"), ("/ask", "BREW")]:
            self.server.refused(path, 405, method)
        status, headers, body = self.server.request("/health", "HEAD")
        self.assertEqual((status, body), (200, b""))

    def test_bodies_of_other_types_lengths_and_encodings(self):
        extract = self.server.extract
        extract(b"x", "text/html", 415)
        extract(b"x", None, 415)
        extract("Sehr schön".encode("latin-1"), "text/plain; charset=iso-8859-1", 415)
        self.assertIn("byte 4", extract(b"abc\xff", expected=400)["error"])
        self.assertIn("empty", extract(b" \n", expected=400)["error"])
        for broken in [b"{", b"[]", b"null", b"{}", b'{"text": 3}', b'{"text": "a", "txet": "b"}', b"\xff"]:
            extract(broken, "application/json", 400)
        told = extract(b'{"text": "a", "date": "soon"}', "application/json", 400)
        self.assertIn("'date'", told["error"])
        extract(b"[" * 200_000, "application/json", 400)
        for length in [(1 << 20) + 1, 12 << 20]:
            self.assertIn("1048576 bytes", extract(b"x" * length, expected=413)["error"])
        # a length that is only claimed, and one that is not told
        head = b"POST /extract HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"
        raw = self.server.raw(head + b"Content-Length: 99999999999\r\nExpect: 100-continue\r\n\r\n")
        self.assertEqual(status_of(raw), 413)
        chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
        raw = self.server.raw(head + b"Transfer-Encoding: chunked\r\n\r\n" + chunk * 17 + b"0\r\n\r\n")
        self.assertEqual(status_of(raw), 413)
        self.assertEqual(extract(b"Hello. " * 1000)["statements"], [])
        self.assertEqual(extract("\u202e\u0000 said".encode())["statements"], [])

    def test_broken_requests(self):
        for sent in [
            b"\r\n\r\n",
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 200,
            b"GET\r\n\r\n",
            b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: localhost\r\nno colon\r\n\r\n",
            b"GET /\x00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 200_000 + b"\r\n\r\n",
            b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: a\r\n" * 1000 + b"\r\n",
            b"POST /extract HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n",
            b"POST /extract HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nabc",
            b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        ]:
            with self.connect_and_send(sent) as client:
                client.settimeout(20)
                try:
                    raw = received(client)
                except ConnectionError:
                    continue
            if raw:
                self.assertIn(status_of(raw), range(400, 506), sent[:60])
        for path in [b"/ask?q=%ff", b"/entities/%ff", b"/query?%ff=1", b"/ask?q=%"]:
            raw = self.server.raw(b"GET " + path + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            self.assertEqual(status_of(raw), 400, path)
            self.assertIn(b'{"error":', raw)

    def connect_and_send(self, sent):
        client = self.server.connect()
        try:
            client.sendall(sent)
            client.shutdown(socket.SHUT_WR)
        except OSError:
            pass
        return client

    def test_hosts_and_origins_of_others(self):
        refused, port = self.server.refused, self.server.port
        for host in ["news.example", f"news.example:{port}", "localhost.news.example", "10.0.0.1", "127.0.0.1.news.example", "[::2]", "[::1", "user@localhost", ":80", ""]:
            refused("/query", 421, headers={"Host": host})
        for host in ["localhost", f"localhost:{port}", f"127.0.0.1:{port}", "LOCALHOST:80", "[::1]", "[::1]:9", "127.1.2.3"]:
            self.assertEqual(self.server.request("/health", headers={"Host": host})[0], 200, host)
        raw = self.server.raw(b"GET http://news.example/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        self.assertEqual(status_of(raw), 421)
        raw = self.server.raw(b"GET /health HTTP/1.0\r\n\r\n")
        self.assertEqual(status_of(raw), 400)
        raw = self.server.raw(b"GET /health HTTP/1.1\r\nHost: localhost\r\nHost: b\r\nConnection: close\r\n\r\n")
        self.assertEqual(status_of(raw), 400)
        for origin in ["http://news.example", "null", "http://localhost:1", "file://"]:
            refused("/health", 403, headers={"Origin": origin, "Host": f"localhost:{port}"})
        own = {"Origin": f"http://localhost:{port}", "Host": f"localhost:{port}"}
        self.assertEqual(self.server.request("/health", headers=own)[0], 200)

    def test_every_answer_has_the_headers_that_keep_browsers_in_check(self):
        for path, host in [("/", "localhost"), ("/health", "localhost"), ("/no", "localhost"), ("/", "news.example")]:
            _, headers, _ = self.server.request(path, headers={"Host": host})
            self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
            self.assertEqual(headers["X-Frame-Options"], "DENY")
            self.assertEqual(headers["Cross-Origin-Resource-Policy"], "same-origin")
            self.assertEqual(headers["Referrer-Policy"], "no-referrer")
            self.assertIn("frame-ancestors 'none'", headers["Content-Security-Policy"])
            self.assertFalse([name for name in headers if name.lower().startswith("access-control")])

    def test_slow_clients_are_let_go_and_keep_nobody_waiting(self):
        slow = []
        for sent in [b"", b"GET /hea", b"GET /health HTTP/1.1\r\nHost: loc", GOOD.replace(b"close", b"keep-alive")]:
            for _ in range(40):
                client = self.server.connect()
                client.sendall(sent)
                slow.append(client)
        body = self.server.connect()
        body.sendall(b"POST /extract HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 9\r\n\r\nab")
        start = time.monotonic()
        self.assertEqual(self.server.get("/health")["status"], "ok")
        self.assertLess(time.monotonic() - start, 5)
        # one byte now and then does not help
        for _ in range(4):
            time.sleep(1)
            for client in slow:
                try:
                    client.sendall(b"X" if client is slow[50] else b"")
                except OSError:
                    pass
        for client in slow:
            client.settimeout(20)
            try:
                received(client)
            except ConnectionError:
                pass
            client.close()
        self.assertLess(time.monotonic() - start, 20)
        body.settimeout(30)
        self.assertEqual(status_of(received(body)), 408)
        body.close()

    def test_clients_that_leave_do_no_harm(self):
        for _ in range(200):
            client = self.server.connect()
            client.sendall(b"GET /query?limit=1000 HTTP/1.1\r\nHost: localhost\r\n\r\n")
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            client.close()


class Load(unittest.TestCase):
    PATHS = [
        "/query?speaker=Putin", "/query?about=sanctions&limit=5", "/ask?q=Who+warned+Russia?", "/entities/Q159",
        "/query?to=Russia&relation=warned", "/health", "/query?matching=gas", "/query?speaker=Russia&rollup=true",
    ]

    def test_many_at_once_get_what_one_gets(self):
        with Server() as server:
            expected = {path: server.request(path)[2] for path in self.PATHS}

            def ask(number):
                path = self.PATHS[number % len(self.PATHS)]
                status, _, body = server.request(path)
                return status == 200 and body == expected[path]

            with ThreadPoolExecutor(32) as threads:
                self.assertTrue(all(threads.map(ask, range(800))))

    def test_memory_stays_flat_under_load(self):
        with Server() as server:
            stop = threading.Event()
            wrong, counts = [], []

            def ask(path):
                request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
                count = 0
                with server.connect() as client:
                    while not stop.is_set():
                        client.sendall(request)
                        raw = b""
                        while b"\r\n\r\n" not in raw:
                            raw += client.recv(1 << 16)
                        head, _, body = raw.partition(b"\r\n\r\n")
                        length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
                        while len(body) < length:
                            body += client.recv(1 << 16)
                        if not head.startswith(b"HTTP/1.1 200"):
                            wrong.append(head)
                        count += 1
                counts.append(count)

            threads = [threading.Thread(target=ask, args=(path,)) for path in self.PATHS * 2]
            for thread in threads:
                thread.start()
            time.sleep(2)
            before = server.memory()
            time.sleep(4)
            after = server.memory()
            stop.set()
            for thread in threads:
                thread.join()
            self.assertEqual(wrong, [])
            self.assertGreater(sum(counts), 100)
            self.assertLess(after, before * 1.1 + (4 << 20), f"{before} to {after} bytes in {sum(counts)} requests")
            self.assertEqual(server.stop(), "")

    def test_too_many_connections_are_turned_away(self):
        with Server() as server:
            held = [server.connect() for _ in range(512)]
            time.sleep(0.5)
            raw = server.raw(GOOD)
            self.assertEqual(status_of(raw), 503)
            self.assertIn(b"Retry-After", raw)
            for client in held:
                client.close()
            time.sleep(0.5)
            self.assertEqual(server.get("/health")["status"], "ok")


class Ends(unittest.TestCase):
    def test_requests_under_way_are_answered_before_the_end(self):
        article = (ROOT / "corpus/0001-drafts-change-hands.txt").read_bytes()
        article = (article * (900_000 // len(article)))
        for number in [signal.SIGTERM, signal.SIGINT]:
            with Server() as server:
                idle = server.connect()
                idle.sendall(GOOD.replace(b"close", b"keep-alive"))
                with ThreadPoolExecutor(1) as thread:
                    answer = thread.submit(server.extract, article)
                    time.sleep(0.3)
                    self.assertFalse(answer.done(), "the article is too short for this test")
                    server.process.send_signal(number)
                    self.assertTrue(answer.result()["statements"])
                self.assertEqual(server.process.wait(10), 0)
                with self.assertRaises(ConnectionError):
                    server.connect()
                idle.close()
                self.assertEqual(server.stop(), "")

    def test_a_second_signal_ends_it_at_once(self):
        with Server() as server:
            slow = server.connect()
            slow.sendall(b"POST /extract HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 9\r\n\r\nab")
            time.sleep(0.3)
            server.process.send_signal(signal.SIGINT)
            time.sleep(0.3)
            self.assertIsNone(server.process.poll())
            server.process.send_signal(signal.SIGINT)
            self.assertEqual(server.process.wait(5), 130)
            slow.close()


class Starts(unittest.TestCase):
    def fails(self, *arguments):
        done = subprocess.run([DIXIT, "serve", *arguments], cwd=ROOT, capture_output=True, text=True, timeout=60)
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertTrue(done.stderr.startswith("error: ") or done.stderr.startswith("dixit: error: "), done.stderr)
        return done.stderr

    def test_what_cannot_be_served_is_an_error_of_one_line(self):
        self.assertIn("graphs/none.json", self.fails("graphs/none.json"))
        with Server() as server:
            told = self.fails("graphs/corpus.json", "--port", str(server.port))
            self.assertIn("--port 0", told)
        self.assertIn("--bind", self.fails("graphs/corpus.json", "--bind", "192.0.2.1"))
        self.assertIn("invalid", self.fails("graphs/corpus.json", "--bind", "everywhere"))

    def test_other_addresses_are_served_with_a_warning_and_any_host(self):
        with Server("--bind", "0.0.0.0") as server:
            server.host = "127.0.0.1"
            self.assertEqual(server.request("/health", headers={"Host": "news.example"})[0], 200)
            self.assertIn("other computers", server.stop())


if __name__ == "__main__":
    unittest.main()
