"""Fonts and colours (`data/view/palette.toml`) as custom properties of CSS, light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from fiscalnlp.data import read_toml
from fiscalnlp.model.records import KINDS

Theme = Literal["light", "dark"]


def palette_css() -> str:
    """Return the style rules that define every custom property.

    The page is light or dark as the reader's system is, and as `data-theme` on the root element says where it is
    set to `light` or `dark`; an element of class `paper` is always light. `--kind` is the colour of the kind that
    `data-kind` of an element names.
    """
    fonts = {f"font-{name}": value for name, value in read_toml("view/palette.toml")["fonts"].items()}
    dark = dict(_colours("dark"))
    return (
        _rule(":root", fonts)
        + _rule(":root, .paper", dict(_colours("light")))
        + "@media (prefers-color-scheme: dark) {\n"
        + _rule(":root:not([data-theme=light])", dark)
        + "}\n"
        + _rule(":root[data-theme=dark]", dark)
        + "".join(_rule(f"[data-kind={kind}]", {"kind": f"var(--kind-{kind})"}) for kind in KINDS)
    )


def _colours(theme: Theme) -> Iterator[tuple[str, str]]:
    palette = read_toml("view/palette.toml")
    yield from palette[theme].items()
    for kind, value in palette["kinds"][theme].items():
        yield f"kind-{kind}", value
    for number, value in enumerate(palette["series"][theme], start=1):
        yield f"series-{number}", value


def _rule(selector: str, properties: dict[str, str]) -> str:
    lines = [f"  --{name}: {value};\n" for name, value in properties.items()]
    return f"{selector} {{\n{''.join(lines)}}}\n"
