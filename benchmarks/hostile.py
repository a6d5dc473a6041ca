"""Read hostile files through the command line; print what each costs; exit with 1 if one breaks a limit.

    python benchmarks/hostile.py [WORD ...] [--seconds S] [--memory MB]

Each file, with a sound one after it, goes through `fiscalnlp extract` in a process of its own. It must end within
the limits, give a document or one line on standard error that names the file, with the exit status to match, and
the sound file must be read all the same. For each case the table shows the file that cost most: CPU seconds, wall
seconds and largest memory, and how many of the files were read. With words, only cases with one of them in the
name are run.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from hostile_files import CASES, PDF_CASES, Case, drawn

import fiscalnlp
from fiscalnlp.cli import app

ENGINES = ("pymupdf", "pypdfium2")

#: What the documentation promises for any file of up to 100 MB.
SECONDS, MEGABYTES = 120.0, 3000.0

#: Bytes of address space that a process may take, so that the machine survives what breaks the limits.
GUARD = 6_000_000_000

SOUND = "某某局2023年度部门决算\n一、收入支出决算总体情况\n2023年度支出总计1.00万元，与上年持平。\n"


class Run(NamedTuple):
    """What reading one file cost, whether a document came of it, and what was wrong with the way it ended."""

    cpu: float
    wall: float
    megabytes: float
    read: bool
    complaint: str
    message: str


def in_a_process(
    work: Callable[[], object], errors: Path, patience: int
) -> tuple[int | None, float, float, float]:
    """Do `work` in a fork of this process, its output in the file `errors`, for so many CPU seconds at most.

    Returns: exit status (`None` if it had to be ended), CPU seconds, wall seconds, largest memory in MB.
    """
    start = time.perf_counter()
    child = os.fork()
    if not child:
        code = 70
        try:
            with errors.open("wb") as file:
                os.dup2(file.fileno(), 1)
                os.dup2(file.fileno(), 2)
            resource.setrlimit(resource.RLIMIT_AS, (GUARD, GUARD))
            resource.setrlimit(resource.RLIMIT_CPU, (patience, patience + 1))
            work()
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    done = 0
    while not done and time.perf_counter() - start < 10 * patience:
        time.sleep(0.01)
        done, status, usage = os.wait4(child, os.WNOHANG)
    if not done:
        os.kill(child, signal.SIGKILL)
        _, status, usage = os.wait4(child, 0)
    code = os.waitstatus_to_exitcode(status) if done else None
    if code == -signal.SIGXCPU:
        code = None
    return code, usage.ru_utime + usage.ru_stime, time.perf_counter() - start, usage.ru_maxrss / 1024


def run(hostile: Path, engine: str, limits: tuple[float, float]) -> Run:
    """Read a hostile and a sound file through the command line."""
    seconds, megabytes = limits
    folder = hostile.parent
    sound, out, errors = folder / "sound.txt", folder / "out.jsonl", folder / "errors.txt"
    sound.write_text(SOUND, "utf-8")
    out.unlink(missing_ok=True)
    arguments = ["extract", str(hostile), str(sound), "--out", str(out), "--pdf-engine", engine]
    code, cpu, wall, memory = in_a_process(lambda: app(arguments), errors, int(seconds) + 1)
    documents = set()
    if out.exists():
        with out.open(encoding="utf-8") as lines:
            documents = {json.loads(line)["sha256"] for line in lines if '"kind":"document"' in line}
    messages = errors.read_text("utf-8", "replace").splitlines()
    warning = f"fiscalnlp: {hostile}"
    failures = [line for line in messages if not line.startswith(warning)]
    sound_id = hashlib.sha256(SOUND.encode()).hexdigest()
    read = bool(documents - {sound_id})
    complaints = []
    if cpu > seconds or code is None:
        complaints.append("too slow")
    if memory > megabytes:
        complaints.append("too much memory")
    if code in (0, 1):
        if code != int(not read):
            complaints.append(f"exit status {code} where {int(not read)} is right")
        if sound_id not in documents:
            complaints.append("the sound file was not read")
        if not read and not (len(failures) == 1 and str(hostile) in failures[0]):
            complaints.append(f"{len(failures)} lines on standard error, where one that names the file is right")
    elif code is not None:
        complaints.append(f"killed by signal {-code}" if code < 0 else f"exit status {code}")
    message = failures[-1].partition(f"{hostile}: ")[2] or failures[-1] if failures else ""
    return Run(cpu, wall, memory, read, "; ".join(complaints), message)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("words", nargs="*", help="run the cases with one of these in the name")
    parser.add_argument("--seconds", type=float, default=SECONDS, help=f"CPU seconds (default: {SECONDS:.0f})")
    parser.add_argument("--memory", type=float, default=MEGABYTES, help=f"MB (default: {MEGABYTES:.0f})")
    parser.add_argument("--each", action="store_true", help="a line for each file, with what was said of it")
    options = parser.parse_args()
    warm_up()
    limits = options.seconds, options.memory
    broken = 0
    print(f"{'':46}{'files':>6}{'read':>5}{'CPU s':>8}{'wall s':>8}{'peak MB':>9}")
    cases = [(f"{name} ({engine})", case, engine) for name, case in PDF_CASES.items() for engine in ENGINES]
    for title, case, engine in [*cases, *((name, case, ENGINES[0]) for name, case in CASES.items())]:
        if options.words and not any(word.lower() in title.lower() for word in options.words):
            continue
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            made = in_a_process(lambda: make(case, folder), folder / "errors.txt", 600)  # noqa: B023
            if made[0]:
                raise RuntimeError((folder / "errors.txt").read_text("utf-8"))
            runs = []
            for file in sorted(folder.glob("case-*")):
                result = run(file, engine, limits)
                if case.outcome != "any" and result.read is not (case.outcome == "read"):
                    complaint = f"{result.complaint}; should be {case.outcome}".lstrip("; ")
                    result = result._replace(complaint=complaint)
                runs.append(result)
                if options.each:
                    figures = f"{result.cpu:7.1f}{result.wall:7.1f}{result.megabytes:7.0f}"
                    said = [word for word in (result.complaint, result.message[:150]) if word]
                    print(f"    {file.name:14}{figures}", "read" if result.read else "", *said, flush=True)
        cost = "".join(
            f"{max(column):{width}}"
            for column, width in zip(list(zip(*runs, strict=True))[:3], ("8.1f", "8.1f", "9.0f"), strict=True)
        )
        complaints = {r.complaint for r in runs if r.complaint}
        broken += len(complaints)
        verdict = "  ".join(["", *sorted(complaints)])
        print(f"{title:46}{len(runs):6}{sum(r.read for r in runs):5}{cost}{verdict}", flush=True)
    return int(broken > 0)


def make(case: Case, folder: Path) -> None:
    """Write the files of a case into `folder`."""
    for number, content in enumerate(case.make()):
        (folder / f"case-{number:02}.{case.ending}").write_bytes(content)


def warm_up() -> None:
    """Load the libraries and vocabularies, so that the forks do not."""
    nlp = fiscalnlp.load()
    for content in (SOUND.encode(), drawn()):
        list(nlp.read(content).records())


if __name__ == "__main__":
    sys.exit(main())
