//! The page in a browser, as a reader uses it. Chromium and chromedriver must be installed:
//! `cargo test --test page -- --ignored`.

mod archive;
mod browser;
mod crowd;
mod pages;

use browser::{Browser, Window};
use pages::{ATTACK, Page, archive, attacked, built, crowd};
use serde_json::Value;
use std::path::Path;

const ENTER: &str = "\u{e007}";
const RIGHT: &str = "\u{e014}";

fn corpus() -> Page {
    built(Path::new("corpus"))
}

/// Whether the names in the picture have come to rest.
const AT_REST: &str = "(() => { const now = [...document.querySelectorAll('.chip')].map((c) => c.style.transform).join(); \
     const is = window.wasAt === now; window.wasAt = now; return is && now; })()";

#[test]
#[ignore = "needs Chromium"]
fn it_opens_on_a_neighbourhood_and_the_list_of_its_pairs_tells_the_same() {
    let page = corpus();
    let browser = Browser::open(&Window::Desk, &page.path(), "");
    browser.wait_for("document.querySelectorAll('.chip').length > 5");
    let caption = browser.text("#caption");
    assert!(caption.starts_with("Russia and "), "{caption}");
    assert_eq!(covered(&browser), Value::from(0), "names cover each other");
    // Those for whom this window is small are drawn when asked for.
    browser.press("#caption button");
    let mut drawn = browser.texts(".chip .called");
    assert_eq!(covered(&browser), Value::from(0), "names cover each other");
    browser.press("#list-view");
    browser.press("#list [data-each=false]");
    browser.press("#list [data-only=true]");
    let mut told = browser.texts("#list tbody .name");
    for names in [&mut drawn, &mut told] {
        names.sort();
        names.dedup();
    }
    assert_eq!(drawn, told);
    let status = browser.text("#status");
    assert!(status.starts_with("Russia: "), "{status}");
    assert!(status.ends_with(" statements."), "{status}");
    assert_eq!(browser.log(), "");
}

/// How many names in the picture cover each other.
fn covered(browser: &Browser) -> Value {
    browser.wait_for(AT_REST);
    browser.run(
        "const boxes = [...document.querySelectorAll('.chip')].map((c) => c.getBoundingClientRect()); \
         return boxes.flatMap((a, i) => boxes.slice(i + 1).filter((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)).length",
    )
}

#[test]
#[ignore = "needs Chromium"]
fn the_list_has_all_statements_in_one_press_and_turns_its_pages() {
    let page = crowd(2000);
    let browser = Browser::open(&Window::Desk, &page.path(), "");
    browser.wait_for("document.querySelectorAll('.chip').length > 5");
    // From whomever the page is about to what everybody said.
    browser.press("#list-view");
    assert_eq!(browser.text("#caption"), "8,000 statements");
    assert_eq!(browser.texts("#list .statement").len(), 100);
    assert_eq!(browser.text("#list .pager span"), "1–100 of 8,000");
    let first = browser.text("#list .statement blockquote");
    browser.press("#list [data-page=next]");
    assert_eq!(browser.text("#list .pager span"), "101–200 of 8,000");
    assert_ne!(browser.text("#list .statement blockquote"), first);
    assert_eq!(
        browser.run("return document.activeElement.dataset.page"),
        "next"
    );
    browser.press("#list [data-page=last]");
    assert_eq!(browser.text("#list .pager span"), "7,901–8,000 of 8,000");
    // The address has the page, and the list stays where it is read.
    browser.reload();
    browser.wait_for("document.querySelectorAll('#list .statement').length === 100");
    assert_eq!(browser.text("#list .pager span"), "7,901–8,000 of 8,000");
    browser.run("document.getElementById('list').scrollTop = 900; window.was = document.getElementById('list').scrollTop; \
         [...document.querySelectorAll('#list .parties .name')][9].click()");
    assert_eq!(
        browser.run(
            "return document.getElementById('list').scrollTop === window.was && window.was > 0"
        ),
        true
    );
    assert_eq!(browser.text("#list .pager span"), "7,901–8,000 of 8,000");
    // Other statements start at their first page.
    browser.press("#list [data-only=true]");
    assert!(
        browser
            .text("#caption")
            .starts_with(&browser.text("#card h2"))
    );
    assert!(browser.texts("#list .statement").len() < 100);
    assert!(browser.texts("#list .pager").is_empty());
    browser.press("#list [data-only=false]");
    browser.press("#filters label.said");
    assert_eq!(browser.text("#list .pager span"), "1–100 of 4,000");
    assert_eq!(browser.log(), "");
}

