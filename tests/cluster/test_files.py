import fsspec
import pytest

from fiscalnlp.cluster.files import Store, documents_at
from fiscalnlp.errors import BrokenSourceError, FiscalError, SourceNotFoundError


@pytest.fixture
def memory():
    filesystem = fsspec.filesystem("memory")
    yield filesystem
    filesystem.rm("/", recursive=True)


def test_below_a_url_stand_documents_in_order_each_with_its_url(memory):
    for name in ("2023/b.pdf", "2023/a.txt", "2023/notes.md", "2023/.hidden/c.pdf", "2022/d.pdf"):
        memory.pipe_file(f"/{name}", b"x")

    assert documents_at(["memory://2023"]) == ["memory:///2023/a.txt", "memory:///2023/b.pdf"]
    assert documents_at(["memory:///2022/d.pdf"]) == ["memory:///2022/d.pdf"]


def test_paths_become_absolute_and_folders_on_disk_have_urls_too(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text("x")
    monkeypatch.chdir(tmp_path)

    assert documents_at(["."]) == [str(tmp_path / "a.txt")]
    assert documents_at([tmp_path.as_uri()]) == [(tmp_path / "a.txt").as_uri()]


def test_a_url_without_documents_or_driver_says_so(memory):
    with pytest.raises(SourceNotFoundError, match="holds no document"):
        documents_at(["memory:///nowhere"])
    with pytest.raises(BrokenSourceError, match="cannot be listed"):
        documents_at(["nosuchprotocol://x"])


@pytest.mark.parametrize("place", ["memory://out", "folder"])
def test_a_store_keeps_files_wherever_it_is(place, tmp_path, memory):
    store = Store(place if "://" in place else str(tmp_path / place))
    assert store.names("parts") == []

    store.write("parts/b", b"1")
    store.write("parts/a", b"2")
    store.write("parts/a", b"3")
    assert store.names("parts") == ["a", "b"]
    assert store.names() == []
    assert store.read("parts/a") == b"3"

    store.delete(["parts/a"])
    assert store.names("parts") == ["b"]


def test_a_store_that_is_refused_names_itself(tmp_path):
    (tmp_path / "file").write_text("x")
    store = Store(str(tmp_path / "file"))
    with pytest.raises(FiscalError, match="cannot be used") as caught:
        store.write("part", b"x")
    assert (caught.value.source, caught.value.stage) == (str(tmp_path / "file"), "export")
