//! Chromium without a window, driven over the WebDriver protocol (W3C) through chromedriver.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// The name of a reference to an element in the protocol.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";
/// How long the page may take for what a test waits for.
const PATIENCE: Duration = Duration::from_secs(20);

/// A browser of its own: no other test's, no person's.
pub struct Browser {
    driver: Child,
    session: String,
    _profile: TempDir,
}

/// The window that a page is opened in.
pub enum Window {
    Desk,
    Phone,
}

impl Browser {
    /// Opens a file in a new browser.
    pub fn open(window: &Window, file: &Path, address: &str) -> Browser {
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver: install Debian's chromium and chromium-driver");
        let told = BufReader::new(driver.stdout.take().expect("its stdout"));
        let port = told
            .lines()
            .map_while(Result::ok)
            .find_map(|line| {
                let port = line.split_once("successfully on port ")?.1;
                port.trim_end_matches('.').parse::<u16>().ok()
            })
            .expect("the port that chromedriver listens on");
        let profile = TempDir::new().expect("a temporary folder");
        let mut arguments: Vec<String> = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--window-size=1280,900",
        ]
        .map(str::to_owned)
        .to_vec();
        arguments.push(format!("--user-data-dir={}", profile.path().display()));
        let mut options = json!({ "args": arguments });
        if let Window::Phone = window {
            let screen = json!({ "width": 390, "height": 844, "pixelRatio": 2, "touch": true });
            options["mobileEmulation"] = json!({ "deviceMetrics": screen });
        }
        let wanted = json!({ "capabilities": { "alwaysMatch": {
            "browserName": "chrome",
            "goog:chromeOptions": options,
            "goog:loggingPrefs": { "browser": "ALL" },
        } } });
        let base = format!("http://127.0.0.1:{port}/session");
        let session = send(minreq::Method::Post, &base, &wanted)["sessionId"].clone();
        let session = session.as_str().expect("a session").to_owned();
        let browser = Browser {
            driver,
            session: format!("{base}/{session}"),
            _profile: profile,
        };
        let url = format!("file://{}{address}", file.display());
        browser.post("url", &json!({ "url": url }));
        browser
    }

    fn post(&self, command: &str, body: &Value) -> Value {
        let url = format!("{}/{command}", self.session);
        send(minreq::Method::Post, &url, body)
    }

    /// What a script gives that the page is made to run: the body of a function.
    pub fn run(&self, script: &str) -> Value {
        self.post("execute/sync", &json!({ "script": script, "args": [] }))
    }

    /// The same for a script that calls `done` with what it gives.
    pub fn run_until_done(&self, script: &str) -> Value {
        let script = format!("const done = arguments[arguments.length - 1]; {script}");
        self.post("execute/async", &json!({ "script": script, "args": [] }))
    }

    /// Waits until an expression holds.
    #[track_caller]
    pub fn wait_for(&self, expression: &str) {
        let start = Instant::now();
        while self.run(&format!("return Boolean({expression})")) != Value::Bool(true) {
            assert!(
                start.elapsed() < PATIENCE,
                "never: {expression}\n{}",
                self.log()
            );
            std::thread::sleep(Duration::from_millis(40));
        }
    }

    /// The text of the first element that a selector finds.
    #[track_caller]
    pub fn text(&self, selector: &str) -> String {
        let text = self.run(&format!(
            "return document.querySelector({})?.textContent ?? null",
            json!(selector)
        ));
        let text = text.as_str().unwrap_or_else(|| panic!("no {selector}"));
        text.to_owned()
    }

    /// The texts of all elements that a selector finds.
    pub fn texts(&self, selector: &str) -> Vec<String> {
        let texts = self.run(&format!(
            "return [...document.querySelectorAll({})].map((e) => e.textContent)",
            json!(selector)
        ));
        let texts = texts.as_array().expect("a list").iter();
        texts
            .map(|t| t.as_str().unwrap_or_default().to_owned())
            .collect()
    }

    /// Presses an element as a hand does: it must be in sight and not covered.
    #[track_caller]
    pub fn press(&self, selector: &str) {
        let element = self.element(selector);
        self.post(&format!("element/{element}/click"), &json!({}));
    }

    /// Types into an element.
    #[track_caller]
    pub fn type_into(&self, selector: &str, keys: &str) {
        let element = self.element(selector);
        self.post(
            &format!("element/{element}/value"),
            &json!({ "text": keys }),
        );
    }

    #[track_caller]
    fn element(&self, selector: &str) -> String {
        let found = self.post(
            "element",
            &json!({ "using": "css selector", "value": selector }),
        );
        let element = found[ELEMENT].as_str();
        element
            .unwrap_or_else(|| panic!("no {selector}: {found}"))
            .to_owned()
    }

    /// Presses the mouse's button at a place of the window, in CSS pixels.
    pub fn press_at(&self, x: f64, y: f64) {
        let (x, y) = (x.round(), y.round());
        self.post(
            "actions",
            &json!({ "actions": [{
            "type": "pointer", "id": "mouse", "parameters": { "pointerType": "mouse" },
            "actions": [
                { "type": "pointerMove", "duration": 0, "x": x, "y": y },
                { "type": "pointerDown", "button": 0 },
                { "type": "pointerUp", "button": 0 },
            ],
        }] }),
        );
    }

    /// Pulls the mouse with its button held from one place of the window to another, in CSS pixels.
    pub fn pull(&self, from: (f64, f64), to: (f64, f64)) {
        let go = |(x, y): (f64, f64)| json!({ "type": "pointerMove", "duration": 60, "x": x.round(), "y": y.round() });
        self.post("actions", &json!({ "actions": [{
            "type": "pointer", "id": "mouse", "parameters": { "pointerType": "mouse" },
            "actions": [go(from), { "type": "pointerDown", "button": 0 }, go(to), { "type": "pointerUp", "button": 0 }],
        }] }));
    }

    /// Where the middle of an element is in the window, and its width and height.
    #[track_caller]
    pub fn place(&self, selector: &str) -> [f64; 4] {
        let place = self.run(&format!(
            "const b = document.querySelector({}).getBoundingClientRect(); \
             return [b.x + b.width / 2, b.y + b.height / 2, b.width, b.height]",
            json!(selector)
        ));
        [0, 1, 2, 3].map(|i| {
            place[i]
                .as_f64()
                .unwrap_or_else(|| panic!("no {selector}: {place}"))
        })
    }

    /// Types keys into whatever has the focus.
    pub fn keys(&self, keys: &str) {
        let each = keys.chars().flat_map(|key| {
            ["keyDown", "keyUp"].map(|kind| json!({ "type": kind, "value": key.to_string() }))
        });
        let each: Vec<Value> = each.collect();
        self.post(
            "actions",
            &json!({ "actions": [{ "type": "key", "id": "keys", "actions": each }] }),
        );
    }

    /// Loads the page again.
    pub fn reload(&self) {
        self.post("refresh", &json!({}));
    }

    /// What the browser complained of since the last look: broken scripts, forbidden loads.
    pub fn log(&self) -> String {
        let entries = self.post("se/log", &json!({ "type": "browser" }));
        let entries = entries.as_array().into_iter().flatten();
        let lines: Vec<&str> = entries.filter_map(|e| e["message"].as_str()).collect();
        lines.join("\n")
    }

    /// The page as a PDF, as it is printed, in base64.
    pub fn print(&self) -> String {
        let printed = self.post("print", &json!({}));
        printed.as_str().unwrap_or_default().to_owned()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // A driver that is gone has taken its browser with it.
        let _ = minreq::delete(&*self.session).with_timeout(10).send();
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

#[track_caller]
fn send(method: minreq::Method, url: &str, body: &Value) -> Value {
    let request = minreq::Request::new(method, url).with_timeout(60);
    let response = request.with_json(body).and_then(minreq::Request::send);
    let response = response.unwrap_or_else(|e| panic!("{url}: {e}"));
    let mut answer: Value = response.json().unwrap_or_else(|e| panic!("{url}: {e}"));
    let value = answer["value"].take();
    assert!(value["error"].is_null(), "{url} {body}: {value}");
    value
}
