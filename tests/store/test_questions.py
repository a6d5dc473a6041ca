"""Questions: their headers, their parameters, and that each of the gallery has an answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fiscalnlp.errors import BrokenSourceError
from fiscalnlp.store import GraphStore, build
from fiscalnlp.store.answers import rows
from fiscalnlp.store.questions import FREE, Question, questions, read_question

DISCLOSURES = Path(__file__).parents[2] / "corpora" / "disclosures"
TEXT = """# zh: 谁
# en: Who?
# set region: region | where
# set year: integer | when
SELECT ?name ?year WHERE {
  VALUES ?region { <https://w3id.org/fiscalnlp/region/130302> }
  VALUES ?year { UNDEF }
  ?body schema:location ?region ; rdfs:label ?name .
}
"""


@pytest.fixture(scope="module")
def store() -> Iterator[GraphStore]:
    with GraphStore() as made:
        build(made, map(str, sorted(DISCLOSURES.glob("*.txt"))))
        yield made


def test_a_header_says_what_is_asked_and_what_may_be_set() -> None:
    question = Question.of("who", TEXT)
    assert (question.zh, question.en) == ("谁", "Who?")
    assert [(each.name, each.type, each.about) for each in question.parameters] == [
        ("region", "region", "where"),
        ("year", "integer", "when"),
    ]
    assert question.parameters[1].default == ""


def test_a_default_takes_the_place_of_a_variable_that_is_not_shown() -> None:
    assert (
        "?body schema:location <https://w3id.org/fiscalnlp/region/130302> ;" in Question.of("who", TEXT).sparql()
    )


def test_a_value_is_bound_where_the_variable_is_shown() -> None:
    query = Question.of("who", TEXT).sparql({"year": "2023"})
    assert 'VALUES ?year { "2023"^^<http://www.w3.org/2001/XMLSchema#integer> }' in query


def test_a_parameter_may_be_left_free() -> None:
    query = Question.of("who", TEXT).sparql({"region": FREE})
    assert "VALUES" not in query
    assert "schema:location ?region" in query


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"colour": "red"}, "no parameter colour"),
        ({"year": "soon"}, "year=soon is no integer: when"),
    ],
)
def test_a_wrong_value_says_what_is_wrong(values: dict[str, str], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Question.of("who", TEXT).sparql(values)


@pytest.mark.parametrize(
    "header", ["# set year: number | when\n", "# set month: integer | when\n", "# set year: when\n"]
)
def test_a_header_that_is_not_understood(header: str) -> None:
    with pytest.raises(BrokenSourceError, match="the parameter"):
        Question.of("who", header + TEXT.replace("# set year: integer | when\n", ""))


def test_what_a_question_needs_must_be_set() -> None:
    question = Question.of("who", TEXT.replace("set region", "needs region"))
    with pytest.raises(ValueError, match="region must be set: where"):
        question.sparql()
    assert "region/341004> ;" in question.sparql({"region": "341004"})


def test_the_example_of_a_question_sets_all_that_it_needs() -> None:
    for question in questions().values():
        needed = {each.name for each in question.parameters if each.needed}
        assert needed <= question.example.keys()


def test_a_value_cannot_leave_its_place() -> None:
    text = "# set name: text | who\nSELECT ?b WHERE { VALUES ?name { UNDEF } ?b rdfs:label ?name }"
    query = Question.of("q", text).sparql({"name": 'x" } DELETE \\ { "'})
    assert query.endswith('?b rdfs:label "x\\" } DELETE \\\\ { \\"" }')


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_bytes(b"\xff\xfe\x00SELECT")
    with pytest.raises(BrokenSourceError, match="UTF-8"):
        read_question(tmp_path / "q.rq")


@pytest.mark.parametrize("question", questions().values(), ids=lambda question: question.name)
def test_a_question_of_the_gallery_is_asked_in_two_languages(question: Question) -> None:
    assert question.zh
    assert question.en


def test_the_gallery_has_at_least_twelve_questions() -> None:
    assert len(questions()) >= 12


def answers(store: GraphStore, name: str, **values: str) -> list[dict[str, str]]:
    headings, lines = rows(store.query(questions()[name].sparql(values)))
    return [dict(zip(headings, line, strict=True)) for line in lines]


def test_duties_without_money(store: GraphStore) -> None:
    found = answers(store, "duties-without-money", region="130302", year="2023")
    assert [row["number"] for row in found if row["category"] == ""] == ["28"]  # 交办的其他任务


def test_unexplained_spending_is_that_of_staff(store: GraphStore) -> None:
    (row,) = answers(store, "unexplained-spending", region="130302")
    assert row["spent"] == "15,512,500"
    assert int(row["unexplained"].replace(",", "")) == 2_596_000 + 253_100 + 96_800 + 173_600  # 201, 208, 210, 221


def test_spending_on_a_field(store: GraphStore) -> None:
    found = answers(store, "spending-on-a-field", field="成果转化", region="130302")
    assert {(row["bodyName"], row["class"], row["code"], row["yuan"]) for row in found} == {
        ("秦皇岛市海港区科技和工业信息化局", "技术研究与开发", "206", "5,840,000")
    }
    assert "7" in {row["number"] for row in found}


def test_spending_by_class(store: GraphStore) -> None:
    found = answers(store, "spending-by-class", region="341004", year="2023")
    assert [(row["code"], row["total"]) for row in found] == [
        ("207", "8,672,100"), ("208", "843,800"), ("221", "388,200"), ("210", "291,200"),
    ]  # fmt: skip


def test_biggest_movements(store: GraphStore) -> None:
    first = answers(store, "biggest-movements", region="341004")[0]
    assert (first["category"], first["moved"], first["reason"]) == (
        "行政运行",
        "480,700",
        "按规定兑现晋级晋档工资",
    )


def test_reasons_for_overspending(store: GraphStore) -> None:
    found = answers(store, "reasons-for-overspending", over="110")
    assert [(row["category"], row["completed"]) for row in found] == [
        ("住房公积金", "113.61"), ("行政运行", "111.11"), ("机关事业单位职业年金缴费支出", "111.07"),
    ]  # fmt: skip


def test_bodies_of_an_instrument(store: GraphStore) -> None:
    (row,) = answers(store, "bodies-of-an-instrument", number="秦财教〔2022〕770号")
    assert (row["bodies"], row["names"]) == ("1", "秦皇岛市海港区科技和工业信息化局")


def test_contradictions(store: GraphStore) -> None:
    assert len(answers(store, "contradictions")) == 4


def test_evidence_of_a_link_stands_in_the_text(store: GraphStore) -> None:
    text = (DISCLOSURES / "haigang-2023.txt").read_text("utf-8")
    found = answers(store, "evidence-of-a-link", region="130302", number="7")
    assert {row["kind"] for row in found} == {"Duty", "Link", "Spending"}
    assert all(row["words"][:4] in "".join(text.split()) for row in found)
