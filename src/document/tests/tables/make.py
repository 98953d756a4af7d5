"""Makes the Parquet files of this folder, as pandas, DuckDB and others would: pip install pyarrow duckdb"""

import datetime
import pathlib

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

here = pathlib.Path(__file__).parent
rows = [
    {
        "guid": f"item {n}",
        "headline": None if n % 4 == 0 else f"Bridge {n % 2}",
        "body": None if n == 7 else f"The mayor warned on Monday that bridge {n} would close.",
        "published": datetime.datetime(2021, 12, n, 23, 30),
        "publisher": {"name": "The Daily Ferry" if n % 3 else "The Dock"},
        "tags": ["harbour"] * (n % 3),
        "vector": [n / 2, 1.0],
        "is_free": n % 2 == 0,
    }
    for n in range(1, 10)
]
moments = lambda unit: pa.schema([
    ("guid", pa.string()), ("headline", pa.dictionary(pa.int8(), pa.string())), ("body", pa.large_string()),
    ("published", pa.timestamp(unit)), ("publisher", pa.struct([("name", pa.string())])),
    ("tags", pa.list_(pa.string())), ("vector", pa.list_(pa.float32())), ("is_free", pa.bool_()),
])
texts = ["guid", "body", "headline", "publisher.name"]


def write(name, unit="us", **options):
    table = pa.Table.from_pylist(rows, moments(unit))
    pq.write_table(table, here / f"{name}.parquet", store_schema=False, row_group_size=5, **options)


write("zstd", compression="zstd", data_page_version="2.0", data_page_size=60, write_batch_size=2)
write("gzip-prefixes", "ms", compression="gzip", use_dictionary=False,
      column_encoding={"published": "DELTA_BINARY_PACKED"} | {name: "DELTA_BYTE_ARRAY" for name in texts})
write("lengths", compression="none", use_dictionary=False, data_page_version="2.0",
      column_encoding={name: "DELTA_LENGTH_BYTE_ARRAY" for name in texts})
write("snappy-int96", compression="snappy", use_deprecated_int96_timestamps=True)
write("brotli", compression="brotli")
articles = pa.Table.from_pylist(rows, moments("us"))
duckdb.sql(f"COPY articles TO '{here}/duckdb.parquet'")
