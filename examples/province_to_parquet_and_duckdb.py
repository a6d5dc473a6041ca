"""Read disclosures into Parquet and DuckDB at once, and ask both with SQL (extra `duckdb`)."""

from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from fiscalnlp.batch.outcome import read_outcome
from fiscalnlp.feeds.duckdb_file import DuckDBSink
from fiscalnlp.feeds.parquet import ParquetSink

DISCLOSURES = Path(__file__).parent.parent / "corpora" / "disclosures"

with TemporaryDirectory() as folder:
    parquet, database = f"{folder}/records", f"{folder}/records.duckdb"
    with closing(ParquetSink(parquet)) as files, closing(DuckDBSink(database)) as tables:
        for path in sorted(DISCLOSURES.glob("*.txt")):
            documents = read_outcome(str(path)).documents
            files.write(documents)
            tables.write(documents)

    # Any engine reads the files; year and province are folders, so one of them is quickly found among many.
    for year, duties in duckdb.sql(f"""
        SELECT fiscal_year, count(*) FROM read_parquet('{parquet}/duty/**/*.parquet', hive_partitioning = true)
        WHERE province = 13 GROUP BY ALL ORDER BY ALL
    """).fetchall():
        print(f"Hebei {year}: {duties} duties")

    with duckdb.connect(database, read_only=True) as connection:
        for name, yuan in connection.sql("""
            SELECT name, yuan::DECIMAL(18, 2) FROM spending_by_class
            WHERE level = '类' AND report = 'final_accounts' ORDER BY yuan DESC LIMIT 3
        """).fetchall():
            print(f"{name} {yuan} yuan")
        ((issuer, code, text),) = connection.sql("""
            SELECT issuer, code, text FROM duties WHERE text LIKE '%军民融合%' ORDER BY score DESC, id LIMIT 1
        """).fetchall()
        print(f"{issuer} {code} {text[:20]}…")
