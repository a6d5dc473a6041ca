"""Small disclosures in the wordings of the field: a cover, one part, one section and the words under test."""

from __future__ import annotations

#: The invented body that every small disclosure is of.
ISSUER = "秦皇岛市海港区商务局"


def final_accounts(*paragraphs: str, heading: str = "三、支出决算情况说明", year: int = 2023) -> str:
    """Return final accounts (部门决算) whose only section, `heading`, holds `paragraphs`."""
    return "\n".join(
        [f"{ISSUER}{year}年度部门决算", "", f"第三部分 {year}年度部门决算情况说明", heading, *paragraphs, ""]
    )


def budget(*paragraphs: str, heading: str = "二、支出预算情况说明", year: int = 2024) -> str:
    """Return a budget (部门预算) whose only section, `heading`, holds `paragraphs`."""
    return "\n".join(
        [f"{ISSUER}{year}年部门预算", "", f"第三部分 {year}年部门预算情况说明", heading, *paragraphs, ""]
    )


def overview(*paragraphs: str, heading: str = "一、部门职责", year: int = 2023) -> str:
    """Return final accounts whose only section is the duties (`heading`)."""
    return "\n".join([f"{ISSUER}{year}年度部门决算", "", "第一部分 部门概况", heading, *paragraphs, ""])


def glossary(*paragraphs: str, heading: str = "第四部分 名词解释", year: int = 2023) -> str:
    """Return final accounts of which only the glossary (名词解释) is left."""
    return "\n".join([f"{ISSUER}{year}年度部门决算", "", heading, *paragraphs, ""])
