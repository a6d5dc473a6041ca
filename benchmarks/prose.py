"""Print how much running text a CPU second takes, at growing lengths: every kind of record, and figures alone.

    python benchmarks/prose.py [--sizes BYTES …] [--runs N]

The text of each length is one disclosure: the bundled texts (`corpora/disclosures`, `corpora/samples`) one
after the other, over and over, with all digits but those of years and numbers of lists drawn anew each time, so
that no figure and no sentence with one comes back. Reading and layout are apart: they cost what the format of
a file asks for (see `reading.py`). CPU time of this process, the best of N runs at lengths up to 1 MB, one run
above. Cost is linear where MB a second stay the same from line to line. Peak memory is that of the process so far.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path
from time import process_time_ns

from fiscalnlp.analysis import FAMILIES, Analysis
from fiscalnlp.layout import lay_out
from fiscalnlp.money import find_mentions
from fiscalnlp.read import read_source
from fiscalnlp.read.collector import collector_paused

CORPORA = Path(__file__).parents[1] / "corpora"
_PIECE = 2_000_000
SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
#: Digits of an amount or a percentage: with decimals, or with more than two places in front of its unit.
_DIGITS = re.compile(r"\d+\.\d{2}(?=[万亿元%])|\d{3,}(?=[万元])")


def bundled() -> list[str]:
    """Return the bundled texts, in the order of their names."""
    folders = (CORPORA / "disclosures", CORPORA / "samples")
    return [file.read_text("utf-8") for folder in folders for file in sorted(folder.glob("*.txt"))]


def prose(size: int) -> str:
    """Return a disclosure of about `size` bytes in UTF-8; the same on every run."""
    chance = random.Random(size)
    texts = bundled()
    pieces: list[str] = []
    length = 0
    for turn in count():
        text = texts[turn % len(texts)]
        if turn >= len(texts):
            text = _DIGITS.sub(lambda match: _drawn(match.group(), chance), text)
        pieces.append(text)
        length += len(text.encode())
        if length >= size:
            return "\n".join(pieces).encode()[:size].decode(errors="ignore")
    raise AssertionError("unreachable")


def _drawn(number: str, chance: random.Random) -> str:
    """Return a number of the same shape."""
    return "".join(str(chance.randint(1, 9)) if char.isdecimal() else char for char in number)


def extraction(text: str) -> Callable[[], object]:
    """Return the call that extracts every kind of record from `text`, which is read and laid out before."""
    # In pieces, because a longer one than this is refused as a file.
    pieces = [text[start : start + _PIECE] for start in range(0, len(text), _PIECE)]
    read = [read_source(piece.encode(), name="prose") for piece in pieces]
    source = replace(read[0], pages=tuple(page for piece in read for page in piece.pages))
    layout = lay_out(source)

    def extract() -> object:
        analysis = Analysis(source)
        analysis.__dict__["layout"] = layout
        with collector_paused():  # as the pipeline does
            return [records_of(analysis) for records_of in FAMILIES.values()]

    return extract


def seconds(call: Callable[[], object], runs: int) -> float:
    """Return the CPU time of the fastest of `runs` calls."""
    best = float("inf")
    for _ in range(runs):
        start = process_time_ns()
        call()
        best = min(best, (process_time_ns() - start) / 1e9)
    return best


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="BYTES")
    parser.add_argument("--runs", type=int, default=5, help="how many runs to take the best of (default: 5)")
    options = parser.parse_args()

    extraction(prose(SIZES[1]))()  # loads patterns and vocabularies
    print(f"{'text':>10}{'every kind':>14}{'money, percent':>24}{'peak memory':>14}")
    for size in options.sizes:
        text = prose(size)
        extract = extraction(text)
        runs = options.runs if size <= 1_000_000 else 1
        whole = seconds(extract, runs)
        figures = seconds(lambda text=text: find_mentions(text, kinds=("money", "percentage")), runs)  # type: ignore[misc]
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        megabytes = len(text.encode()) / 1e6
        print(
            f"{megabytes:7.2f} MB{megabytes / whole:9.2f} MB/s{figures / megabytes:15.3f} s a MB{peak:11.0f} MB",
            flush=True,
        )


if __name__ == "__main__":
    main()
