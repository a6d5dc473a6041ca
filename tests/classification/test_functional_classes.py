import pytest

from fiscalnlp.classification import functional_classes

GENERAL = "一般公共服务支出"


@pytest.mark.parametrize(
    ("names", "year", "code", "path"),
    [
        # without 支出, with level tag, quotes, spaces, a code before it
        (["一般公共服务（类）"], None, "201", (GENERAL,)),
        (["“卫生健康 支出”(类)"], 2023, "210", ("卫生健康支出",)),
        (["221住房保障支出"], 2023, "221", ("住房保障支出",)),
        (["资源勘探工业信息等"], 2023, "215", ("资源勘探工业信息等支出",)),
        # former names keep the wording of their time and take today's where the year is a later one
        (["医疗卫生与计划生育支出"], 2016, "210", ("医疗卫生与计划生育支出",)),
        (["医疗卫生与计划生育支出"], 2023, "210", ("卫生健康支出",)),
        (["文化体育与传媒"], 2018, "207", ("文化体育与传媒支出",)),
        (["国土海洋气象等支出"], 2022, "220", ("自然资源海洋气象等支出",)),
        (["资源勘探信息等支出"], 2019, "215", ("资源勘探信息等支出",)),
        (["资源勘探信息等支出"], 2024, "215", ("资源勘探工业信息等支出",)),
        # an edition one year off is the document's own
        (["资源勘探信息等支出"], 2021, "215", ("资源勘探信息等支出",)),
        # 项 names that stand under many 款
        ([GENERAL, "社会工作事务", "行政运行"], 2024, "2013901", (GENERAL, "社会工作事务", "行政运行")),
        ([GENERAL, "组织事务", "一般行政管理事务（组织）"], 2024, "2013202", None),
        (["教育支出", "普通教育", "学前教育"], 2024, "2050201", None),
        # outer names missing, inner name unique
        ([None, None, "科普活动"], 2024, "2060702", ("科学技术支出", "科学技术普及", "科普活动")),
        (["城乡社区支出", None, "城管执法"], 2024, "2120104", None),
        # 款 of another fund is found although the general budget was asked for
        (["城乡社区支出", "国有土地使用权出让收入安排的支出"], 2024, "21208", None),
        (["国有资本经营预算支出"], 2024, "223", None),
        # 款 that have ended
        (["农林水支出", "扶贫"], 2019, "21305", ("农林水支出", "扶贫")),
        ([GENERAL, "工商行政管理事务"], 2017, "20115", None),
        (
            ["社会保障和就业支出", "行政事业单位离退休", "事业单位离退休"],
            2018,
            "2080502",
            ("社会保障和就业支出", "行政事业单位离退休", "事业单位离退休"),
        ),
    ],
)
def test_resolves_printed_names(names, year, code, path):
    resolution = functional_classes().resolve(names, year=year)
    assert resolution is not None
    assert (resolution.code, resolution.exact) == (code, True)
    if path:
        assert resolution.path == path


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (["社会保障和就业支出", "行政事业单位养老支出", "机关事业单位退休人员活动费支出"], "20805"),
        (["社会保障和就业支出", "行政事业单位医疗"], "208"),  # 款 of another 类
        (["没有的支出", "普通教育"], "20502"),
        ([GENERAL, None, "科普活动"], "201"),
    ],
)
def test_unknown_inner_name_gives_deepest_known_class(names, code):
    resolution = functional_classes().resolve(names, year=2024)
    assert resolution is not None
    assert (resolution.code, resolution.exact) == (code, False)


@pytest.mark.parametrize("names", [["没有的支出"], [None, None, "行政运行"], [], [""], ["215"]])
def test_ambiguous_or_unknown_names_resolve_to_nothing(names):
    assert functional_classes().resolve(names) is None


def test_confirmed_is_false_where_a_row_is_from_memory():
    classes = functional_classes()
    attested = classes.resolve([GENERAL, "社会工作事务", "行政运行"])
    recalled = classes.resolve([GENERAL, "信访事务", "信访业务"])
    assert attested is not None
    assert attested.confirmed
    assert recalled is not None
    assert not recalled.confirmed


def test_ancestors_run_from_the_outermost_class_down():
    assert [row.name for row in functional_classes().ancestors("2060702")] == ["科学技术支出", "科学技术普及"]
    assert functional_classes().ancestors("206") == ()


def test_children_are_one_level_down_and_in_use():
    classes = functional_classes()
    children = classes.children("206", fund="general")
    assert [row.code for row in children] == sorted(row.code for row in children)
    assert {row.level for row in children} == {"款"}
    assert "2010308" not in {row.code for row in classes.children("20103")}  # 信访事务, until 2023


def test_every_current_name_resolves_to_its_own_code():
    classes = functional_classes()
    for row in classes.rows:
        names = [each.name for each in classes.ancestors(row.code, fund=row.fund)] + [row.name]
        resolution = classes.resolve(names, fund=row.fund)
        assert resolution is not None, names
        assert (resolution.code, resolution.exact) == (row.code, True)
