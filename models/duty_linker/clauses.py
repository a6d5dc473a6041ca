"""The clauses of `corpora/links`: duties with the categories a budget officer accepts."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "corpora" / "links"


@dataclass(frozen=True, slots=True)
class Clause:
    """A duty clause of a body.

    Args:
        body: name of the body.
        year: fiscal year of the disclosure.
        text: the clause without marker.
        codes: 款 (or 类, where the 款 is open) that are right, best first; empty for whatever else is handed on.
    """

    body: str
    year: int
    text: str
    codes: tuple[str, ...]

    def accepts_class(self, code: str) -> bool:
        """Tell whether the 类 of `code` is right."""
        return any(right[:3] == code[:3] for right in self.codes)

    def accepts(self, code: str) -> bool:
        """Tell whether `code` (款 or 项) is right; every 款 of a 类 is that is named without any 款."""
        named = {right[:3] for right in self.codes if len(right) > 3}
        return code[:5] in self.codes or (code[:3] in self.codes and code[:3] not in named)


def read_part(part: str | Path) -> tuple[Clause, ...]:
    """Return the clauses of a part of the corpus (`train`, `dev`, `held_back`, `real`), or of another file."""
    path = part if isinstance(part, Path) else CORPUS / f"{part}.toml"
    bodies = tomllib.loads(path.read_text(encoding="utf-8"))["body"]
    return tuple(
        Clause(body["name"], body["year"], row["text"], tuple(row.get("codes", ())))
        for body in bodies
        for row in body["duty"]
    )


def by_body(clauses: Sequence[Clause]) -> Iterator[tuple[Clause, ...]]:
    """Yield the clauses of each body, in order."""
    bodies: dict[str, list[Clause]] = {}
    for clause in clauses:
        bodies.setdefault(clause.body, []).append(clause)
    yield from (tuple(each) for each in bodies.values())
