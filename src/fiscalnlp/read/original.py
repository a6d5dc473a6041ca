"""A source file once more, for people to look at: its text as it is stored, parts of its pages as pictures."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fiscalnlp.errors import FiscalError
from fiscalnlp.model.place import Box
from fiscalnlp.read.detect import Kind, detect
from fiscalnlp.read.fetch import fetch
from fiscalnlp.read.options import DEFAULTS, PdfEngine, ReadOptions
from fiscalnlp.read.picture import Picture
from fiscalnlp.read.plain import decode
from fiscalnlp.read.reader import archive_members, disclosures

if TYPE_CHECKING:
    from PIL.Image import Image

#: Resolution of pictures: small print of a wide table can be read at it.
DPI = 120
#: Media type of the pictures.
PICTURE_TYPE = "image/webp"

_QUALITY = 60  # of the picture's encoding; strokes stay clear, a strip of a page takes some 20 KB
_EFFORT = 2  # of the encoder; 4 takes twice the time for 4% fewer bytes
#: What an engine or decoder says of a file that it cannot draw.
_DAMAGE = (FiscalError, OSError, SyntaxError, ValueError, EOFError)


@dataclass(frozen=True, slots=True)
class Original:
    """The file that a document was read from.

    Args:
        name: path, URL, or path and member (`archive.zip!/member`).
        data: its bytes.
        kind: what it is.
        pdf_engine: what draws it if it is a PDF.
    """

    name: str
    data: bytes
    kind: Kind
    pdf_engine: PdfEngine = "pymupdf"

    def text(self) -> str | None:
        """Return what a text file holds, without byte order mark; `None` for a file of any other kind.

        Offsets of a `FlowLine` count its code points.
        """
        return decode(self.data, self.name).removeprefix("\ufeff") if self.kind is Kind.TEXT else None

    def pictures(self, areas: Collection[Box], turned: Mapping[int, int] | None = None) -> dict[Box, bytes]:
        """Return areas of pages as pictures (`PICTURE_TYPE`).

        Args:
            areas: boxes on the pages as read, in points.
            turned: by how many degrees, clockwise, a page was turned when it was read, by number.

        Returns: the picture of each area; without those of a page that is not there or cannot be drawn, and
            empty for a file without pages.
        """
        turned = dict(turned or {})
        try:
            if self.kind is Kind.IMAGE:
                return _image_areas(self.data, areas, turned)
            if self.kind is not Kind.PDF:
                return {}
            if self.pdf_engine != "pypdfium2":
                return _pdf_areas(self.data, self.name, areas, turned, self.pdf_engine)
            from fiscalnlp.read.contained import ContainedError, contained  # noqa: PLC0415

            try:
                return contained(_pdf_areas, self.data, self.name, areas, turned, self.pdf_engine)
            except ContainedError:
                return {}
        except _DAMAGE:
            return {}


def open_original(name: str, options: ReadOptions = DEFAULTS) -> Original:
    """Open the file that a document of this name was read from; of an archive, the member that has its pages.

    Raises:
        FiscalError: it cannot be opened any more.
    """
    path, _, title = name.partition("!/")
    data = fetch(path, path)
    kind = detect(data, path)
    if kind is Kind.ZIP:
        texts, sheets, _ = archive_members(data, path)
        members = next((found for each, found in disclosures(texts, sheets) if each == title), texts or sheets)
        data = members[0].data
        kind = detect(data, name)
    return Original(name, data, kind, options.pdf_engine)


def _pdf_areas(
    data: bytes, name: str, areas: Collection[Box], turned: Mapping[int, int], engine: PdfEngine
) -> dict[Box, bytes]:
    from fiscalnlp.read.pdf import page_pictures  # noqa: PLC0415 - only for PDF

    found: dict[Box, bytes] = {}
    wanted = sorted({area.page for area in areas})
    for number, picture, size in page_pictures(data, name, wanted, engine=engine, dpi=DPI):
        found |= _cut(picture, size, turned.get(number, 0), [area for area in areas if area.page == number])
    return found


def _image_areas(data: bytes, areas: Collection[Box], turned: Mapping[int, int]) -> dict[Box, bytes]:
    from fiscalnlp.read.images import image_pages  # noqa: PLC0415 - only for images

    found: dict[Box, bytes] = {}
    for number, (picture, size) in enumerate(image_pages(data), start=1):
        found |= _cut(picture, size, turned.get(number, 0), [area for area in areas if area.page == number])
    return found


def _cut(
    picture: Picture, size: tuple[float, float], turned: int, areas: Collection[Box]
) -> Iterator[tuple[Box, bytes]]:
    """Yield areas of a page that is `size` points large as displayed; they are boxes on it after turning."""
    if not areas:
        return
    page = _upright(picture, turned)
    scale = page.width / (size[1] if turned in (90, 270) else size[0])
    for area in areas:
        part = page.crop(
            (
                max(0, int(area.x0 * scale)),
                max(0, int(area.y0 * scale)),
                min(page.width, round(area.x1 * scale)),
                min(page.height, round(area.y1 * scale)),
            )
        )
        if scale > DPI / 72:  # a scan holds more pixels than a person needs
            part.thumbnail((round(part.width * DPI / 72 / scale), round(part.height * DPI / 72 / scale)))
        file = io.BytesIO()
        part.save(file, "WEBP", quality=_QUALITY, method=_EFFORT)
        yield area, file.getvalue()


def _upright(picture: Picture, turned: int) -> Image:
    from PIL import Image  # noqa: PLC0415 - only for pictures

    mode = {1: "L", 3: "RGB", 4: "RGBA"}[picture.channels]
    page = Image.frombytes(mode, (picture.width, picture.height), picture.samples).convert("RGB")
    turns = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}
    return page.transpose(turns[turned]) if turned in turns else page
