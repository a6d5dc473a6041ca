"""Print what reading PDFs costs beside the engines' own work, and whether it stays flat as they get longer.

    python benchmarks/reading.py [PDF ...] [--runs N] [--pages N ...]

For each PDF the CPU milliseconds a page, best of N runs taken in turn: the engine's own raw characters
(`page.get_text("rawdict")`), reading, layout (lines, paragraphs, tables), their sum as a multiple of the first;
reading with pypdfium2; and pdfplumber's `extract_tables` as a multiple of the sum. Then, for PDFs of so many pages
made of the first one, CPU time a page and the largest memory of a fresh process that reads and lays out.
Without PDFs it takes those bundled under corpora/disclosures, or draws one.
"""

from __future__ import annotations

import argparse
import importlib.util
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import process_time_ns

import pymupdf

from fiscalnlp.layout import lay_out
from fiscalnlp.read import Source, read_source
from fiscalnlp.read.options import PdfEngine
from fiscalnlp.read.pdf import read_pdf

BUNDLED = Path(__file__).parents[1] / "corpora" / "disclosures"
PROSE = "本年度一般公共预算财政拨款支出1,551.25万元，比上年增加120.40万元，增长8.4%，主要原因是人员经费增加。"


def drawn(pages: int = 20) -> bytes:
    """Return a PDF of pages of prose, each second one with a ruled table of 30 rows."""
    document = pymupdf.open()
    for number in range(pages):
        page = document.new_page()
        if number % 2:
            for row in range(31):
                page.draw_line((60, 100 + 20 * row), (540, 100 + 20 * row), width=0.5)
            for column in range(7):
                page.draw_line((60 + 80 * column, 100), (60 + 80 * column, 700), width=0.5)
            for row in range(30):
                for column in range(6):
                    text = f"项目{row}" if column == 0 else f"{number}{row}.{column}0"
                    page.insert_text((64 + 80 * column, 114 + 20 * row), text, fontname="china-s", fontsize=9)
        else:
            for line in range(28):
                page.insert_text((60, 90 + 24 * line), PROSE[:40], fontname="china-s", fontsize=11)
    return bytes(document.tobytes())


def rawdict(data: bytes) -> None:
    with pymupdf.open(stream=data, filetype="pdf") as document:
        for page in document:
            page.get_text("rawdict")


def source_of(data: bytes, engine: PdfEngine) -> Source:
    pages, warnings = read_pdf(data, "bench.pdf", engine=engine)
    return Source("bench.pdf", "", "application/pdf", pages, warnings)


def pdfplumber_tables(path: Path) -> None:
    import pdfplumber  # noqa: PLC0415

    with pdfplumber.open(path) as document:
        for page in document.pages:
            page.extract_tables()


def milliseconds(call: Callable[[], object]) -> float:
    """Return the CPU time that `call` takes."""
    start = process_time_ns()
    call()
    return (process_time_ns() - start) / 1e6


def best(calls: dict[str, Callable[[], object]], runs: int) -> dict[str, float]:
    """Return the CPU time of each call, the best of `runs` after one thrown away, taken in turn."""
    times: dict[str, float] = {}
    for run in range(runs + 1):
        for name, call in calls.items():
            time = milliseconds(call)
            if run:
                times[name] = min(time, times.get(name, time))
    return times


def compare(path: Path, runs: int) -> None:
    """Print one line of what reading `path` costs."""
    data = path.read_bytes()
    with pymupdf.open(stream=data, filetype="pdf") as document:
        pages = document.page_count
    source = source_of(data, "pymupdf")
    times = best(
        {
            "rawdict": lambda: rawdict(data),
            "read": lambda: source_of(data, "pymupdf"),
            "layout": lambda: lay_out(source),
        },
        runs,
    )
    ours = times["read"] + times["layout"]
    cells = [f"{times[name] / pages:8.2f}" for name in ("rawdict", "read", "layout")]
    cells += [f"{ours / pages:8.2f}", f"{ours / times['rawdict']:7.2f}x"]
    if importlib.util.find_spec("pypdfium2"):
        cells.append(f"{milliseconds(lambda: source_of(data, 'pypdfium2')) / pages:10.2f}")
    else:
        cells.append(f"{'-':>10}")
    if importlib.util.find_spec("pdfplumber"):
        cells.append(f"{milliseconds(lambda: pdfplumber_tables(path)) / ours:10.1f}x")
    else:
        cells.append(f"{'-':>11}")
    print(f"{path.name[:28]:<28}{pages:6}", *cells)


def grow(path: Path, lengths: list[int]) -> None:
    """Print CPU time a page and largest memory for PDFs of so many pages, the pages of `path` over and over."""
    print(f"\n{'pages':>6}{'CPU ms/page':>13}{'peak MB':>9}   (read and layout in a process of its own)")
    for length in lengths:
        with tempfile.TemporaryDirectory() as folder, pymupdf.open(path) as pages:
            long = Path(folder) / "long.pdf"
            with pymupdf.open() as document:
                while document.page_count < length:
                    missing = length - document.page_count
                    document.insert_pdf(pages, to_page=min(missing, pages.page_count) - 1, final=0)
                document.save(long)
            command = [sys.executable, __file__, "--one", str(long)]
            result = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
        time, memory = map(float, result.stdout.split())
        print(f"{length:6}{time / length:13.2f}{memory:9.0f}")


def one(path: Path) -> None:
    """Print the CPU milliseconds of reading and laying out `path`, and this process's largest memory in MB."""
    lay_out(source_of(drawn(2), "pymupdf"))  # loads the engine and the vocabularies
    time = milliseconds(lambda: lay_out(read_source(path)))
    print(time, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def main() -> None:
    parser = argparse.ArgumentParser(description="What reading PDFs costs")
    parser.add_argument("files", nargs="*", type=Path, help="PDFs; by default the bundled ones, or one drawn")
    parser.add_argument("--runs", type=int, default=7, help="how many runs to take the best of (default: 7)")
    parser.add_argument("--pages", type=int, nargs="*", default=[10, 100, 1000, 2000], help="lengths to try")
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        one(options.one)
        return
    with tempfile.TemporaryDirectory() as folder:
        files = options.files or sorted(BUNDLED.glob("**/*.pdf"))
        if not files:
            files = [Path(folder) / "drawn.pdf"]
            files[0].write_bytes(drawn())
        print(
            f"{'CPU ms/page':<28}{'pages':>6}  rawdict     read   layout      sum   ratio  pypdfium2  pdfplumber"
        )
        for path in files:
            compare(path, options.runs)
        grow(files[0], options.pages)


if __name__ == "__main__":
    main()
