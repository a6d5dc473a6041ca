"""The README's session is run, so that what it shows is what a reader gets."""

import doctest
from decimal import Decimal
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def test_readme_session(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    session = text.split("```python\n", 1)[1].split("```", 1)[0]
    parsed = doctest.DocTestParser().get_doctest(session, {"Decimal": Decimal}, "README", "README.md", 0)
    result = doctest.DocTestRunner().run(parsed)
    assert result.attempted > 5
    assert result.failed == 0


def test_readme_spacy_example() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = [block.split("```", 1)[0] for block in text.split("```python\n")[1:]]
    (example,) = [block for block in blocks if "import spacy" in block]
    names: dict[str, object] = {}
    exec(example, names)
    doc = names["doc"]
    assert [span.text for span in doc.spans["fiscal_amount"]] == ["1,551.25万元"]  # type: ignore[attr-defined]
