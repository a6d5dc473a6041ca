"""SARIF: valid against the official schema, rules with help, places as regions or in properties."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from finding_factory import finding, place, report
from jsonschema import Draft7Validator

from fiscalnlp.check import rules
from fiscalnlp.export import sarif
from fiscalnlp.export.findings import CheckReport, UnreadSource
from fiscalnlp.export.source_regions import Region
from fiscalnlp.model.place import Box

#: The schema of OASIS, `sarif-schema-2.1.0.json` of the standard's errata.
SCHEMA = json.loads(Path(__file__).with_name("sarif-schema-2.1.0.json").read_text("utf-8"))
REGION = Region(offset=40, length=5, line=3, column=7, end_line=3, end_column=12)
FAILURE = UnreadSource(source="gone.pdf", stage="read", cause="no such file")


def _run(of: CheckReport, **options: Any) -> dict[str, Any]:
    log = json.loads(sarif.render(of, rules(), **options))
    Draft7Validator(SCHEMA).validate(log)
    run: dict[str, Any] = log["runs"][0]
    return run


@pytest.mark.parametrize(
    "of",
    [
        report(),
        report(finding(), finding(severity="info"), failures=[FAILURE]),
        report(finding(place(region=REGION), place("9元"), place("100元"))),
        report(finding(place(boxes=[Box(3, 1.5, 2, 3, 4)])), source="https://example.org/决算 1.pdf?a=b"),
        report(finding(), source="/data/决算.zip!/一/决算.pdf"),
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_is_valid(of: CheckReport, language: str) -> None:
    assert _run(of, language=language)["columnKind"] == "unicodeCodePoints"


def test_the_schema_would_tell_a_mistake() -> None:
    log = json.loads(sarif.render(report(finding()), rules()))
    log["runs"][0]["results"][0]["level"] = "fatal"
    assert not Draft7Validator(SCHEMA).is_valid(log)


def test_every_rule_has_help_and_a_result_points_to_its_rule() -> None:
    run = _run(report(finding()))
    described = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in described] == list(rules())
    assert all(rules()[rule["id"]].example.strip() in rule["help"]["text"] for rule in described)
    result = run["results"][0]
    assert described[result["ruleIndex"]]["id"] == result["ruleId"]


def test_a_place_in_a_text_is_a_region() -> None:
    result = _run(report(finding(place(region=REGION), place("9元", region=REGION))))["results"][0]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert (region["charOffset"], region["charLength"]) == (40, 5)
    assert (region["startLine"], region["startColumn"], region["endColumn"]) == (3, 7, 12)
    assert region["snippet"] == {"text": "8.00%"}
    [other] = result["relatedLocations"]
    assert "snippet" not in other["physicalLocation"]["region"]  # the words are broken in the file
    assert other["message"]["text"] == "基本支出: 9元"


def test_a_place_on_a_page_is_in_the_properties() -> None:
    [location] = _run(report(finding(place(boxes=[Box(3, 1.5, 2, 3, 4)]))))["results"][0]["locations"]
    assert "region" not in location["physicalLocation"]
    assert location["properties"] == {"page": 3, "boxes": [{"page": 3, "rectangle": [1.5, 2, 3, 4]}]}


def test_a_page_of_a_pdf_has_a_link_that_opens_it() -> None:
    of = report(finding(place(boxes=[Box(3, 1.5, 2, 3, 4)])))
    pdf = msgspec.structs.replace(of.documents[0], source="年/a b.pdf", media_type="application/pdf")
    run = _run(msgspec.structs.replace(of, documents=(pdf,)))
    [location] = run["results"][0]["locations"]
    uri = location["physicalLocation"]["artifactLocation"]["uri"]
    assert location["properties"]["link"] == f"{uri}#page=3&highlight=1.5,3,2,4"


@pytest.mark.parametrize(
    ("source", "uri"),
    [
        ("2023/决算 1.pdf", "2023/%E5%86%B3%E7%AE%97%201.pdf"),
        ("/data/a.pdf", "file:///data/a.pdf"),
        ("https://example.org/决算.pdf?a=b", "https://example.org/%E5%86%B3%E7%AE%97.pdf?a=b"),
    ],
)
def test_a_source_is_a_uri(source: str, uri: str) -> None:
    assert _run(report(source=source))["artifacts"][0]["location"]["uri"] == uri


def test_the_language_is_that_of_the_message() -> None:
    texts = {
        lang: _run(report(finding()), language=lang)["results"][0]["message"]["text"] for lang in ("zh", "en")
    }
    assert texts == {"zh": "占8.00% (9元 ÷ 100元)", "en": "8.00% is printed (9元 ÷ 100元)"}


def test_a_finding_is_known_again_when_other_lines_have_changed() -> None:
    moved = Region(offset=90, length=5, line=9, column=7, end_line=9, end_column=12)
    prints = [
        _run(report(finding(place(region=region))))["results"][0]["partialFingerprints"]
        for region in (REGION, moved)
    ]
    assert prints[0] == prints[1] != _run(report(finding(text="7.00%")))["results"][0]["partialFingerprints"]
