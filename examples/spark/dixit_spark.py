#!/usr/bin/env python3
"""Who said what in any number of articles, with Apache Spark.

    spark-submit --files target/release/dixit examples/spark/dixit_spark.py INPUT --output OUT

INPUT is any path that Spark reads: JSON Lines (plain or compressed), Parquet with a column `text`, or files of any
other kind that the program reads, such as WARC.
The program goes to every executor with --files and reads articles through RDD.pipe. OUT gets

    lines/       what `dixit extract` writes, a line per article: `dixit merge` takes these
    documents/   Parquet: a row per article, with the reason if it could not be read
    statements/  Parquet: a row per statement
    entities/    Parquet: a row per entity of an article
    graph/       Parquet: entities and statements of all articles together, as `dixit merge` joins them

The same articles give the same rows, however they are partitioned and however often a task is repeated.
"""

import argparse
import hashlib
import itertools
import json
import os
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
import tempfile

from pyspark import SparkFiles
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

NAMED = "struct<id: string, name: string, type: string>"
WORDS = "struct<text: string, spans: array<array<bigint>>>"
STATEMENT = f"""struct<id: string, relation: string, act: string, polarity: string, mode: string, kind: string,
    speaker: {NAMED}, joint_speakers: array<{NAMED}>, addressees: array<{NAMED}>, about: array<{NAMED}>,
    source: {WORDS}, cue: {WORDS}, content: {WORDS}, via: {NAMED}, within: string, said_on: string,
    confidence: double, sentence: string>"""
ENTITY = f"""struct<id: string, name: string, type: string, mentions: array<array<bigint>>, aliases: array<string>,
    roles: array<struct<title: string, of: string>>, represents: {NAMED}, gender: string>"""
RECORD = f"""id string, title string, date string, url string, source string, path string,
    fingerprint struct<sha256: string>, entities array<{ENTITY}>, statements array<{STATEMENT}>, error string"""

# The line of an article in what its task was given depends on the partitions and says nothing; neither does the
# folder of a machine that a file was copied to. A quotation mark within a string is escaped, so nothing but the
# fields themselves looks like this.
PLACE = [
    (re.compile(r'"line":[0-9]+'), '"line":null'),
    (re.compile(r'"error":"line [0-9]+: '), '"error":"'),
    (re.compile(r'"path":"[^"]*/dixit-[0-9a-z_]{8}/'), '"path":"/'),
]


def placeless(line):
    """A line of `dixit extract` without the numbers of lines and the folders of machines."""
    for pattern, instead in PLACE:
        line = pattern.sub(instead, line)
    return line


def main():
    chosen = arguments()
    spark = SparkSession.builder.appName("dixit").getOrCreate()
    program = os.path.basename(chosen.dixit)
    # the files of --files lie in the working directory of executors; without executors, where the driver says
    local = spark.sparkContext.master.startswith("local") and "cluster" not in spark.sparkContext.master
    program = SparkFiles.get(program) if local else f"./{program}"
    out = chosen.output.rstrip("/")
    if not chosen.reduce_only:
        extract(spark, chosen, program, f"{out}/lines")
    if not chosen.lines_only:
        tables(spark.read.schema(RECORD).json(f"{out}/lines"), out)
        with tempfile.TemporaryDirectory(prefix="dixit-") as folder:
            store = chosen.store or os.path.join(folder, "news.sqlite")
            merged(spark, on_driver(chosen.dixit), f"{out}/lines", store)
            reduced(spark, store, out)
    spark.stop()


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("input", nargs="+", help="paths that Spark reads")
    parser.add_argument("--output", required=True, help="folder to write; it must not exist")
    parser.add_argument("--format", choices=["jsonl", "parquet", "files"], help="default: by the path's ending")
    parser.add_argument("--dixit", default="dixit", help="name of the program among --files")
    parser.add_argument("--options", default="", help="more flags of `dixit extract`: '--min-confidence 0.7'")
    parser.add_argument("--partitions", type=int, help="number of tasks; default: as Spark splits the input")
    parser.add_argument("--store", type=sqlite, help="keep the store in this file of the driver, or add to it: news.sqlite")
    parser.add_argument("--lines-only", action="store_true", help="write the lines and no tables")
    parser.add_argument("--reduce-only", action="store_true", help="the lines are there: make the tables again")
    return parser.parse_args()


