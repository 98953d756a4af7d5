#!/usr/bin/env python3
"""Runs the Spark job on a real cluster of two workers and compares it with the plain program.

    test.py DIXIT [COUNT]

Once the program dies under it, once an executor: nothing may be lost or doubled. Run it through test.sh, which
installs what it needs.
"""

import collections
import glob
import gzip
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import pyarrow.json
import pyarrow.parquet

from articles import article
from dixit_spark import placeless

HERE = os.path.dirname(os.path.abspath(__file__))
SUBMIT = os.path.join(os.path.dirname(sys.executable), "spark-submit")
PARTITIONS = 12
# a virtual machine that lives for a minute
QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"


def main():
    dixit = os.path.abspath(sys.argv[1])
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 20_000
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        with open("articles.jsonl", "w", encoding="utf-8") as file:
            for number in range(count):
                file.write(json.dumps(article(1, number), ensure_ascii=False) + "\n")
        # a task of its own with nothing that can be read
        with open("broken.jsonl", "w", encoding="utf-8") as file:
            file.write('{"id": "broken", "text": null}\n')
        pyarrow.parquet.write_table(pyarrow.json.read_json("articles.jsonl"), "articles.parquet")
        started = time.monotonic()
        plain = extracted(dixit, "articles.jsonl")
        print(f"plain: {count} articles in {time.monotonic() - started:.0f} s")
        lines = sorted(plain)
        assert len(lines) == count, f"{len(lines)} lines of {count} articles"

        submit_with_loss(dixit, ["articles.jsonl", "broken.jsonl"], "json", the_program, [], "Lost task")
        all_lines = sorted(plain + extracted(dixit, "broken.jsonl"))
        same(all_lines, "json", "the program killed")
        submit_with_loss(dixit, ["articles.parquet"], "parquet", an_executor, ["--lines-only"], "Lost executor")
        same(lines, "parquet", "an executor killed")

        check_files(dixit)
        check_shards(dixit, lines)
        records = [json.loads(line) for line in all_lines]
        check_tables(records, "json")
        check_graph(dixit, "json")
    print("the same rows as the plain program; nothing lost, nothing doubled")


