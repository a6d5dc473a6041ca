"""Where an export goes: written aside and renamed, so that no reader ever sees half a file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from fiscalnlp.errors import FiscalError

#: A path, or a binary stream that is already open.
Target = str | os.PathLike[str] | BinaryIO


@contextmanager
def opened(target: Target) -> Iterator[BinaryIO]:
    """Open `target` for writing bytes.

    A path is written to a file beside it, which takes its place once all is written and goes away if anything
    fails. A device or pipe is written directly, a stream is used as it is and left open.

    Raises:
        FiscalError: if the file cannot be written (stage `export`).
    """
    if not isinstance(target, str | os.PathLike):
        yield target
        return
    try:
        path = Path(target).resolve()
        if path.exists() and not path.is_file() and not path.is_dir():
            with path.open("wb") as file:
                yield file
            return
        with _replacing(path) as file:
            yield file
    except FiscalError:  # of what is being written, some of which are OSErrors too
        raise
    except OSError as error:
        cause = f"cannot be written: {error.strerror or error}"
        raise FiscalError(os.fspath(target), cause, stage="export") from error


def folder(target: str | os.PathLike[str]) -> Path:
    """Make the folder `target`, with those around it, unless it is there; return its path.

    Raises:
        FiscalError: if it cannot be made (stage `export`).
    """
    path = Path(target)
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        cause = f"cannot be made a folder: {error.strerror or error}"
        raise FiscalError(os.fspath(target), cause, stage="export") from error
    return path


@contextmanager
def _replacing(path: Path) -> Iterator[BinaryIO]:
    aside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with aside.open("wb") as file:
            yield file
        aside.replace(path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
