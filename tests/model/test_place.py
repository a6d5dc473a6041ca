"""Spans, boxes and stable ids."""

import pytest

from fiscalnlp.model.ids import document_id, record_id
from fiscalnlp.model.place import Box, Span, union


@pytest.mark.parametrize(
    ("one", "other", "contains", "overlaps"),
    [
        (Span(0, 5), Span(1, 4), True, True),  # inside
        (Span(0, 5), Span(0, 5), True, True),  # the same
        (Span(0, 5), Span(4, 6), False, True),  # across the end
        (Span(0, 5), Span(5, 6), False, False),  # side by side
        (Span(0, 5), Span(7, 9), False, False),
    ],
)
def test_spans_are_half_open(one, other, contains, overlaps):
    assert one.contains(other) is contains
    assert one.overlaps(other) is overlaps
    assert other.overlaps(one) is overlaps


def test_union_is_the_smallest_box_around():
    boxes = [Box(2, 10, 20, 30, 40), Box(2, 5, 25, 28, 50)]
    assert union(boxes) == Box(2, 5, 20, 30, 50)


def test_ids_are_pinned():
    # Programs behind the library store them: a change of these values is a break of the contract.
    assert document_id("ab" * 32) == "doc-abababababababab"
    assert record_id("amount", "doc-1", 3, 9) == "amount-" + record_id("change", "doc-1", 3, 9).split("-")[1]


def test_ids_tell_keys_apart():
    ids = {record_id("amount", "doc-1", *key) for key in [(1, 23), (12, 3), (123,), (1, 2, 3)]}
    assert len(ids) == 4
    assert record_id("amount", "doc-1", 1, 23) not in {record_id("amount", "doc-2", 1, 23)}
