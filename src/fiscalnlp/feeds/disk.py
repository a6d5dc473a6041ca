"""Folders on disk that outlive whatever is killed: files that are there as a whole, and one writer at a time."""

from __future__ import annotations

import os
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from fiscalnlp.errors import FiscalError
from fiscalnlp.export.target import opened


@contextmanager
def opened_durably(path: Path) -> Iterator[BinaryIO]:
    """Open a file that takes its place only when its bytes are on the disk: what names it may be there first.

    Raises:
        FiscalError: it cannot be written (stage `export`).
    """
    with opened(path) as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


def write_durably(path: Path, content: bytes) -> None:
    """Put a file in its place, on disk, whole or not at all.

    Raises:
        FiscalError: it cannot be written (stage `export`).
    """
    with opened_durably(path) as file:
        file.write(content)
    sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """See to it that the names in a folder are on disk, where the system knows how."""
    if os.name == "posix":
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


class Writing:
    """The right to write into a folder, which one writer has at a time; it ends with the process at the latest.

    Where the system knows no such locks (Windows), everybody has it.

    Raises:
        FiscalError: another writer has it, or the folder cannot be opened (stage `export`).
    """

    def __init__(self, folder: Path) -> None:
        self._end = weakref.finalize(self, os.close, _locked(folder)) if os.name == "posix" else None

    @contextmanager
    def kept_if_it_works(self) -> Iterator[None]:
        """Give the right back where what is done under it fails."""
        try:
            yield
        except BaseException:
            self.end()
            raise

    def end(self) -> None:
        """Give the right back; once more does nothing."""
        if self._end is not None:
            self._end()


def _locked(folder: Path) -> int:
    import fcntl  # noqa: PLC0415 - not on every system

    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise FiscalError(str(folder), f"cannot be opened: {error.strerror or error}", stage="export") from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(descriptor)
        raise FiscalError(str(folder), "another run is writing here", stage="export") from error
    except OSError:
        pass  # a file system without locks
    return descriptor
