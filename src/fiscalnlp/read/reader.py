"""A file, several files of one disclosure, an archive, bytes or text → a source, by the reader for its type."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from fiscalnlp.errors import BrokenSourceError, EmptySourceError, FiscalError, UnsupportedSourceError
from fiscalnlp.read.archive import Member, office_parts, read_members
from fiscalnlp.read.detect import Kind, detect, image_type, is_html
from fiscalnlp.read.fetch import fetch, is_url
from fiscalnlp.read.options import DEFAULTS, ReadOptions
from fiscalnlp.read.plain import check_text, decode, decode_markup, read_plain
from fiscalnlp.read.source import MAX_CELLS, MAX_CHARACTERS, MAX_PAGES, FlowLine, FlowTable, Page, Source

if TYPE_CHECKING:
    from fiscalnlp.read.pdf import Recognise
    from fiscalnlp.read.picture import Picture

_SENTENCE_MARKS = frozenset("。；，：\n")
_Content = tuple[tuple[Page, ...], tuple[str, ...]]


def read_source(
    source: str | bytes | Path | Sequence[str | bytes | Path],
    *,
    name: str | None = None,
    options: ReadOptions = DEFAULTS,
) -> Source:
    """Read a disclosure from a path, a URL, bytes or text, or from several that make it up together.

    A `str` is taken for text when it holds a line break or a Chinese sentence mark and names no existing
    file, otherwise for a path or a URL. A ZIP archive is one disclosure if it holds one text with any number
    of spreadsheets, or spreadsheets only.

    Args:
        source: what to read; in a sequence, one text beside its tables in spreadsheets, or a text in parts.
        name: what to call it in errors; by default the path, `<bytes>` or `<text>`.
        options: how to read it.

    Raises:
        SourceNotFoundError: the path does not exist or is a folder.
        EmptySourceError: there is nothing but white space in it.
        UnsupportedSourceError: it is of a type that is not read, or an archive of several disclosures; the
            message says what to do.
        BrokenSourceError: it is damaged, encrypted or no text at all.
    """
    if isinstance(source, bytes):
        return _read_bytes(source, name or "<bytes>", options)
    if isinstance(source, str) and _is_text(source):
        return _read_text(source, name or "<text>")
    if isinstance(source, str | Path):
        label = name or str(source)
        return _read_bytes(fetch(source, label), label, options)
    parts = [read_source(part, options=options) for part in source]
    label = name or " + ".join(part.name for part in parts) or "<nothing>"
    if not parts:
        raise EmptySourceError(label, "no source was given")
    return parts[0] if len(parts) == 1 else _joined(parts, label)


def expand_source(source: str | Path, options: ReadOptions = DEFAULTS) -> Iterator[Source | FiscalError]:
    """Yield the disclosures at a path or URL: one, or each of those in an archive, or why one cannot be read.

    In an archive of several, spreadsheets go with the text in their folder if it is the only one there; a
    disclosure from it is called `archive.zip!/member`.
    """
    label = str(source)
    try:
        data = fetch(source, label)
        with _named(label):
            archive = bool(data.strip()) and detect(data, label) is Kind.ZIP
            texts, sheets, warnings = archive_members(data, label) if archive else ([], [], ())
        if len(texts) < 2:
            yield _read_bytes(data, label, options)
            return
    except FiscalError as error:
        yield error
        return
    for title, members in disclosures(texts, sheets):
        try:
            read = _read_members(members, label, options)
            result = replace(read, name=f"{label}!/{title}", warnings=(*warnings, *read.warnings))
            warnings = ()
        except FiscalError as error:
            yield error
        else:
            yield result


def _is_text(source: str) -> bool:
    if not _SENTENCE_MARKS.intersection(source):
        return not source.strip() or is_html(source)
    if "\n" in source or len(source) > 1024:
        return True
    if is_url(source):
        return False
    try:
        return not Path(source).exists()
    except OSError:
        return True


def _read_text(text: str, name: str) -> Source:
    check_text(text, name)
    text = text.removeprefix("\ufeff")
    data = text.encode("utf-8", "surrogatepass")
    if not is_html(text):
        return _source(name, data, Kind.TEXT, _read_plain(text, name))
    from fiscalnlp.read.html import read_html  # noqa: PLC0415 - an engine of its own

    with _named(name):
        return _source(name, data, Kind.HTML, read_html(text, name))


def _read_bytes(data: bytes, name: str, options: ReadOptions) -> Source:
    if not data.strip():
        raise EmptySourceError(name, "the file is empty")
    with _named(name):
        kind = detect(data, name)
        if kind is Kind.ZIP:
            return _read_archive(data, name, options)
        return _source(name, data, kind, _content(data, kind, name, options))


@contextmanager
def _named(name: str) -> Iterator[None]:
    """Turn what a damaged or boundless source raises inside a reader or its engine into an error that names it."""
    try:
        yield
    except FiscalError:
        raise
    except MemoryError as error:
        raise BrokenSourceError(name, "takes more memory than there is") from error
    except RecursionError as error:
        raise BrokenSourceError(name, "damaged: what it holds is nested too deep") from error
    except Exception as error:
        raise BrokenSourceError(name, f"damaged: {type(error).__name__}: {error}") from error


def _read_plain(text: str, name: str) -> _Content:
    _check_length(len(text), name)
    if text.count("\f") >= MAX_PAGES:
        raise BrokenSourceError(name, f"has more than {MAX_PAGES:,} pages")
    return read_plain(text), ()


def _check_length(characters: int, name: str) -> None:
    if characters > MAX_CHARACTERS:
        cause = f"holds {characters:,} characters, and no more than {MAX_CHARACTERS:,} are read"
        raise BrokenSourceError(name, cause)


def _characters(page: Page) -> int:
    """Return how many characters a page holds."""
    flow = sum(
        len(item.text) if isinstance(item, FlowLine) else sum(len(cell.text) for cell in item.cells)
        for item in page.flow
    )
    return len(page.glyphs) + flow


def _source(name: str, data: bytes, kind: Kind, content: _Content) -> Source:
    _check_length(sum(map(_characters, content[0])), name)
    cells = sum(len(item.cells) for page in content[0] for item in page.flow if isinstance(item, FlowTable))
    if cells > MAX_CELLS:
        raise BrokenSourceError(name, f"has {cells:,} table cells, and no more than {MAX_CELLS:,} are read")
    media_type = image_type(data) or kind.value if kind is Kind.IMAGE else kind.value
    return Source(name, hashlib.sha256(data).hexdigest(), media_type, *content)


def _content(data: bytes, kind: Kind, name: str, options: ReadOptions) -> _Content:
    """Hand `data` to the reader for its kind; engines are imported when they are needed."""
    match kind:
        case Kind.PDF:
            return _read_pdf(data, name, options)
        case Kind.IMAGE:
            from fiscalnlp.read.images import IMAGE_TYPES, read_image  # noqa: PLC0415

            if options.ocr == "off" or image_type(data) not in IMAGE_TYPES:
                cause = "and OCR is off" if options.ocr == "off" else "which is no usual format of a scan"
                raise UnsupportedSourceError(name, f"is an image ({image_type(data)}), {cause}")
            return read_image(data, name)
        case Kind.DOCX:
            from fiscalnlp.read.docx import read_docx  # noqa: PLC0415

            return read_docx(office_parts(data, name), name)
        case Kind.XLSX | Kind.XLS:
            from fiscalnlp.read.sheets import read_sheets  # noqa: PLC0415

            return read_sheets(data, name, office_parts(data, name) if kind is Kind.XLSX else None)
        case Kind.HTML | Kind.MHTML:
            from fiscalnlp.read.html import read_html, unpack_mhtml  # noqa: PLC0415

            page, stated = unpack_mhtml(data, name) if kind is Kind.MHTML else (data, None)
            return read_html(decode_markup(page, name, stated), name)
        case _:
            return _read_plain(decode(data, name).removeprefix("\ufeff"), name)


def _read_pdf(data: bytes, name: str, options: ReadOptions) -> _Content:
    """Read a PDF; with PDFium in a process of its own, as forms that draw themselves make it fill the memory."""
    if options.pdf_engine != "pypdfium2":
        return _pdf_content(data, name, options)
    from fiscalnlp.read.contained import ContainedError, contained  # noqa: PLC0415

    try:
        return contained(_contained_pdf_content, data, name, options)
    except ContainedError:
        raise BrokenSourceError(name, "damaged PDF: its contents are out of all bounds") from None


def _pdf_content(data: bytes, name: str, options: ReadOptions) -> _Content:
    from fiscalnlp.read.pdf import read_pdf  # noqa: PLC0415

    return read_pdf(data, name, engine=options.pdf_engine, **_recognition(options))


def _contained_pdf_content(data: bytes, name: str, options: ReadOptions) -> _Content:
    """Read a PDF in a process with limits of its own, which each page that is recognised starts anew."""
    from fiscalnlp.read.contained import MAX_SECONDS, allow  # noqa: PLC0415
    from fiscalnlp.read.pdf import read_pdf  # noqa: PLC0415

    recognition = _recognition(options)
    recognise = recognition.get("recognise")
    if recognise is not None:

        def in_time(number: int, picture: Picture, width: float, height: float) -> Page:
            allow(MAX_SECONDS)
            page = recognise(number, picture, width, height)
            allow(MAX_SECONDS)
            return page

        recognition["recognise"] = in_time
    return read_pdf(data, name, engine=options.pdf_engine, **recognition)


class _Recognition(TypedDict, total=False):
    recognise: Recognise
    always: bool
    advice: str


def _recognition(options: ReadOptions) -> _Recognition:
    """Return how pages without a text layer are recognised, or what to advise where they cannot be."""
    from fiscalnlp.read import ocr  # noqa: PLC0415

    if options.ocr == "off":
        return {}
    if options.ocr == "auto" and not ocr.is_available():
        return {"advice": ocr.ADVICE}
    return {"recognise": ocr.recognise, "always": options.ocr == "force"}


def _joined(parts: Sequence[Source], name: str) -> Source:
    """Return several sources as one: first the text, of which one may have page numbers, then what is beside it.

    Raises:
        UnsupportedSourceError: more than one of them has page numbers.
    """
    paged = [part for part in parts if any(page.number is not None for page in part.pages)]
    if len(paged) > 1:
        names = ", ".join(part.name for part in paged)
        raise UnsupportedSourceError(name, f"only one part of a disclosure may have page numbers, not {names}")
    digest = hashlib.sha256("".join(part.sha256 for part in parts).encode())
    ordered = [*paged, *(part for part in parts if part not in paged)]
    return Source(
        name,
        digest.hexdigest(),
        ordered[0].media_type,
        tuple(_without_offsets(page) for part in ordered for page in part.pages),
        tuple(f"{part.name}: {warning}" for part in ordered for warning in part.warnings),
    )


def _without_offsets(page: Page) -> Page:
    """Return a page whose lines do not point into a text that is only a part of the source."""
    flow = tuple(FlowLine(None, item.text) if isinstance(item, FlowLine) else item for item in page.flow)
    return replace(page, flow=flow)


# -- archives -----------------------------------------------------------------------------------------------


def archive_members(data: bytes, name: str) -> tuple[list[Member], list[Member], tuple[str, ...]]:
    """Return an archive's members that hold text and its spreadsheets, and warnings for all the others.

    Raises:
        BrokenSourceError: the archive is damaged.
        EmptySourceError: it holds nothing that can be read.
    """
    members, skipped = read_members(data, name)
    warnings = list(skipped)
    texts: list[Member] = []
    sheets: list[Member] = []
    for member in members:
        try:
            if not member.data.strip():
                raise EmptySourceError(member.path, "the file is empty")
            kind = detect(member.data, member.path)
        except FiscalError as error:
            warnings.append(f"{member.path} was left out: {error.cause}")
            continue
        if kind is Kind.IMAGE:
            warnings.append(f"{member.path} was left out: an image beside a text")
        else:
            (sheets if kind.is_sheets else texts).append(member)
    if not (texts or sheets):
        raise EmptySourceError(name, "; ".join(["the archive holds nothing that can be read", *warnings]))
    return texts, sheets, tuple(warnings)


def _read_archive(data: bytes, name: str, options: ReadOptions) -> Source:
    texts, sheets, warnings = archive_members(data, name)
    if len(texts) > 1:
        listed = ", ".join(member.path for member in texts)
        cause = f"the archive holds several disclosures ({listed}): read them one by one with `Pipeline.read_all`"
        raise UnsupportedSourceError(name, cause)
    read = _read_members([*texts, *sheets], name, options)
    digest = hashlib.sha256(data).hexdigest()
    return Source(name, digest, Kind.ZIP.value, read.pages, (*warnings, *read.warnings))


def _read_members(members: Sequence[Member], archive: str, options: ReadOptions) -> Source:
    """Read members as one disclosure; an empty spreadsheet is none of it."""
    parts: list[Source] = []
    warnings: list[str] = []
    for member in members:
        try:
            parts.append(_read_bytes(member.data, f"{archive}!/{member.path}", options))
        except EmptySourceError as error:
            if len(members) == 1:
                raise
            warnings.append(f"{error.source} was left out: {error.cause}")
    if not parts:
        raise EmptySourceError(archive, "; ".join(["the archive holds nothing that can be read", *warnings]))
    joined = _joined(parts, parts[0].name)
    return replace(joined, warnings=(*warnings, *joined.warnings))


def disclosures(texts: Sequence[Member], sheets: Sequence[Member]) -> Iterator[tuple[str, list[Member]]]:
    """Yield the disclosures of an archive by folder: what to call each, and its members."""
    for folder in dict.fromkeys(member.folder for member in (*texts, *sheets)):
        own = [member for member in texts if member.folder == folder]
        beside = [member for member in sheets if member.folder == folder]
        if len(own) == 1:
            yield own[0].path, [*own, *beside]
        elif own:
            yield from ((member.path, [member]) for member in (*own, *beside))
        else:
            yield folder or beside[0].path, beside
