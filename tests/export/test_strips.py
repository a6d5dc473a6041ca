"""Strips of pages: as few and as low as the places allow."""

from __future__ import annotations

from finding_factory import finding, place, report
from hypothesis import given
from hypothesis import strategies as st

from fiscalnlp.export.findings import PageShape
from fiscalnlp.export.strips import strips_of
from fiscalnlp.model.place import Box

PAGES = [PageShape(page=number, width=595, height=842) for number in (1, 2)]


def _strips(*boxes: Box) -> list[tuple[int, float, float]]:
    [document] = report(finding(*(place(boxes=[box]) for box in boxes)), pages=PAGES).documents
    return [(strip.page, strip.y0, strip.y1) for strip in strips_of(document)]


def test_places_near_each_other_share_a_strip() -> None:
    assert _strips(Box(1, 50, 300, 90, 312), Box(1, 50, 340, 90, 352)) == [(1, 266, 386)]


def test_places_far_apart_have_a_strip_each() -> None:
    assert _strips(Box(1, 50, 100, 90, 112), Box(1, 50, 700, 90, 712)) == [(1, 66, 146), (1, 666, 746)]


def test_the_page_in_question_comes_first_and_strips_stay_on_their_page() -> None:
    assert _strips(Box(2, 50, 5, 90, 17), Box(1, 50, 830, 90, 841)) == [(2, 0, 51), (1, 796, 842)]


@given(
    st.lists(
        st.tuples(st.sampled_from([1, 2]), st.floats(0, 800, width=32), st.floats(1, 40, width=32)),
        min_size=1,
        max_size=6,
    )
)
def test_every_box_lies_in_one_strip(places: list[tuple[int, float, float]]) -> None:
    boxes = [Box(page, 50, top, 90, top + height) for page, top, height in places]
    strips = _strips(*boxes)
    for box in boxes:
        assert sum(page == box.page and y0 <= box.y0 and box.y1 <= y1 for page, y0, y1 in strips) == 1