def sqlite(path):
    if not path.endswith(".sqlite"):
        raise argparse.ArgumentTypeError(f"'{path}' does not end in .sqlite")
    return path


def extract(spark, chosen, program, out):
    """Writes the lines of `dixit extract` for all articles. Spark commits them task by task, whole or not at
    all, and whatever else is wanted is read from there: each article is read by the program once."""
    options = f"--threads 1 {chosen.options}".strip()
    kind = chosen.format or ending(chosen.input[0])
    # It exits with 1 if it could read none of its articles: that is no reason to try them again.
    run = f'run() {{ {shlex.quote(program)} extract {options} "$1"; [ $? -le 1 ]; }}; '
    if kind == "files":
        files = spark.sparkContext.binaryFiles(",".join(chosen.input), chosen.partitions)
        articles = files.mapPartitions(kept)
        script = run + 'while IFS="\t" read -r folder file; do run "$file" </dev/null || exit 2; rm -rf "$folder"; done'
    else:
        articles = records(spark, chosen, kind).map(with_id)
        script = run + "run - || exit 2"
    # Without checkCode a program that dies is the end of its articles, and nobody is told.
    command = f"/bin/sh -c {shlex.quote(script)}"
    lines = articles.pipe(command, env={"PATH": "/usr/bin:/bin"}, checkCode=True)
    lines = lines.map(placeless)
    lines.saveAsTextFile(out, "org.apache.hadoop.io.compress.GzipCodec")


def ending(path):
    name = path.rstrip("/").lower()
    if name.endswith(".parquet"):
        return "parquet"
    return "files" if name.endswith((".warc", ".warc.gz")) else "jsonl"


def records(spark, chosen, kind):
    """The articles as JSON, one a line."""
    if kind == "parquet":
        rows = spark.read.parquet(*chosen.input)
        rows = rows.repartition(chosen.partitions) if chosen.partitions else rows
        return rows.select(F.to_json(F.struct("*"), {"ignoreNullFields": "false"})).rdd.map(lambda row: row[0])
    return spark.sparkContext.textFile(",".join(chosen.input), chosen.partitions)


def with_id(line):
    """An article without an id gets one from its bytes: the program would number the lines of each task."""
    try:
        record = json.loads(line)
    except ValueError:
        return line  # the program says what is wrong with it
    if not isinstance(record, dict) or record.get("id") not in (None, ""):
        return line
    record["id"] = hashlib.sha256(line.encode()).hexdigest()[:16]
    return json.dumps(record, ensure_ascii=False)


def kept(files):
    """Writes each file to this machine, below a folder that `placeless` takes off again; gives folder and path."""
    for path, content in files:
        name = re.sub(r"^[a-z0-9]+:/*", "", path)
        folder = tempfile.mkdtemp(prefix="dixit-")
        own = os.path.join(folder, name)
        os.makedirs(os.path.dirname(own), exist_ok=True)
        with open(own, "wb") as file:
            file.write(content)
        yield f"{folder}\t{own}"


def tables(records, out):
    """A table each of documents, statements and entities."""
    document = F.col("id").alias("document")
    records.select(
        "id", "title", "date", "url", "source", F.col("fingerprint.sha256").alias("sha256"), "error"
    ).write.mode("overwrite").parquet(f"{out}/documents")
    for table, column in (("statements", "statement"), ("entities", "entity")):
        rows = records.select(document, "date", F.explode(table).alias(column))
        rows = rows.select("document", F.col("date").alias("published"), f"{column}.*")
        rows.write.mode("overwrite").parquet(f"{out}/{table}")


