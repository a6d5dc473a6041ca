"""The errors the library raises; all carry the source, the stage and the cause."""

from __future__ import annotations


class FiscalError(Exception):
    """Base of the library's errors.

    Attributes:
        source: the file, URL or `<text>`/`<bytes>` that was being read.
        stage: the stage that failed: read, layout, segment, extract, link, graph, check or export.
        cause: what is wrong, in one sentence.
    """

    stage = "read"

    def __init__(self, source: str, cause: str, *, stage: str | None = None) -> None:
        self.source = source
        self.cause = cause = " ".join(cause.splitlines()).strip()  # one line, whatever an engine says
        if stage is not None:
            self.stage = stage
        super().__init__(f"{source}: {cause}")

    def __reduce__(self) -> tuple[object, ...]:
        """Keep the error picklable, so that it can cross process borders."""
        return _rebuild, (type(self), self.source, self.cause, self.stage)


def _rebuild(cls: type[FiscalError], source: str, cause: str, stage: str) -> FiscalError:
    return cls(source, cause, stage=stage)


class SourceNotFoundError(FiscalError, FileNotFoundError):
    """There is no such file."""


class EmptySourceError(FiscalError):
    """The file is there but holds nothing."""


class UnsupportedSourceError(FiscalError):
    """The content is of a type that the library does not read."""


class MissingExtraError(FiscalError, ImportError):
    """What was asked for needs a package that an optional extra of this library brings."""

    @classmethod
    def of(cls, source: str, package: str, extra: str, *, stage: str = "read") -> MissingExtraError:
        """Return the error for `package`, which the extra `extra` brings."""
        cause = f"{package} is not installed; the extra `{extra}` brings it: pip install 'fiscalnlp[{extra}]'"
        return cls(source, cause, stage=stage)


class BrokenSourceError(FiscalError):
    """The content is damaged, encrypted or not what it claims to be."""


class ExtractionError(FiscalError):
    """A stage after reading failed on this document."""

    stage = "extract"
