"""Look for text on which the cost of extraction grows faster than its length; exit with 1 if there is any.

    python benchmarks/hostile_text.py [WORD ...] [--length N] [--factor F]

The hostile texts repeat, without a line break, what patterns begin to match: every example of a pattern file,
and its beginnings, in which the end that the pattern waits for never comes. Each is analysed at two lengths, N
and 4 N code points: four times the length may take four times the CPU time, a pattern that tries every end from
every start takes sixteen times. What takes more than F times is measured again, as the best of several runs, and
shown. With words, only examples with one of them are tried.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from importlib.resources import files
from time import process_time

from prose import extraction, prose

from fiscalnlp.data import read_toml

LENGTH, FACTOR = 2_000, 9.0
#: What is quicker than this at the greater length is not worth a look.
_LEAST_SECONDS = 0.05


def examples() -> list[str]:
    """Return the examples and counter-examples of the pattern files, in order, each once."""
    found: dict[str, None] = {}
    for entry in sorted(files("fiscalnlp.data").joinpath("patterns").iterdir(), key=lambda entry: entry.name):
        _collect(read_toml(f"patterns/{entry.name}"), found)
    return list(found)


def _collect(data: object, found: dict[str, None]) -> None:
    if isinstance(data, dict):
        for name, value in data.items():
            if name in {"examples", "not_examples"}:
                found.update(dict.fromkeys(value))
            else:
                _collect(value, found)
    elif isinstance(data, list):
        for value in data:
            _collect(value, found)


def fragments(words: list[str]) -> Iterator[str]:
    """Yield what is repeated: single characters and pairs that patterns turn on, examples, their beginnings."""
    if not words:
        yield from '0，。；：、（）"1 的一支出年其中占与比对款项类于是'
        yield from (
            "，占",
            "其中：",
            "（类）",
            "1.",
            "一、",
            "0，",
            "00,",
            "万元",
            "支出",
            "预算",
            "比上年",
            "增加",
            "1亿",
            "个项目",
        )
        yield from (
            "对1个项目",
            "主要用于",
            "用于，",
            "因",
            "由于，",
            "20",
            "2023年",
            "20101",
            "（一）",
            "①",
            "“",
            "《",
            "项目“",
        )
    for example in examples():
        if not words or any(word in example for word in words):
            yield example
            for part in (3, 2):
                if len(example) >= 2 * part:
                    yield example[: -len(example) // part]


def cost(fragment: str, length: int, runs: int) -> float:
    """Return the CPU seconds of the fastest of `runs` analyses of so many code points of `fragment`."""
    extract = extraction("一、收入支出决算情况说明\n" + fragment * (length // len(fragment)))
    best = float("inf")
    for _ in range(runs):
        start = process_time()
        extract()
        best = min(best, process_time() - start)
    return best


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("words", nargs="*", help="try the examples with one of these in them")
    parser.add_argument("--length", type=int, default=LENGTH, help=f"code points (default: {LENGTH})")
    parser.add_argument("--factor", type=float, default=FACTOR, help=f"for four times (default: {FACTOR})")
    options = parser.parse_args()
    extraction(prose(100_000))()  # loads patterns and vocabularies
    tried = broken = 0
    for fragment in dict.fromkeys(fragments(options.words)):
        tried += 1
        long = cost(fragment, 4 * options.length, 1)
        if long < _LEAST_SECONDS or long < options.factor * cost(fragment, options.length, 1):
            continue
        short, long = cost(fragment, options.length, 5), cost(fragment, 4 * options.length, 3)
        if long > options.factor * short:
            broken += 1
            print(f"{short:8.3f} s{long:8.3f} s{long / short:7.1f} times  {fragment}", flush=True)
    print(f"{tried} texts, {broken} of them too dear")
    return int(broken > 0)


if __name__ == "__main__":
    sys.exit(main())