def extracted(dixit, path):
    """What the plain program writes for a file."""
    with open(path, "rb") as articles:
        ran = subprocess.run([dixit, "extract", "-"], stdin=articles, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert ran.returncode in (0, 1), f"{path}: {ran.returncode}"
    return [placeless(line) for line in ran.stdout.decode().splitlines()]


def submit_with_loss(dixit, articles, out, victim, options, loss):
    """Runs the job until the kill has cost something: a process can be through when it is killed."""
    for _ in range(3):
        if loss in submit(dixit, articles, out, victim, options):
            return
        shutil.rmtree(out)
    sys.exit(f"{out}: nothing was lost in three runs: the test tests nothing")


def submit(dixit, articles, out, victim, options, master="local-cluster[2,1,1024]"):
    """Runs the job, kills one process of it, gives its log."""
    command = [
        SUBMIT, "--master", master, "--files", dixit,
        "--conf", "spark.ui.enabled=false", "--conf", "spark.sql.shuffle.partitions=4",
        "--conf", f"spark.executor.extraJavaOptions={QUICK}", "--driver-java-options", QUICK,
        os.path.join(HERE, "dixit_spark.py"), *articles, "--output", out,
        "--dixit", os.path.basename(dixit), "--partitions", str(PARTITIONS), *options,
    ]
    environment = dict(os.environ, SPARK_LOCAL_IP="127.0.0.1", PYSPARK_PYTHON=sys.executable)
    started, killed = time.monotonic(), None
    with open(f"{out}.log", "wb") as log:
        job = subprocess.Popen(command, stderr=log, env=environment)
        try:
            while job.poll() is None:
                # some tasks are done by then, some are running
                if victim and killed is None and len(glob.glob(f"{out}/lines/_temporary/0/task_*")) >= 2:
                    killed = kill(job.pid, victim)
                time.sleep(0.02)
        finally:
            if job.poll() is None:
                job.terminate()
    with open(f"{out}.log", encoding="utf-8", errors="replace") as log:
        log = log.read()
    if job.returncode != 0:
        sys.exit(f"the job failed:\n{log[-4000:]}")
    assert killed or not victim, f"{out}: the job was over before anything could be killed"
    print(f"{out}: {killed or 'nothing'} killed, done in {time.monotonic() - started:.0f} s")
    return log


def check_files(dixit):
    """Whole files, archives of the web among them: ids and paths are those that the plain program gives."""
    os.makedirs("news/2021")
    with open("news/2021/crawl.warc.gz", "wb") as file:
        for number in range(21, 26):
            file.write(gzip.compress(response(article(2, number)), mtime=0))
    for number in range(1, 21):
        with open(f"news/2021/{number:02}.txt", "w", encoding="utf-8") as file:
            file.write(article(2, number)["text"])
    folder = os.path.abspath("news/2021")
    ran = subprocess.run([dixit, "extract", folder], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
    lines = sorted(map(placeless, ran.stdout.decode().splitlines()))
    assert len(lines) == 25, f"{len(lines)} articles of 20 files and an archive of 5 pages"
    submit(dixit, [f"{folder}/*"], "files", None, ["--format", "files", "--lines-only"], "local[2,4]")
    same(lines, "files", "whole files")
    left = glob.glob(os.path.join(tempfile.gettempdir(), "dixit-*", folder.lstrip("/")))
    assert not left, f"files are left: {left[:3]}"


def response(page):
    """A page as archives of the web hold it."""
    text = "".join(f"<p>{part}</p>" for part in page["text"].split("\n\n"))
    html = f"<html><head><title>{page['title']}</title></head><body><article>{text}</article></body></html>"
    http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{html}".encode()
    head = {
        "WARC-Type": "response", "WARC-Target-URI": page["url"], "WARC-Date": f"{page['date']}T08:00:00Z",
        "Content-Type": "application/http; msgtype=response", "Content-Length": len(http),
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    return f"WARC/1.0\r\n{head}\r\n".encode() + http + b"\r\n\r\n"


def check_shards(dixit, lines):
    """Shard files: one process dies, what is left is read when the script is run again."""
    command = [os.path.join(HERE, "shards.sh"), "articles.jsonl", "shards", "2"]
    environment = dict(os.environ, DIXIT=dixit, SHARD_LINES=str(max(len(lines) // 16, 1)))
    script = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL, start_new_session=True)
    killed = None
    while script.poll() is None:
        if killed is None and glob.glob("shards/out/*.jsonl"):
            killed = kill(script.pid, the_program)
        time.sleep(0.02)
    assert killed, "shards: all was over before anything could be killed"
    subprocess.run(command, env=environment, stderr=subprocess.DEVNULL, check=True)
    found = []
    for part in glob.glob("shards/out/*"):
        with open(part, encoding="utf-8") as file:
            found += map(placeless, file.read().splitlines())
    assert sorted(found) == lines, "shards: lines lost or doubled"
    print(f"shards: {killed} killed, whole after another run")


def the_program(command):
    return "dixit" in os.path.basename(command[0]) and "extract" in command


def an_executor(command):
    return "org.apache.spark.executor.CoarseGrainedExecutorBackend" in command


def kill(root, wanted):
    """Kills the first process below `root` whose command line is wanted; says which."""
    parents, commands = {}, {}
    for path in glob.glob("/proc/[0-9]*"):
        try:
            with open(f"{path}/stat", encoding="utf-8") as stat:
                parents[int(path[6:])] = int(stat.read().rsplit(")", 1)[1].split()[1])
            with open(f"{path}/cmdline", encoding="utf-8") as line:
                commands[int(path[6:])] = line.read().split("\0")
        except (OSError, UnicodeDecodeError):
            pass  # it has just ended
    for process, command in commands.items():
        above = process
        while above in parents and above != root:
            above = parents[above]
        if above == root and wanted(command):
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                continue
            return f"{os.path.basename(command[0])} ({process})"
    return None


def same(lines, out, what):
    found = []
    for part in glob.glob(f"{out}/lines/part-*"):
        with gzip.open(part, "rt", encoding="utf-8") as file:
            found += file.read().splitlines()
    found.sort()
    lost = collections.Counter(lines) - collections.Counter(found)
    more = collections.Counter(found) - collections.Counter(lines)
    assert found == lines, f"{what}: {lost.total()} lines lost, {more.total()} doubled or others"


def check_tables(records, out):
    documents = rows(f"{out}/documents")
    assert sorted(d["id"] for d in documents) == sorted(r["id"] for r in records)
    unread = sum(d["error"] is not None for d in documents)
    assert unread == sum(r["error"] is not None for r in records) > 0
    for table in ("statements", "entities"):
        key = lambda row: json.dumps(row, sort_keys=True)
        found = rows(f"{out}/{table}")
        for row in found:
            del row["document"], row["published"]
        expected = [dict(row) for record in records for row in record[table]]
        for row in expected:
            row.pop("line", None)
        rounded(found), rounded(expected)
        assert sorted(map(key, found)) == sorted(map(key, expected)), f"{table} differ from the lines"
        print(f"{table}: {len(found)} rows")


def rounded(found):
    for row in found:
        if "confidence" in row:
            row["confidence"] = round(row["confidence"], 3)


def check_graph(dixit, out):
    """Entities and statements of all articles together are those of a graph of the same articles."""
    subprocess.run([dixit, "build", "articles.jsonl", "-o", "built"], stdout=subprocess.DEVNULL, check=True)
    with open("built/articles.json", encoding="utf-8") as file:
        graph = json.load(file)
    fields = ("id", "name", "type", "gender", "mentions", "documents", "statements", "aliases")
    compare([{field: node.get(field) for field in fields} for node in graph["nodes"]], f"{out}/graph/entities")
    statements = [
        {
            "id": statement["id"],
            "relation": statement["relation"],
            "polarity": statement["polarity"],
            "speakers": [s for s in [statement["speaker"], *statement["joint_speakers"]] if s is not None],
            "times": len(statement["reports"]),
            "reports": sorted(report["id"] for report in statement["reports"]),
        }
        for statement in graph["statements"]
    ]
    compare(statements, f"{out}/graph/statements")
    several = sum(statement["times"] > 1 for statement in statements)
    assert several > 0, "no statement is in two articles: the test tests nothing"
    print(f"graph: {len(graph['nodes'])} entities and {len(statements)} statements, {several} of them in several articles")


def compare(expected, table):
    found = rows(table)
    for row in found:
        if "reports" in row:
            row["reports"] = sorted(report["id"] for report in row["reports"])
    key = lambda row: json.dumps(row, sort_keys=True)
    expected, found = sorted(map(key, expected)), sorted(map(key, found))
    different = [pair for pair in zip(expected, found) if pair[0] != pair[1]]
    assert len(expected) == len(found), f"{table}: {len(found)} rows in place of {len(expected)}"
    assert not different, f"{table}: {len(different)} rows differ: {different[0]}"


def rows(table):
    return pyarrow.parquet.read_table(table).to_pylist()


if __name__ == "__main__":
    main()
