"""Print the CPU time of each stage on one disclosure, and how much text a CPU second reads from end to end.

    python benchmarks/stages.py [FILE] [--runs N]

CPU time of this process, not wall time, and the best of N runs: what other programs do on the machine counts
as little as can be. The first run, which loads the vocabularies, is thrown away.
"""

from __future__ import annotations

import argparse
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time_ns

import fiscalnlp
from fiscalnlp.analysis import FAMILIES, Analysis
from fiscalnlp.export import jsonl
from fiscalnlp.graph import build_graph
from fiscalnlp.model.records import Record
from fiscalnlp.read import read_source

BUNDLED = Path(__file__).parents[1] / "corpora" / "disclosures" / "haigang-2023.txt"


def stages(path: Path) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield each stage as a name and a call; every call needs those before it to have been made."""
    source = read_source(path)
    yield "read", lambda: read_source(path)
    analysis = Analysis(source)
    yield "layout", lambda: analysis.layout
    yield "segment", lambda: analysis.content
    extracted = [records_of for name, records_of in FAMILIES.items() if name not in {"links", "findings"}]
    yield "extract", lambda: [records_of(analysis) for records_of in extracted]
    yield "link", lambda: analysis.links
    yield "check", lambda: analysis.findings
    records: list[Record] = [analysis.document, *(r for family in FAMILIES.values() for r in family(analysis))]
    yield "graph", lambda: build_graph(records)
    yield "jsonl", lambda: jsonl.write(records, io.BytesIO())


def end_to_end(nlp: fiscalnlp.Pipeline, path: Path) -> None:
    """Do what a program does: read a file through the pipeline, build its graph, write its records."""
    document = nlp.read(path)
    document.graph()
    document.to_jsonl(io.BytesIO())


def milliseconds(call: Callable[[], object]) -> float:
    """Return the CPU time that `call` takes."""
    start = process_time_ns()
    call()
    return (process_time_ns() - start) / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description="CPU time of each stage")
    parser.add_argument(
        "file", nargs="?", type=Path, default=BUNDLED, help="a disclosure; by default the bundled one"
    )
    parser.add_argument("--runs", type=int, default=7, help="how many runs to take the best of (default: 7)")
    options = parser.parse_args()

    nlp = fiscalnlp.load()
    whole = "end to end"
    best: dict[str, float] = {}
    for run in range(options.runs + 1):
        times = {name: milliseconds(call) for name, call in stages(options.file)}
        times[whole] = milliseconds(lambda: end_to_end(nlp, options.file))
        if run:
            best = {name: min(time, best.get(name, time)) for name, time in times.items()}

    total = best.pop(whole)
    for name, time in best.items():
        print(f"{name:<12}{time:8.1f} ms{time / sum(best.values()):7.0%}")
    print(f"{'sum':<12}{sum(best.values()):8.1f} ms")
    size = len(nlp.read(options.file).text.encode()) / 1000
    print(f"{whole:<12}{total:8.1f} ms{size / total * 1000:9.0f} KB of text a CPU second ({size:.1f} KB, UTF-8)")


if __name__ == "__main__":
    main()
