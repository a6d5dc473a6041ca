"""A generated province in the graph store: how fast documents are loaded, and how fast questions are answered.

    PYTHONPATH=corpora python benchmarks/province.py DIR [--documents 5000] [--jobs 2]

The texts and their graphs are kept in DIR and made only once. Loading runs on one core and is timed from the
graphs as reading leaves them; the rate is printed as it goes, so that one sees whether it falls.
"""

from __future__ import annotations

import argparse
import os
import pickle
import shutil
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from fiscalnlp.store import DocumentGraph, GraphStore, SourceState, build
from fiscalnlp.store.build import Batch, read_graphs
from fiscalnlp.store.questions import questions
from generator.province import province
from generator.writers.txt import write_txt

SHARD = 100  # documents whose graphs are kept in one file


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=5000)
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    texts = write_texts(arguments.folder / "texts", arguments.documents)
    shards = write_graphs(arguments.folder / "graphs", texts, arguments.jobs)
    shutil.rmtree(arguments.folder / "kg", ignore_errors=True)
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    load(arguments.folder / "kg", shards)
    ask(arguments.folder / "kg")


def write_texts(folder: Path, documents: int) -> list[Path]:
    """Write the disclosures, unless they are there."""
    folder.mkdir(parents=True, exist_ok=True)
    if len(list(folder.glob("*.txt"))) < documents:
        for disclosure in province(documents):
            (folder / f"{disclosure.name}.txt").write_bytes(write_txt(disclosure))
    return sorted(folder.glob("*.txt"))[:documents]


def write_graphs(folder: Path, texts: list[Path], jobs: int) -> list[Path]:
    """Read the disclosures and keep their graphs, a shard of documents a file, unless they are there."""
    folder.mkdir(parents=True, exist_ok=True)
    shards = [texts[at : at + SHARD] for at in range(0, len(texts), SHARD)]
    files = [folder / f"{number:04}.pickle" for number in range(len(shards))]
    missing = [(file, shard) for file, shard in zip(files, shards, strict=True) if not file.is_file()]
    start = time.perf_counter()
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        for done, _ in enumerate(pool.map(_write_shard, *zip(*missing, strict=True)) if missing else (), 1):
            seconds = (time.perf_counter() - start) / done / SHARD
            print(f"\rread {done * SHARD:,} documents, {seconds:.3f} s each", end="", flush=True)
    print()
    return files


def _write_shard(file: Path, texts: list[Path]) -> None:
    graphs = {text.resolve().as_uri(): read_graphs(str(text)).graphs for text in texts}
    aside = file.with_suffix(".part")
    aside.write_bytes(pickle.dumps(graphs))
    aside.rename(file)


def load(path: Path, shards: list[Path]) -> None:
    """Load the graphs, a shard at a time, and say how many triples went in a second."""
    total, seconds, before, since = 0, 0.0, 0, 0.0
    print(f"{'documents':>10} {'triples':>12} {'last 1,000':>12} {'all':>10}  (triples a second)")
    with GraphStore(path) as store:
        store.put_reference("benchmark")
        base = len(store)
        batch = Batch(store)
        for number, file in enumerate(shards, 1):
            graphs: dict[str, tuple[DocumentGraph, ...]] = pickle.loads(file.read_bytes())
            start = time.perf_counter()
            for name, own in graphs.items():
                batch.add(name, SourceState("", "benchmark", ()), own)
            if number % 10 == 0 or number == len(shards):
                batch.load()
            seconds += time.perf_counter() - start
            total = len(store) - base
            if number % 10 == 0 or number == len(shards):
                rate = (total - before) / (seconds - since)
                print(f"{number * SHARD:>10,} {total:>12,} {rate:>12,.0f} {total / seconds:>10,.0f}", flush=True)
                before, since = total, seconds
        start = time.perf_counter()
        build(store, ())  # what is read from all documents together
        print(f"joining bodies and duplicates: {time.perf_counter() - start:.1f} s")
        start = time.perf_counter()
        store.optimize()
        print(f"rearranging: {time.perf_counter() - start:.1f} s")


def ask(path: Path) -> None:
    """Ask every question of the gallery three times and print the middle."""
    with GraphStore(path, read_only=True) as store:
        for name, question in questions().items():
            times = []
            for _ in range(3):
                start = time.perf_counter()
                rows = len(list(store.query(question.sparql(question.example))))
                times.append(time.perf_counter() - start)
            print(f"{name:34} {sorted(times)[1]:7.3f} s {rows:>6,} rows", flush=True)


if __name__ == "__main__":
    main()
