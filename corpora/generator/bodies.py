"""The invented bodies that disclosures are of: real divisions and classes, everything else made up."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path


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
    """A body: name, division, the 项 that pays for its running, its duties, units and projects."""

    name: str
    region_name: str
    region_code: str
    above: str
    running: str
    units: tuple[str, ...]
    duties: tuple[Duty, ...]
    projects: tuple[Project, ...]
    kind: str = "department"
    fund_projects: tuple[Project, ...] = ()


@cache
def bodies() -> tuple[Body, ...]:
    """Return all bodies, in the order of `bodies.toml`."""
    data = tomllib.loads(Path(__file__).with_name("bodies.toml").read_text(encoding="utf-8"))
    return tuple(
        Body(
            name=row["name"],
            region_name=row["region_name"],
            region_code=row["region_code"],
            above=row["above"],
            running=row["running"],
            units=tuple(row["units"]),
            duties=tuple(Duty(duty["text"], duty.get("role", "own")) for duty in row["duties"]),
            projects=tuple(
                Project(project["code"], project["name"], project["purpose"]) for project in row["projects"]
            ),
        )
        for row in data["body"]
    )
