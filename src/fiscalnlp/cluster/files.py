"""Files wherever fsspec reaches: the documents below a URL, and a folder to write to."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePosixPath

import fsspec
from fsspec.implementations.local import LocalFileSystem

from fiscalnlp.errors import BrokenSourceError, FiscalError, SourceNotFoundError
from fiscalnlp.export.target import opened
from fiscalnlp.read.fetch import is_url
from fiscalnlp.read.folder import ENDINGS, find_documents


def documents_at(urls: Iterable[str]) -> list[str]:
    """Return the documents that `urls` name, in order: files themselves, folders and prefixes with all below them.

    Paths give absolute paths, which workers share by a file system of their own; hidden files are left out.

    Raises:
        SourceNotFoundError: a path or URL leads nowhere, or to a folder that holds no document.
        BrokenSourceError: it cannot be listed.
    """
    found: dict[str, None] = {}
    for url in urls:
        if is_url(url):
            found.update(dict.fromkeys(_below(url)))
        else:
            found.update(dict.fromkeys(find_documents([absolute(url)])))
    return list(found)


def absolute(url: str) -> str:
    """Return a URL as it is, a path as it is named from anywhere: workers stand in other folders."""
    return url if is_url(url) else str(Path(url).resolve())


def _below(url: str) -> list[str]:
    try:
        filesystem, root = fsspec.url_to_fs(url)
        paths = sorted(filesystem.find(root))
    except Exception as error:  # drivers raise errors of their own libraries
        raise BrokenSourceError(url, f"cannot be listed: {type(error).__name__}: {error}") from error
    if paths == [root]:
        return [url]
    names = [path for path in paths if _is_document(PurePosixPath(path.removeprefix(root)))]
    if not names:
        raise SourceNotFoundError(url, "holds no document")
    return [filesystem.unstrip_protocol(path) for path in names]


def _is_document(below: PurePosixPath) -> bool:
    return below.suffix.lower() in ENDINGS and not any(part.startswith(".") for part in below.parts)


class Store:
    """A folder at a path or URL, made where it is first written to.

    Raises:
        FiscalError: whatever is done, if the file system refuses it (stage `export`).
    """

    def __init__(self, url: str) -> None:
        self.url = url
        try:
            self.filesystem, self.root = fsspec.url_to_fs(url)
        except Exception as error:
            raise self._refused(error) from error

    def names(self, folder: str = "") -> list[str]:
        """Return the files of a folder below this one, in order, without what is below these."""
        try:
            self.filesystem.invalidate_cache()
            found = self.filesystem.ls(self._path(folder), detail=True) if self._exists(folder) else []
        except Exception as error:
            raise self._refused(error) from error
        return sorted(PurePosixPath(each["name"]).name for each in found if each["type"] == "file")

    def read(self, name: str) -> bytes:
        """Return what a file holds."""
        try:
            data: bytes = self.filesystem.cat_file(self._path(name))
        except Exception as error:
            raise self._refused(error) from error
        return data

    def read_all(self, names: Iterable[str]) -> list[bytes]:
        """Return what several files hold, in their order; object stores are asked for all of them at once."""
        paths = [self._path(name) for name in names]
        try:
            found: dict[str, bytes] = self.filesystem.cat(paths)
        except Exception as error:
            raise self._refused(error) from error
        return list(found.values())

    def write(self, name: str, data: bytes) -> None:
        """Write a file, all of it or, where writing fails, none: object stores put it at once, disks rename it."""
        path = self._path(name)
        try:
            self.filesystem.makedirs(path.rpartition("/")[0], exist_ok=True)
            if isinstance(self.filesystem, LocalFileSystem):
                with opened(path) as file:
                    file.write(data)
            else:
                self.filesystem.pipe_file(path, data)
        except FiscalError:
            raise
        except Exception as error:
            raise self._refused(error) from error

    def delete(self, names: Iterable[str]) -> None:
        """Take files away."""
        try:
            for name in names:
                self.filesystem.rm_file(self._path(name))
        except Exception as error:
            raise self._refused(error) from error

    def _path(self, name: str) -> str:
        return f"{self.root.rstrip('/')}/{name}" if name else self.root

    def _exists(self, folder: str) -> bool:
        return bool(self.filesystem.isdir(self._path(folder)))

    def _refused(self, error: Exception) -> FiscalError:
        return FiscalError(self.url, f"cannot be used: {type(error).__name__}: {error}", stage="export")
