"""The page that is served, in Chromium: questions typed into its search are answered.

Speaks the WebDriver protocol (W3C) with chromedriver, as tests/page does for the page of a file.
"""

import json
import subprocess
import time
import unittest
import urllib.request

from support import Server

ENTER = "\ue007"
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"


class Browser:
    def __init__(self, url, phone=False):
        self.driver = subprocess.Popen(
            ["chromedriver", "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        port = next(
            line.split("on port ")[1].strip(" .\n") for line in self.driver.stdout if "successfully on port" in line
        )
        self.base = f"http://127.0.0.1:{port}/session"
        arguments = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
                     "--disable-background-networking", "--window-size=1400,900"]
        options = {"args": arguments}
        if phone:
            screen = {"width": 390, "height": 844, "pixelRatio": 2, "touch": True}
            options["mobileEmulation"] = {"deviceMetrics": screen}
        wanted = {"browserName": "chrome", "goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}}
        self.base += "/" + self.send("POST", "", {"capabilities": {"alwaysMatch": wanted}})["sessionId"]
        self.send("POST", "/url", {"url": url})

    def send(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.base + path, data, {"Content-Type": "application/json"}, method=method)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)["value"]

    def run(self, script):
        return self.send("POST", "/execute/sync", {"script": script, "args": []})

    def wait_for(self, expression):
        start = time.monotonic()
        while not self.run(f"return Boolean({expression})"):
            if time.monotonic() - start > 20:
                raise AssertionError(f"never: {expression}\n{self.log()}")
            time.sleep(0.05)

    def element(self, selector):
        found = self.send("POST", "/element", {"using": "css selector", "value": selector})
        return f"/element/{found[ELEMENT]}"

    def type_into(self, selector, keys):
        self.send("POST", self.element(selector) + "/value", {"text": keys})

    def press(self, selector):
        self.send("POST", self.element(selector) + "/click", {})

    def texts(self, selector):
        return self.run(f"return [...document.querySelectorAll({json.dumps(selector)})].map((e) => e.textContent)")

    def log(self):
        return self.send("POST", "/se/log", {"type": "browser"})

    def close(self):
        try:
            self.send("DELETE", "")
        finally:
            self.driver.terminate()
            self.driver.wait(20)
            self.driver.stdout.close()


class Page(unittest.TestCase):
    def open(self, phone=False):
        server = Server()
        self.addCleanup(server.stop)
        browser = Browser(f"http://localhost:{server.port}/", phone)
        self.addCleanup(browser.close)
        browser.wait_for("document.querySelectorAll('.chip').length > 5")
        return server, browser

    def test_questions_are_answered_with_their_statements(self):
        server, browser = self.open()
        browser.type_into("#search", "Who warned Russia?")
        self.assertEqual(browser.texts("#suggestions [role=option] .called")[0], "Ask: Who warned Russia?")
        browser.type_into("#search", ENTER)
        browser.wait_for("document.querySelectorAll('#card .statement').length > 0")
        self.assertEqual(browser.texts("#card h2"), ["Who warned Russia?"])
        answer = server.get("/ask", q="Who warned Russia?")
        self.assertIn(f"understood as {answer['understood']}", browser.texts("#card .sum"))
        told = browser.texts("#card .answers li")
        self.assertEqual(told, [f"{a['name']} {len(a['statements'])}" for a in answer["answers"]])
        shown = browser.run("return [...document.querySelectorAll('#card .statement')].map((e) => e.dataset.statement)")
        self.assertEqual(shown, [hit["id"] for hit in answer["statements"]])
        self.assertTrue(all(browser.texts("#card .statement blockquote")))
        # from an answer to somebody in it
        browser.press("#card .answers .name")
        browser.wait_for(f"document.querySelector('#card h2').textContent === {json.dumps(answer['answers'][0]['name'])}")
        self.assertEqual(browser.log(), [])

    def test_the_search_still_finds_names_and_words(self):
        _, browser = self.open()
        browser.type_into("#search", "putin")
        self.assertIn("Vladimir Putin", browser.texts("#suggestions .called"))
        self.assertFalse([told for told in browser.texts("#suggestions .called") if told.startswith("Ask")])
        browser.type_into("#search", ENTER)
        browser.wait_for("document.querySelector('#card h2').textContent === 'Vladimir Putin'")
        browser.type_into("#search", "severe consequences")
        told = browser.texts("#suggestions .called")
        self.assertEqual(told, ["Sentences with “severe consequences”", "Ask: severe consequences"])
        self.assertEqual(browser.log(), [])

    def test_what_is_refused_offers_the_nearest_question(self):
        _, browser = self.open(phone=True)
        browser.type_into("#search", "Who wrned Russia?" + ENTER)
        browser.wait_for("document.querySelector('#card .refusal')")
        self.assertEqual(browser.texts("#card p button")[-1], "Who warned Russia?")
        browser.press("#card p:last-child button")
        browser.wait_for("document.querySelectorAll('#card .statement').length > 0")
        self.assertEqual(browser.texts("#card h2"), ["Who warned Russia?"])
        browser.type_into("#search", "Who spoke about zeppelins?" + ENTER)
        browser.wait_for("document.querySelector('#card .empty')?.textContent.includes('do not have it')")

    def test_a_service_that_has_ended_is_told(self):
        server, browser = self.open()
        server.stop()
        browser.type_into("#search", "Who warned Russia?" + ENTER)
        browser.wait_for("document.querySelector('#card .refusal')?.textContent.includes('does not answer')")

    def test_the_page_may_ask_nobody_else(self):
        _, browser = self.open()
        with Server() as other:
            self.addCleanup(other.stop)
            outcome = self.fetched(browser, f"http://localhost:{other.port}/health")
            self.assertIn("TypeError", outcome)
            outcome = self.fetched(browser, "/health")
            self.assertEqual(outcome, "200")

    def fetched(self, browser, url):
        script = f"const done = arguments[0]; fetch({json.dumps(url)}).then((r) => done(String(r.status)), (e) => done(String(e)))"
        return browser.send("POST", "/execute/async", {"script": script, "args": []})


if __name__ == "__main__":
    unittest.main()
