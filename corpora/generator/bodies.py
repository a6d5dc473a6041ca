"""The invented bodies that disclosures are of: real divisions and classes, everything else made up."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty clause and whether the body leads (lead), joins (joint), supports or does it itself (own)."""

    text: str
    role: str


@dataclass(frozen=True, slots=True)
class Project:
    """A line of project spending: the 项 it stands under, its own name, what it is for."""

    code: str
    name: str
    purpose: str


@dataclass(frozen=True, slots=True)
class Body:
    """A body: name, division, the 项 that pays for its running, its duties, units and projects.

    `kind` is the scope it reports in (部门 or 单位), `field` its policy field in an English word, `short` what
    prose calls it, `above` whom it answers to. `projects` are paid from the general budget, `fund_projects`
    from government-managed funds (政府性基金).
    """

    name: str
    short: str
    kind: Literal["department", "unit"]
    field: str
    region_name: str
    region_code: str
    above: str
    running: str
    units: tuple[str, ...]
    duties: tuple[Duty, ...]
    projects: tuple[Project, ...]
    fund_projects: tuple[Project, ...] = ()


@cache
def bodies() -> tuple[Body, ...]:
    """Return all bodies, in the order of `bodies.toml`."""
    data = tomllib.loads(Path(__file__).with_name("bodies.toml").read_text(encoding="utf-8"))
    return tuple(
        Body(
            name=row["name"],
            short=row["short"],
            kind=row["kind"],
            field=row["field"],
            region_name=row["region_name"],
            region_code=row["region_code"],
            above=row["above"],
            running=row["running"],
            units=tuple(row["units"]),
            duties=tuple(Duty(duty["text"], duty.get("role", "own")) for duty in row["duties"]),
            projects=_projects(row["projects"]),
            fund_projects=_projects(row.get("fund_projects", ())),
        )
        for row in data["body"]
    )


def _projects(rows: Iterable[dict[str, Any]]) -> tuple[Project, ...]:
    return tuple(Project(row["code"], row["name"], row["purpose"]) for row in rows)
