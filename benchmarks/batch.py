"""What a batch costs and how it scales; fails if a bar is not reached.

    PYTHONPATH=corpora python benchmarks/batch.py DIR [speed | overhead | memory] [--pdfs 200] [--documents 20000]

speed     PDFs with a text layer, 1 process and 2: at least 1.8 times the throughput
overhead  a batch in one process against a bare loop that reads and writes: at most 5 % more processor time
memory    generated documents: the memory of the run and of its processes, sampled, must not grow; a process is
          replaced after 500 files, so it takes several thousand to tell

The documents are kept in DIR and made only once. Speed wants a quiet machine with two cores or more; it is told
how busy they were. Overhead is processor time, the best of three.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from functools import partial
from itertools import chain, islice
from pathlib import Path

import psutil

from fiscalnlp.batch import BatchReport, Journal, find_sources, read_outcome, reader_of, run
from fiscalnlp.batch.data_set import JOURNAL
from fiscalnlp.batch.outcome import warm_up
from fiscalnlp.feeds.jsonl import JsonlSink
from generator.model import Disclosure
from generator.province import province
from generator.writers.pdf import write_pdf
from generator.writers.txt import write_txt

#: Provinces whose bodies the documents are of; one has some thousands.
PROVINCES = ("13", "37", "41", "51", "53", "36")
SPEED_UP, OVERHEAD, GROWTH = 1.8, 0.05, 0.05
#: From here on memory must not grow: vocabularies are loaded and buffers have found their size.
SETTLED = 0.25


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("parts", nargs="*", choices=("speed", "overhead", "memory"), default=())
    parser.add_argument("--pdfs", type=int, default=200)
    parser.add_argument("--documents", type=int, default=20_000)
    options = parser.parse_args()
    wanted = options.parts or ("speed", "overhead", "memory")
    missed = []
    if "speed" in wanted and not speed(options.folder, options.pdfs):
        missed.append("speed")
    if "overhead" in wanted and not overhead(options.folder, options.pdfs):
        missed.append("overhead")
    if "memory" in wanted and not memory(options.folder, options.documents):
        missed.append("memory")
    if missed:
        sys.exit(f"bar not reached: {', '.join(missed)}")


def speed(folder: Path, count: int) -> bool:
    """Time a batch of PDFs with one process and with two."""
    pdfs = written(folder / "pdf", count, ".pdf", write_pdf)
    batch(folder, pdfs[:4], jobs=2)  # files and modules are in memory then
    rates = {}
    for jobs in (1, 2):
        psutil.cpu_percent()
        report = batch(folder, pdfs, jobs=jobs)
        rates[jobs] = count / report.seconds
        each = f"{report.busy / count * 1000:.0f} ms of processor time each"
        print(
            f"{jobs} process(es): {rates[jobs]:.2f} PDFs/s, {each}, processors {psutil.cpu_percent():.0f} % busy"
        )
    print(f"2 processes: {rates[2] / rates[1]:.2f} times the throughput of 1 (bar {SPEED_UP})")
    return rates[2] >= SPEED_UP * rates[1]


def overhead(folder: Path, count: int) -> bool:
    """Compare the processor time of a batch in this process with that of a bare loop."""
    pdfs = written(folder / "pdf", count, ".pdf", write_pdf)
    warm_up()
    bare = min(seconds(partial(bare_loop, folder / "bare.jsonl", pdfs)) for _ in range(3))
    whole = min(seconds(partial(batch, folder, pdfs, jobs=0)) for _ in range(3))
    print(f"bare loop {bare:.2f} s, batch {whole:.2f} s: {whole / bare - 1:+.1%} (bar {OVERHEAD:.0%})")
    return whole <= (1 + OVERHEAD) * bare


def bare_loop(out: Path, sources: Iterable[str]) -> None:
    with out.open("wb") as file:
        for source in sources:
            for document in read_outcome(source).documents:
                file.write(document.jsonl)


def seconds(call: Callable[[], object]) -> float:
    """Return the processor time that a call takes, threads included."""
    start = time.process_time()
    call()
    return time.process_time() - start


def memory(folder: Path, count: int) -> bool:
    """Run a batch of many documents as a program of its own and watch its memory and that of its processes."""
    written(folder / "txt", count, ".txt", write_txt)
    out = folder / "out"
    shutil.rmtree(out, ignore_errors=True)
    command = [sys.executable, "-c", "from fiscalnlp.cli import main; main()", "extract", str(folder / "txt")]
    started = time.monotonic()
    with subprocess.Popen([*command, "--out", f"{out}/"], stderr=subprocess.DEVNULL) as program:
        samples = sampled(psutil.Process(program.pid), program)
    if program.returncode:
        sys.exit(f"the batch ended with {program.returncode}")
    settled = samples[int(len(samples) * SETTLED) :]
    half = len(settled) // 2
    ok = True
    for place, name in enumerate(("run", "largest of its processes")):
        first, second = (max(row[place] for row in rows) for rows in (settled[:half], settled[half:]))
        growth = second / first - 1
        ok &= growth <= GROWTH
        print(f"{name}: {first / 1e6:,.0f} MB, later {second / 1e6:,.0f} MB: {growth:+.1%} (bar {GROWTH:.0%})")
    print(f"{count:,} documents in {time.monotonic() - started:,.0f} s, {os.cpu_count()} processors")
    return ok


def sampled(program: psutil.Process, running: subprocess.Popen[bytes]) -> list[tuple[int, int]]:
    """Return the resident bytes of a program and of the largest process below it, twice a second until it ends."""
    samples = []
    while running.poll() is None:
        time.sleep(0.5)
        try:
            below = [each.memory_info().rss for each in program.children(recursive=True)]
            samples.append((program.memory_info().rss, max(below, default=0)))
        except psutil.Error:
            continue
    return samples


def batch(folder: Path, sources: list[str], *, jobs: int) -> BatchReport:
    """Run a batch into a new data set."""
    out = folder / f"jobs-{jobs}"
    shutil.rmtree(out, ignore_errors=True)
    sink = JsonlSink(out)
    with Journal(out / JOURNAL, reader_of()) as journal:
        return run(sources, [sink], journal=journal, jobs=jobs)


def written(folder: Path, count: int, ending: str, write: Callable[[Disclosure], bytes]) -> list[str]:
    """Return the generated disclosures in `folder`, made unless they are there."""
    folder.mkdir(parents=True, exist_ok=True)
    if len(list(folder.glob(f"*{ending}"))) < count:
        for disclosure in islice(chain.from_iterable(province(count, code=code) for code in PROVINCES), count):
            if not (file := folder / f"{disclosure.name}{ending}").exists():
                file.write_bytes(write(disclosure))
    return find_sources([folder])[:count]


if __name__ == "__main__":
    main()
