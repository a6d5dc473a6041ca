"""A picture of a page → grey pixels, upright lines level, at a resolution that is worth reading at."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from fiscalnlp.read.picture import Picture
from fiscalnlp.read.scan_rules import Grey

#: Resolutions that pictures are brought to (pixels a point): about 150 and 300 dpi.
MIN_SCALE, MAX_SCALE = 2.0, 4.2
#: A page is put straight up to this angle (degrees), from this angle on.
MAX_SKEW, MIN_SKEW = 5.0, 0.04

_SEAL = (50.0, 180.0)  # smallest and largest side of an official seal, in points
_COLOURED = 60  # by how much the channels of coloured ink differ


def grey_page(picture: Picture, width: float, height: float) -> tuple[Grey, float]:
    """Return the picture in grey, without seals, and its resolution in pixels a point.

    Args:
        picture: the page's pixels.
        width: the page's width in points.
        height: its height in points.
    """
    shape = (picture.height, picture.width, picture.channels)
    pixels = np.frombuffer(picture.samples, np.uint8).reshape(shape)
    scale = (picture.width / width + picture.height / height) / 2
    grey: Grey = pixels[..., 0] if picture.channels < 3 else _grey_of(pixels[..., :3], scale)
    wanted = min(max(scale, MIN_SCALE), MAX_SCALE)
    if not 0.99 < wanted / scale < 1.01:
        size = (round(picture.width * wanted / scale), round(picture.height * wanted / scale))
        smoothly = cv2.INTER_AREA if wanted < scale else cv2.INTER_CUBIC
        grey = np.asarray(cv2.resize(grey, size, interpolation=smoothly), np.uint8)
        scale = wanted
    return np.ascontiguousarray(grey), scale


def _grey_of(pixels: npt.NDArray[np.uint8], scale: float) -> Grey:
    """Return grey values; a round red or blue seal is bleached, so that only the black ink under it stays."""
    grey: Grey = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)
    light = pixels.max(axis=2)
    coloured = (light.astype(np.int16) - pixels.min(axis=2) > _COLOURED).astype(np.uint8)
    if not coloured.any():
        return grey
    reach = 2 * round(2 * scale) + 1
    joined = cv2.morphologyEx(coloured, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(joined)
    for index in range(1, count):
        left, top, across, down = boxes[index, :4].tolist()
        smaller, larger = sorted((across / scale, down / scale))
        if _SEAL[0] <= smaller and larger <= _SEAL[1] and larger < 1.7 * smaller:
            part = (slice(top, top + down), slice(left, left + across))
            inked = labels[part] == index
            grey[part] = np.where(inked, light[part], grey[part])
    return grey


def straightened(grey: Grey, angle: float) -> Grey:
    """Return the page turned clockwise by `angle` degrees round its middle; its size stays."""
    if abs(angle) < MIN_SKEW:
        return grey
    height, width = grey.shape
    turn = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), -angle, 1.0)
    paper = float(np.median(grey))
    turned = cv2.warpAffine(grey, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=paper)
    return np.asarray(turned, np.uint8)


def skew_of(grey: Grey, scale: float) -> float:
    """Return by how many degrees the page's lines run down to the left: what it has to be turned clockwise.

    The ink of level lines and rules falls into few rows: the angle is that which makes the rows differ most.
    """
    factor = 1.4 / scale
    small = np.asarray(cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), np.uint8)
    ys, xs = np.nonzero(_ink(small))
    if len(ys) < 200:
        return 0.0
    xs = xs - small.shape[1] / 2
    best = 0.0
    for span, step in ((MAX_SKEW, 0.25), (0.25, 0.05), (0.05, 0.01)):
        angles = [best + k * step for k in range(-round(span / step), round(span / step) + 1)]
        best = max(angles, key=lambda angle: (_sharpness(ys, xs, angle), -abs(angle)))
    gain = _sharpness(ys, xs, best) / max(1.0, _sharpness(ys, xs, 0.0))
    return best if abs(best) < MAX_SKEW and gain > 1.05 else 0.0


def _ink(grey: Grey) -> npt.NDArray[np.bool_]:
    """Return which pixels are clearly darker than the paper around them."""
    paper = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    inked: npt.NDArray[np.bool_] = paper.astype(np.int16) - grey > 50
    return inked


def _sharpness(ys: npt.NDArray[np.int64], xs: npt.NDArray[np.float64], angle: float) -> float:
    rows = np.rint(ys + xs * np.tan(np.radians(angle))).astype(np.int64)
    counts = np.bincount(rows - rows.min()).astype(np.float64)
    return float(np.square(np.diff(counts)).sum())


def turned_by(grey: Grey, degrees: int) -> Grey:
    """Return the page turned clockwise by a multiple of 90 degrees."""
    return np.ascontiguousarray(np.rot90(grey, -degrees // 90))
