"""The documents that are bundled with the project: which disclosures, in which formats, under which names."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from generator.model import Disclosure
from generator.styles import STYLES
from generator.writers.docx import write_docx
from generator.writers.html import write_html
from generator.writers.pdf import LAYOUTS, write_pdf
from generator.writers.scan import write_scan
from generator.writers.txt import TEXT_LAYOUTS, write_txt
from generator.writers.xlsx import write_xlsx

#: Format → how a disclosure is written in it. Every layout and variant there is.
FORMATS: dict[str, Callable[[Disclosure], bytes]] = {
    **{f"{name}.pdf": partial(write_pdf, layout=layout) for name, layout in LAYOUTS.items()},
    "docx": write_docx,
    "numbered.docx": partial(write_docx, numbered=True),
    "html": write_html,
    "txt": write_txt,
    "pdf.txt": partial(write_txt, layout=TEXT_LAYOUTS["pdf"]),
    "web.txt": partial(write_txt, layout=TEXT_LAYOUTS["web"]),
    "xlsx": write_xlsx,
}

#: What a format holds where that is not all: of a workbook the tables are judged, of a scan of some pages nothing.
PARTIAL = {"xlsx": ["tables"], "scan.pdf": []}


@dataclass(frozen=True, slots=True)
class Bundled:
    """A disclosure to bundle: style and seed, layout of its PDF, how Word numbers, pages to scan (from 0)."""

    style: str
    seed: int
    layout: str
    numbered: bool
    scanned: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        """The name its files share."""
        return f"{self.style}-{self.seed}"

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield `(file name, content)` of each file."""
        disclosure = STYLES[self.style].disclosure(self.seed)
        pdf = write_pdf(disclosure, LAYOUTS[self.layout])
        yield f"{self.name}.pdf", pdf
        yield f"{self.name}.docx", write_docx(disclosure, numbered=self.numbered)
        for each in ("html", "txt", "xlsx"):
            yield file_name(self.name, each), FORMATS[each](disclosure)
        yield f"{self.name}.json", truth(disclosure)
        if self.scanned:
            yield f"{self.name}-scan.pdf", write_scan(pdf, self.seed, pages=self.scanned)


#: The formats of a sample: text as saved, off a PDF and off the web, PDF, Word, web page.
SAMPLED = ("txt", "pdf.txt", "web.txt", "office.pdf", "docx", "html")

BUNDLED = (
    Bundled("final-accounts", 2, layout="office", numbered=False, scanned=(0, 5, 18, 19)),
    Bundled("department-budget", 3, layout="plain", numbered=True),
)


def sample_files(
    documents: int, formats: Iterable[str] = SAMPLED, styles: Iterable[str] = tuple(STYLES)
) -> Iterator[tuple[str, bytes]]:
    """Yield `(file name, content)` of the first `documents` of each style, with their true records."""
    for style in styles:
        for seed in range(documents):
            disclosure = STYLES[style].disclosure(seed)
            yield f"{disclosure.name}.json", truth(disclosure)
            for each in formats:
                yield file_name(disclosure.name, each), FORMATS[each](disclosure)


def file_name(name: str, written: str) -> str:
    """Return the name of a document in a format: `final-accounts-2.txt`, `final-accounts-2-office.pdf`."""
    return f"{name}{'-' if '.' in written else '.'}{written}"


def truth(disclosure: Disclosure) -> bytes:
    """Return the true records of a disclosure as JSON."""
    return (json.dumps({**disclosure.truth, "formats": PARTIAL}, ensure_ascii=False, indent=1) + "\n").encode()


def bundled_files() -> Iterator[tuple[str, bytes]]:
    """Yield `(file name, content)` of every bundled document."""
    for each in BUNDLED:
        yield from each.files()
