import os

import msgspec
import pytest
from cluster_factory import ThisProcess, write_documents

from fiscalnlp.batch.outcome import read_outcome
from fiscalnlp.cluster import Job, run
from fiscalnlp.cluster.files import Store
from fiscalnlp.errors import FiscalError
from fiscalnlp.processes import Limits


def lines(folder):
    """The lines of all parts."""
    return sorted(line for part in (folder / "parts").glob("*.jsonl") for line in part.read_bytes().splitlines())


def expected(sources):
    """What reading the files in this process gives."""
    read = [document for source in sources for document in read_outcome(source).documents]
    return sorted(line for document in read for line in document.jsonl.splitlines())


def errors(folder):
    return [msgspec.json.decode(line) for line in (folder / "errors.jsonl").read_bytes().splitlines()]


def test_parts_hold_the_records_of_a_local_run_whatever_the_size_of_tasks(tmp_path):
    sources = write_documents(tmp_path / "in")
    for size in (1, 4):
        out = tmp_path / str(size)
        summary = run(sources, Job(destination=str(out), form="jsonl"), ThisProcess(), files_per_task=size)

        assert (summary.sources, summary.documents, summary.failed) == (6, 6, 0)
        assert lines(out) == expected(sources)
        assert errors(out) == []


def test_a_file_that_fails_is_tried_again_alone_and_then_named(tmp_path):
    sources = write_documents(tmp_path / "in")
    (tmp_path / "in" / "03.txt").write_text(" ")
    engine = ThisProcess()

    summary = run(sources, Job(destination=str(tmp_path / "out"), form="jsonl"), engine, files_per_task=6)

    assert [(task.sources, task.last) for task in engine.tasks] == [
        (tuple(sources), False),
        ((sources[3],), True),
    ]
    assert (summary.documents, summary.failed) == (5, 1)
    assert errors(tmp_path / "out") == [{"source": sources[3], "stage": "read", "cause": "the file is empty"}]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a file that can be waited for")
def test_a_file_that_hangs_costs_its_time_limit_alone(tmp_path):
    endless = str(tmp_path / "endless.txt")
    os.mkfifo(endless)
    job = Job(destination=str(tmp_path / "out"), limits=Limits(seconds=0.5, attempts=1))

    assert run([endless], job, ThisProcess()).failed == 1
    assert errors(tmp_path / "out") == [
        {"source": endless, "stage": "timeout", "cause": "took longer than 0.5 seconds"}
    ]


def test_a_file_that_takes_its_worker_with_it_is_found_among_those_read_with_it(tmp_path):
    sources = write_documents(tmp_path / "in")
    job = Job(destination=str(tmp_path / "out"), form="jsonl")

    summary = run(sources, job, ThisProcess(loses="02.txt"), files_per_task=3)

    assert (summary.documents, summary.failed, summary.lost) == (5, 1, 1)
    assert lines(tmp_path / "out") == expected(sources[:2] + sources[3:])
    assert errors(tmp_path / "out") == [
        {"source": sources[2], "stage": "crash", "cause": "the worker that read it was lost"}
    ]


def test_what_a_worker_did_before_it_was_lost_counts_and_is_not_done_again(tmp_path):
    sources = write_documents(tmp_path / "in")
    engine = ThisProcess(loses="02.txt", after_work=True)

    summary = run(sources, Job(destination=str(tmp_path / "out"), form="jsonl"), engine, files_per_task=3)

    assert (summary.documents, summary.failed, summary.lost) == (6, 0, 0)
    assert [task.sources for task in engine.tasks] == [tuple(sources[:3]), tuple(sources[3:])]
    assert lines(tmp_path / "out") == expected(sources)


def test_a_part_of_a_worker_that_was_lost_before_its_report_is_taken_away(tmp_path, monkeypatch):
    sources = write_documents(tmp_path / "in")
    write = Store.write

    def killed(store, name, data):
        if not name.startswith("reports/") or len(msgspec.json.decode(data)["done"]) == 1:
            write(store, name, data)

    monkeypatch.setattr(Store, "write", killed)
    engine = ThisProcess(loses="02.txt", after_work=True)
    run(sources, Job(destination=str(tmp_path / "out"), form="jsonl"), engine, files_per_task=6)
    assert lines(tmp_path / "out") == expected(sources)


def test_a_run_that_was_ended_is_resumed_with_nothing_lost_and_nothing_doubled(tmp_path):
    sources = write_documents(tmp_path / "in")
    out = tmp_path / "out"
    job = Job(destination=str(out), form="jsonl")
    with pytest.raises(KeyboardInterrupt):
        run(sources, job, ThisProcess(ends_after=2), files_per_task=2)
    (out / "parts" / "written-but-not-reported.jsonl").write_bytes(b"{}\n")
    engine = ThisProcess()

    summary = run(sources, job, engine, files_per_task=2, resume=True)

    assert (summary.resumed, summary.documents) == (4, 6)
    assert [task.sources for task in engine.tasks] == [tuple(sources[4:])]
    assert lines(out) == expected(sources)


def test_what_failed_is_tried_again_by_a_run_that_resumes(tmp_path):
    sources = write_documents(tmp_path / "in", 3)
    out, bad = tmp_path / "out", tmp_path / "in" / "01.txt"
    text = bad.read_bytes()
    bad.write_bytes(b" ")
    job = Job(destination=str(out), form="jsonl")
    assert run(sources, job, ThisProcess()).failed == 1
    bad.write_bytes(text)

    summary = run(sources, job, ThisProcess(), resume=True)

    assert (summary.resumed, summary.documents, summary.failed) == (2, 3, 0)
    assert lines(out) == expected(sources)
    assert errors(out) == []

    again = run(sources, job, ThisProcess(), resume=True)
    assert (again.resumed, again.documents, again.failed) == (3, 3, 0)


def test_a_place_with_a_run_is_neither_mixed_up_nor_overwritten(tmp_path):
    sources = write_documents(tmp_path / "in", 1)
    run(sources, Job(destination=str(tmp_path / "out"), form="jsonl"), ThisProcess())

    with pytest.raises(FiscalError, match="holds a run: resume it"):
        run(sources, Job(destination=str(tmp_path / "out"), form="jsonl"), ThisProcess())
    with pytest.raises(FiscalError, match="with other settings"):
        run(sources, Job(destination=str(tmp_path / "out"), form="parquet"), ThisProcess(), resume=True)


def test_workers_write_to_the_folder_that_was_meant_here(tmp_path, monkeypatch):
    sources = write_documents(tmp_path / "in", 1)
    monkeypatch.chdir(tmp_path)
    engine = ThisProcess()

    run(sources, Job(destination="out", form="jsonl"), engine)
    assert engine.destinations == {str(tmp_path / "out")}


def test_a_part_that_cannot_be_written_says_so(tmp_path, monkeypatch):
    write = Store.write

    def refusing(store, name, data):
        if name.startswith("parts/"):
            raise FiscalError(store.url, "cannot be used: the disk is full", stage="export")
        write(store, name, data)

    monkeypatch.setattr(Store, "write", refusing)
    sources = write_documents(tmp_path / "in", 1)

    summary = run(sources, Job(destination=str(tmp_path / "out"), form="jsonl"), ThisProcess())
    assert (summary.documents, summary.lost) == (0, 1)
    assert errors(tmp_path / "out") == [
        {"source": sources[0], "stage": "export", "cause": "cannot be used: the disk is full"}
    ]