#[test]
#[ignore = "needs Chromium"]
fn no_name_on_the_map_or_in_a_crowd_covers_another() {
    let page = crowd(2000);
    for address in ["#view=map", "#all=1"] {
        let browser = Browser::open(&Window::Desk, &page.path(), address);
        browser.wait_for("document.querySelectorAll('.chip').length > 5");
        assert_eq!(covered(&browser), Value::from(0), "{address}");
        for _ in 0..3 {
            browser.run("document.getElementById('zoom-in').click()");
            assert_eq!(covered(&browser), Value::from(0), "{address}, nearer");
        }
        assert_eq!(browser.log(), "");
    }
    // Whom there is no room for is in the list.
    let browser = Browser::open(&Window::Desk, &page.path(), "#all=1");
    browser.wait_for("document.querySelectorAll('.chip').length > 5");
    let left = browser.text("#caption button");
    assert!(left.ends_with(" more in the list"), "{left}");
    browser.press("#caption button");
    assert!(browser.text("#caption").contains(" pairs"));
    // Long and wide names are measured, not guessed.
    let page = corpus();
    for window in [Window::Desk, Window::Phone] {
        let browser = Browser::open(&window, &page.path(), "#view=map");
        browser.wait_for("document.querySelectorAll('.chip').length > 5");
        assert_eq!(covered(&browser), Value::from(0));
    }
}

#[test]
#[ignore = "needs Chromium"]
fn the_search_finds_names_by_other_spellings_and_sentences_by_words() {
    let page = corpus();
    let browser = Browser::open(&Window::Desk, &page.path(), "");
    browser.type_into("#search", "rinkevics");
    browser.wait_for("document.querySelectorAll('[role=option]').length > 0");
    assert!(
        browser
            .text("[role=option]")
            .starts_with("Edgars Rinkēvičs")
    );
    browser.keys(ENTER);
    browser.wait_for("document.querySelector('#card h2').textContent === 'Edgars Rinkēvičs'");
    assert!(
        browser
            .run("return location.hash")
            .as_str()
            .unwrap()
            .contains("who=")
    );

    browser.type_into("#search", "moscow");
    assert!(
        browser.text("[role=option]").starts_with("RussiaMoscow"),
        "an alias"
    );

    browser.run("document.getElementById('search').value = ''");
    browser.type_into("#search", "sanctions");
    browser.wait_for("[...document.querySelectorAll('[role=option]')].some((o) => /Sentences with/.test(o.textContent))");
    browser.keys("\u{e013}");
    browser.keys(ENTER);
    browser.wait_for("location.hash.includes('words=sanctions')");
    assert!(browser.text("#status").contains("pass the filters"));
    let sentences = browser.texts("#list .statement blockquote");
    assert!(!sentences.is_empty());
    for sentence in sentences {
        assert!(sentence.to_lowercase().contains("sanctions"), "{sentence}");
    }

    browser.type_into("#search", "qqqq");
    assert_eq!(browser.texts("#suggestions .none").len(), 1);
    assert_eq!(browser.log(), "");
}

