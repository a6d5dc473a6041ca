"""The code of the pages is run: Python blocks as sessions, console blocks as commands with what they print, TOML.

Each page has a folder of its own to work in, with the repository's `corpora` in it; blocks of one page follow each
other. `...` in a console block stands for lines or words that are left out.
"""

from __future__ import annotations

import doctest
import os
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from sybil import Example, Sybil
from sybil.parsers.myst import CodeBlockParser, PythonCodeBlockParser, SkipParser

ROOT = Path(__file__).parents[1]
_OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def run_commands(example: Example) -> str | None:
    """Run each `$ command` of a console block; what it prints must be what stands below it, if something does."""
    for block in ("\n" + example.parsed).split("\n$ ")[1:]:
        command, _, expected = block.partition("\n")
        done = subprocess.run(
            ["bash", "-c", command],
            env={
                **os.environ,
                "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
                "PYTHONUTF8": "1",
                "COLUMNS": "100",
            },
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        printed = done.stdout + done.stderr
        if done.returncode not in (0, 1):  # 1 stands for findings, or for a file that could not be read
            return f"{command}\nended with {done.returncode}:\n{printed}"
        if expected.strip() and not doctest.OutputChecker().check_output(expected, printed, _OPTIONS):
            return f"{command}\nprinted:\n{printed}"
    return None


def read_toml(example: Example) -> None:
    """Read a TOML block; settings of checks as `fiscalnlp check` reads them."""
    from fiscalnlp.check import read_settings

    if "check" in tomllib.loads(example.parsed):
        file = Path("settings.toml")
        file.write_text(example.parsed, encoding="utf-8")
        read_settings(file)


def enter(namespace: dict[str, Any]) -> None:
    """Go to a new folder for the page."""
    folder = tempfile.TemporaryDirectory()
    (Path(folder.name) / "corpora").symlink_to(ROOT / "corpora")
    namespace["_folder"], namespace["_before"] = folder, Path.cwd()
    os.chdir(folder.name)


def leave(namespace: dict[str, Any]) -> None:
    """Come back, and leave nothing."""
    os.chdir(namespace["_before"])
    namespace["_folder"].cleanup()


pytest_collect_file = Sybil(
    parsers=[
        PythonCodeBlockParser(doctest_optionflags=_OPTIONS),
        CodeBlockParser("console", run_commands),
        CodeBlockParser("toml", read_toml),
        SkipParser(),
    ],
    patterns=["*.md"],
    excludes=["generated/*"],  # what is copied shows code with names of the reader's own
    setup=enter,
    teardown=leave,
).pytest()
