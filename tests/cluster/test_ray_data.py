"""A real Ray cluster of two nodes on this machine, each with one core."""

import os
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import msgspec
import psutil
import pytest
from cluster_factory import BUNDLED, TEXT, write_documents
from typer.testing import CliRunner

from extras import extra
from fiscalnlp.batch.outcome import read_outcome
from fiscalnlp.cli import app
from fiscalnlp.cluster import Job, find_engine, run

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def nodes():
    ray = extra("ray")
    from ray.cluster_utils import Cluster

    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1})
    cluster.add_node(num_cpus=1)
    ray.init(address=cluster.address, log_to_driver=False)
    yield len(ray.nodes())
    ray.shutdown()
    cluster.shutdown()


@contextmanager
def slow_file(path, when_read):
    """A file that its readers wait for; each time one opens it, `when_read` is called with it and a writer."""
    os.mkfifo(path)
    ended = threading.Event()

    def serve():
        while not ended.is_set():
            try:
                writer = os.open(path, os.O_WRONLY | os.O_NONBLOCK)  # fails until there is a reader
            except OSError:
                time.sleep(0.02)
                continue
            with os.fdopen(writer, "wb") as file:
                when_read(_reader(path), file)
            time.sleep(0.2)  # the reader has seen the end before the next one opens

    thread = threading.Thread(target=serve)
    thread.start()
    yield
    ended.set()
    thread.join()


def _reader(path):
    """The process that reads `path`: it has just opened it, so its descriptor may be there in a moment only."""
    for _ in range(100):
        for process in psutil.process_iter():
            if process.pid != os.getpid() and path in _open_files(process):
                return process
        time.sleep(0.05)
    raise LookupError(path)


def _worker(process):
    """The worker of Ray that `process` reads for."""
    return next(parent for parent in process.parents() if parent.cmdline()[0].startswith("ray::"))


def _open_files(process):
    folder = Path(f"/proc/{process.pid}/fd")
    try:
        return [link.readlink() for link in folder.iterdir()]
    except OSError:
        return []


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="looks for processes in /proc")
def test_lost_workers_and_a_file_that_ends_its_reader_change_no_other_record(nodes, tmp_path):
    sources = [*write_documents(tmp_path / "in"), str(BUNDLED)]
    text = TEXT.format(year=2024, more=99).encode()
    slow, deadly = tmp_path / "slow.txt", tmp_path / "deadly.txt"
    readers = []

    def lose_the_first_worker(reader, file):
        readers.append(reader.pid)
        if len(readers) == 1:
            _worker(reader).kill()
        else:
            file.write(text)

    out = tmp_path / "out"
    with slow_file(slow, lose_the_first_worker), slow_file(deadly, lambda reader, _: reader.kill()):
        summary = run(
            [*sources, str(slow), str(deadly)],
            Job(destination=out.as_uri(), form="jsonl"),
            find_engine("ray"),
            files_per_task=3,
        )

    assert nodes == 2
    assert len(readers) > 1
    assert (summary.sources, summary.documents, summary.failed, summary.lost) == (9, 8, 1, 0)
    (tmp_path / "same.txt").write_bytes(text)
    expected = [read_outcome(source).documents[0] for source in [*sources, str(tmp_path / "same.txt")]]
    assert lines(out) == sorted(line for document in expected for line in document.jsonl.splitlines())
    (error,) = (out / "errors.jsonl").read_bytes().splitlines()
    assert msgspec.json.decode(error) == {
        "source": str(deadly),
        "stage": "crash",
        "cause": "the process was ended by SIGKILL",
    }


def test_the_command_gives_the_records_of_the_local_command(nodes, tmp_path):
    write_documents(tmp_path / "in", 3)
    local, out = tmp_path / "local.jsonl", tmp_path / "out"
    files = sorted(str(file) for file in (tmp_path / "in").iterdir())
    assert CliRunner().invoke(app, ["extract", *files, "--out", str(local)]).exit_code == 0

    command = ["extract", (tmp_path / "in").as_uri(), "--engine", "ray", "--out", str(out), "--parts", "jsonl"]
    result = CliRunner().invoke(app, command)

    assert result.exit_code == 0, result.output
    assert "3 documents of 3 files" in result.output
    assert lines(out) == sorted(local.read_bytes().splitlines())


def lines(folder):
    return sorted(line for part in (folder / "parts").glob("*.jsonl") for line in part.read_bytes().splitlines())
