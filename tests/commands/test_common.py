"""What all commands say in the same words."""

from __future__ import annotations

from fiscalnlp.commands.common import in_short


def test_what_is_said_of_many_pages_is_one_line() -> None:
    scanned = [f"page {number} has no text layer" for number in (1, 2, 3, 4, 7)]
    assert in_short(scanned) == ["page 1 has no text layer; also page 2-4, 7"]


def test_other_warnings_stay_as_they_are_and_where_they_are() -> None:
    warnings = [
        "the PDF is damaged",
        "page 3 has no text",
        "page 4 was turned by 90 degrees",
        "a.pdf: page 5 is empty",
    ]
    assert in_short(warnings) == warnings
