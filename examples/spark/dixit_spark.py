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
    graph/       Parquet: entities and statements of all articles together

The same articles give the same rows, however they are partitioned and however often a task is repeated.
"""

import argparse
import hashlib
import json
import os
import re
import shlex
import sys
import tempfile

from pyspark import SparkFiles
from pyspark.sql import SparkSession, Window
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
        reduced(spark, out)
    spark.stop()


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("input", nargs="+", help="paths that Spark reads")
    parser.add_argument("--output", required=True, help="folder to write; it must not exist")
    parser.add_argument("--format", choices=["jsonl", "parquet", "files"], help="default: by the path's ending")
    parser.add_argument("--dixit", default="dixit", help="name of the program among --files")
    parser.add_argument("--options", default="", help="more flags of `dixit extract`: '--min-confidence 0.7'")
    parser.add_argument("--partitions", type=int, help="number of tasks; default: as Spark splits the input")
    parser.add_argument("--lines-only", action="store_true", help="write the lines and no tables")
    parser.add_argument("--reduce-only", action="store_true", help="the lines are there: make the tables again")
    return parser.parse_args()


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


def reduced(spark, out):
    """What the articles say together, as `dixit merge` sums it up: a row for each entity and each statement.

    A statement of several articles is one if its speakers, relation, polarity, mode and words are the same.
    `dixit merge` does more: it joins words that are nearly the same within a week, and tells namesakes apart."""
    entities = spark.read.parquet(f"{out}/entities")
    statements = spark.read.parquet(f"{out}/statements").where("mode = 'speech'")
    entity_table(entities).write.mode("overwrite").parquet(f"{out}/graph/entities")
    statement_table(statements).write.mode("overwrite").parquet(f"{out}/graph/statements")


def entity_table(entities):
    """One row per id: the name and type that most documents give, and sums."""
    sums = entities.groupBy("id").agg(
        F.sum(F.size("mentions")).alias("mentions"),
        F.countDistinct("document").alias("documents"),
    )
    # the longer name of two that are as frequent, then the first in alphabetical order
    name = most(entities, "name", [F.desc(F.length("name")), F.asc("name")])
    # in the order of the program: person, state, organisation, unnamed
    order = F.array_position(F.array(*map(F.lit, ["person", "state", "organisation", "unnamed"])), F.col("type"))
    kind = most(entities, "type", [F.asc(order)])
    genders = entities.where("gender is not null").groupBy("id", "gender").count()
    ranked = genders.withColumn("most", F.max("count").over(Window.partitionBy("id"))).where("count = most")
    gender = ranked.groupBy("id").agg(F.count("*").alias("ties"), F.first("gender").alias("gender"))
    gender = gender.select("id", F.when(F.col("ties") == 1, F.col("gender")).alias("gender"))
    aliases = entities.select("id", "document", F.explode("aliases").alias("name")).distinct()
    aliases = aliases.groupBy("id", "name").agg(F.count("*").alias("documents"))
    pair = F.struct((-F.col("documents")).alias("order"), "name", "documents")
    aliases = aliases.groupBy("id").agg(F.array_sort(F.collect_list(pair)).alias("aliases"))
    aliases = aliases.selectExpr("id", "transform(aliases, a -> struct(a.name, a.documents)) as aliases")
    joined = sums.join(name, "id").join(kind, "id").join(aliases, "id", "left").join(gender, "id", "left")
    return joined.select("id", "name", "type", "mentions", "documents", "aliases", "gender")


def most(entities, column, order):
    """The value that most documents with a mention give to each id, by `order` among equals."""
    counts = entities.groupBy("id", column).agg(
        F.sum(F.when(F.size("mentions") > 0, 1).otherwise(0)).alias("say"), F.count("*").alias("all")
    )
    first = Window.partitionBy("id").orderBy(F.desc("say"), F.desc("all"), *order)
    return counts.withColumn("place", F.row_number().over(first)).where("place = 1").select("id", column)


def statement_table(statements):
    """One row per statement, with its reports."""
    speakers = F.array_sort(
        F.transform(F.array_compact(F.concat(F.array("speaker"), "joint_speakers")), lambda speaker: speaker["id"])
    )
    words = F.trim(F.regexp_replace(F.lower("content.text"), r"[^\p{L}\p{N}]+", " "))
    # nobody's words, and words as short as "no comment", are no one statement
    alone = (F.size(speakers) == 0) | (F.size(F.split(words, " ")) < 4)
    key = [speakers, F.col("relation"), F.col("polarity"), F.when(alone, F.col("id")).otherwise(words)]
    names = ["speakers", "relation", "polarity", "words"]
    keyed = statements.select(*(column.alias(name) for column, name in zip(key, names)), F.struct(
        F.coalesce("published", F.lit("9999")).alias("published"), "document", "id", "kind", "act", "addressees", "about",
        "source", "cue", "content", "via", "said_on", "confidence", "sentence",
    ).alias("report"))
    grouped = keyed.groupBy(*names).agg(F.array_sort(F.collect_list("report")).alias("reports"))
    return grouped.select(
        F.expr("reports[0].id").alias("id"), "speakers", "relation", "polarity", "reports",
        F.size("reports").alias("times"),
    )


if __name__ == "__main__":
    sys.exit(main())
