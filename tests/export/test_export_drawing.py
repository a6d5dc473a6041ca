"""Pictures of a disclosure: they tell what is printed, guess nothing, and hold nothing but the picture."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from record_factory import document, make

import fiscalnlp
from fiscalnlp.data import read_toml
from fiscalnlp.export import drawing
from fiscalnlp.export.drawing.flow import Flow, flow
from fiscalnlp.export.drawing.lettering import ten_thousands, width
from fiscalnlp.export.drawing.money import money_by_class
from fiscalnlp.export.drawing.network import Mark, network
from fiscalnlp.export.drawing.places import place
from fiscalnlp.export.drawing.render import words
from fiscalnlp.export.drawing.subject import subject
from fiscalnlp.graph import build_graph
from fiscalnlp.model.place import Span
from fiscalnlp.model.records import Action, Citation, Duty, Link, Record, Spending

DISCLOSURES = Path(__file__).parents[2] / "corpora" / "disclosures"
REAL = ["haigang-2023.txt", "final-accounts-2.html", "department-budget-3.html"]
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '<script>alert("x")</script>\x00]]>&lt;'


def duty(number: int, text: str, **fields: Any) -> Any:
    return make(Duty, at=number * 100, number=number, text=text, **fields)


def link(of: Any, code: str, score: float, **fields: Any) -> Any:
    level = {3: "类", 5: "款", 7: "项"}[len(code)]
    at = of.span.start + len(code) + int(score * 10)
    return make(Link, at=at, duty=of.id, code=code, level=level, name=f"科目{code}", score=score, **fields)


def spent(code: str, yuan: int, at: int, **fields: Any) -> Any:
    path = tuple(f"科目{code[:length]}" for length in (3, 5, 7) if length <= len(code))
    level = {3: "类", 5: "款", 7: "项"}[len(code)]
    return make(Spending, at=at, code=code, level=level, path=path, yuan=Decimal(yuan), **fields)


def bureau() -> list[Record]:
    """Four duties: with money, with money of the 类 alone, without money, without class. And staff costs."""
    plan = duty(1, "拟订科技发展规划。", actions=(Action(verb="拟订", object="科技发展规划"),))
    firms = duty(2, "促进中小企业发展。", partners=("区财政局",))
    safety = duty(3, "监管安全生产。", partners=("区财政局",))
    other = duty(4, "完成交办的其他任务。")
    notice = make(Citation, at=900)
    return [
        document(),
        *(plan, firms, safety, other, notice),
        *(link(plan, "20601", 0.9), link(plan, "2060101", 0.8), link(plan, "21508", 0.5)),
        *(link(firms, "21508", 0.7, evidence=(notice.id,)), link(safety, "22401", 0.6)),
        spent("206", 1000000, 1000, purpose=None),
        spent("2060101", 600000, 1010, purpose="编制规划"),
        spent("215", 2000000, 1020, purpose="奖励中小企业"),
        spent("208", 500000, 1030, purpose="养老保险"),
    ]


def drawn(records: Sequence[Record]) -> Flow:
    picture = flow(subject(records))
    place(picture)
    return picture


def texts(svg: str) -> list[str]:
    return [each.text or "" for each in ElementTree.fromstring(svg).iter(f"{SVG}text")]


@pytest.fixture(scope="module", params=REAL)
def real(request: pytest.FixtureRequest) -> fiscalnlp.Document:
    return fiscalnlp.load().read(DISCLOSURES / request.param)


# -- what is told -----------------------------------------------------------------------------------------


def test_amounts_are_those_that_are_printed(real: fiscalnlp.Document) -> None:
    money = money_by_class(real.records(), real.record)
    printed = {ten_thousands(row.yuan) for row in money.rows}
    items = drawn(real.records()).items
    assert items
    assert {ten_thousands(item.yuan) for item in items} <= printed
    shown = texts(drawing.draw(real.records()))
    assert {text for text in shown if re.fullmatch(r"[\d,]+\.\d\d+", text)} == printed


def test_every_duty_is_there_with_its_clause(real: fiscalnlp.Document) -> None:
    for picture in ("flow", "network"):
        svg = ElementTree.fromstring(drawing.draw(real.records(), picture=picture))
        titles = {each.text for each in svg.iter(f"{SVG}title")}
        assert [each.number for each in real.duties if f"{each.number} {each.text}" not in titles] == []


def test_height_of_money_is_to_scale_and_width_of_a_link_is_its_score() -> None:
    picture = drawn(bureau())
    heights = {(item.spending.code, item.rest): item.height for item in picture.items}
    assert heights["215", False] == pytest.approx(4 * heights["208", False])
    widths = {strand.tie.to: strand.width for mark in picture.marks for strand in mark.strands[:1]}
    assert widths["20601"] / widths["21508"] == pytest.approx(0.9 / 0.7)


def test_rest_that_no_part_explains_is_told_as_such() -> None:
    rests = [item for item in drawn(bureau()).items if item.rest]
    assert [(item.spending.code, item.yuan) for item in rests] == [("206", Decimal(400000))]
    assert any(words("tags.rest", "zh") in text for text in texts(drawing.draw(bureau())))


def test_rounding_is_no_rest() -> None:
    rounded = [document(), spent("206", 1000000, 1000), spent("2060101", 999950, 1010)]
    assert not [item for item in drawn(rounded).items if item.rest]


def test_added_amounts_bear_a_sigma_and_contradicted_ones_say_so() -> None:
    added = texts(drawing.draw([document(), spent("2060101", 600000, 1000), spent("2060102", 200000, 1010)]))
    assert added.count("Σ 80.00") == 2  # the 款 and the 类, neither of them printed
    twice = [document(), spent("206", 600000, 1000), spent("206", 700000, 1010)]
    assert "≠ 60.00" in texts(drawing.draw(twice))
    assert words("legend.contradicted", "zh") in texts(drawing.draw(twice))


def test_duties_without_money_or_class_have_no_ribbon() -> None:
    styles = {mark.duty.number: [strand.style for strand in mark.strands] for mark in drawn(bureau()).marks}
    assert styles == {1: ["best", "further"], 2: ["best"], 3: ["unfunded"], 4: ["unfunded"]}


def test_money_that_no_duty_explains_is_told_apart() -> None:
    picture = drawn(bureau())
    assert {item.spending.code: item.linked for item in picture.items if not item.rest} == {
        "2060101": True,
        "215": True,
        "208": False,
    }
    assert [band.head.spending.code for band in picture.bands if not band.tied] == ["208"]
    assert words("tags.no_duty") in texts(drawing.draw(bureau()))


def test_link_to_the_outermost_class_explains_no_staff_costs() -> None:
    homes = duty(1, "保障城镇住房。")
    money = [spent("22101", 900, 1000), spent("22102", 100, 1010)]
    records = [document(), homes, link(homes, "221", 0.8), *money]
    linked = {item.spending.code: item.linked for item in drawn(records).items}
    assert linked == {"22101": True, "22102": False}


def test_purpose_that_repeats_the_class_is_not_told() -> None:
    records = [document(), spent("2060101", 600000, 1000, purpose="科目20601科目2060101")]
    assert [item.purpose for item in drawn(records).items] == [None]


def test_legend_tells_only_what_is_there() -> None:
    assert not [text for text in texts(drawing.draw([document()])) if text.startswith("Σ")]
    assert words("sources.none") in texts(drawing.draw([document()]))


def test_fund_and_source_are_named() -> None:
    assert any("一般公共预算" in text and "决算数" in text for text in texts(drawing.draw(bureau())))


# -- how it looks -----------------------------------------------------------------------------------------


def test_best_links_do_not_cross(real: fiscalnlp.Document) -> None:
    ends = [mark.strands[0].end for mark in drawn(real.records()).marks]
    assert ends == sorted(ends)


def test_boxes_of_the_flow_do_not_overlap(real: fiscalnlp.Document) -> None:
    picture = drawn(real.records())
    for one, two in pairwise(picture.bands):
        assert one.y + one.height < two.y
    for band in picture.bands:
        for row, below in pairwise(band.all_rows):
            assert row.y + row.height <= below.y


@pytest.mark.parametrize("picture", ["flow", "network"])
def test_words_neither_overlap_nor_leave_the_picture(real: fiscalnlp.Document, picture: drawing.Picture) -> None:
    svg = ElementTree.fromstring(drawing.draw(real.records(), picture=picture))
    right, bottom = (float(svg.attrib[name]) for name in ("width", "height"))
    boxes = [_box(each) for each in svg.iter(f"{SVG}text")]
    assert [
        box for box in boxes if not (box[0] >= 0 and box[2] <= right and box[1] >= 0 and box[3] <= bottom)
    ] == []
    overlapping = [
        (one[4], two[4])
        for place, one in enumerate(boxes)
        for two in boxes[place + 1 :]
        if one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]
    ]
    assert overlapping == []


def _box(text: ElementTree.Element) -> tuple[float, float, float, float, str]:
    styles = text.get("class", "").split()
    size = 21 if "title" in styles else 14 if "heading" in styles or "body-text" in styles else 12
    x, y, long = float(text.attrib["x"]), float(text.attrib["y"]), width(text.text or "", size)
    left = x - long if "end" in styles else x - long / 2 if "middle" in styles else x
    return left, y - size * 0.8, left + long, y + size * 0.2, text.text or ""


# -- the network ------------------------------------------------------------------------------------------


def marks_of(records: list[Record]) -> tuple[dict[str, list[Mark]], set[tuple[str, str, bool]]]:
    picture = network(subject(records), build_graph(records))
    by_kind: dict[str, list[Mark]] = {}
    for mark in picture.marks:
        by_kind.setdefault(mark.kind, []).append(mark)
    return by_kind, {(line.source.title, line.target.title, line.second) for line in picture.lines}


def test_network_holds_what_the_graph_knows_around_the_duties() -> None:
    marks, lines = marks_of(bureau())
    assert [mark.title for mark in marks["body"]] == ["秦皇岛市海港区科技和工业信息化局"]
    assert [mark.title for mark in marks["partner"]] == ["秦皇岛市海港区财政局"]
    assert [mark.title for mark in marks["instrument"]] == ["秦财教〔2022〕770号"]
    assert [mark.label for mark in marks["money"]] == ["Σ 60.00 万元", "200.00 万元", "50.00 万元"]
    assert ("20601 科目20601", "1 拟订科技发展规划。", False) in lines
    assert ("21508 科目21508", "1 拟订科技发展规划。", True) in lines
    assert ("21508 科目21508", "秦财教〔2022〕770号", False) in lines
    assert ("2 促进中小企业发展。", "秦皇岛市海港区财政局", False) in lines
    assert ("3 监管安全生产。", "秦皇岛市海港区财政局", True) in lines
    assert ("秦皇岛市海港区科技和工业信息化局", "4 完成交办的其他任务。", False) in lines


def test_area_of_money_is_to_scale() -> None:
    marks, _ = marks_of(bureau())
    large, small = marks["money"][1:]
    assert (large.size / small.size) ** 2 == pytest.approx(4)


def test_both_sides_of_the_network_are_used(real: fiscalnlp.Document) -> None:
    picture = network(subject(real.records()), real.graph())
    assert {mark.side for mark in picture.marks if mark.kind == "class"} == {-1, 1}


# -- what the files are -----------------------------------------------------------------------------------


def hostile() -> list[Record]:
    bad = duty(1, HOSTILE, actions=(Action(verb=HOSTILE, object=HOSTILE),), partners=(f"{HOSTILE}局",))
    return [
        document(title=HOSTILE, issuer=f"{HOSTILE}局"),
        bad,
        link(bad, "20601", 0.9, terms=(HOSTILE,)),
        spent("2060101", 600000, 1000, purpose=HOSTILE),
        make(Citation, at=900, number=HOSTILE, issuer_code=HOSTILE),
    ]


@pytest.mark.parametrize("picture", ["flow", "network"])
def test_words_of_a_document_are_only_words(picture: drawing.Picture) -> None:
    svg = ElementTree.fromstring(drawing.draw(hostile(), picture=picture))
    assert {each.tag.removeprefix(SVG) for each in svg.iter()} <= {
        *("svg", "title", "desc", "style", "rect", "text", "g", "path", "circle")
    }
    assert any('<script>alert("x")' in (each.text or "") for each in svg.iter(f"{SVG}title"))


def test_page_runs_nothing_and_fetches_nothing() -> None:
    page = drawing.draw(hostile(), format="html")
    assert "default-src 'none'; style-src 'unsafe-inline'" in page
    assert page.count("<svg") == page.count("</svg>") == 2
    assert "<script" not in page
    assert not re.search(r"\bhref|\bsrc=|url\(|@import|\son\w+=", page)
    assert re.findall(r"https?://[^\"]+", page) == ["http://www.w3.org/2000/svg"] * 2


@pytest.mark.parametrize("picture", ["flow", "network"])
def test_pictures_say_what_they_show(picture: drawing.Picture) -> None:
    svg = ElementTree.fromstring(drawing.draw(bureau(), picture=picture))
    title, description = svg[0], svg[1]
    assert svg.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert title.text == "秦皇岛市海港区科技和工业信息化局2023年度部门决算"
    assert "4" in (description.text or "")


@pytest.mark.parametrize("options", [{}, {"picture": "network"}, {"format": "html"}], ids=str)
def test_same_bytes_whatever_the_order_of_records(options: dict[str, Any]) -> None:
    records = bureau()
    again = random.Random(1).sample(records, len(records))
    assert drawing.draw(again, **options) == drawing.draw(records, **options)


def test_written_as_drawn(tmp_path: Path) -> None:
    out = io.BytesIO()
    drawing.write(bureau(), out, picture="network")
    drawing.write(bureau(), tmp_path / "graph.svg", picture="network")
    assert out.getvalue() == (tmp_path / "graph.svg").read_bytes()
    assert out.getvalue().decode() == drawing.draw(bureau(), picture="network")


def test_other_documents_are_left_out() -> None:
    other = [document(id="doc-2022"), make(Duty, doc="doc-2022", span=Span(5, 7), text="别的职责")]
    assert drawing.draw([*bureau(), *other]) == drawing.draw(bureau())


def test_a_picture_needs_a_document() -> None:
    with pytest.raises(ValueError, match="no document record"):
        drawing.draw([duty(1, "拟订规划。")])


def test_everything_said_is_said_in_both_languages() -> None:
    for table in read_toml("drawing/texts.toml").values():
        for text in table.values():
            assert set(text) == {"zh", "en"}
            assert re.search("[\u4e00-\u9fff]", text["zh"])
            assert re.search("[a-z]{3}", text["en"])


def test_legend_has_room_for_its_words() -> None:
    for text in read_toml("drawing/texts.toml")["legend"].values():
        assert width(text["zh"], 13) <= 690
        assert width(text["en"], 12) <= 740
