"""Label Studio's own validation takes our tasks, and a reader of brat our folders, with the words of the text."""

import json
import os
import pathlib
import subprocess
import tempfile

from bioc import brat
from label_studio_sdk.label_interface import LabelInterface

articles = pathlib.Path(__file__).parent.parent / "data/hostile-articles.jsonl"
place = pathlib.Path(tempfile.mkdtemp())


def dixit(*arguments):
    ran = subprocess.run([os.environ["DIXIT"], *arguments], cwd=place, capture_output=True, text=True)
    assert ran.returncode == 0, (arguments, ran.stdout, ran.stderr)
    return ran.stdout


found = [json.loads(line) for line in dixit("extract", articles).splitlines()]
statements = sum(len(document["statements"]) for document in found)
for format in ("label-studio", "brat"):
    dixit("extract", articles, "--format", format, "-o", format)

# Label Studio
interface = LabelInterface((place / "label-studio/config.xml").read_text())
interface.validate()
tasks = json.loads((place / "label-studio/tasks.json").read_text())
assert len(tasks) == len(found)
cues = 0
for task, document in zip(tasks, found):
    assert task["data"]["id"] == document["id"]
    [prediction] = task["predictions"]
    errors = interface.validate_prediction(prediction, return_errors=True)
    assert not errors, errors
    assert interface.validate_annotation({"result": prediction["result"]})
    for region in prediction["result"]:
        if region["type"] == "labels":
            value = region["value"]
            assert task["data"]["text"][value["start"] : value["end"]] == value["text"], region
            cues += value["labels"] == ["Cue"]
assert cues == statements, (cues, statements)
print("label studio:", len(tasks), "tasks,", cues, "statements")

# It does not take everything.
wrong = {"result": [dict(tasks[0]["predictions"][0]["result"][0], from_name="nothing")]}
assert interface.validate_prediction(wrong, return_errors=True)

# What is submitted unchanged is what was found.
for task in tasks:
    task["annotations"] = [{"result": task["predictions"][0]["result"], "was_cancelled": False}]
(place / "export.json").write_text(json.dumps(tasks))
(place / "found.jsonl").write_text("\n".join(json.dumps(document) for document in found))
for gold in ("export.json", "brat"):
    report = json.loads(dixit("eval", gold, "--pred", "found.jsonl", "--format", "json"))
    assert report["strict"]["f1"] == 1.0 and report["strict"]["gold"] == statements, report

# brat
documents = brat.listdir(place / "brat")
assert len(documents) == len(found)
events = 0
for document in documents:
    words = {entity.id: entity for entity in document.entities}
    for entity in document.entities:
        pieces = [document.text[span.begin : span.end] for span in sorted(entity.locations)]
        assert " ".join(pieces) == entity.text, entity
    for event in document.events:
        events += 1
        assert words[event.trigger_id].type == "Cue"
        for role, target in event.arguments.items():
            assert words[target].type == role.rstrip("0123456789"), event
assert events == statements, (events, statements)
print("brat:", len(documents), "documents,", events, "statements")
