"""Makes the factories in this folder importable from every test; the pipeline and the bundled disclosure."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

import fiscalnlp
from fiscalnlp import Document, Pipeline

#: The bundled disclosure: final accounts as text with printed line wraps.
BUNDLED = Path(__file__).parents[1] / "corpora" / "disclosures" / "haigang-2023.txt"

# The first example of a test may load a vocabulary; how long one takes is no finding on any machine.
settings.register_profile("fiscalnlp", settings(), deadline=None)
settings.load_profile("fiscalnlp")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite the files in tests/golden")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--update-golden") and os.environ.get("CI"):
        raise pytest.UsageError("--update-golden is refused where CI is set: a golden file is rewritten by hand")


@pytest.fixture(scope="session")
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be rewritten."""
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture(scope="session")
def pipeline() -> Pipeline:
    """The usual pipeline, loaded once."""
    return fiscalnlp.load()


@pytest.fixture(scope="session")
def read(pipeline: Pipeline) -> Callable[[str], Document]:
    """Read a disclosure given as text."""
    return pipeline.read


@pytest.fixture(scope="session")
def bundled() -> Path:
    """Path of the bundled disclosure."""
    return BUNDLED


@pytest.fixture(scope="session")
def haigang(pipeline: Pipeline) -> Document:
    """The bundled disclosure, read."""
    return pipeline.read(BUNDLED)
