"""The pipeline: a spaCy `Language` with the fiscal components, and the way in for files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fiscalnlp.analysis import FAMILIES, Analysis
from fiscalnlp.components import PREFIX, bind, stored_records
from fiscalnlp.document import Document
from fiscalnlp.errors import ExtractionError, FiscalError
from fiscalnlp.patterns import check_own_patterns
from fiscalnlp.read import ReadOptions, Source, expand_source, read_source
from fiscalnlp.read.collector import collector_paused

if TYPE_CHECKING:
    from spacy.language import Language

    from fiscalnlp.read.options import Ocr, PdfEngine

#: A disclosure of ten million characters is a mistake, not a document.
_LONGEST_TEXT = 10_000_000


@dataclass(frozen=True, slots=True)
class Failure:
    """A source that could not be read in a batch: which, at which stage, and why."""

    source: str
    stage: str
    cause: str


class Pipeline:
    """Reads disclosures; configured once, reusable, the same answer on every run.

    Args:
        language: a spaCy pipeline with fiscal components; `fiscalnlp.load()` makes the usual one.
        options: how sources are read.
    """

    def __init__(self, language: Language, options: ReadOptions | None = None) -> None:
        self.spacy = language
        self.options = options or ReadOptions()

    def read(
        self, source: str | bytes | Path | Sequence[str | bytes | Path], *, name: str | None = None
    ) -> Document:
        """Read one disclosure from a path, a URL, bytes or text, or from several that make it up together.

        A `str` is taken for text when it holds a line break or a Chinese sentence mark and names no file. A
        sequence is one disclosure in parts: a text beside its tables in spreadsheets. So is a ZIP archive.

        Raises:
            SourceNotFoundError: there is no such file.
            EmptySourceError: there is nothing in it.
            UnsupportedSourceError: its type is not read, or it is an archive of several disclosures; the
                message says what to do.
            BrokenSourceError: it is damaged, encrypted or no text.
            ExtractionError: a later stage failed, which is a mistake in this library.
        """
        return self._analyse(read_source(source, name=name, options=self.options))

    def _analyse(self, source: Source) -> Document:
        analysis = Analysis(source)
        stage = "layout"
        try:
            text = analysis.layout.text
            if len(text) > _LONGEST_TEXT:
                raise ExtractionError(analysis.source.name, f"holds {len(text):,} characters", stage=stage)
            doc = self.spacy.make_doc(text)
            bind(doc, analysis)
            with collector_paused():
                for stage, component in self.spacy.pipeline:  # noqa: B007 - named in the error below
                    doc = component(doc)
        except FiscalError:
            raise
        except Exception as error:
            cause = f"{type(error).__name__}: {error}"
            raise ExtractionError(analysis.source.name, cause, stage=stage) from error
        return Document(analysis.source.name, analysis.document, stored_records(doc), doc)

    def read_all(self, sources: Iterable[str | Path]) -> Iterator[Document | Failure]:
        """Read paths and URLs one by one, in order; what cannot be read gives a `Failure` and stops nothing.

        An archive gives a document for each disclosure in it, called `archive.zip!/member` if they are several.
        """
        for source in sources:
            for read in expand_source(source, self.options):
                try:
                    result = read if isinstance(read, FiscalError) else self._analyse(read)
                except FiscalError as error:
                    result = error
                if isinstance(result, FiscalError):
                    yield Failure(result.source, result.stage, result.cause)
                else:
                    yield result


def load(*, disable: Sequence[str] = (), pdf_engine: PdfEngine = "pymupdf", ocr: Ocr = "auto") -> Pipeline:
    """Return the usual pipeline: every family of records, spaCy's `zh` underneath.

    Args:
        disable: families to leave out, such as `links` or `findings`.
        pdf_engine: library that reads PDF: `pymupdf`, or `pypdfium2` (extra `pdfium`).
        ocr: when pages are recognised as pictures: `auto` where they have no text, `off`, `force` everywhere.

    Raises:
        ValueError: if `disable` names no family, or an option is none of these.
        FiscalError: if a pattern of one's own (`fiscalnlp.data.own`) is none, or does not find its examples.
    """
    check_own_patterns()
    options = ReadOptions(pdf_engine, ocr)
    import spacy  # noqa: PLC0415 - heavy

    unknown = [name for name in disable if name not in FAMILIES]
    if unknown:
        raise ValueError(f"no such family: {', '.join(unknown)}; there are {', '.join(FAMILIES)}")
    config = {"nlp": {"tokenizer": {"@tokenizers": "fiscalnlp.words.v1"}}}
    language = spacy.blank("zh", config=config)
    language.max_length = _LONGEST_TEXT
    for family in FAMILIES:
        if family not in disable:
            language.add_pipe(PREFIX + family)
    return Pipeline(language, options)
