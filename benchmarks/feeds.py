"""Generated documents into every feed: documents a second, and bytes on disk.

    PYTHONPATH=corpora python benchmarks/feeds.py DIR [--documents 500] [--postgres URL] [--only parquet duckdb …]

The records are kept in DIR and made only once. Each feed is filled in batches of `--batch` documents by one
process on one core (PostgreSQL works on another), then with the same documents again: all are replaced.
"""

from __future__ import annotations

import argparse
import os
import pickle
import shutil
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import psycopg

from fiscalnlp.batch.outcome import read_outcome
from fiscalnlp.feeds import DocumentRecords, Sink
from fiscalnlp.feeds.duckdb_file import DuckDBSink
from fiscalnlp.feeds.graph import GraphSink
from fiscalnlp.feeds.parquet import ParquetSink
from fiscalnlp.feeds.postgres import PostgresSink
from generator.province import province
from generator.writers.txt import write_txt


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=500)
    parser.add_argument("--batch", type=int, default=50)
    parser.add_argument(
        "--postgres", help="a database whose schema fiscalnlp_benchmark may be written and dropped"
    )
    parser.add_argument("--only", nargs="*")
    arguments = parser.parse_args()
    documents = records(arguments.folder, arguments.documents)
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    size = sum(len(document.jsonl) for document in documents)
    print(f"{len(documents):,} documents, {size / 1e6:,.0f} MB of records")
    print(f"{'feed':<10} {'new':>10} {'replaced':>10} {'close':>8} {'size':>10}  (documents a second, s, MB)")
    for name, (open_sink, path) in feeds(arguments.folder, arguments.postgres).items():
        if arguments.only and name not in arguments.only:
            continue
        _remove(path)
        sink = open_sink()
        new = fill(sink, documents, arguments.batch)
        closing = closed(sink)
        sink = open_sink()
        replaced = fill(sink, documents, arguments.batch)
        closing += closed(sink)
        on_disk = sum(file.stat().st_size for file in [path, *path.rglob("*")] if file.is_file())
        print(f"{name:<10} {new:>10,.0f} {replaced:>10,.0f} {closing / 2:>8.1f} {on_disk / 1e6:>10,.1f}")


def records(folder: Path, number: int) -> list[DocumentRecords]:
    """Return the records of generated disclosures, read once and kept."""
    kept = folder / f"records-{number}.pickle"
    if not kept.is_file():
        texts = folder / "texts"
        texts.mkdir(parents=True, exist_ok=True)
        names = []
        for disclosure in province(number):
            names.append(str(texts / f"{disclosure.name}.txt"))
            Path(names[-1]).write_bytes(write_txt(disclosure))
        with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
            found = [
                document for each in pool.map(read_outcome, names, chunksize=8) for document in each.documents
            ]
        kept.write_bytes(pickle.dumps(found))
    loaded: list[DocumentRecords] = pickle.loads(kept.read_bytes())
    return loaded


def feeds(folder: Path, url: str | None) -> dict[str, tuple[Callable[[], Sink], Path]]:
    """Return how each feed is opened, and where it is on disk."""
    paths = {name: folder / name for name in ("parquet", "duckdb", "graph", "postgres")}
    found: dict[str, tuple[Callable[[], Sink], Path]] = {
        "parquet": (lambda: ParquetSink(paths["parquet"]), paths["parquet"]),
        "duckdb": (lambda: DuckDBSink(paths["duckdb"]), paths["duckdb"]),
        "graph": (lambda: GraphSink(paths["graph"]), paths["graph"]),
    }
    if url is not None:
        with psycopg.connect(url) as connection:
            connection.execute("DROP SCHEMA IF EXISTS fiscalnlp_benchmark CASCADE")
        found["postgres"] = (lambda: PostgresSink(url, "fiscalnlp_benchmark"), paths["postgres"])
    return found


def fill(sink: Sink, documents: list[DocumentRecords], batch: int) -> float:
    """Write documents in batches; return how many a second."""
    start = time.perf_counter()
    for at in range(0, len(documents), batch):
        sink.write(documents[at : at + batch])
    return len(documents) / (time.perf_counter() - start)


def closed(sink: Sink) -> float:
    """Close a feed; return the seconds that it took."""
    start = time.perf_counter()
    sink.close()
    return time.perf_counter() - start


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
