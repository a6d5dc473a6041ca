"""Whatever is killed, nothing is lost and nothing doubled: `benchmarks/chaos.py`, a little of it and all of it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

CHAOS = Path(__file__).parents[2] / "benchmarks" / "chaos.py"


def _survives(tmp_path: Path, *arguments: str) -> None:
    result = subprocess.run(
        [sys.executable, CHAOS, tmp_path, *arguments], capture_output=True, encoding="utf-8", check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert "the same records every time" in result.stdout


def test_a_batch_survives_a_few_kills(tmp_path):
    _survives(tmp_path, "--kills", "4", "--documents", "200")


@pytest.mark.once
@pytest.mark.skipif(not os.environ.get("FISCALNLP_ALL"), reason="takes minutes; part of `make test-all`")
def test_a_batch_survives_fifty_kills(tmp_path):
    _survives(tmp_path, "--kills", "50")