#[test]
#[ignore = "needs Chromium"]
fn what_passes_is_shown_though_the_one_in_the_middle_has_none_of_it() {
    let page = corpus();
    let browser = Browser::open(&Window::Desk, &page.path(), "");
    browser.type_into("#search", "insulin");
    browser.keys(ENTER);
    browser.wait_for("location.hash.includes('words=insulin')");
    let listed = browser.texts("#list .statement blockquote");
    assert!(!listed.is_empty());
    let told = if listed.len() == 1 {
        "1 statement"
    } else {
        "statements that"
    };
    assert!(browser.text("#caption").contains(told));
    assert!(browser.text("#card").contains("Russia passes the filters"));
    let lines = browser.texts("#list .statement").join(" ");
    assert!(lines.contains(".txt"), "{lines}");
    assert!(
        !browser.texts("#list .parties .name").is_empty(),
        "who speaks"
    );
    // Where the middle has nothing to draw, the card has what others said.
    browser.press("#near");
    let read = browser.texts("#card .statement blockquote");
    assert_eq!(read, listed);
    let caption = browser.text("#caption");
    assert!(caption.contains("nothing passes the filters"), "{caption}");
    browser.press("#caption button");
    assert_eq!(browser.texts("#list .statement blockquote"), listed);
    // The list has pairs and, of the same, statements.
    browser.press("#clear");
    browser.press("#list-view");
    assert!(browser.texts("#list .statement").len() > listed.len());
    browser.press("#list [data-each=false]");
    assert!(!browser.texts("#list tbody tr").is_empty());
    browser.press("#list [data-each=true]");
    browser.reload();
    browser.wait_for("document.querySelectorAll('#list .statement').length > 0");
    assert_eq!(browser.log(), "");
}

#[test]
#[ignore = "needs Chromium"]
fn an_archive_tells_days_namesakes_and_articles_apart() {
    let page = archive();
    let browser = Browser::open(&Window::Desk, &page.path(), "#as=statements&view=map");
    assert!(browser.text("#period-told").contains("each bar is a day"));
    assert!(browser.text("#first-day").ends_with(" and before"));
    let all = browser.text("#caption");
    browser.type_into("#from", RIGHT);
    assert_ne!(
        browser.text("#caption"),
        all,
        "the articles of 1970 are out"
    );
    browser.press("#period-told button");
    assert_eq!(browser.text("#caption"), all);
    assert!(browser.text("#list .cite").starts_with("article-00"));
    browser.type_into("#search", "milo kelaaaberg");
    let mut milo = browser.texts("[role=option] .hint");
    milo.sort();
    assert_eq!(milo, ["commissioner", "person"]);
    browser.run("document.getElementById('search').value = ''");
    // Nothing is in the bars, and nothing is said to be.
    browser.press("#filters label.said");
    assert_ne!(browser.text("#filters label.said small"), "0");
    browser.press("#filters label.warned");
    browser.press("#filters label.proposed");
    let told = browser.text("#period-told");
    assert!(!told.contains("tallest"), "{told}");
    assert_eq!(browser.log(), "");
}

/// Presses the arrow between two names, straight or beside its straight line.
fn press_arrow(browser: &Browser, from: &str, to: &str) {
    browser.wait_for(AT_REST);
    let centre = |name: &str| -> (f64, f64) {
        let place = browser.run(&format!(
            "const chip = [...document.querySelectorAll('.chip')].find((c) => c.querySelector('.called').textContent === {name:?}); \
             const b = chip.getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2];"
        ));
        (place[0].as_f64().unwrap(), place[1].as_f64().unwrap())
    };
    let (a, b) = (centre(from), centre(to));
    let length = (b.0 - a.0).hypot(b.1 - a.1);
    let side = ((a.1 - b.1) / length, (b.0 - a.0) / length);
    for off in [0.0, 12.0, -12.0, 24.0, -24.0] {
        browser.press_at(
            (a.0 + b.0) / 2.0 + side.0 * off,
            (a.1 + b.1) / 2.0 + side.1 * off,
        );
        if browser.text("#card h2").contains('→') {
            return;
        }
    }
    panic!("no arrow between {from} and {to}");
}

