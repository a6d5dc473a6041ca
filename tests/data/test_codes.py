"""The code tables are well formed: unique, parented, sorted, without stray spaces."""

import pytest

from fiscalnlp.classification.names import code_rows
from fiscalnlp.data import read_text

FILES = [
    "economic.csv",
    "economic_aliases.csv",
    "functional.csv",
    "functional_former.csv",
    "functional_successions.csv",
    "region_aliases.csv",
    "regions.csv",
    "tables.csv",
]


@pytest.mark.parametrize("file", FILES)
def test_cells_have_no_stray_spaces_and_the_readme_names_the_file(file):
    rows = list(code_rows(file))
    assert rows
    assert all(cell == cell.strip() for row in rows for cell in row.values())
    assert f"`{file}`" in read_text("codes/README.md")


@pytest.mark.parametrize("file", ["functional.csv", "functional_former.csv"])
def test_functional_rows_are_unique_and_below_a_parent(file):
    current = {row["code"] for row in code_rows("functional.csv")}
    rows = list(code_rows(file))
    keys = [(row["code"], row["fund"], row["name"]) for row in rows]
    assert len(set(keys)) == len(keys)
    for row in rows:
        assert row["level"] == {3: "类", 5: "款", 7: "项"}[len(row["code"])]
        assert row["parent"] == {3: "", 5: row["code"][:3], 7: row["code"][:5]}[len(row["code"])]
        assert not row["parent"] or row["parent"] in current | {each["code"] for each in rows}


def test_economic_rows_are_unique_and_below_a_parent():
    rows = list(code_rows("economic.csv"))
    codes = [row["code"] for row in rows]
    assert codes == sorted(set(codes))
    assert all(row["parent"] in codes for row in rows if row["level"] == "款")
    assert {row["code"] for row in code_rows("economic_aliases.csv")} <= set(codes)


def test_regions_are_sorted_and_below_a_province():
    rows = [(row["code"], row["name"]) for row in code_rows("regions.csv")]
    assert rows == sorted(rows)
    provinces = {code[:2] for code, _ in rows if code.endswith("0000")}
    assert {code[:2] for code, _ in rows} == provinces
    assert {row["code"] for row in code_rows("region_aliases.csv")} <= {code for code, _ in rows}
