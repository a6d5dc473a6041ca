"""A page as a picture, whatever it came from: a scan, an image file, a page rendered by a PDF engine."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Picture:
    """Pixels row by row from the top left, without padding; dark ink is low.

    Args:
        width: pixels across.
        height: pixels down.
        samples: one byte a channel, `width * height * channels` of them.
        channels: 1 for grey, 3 for red, green, blue; a fourth (alpha) is not looked at.
    """

    width: int
    height: int
    samples: bytes
    channels: int = 1

    def __post_init__(self) -> None:
        if len(self.samples) != self.width * self.height * self.channels:
            raise ValueError(
                f"{len(self.samples)} samples are no picture of {self.width}×{self.height}×{self.channels}"
            )
