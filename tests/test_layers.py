"""Who may import whom: the contracts in pyproject.toml hold, and the tool that checks them can see."""

import tomllib
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

PROJECT = Path(__file__).parents[1] / "pyproject.toml"


def test_every_contract_is_kept(capsys):
    status = lint_imports(config_filename=str(PROJECT), no_cache=True)
    assert status == 0, capsys.readouterr().out


def test_a_contract_turned_upside_down_is_broken(tmp_path):
    # If this passed, the first test would prove nothing.
    (layers,) = [
        contract["layers"]
        for contract in tomllib.loads(PROJECT.read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
        if contract["type"] == "layers"
    ]
    config = tmp_path / "contracts.toml"
    config.write_text(
        '[tool.importlinter]\nroot_package = "fiscalnlp"\n[[tool.importlinter.contracts]]\n'
        f'name = "upside down"\ntype = "layers"\nlayers = {list(reversed(layers))}\n',
        encoding="utf-8",
    )
    assert lint_imports(config_filename=str(config), no_cache=True) != 0


@pytest.mark.parametrize("stage", ["read", "layout", "segment", "extract", "link", "graph", "check", "export"])
def test_every_stage_stands_in_the_layers(stage):
    contracts = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    named = [name for contract in contracts for row in contract.get("layers", []) for name in row.split(" | ")]
    assert named.count(f"fiscalnlp.{stage}") == 1
