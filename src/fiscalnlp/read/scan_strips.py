"""Where text was detected on a scanned page → strips: one line of one cell each, with its ink measured.

Detection gives boxes that are generous and may run over a ruling line. They are cut at the rules that go down
and at wide gaps; what the detector passed over, such as a lone digit in a cell, is added from the ink.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from fiscalnlp.read.scan_rules import Bar, Grey

_CONTRAST = 30  # by how much ink is darker than the paper around it, of 255
_COLUMN_GAP = 2.5  # of the line's height: a wider gap parts strips
_CROSSED = 0.6  # share of its height that a rule crosses a box on to cut it


class Box(NamedTuple):
    """A rectangle in pixels, half-open."""

    x0: int
    y0: int
    x1: int
    y1: int


class Strip(NamedTuple):
    """A piece of one printed line: what to recognise (`crop`), and its ink."""

    crop: Box
    ink: Box
    tops: tuple[int, ...]
    feet: tuple[int, ...]
    """Where its connected pieces of ink begin and end, from left to right."""
    added: bool = False
    """Whether the detector passed it over."""


def find_strips(clean: Grey, boxes: Iterable[Box], columns: Sequence[Bar], scale: float) -> list[Strip]:
    """Return the strips of a page.

    Args:
        clean: the page without ruling lines.
        boxes: where text was detected.
        columns: the ruling lines that go down.
        scale: pixels a point.
    """
    pieces = _pieces(clean, scale)
    detected = sorted(box for whole in boxes for box in _cut(whole, columns))
    if not detected:
        return []
    usual = float(np.median([box.y1 - box.y0 for box in detected]))
    owner = _owners(pieces, detected)
    strips = []
    for index, box in enumerate(detected):
        strips += _strips(box, pieces[owner == index], clean.shape)
    for box in _passed_over(pieces[owner < 0], usual):
        middles = (pieces[:, 0] + pieces[:, 2]) / 2, (pieces[:, 1] + pieces[:, 3]) / 2
        inside = (
            (owner < 0)
            & (box.x0 <= middles[0])
            & (middles[0] < box.x1)
            & (box.y0 <= middles[1])
            & (middles[1] < box.y1)
        )
        strips += [strip._replace(added=True) for strip in _strips(box, pieces[inside], clean.shape)]
    return strips


Pieces = npt.NDArray[np.int32]


def _pieces(clean: Grey, scale: float) -> Pieces:
    """Return the connected pieces of ink as rows `x0, y0, x1, y1`, specks and what is no text left out."""
    block = 2 * round(9 * scale) + 1
    smooth = cv2.GaussianBlur(clean, (3, 3), 0)
    inked = cv2.adaptiveThreshold(smooth, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, _CONTRAST)
    _, _, stats, _ = cv2.connectedComponentsWithStats(inked, connectivity=8)
    left, top, across, down, area = stats[1:].T
    kept = (area >= max(3, 0.25 * scale * scale)) & (down <= 60 * scale) & (across <= 60 * scale)
    found: Pieces = np.stack([left, top, left + across, top + down], axis=1)[kept].astype(np.int32)
    return found[np.argsort(found[:, 0], kind="stable")]


def _cut(box: Box, columns: Sequence[Bar]) -> list[Box]:
    """Cut a detected box at the rules that cross it."""
    height = box.y1 - box.y0
    cuts = [
        bar
        for bar in columns
        if box.x0 < bar.first
        and bar.last < box.x1
        and min(box.y1, bar.end) - max(box.y0, bar.start) > _CROSSED * height
    ]
    edges = [box.x0, *(edge for bar in cuts for edge in (bar.first, bar.last + 1)), box.x1]
    return [
        Box(start, box.y0, end, box.y1)
        for start, end in zip(edges[::2], edges[1::2], strict=True)
        if end - start > 0.15 * height
    ]


def _owners(pieces: Pieces, boxes: Sequence[Box]) -> npt.NDArray[np.int32]:
    """Return for each piece the box that its middle lies in, the one nearest in height; -1 if there is none."""
    owner = np.full(len(pieces), -1, dtype=np.int32)
    nearest = np.full(len(pieces), np.inf)
    x, y = (pieces[:, 0] + pieces[:, 2]) / 2, (pieces[:, 1] + pieces[:, 3]) / 2
    for index, box in enumerate(boxes):
        height = box.y1 - box.y0
        away = np.abs(y - (box.y0 + box.y1) / 2) / height
        inside = (
            (box.x0 <= x)
            & (x < box.x1)
            & (away < 0.5)
            & (away < nearest)
            & (pieces[:, 3] - pieces[:, 1] < 1.3 * height)
        )
        owner[inside], nearest[inside] = index, away[inside]
    return owner


def _passed_over(pieces: Pieces, usual: float) -> list[Box]:
    """Return boxes round pieces of ink that stand together like a short text and lie in no box."""
    tall = pieces[:, 3] - pieces[:, 1]
    wide = pieces[:, 2] - pieces[:, 0]
    alike = pieces[(tall > 0.3 * usual) & (tall < usual) & (wide < 1.2 * usual)]
    boxes: list[Box] = []
    for x0, y0, x1, y1 in alike.tolist():
        for index, box in enumerate(boxes):
            if x0 - box.x1 < 0.5 * usual and abs((y0 + y1) - (box.y0 + box.y1)) < 0.6 * usual:
                boxes[index] = Box(box.x0, min(box.y0, y0), max(box.x1, x1), max(box.y1, y1))
                break
        else:
            boxes.append(Box(x0, y0, x1, y1))
    margin = round(0.15 * usual)
    return [Box(x0 - margin, y0 - margin, x1 + margin, y1 + margin) for x0, y0, x1, y1 in boxes]


def _strips(box: Box, pieces: Pieces, shape: tuple[int, ...]) -> list[Strip]:
    """Return the strips of one box: its ink, cut where a wide gap is."""
    if not len(pieces):
        return []
    height = box.y1 - box.y0
    strips = []
    reach = np.maximum.accumulate(pieces[:, 2])
    gaps = np.flatnonzero(pieces[1:, 0] - reach[:-1] > _COLUMN_GAP * height) + 1
    for part in np.split(pieces, gaps):
        x0, y0 = part[:, :2].min(axis=0).tolist()
        x1, y1 = part[:, 2:].max(axis=0).tolist()
        margin = round(0.2 * height)
        crop = Box(
            max(0, box.x0, x0 - margin),
            max(0, min(box.y0, y0)),
            min(shape[1], box.x1, x1 + margin),
            min(shape[0], max(box.y1, y1)),
        )
        if crop.x1 - crop.x0 > 2 and crop.y1 - crop.y0 > 2:
            strips.append(Strip(crop, Box(x0, y0, x1, y1), tuple(part[:, 1].tolist()), tuple(part[:, 3].tolist())))
    return strips
