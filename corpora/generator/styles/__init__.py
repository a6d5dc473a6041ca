"""The styles a disclosure can be written in, one file each: a file here that has a `STYLE` is one."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from generator.style import Style

_FOUND = (import_module(f"{__name__}.{module.name}").STYLE for module in iter_modules(__path__))

#: Style name → style, in the order of their names.
STYLES: dict[str, Style] = {style.name: style for style in sorted(_FOUND, key=lambda style: style.name)}
