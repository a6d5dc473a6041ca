import pytest

from fiscalnlp.classification import economic_classes


@pytest.mark.parametrize(
    ("name", "code", "group"),
    [
        ("工资福利支出", "301", "personnel"),
        ("商品和服务", "302", "public"),
        ("因公出国（境）费用", "30212", "public"),
        ("因公出国(境)费", "30212", "public"),
        ("公务用车运行维护费", "30231", "public"),
        ("公务用车运行费", "30231", "public"),
        ("维修（护）费", "30213", "public"),
        ("维修(护) 费", "30213", "public"),
        ("其他交通费", "30239", "public"),
        ("住房公积金", "30113", "personnel"),
        ("离休费", "30301", "personnel"),
        ("对个人和家庭的补助支出", "303", "personnel"),
        # names that two 类 share belong to the one of the basic expenditure table
        ("办公设备购置", "31002", "public"),
        ("资本金注入", "31101", "public"),
    ],
)
def test_finds_class_by_printed_name(name, code, group):
    found = economic_classes().by_name(name)
    assert found is not None
    assert (found.code, found.group) == (code, group)


@pytest.mark.parametrize("name", ["", "人员经费", "项目支出", "三公经费"])
def test_other_words_are_no_economic_class(name):
    assert economic_classes().by_name(name) is None


def test_every_name_finds_a_class_of_that_name():
    classes = economic_classes()
    for row in classes.rows:
        found = classes.by_name(row.name)
        assert found is not None
        assert found.name == row.name
        assert classes.by_code(row.code) == row
