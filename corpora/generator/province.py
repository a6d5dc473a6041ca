"""A province of disclosures: the invented bodies moved to its real districts and counties, over several years.

For measuring what grows with the number of documents; a seed and a number give the same province always.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from fiscalnlp.classification import regions
from generator.bodies import Body, Project, bodies
from generator.model import Disclosure
from generator.style import Style
from generator.styles import STYLES

#: Hebei: more districts and counties than most.
PROVINCE = "13"
YEARS = (2020, 2021, 2022, 2023, 2024)


def province(documents: int, *, code: str = PROVINCE, years: Iterable[int] = YEARS) -> Iterator[Disclosure]:
    """Yield the final accounts of the bodies of a province's divisions, division by division, year by year.

    Args:
        documents: how many; fewer come out where the province has no more bodies.
        code: first two digits of the province's GB/T 2260 code.
        years: fiscal years, each body has one disclosure of each.
    """
    yield from islice(_disclosures(code, tuple(years)), documents)


def _disclosures(code: str, years: tuple[int, ...]) -> Iterator[Disclosure]:
    styles = [style for style in STYLES.values() if style.report == "final_accounts"]
    for number, (division, name) in enumerate(_divisions(code)):
        for place, body in enumerate(bodies()):
            if body.region_name[-1] != name[-1]:
                continue
            moved = _moved(body, division, name)
            style = _style(styles, number + place, moved)
            for year in years:
                disclosure = style.of(moved, year, number * 1000 + place * 10 + year % 10)
                yield replace(disclosure, name=f"{division}-{place:02}-{year}")


def _divisions(code: str) -> Iterator[tuple[str, str]]:
    """Yield code and full name of the 区 and 县, those named like none other, with the city before a 区."""
    index = regions()
    latest = max(each.edition for each in index.divisions)
    rows = [each for each in index.divisions if each.edition == latest]
    for each in sorted(rows, key=lambda row: row.code):
        if not each.code.startswith(code) or each.code.endswith("00") or each.name[-1] not in "区县":
            continue
        if each.name.endswith("县") and sum(other.name == each.name for other in rows) > 1:
            continue
        city = index.by_code(f"{each.code[:4]}00") if each.name.endswith("区") else None
        yield each.code, (city.name if city else "") + each.name


def _moved(body: Body, code: str, name: str) -> Body:
    """Return `body` as one of another division: its names there, all else as it is."""
    short, own = _own_name(name), _own_name(body.region_name)

    def moved(text: str) -> str:
        return text.replace(body.region_name, name).replace(own, short)

    def projects(rows: tuple[Project, ...]) -> tuple[Project, ...]:
        return tuple(replace(row, name=moved(row.name), purpose=moved(row.purpose)) for row in rows)

    return replace(
        body,
        name=moved(body.name),
        region_name=name,
        region_code=code,
        units=tuple(map(moved, body.units)),
        duties=tuple(replace(duty, text=moved(duty.text)) for duty in body.duties),
        projects=projects(body.projects),
        fund_projects=projects(body.fund_projects),
    )


def _own_name(name: str) -> str:
    return name.rpartition("市")[2] or name


def _style(styles: list[Style], number: int, body: Body) -> Style:
    fitting = [style for style in styles if body.kind in style.kinds]
    return fitting[number % len(fitting)]
