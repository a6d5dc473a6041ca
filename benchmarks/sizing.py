"""What a nation-wide run costs: documents per core-hour measured here, and the arithmetic from there.

    PYTHONPATH=corpora python -m generator sample build/sizing --documents 6 --formats plain.pdf txt
    python benchmarks/sizing.py build/sizing [--scans corpora/disclosures/final-accounts-2-scan.pdf]

One process reads the files one after the other, on one core, in processor seconds. Scans are read with every page
recognised as a picture (extra `ocr`), which tells seconds per page.
"""

from __future__ import annotations

import argparse
import os
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fiscalnlp.batch.outcome import read_outcome
from fiscalnlp.cluster.task import encode
from fiscalnlp.feeds import DocumentRecords
from fiscalnlp.read import ReadOptions
from fiscalnlp.read.folder import find_documents


@dataclass(frozen=True)
class Cost:
    """Averages over documents: processor seconds, pages, bytes as lines, packed and in Parquet."""

    documents: int
    seconds: float
    pages: float
    lines: float
    packed: float
    parquet: float

    @property
    def per_core_hour(self) -> float:
        return 3600 / self.seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="+")
    parser.add_argument("--scans", nargs="*", default=[], metavar="FILE")
    parser.add_argument("--bodies", type=int, default=300_000)
    parser.add_argument("--years", type=int, default=10)
    parser.add_argument("--scan-share", type=float, default=0.1, help="part of all documents; not known, a guess")
    parser.add_argument("--cores", type=int, default=64)
    arguments = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    files = find_documents(arguments.folder)
    read_outcome(files[0])  # what is loaded once is no cost of a document
    groups: dict[str, list[str]] = defaultdict(list)
    for file in files:
        groups[Path(file).suffix.lower().removeprefix(".")].append(file)
    costs = {kind: cost(group, ReadOptions()) for kind, group in sorted(groups.items())}
    if arguments.scans:
        costs["scan"] = cost(arguments.scans, ReadOptions(ocr="force"))
    show(costs)
    text = costs.get("pdf") or next(iter(costs.values()))
    project(arguments, text, costs.get("scan"))


def cost(files: Iterable[str], options: ReadOptions) -> Cost:
    """Read the files and return what one costs on average."""
    seconds, documents, pages = 0.0, list[DocumentRecords](), 0
    for file in files:
        outcome = read_outcome(file, options)
        seconds += outcome.seconds
        documents += outcome.documents
        pages += sum(next(document.rows())["pages"] or 0 for document in outcome.documents)
    count = len(documents)
    sizes = {form: len(encode(documents, form)) / count for form in ("jsonl", "jsonl.zst", "parquet")}
    return Cost(count, seconds / count, pages / count, sizes["jsonl"], sizes["jsonl.zst"], sizes["parquet"])


def show(costs: dict[str, Cost]) -> None:
    """Print a row a kind of file."""
    heads = "".join(f"{head:>12}" for head in ("kB lines", "kB zst", "kB parquet"))
    print(f"{'':6}{'files':>6}{'pages':>7}{'s each':>8}{'per core-hour':>15}{heads}")
    for kind, one in costs.items():
        sizes = "".join(f"{size / 1e3:12.1f}" for size in (one.lines, one.packed, one.parquet))
        print(f"{kind:6}{one.documents:6}{one.pages:7.1f}{one.seconds:8.3f}{one.per_core_hour:15,.0f}{sizes}")


def project(arguments: argparse.Namespace, text: Cost, scan: Cost | None) -> None:
    """Print the arithmetic of the whole run."""
    documents = arguments.bodies * arguments.years
    scans = round(documents * arguments.scan_share) if scan else 0
    print(f"\n{arguments.bodies:,} bodies x {arguments.years} years = {documents:,} documents")
    hours = (documents - scans) * text.seconds / 3600
    print(f"with text  {documents - scans:12,} x {text.seconds:8.3f} s = {hours:12,.0f} core-hours")
    total = hours
    if scan:
        page = scan.seconds / scan.pages
        seconds = page * text.pages
        recognising = scans * seconds / 3600
        total += recognising
        line = f"scans      {scans:12,} x {seconds:8.3f} s = {recognising:12,.0f} core-hours"
        print(f"{line} ({text.pages:.0f} pages of {page:.2f} s)")
    print(f"together {total:,.0f} core-hours, {total / arguments.cores:,.1f} hours on {arguments.cores} cores")
    for name, size in (("lines", text.lines), ("zst", text.packed), ("parquet", text.parquet)):
        print(f"{name:8} {documents * size / 1e9:10,.0f} GB")


if __name__ == "__main__":
    main()
