"""Which files of a folder are documents."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from fiscalnlp.errors import SourceNotFoundError
from fiscalnlp.read.fetch import is_url

#: Endings of files that are taken for disclosures.
ENDINGS = frozenset(
    {
        *(".pdf", ".docx", ".xlsx", ".xls", ".html", ".htm", ".mhtml", ".mht", ".txt", ".zip"),
        *(".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp"),
    }
)


def is_document(path: Path) -> bool:
    """Tell whether `path` is a file with the ending of a type that is read."""
    return path.suffix.lower() in ENDINGS and path.is_file()


def files_in(folder: Path) -> list[Path]:
    """Return the files of a folder and all below it, in order, without hidden ones."""
    return sorted(
        file
        for file in folder.rglob("*")
        if file.is_file() and not any(part.startswith(".") for part in file.relative_to(folder).parts)
    )


def find_documents(paths: Iterable[str | Path]) -> list[str]:
    """Return the documents that `paths` name, in order: files and URLs themselves, folders with all below them.

    Raises:
        SourceNotFoundError: a path leads nowhere, or a folder holds no document.
    """
    found: dict[str, None] = {}
    for path in paths:
        if isinstance(path, str) and is_url(path):
            found.setdefault(path)
            continue
        if not Path(path).exists():
            raise SourceNotFoundError(str(path), "no such file or folder")
        own = [file for file in files_in(Path(path)) if is_document(file)] if Path(path).is_dir() else [Path(path)]
        if not own:
            raise SourceNotFoundError(str(path), "holds no document")
        found.update(dict.fromkeys(map(str, own)))
    return list(found)
