"""Read a scan that comes as an image file: PNG, JPEG, BMP, or TIFF with a page a frame."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from warnings import catch_warnings, simplefilter

from fiscalnlp.errors import BrokenSourceError, UnsupportedSourceError
from fiscalnlp.read.ocr import ADVICE, is_available, recognise, recognition_warnings
from fiscalnlp.read.picture import Picture
from fiscalnlp.read.source import Page

if TYPE_CHECKING:
    from PIL.Image import Image

#: Width of a page in points where the image does not say: A4, upright or lying.
_A4 = (595.28, 841.89)
#: Resolutions (dpi) that a scanner may have written; others say nothing about the page.
_LIKELY_DPI = (100.0, 1300.0)
#: An image with more pixels is refused: it is no page, or made to fill the memory.
_MAX_PIXELS = 150_000_000
_FORMATS = ("PNG", "JPEG", "TIFF", "BMP")
#: Media types of the formats that are read.
IMAGE_TYPES = frozenset({"image/png", "image/jpeg", "image/tiff", "image/bmp"})


def read_image(data: bytes, name: str) -> tuple[tuple[Page, ...], tuple[str, ...]]:
    """Recognise the pages of an image file.

    Args:
        data: the file's bytes.
        name: what errors call the file.

    Returns: pages in order, numbered from 1, and warnings: each page was recognised, and what is doubtful.

    Raises:
        UnsupportedSourceError: if the extra that reads scans is not installed.
        BrokenSourceError: if the file is damaged, too large or of another format.
    """
    if not is_available():
        raise UnsupportedSourceError(name, f"is an image, without a text layer: {ADVICE}")
    pages: list[Page] = []
    warnings: list[str] = []
    try:
        for number, (picture, size) in enumerate(image_pages(data), start=1):
            page = recognise(number, picture, *size)
            pages.append(page)
            warnings += recognition_warnings(page) if page.glyphs else [f"page {number}: no text was recognised"]
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        cause = str(error).partition(" <")[0]  # without the name of an object of ours
        raise BrokenSourceError(name, f"damaged image: {cause}") from error
    return tuple(pages), tuple(warnings)


def image_pages(data: bytes) -> Iterator[tuple[Picture, tuple[float, float]]]:
    """Yield the pages of an image file in order, each with its width and height in points.

    Raises:
        OSError, SyntaxError, ValueError, EOFError: whatever the library says of a damaged file.
    """
    for image in _frames(data):
        picture = _picture(image)
        yield picture, _size(picture, image.info.get("dpi"))


def _frames(data: bytes) -> Iterator[Image]:
    from PIL import Image, ImageSequence  # noqa: PLC0415 - only for images

    try:
        with catch_warnings():
            simplefilter("ignore", Image.DecompressionBombWarning)  # the limit here is ours
            file = Image.open(io.BytesIO(data), formats=_FORMATS)
    except Image.DecompressionBombError as error:
        raise ValueError(str(error)) from error
    with file:
        for frame in ImageSequence.Iterator(file):
            if frame.width * frame.height > _MAX_PIXELS:
                raise ValueError(f"{frame.width}×{frame.height} pixels are too many for a page")
            yield frame


def _size(picture: Picture, tag: Any) -> tuple[float, float]:
    """Return width and height of the page in points, from the file's resolution or as of A4."""
    dpi = float(tag[0]) if tag and abs(float(tag[0]) - float(tag[1])) < 1 else 0.0
    if _LIKELY_DPI[0] <= dpi <= _LIKELY_DPI[1]:
        return picture.width * 72 / dpi, picture.height * 72 / dpi
    width = _A4[0] if picture.width <= picture.height else _A4[1]
    return width, picture.height * width / picture.width


def _picture(image: Image) -> Picture:
    """Return the pixels, upright by the camera's tag, on white where they are transparent."""
    from PIL import Image, ImageOps  # noqa: PLC0415

    upright = ImageOps.exif_transpose(image)
    if upright.has_transparency_data:
        shown = upright.convert("RGBA")
        paper = Image.new("RGBA", shown.size, "white")
        upright = Image.alpha_composite(paper, shown)
    mode = "L" if upright.mode in ("1", "L") else "RGB"
    pixels = upright.convert(mode)
    return Picture(pixels.width, pixels.height, pixels.tobytes(), len(mode))
