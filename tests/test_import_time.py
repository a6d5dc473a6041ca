"""`import fiscalnlp` stays light: what is heavy is imported when it is first used."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

import fiscalnlp

HEAVY = ("spacy", "pymupdf", "fitz", "networkx", "rdflib", "rich", "typer", "jieba", "rjieba", "numpy", "regex")


def _modules_after(program: str) -> set[str]:
    code = (
        f"{program}\nimport json, sys; print(json.dumps(sorted({{name.split('.')[0] for name in sys.modules}})))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    return set(json.loads(result.stdout))


def test_import_loads_nothing_heavy() -> None:
    assert _modules_after("import fiscalnlp").isdisjoint(HEAVY)


def test_help_of_the_command_line_needs_no_pipeline() -> None:
    assert _modules_after("import fiscalnlp.cli").isdisjoint({"spacy", "pymupdf", "networkx", "rdflib", "jieba"})


def test_reading_text_needs_no_pdf_engine_and_no_graph() -> None:
    program = "import fiscalnlp; fiscalnlp.load().read('一、部门职责\\n（一）负责管理工作。\\n')"
    assert _modules_after(program).isdisjoint({"pymupdf", "networkx", "rdflib"})


@pytest.mark.parametrize("name", fiscalnlp.__all__)
def test_public_names_are_there(name: str) -> None:
    assert getattr(fiscalnlp, name) is not None
    assert name in dir(fiscalnlp)


def test_other_names_are_not() -> None:
    with pytest.raises(AttributeError, match="no attribute 'poem'"):
        fiscalnlp.poem  # noqa: B018
