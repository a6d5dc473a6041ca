from __future__ import annotations

import pytest

from fiscalnlp.segment.table_classes import class_named, class_of, put_together, split_coded_name


@pytest.mark.parametrize(
    ("parts", "before", "code"),
    [
        (["2060402"], [], "2060402"),
        (["206", "04", "02"], [], "2060402"),
        (["206", "4", "2"], [], "2060402"),
        (["206", "", ""], [], "206"),
        (["206", "00", "00"], [], "206"),
        (["206", "20604", "2060402"], [], "2060402"),
        (["206", "20604", ""], [], "20604"),
        (["2060400"], [], "20604"),
        (["2060000"], [], "206"),
        (["301", "01"], [], "30101"),
        # what stands in the row before is not printed again
        (["", "04", ""], ["206"], "20604"),
        (["", "", "02"], ["206", "04"], "2060402"),
        (["", "05", ""], ["206", "04", "02"], "20605"),
        (["", "", ""], ["206", "04"], None),
        (["", "", "02"], ["206"], None),
        (["20", "", ""], [], None),
        (["合计", "", ""], [], None),
        (["206", "", "02"], [], "206"),
    ],
)
def test_codes_are_put_together(parts, before, code):
    found = put_together(parts, before)
    assert (found and "".join(found)) == code


@pytest.mark.parametrize(
    ("cell", "code", "name"),
    [
        ("2010301行政运行", "2010301", "行政运行"),
        ("[20103]政府办公厅（室）及相关机构事务", "20103", "政府办公厅（室）及相关机构事务"),
        ("201-一般公共服务支出", "201", "一般公共服务支出"),
        ("301、工资福利支出", "301", "工资福利支出"),
    ],
)
def test_code_and_name_in_one_cell(cell, code, name):
    assert split_coded_name(cell) == (code, name)


@pytest.mark.parametrize("cell", ["2024年度", "307.82", "301%", "行政运行", "2010"])
def test_not_a_coded_name(cell):
    found = split_coded_name(cell)
    assert found is None


def test_official_names_from_the_code():
    found = class_of("2060404", "科技成果转化与扩散", "general", 2024)
    assert (found.level, found.path) == ("项", ("科学技术支出", "技术研究与开发", "科技成果转化与扩散"))


def test_the_code_decides_where_the_printed_name_is_another():
    assert class_of("205", "教育事业", "general", 2024).path == ("教育支出",)


def test_a_row_from_memory_is_not_confirmed():
    assert class_of("231", "债务还本支出", "general", 2024).confirmed is False
    assert class_of("205", "教育支出", "general", 2024).confirmed is True


def test_an_unknown_code_has_no_path():
    found = class_of("2059798", "某项", "general", 2024)
    assert (found.code, found.level, found.path, found.confirmed) == ("2059798", "项", None, False)


def test_codes_of_funds_and_of_economic_classes():
    assert class_of("223", "", "state_capital", 2024).path == ("国有资本经营预算支出",)
    assert class_of("30217", "公务接待费", "general", 2024).path == ("商品和服务支出", "公务接待费")


def test_classes_by_name_alone():
    found = class_named("社会保障和就业支出", economic=False, fund="general", year=2024)
    assert found is not None
    assert (found.code, found.path) == ("208", ("社会保障和就业支出",))
    economic = class_named("基本工资", economic=True, fund="general", year=2024)
    assert economic is not None
    assert economic.code == "30101"
    assert class_named("结余分配", economic=False, fund="general", year=2024) is None
