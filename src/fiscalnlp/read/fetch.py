"""Paths and URLs → bytes."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from fiscalnlp.errors import BrokenSourceError, FiscalError, SourceNotFoundError, UnsupportedSourceError

#: Bytes of the largest file that is read.
MAX_FILE_SIZE = 500_000_000

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+(?:::[^\s]+)?://")


def is_url(text: str) -> bool:
    """Tell a URL; a drive letter makes none."""
    return bool(_URL.match(text))


def fetch(source: str | Path, name: str) -> bytes:
    """Return what is at a path or URL.

    Raises:
        SourceNotFoundError: there is no such file, or it is a folder.
        UnsupportedSourceError: no driver for the protocol is installed, or there is none.
        BrokenSourceError: it cannot be opened, or holds more than `MAX_FILE_SIZE` bytes.
    """
    try:
        local = _local_path(source)
        data = _fetch_url(str(source), name) if local is None else _read(local)
    except FiscalError:
        raise
    except FileNotFoundError:
        raise SourceNotFoundError(name, "no such file") from None
    except IsADirectoryError:
        raise SourceNotFoundError(name, "is a folder, not a file") from None
    except (OSError, ValueError) as error:
        raise BrokenSourceError(name, f"cannot be opened: {error}") from error
    if len(data) > MAX_FILE_SIZE:
        raise BrokenSourceError(name, f"holds more than {MAX_FILE_SIZE:,} bytes")
    return data


def _local_path(source: str | Path) -> Path | None:
    """Return the path that `source` is, also as a `file:` URL; `None` for any other URL."""
    if isinstance(source, Path) or not is_url(source):
        return Path(source)
    parts = urlsplit(source)
    if parts.scheme.lower() != "file" or parts.netloc not in {"", "localhost"}:
        return None
    return Path(url2pathname(parts.path))


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MAX_FILE_SIZE + 1)


def _fetch_url(url: str, name: str) -> bytes:
    import fsspec  # noqa: PLC0415 - only for URLs

    protocol = url.split("://", 1)[0]
    try:
        with fsspec.open(url, "rb") as file:
            data: bytes = file.read(MAX_FILE_SIZE + 1)
            return data
    except (FileNotFoundError, IsADirectoryError):
        raise
    except ImportError as error:
        cause = f"the driver for {protocol}:// is not installed (fsspec says: {error})"
        raise UnsupportedSourceError(name, cause) from error
    except ValueError as error:
        raise UnsupportedSourceError(name, f"{protocol}:// cannot be read: {error}") from error
    except Exception as error:  # drivers raise errors of their own libraries
        raise BrokenSourceError(name, f"cannot be fetched: {type(error).__name__}: {error}") from error
