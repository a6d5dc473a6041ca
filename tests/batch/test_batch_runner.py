from collections import Counter
from pathlib import Path

import msgspec
import pytest
from reading_factory import Kept, read

from fiscalnlp.batch import BatchReport, Journal, Limits, Outcome, find_sources, run
from fiscalnlp.errors import FiscalError, SourceNotFoundError

LIMITS = Limits(seconds=2.0, memory=400_000_000, attempts=1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "in"
    made.mkdir()
    return made


def put(folder: Path, **files: str) -> None:
    for name, content in files.items():
        (folder / f"{name}.txt").write_text(content, "utf-8")


class Destination:
    """A sink and a journal that outlive the runs."""

    def __init__(self, folder: Path) -> None:
        self.sink = Kept()
        self._journal = folder / "journal.sqlite"

    def run(self, *paths: Path, reader: str = "1", **more: object) -> BatchReport:
        settings = {"jobs": 0, "read": read, "limits": LIMITS, **more}
        with Journal(self._journal, reader) as journal:
            return run(paths, [self.sink], journal=journal, **settings)


@pytest.fixture
def destination(tmp_path: Path) -> Destination:
    return Destination(tmp_path)


# -- what costs one file ------------------------------------------------------------------------------------


def test_what_a_file_does_costs_that_file_alone(folder):
    put(folder, a="one", b="crash", c="two", d="kill", e="hang", f="grow", g="broken", h="three")
    sink, told = Kept(), []
    report = run([folder], [sink], jobs=2, read=read, limits=LIMITS, watch=lambda _, outcome: told.append(outcome))

    assert sink.names == ["one", "two", "three"]
    assert sink.closed
    assert (report.total, report.done, report.read, report.failed) == (8, 8, 3, 5)
    assert report.causes == Counter(crash=2, timeout=1, memory=1, read=1)
    causes = {Path(each.source).stem: each.failures[0].cause for each in told if each.failures}
    assert causes["b"] == "the process ended by itself, with status 1"
    assert causes["d"] == "the process was ended by SIGKILL"
    assert causes["e"] == "took longer than 2 seconds"
    assert causes["g"] == "is broken"


def test_an_error_of_the_reading_itself_costs_that_file_alone(folder):
    put(folder, a="one", b="", c="two")
    (folder / "b.txt").write_bytes(b"\xff")
    for jobs in (0, 1):
        sink = Kept()
        report = run([folder], [sink], jobs=jobs, read=read)
        assert (sink.names, report.causes) == (["one", "two"], Counter(extract=1))


@pytest.mark.parametrize("jobs", [0, 1, 2, 3])
def test_the_order_is_that_of_the_sources_however_many_processes_read(folder, jobs):
    put(folder, **{f"n{number:03}": f"wait {0.02 * (number % 3 == 0)}\nd{number:03}" for number in range(30)})
    sink = Kept()
    run([folder], [sink], jobs=jobs, read=read, chunk=7)
    assert sink.names == [f"d{number:03}" for number in range(30)]
    assert [len(each) for each in sink.writes] == [7, 7, 7, 7, 2]


def test_files_that_are_read_by_the_library_itself(folder):
    text = "某县教育局2023年度部门决算\n\n本年收入合计120.50万元。\n"
    put(folder, a=text, b=text.replace("120", "130"))
    sinks = Kept(), Kept()
    first = run([folder], [sinks[0]], jobs=1)
    run([folder], [sinks[1]], jobs=0)
    assert sinks[0].documents == sinks[1].documents
    assert (first.documents, first.records > 2) == (2, True)


# -- what is done once --------------------------------------------------------------------------------------


def test_unchanged_files_are_left_alone_and_changed_ones_read_again(destination, folder):
    put(folder, a="one", b="two", c="three")
    assert destination.run(folder).read == 3
    again = destination.run(folder)
    assert (again.read, again.unchanged) == (0, 3)
    put(folder, b="two two", d="four")
    changed = destination.run(folder)
    assert (changed.read, changed.unchanged, changed.removed) == (2, 2, 0)
    assert sorted(destination.sink.names) == ["four", "one", "three", "two"]
    put(folder, b="other")
    assert destination.run(folder).removed == 1
    assert sorted(destination.sink.names) == ["four", "one", "other", "three"]


def test_another_reader_reads_everything_again(destination, folder):
    put(folder, a="one", b="two")
    destination.run(folder)
    assert destination.run(folder, reader="2").read == 2
    assert destination.sink.writes == [["one", "two"], ["one", "two"]]


@pytest.mark.parametrize("jobs", [0, 2])
def test_the_same_bytes_at_two_places_are_read_once(destination, folder, jobs):
    put(folder, a="wait 0.05\none", b="two", c="wait 0.05\none", d="two")
    report = destination.run(folder, jobs=jobs)
    assert (report.read, report.duplicates, report.documents) == (2, 2, 2)
    assert destination.sink.names == ["one", "two"]
    (folder / "a.txt").unlink()  # the other copy still stands for it
    assert destination.run(folder, prune=True).removed == 0
    (folder / "c.txt").unlink()
    assert destination.run(folder, prune=True).removed == 1
    assert destination.sink.names == ["two"]


def test_a_file_that_moved_is_not_read_again(destination, folder):
    put(folder, a="one")
    destination.run(folder)
    (folder / "a.txt").rename(folder / "z.txt")
    report = destination.run(folder, prune=True)
    assert (report.read, report.unchanged, report.removed, report.vanished) == (0, 1, 0, 1)


def test_a_document_in_two_files_is_kept_until_both_are_gone(destination, folder):
    put(folder, a="one\nshared", b="two\nshared")
    destination.run(folder)
    assert destination.sink.writes == [["one", "shared", "two"]]
    put(folder, a="one")
    destination.run(folder)
    assert "shared" in destination.sink.names
    put(folder, b="two")
    destination.run(folder)
    assert "shared" not in destination.sink.names


def test_a_vanished_file_keeps_its_documents_unless_pruned(destination, folder):
    put(folder, a="one", b="two")
    destination.run(folder)
    (folder / "a.txt").unlink()
    assert destination.run(folder).vanished == 1
    assert sorted(destination.sink.names) == ["one", "two"]
    destination.run(folder, prune=True)
    assert destination.sink.names == ["two"]


def test_what_failed_is_tried_again_and_keeps_what_it_gave(destination, folder):
    put(folder, a="one", b="part\nbroken")
    assert destination.run(folder).failed == 1
    assert destination.sink.names == ["one", "part"]
    put(folder, a="broken", c="broken")
    report = destination.run(folder, prune=True)
    assert (report.failed, report.vanished) == (3, 0)
    assert destination.sink.names == ["one", "part"]
    put(folder, a="one", b="part\nwhole")
    assert destination.run(folder).unchanged == 1
    assert sorted(destination.sink.names) == ["one", "part", "whole"]


def test_copies_of_a_broken_file_fail_each(destination, folder):
    put(folder, a="broken", b="broken")
    assert destination.run(folder).failed == 2


# -- what is interrupted ------------------------------------------------------------------------------------


def test_a_run_that_is_interrupted_keeps_what_was_read(destination, folder):
    put(folder, **{f"n{number}": f"d{number}" for number in range(9)})

    def interrupt(report: BatchReport, _: Outcome | None) -> None:
        if report.done == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        destination.run(folder, watch=interrupt)
    assert destination.sink.names == [f"d{number}" for number in range(5)]
    report = destination.run(folder)
    assert (report.unchanged, report.read) == (5, 4)
    assert destination.sink.names == [f"d{number}" for number in range(9)]


def test_what_was_written_and_not_noted_is_written_once_more_or_taken_out(destination, folder, monkeypatch):
    put(folder, a="one", b="two")

    def killed(*_: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(Journal, "written", killed)
        with pytest.raises(SystemExit):
            destination.run(folder)
    assert destination.sink.names == ["one", "two"]
    put(folder, b="other")  # meanwhile
    assert destination.run(folder).removed == 1
    assert destination.sink.names == ["one", "other"]


def test_a_sink_that_cannot_be_written_ends_the_run_and_nothing_is_noted(destination, folder, monkeypatch):
    put(folder, a="one")

    def full(*_: object) -> None:
        raise FiscalError("sink", "is full", stage="export")

    with monkeypatch.context() as patch:
        patch.setattr(Kept, "write", full)
        with pytest.raises(FiscalError, match="is full"):
            destination.run(folder)
    assert destination.sink.closed
    assert destination.run(folder).read == 1


def test_a_url_is_fetched_for_its_hash_only_where_a_journal_is_kept(destination, folder, monkeypatch):
    put(folder, a="one")
    url, fetched = (folder / "a.txt").as_uri(), []

    def fetch(source: str, _: str) -> bytes:
        fetched.append(source)
        return b"one"

    monkeypatch.setattr("fiscalnlp.batch.hashing.fetch", fetch)

    def read_url(url: str) -> Outcome:
        return msgspec.structs.replace(read(str(folder / "a.txt")), source=url)

    sink = Kept()
    assert run([url], [sink], jobs=0, read=read_url).read == 1
    assert (sink.names, fetched) == (["one"], [])
    assert destination.run(url, read=read_url).read == 1
    assert destination.run(url, read=read_url).unchanged == 1
    assert fetched == [url, url]


def test_failures_are_listed_alike_however_far_ahead_copies_are_met(folder):
    put(folder, a="broken", b="one", c="", d="broken")
    (folder / "c.txt").write_bytes(b"\xff")
    for chunk in (1, 100):
        with Journal(None, "1") as journal:
            run([folder], [Kept()], journal=journal, jobs=0, read=read, chunk=chunk)
            assert [Path(failure.source).stem for failure in journal.failures()] == ["a", "c", "d"]


# -- what is asked for --------------------------------------------------------------------------------------


def test_sources_are_named_once_and_those_that_are_not_there_stay(folder):
    put(folder, a="one", b="two")
    (folder / "notes.md").touch()
    found = find_sources([folder / "b.txt", folder, "gone.txt", "https://example.org/a.pdf"])
    assert found == [str(folder / "b.txt"), str(folder / "a.txt"), "gone.txt", "https://example.org/a.pdf"]
    (folder / "empty").mkdir()
    with pytest.raises(SourceNotFoundError, match="no document"):
        find_sources([folder / "empty"])


def test_two_runs_do_not_write_one_destination_at_a_time(tmp_path):
    with Journal(tmp_path / "journal.sqlite", "1"), pytest.raises(FiscalError, match="another run"):
        Journal(tmp_path / "journal.sqlite", "1")
    Journal(tmp_path / "journal.sqlite", "1").close()


def test_a_file_that_is_no_journal_is_named(tmp_path):
    (tmp_path / "journal.sqlite").write_text("a poem, which is long enough to be none" * 20)
    with pytest.raises(FiscalError, match="cannot be used as a journal"):
        Journal(tmp_path / "journal.sqlite", "1")
