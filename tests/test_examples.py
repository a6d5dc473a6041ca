"""Every example runs as it stands and prints what it is there to show."""

from __future__ import annotations

import os
import re
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
    "batch_of_a_folder.py": (
        "first: 2 read, 0 unchanged, 1 failed",
        "again: 0 read, 2 unchanged, 1 failed",
        "not read: broken.pdf at stage read",
        "2023 黄山市徽州区文物保护事务局 283 records",
    ),
    "basics.py": (
        "秦皇岛市海港区科技和工业信息化局2023年度部门决算 秦皇岛市海港区 2023",
        "28 duties",
        "贯彻落实 → 创新驱动发展战略方针",
        "206 科学技术支出 5840000 yuan for 支付高新技术企业认定奖补资金",
        "27 ÷ 28",
        "15512500 yuan: 本部门为2023年新设部门",
        "国有资本经营",
    ),
    "graph_in_cypher.py": ("20702 文物: 6 duties, 8060500.00 yuan", "as many as in the graph"),
    "draw_a_disclosure.py": ("flow.svg 1", "graph.html 2", "network.svg 1"),
    "graph_of_two_years.py": (" nodes, ", "→ ", "['graph.graphml', 'graph.jsonld']"),
    "own_pattern.py": ("本年支出合计 increase 120000 ['人员增加']",),
    "own_rule.py": ("warning house.large_reception 公务接待费决算12000元，超过一万元",),
    "report_of_a_folder.py": (
        "2023 department final_accounts spent on science and technology: 5840000 yuan",
        "秦皇岛市海港区科技和工业信息化局2023年度部门决算 increase 15512500",
        "report.html without a script: True",
    ),
    "province_to_parquet_and_duckdb.py": (
        "Hebei 2023: 28 duties",
        "科学技术支出 5840000.00 yuan",
        "秦皇岛市海港区科技和工业信息化局 ",
    ),
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
NEEDS = {
    "graph_in_cypher.py": "ladybug",
    "province_to_parquet_and_duckdb.py": "duckdb",
    "search_index.py": "tantivy",
}


def test_every_example_is_known() -> None:
    assert sorted(PRINTS) == sorted(path.name for path in EXAMPLES.glob("*.py"))


def test_every_example_is_in_the_index() -> None:
    index = (EXAMPLES / "README.md").read_text("utf-8")
    files = [path.name for path in EXAMPLES.iterdir() if path.suffix in {".py", ".ipynb"}]
    assert [name for name in files if f"({name})" not in index] == []


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


def test_the_notebook_runs_from_top_to_bottom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nbformat, nbclient = extra("nbformat"), extra("nbclient")
    extra("ipykernel")
    for name in ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR"):
        monkeypatch.setenv(name, str(tmp_path / name))
    notebook = nbformat.read(EXAMPLES / "explore.ipynb", as_version=4)
    assert [
        cell.outputs for cell in notebook.cells if cell.cell_type == "code" and cell.outputs
    ] == []  # as committed
    nbclient.NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(EXAMPLES)}}
    ).execute()
    shown = [
        re.sub(r"<[^>]+>", "", "".join(output.data["text/html"]))
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if "text/html" in output.get("data", {})
    ]
    document, findings, finding, change, words, sentence, table, graph = shown
    assert "秦皇岛市海港区科技和工业信息化局2023年度部门决算" in document
    assert "评优率为97.68%" in findings
    assert "1551.25元 ≠ 1551.25万元" in finding
    assert "15,512,500 元 (1,551.25 万元)" in change
    assert "reason部门为2023年新设部门" in words  # displaCy's label behind the first word of the reason
    assert "amount" in sentence
    assert "（万元）" in table
    assert "nodes" in graph
