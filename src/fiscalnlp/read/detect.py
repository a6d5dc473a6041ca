"""Tell what a source is by its content, never by its name."""

from __future__ import annotations

import re
from enum import Enum

import regex

from fiscalnlp.errors import BrokenSourceError, UnsupportedSourceError
from fiscalnlp.read.archive import is_archive, part_names
from fiscalnlp.read.plain import decode, decode_markup

_DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Kind(Enum):
    """A type of source that can be told from others; the value is its media type."""

    PDF = "application/pdf"
    DOCX = _DOCX_TYPE
    XLSX = _XLSX_TYPE
    XLS = "application/vnd.ms-excel"
    HTML = "text/html"
    MHTML = "multipart/related"
    TEXT = "text/plain"
    ZIP = "application/zip"
    IMAGE = "image/*"

    @property
    def is_sheets(self) -> bool:
        """Whether it is a workbook, which holds tables only."""
        return self in {Kind.XLSX, Kind.XLS}


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_IMAGES = (
    (b"\x89PNG", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"GIF8", "image/gif"),
)
_CONVERT = "save it as {0} (or run `soffice --headless --convert-to {0} FILE`)"
_UNSUPPORTED = (
    (b"{\\rtf", "a Rich Text file (RTF): " + _CONVERT.format("docx")),
    (b"Rar!", "a RAR archive: unpack it"),
    (b"7z\xbc\xaf", "a 7z archive: unpack it"),
    (b"\x1f\x8b", "a gzip file: unpack it"),
)
#: Streams that an OLE file holds, by what it is.
_STREAMS = {
    "locked": "EncryptedPackage",
    "word": "WordDocument",
    "excel": "Workbook",
    "excel 5": "Book",
    "slides": "PowerPoint Document",
}
#: Parts that tell a ZIP container's kind, and what to say of one that is not read.
_OTHER_CONTAINERS = (
    ("xl/workbook.bin", "a binary workbook (XLSB): " + _CONVERT.format("xlsx")),
    ("ppt/presentation.xml", "a slide show (PPTX): save it as PDF"),
    ("OFD.xml", "an OFD file: save it as PDF"),
    ("META-INF/manifest.xml", "an OpenDocument file: " + _CONVERT.format("docx") + ", a spreadsheet as xlsx"),
)
_XML = (
    ("urn:schemas-microsoft-com:office:spreadsheet", "an XML spreadsheet: " + _CONVERT.format("xlsx")),
    ("http://schemas.microsoft.com/office/word/2003/wordml", "a Word 2003 XML file: " + _CONVERT.format("docx")),
    ("http://schemas.microsoft.com/office/2006/xmlPackage", "a Word XML file: " + _CONVERT.format("docx")),
)

#: Bytes at the start of a file that tell what it is.
_HEAD = 4096
_START = regex.compile(
    r"\ufeff?\s*(?:<\?xml[^>]{0,200}\?>\s*|<!--.{0,2000}?-->\s*)*"
    r"<(?:!doctype\s+html|html|head|body|meta|title|base|div|table|p|h[1-6]|span|style|script|center|font|section"
    r"|article|main|link|br)\b",
    regex.IGNORECASE | regex.DOTALL,
)
_MIME = re.compile(rb"(?:[\w-]+:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n){0,20}?(?:MIME-Version|Content-Type):", re.I)
_MIME_HTML = re.compile(rb"^content-type:\s*(?:multipart/related|text/html)", re.IGNORECASE | re.MULTILINE)


def image_type(data: bytes) -> str | None:
    """Return the media type of an image, `None` for anything else."""
    if data.startswith(b"BM") and len(data) > 26 and int.from_bytes(data[2:6], "little") <= len(data) + 4:
        return "image/bmp" if data[6:10] == bytes(4) else None
    return next((media_type for magic, media_type in _IMAGES if data.startswith(magic)), None)


def detect(data: bytes, name: str) -> Kind:
    """Tell what `data` is.

    Raises:
        UnsupportedSourceError: a type that is not read; the message says what to do.
        BrokenSourceError: an encrypted or damaged container, or neither a known type nor text.
        EmptySourceError: a text of white space.
    """
    if b"%PDF-" in data[:1024] and not data.startswith(_ZIP):
        return Kind.PDF
    if image_type(data) is not None:
        return Kind.IMAGE
    if data.startswith(_ZIP):
        return _container(data, name)
    if data.startswith(_OLE):
        return _compound_file(data, name)
    for magic, cause in _UNSUPPORTED:
        if data.startswith(magic):
            raise UnsupportedSourceError(name, f"is {cause}")
    return _markup_or_text(data, name)


def _container(data: bytes, name: str) -> Kind:
    names = part_names(data)
    if names is None:
        raise BrokenSourceError(
            name, "damaged ZIP container (Word, Excel or an archive): its directory is unreadable"
        )
    for part, cause in _OTHER_CONTAINERS:
        if part in names:
            raise UnsupportedSourceError(name, f"is {cause}")
    if is_archive(names):
        return Kind.ZIP
    if any(part.startswith("xl/") for part in names):
        return Kind.XLSX
    if any(part.startswith("word/") for part in names):
        return Kind.DOCX
    raise UnsupportedSourceError(
        name, "is an Office or other container of a type that is not read: save it as PDF"
    )


def _compound_file(data: bytes, name: str) -> Kind:
    """Tell what an OLE file is by its streams, the first where files are embedded in one another."""
    places = {kind: data.find(stream.encode("utf-16-le") + b"\0\0") for kind, stream in _STREAMS.items()}
    found = sorted((place, kind) for kind, place in places.items() if place >= 0)
    kind = found[0][1] if found else ""
    if places["locked"] >= 0:
        raise BrokenSourceError(name, "encrypted Office file: save it without a password")
    if kind.startswith("excel"):
        return Kind.XLS
    if kind == "word":
        raise UnsupportedSourceError(name, "is a legacy Word file (.doc, .wps): " + _CONVERT.format("docx"))
    if kind == "slides":
        raise UnsupportedSourceError(name, "is a legacy slide show (.ppt, .dps): save it as PDF")
    raise UnsupportedSourceError(
        name, "is a legacy Office or other OLE file, or a damaged one: " + _CONVERT.format("docx")
    )


def is_html(text: str) -> bool:
    """Tell a web page, or a piece of one, by how it starts."""
    return bool(_START.match(text))


def _is_mhtml(data: bytes) -> bool:
    """Tell a web archive by the headers it starts with."""
    head = data[:_HEAD].lstrip()
    return bool(_MIME.match(head) and _MIME_HTML.search(head))


def _markup_or_text(data: bytes, name: str) -> Kind:
    if _is_mhtml(data):
        return Kind.MHTML
    start = data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"<") or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = decode_markup(data, name)[:_HEAD]
        for mark, cause in _XML:
            if mark in head and head.lstrip("\ufeff \r\n\t").startswith("<?xml"):
                raise UnsupportedSourceError(name, f"is {cause}")
        if is_html(head):
            return Kind.HTML
    decode(data, name)
    return Kind.TEXT