def on_driver(name):
    """The program, where the driver has it."""
    base = os.path.basename(name)
    for path in (SparkFiles.get(base), os.path.abspath(base), name, shutil.which(base)):
        if path and os.access(path, os.X_OK) and not os.path.isdir(path):
            return path
    sys.exit(f"dixit_spark: the driver does not find '{name}'; give it with --files or --dixit")


def merged(spark, program, lines, store):
    """Streams all lines through `dixit merge` into a store on the driver's disk: it decides which reports are of one
    statement and which names of one person, which needs all articles, and no more memory for more of them."""
    merge = subprocess.Popen([program, "merge", "-", "-o", store], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    try:
        with merge.stdin as articles:
            for line in spark.sparkContext.textFile(lines).toLocalIterator(prefetchPartitions=True):
                articles.write(line.encode() + b"\n")
    except BrokenPipeError:
        pass  # its status says what happened
    if merge.wait() not in (0, 1):
        sys.exit(f"dixit_spark: '{program} merge' ended with {merge.returncode}")


def reduced(spark, store, out):
    """What the articles say together: a row for each entity and each statement of the store. The driver gives only
    who they are; what their reports say comes from the table of statements, which stays where it is."""
    db = sqlite3.connect(f"file:{store}?mode=ro", uri=True)
    links = "report string, statement string, relation string, polarity string, speakers array<string>"
    write(spark, db.execute(LINKS), lambda row: (*row[:4], json.loads(row[4])), links, f"{out}/graph/links")
    entities = """id string, name string, type string, gender string, mentions bigint, documents bigint,
        statements bigint, aliases array<struct<name: string, documents: bigint>>"""
    write(spark, db.execute(ENTITIES), lambda row: (*row[:7], json.loads(row[7])), entities, f"{out}/graph/entities")
    db.close()
    statement_table(spark, out).write.mode("overwrite").parquet(f"{out}/graph/statements")


LINKS = """SELECT r.id, s.id, s.relation, s.polarity,
    (SELECT json_group_array(id) FROM (SELECT i.id FROM parties p JOIN ids i ON i.number = p.entity
        WHERE p.report = s.number AND p.role = 0 ORDER BY p.place))
    FROM reports r JOIN reports s ON s.number = r.statement"""
ENTITIES = """SELECT id, name, type, gender, mentions, documents, statements,
    (SELECT json_group_array(json_array(name, documents)) FROM
        (SELECT name, documents FROM names WHERE entity = e.number AND kind = 0 ORDER BY documents DESC, name))
    FROM entities e"""
AT_ONCE = 200_000


def write(spark, rows, parsed, schema, table):
    """Writes rows of the store as a table, some at once."""
    mode = "overwrite"
    while some := [parsed(row) for row in itertools.islice(rows, AT_ONCE)]:
        spark.createDataFrame(some, schema).write.mode(mode).parquet(table)
        mode = "append"
    if mode == "overwrite":
        spark.createDataFrame([], schema).write.mode(mode).parquet(table)


def statement_table(spark, out):
    """One row per statement, with its reports, the first of them first."""
    links = spark.read.parquet(f"{out}/graph/links").withColumnRenamed("report", "id")
    reports = spark.read.parquet(f"{out}/statements").drop("relation", "polarity")
    report = F.struct(
        F.coalesce("published", F.lit("9999")).alias("published"), "document", "id", "kind", "act", "addressees",
        "about", "source", "cue", "content", "via", "said_on", "confidence", "sentence",
    ).alias("report")
    keys = ["statement", "speakers", "relation", "polarity"]
    joined = reports.join(links, "id").select(*keys, report)
    grouped = joined.groupBy(*keys).agg(F.array_sort(F.collect_list("report")).alias("reports"))
    return grouped.select(
        F.col("statement").alias("id"), *keys[1:], "reports", F.size("reports").alias("times")
    )


if __name__ == "__main__":
    sys.exit(main())
