"""What an index keeps of each record."""

import pytest

from fiscalnlp.search.entries import around, entries, searched
from search_factory import disclosure


def test_a_record_stands_with_what_its_document_is():
    document, duty = entries(disclosure("a", ["推进科技创新。"]).rows())
    assert (duty.kind, duty.texts, duty.year) == ("duty", ("推进科技创新。",), 2023)
    assert (duty.region, duty.within) == ("130302", ("13", "1303", "130302"))
    assert duty.document["title"] == document.record["title"] == "海港区教育局2023年度部门决算"
    assert duty.record["number"] == 1


def test_the_whole_text_of_a_document_is_not_kept_twice():
    (document,) = entries(disclosure("a").rows())
    assert "text" not in document.record


def test_a_document_without_year_and_region():
    (document,) = entries(disclosure("a", year=None, region=None).rows())
    assert (document.year, document.region, document.within) == (None, None, ())


def test_a_link_repeats_its_duty_and_is_no_entry():
    rows = [{"kind": "link", "text": "推进科技创新。", "id": "link-1", "doc_id": "doc-1"}]
    assert list(entries(rows)) == []


def test_a_value_inside_an_earlier_one_adds_nothing():
    change = {"kind": "change", "text": "收入合计比上年增加", "measure": "收入合计"}
    assert list(searched(change)) == [("text", "收入合计比上年增加")]
    spending = {
        "kind": "spending",
        "text": "科学技术支出",
        "purpose": "奖补",
        "path": ["科学技术支出", "基础研究"],
    }
    assert list(searched(spending)) == [("text", "科学技术支出"), ("purpose", "奖补"), ("path.1", "基础研究")]


@pytest.mark.parametrize(
    ("code", "codes"),
    [("130302", ("13", "1303", "130302")), ("130300", ("13", "1303")), ("13", ("13",)), ("", ())],
)
def test_a_region_and_those_around_it(code, codes):
    assert around(code) == codes
