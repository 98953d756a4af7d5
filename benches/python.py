"""The speed of the Python package beside the command's, on the same articles with the same number of threads.

    python benches/python.py ARTICLES.jsonl [DIXIT] [THREADS] [RUNS]

Prints the seconds of the fastest of several runs: of the program; of `extract_many` over its records; of the same with
every statement made into objects; of `extract_files`. The package is at its aim if it needs at most 1/0.9 of the
program's time. Start-up is counted for both: each run is a process.
"""

import os
import subprocess
import sys
import time

LINES = """
import json, sys, dixit
with open(sys.argv[1], encoding="utf-8") as file:
    for doc in dixit.extract_many(map(json.loads, file), threads=int(sys.argv[2])):
        sys.stdout.write(doc.json + "\\n")
"""

OBJECTS = """
import json, sys, dixit
with open(sys.argv[1], encoding="utf-8") as file:
    for doc in dixit.extract_many(map(json.loads, file), threads=int(sys.argv[2])):
        for statement in doc.statements:
            sys.stdout.write(statement.quote + "\\n")
"""

FILES = """
import sys, dixit
for doc in dixit.extract_files(sys.argv[1], threads=int(sys.argv[2])):
    sys.stdout.write(doc.json + "\\n")
"""


def seconds(command):
    """The wall time and the CPU time of a run."""
    before = os.times()
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wall = time.perf_counter() - start
    after = os.times()
    return wall, after[2] + after[3] - before[2] - before[3]


def main():
    articles = sys.argv[1]
    program = sys.argv[2] if len(sys.argv) > 2 else "target/release/dixit"
    threads = sys.argv[3] if len(sys.argv) > 3 else "2"
    runs = int(sys.argv[4]) if len(sys.argv) > 4 else 7
    python = [sys.executable, "-W", "ignore", "-c"]
    ways = {
        "dixit extract": [program, "extract", articles, "--threads", threads],
        "extract_many, lines": [*python, LINES, articles, threads],
        "extract_many, objects": [*python, OBJECTS, articles, threads],
        "extract_files, lines": [*python, FILES, articles, threads],
    }
    best = {}
    # in turns, so that what else the machine does slows all alike
    for _ in range(runs):
        for name, command in ways.items():
            best.setdefault(name, []).append(seconds(command))
    wall = min(best["dixit extract"])[0]
    cpu = min(run[1] for run in best["dixit extract"])
    print(f"{articles}, {threads} threads, fastest of {runs} runs")
    for name, times in best.items():
        one, two = min(times)[0], min(run[1] for run in times)
        print(
            f"{name:22} {one:6.3f} s wall ({wall / one:4.0%} of the command's speed)"
            f"  {two:6.3f} s CPU ({cpu / two:4.0%})"
        )


if __name__ == "__main__":
    main()