#[test]
#[ignore = "needs Chromium"]
fn an_entity_has_a_card_and_an_arrow_its_words() {
    let page = corpus();
    let browser = Browser::open(&Window::Desk, &page.path(), "");
    browser.wait_for(AT_REST);
    browser.press("[data-who=Q272201]");
    browser.wait_for("document.querySelector('#card h2').textContent === 'Liz Truss'");
    let card = browser.text("#card");
    for part in [
        "Person",
        "Foreign Minister, United Kingdom",
        "16 Dec 2021",
        "Speaks for",
        "Russia",
    ] {
        assert!(card.contains(part), "{part}: {card}");
    }
    press_arrow(&browser, "Liz Truss", "Russia");
    assert!(browser.text("#card h2").contains("Liz Truss"));
    let article = std::fs::read_to_string("corpus/0001-drafts-change-hands.txt").unwrap();
    let article = article.split_whitespace().collect::<Vec<_>>().join(" ");
    let quotes = browser.texts("#card blockquote");
    assert!(!quotes.is_empty());
    for quote in quotes {
        assert!(article.contains(&quote), "verbatim: {quote}");
    }
    let content = browser.texts("#card mark.content").join(" ");
    assert!(content.contains("severe consequences"), "{content}");
    assert!(
        browser
            .texts("#card mark.cue")
            .contains(&"warned".to_owned())
    );
    assert!(browser.text("#card mark.source").contains("Truss"));
    let details = browser.text("#card .statement details");
    for part in [
        "SpeakerLiz Truss",
        "ToRussia",
        "16 December 2021",
        "0001-drafts-change-hands.txt:15",
        "Confidence",
    ] {
        assert!(details.contains(part), "{part}: {details}");
    }
    // The address shows the same again.
    browser.reload();
    browser.wait_for("document.querySelector('#card h2').textContent.includes('→')");
    assert_eq!(browser.log(), "");
}

#[test]
#[ignore = "needs Chromium"]
fn filters_leave_what_passes_in_picture_list_card_and_address() {
    let page = corpus();
    let browser = Browser::open(&Window::Desk, &page.path(), "#as=pairs&only=1");
    let all = browser.texts("#list tbody tr").len();
    browser.press("#filters label.said");
    browser.press("#filters label.proposed");
    let warned = browser.texts("#list tbody tr.warned").len();
    assert!(warned > 0 && warned < all);
    assert_eq!(browser.texts("#list tbody tr").len(), warned);
    assert!(
        browser
            .run("return location.hash")
            .as_str()
            .unwrap()
            .contains("relation=warned")
    );

    browser.press("#more summary");
    browser.press("#filters label.polarity.affirmed");
    browser.press("#filters label.kind.indirect");
    browser.run("const sure = document.getElementById('sure'); sure.value = 80; sure.dispatchEvent(new Event('input', { bubbles: true }))");
    let address = browser.run("return location.hash");
    let address = address.as_str().unwrap();
    for part in [
        "polarity=denied.negated.hypothetical",
        "kind=direct.mixed",
        "sure=80",
    ] {
        assert!(address.contains(part), "{part}: {address}");
    }
    browser.reload();
    browser.wait_for("!document.getElementById('clear').hidden");
    assert_eq!(
        browser.run("return document.querySelector('#filters label.said input').checked"),
        false
    );
    browser.press("#clear");
    assert_eq!(browser.texts("#list tbody tr").len(), all);

    browser.run("const act = document.getElementById('act'); act.value = 'deny'; act.dispatchEvent(new Event('input', { bubbles: true }))");
    let denied = browser.texts("#list tbody tr").len();
    assert!(denied > 0 && denied < all);
    browser.press("#clear");

    // The brush, by keys: each moves its end by a bar.
    browser.type_into("#from", &RIGHT.repeat(12));
    let told = browser.text("#period-told");
    assert!(told.contains('–'), "{told}");
    assert!(
        browser
            .run("return location.hash")
            .as_str()
            .unwrap()
            .contains("since=202")
    );
    assert!(browser.texts("#list tbody tr").len() < all);
    browser.press("#period-told button");
    assert_eq!(browser.texts("#list tbody tr").len(), all);
    // And by hand: from a third of the bars to a half.
    let [x, y, width, _] = browser.place("#bars");
    browser.pull((x - width / 6.0, y), (x, y));
    let address = browser.run("return location.hash");
    let address = address.as_str().unwrap();
    assert!(
        address.contains("since=20") && address.contains("until=20"),
        "{address}"
    );
    assert_eq!(browser.log(), "");
}

