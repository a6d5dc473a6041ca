"""State-owned assets (国有资产): vehicles and their kinds, in running text and in a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from itertools import pairwise

from fiscalnlp.check.draft import Draft
from fiscalnlp.check.table_places import cell_key, only_tables
from fiscalnlp.check.table_rows import cell_figure
from fiscalnlp.check.view import Disclosure
from fiscalnlp.data import read_patterns
from fiscalnlp.model.records import Asset, TabularRecord
from fiscalnlp.text.forms import bare_form
from fiscalnlp.text.markers import match_marker


def vehicles(view: Disclosure) -> Iterator[Draft]:
    """The number of vehicles against the kinds listed behind it."""
    words = _words()
    vehicles = [asset for asset in view.of(Asset) if asset.unit == "辆"]
    totals = [i for i, asset in enumerate(vehicles) if words["all"].search(asset.item)]
    for index, following in pairwise([*totals, len(vehicles)]):
        total = vehicles[index]
        kinds = [asset for asset in vehicles[index + 1 : following] if words["kind"].search(asset.item)]
        found = sum((kind.count for kind in kinds), Decimal(0))
        if kinds and found != total.count:
            yield Draft(
                "asset.vehicles",
                total.span,
                (total.id, *(kind.id for kind in kinds)),
                expected=found,
                actual=total.count,
                calculation=" + ".join(str(kind.count) for kind in kinds) + f" ≠ {total.count}",
                severity=None if found > total.count or _is_whole(kinds) else "info",
            )


def _is_whole(kinds: Sequence[Asset]) -> bool:
    """Tell whether a list of kinds of vehicles is all of them: many, or closed by 其他用车."""
    return len(kinds) >= _MANY or (bool(kinds) and bool(_words()["last"].search(kinds[-1].item)))


#: A list with this many kinds is meant to be whole.
_MANY = 4


@cache
def _words() -> dict[str, re.Pattern[str]]:
    return read_patterns("rules/assets.toml")


def tables(view: Disclosure) -> Iterator[Draft]:
    """The number of vehicles in running text against the one that the table of assets prints."""
    said = [asset for asset in view.of(Asset) if asset.unit == "辆" and _words()["all"].search(asset.item)]
    table = view.once(only_tables).get("assets")
    place = _vehicles_of(table) if table is not None and said else None
    if table is None or place is None or len({asset.count for asset in said}) > 1:
        return
    row, column = place
    printed = Decimal(table.rows[row][column].text.strip())
    if printed != said[0].count:
        yield Draft(
            "asset.table",
            said[0].span,
            (said[0].id, table.id),
            expected=printed,
            actual=said[0].count,
            calculation=f"{said[0].count} ≠ {printed}",
            words={"whole": table.title or "资产表"},
            figures=(view.figure(said[0]), cell_figure(table, row, column)),
            rests_on=(cell_key(table, row, column),),
        )


def _vehicles_of(table: TabularRecord) -> tuple[int, int] | None:
    """Return row and column of the number of all vehicles: behind its name, or below it."""
    found: set[tuple[int, int]] = set()
    counted = [n for n, row in enumerate(table.rows) if any(_is_count(cell.text) for cell in row)]
    for row in counted:
        cells = table.rows[row]
        for column, cell in enumerate(cells):
            form = bare_form(cell.text)
            marker = match_marker(form)
            if _words()["all"].match(form, 0 if marker is None else marker.end):
                behind = [n for n in range(column + 1, len(cells)) if _is_count(cells[n].text)]
                found.update((row, n) for n in behind[:1])
    totals = {line.row for line in table.lines if line.total}
    counted = [row for row in counted if row in totals] or counted
    if not found and len(counted) == 1:
        matching = [
            n for n, heading in enumerate(table.columns) if _words()["heading"].fullmatch(bare_form(heading))
        ]
        found = {(counted[0], n) for n in matching if _is_count(table.rows[counted[0]][n].text)}
    return found.pop() if len(found) == 1 else None


def _is_count(text: str) -> bool:
    return bool(_words()["count"].fullmatch(text.strip()))
