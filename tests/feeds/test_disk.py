"""One writer at a time, whatever the feed is that keeps a folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from extras import extra
from fiscalnlp.errors import FiscalError
from fiscalnlp.feeds.destinations import open_sink
from fiscalnlp.feeds.disk import Writing

pytestmark = pytest.mark.skipif(os.name != "posix", reason="there are no such locks")


@pytest.mark.parametrize("address", ["jsonl:{}", "parquet:{}", "{}/all.jsonl"])
def test_a_second_writer_is_refused_until_the_first_has_ended(tmp_path: Path, address: str) -> None:
    extra("pyarrow")
    url = address.format(tmp_path)
    first = open_sink(url)
    with pytest.raises(FiscalError, match=f"^{tmp_path}.*: another run is writing here"):
        open_sink(url)
    first.close()
    open_sink(url).close()


def test_a_writer_that_is_killed_leaves_nothing_locked(tmp_path: Path) -> None:
    program = (
        "import pathlib, sys, time; from fiscalnlp.feeds.disk import Writing;"
        "writing = Writing(pathlib.Path(sys.argv[1])); print('writes', flush=True); time.sleep(1000)"
    )
    with subprocess.Popen([sys.executable, "-c", program, tmp_path], stdout=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == b"writes\n"
        with pytest.raises(FiscalError, match="another run"):
            Writing(tmp_path)
        running.kill()
    Writing(tmp_path).end()