#[test]
#[ignore = "needs Chromium"]
fn the_keyboard_is_enough() {
    let page = corpus();
    let browser = Browser::open(&Window::Desk, &page.path(), "");
    browser.wait_for(AT_REST);
    browser.keys("/");
    assert_eq!(browser.run("return document.activeElement.id"), "search");
    browser.run("document.querySelector('.chip.focus').focus()");
    browser.keys(RIGHT);
    let beside = browser.run("return document.activeElement.querySelector('.called').textContent");
    assert_ne!(beside, "Russia");
    browser.keys(ENTER);
    browser.wait_for(&format!(
        "document.querySelector('#card h2').textContent === {beside}"
    ));
    browser.run("history.back()");
    browser.wait_for("document.querySelector('#card h2').textContent === 'Russia'");

    let unnamed = browser.run(
        "return [...document.querySelectorAll('button, input, select, a')].filter((e) => e.offsetParent && \
         !(e.textContent.trim() || e.getAttribute('aria-label') || e.labels?.length)).map((e) => e.outerHTML)",
    );
    assert_eq!(unnamed, Value::Array(Vec::new()), "controls without a name");
    let colour = "getComputedStyle(document.body).backgroundColor";
    let before = browser.run(&format!("return {colour}"));
    browser.press("#theme");
    assert_ne!(
        browser.run(&format!("return {colour}")),
        before,
        "a dark page"
    );
    assert!(browser.print().len() > 20_000, "it prints");
    assert_eq!(browser.log(), "");
}

#[test]
#[ignore = "needs Chromium"]
fn a_phone_shows_all_of_it() {
    let page = corpus();
    let browser = Browser::open(&Window::Phone, &page.path(), "");
    browser.wait_for(AT_REST);
    let fits = "document.documentElement.scrollWidth <= innerWidth";
    assert_eq!(browser.run("return innerWidth"), 390);
    assert_eq!(browser.run(&format!("return {fits}")), true);
    let outside = browser.run(
        "return [...document.querySelectorAll('.chip')].filter((c) => { const b = c.getBoundingClientRect(); return b.left < 0 || b.right > innerWidth; }).length",
    );
    assert_eq!(outside, 0);
    assert_eq!(
        covered(&browser),
        Value::from(0),
        "names that cover each other"
    );
    // Whoever is pressed has a card beneath the picture, and both are in sight.
    browser.press("[data-who=Q7747]");
    browser.wait_for("document.querySelector('#card h2').textContent === 'Vladimir Putin'");
    browser.wait_for(
        "(() => { const [picture, title] = ['#picture', '#card h2'].map((e) => document.querySelector(e).getBoundingClientRect()); \
         return picture.top >= 0 && picture.bottom <= title.top && title.bottom < innerHeight; })()",
    );
    assert_eq!(browser.run(&format!("return {fits}")), true);
    assert_eq!(cut(&browser), Value::Array(Vec::new()));
    // More of a long card stands beneath what is there of it.
    browser.run("history.back()");
    browser.wait_for("document.querySelector('#card h2').textContent === 'Russia'");
    browser.press("#card [data-list=voices]");
    let beneath = browser.run(
        "const [last] = [...document.querySelectorAll('#card .statement')].slice(-1); \
         return document.querySelector('#card button.more').getBoundingClientRect().top >= last.getBoundingClientRect().bottom - 1",
    );
    assert_eq!(beneath, Value::Bool(true));
    // From the list to the card, and back to the same place.
    browser.run("scrollTo(0, 0)");
    browser.press("#list-view");
    assert_eq!(browser.run(&format!("return {fits}")), true);
    assert_eq!(cut(&browser), Value::Array(Vec::new()));
    browser.run("[...document.querySelectorAll('#list .parties .name')][30].scrollIntoView(); window.was = scrollY");
    browser.run("[...document.querySelectorAll('#list .parties .name')][30].click()");
    browser.wait_for("Math.abs(document.getElementById('card').getBoundingClientRect().top) < 40");
    browser.press("#card .to-list");
    browser.wait_for("Math.abs(scrollY - window.was) < 2");
    browser.press("#list [data-each=false]");
    assert_eq!(browser.run(&format!("return {fits}")), true);
    assert_eq!(cut(&browser), Value::Array(Vec::new()));
    assert_eq!(browser.log(), "");
}

/// What a reader should see and what reaches over the edge of the window or of what holds it.
fn cut(browser: &Browser) -> Value {
    browser.run(
        "return [...document.querySelectorAll('button, h1, h2, h3, p, td, th, dd, dt, blockquote, label, .called')].filter((e) => { \
         if (!e.checkVisibility() || e.closest('.unseen, .zoom')) return false; const b = e.getBoundingClientRect(); \
         return b.width > 1 && (b.left < -0.5 || b.right > innerWidth + 0.5 || e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0 \
         && getComputedStyle(e).display !== 'inline'); }).map((e) => e.textContent.slice(0, 60))",
    )
}

