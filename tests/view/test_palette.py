"""The palette: complete in both themes, and legible."""

from __future__ import annotations

import re

import pytest

from fiscalnlp.data import read_toml
from fiscalnlp.model.records import KINDS
from fiscalnlp.view.palette import palette_css

PALETTE = read_toml("view/palette.toml")


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast of two colours as WCAG defines it, 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_both_themes_have_the_same_names() -> None:
    assert PALETTE["light"].keys() == PALETTE["dark"].keys()
    assert len(PALETTE["series"]["light"]) == len(PALETTE["series"]["dark"])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_kind_of_record_has_a_colour(theme: str) -> None:
    assert PALETTE["kinds"][theme].keys() == KINDS.keys()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("text", ["ink", "dim", "accent", "error", "warning", "info", "good"])
@pytest.mark.parametrize("ground", ["ground", "card", "soft"])
def test_text_can_be_read(theme: str, text: str, ground: str) -> None:
    assert contrast(PALETTE[theme][text], PALETTE[theme][ground]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", ["error", "warning", "info", "accent"])
def test_text_can_be_read_on_its_own_soft_ground(theme: str, name: str) -> None:
    assert contrast(PALETTE[theme][name], PALETTE[theme][f"{name}-soft"]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_marks_can_be_seen(theme: str) -> None:
    for colour in (*PALETTE["kinds"][theme].values(), *PALETTE["series"][theme]):
        assert contrast(colour, PALETTE[theme]["card"]) >= 3


def test_css_defines_each_name_for_each_theme() -> None:
    css = palette_css()
    for name in ("ground", "kind-duty", "series-1"):
        assert len(re.findall(rf"--{name}:", css)) == 3  # light, dark by system, dark by choice
