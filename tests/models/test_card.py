"""The card's figures are those in the pipeline's meta, its example is true."""

import doctest
import re

from duty_linker.clauses import ROOT
from fiscalnlp.link.model import duty_linker

CARD = ROOT / "models" / "duty_linker" / "README.md"
COLUMNS = ("rules", "rules, weighed", "learned", "both")


def test_figures_are_those_of_meta():
    rows = re.findall(r"^\| `(\w+)` \| (\d+) \|(.+)\|$", CARD.read_text(encoding="utf-8"), re.MULTILINE)
    performance = duty_linker().meta["performance"]
    assert {part for part, _, _ in rows} == set(performance)
    for part, clauses, cells in rows:
        noted = performance[part]
        trust = noted["reliability"]
        expected = [f"{noted[name]['类']:.3f} / {noted[name]['款']:.3f}" for name in COLUMNS]
        expected += [f"{trust['brier']:.3f}", f"{trust['ece']:.3f}"]
        assert [cell.strip() for cell in cells.split("|")] == expected
        assert noted["both"]["clauses"] == int(clauses)


def test_example():
    assert doctest.testfile(str(CARD), module_relative=False).failed == 0