/// Notes the longest time between two frames in `window.longest`, in milliseconds.
const WATCH: &str = "window.longest = 0; let last = performance.now(); \
     const frame = (now) => { window.longest = Math.max(window.longest, now - last); last = now; requestAnimationFrame(frame); }; \
     requestAnimationFrame(frame);";

#[test]
#[ignore = "needs Chromium"]
fn five_thousand_names_drop_no_second() {
    let page = crowd(5000);
    let mut longest = f64::INFINITY;
    // The best of three: a busy machine may stop anybody for a second.
    for _ in 0..3 {
        let browser = Browser::open(&Window::Desk, &page.path(), "");
        let opened = browser.run(
            "const [n] = performance.getEntriesByType('navigation'); return n.loadEventEnd - n.startTime",
        );
        browser.run(WATCH);
        browser.press("#map");
        assert!(browser.text("#caption").starts_with("5,000 names, "));
        browser.run_until_done(
            "const picture = document.getElementById('picture'); const box = picture.getBoundingClientRect(); let n = 0; \
             const turn = () => { picture.dispatchEvent(new WheelEvent('wheel', { deltaY: n < 15 ? -120 : 120, \
             clientX: box.x + box.width / 3, clientY: box.y + box.height / 2, cancelable: true, bubbles: true })); \
             n += 1; if (n < 30) requestAnimationFrame(turn); else done(true); }; turn();",
        );
        browser.press("#filters label.said");
        browser.press("#filters label.said");
        browser.type_into("#search", "bra");
        browser.keys(ENTER);
        browser.wait_for("document.querySelector('#card h2').textContent.includes('Bra')");
        browser.press("#list-view");
        browser.press("#near");
        browser.wait_for(AT_REST);
        let here = browser.run("return window.longest").as_f64().unwrap();
        eprintln!("5,000 names: opened in {opened} ms, longest frame {here:.0} ms");
        assert_eq!(browser.log(), "");
        longest = longest.min(here);
        if longest < 1000.0 {
            return;
        }
    }
    panic!("a frame took {longest} ms");
}

#[test]
#[ignore = "needs Chromium"]
fn an_article_that_attacks_stays_text() {
    let page = attacked();
    let browser = Browser::open(&Window::Desk, &page.path(), "");
    browser.wait_for("document.querySelectorAll('.chip').length > 1");
    browser.wait_for(AT_REST);
    press_arrow(&browser, "Ada Novak", "Petra Lind");
    assert!(
        browser.text("#card blockquote").contains(ATTACK),
        "the words as they are"
    );
    assert!(
        browser.text("#card .cite").contains(ATTACK),
        "the headline as it is"
    );
    let href = browser.run("return document.querySelector('#card .cite a').href");
    let href = href.as_str().unwrap();
    assert!(href.starts_with("https://news.example/bridge?"), "{href}");
    assert!(href.contains("#:~:text=") && !href.contains('<'), "{href}");
    browser.press("#list-view");
    browser.press("#map");
    assert_eq!(
        browser.run("return document.querySelectorAll('script').length"),
        2
    );
    assert_eq!(
        browser.run("return document.querySelectorAll('img, iframe, object, embed, b b').length"),
        0
    );
    assert_eq!(browser.run("return window.attacked ?? null"), Value::Null);
    assert_eq!(browser.log(), "");

    // Even if something got in, the policy would not run or load it.
    browser.run(
        "const script = document.createElement('script'); \
         try { script.textContent = 'window.attacked = 3'; } catch {} document.body.append(script); \
         const image = document.createElement('img'); image.onload = () => { window.attacked = 4; }; \
         image.src = 'data:image/gif;base64,R0lGODlhAQABAAAAACw='; document.body.append(image);",
    );
    let blocked = browser.run_until_done("setTimeout(() => done(window.attacked ?? null), 300)");
    assert_eq!(blocked, Value::Null);
    assert!(browser.log().contains("Content Security Policy"));
}
