"""A small corpus: a disclosure written for the test, with its truth beside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from disclosure_factory import ISSUER, final_accounts

#: What the small disclosure says; its one amount stands twice.
PROSE = "公务接待费支出1.00万元，与上年持平。其中外宾接待费1.00万元。"
DOCUMENT = {
    "issuer": ISSUER,
    "region": {"name": "秦皇岛市海港区", "code": "130302"},
    "fiscal_year": 2023,
    "report": "final_accounts",
    "scope": "department",
}
AMOUNT = {"text": "1.00万元", "yuan": "10000", "stage": "final_account"}
TRUE = {"style": "small", "document": DOCUMENT, "amounts": [AMOUNT, AMOUNT]}


def write_case(
    folder: Path, truth: dict[str, Any] | None = None, *, name: str = "bureau-1", prose: str = PROSE
) -> Path:
    """Write `NAME.txt` and `NAME.json` into a folder; return the path of the truth file."""
    (folder / f"{name}.txt").write_text(final_accounts(prose), "utf-8")
    path = folder / f"{name}.json"
    path.write_text(json.dumps(TRUE if truth is None else truth, ensure_ascii=False), "utf-8")
    return path
