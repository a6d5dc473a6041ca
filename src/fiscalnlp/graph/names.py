"""When two printed names mean one thing, and the IRI of everything the graph holds."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import quote

from fiscalnlp.data import read_toml
from fiscalnlp.graph.schema import schema
from fiscalnlp.model.records import Citation, Record, Region

_URL_SAFE = frozenset("-._~()")


class BodyName(NamedTuple):
    """A body's name taken apart: the region it names, if it does, and the rest, which is its key there."""

    region: Region | None
    rest: str


def iri(type_: str, *key: str) -> str:
    """Return the IRI of the `type_` node with this key; Chinese stays readable, the rest is escaped."""
    return schema().base + "/".join(_escaped(part) for part in (type_, *key))


def record_iri(record: Record) -> str:
    """Return the IRI of the node that `record` makes."""
    return iri(schema().node_of(record.kind).id, record.id)


def plain_name(name: str) -> str:
    """Return `name` in one spelling: half-width marks and letters, no spaces, no quotes."""
    ignored = _names()["ignored"]
    folded = unicodedata.normalize("NFKC", name)
    kept = "".join(char for char in folded if not char.isspace() and char not in ignored)
    return unicodedata.normalize("NFKC", kept)  # an accent may have stood behind a space


def split_body_name(name: str, regions: Sequence[Region]) -> BodyName:
    """Take a body's printed name apart.

    Args:
        name: as printed: 上海市普陀区财政局（本级）, 区财政局, 财政局, 中共上海市普陀区委办公室.
        regions: the document's region first, then those around it, the nearest first.
    """
    whole = body_label(name)
    bare = _without_party(whole)
    full = _full_names(regions)
    for start in range(max(map(len, full.values()), default=0), 0, -1):  # the longest part of a name wins
        for region in regions:
            tail = full[region.code][-start:]
            if len(tail) == start < len(bare) and bare.startswith(tail) and _stands_alone(tail, bare):
                return BodyName(region, _party_committee(bare[start:]))
    return BodyName(None, bare or whole)


def body_label(name: str) -> str:
    """Return the name of a body without what only tells how much of it the figures cover (（本级）)."""
    return _without_coverage(plain_name(name))


def names_no_body(name: str) -> bool:
    """Tell whether `name` is a class of bodies (有关部门, 各街镇) and no body."""
    generic = _names()["generic"]
    plain = plain_name(name).removesuffix(generic["tail"])
    return not plain or plain.endswith(tuple(generic["last"])) or any(w in plain for w in generic["contains"])


def names_itself(name: str) -> bool:
    """Tell whether `name` is how a body speaks of itself (我局, 本部门)."""
    words = _names()["self_reference"]
    plain = plain_name(name)
    return any(plain.startswith(first) and plain[len(first) :] in words["last"] for first in words["first"])


def abbreviates(short: str, long: str) -> bool:
    """Tell whether `short` is `long` with characters left out, both ends kept (科工信局)."""
    if not 3 <= len(short) < len(long) or (short[0], short[-1]) != (long[0], long[-1]):
        return False
    rest = iter(long)
    return all(char in rest for char in short)


def names_project(subject: str) -> bool:
    """Tell whether the subject of an evaluation of one project is that project's name."""
    words = _names()["project"]
    plain = plain_name(subject)
    return (
        len(plain) >= words["min_length"]
        and plain.endswith(tuple(words["last"]))
        and not any(word in plain for word in words["contains_not"])
    )


def instrument_key(citation: Citation) -> tuple[str, str, str]:
    """Return issuer's code, year and serial of a numbered instrument, however its brackets are printed."""
    serial = plain_name(citation.serial).lstrip("0") or "0"
    return plain_name(citation.issuer_code), str(citation.year), serial


def _names() -> dict[str, Any]:
    return read_toml("graph/names.toml")


@lru_cache(maxsize=4096)
def _escaped(part: str) -> str:
    return "".join(
        char
        if char in _URL_SAFE or (char.isalnum() and (char.isascii() or char > "\x9f"))
        else quote(char, safe="", errors="replace")
        for char in part
    )


def _without_coverage(name: str) -> str:
    for word in _names()["coverage"]:
        name = name.removesuffix(f"({word})")
    for word in _names()["coverage_bare"]:
        name = name.removesuffix(word) or name
    return name


def _without_party(name: str) -> str:
    return next((name.removeprefix(p) for p in _names()["party"] if name.startswith(p)), name)


def _party_committee(rest: str) -> str:
    """中共…区委员会社会工作部 and 区委社会工作部 are one."""
    return "委" + rest.removeprefix("委员会") if rest.startswith("委员会") else rest


def _full_names(regions: Sequence[Region]) -> dict[str, str]:
    """Return code → name from the province down (河北省秦皇岛市海港区)."""
    full, above = {}, ""
    for region in reversed(regions):
        name = plain_name(region.name)
        shared = next(n for n in range(min(len(above), len(name)), -1, -1) if above.endswith(name[:n]))
        above += name[shared:]
        full[region.code] = above
    return full


def _stands_alone(tail: str, name: str) -> bool:
    """Refuse a single character that is no 区 or 市, or that begins another word (市场监督管理局)."""
    if len(tail) > 1:
        return True
    words = _names()
    return tail in words["region_ends"] and not name.startswith(tuple(words["not_region"]))
