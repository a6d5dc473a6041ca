"""Tests of optional extras: skipped where the extra is not installed, except under `make test-all`."""

from __future__ import annotations

import importlib
import os
from typing import Any

import pytest


def extra(module: str) -> Any:
    """Return the module of an extra; without it, skip the test, or fail it where every extra must be there."""
    if os.environ.get("FISCALNLP_ALL"):
        return importlib.import_module(module)
    return pytest.importorskip(module)
