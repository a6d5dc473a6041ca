"""Tests of what need not be installed: skipped where it is not, except under `make test-all`, where they fail."""

from __future__ import annotations

import importlib
import os
import shutil
from typing import Any

import pytest


def extra(module: str) -> Any:
    """Return the module of an extra; without it, skip the test, or fail it where every extra must be there."""
    if os.environ.get("FISCALNLP_ALL"):
        return importlib.import_module(module)
    return pytest.importorskip(module)


def program(*names: str) -> str:
    """Return the path of the first of these programs that is there; without any, skip or fail the test."""
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        missing(f"{' or '.join(names)} is not installed")
    return found


def missing(what: str) -> Any:
    """Skip the test because of what is not there, or fail it where everything must be."""
    (pytest.fail if os.environ.get("FISCALNLP_ALL") else pytest.skip)(what)
