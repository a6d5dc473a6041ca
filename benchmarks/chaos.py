"""Kill a batch again and again, its processes and the run itself, and compare what comes of it with a quiet run.

    python benchmarks/chaos.py [DIR] [--kills 50] [--documents 1000] [--jobs 2] [--seed 1]

Every kill is SIGKILL, at a time and to a process drawn by the seed. A run that is killed is gone on with; one that
ends is held against the quiet run and begun anew, until all kills are done. Then the records of the destination
must be those of the quiet run, byte for byte once both are sorted, and it must hold none twice.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import zstandard

#: The command line, with chunks so small that a run that lives for a second has noted something.
PROGRAM = "from fiscalnlp.batch import runner; runner.CHUNK_SOURCES = 20; from fiscalnlp.cli import main; main()"
#: How much of the kills the run itself gets; its processes get the others.
OF_THE_RUN = 0.35
#: The longest time from one kill to the next, as a part of what a quiet run takes.
LONGEST = 0.6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, help="where to work; a temporary folder by default")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        sources = write_sources(folder / "in", options.documents)
        started = time.monotonic()
        quiet = batch(sources, folder / "quiet", options.jobs)
        quiet.wait()
        quiet_seconds = time.monotonic() - started
        expected = sorted(lines(folder / "quiet"))
        print(f"quiet run: {len(expected):,} records in {quiet_seconds:.1f} s", flush=True)
        chaos = Chaos(sources, folder / "chaos", expected, options.jobs, random.Random(options.seed))
        chaos.longest = LONGEST * quiet_seconds
        while chaos.kills < options.kills:
            chaos.one_round(options.kills)
        chaos.finish()
        seconds = time.monotonic() - started
        of_processes = chaos.kills - chaos.of_the_run
        print(
            f"{chaos.kills} kills ({chaos.of_the_run} of the run, {of_processes} of its processes),"
            f" {chaos.rounds} rounds to the end in {seconds:.0f} s: the same records every time"
        )


class Chaos:
    """A destination that is filled while things are killed."""

    def __init__(self, sources: Path, out: Path, expected: list[bytes], jobs: int, chance: random.Random) -> None:
        self._sources, self._out, self._expected, self._jobs = sources, out, expected, jobs
        self._chance = chance
        self.longest = 1.0
        self.kills = self.of_the_run = self.rounds = 0
        self._anew = True

    def one_round(self, kills: int) -> None:
        """Let a run go on until it has ended or been killed itself."""
        run = batch(self._sources, self._out, self._jobs, "--fresh" if self._anew else "--resume")
        self._anew = False
        while run.poll() is None and self.kills < kills:
            try:
                run.wait(self._chance.uniform(0, self.longest))
            except subprocess.TimeoutExpired:
                self._kill(run)
        if run.wait() == 0:
            self._compare()
            self._anew = True

    def finish(self) -> None:
        """Let the last run come to its end; what was killed as often as it was tried is tried again."""
        for _ in range(3):
            if self._anew or batch(self._sources, self._out, self._jobs, "--resume").wait() == 0:
                break
        self._compare()

    def _kill(self, run: subprocess.Popen[bytes]) -> None:
        of_the_run = self._chance.random() < OF_THE_RUN
        try:
            victim = psutil.Process(run.pid)
            if not of_the_run:
                victim = self._chance.choice(sorted(_processes(victim), key=lambda each: each.pid))
            victim.kill()
        except (psutil.Error, IndexError):
            return  # it has ended meanwhile, or has not begun
        self.kills += 1
        self.of_the_run += of_the_run

    def _compare(self) -> None:
        found = sorted(lines(self._out))
        if found != self._expected:
            lost, more = set(self._expected) - set(found), set(found) - set(self._expected)
            doubled = len(found) - len(set(found))
            wrong = f"{len(lost):,} records lost, {len(more):,} more, {doubled:,} doubled"
            sys.exit(f"after {self.kills} kills: {wrong}; see {self._out}")
        self.rounds += 1


def _processes(run: psutil.Process) -> list[psutil.Process]:
    """Return the processes that read for a run, and the one that they part from."""
    below = run.children(recursive=True)
    return [each for each in below if each.status() != psutil.STATUS_ZOMBIE and "forkserver" in each.cmdline()[-1]]


def batch(sources: Path, out: Path, jobs: int, *more: str) -> subprocess.Popen[bytes]:
    """Start `fiscalnlp extract`."""
    command = [sys.executable, "-c", PROGRAM, "extract", str(sources), "--out", f"{out}/", "--jobs", str(jobs)]
    return subprocess.Popen([*command, *more], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def write_sources(folder: Path, documents: int) -> Path:
    """Write small disclosures, no two alike, unless they are there."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(documents):
        text = (
            f"某县教育局2023年度部门决算\n\n一、部门职责\n（一）负责第{number}片的教育工作。\n\n二、收支情况\n"
            f"本年收入合计{number + 1}.50万元，比上年增加8.4%，主要是人员增加。\n"
        )
        (folder / f"{number:06}.txt").write_text(text, "utf-8")
    return folder


def lines(folder: Path) -> Iterator[bytes]:
    """Yield the records of a data set, read by what knows nothing of it but the names of its parts."""
    for part in sorted(folder.glob("part-*.jsonl.zst")):
        with part.open("rb") as file:
            yield from zstandard.ZstdDecompressor().stream_reader(file).read().splitlines()


if __name__ == "__main__":
    main()
