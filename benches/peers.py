#!/usr/bin/env python3
"""How fast dixit, spaCy and textacy read the same articles, in the same run: characters per CPU second.

    python3 benches/peers.py [ARTICLES] [FOLDER]

Installs spaCy with its small English model and textacy into a virtual environment (FOLDER, else
`target/bench/peers`), takes dixit from `target/release/dixit` (`cargo build --release`), and gives all of them the articles
of `examples/spark/articles.py`. Each reads on one thread and in a process of its own, whose CPU time is taken from
start to end, once for a tenth of the articles and once for all: the difference is what reading costs, without loading
models. Beside them stands a pass that only splits words. dixit and that pass read twenty times as many.

textacy finds quotations by rules over spaCy's parse, so its figure includes spaCy's. Where the model cannot be
downloaded, an untrained one of the same shape takes its place (`shape`): it takes as long and finds nothing of use, and
the table says so.
"""
import json
import os
import resource
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ARTICLES = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
FOLDER = Path(sys.argv[2]) if len(sys.argv) > 2 else ROOT / "target/bench/peers"

TEXTS = """
import json, sys
texts = [json.loads(line)["text"] or "" for line in open(sys.argv[1], encoding="utf-8")]
"""

# spaCy's model, or one with the layers of en_core_web_sm 3.8, as its config.cfg gives them.
MODEL = """
import spacy
from spacy.training import Example

def layers(rows):
    return {
        "@architectures": "spacy.Tok2Vec.v2",
        "embed": {"@architectures": "spacy.MultiHashEmbed.v2", "width": 96, "include_static_vectors": False,
                  "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE", "SPACY", "IS_SPACE"][:len(rows)], "rows": rows},
        "encode": {"@architectures": "spacy.MaxoutWindowEncoder.v2", "width": 96, "depth": 4, "window_size": 1,
                   "maxout_pieces": 3},
    }

def parser(kind, tok2vec):
    return {"@architectures": "spacy.TransitionBasedParser.v2", "state_type": kind, "extra_state_tokens": False,
            "hidden_width": 64, "maxout_pieces": 2, "use_upper": True, "tok2vec": tok2vec}

def shape():
    spacy.util.fix_random_seed(0)
    nlp = spacy.blank("en")
    nlp.add_pipe("tok2vec", config={"model": layers([5000, 1000, 2500, 2500, 50, 50])})
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96, "upstream": "*"}
    tagger = {"@architectures": "spacy.Tagger.v2", "tok2vec": listener}
    nlp.add_pipe("tagger", config={"model": tagger})
    nlp.add_pipe("parser", config={"model": parser("parser", listener)})
    nlp.add_pipe("ner", config={"model": parser("ner", layers([5000, 1000, 2500, 2500]))})
    words = [f"w{i}" for i in range(50)]
    told = {
        "words": words, "tags": [f"T{i}" for i in range(50)], "sent_starts": [1] + [0] * 49,
        "heads": [0] * 50, "deps": ["ROOT"] + [f"d{i % 44}" for i in range(49)],
        "entities": [f"U-E{i % 18}" for i in range(50)],
    }
    nlp.initialize(lambda: [Example.from_dict(nlp.make_doc(" ".join(words)), told)])
    return nlp

def load():
    return spacy.load("en_core_web_sm") if spacy.util.is_package("en_core_web_sm") else shape()
"""

READERS = {
    "words": """
import re
for text in texts:
    re.findall(r"\\w+|[^\\w\\s]", text)
""",
    "spaCy": MODEL + """
nlp = load()
for doc in nlp.pipe(texts):
    list(doc.ents)
""",
    "textacy": MODEL + """
from textacy.extract.triples import direct_quotations
nlp = load()
found = refused = 0
for doc in nlp.pipe(texts):
    try:
        found += len(list(direct_quotations(doc)))
    except ValueError:
        refused += 1
print(f"  {found} quotations, {refused} articles refused", file=sys.stderr)
""",
}


def environment():
    """The Python of an environment with both, made once."""
    python = FOLDER / "bin/python"
    if (FOLDER / "done").exists():
        return python
    venv.create(FOLDER, with_pip=True)
    install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*install, "spacy", "textacy", "setuptools"], check=True)
    download = [python, "-m", "spacy", "download", "en_core_web_sm"]
    subprocess.run(download, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    (FOLDER / "done").touch()
    return python


def seconds(command):
    """CPU seconds of a command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    one_thread = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=os.environ | one_thread)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def articles(count, folder):
    """A file of so many articles, and the characters of their texts."""
    path = folder / f"{count}.jsonl"
    with open(path, "w", encoding="utf-8") as file:
        subprocess.run([sys.executable, ROOT / "examples/spark/articles.py", str(count)], check=True, stdout=file)
    with open(path, encoding="utf-8") as file:
        return path, sum(len(json.loads(line)["text"] or "") for line in file)


def speed(command, files):
    """Characters a CPU second: those that the second file has more, by the time that it takes more."""
    few, many = (seconds([*command, path]) for path, _ in files)
    return (files[1][1] - files[0][1]) / max(many - few, 1e-3)


def main():
    python = environment()
    commands = {"dixit": [ROOT / "target/release/dixit", "extract", "--threads", "1"]}
    for name, code in READERS.items():
        commands[name] = [python, "-c", TEXTS + code]
    speeds = {}
    with tempfile.TemporaryDirectory() as scratch:
        slow = [articles(count, Path(scratch)) for count in (ARTICLES // 10, ARTICLES)]
        # As many seconds for the fast ones, so that they can be measured.
        fast = [articles(count, Path(scratch)) for count in (2 * ARTICLES, 20 * ARTICLES)]
        for name, command in commands.items():
            speeds[name] = speed(command, fast if name in ("dixit", "words") else slow)
    is_trained = subprocess.run([python, "-c", "import en_core_web_sm"], stderr=subprocess.DEVNULL).returncode == 0
    print("spaCy's small English model" + ("" if is_trained else " (untrained, of the same shape: not to be had)"))
    for name, own in sorted(speeds.items(), key=lambda item: -item[1]):
        print(f"{name:8} {own:12,.0f} characters per CPU second   dixit is {speeds['dixit'] / own:8.1f} times as fast")


if __name__ == "__main__":
    main()
