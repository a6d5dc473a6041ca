"""Daft, Ray Data and Spark on this library's work: what each costs, and what it does with a file that misbehaves.

    python benchmarks/engines.py FOLDER --python daft=VENV/bin/python --python ray=… [--trial NAME]

`make engines` prepares and runs all of it. Each engine runs in the Python given for it, on a cluster of two
worker processes on this machine; `loop` is a bare loop in this Python, `cluster` what the library's own command
does, in a Python with Ray. One JSON object a line goes to standard output: seconds until the cluster answers,
seconds of the job, processor seconds and memory (proportional set size) of all its processes together, and a
digest of its records, which should be that of the loop.

The trials with a bad file read twenty good texts and one file that raises an error, hangs, or kills the process
that reads it, with nothing around the engine but its own settings for such cases. `whole` is the time with start
and end; what takes longer than two minutes has hung. An engine that ends with an `error` may have given `rows`
before.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

WORKERS = 2
SHARD = 8  # files that a worker gets at once
LONGEST = 120.0  # seconds a trial with a bad file may take
GOOD = 20
TRIALS = ("good", "raise", "kill", "hang")
MARK = "FISCALNLP_TRIAL"  # in the environment of all processes of a trial

Row = dict[str, object]


def read_row(source: str) -> Row:
    """Read one file, or misbehave as its name says."""
    from fiscalnlp.batch.outcome import read_outcome

    match Path(source).name.partition(".")[0]:
        case "raise":
            raise RuntimeError("a mistake in the reader")
        case "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        case "hang":
            time.sleep(3600)
    outcome = read_outcome(source)
    lines = b"".join(document.jsonl for document in outcome.documents)
    return {"source": source, "jsonl": lines, "failures": len(outcome.failures)}


class Loop:
    """No engine."""

    def start(self) -> None:
        pass

    def run(self, sources: list[str]) -> Iterator[Row]:
        yield from map(read_row, sources)


class Ray:
    """Ray Data on two nodes of one processor each; a block that fails is left out."""

    def start(self) -> None:
        import ray
        from ray.cluster_utils import Cluster

        cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1})
        cluster.add_node(num_cpus=1)
        ray.init(address=cluster.address, log_to_driver=False)
        ray.get(ray.remote(lambda: 1).remote())

    def run(self, sources: list[str]) -> Iterator[Row]:
        import ray

        context = ray.data.DataContext.get_current()
        context.max_errored_blocks = -1
        context.enable_progress_bars = False
        dataset = ray.data.from_items(
            [{"source": each} for each in sources], override_num_blocks=-(-len(sources) // SHARD)
        )
        yield from dataset.map(lambda row: read_row(row["source"]), num_cpus=1).iter_rows()


class Cluster(Ray):
    """What `fiscalnlp extract --engine ray` does, on the same nodes: files read in a process beside the worker."""

    def run(self, sources: list[str]) -> Iterator[Row]:
        import pyarrow.parquet as pq

        from fiscalnlp.cluster import Job, find_engine, run

        with tempfile.TemporaryDirectory() as out:
            run(sources, Job(destination=out, form="parquet"), find_engine("ray"), files_per_task=SHARD)
            for part in sorted(Path(out, "parts").iterdir()):
                yield from pq.read_table(part, columns=["source", "jsonl"]).to_pylist()


class Daft:
    """Daft over the same two Ray nodes; a row that raises becomes null.

    It begins a process for each partition, which takes seconds to load what it needs: so there are few of them.
    """

    def start(self) -> None:
        Ray().start()
        import daft

        daft.set_runner_ray()

    def run(self, sources: list[str]) -> Iterator[Row]:
        import daft
        from daft import DataType, col

        fields = DataType.struct(
            {"source": DataType.string(), "jsonl": DataType.binary(), "failures": DataType.int64()}
        )
        read = daft.func(read_row, return_dtype=fields, use_process=True, max_retries=1, on_error="log")
        frame = daft.from_pydict({"source": sources}).into_partitions(2 * WORKERS)
        for row in frame.select(read(col("source")).alias("row")).iter_rows():
            if row["row"] is not None:
                yield row["row"]


class Spark:
    """Spark on two executors of one core each."""

    def start(self) -> None:
        from pyspark.sql import SparkSession

        os.environ["PYSPARK_PYTHON"] = sys.executable
        self.session = (
            SparkSession.builder.master("local-cluster[2,1,1024]")
            .config("spark.ui.enabled", "false")
            .config("spark.python.worker.faulthandler.enabled", "true")
            .config("spark.executorEnv.PYTHONPATH", os.environ.get("PYTHONPATH", ""))
            .config(f"spark.executorEnv.{MARK}", os.environ.get(MARK, ""))
            .getOrCreate()
        )
        self.session.sparkContext.setLogLevel("OFF")
        self.session.range(1).count()

    def run(self, sources: list[str]) -> Iterator[Row]:
        frame = self.session.read.format("binaryFile").load([Path(each).as_uri() for each in sources])
        frame = frame.select("path").repartition(-(-len(sources) // SHARD))
        result = frame.mapInArrow(_in_arrow, "source string, jsonl binary, failures long")
        yield from (row.asDict() for row in result.toLocalIterator())


def _in_arrow(batches: Iterable[object]) -> Iterator[object]:
    import pyarrow as pa

    schema = pa.schema({"source": pa.string(), "jsonl": pa.binary(), "failures": pa.int64()})
    for batch in batches:
        for url in batch.column("path").to_pylist():
            yield pa.RecordBatch.from_pylist([read_row(url.removeprefix("file:"))], schema=schema)


ENGINES: dict[str, Callable[[], Loop | Ray | Daft | Spark]] = {
    "loop": Loop,
    "daft": Daft,
    "ray": Ray,
    "spark": Spark,
    "cluster": Cluster,
}


def run_engine(name: str, sources: list[str]) -> Row:
    """Run one engine in this process and return what it did."""
    engine = ENGINES[name]()
    start = time.perf_counter()
    engine.start()
    started = time.perf_counter()
    digests, size, error = [], 0, None
    try:
        for row in engine.run(sources):
            size += len(row["jsonl"])
            digests.append(hashlib.sha256(row["jsonl"]).hexdigest())
    except Exception as caught:
        error = f"{type(caught).__name__}: {str(caught).strip().splitlines()[0][:160]}"
    return {
        "start": round(started - start, 1),
        "seconds": round(time.perf_counter() - started, 1),
        "rows": len(digests),
        "megabytes": round(size / 1e6, 1),
        "digest": hashlib.sha256("".join(sorted(digests)).encode()).hexdigest()[:16],
        "error": error,
    }


def measured(command: list[str], longest: float) -> Row:
    """Run a command, watch all processes it starts, and return what it printed with what they used."""
    mark = f"{os.getpid()}-{time.monotonic_ns()}"
    seconds: dict[int, float] = {}
    peak = 0.0
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as messages:
        process = subprocess.Popen(command, stdout=output, stderr=messages, env={**os.environ, MARK: mark})
        begun = time.monotonic()
        while process.poll() is None and time.monotonic() - begun < longest:
            memory = 0
            for each in _marked(mark):
                try:
                    used = each.cpu_times()
                    seconds[each.pid] = used.user + used.system
                    memory += each.memory_full_info().pss
                except psutil.Error:
                    continue
            peak = max(peak, memory / 1e6)
            time.sleep(1)
        ended = process.poll() is not None
        for each in _marked(mark):
            each.kill()
        process.wait()
        output.seek(0)
        messages.seek(0)
        lines = [line for line in output.read().decode().splitlines() if line.startswith("{")]
        result: Row = json.loads(lines[-1]) if lines else {"error": "ended without an answer" if ended else "hung"}
        if ended and not lines:
            print(messages.read().decode()[-2000:], file=sys.stderr)
    return {
        **result,
        "cpu": round(sum(seconds.values()), 1),
        "memory": round(peak),
        "whole": round(time.monotonic() - begun, 1),
    }


def _marked(mark: str) -> Iterator[psutil.Process]:
    for process in psutil.process_iter():
        try:
            if process.environ().get(MARK) == mark:
                yield process
        except psutil.Error:
            continue


@contextmanager
def trial(name: str, folder: Path, documents: int | None) -> Iterator[list[str]]:
    """Yield the files of a trial."""
    files = sorted(file for file in folder.iterdir() if file.suffix in {".pdf", ".txt"})
    if name == "good":
        yield [str(file) for file in files[:documents]]
        return
    with tempfile.TemporaryDirectory() as scratch:
        bad = Path(scratch) / f"{name}.txt"
        shutil.copy(next(file for file in files if file.suffix == ".txt"), bad)
        texts = [str(file) for file in files if file.suffix == ".txt"][:GOOD]
        yield [*texts[: GOOD // 2], str(bad), *texts[GOOD // 2 :]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--python", action="append", default=[], metavar="ENGINE=PYTHON")
    parser.add_argument("--trial", action="append", choices=TRIALS)
    parser.add_argument("--documents", type=int)
    parser.add_argument("--engine", choices=ENGINES, help="run this one in this process (for the script itself)")
    arguments = parser.parse_args()
    pythons = {"loop": sys.executable, **dict(each.split("=", 1) for each in arguments.python)}
    for name in arguments.trial or TRIALS:
        with trial(name, arguments.folder.resolve(), arguments.documents) as sources:
            if arguments.engine:
                print(json.dumps(run_engine(arguments.engine, sources)), flush=True)
                continue
            for engine, python in pythons.items():
                if engine in {"loop", "cluster"} and name != "good":
                    continue
                command = [python, __file__, str(arguments.folder), "--engine", engine, "--trial", name]
                command += ["--documents", str(arguments.documents)] if arguments.documents else []
                result = measured(command, 3600 if name == "good" else LONGEST)
                print(json.dumps({"engine": engine, "trial": name, "files": len(sources), **result}), flush=True)


if __name__ == "__main__":
    main()
