"""A scanned document: each page a picture, slightly turned, with grain; no text layer."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence

import numpy as np
import pymupdf
from PIL import Image

from generator.writers.pdf import DATE


def write_scan(
    pdf: bytes,
    seed: int,
    *,
    pages: Sequence[int] | None = None,
    dpi: int = 200,
    tilt: float = 0.3,
    grain: float = 6.0,
) -> bytes:
    """Return a PDF of pictures of `pdf`.

    Args:
        pdf: the document to scan.
        seed: decides tilt and grain.
        pages: which pages, counted from 0; all if not given.
        dpi: resolution of the pictures.
        tilt: largest angle a page is turned by, in degrees.
        grain: standard deviation of the noise, in grey levels of 255.
    """
    dice = random.Random(f"scan {seed}")
    noise = np.random.default_rng(seed)
    with pymupdf.open(stream=pdf, filetype="pdf") as source, pymupdf.open() as target:
        for number in pages if pages is not None else range(source.page_count):
            page = source[number]
            pixels = page.get_pixmap(dpi=dpi, colorspace=pymupdf.csGRAY)
            image = Image.frombytes("L", (pixels.width, pixels.height), pixels.samples)
            angle = dice.uniform(-tilt, tilt)
            image = image.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=255)
            grey = np.asarray(image, dtype=np.float64) + noise.normal(-4, grain, (image.height, image.width))
            image = Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8), "L")
            out = io.BytesIO()
            image.save(out, "JPEG", quality=30)
            made = target.new_page(width=page.rect.width, height=page.rect.height)
            made.insert_image(made.rect, stream=out.getvalue())
        target.set_metadata({"producer": "", "creationDate": DATE, "modDate": DATE})
        return bytes(target.tobytes(garbage=3, no_new_id=True))
