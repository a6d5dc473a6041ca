"""The overview, put into sections of charts and tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from functools import partial
from typing import NamedTuple, TypeVar, get_args

from fiscalnlp.classification import functional_classes, regions, tables
from fiscalnlp.export.drawing.lettering import ten_thousands
from fiscalnlp.model.records import Severity, TableKey
from fiscalnlp.view.corpus.charts import Bar, Chart
from fiscalnlp.view.corpus.overview import DoubtfulDocument, Kind, MovedDocument, Overview, Sum
from fiscalnlp.view.corpus.sheets import Cell, Sheet, columns, count, money, share, text, words, year_words
from fiscalnlp.view.corpus.words import Words, record_kind, say

#: Most bars of a chart; the table beside it has every row.
_BARS = 30
_SEVERITIES: tuple[tuple[str, Severity], ...] = (("errors", "error"), ("warnings", "warning"), ("notes", "info"))

# What money is told by: the code of a class, or that of a region, which a document may not name.
_Key = TypeVar("_Key", bound=str | None)


class Section(NamedTuple):
    """A part of the page: a note on what it shows, charts, and the tables with their data."""

    id: str
    title: Words
    note: Words | None
    charts: tuple[Chart, ...]
    sheets: tuple[Sheet, ...]


class Tile(NamedTuple):
    """A figure at the top of the page; `tone` is a name of a colour."""

    label: Words
    value: int
    tone: str


def sections(overview: Overview) -> tuple[Section, ...]:
    """Return the sections of the page, without those that have nothing to show."""
    made = (
        Section("coverage", *_head("coverage"), (_years(overview),), (_coverage(overview),)),
        Section("money", *_head("money", count=overview.without_money), *_money(overview)),
        Section("movements", *_head("movements"), (), tuple(_movements(overview))),
        Section("findings", *_head("findings"), (_rule_chart(overview),), (_rules(overview), _worst(overview))),
        Section("records", *_head("records"), (_band_chart(overview),), (_records(overview), _unsure(overview))),
        Section("tables", *_head("tables"), (_table_chart(overview),), (_tables(overview),)),
        Section("reading", say("sections.reading"), None, (), tuple(_reading(overview))),
    )
    filled = (
        section._replace(
            charts=tuple(chart for chart in section.charts if chart.bars),
            sheets=tuple(sheet for sheet in section.sheets if sheet.rows),
        )
        for section in made
    )
    return tuple(section for section in filled if section.charts or section.sheets)


def tiles(overview: Overview) -> tuple[Tile, ...]:
    """Return the figures at the top of the page."""
    figures = (
        ("documents", overview.documents, "ink"),
        ("records", sum(each.count for each in overview.records.values()), "ink"),
        ("errors", overview.found("error"), "error"),
        ("warnings", overview.found("warning"), "warning"),
        ("unread", overview.unread_count, "error"),
        ("duplicates", overview.duplicates_count, "dim"),
    )
    return tuple(Tile(say(f"tiles.{name}"), value, tone if value else "dim") for name, value, tone in figures)


def kind_words(kind: Kind) -> Words:
    """Return what a kind of report is called: 部门决算, 单位预算."""
    scope, report = say(f"scopes.{kind.scope}"), say(f"reports.{kind.report}")
    return Words(scope.zh + report.zh, f"{scope.en} {report.en}".strip())


def _head(name: str, **values: object) -> tuple[Words, Words]:
    return say(f"sections.{name}"), say(f"notes.{name}", **values)


# -- what is there ------------------------------------------------------------------------------------


def _years(overview: Overview) -> Chart:
    bars = []
    for year, label in zip(overview.years, year_words(overview.years), strict=True):
        values = tuple(
            sum(n for (_, its, of), n in overview.coverage.items() if (its, of) == (year, kind))
            for kind in overview.kinds
        )
        bars.append(Bar(label, values, f"{sum(values):,}"))
    return Chart("years", say("charts.years"), tuple(map(kind_words, overview.kinds)), tuple(bars))


def _coverage(overview: Overview) -> Sheet:
    rows = []
    for region, kind in dict.fromkeys((region, kind) for region, _, kind in overview.coverage):
        values = [overview.coverage.get((region, year, kind), 0) for year in overview.years]
        rows.append((*_region(overview, region), words(kind_words(kind)), *map(count, values), count(sum(values))))
    heading = (*columns("province", "region", "kind"), *year_words(overview.years), say("page.total"))
    return Sheet("coverage-data", say("sheets.coverage"), heading, tuple(rows), heads=3)


def _region(overview: Overview, code: str | None) -> tuple[Cell, Cell]:
    if code is None:
        return words(say("page.unknown")), words(say("page.unknown"))
    province = regions().by_code(f"{code[:2]}0000")
    return text(province.name if province else code[:2]), text(overview.regions[code].name)


# -- money --------------------------------------------------------------------------------------------


def _money(overview: Overview) -> tuple[tuple[Chart, ...], tuple[Sheet, ...]]:
    """Return charts and tables of each kind of report: what is of two kinds is never added up."""
    charts: list[Chart] = []
    sheets: list[Sheet] = []
    for number, kind in enumerate(dict.fromkeys(kind for _, kind, _ in overview.money)):
        classes = {(code, year): each for (year, its, code), each in overview.money.items() if its == kind}
        areas = {(area, year): each for (area, year, its), each in overview.regional.items() if its == kind}
        years = [year for year in overview.years if any(year == its for _, its in classes)]
        charts += _money_charts(number, kind_words(kind), classes, years)
        sheets += (
            _money_sheet(f"classes-{number}", kind, _class_cells, classes, years),
            _money_sheet(f"regions-{number}", kind, partial(_region, overview), areas, years),
        )
    return tuple(charts), tuple(sheets)


def _money_charts(
    number: int, kind: Words, classes: dict[tuple[str, int | None], Sum], years: Sequence[int | None]
) -> Iterator[Chart]:
    """Yield the totals of the years, where there are several, and the last year by class."""
    if len(years) > 1:
        totals = [_total(each for (_, its), each in classes.items() if its == year) for year in years]
        bars = [_money_bar(label, yuan) for label, yuan in zip(year_words(years), totals, strict=True)]
        yield Chart(f"totals-{number}", say("charts.totals", kind=kind), (kind,), tuple(bars))
    last = next((year for year in reversed(years) if year is not None), None)
    of_last = sorted(((each.yuan, code) for (code, year), each in classes.items() if year == last), reverse=True)
    bars = [
        _money_bar(Words.alike(f"{code} {_class_name(code)}".rstrip()), yuan) for yuan, code in of_last[:_BARS]
    ]
    title = say("charts.classes", kind=kind, year=year_words([last])[0])
    yield Chart(f"classes-{number}", title, (kind,), tuple(bars))


def _money_sheet(
    id_: str,
    kind: Kind,
    heads: Callable[[_Key], tuple[Cell, Cell]],
    sums: dict[tuple[_Key, int | None], Sum],
    years: Sequence[int | None],
) -> Sheet:
    """Return money by what `heads` shows (a class, a region) and year."""
    name = id_.partition("-")[0]
    keys = sorted({key for key, _ in sums}, key=lambda key: (key is None, key or ""))
    rows = ((*heads(key), *_by_year([sums.get((key, year)) for year in years])) for key in keys)
    first = {"classes": columns("code", "class"), "regions": columns("province", "region")}[name]
    heading = (*first, *year_words(years), say("page.total"), *columns("doubted", "documents"))
    return Sheet(f"{id_}-data", say(f"sheets.{name}", kind=kind_words(kind)), heading, tuple(rows), heads=2)


def _money_bar(label: Words, yuan: Decimal) -> Bar:
    return Bar(label, (yuan,), ten_thousands(yuan))


def _by_year(sums: Sequence[Sum | None]) -> list[Cell]:
    there = [each for each in sums if each is not None]
    doubted = Sum()
    for each in there:
        doubted.add(each.doubted_yuan, doubted=Decimal(0))
    return [
        *(money(each.yuan if each else None) for each in sums),
        money(_total(there)),
        money(doubted.yuan or None),
        count(sum(each.documents for each in there)),
    ]


def _total(sums: Iterable[Sum]) -> Decimal:
    whole = Sum()
    for each in sums:
        whole.add(each.yuan, doubted=Decimal(0))
    return whole.yuan


def _class_name(code: str) -> str:
    row = functional_classes().by_code(code)
    return row.name if row else ""


def _class_cells(code: str) -> tuple[Cell, Cell]:
    return text(code), text(_class_name(code))


# -- movements and findings ---------------------------------------------------------------------------


def _movements(overview: Overview) -> Iterator[Sheet]:
    heading = columns(
        "document", "region", "year", "measure", "basis", "moved", "percent", "reasons", "doubt", "source"
    )
    for id_, moved in (("prior_year", overview.prior_year), ("budget", overview.budget)):
        yield Sheet(f"{id_}-data", say(f"sheets.{id_}"), heading, tuple(map(_moved, moved)))


def _moved(each: MovedDocument) -> tuple[Cell, ...]:
    moved = each.movement
    sign = {"increase": "+", "decrease": "−"}.get(moved.direction, "")
    size = money(moved.yuan)
    percent = f"{sign}{moved.percent:f}%" if moved.percent is not None else ""
    signed = f"-{moved.yuan:f}" if moved.direction == "decrease" else f"{moved.yuan:f}"
    return (
        text(each.document.name),
        text(each.document.region),
        text(str(each.document.year) if each.document.year else None),
        text("、".join(moved.measures)),
        words(say(f"bases.{moved.basis}")),
        Cell(Words.alike(sign + size.show.zh), Words.alike(signed), figure=True),
        Cell(Words.alike(percent), Words.alike(percent.replace("−", "-").rstrip("%")), figure=True),
        text("；".join(moved.reasons)),
        words(_doubt(each)),
        text(each.document.source),
    )


def _doubt(each: MovedDocument) -> Words | None:
    if each.movement.questioned:
        return say("doubts.questioned")
    if each.movement.confidence < 1:
        return say("doubts.unsure", confidence=f"{each.movement.confidence:.2f}")
    return None


def _rule_chart(overview: Overview) -> Chart:
    bars = (
        Bar(
            Words(rule.title or rule.rule, rule.title_en or rule.rule),
            tuple(rule.found.get(severity, 0) for _, severity in _SEVERITIES),
            f"{rule.count:,}",
        )
        for rule in overview.rules[:_BARS]
    )
    names = columns(*(name for name, _ in _SEVERITIES))
    return Chart("rules", say("charts.rules"), names, tuple(bars), ("error", "warning", "info"))


def _rules(overview: Overview) -> Sheet:
    rows = (
        (
            text(rule.rule),
            words(Words(rule.title, rule.title_en)),
            *(count(rule.found.get(severity, 0)) for _, severity in _SEVERITIES),
            count(rule.documents),
        )
        for rule in overview.rules
    )
    heading = columns("rule", "title", "errors", "warnings", "notes", "documents")
    return Sheet("rules-data", say("sheets.rules"), heading, tuple(rows))


def _worst(overview: Overview) -> Sheet:
    rows = (
        (*_document(each), count(each.errors), count(each.warnings), count(each.notes)) for each in overview.worst
    )
    heading = columns("document", "region", "year", "source", "errors", "warnings", "notes")
    return Sheet("worst-data", say("sheets.worst"), heading, tuple(rows))


def _document(each: DoubtfulDocument) -> tuple[Cell, ...]:
    named = each.document
    year = str(named.year) if named.year else None
    return text(named.name), text(named.region), text(year), text(named.source)


# -- records and tables -------------------------------------------------------------------------------


def _band_names() -> tuple[Words, ...]:
    return tuple(say(f"bands.{index}") for index in range(5))


def _band_chart(overview: Overview) -> Chart:
    bars = (
        Bar(
            record_kind(kind),
            tuple(Decimal(100 * band) / each.count for band in each.bands),
            f"{each.bands[0] / each.count:.1%} = 1",
        )
        for kind, each in overview.records.items()
    )
    return Chart(
        "bands",
        say("charts.bands"),
        _band_names(),
        tuple(bars),
        ("series-1", "series-7", "series-8", "series-4", "error"),
    )


def _records(overview: Overview) -> Sheet:
    rows = (
        (words(record_kind(kind)), count(each.documents), count(each.count), *map(count, each.bands))
        for kind, each in overview.records.items()
    )
    heading = (*columns("kind", "documents", "count"), *_band_names())
    return Sheet("records-data", say("sheets.records"), heading, tuple(rows))


def _unsure(overview: Overview) -> Sheet:
    rows = (
        (*_document(each), count(each.records), count(each.unsure), share(each.unsure, each.records))
        for each in overview.unsure
    )
    heading = columns("document", "region", "year", "source", "count", "unsure", "share")
    return Sheet("unsure-data", say("sheets.unsure"), heading, tuple(rows))


def _states(overview: Overview) -> list[tuple[Words, int, int, int]]:
    """Return for each of the nine tables in how many documents it is filled, empty, not there."""
    found = []
    for key in get_args(TableKey):
        filled, empty = overview.tables.get(key, (0, 0))
        name = Words(tables().name_of(key), key.replace("_", " "))
        found.append((name, filled, empty, overview.documents - filled - empty))
    return found


def _table_chart(overview: Overview) -> Chart:
    bars = (Bar(name, tuple(states), f"{states[0]:,}") for name, *states in _states(overview))
    names = columns("filled", "empty", "missing")
    return Chart("tables-chart", say("charts.tables"), names, tuple(bars), ("series-1", "series-7", "line"))


def _tables(overview: Overview) -> Sheet:
    rows = ((words(name), *map(count, states)) for name, *states in _states(overview))
    return Sheet("tables-data", say("sheets.tables"), columns("table", "filled", "empty", "missing"), tuple(rows))


# -- how reading went ---------------------------------------------------------------------------------


def _reading(overview: Overview) -> Iterator[Sheet]:
    unread = [(text(each.source), text(each.stage), text(each.cause)) for each in overview.unread]
    yield _list("unread", columns("source", "stage", "cause"), unread, overview.unread_count)
    remarks = [(text(each),) for each in overview.remarks]
    yield _list("remarks", columns("remark"), remarks, overview.remarks_count)
    duplicates = [tuple(map(text, each)) for each in overview.duplicates]
    yield _list("duplicates", columns("source", "fuller"), duplicates, overview.duplicates_count)


def _list(name: str, heading: tuple[Words, ...], rows: Sequence[tuple[Cell, ...]], whole: int) -> Sheet:
    return Sheet(f"{name}-data", say(f"sheets.{name}"), heading, tuple(rows), cut=whole - len(rows))
