"""Spans, boxes and stable ids."""

import pytest

from fiscalnlp.model.ids import document_id, record_id
from fiscalnlp.model.place import Box, Span, turned_box


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


def test_a_box_turns_round_the_middle_of_its_page():
    assert turned_box(Box(2, 90, 40, 110, 60), 0, 200, 100) == Box(2, 90, 40, 110, 60)
    # To the right of the middle, clockwise is down; the smallest box round a turned one is higher than it.
    turned = turned_box(Box(2, 180, 45, 200, 55), 3, 200, 100)
    assert turned == Box(2, 179.63, 49.19, 200, 60.23)


@pytest.mark.parametrize(
    ("made", "pinned"),
    [
        (document_id("ab" * 32), "doc-abababababababab"),
        (record_id("amount", "doc-1", 3, 9), "amount-d1efe2c1879f2356"),
        (record_id("change", "doc-1"), "change-56f47a285f34f541"),
    ],
)
def test_ids_never_change(made, pinned):
    # Programs behind the library store them: another value is a break of the contract.
    assert made == pinned


def test_ids_tell_keys_documents_and_kinds_apart():
    keys = [(1, 23), (12, 3), (123,), (1, 2, 3)]
    ids = {record_id(kind, doc, *key) for kind in ("amount", "change") for doc in ("a", "b") for key in keys}
    assert len(ids) == 2 * 2 * len(keys)
