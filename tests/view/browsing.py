"""What the tests in a browser share with their fixtures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

#: Opens a page from disk: its path, a fragment of its address, and what a browser context takes (locale, …).
Open = Callable[..., Any]

#: Returns what of a page breaks a rule of accessibility.
Violations = Callable[[Any], list[str]]

#: Chromium for a machine without screen, graphics or network; a container's root user has no sandbox.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
