"""Every example runs as it stands and prints what it is there to show."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from extras import extra

EXAMPLES = Path(__file__).parents[1] / "examples"

#: What each example prints, among other things.
PRINTS: dict[str, tuple[str, ...]] = {
    "audit_in_ci.py": (
        "::error file=haigang-2023.txt,line=306,title=unit.slip::财政拨款本年支出合计印为1551.25元",
        "评优率为97.68%25，按“优”项目数与项目总数计算应为96.43%25 (27 ÷ 28)",
        "status 1",
    ),
    "basics.py": (
        "秦皇岛市海港区科技和工业信息化局2023年度部门决算 秦皇岛市海港区 2023",
        "28 duties",
        "贯彻落实 → 创新驱动发展战略方针",
        "206 科学技术支出 5840000 yuan for 支付高新技术企业认定奖补资金",
        "27 ÷ 28",
    ),
    "graph_in_cypher.py": ("20702 文物: 6 duties, 8060500.00 yuan", "as many as in the graph"),
    "draw_a_disclosure.py": ("flow.svg 1", "graph.html 2", "network.svg 1"),
    "graph_of_two_years.py": (" nodes, ", "→ ", "['graph.graphml', 'graph.jsonld']"),
    "questions_to_the_graph.py": (
        "3 added",
        "3 unchanged",
        "秦皇岛市海港区科技和工业信息化局 2023: 20.1 %",
        "8060500 yuan",
    ),
    "search_index.py": ("2 duties", "负责处理区【军民融合】发展委员会办公室日常事务", "'region': {'130302': "),
    "spacy_pipeline.py": ("1,551.25万元", "120.50万元", "percentage 8.4%", "change ", "reason 人员增加"),
}

#: The package of an extra that an example needs.
NEEDS = {"graph_in_cypher.py": "ladybug", "search_index.py": "tantivy"}


def test_every_example_is_known() -> None:
    assert sorted(PRINTS) == sorted(path.name for path in EXAMPLES.glob("*.py"))


@pytest.mark.parametrize("name", PRINTS)
def test_example(name: str, tmp_path: Path) -> None:
    if name in NEEDS:
        extra(NEEDS[name])
    done = subprocess.run(
        [sys.executable, EXAMPLES / name],
        cwd=tmp_path,  # an example finds its files from wherever it is started
        env={**os.environ, "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert [words for words in PRINTS[name] if words not in done.stdout] == [], done.stdout
    assert list(tmp_path.iterdir()) == []
