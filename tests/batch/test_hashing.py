import hashlib
import os
import sys

import pytest

from fiscalnlp.batch import reader_of
from fiscalnlp.batch.hashing import hashed
from fiscalnlp.read import ReadOptions


def test_sources_come_in_order_with_the_hash_of_their_bytes(tmp_path):
    files = [tmp_path / f"{number}.txt" for number in range(100)]
    for file in files:
        file.write_text(file.name)
    expected = [(str(file), hashlib.sha256(file.name.encode()).hexdigest()) for file in files]
    assert list(hashed(map(str, files))) == expected
    assert list(hashed([files[0].as_uri()])) == [(files[0].as_uri(), expected[0][1])]


def test_what_cannot_be_opened_has_no_hash(tmp_path):
    sources = [str(tmp_path / "gone.txt"), str(tmp_path), (tmp_path / "gone.txt").as_uri()]
    assert list(hashed(sources)) == [(source, None) for source in sources]


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such pipes")
def test_a_pipe_is_left_to_the_one_that_reads_it(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert list(hashed([str(tmp_path / "pipe")])) == [(str(tmp_path / "pipe"), None)]


def test_a_reader_is_another_where_its_options_or_destinations_are():
    readers = {
        reader_of(),
        reader_of(ReadOptions(ocr="off")),
        reader_of(destinations=["postgresql://me:secret@host/db"]),
        reader_of(destinations=["postgresql://me:secret@host/db", "all.duckdb"]),
    }
    assert len(readers) == 4
    assert not any("secret" in reader for reader in readers)
    assert reader_of(destinations=["a", "b"]) == reader_of(destinations=["b", "a"])
