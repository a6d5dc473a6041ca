"""How sources are read: choices that change what is read, never what a record means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

PdfEngine = Literal["pymupdf", "pypdfium2"]
Ocr = Literal["auto", "off", "force"]


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """Choices for reading.

    Args:
        pdf_engine: library that reads PDF: `pymupdf`, or `pypdfium2` (extra `pdfium`).
        ocr: when pages are recognised as pictures: `auto` where they have no text, `off`, `force` everywhere.

    Raises:
        ValueError: if a value is none of these.
    """

    pdf_engine: PdfEngine = "pymupdf"
    ocr: Ocr = "auto"

    def __post_init__(self) -> None:
        for name, value, known in (
            ("pdf_engine", self.pdf_engine, get_args(PdfEngine)),
            ("ocr", self.ocr, get_args(Ocr)),
        ):
            if value not in known:
                raise ValueError(f"{name} is {value!r}; it may be {', '.join(known)}")


DEFAULTS = ReadOptions()
