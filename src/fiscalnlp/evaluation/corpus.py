"""A corpus: disclosures in any format with a truth file beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from fiscalnlp.errors import BrokenSourceError, SourceNotFoundError
from fiscalnlp.evaluation.truth import Truth, read_truth
from fiscalnlp.read.folder import files_in, is_document


@dataclass(frozen=True, slots=True)
class Case:
    """A document to be judged by its truth.

    Args:
        truth: what is true of it.
        source: the document's file.
        format: what its name has over the truth file's: `pdf`, `scan.pdf`.
    """

    truth: Truth
    source: Path
    format: str

    def measures(self, wanted: Iterable[str]) -> tuple[str, ...]:
        """Return those of the measures that the document is judged by."""
        wanted = tuple(wanted)
        return tuple(name for name in self.truth.measures(self.format) if name in wanted)


def find_cases(paths: Iterable[Path]) -> tuple[Case, ...]:
    """Return the cases of folders (with all below them), truth files and documents, in order of their paths.

    The truth file `NAME.json` is that of `NAME.pdf`, `NAME.txt`, `NAME-scan.pdf` … beside it; where two names
    fit, the longer counts.

    Raises:
        SourceNotFoundError: a path, or all truth, is missing.
        BrokenSourceError: a truth file is broken or has no document beside it.
    """
    cases: dict[Path, Case] = {}
    for path in paths:
        found = list(_cases(path))
        if not found:
            raise SourceNotFoundError(
                str(path), "holds no truth file (NAME.json beside NAME.pdf)", stage="evaluate"
            )
        cases.update((case.source, case) for case in found)
    return tuple(cases[source] for source in sorted(cases))


def documents_without_truth(paths: Iterable[Path], cases: Iterable[Case]) -> tuple[Path, ...]:
    """Return the documents in the folders among `paths` that no case is about."""
    known = {case.source for case in cases}
    found = {file for path in paths if path.is_dir() for file in files_in(path) if is_document(file)}
    return tuple(sorted(found - known))


def _cases(path: Path) -> Iterator[Case]:
    if path.is_dir():
        files = files_in(path)
        sources: dict[Path, list[Path]] = {file: [] for file in files if file.suffix == ".json"}
        for file in filter(is_document, files):
            truth = _truth_of(file)
            if truth is not None:
                sources[truth].append(file)
        for truth, found in sources.items():
            yield from _of_truth(truth, found)
    elif not path.is_file():
        raise SourceNotFoundError(str(path), "no such file or folder", stage="evaluate")
    elif path.suffix == ".json":
        beside = [each for each in sorted(path.parent.glob("*")) if is_document(each)]
        yield from _of_truth(path, [each for each in beside if _truth_of(each) == path])
    else:
        truth = _truth_of(path)
        if truth is None:
            raise SourceNotFoundError(str(path), f"has no truth file {path.stem}.json beside it", stage="evaluate")
        yield Case(read_truth(truth), path, _format(truth, path))


def _of_truth(file: Path, sources: list[Path]) -> Iterator[Case]:
    if not sources:
        raise BrokenSourceError(str(file), f"there is no document {file.stem}.… beside it", stage="evaluate")
    truth = read_truth(file)
    for source in sources:
        yield Case(truth, source, _format(file, source))


def _truth_of(source: Path) -> Path | None:
    """Return the truth file of a document: of those whose name it begins with, the one with the longest."""
    parts = source.stem.split("-")
    for size in range(len(parts), 0, -1):
        truth = source.with_name("-".join(parts[:size]) + ".json")
        if truth.is_file():
            return truth
    return None


def _format(truth: Path, source: Path) -> str:
    return source.name.removeprefix(truth.stem)[1:].lower()
