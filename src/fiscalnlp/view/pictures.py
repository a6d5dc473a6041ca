"""The pages of a source as pictures, whole and as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fiscalnlp.model.place import Box

if TYPE_CHECKING:
    from fiscalnlp.read import Source
    from fiscalnlp.read.original import Original


def page_pictures(original: Original, source: Source) -> dict[int, bytes]:
    """Return the picture of each page (`read.original.PICTURE_TYPE`) by its number.

    Pages that cannot be drawn are left out; a source without pages has none.
    """
    whole = {
        Box(page.number, 0.0, 0.0, page.width, page.height): page
        for page in source.pages
        if page.number is not None and page.width and page.height
    }
    turned = {box.page: page.turned for box, page in whole.items()}
    return {box.page: picture for box, picture in original.pictures(whole, turned).items()} if whole else {}
