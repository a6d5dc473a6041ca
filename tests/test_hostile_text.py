"""Text made to be dear: what patterns begin to match, over and over, in one line without an end.

`benchmarks/hostile_text.py` measures that the cost of such text grows with its length and not with its square.
Here a guard of CPU time, far above what any text of this length takes, only ends what would not end.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.resources import files

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from disclosure_factory import final_accounts
from fiscalnlp import Document
from fiscalnlp.data import read_toml
from fiscalnlp.money import find_mentions

Read = Callable[[str], Document]

LENGTH = 8_000
#: CPU seconds; a text of this length takes one at most.
GUARD = 20.0


@contextmanager
def guarded() -> Iterator[None]:
    """Raise `TimeoutError` in the block once it has taken `GUARD` seconds of CPU time."""

    def end(*_: object) -> None:
        raise TimeoutError(f"more than {GUARD} CPU seconds")

    before = signal.signal(signal.SIGVTALRM, end)
    signal.setitimer(signal.ITIMER_VIRTUAL, GUARD)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def examples(data: object) -> Iterator[str]:
    """Yield the examples of a pattern file: what its patterns match, and what they almost match."""
    if isinstance(data, dict):
        for name, value in data.items():
            yield from value if name in {"examples", "not_examples"} else examples(value)
    elif isinstance(data, list):
        for value in data:
            yield from examples(value)


EXAMPLES = sorted(
    {
        example
        for entry in files("fiscalnlp.data").joinpath("patterns").iterdir()
        for example in examples(read_toml(f"patterns/{entry.name}"))
    }
)
#: An example, or the beginning of one: what a pattern waits for never comes.
FRAGMENTS = st.tuples(st.sampled_from(EXAMPLES), st.integers(1, 40)).map(lambda drawn: drawn[0][: drawn[1]])
MARKS = st.text(alphabet="，；：、（）“”《 0123456789.,%一二亿万元其中占类款项", max_size=4)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(parts=st.lists(st.one_of(FRAGMENTS, MARKS), min_size=1, max_size=3).map("".join).filter(bool))
def test_what_patterns_almost_match_is_read_to_its_end(read: Read, parts: str) -> None:
    with guarded():
        document = read(final_accounts(parts * (LENGTH // len(parts))))
    for record in document.records():
        assert document.text[record.span.start : record.span.end] == record.text


@pytest.mark.parametrize("fragment", ["1亿", "一", "1.", "000,", "由于，", "主要是人员增加", "七成以上"])
def test_text_that_was_dear_once_is_read_to_its_end(read: Read, fragment: str) -> None:
    with guarded():
        document = read(final_accounts(fragment * (LENGTH // len(fragment))))
    assert fragment * 1000 in document.text


@pytest.mark.parametrize(
    "text", ["9" * 70 + "万元", "百分之" + "9" * 60, "1-" + "8" * 60 + "元", "1亿" * 40 + "元"]
)
def test_a_numeral_without_measure_is_no_figure(text: str) -> None:
    assert find_mentions(text) == []
