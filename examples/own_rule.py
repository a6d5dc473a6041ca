"""Bring a rule of your own: `fiscalnlp check`, `fiscalnlp rules` and every document then know it.

A package declares it in its pyproject.toml; nothing else is to be done:

    [project.entry-points."fiscalnlp.rules"]
    house = "own_rule:CHECK"
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import fiscalnlp
from fiscalnlp.check import Check, Disclosure, Draft, Rule
from fiscalnlp.model.records import OfficialExpense

RULE = Rule(
    id="house.large_reception",
    group="house",
    title="公务接待费偏高",
    title_en="much spent on receptions",
    needs=("official_expense",),
    severity="warning",
    message="公务接待费决算{actual}元，超过一万元",
    message_en="{actual} yuan were spent on receptions, more than 10,000",
    example="公务接待费支出1.20万元。",
    counter_example="公务接待费支出0.20万元。",
)


def find(view: Disclosure) -> Iterator[Draft]:
    """Look at the records of one document; yield a draft for each thing found, with its evidence."""
    for line in view.of(OfficialExpense):
        if line.item == "reception" and line.final_yuan is not None and line.final_yuan > 10_000:
            yield Draft(RULE.id, line.span, (line.id,), expected=None, actual=f"{line.final_yuan:f}")


CHECK = Check(find=find, rules=(RULE,))


def installed(folder: str) -> None:
    """Stand in for the installation of the package that this file would be part of."""
    metadata = Path(folder) / "house-1.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: house\nVersion: 1\n", encoding="utf-8")
    (metadata / "entry_points.txt").write_text("[fiscalnlp.rules]\nhouse = own_rule:CHECK\n", encoding="utf-8")
    sys.path.append(folder)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        installed(folder)
        doc = fiscalnlp.load().read("""某县商务局2023年度部门决算
五、“三公”经费支出决算情况说明
公务接待费支出1.20万元，接待12批次。
""")
        for finding in doc.findings:
            print(finding.severity, finding.rule, finding.message)
