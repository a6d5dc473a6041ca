"""A report of findings as SARIF 2.1.0, the format in which CI systems and editors take findings of any tool.

One run holds all documents. A place in a text file is a region (offset, line, column). A region of SARIF is one of
text or of bytes, so a place on a page has none: it is a logical location (kind `page`), and stands in `properties`
as `page`, `boxes` (points from the page's top left) and `link`, which opens a PDF there with the words highlighted
(fragment of RFC 8118).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

import msgspec

from fiscalnlp.check import Rule
from fiscalnlp.export.finding_words import Language, where
from fiscalnlp.export.findings import CheckedDocument, CheckReport, LocatedFinding, Place, UnreadSource
from fiscalnlp.export.source_regions import Region
from fiscalnlp.export.target import Target, opened
from fiscalnlp.model.records import Severity
from fiscalnlp.read.fetch import is_url

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}
_LANGUAGES: dict[Language, str] = {"zh": "zh-CN", "en": "en-US"}
_Object = dict[str, Any]


def render(report: CheckReport, rules: Mapping[str, Rule], *, language: Language = "zh") -> bytes:
    """Return the report as indented JSON in UTF-8.

    Args:
        report: what was found.
        rules: the catalogue by id, every rule of `report` in it.
        language: language of messages and help; both are in the properties.
    """
    indices = {rule: index for index, rule in enumerate(rules)}
    run: _Object = {
        "tool": {
            "driver": {
                "name": "fiscalnlp",
                "semanticVersion": report.version,
                "language": _LANGUAGES[language],
                "rules": [_rule(rule, language) for rule in rules.values()],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not report.failures,
                "toolExecutionNotifications": [_failure(failure) for failure in report.failures],
            }
        ],
        "artifacts": [_artifact(document) for document in report.documents],
        "results": [
            _result(finding, document, artifact, indices[finding.rule], language)
            for artifact, document in enumerate(report.documents)
            for finding in document.findings
        ],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return msgspec.json.format(msgspec.json.encode(log), indent=2) + b"\n"


def write(report: CheckReport, rules: Mapping[str, Rule], target: Target, *, language: Language = "zh") -> None:
    """Write the report to a path or an open binary stream.

    Raises:
        FiscalError: if the file cannot be written.
    """
    with opened(target) as file:
        file.write(render(report, rules, language=language))


def _rule(rule: Rule, language: Language) -> _Object:
    title, other = (rule.title, rule.title_en) if language == "zh" else (rule.title_en, rule.title)
    lines = {"zh": ("有误", "无误"), "en": ("fires", "does not fire")}[language]
    examples = ((lines[0], rule.example), (lines[1], rule.counter_example))
    return {
        "id": rule.id,
        "shortDescription": {"text": title},
        "fullDescription": {"text": f"{title} ({other})"},
        "help": {
            "text": "\n\n".join((title, *(f"{label}: {words.strip()}" for label, words in examples))),
        },
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {
            "tags": [rule.group],
            "needs": list(rule.needs),
            "tolerance": format(rule.tolerance.default, "f") if rule.tolerance else None,
        },
    }


def _artifact(document: CheckedDocument) -> _Object:
    return {
        "location": _artifact_location(document.source),
        "mimeType": document.media_type,
        "hashes": {"sha-256": document.sha256},
        "properties": {"title": document.title, "issuer": document.issuer, "fiscal_year": document.fiscal_year},
    }


def _failure(failure: UnreadSource) -> _Object:
    return {
        "level": "error",
        "message": {"text": failure.cause},
        "locations": [{"physicalLocation": {"artifactLocation": _artifact_location(failure.source)}}],
    }


def _result(
    finding: LocatedFinding, document: CheckedDocument, artifact: int, rule: int, language: Language
) -> _Object:
    message = finding.message.of(language)
    calculation = f" ({finding.calculation})" if finding.calculation else ""
    return {
        "ruleId": finding.rule,
        "ruleIndex": rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{message}{calculation}"},
        "locations": [_location(finding.place, document, artifact, language)],
        "relatedLocations": [
            {"id": number, **_location(place, document, artifact, language)}
            for number, place in enumerate(finding.places[1:], start=1)
        ],
        "partialFingerprints": {"fiscalnlpFinding/v1": _fingerprint(finding, document)},
        "properties": {
            "message_zh": finding.message.zh,
            "message_en": finding.message.en,
            "expected": finding.expected,
            "actual": finding.actual,
            "calculation": finding.calculation,
            "confidence": finding.confidence,
            "section": list(finding.section),
        },
    }


def _location(place: Place, document: CheckedDocument, artifact: int, language: Language) -> _Object:
    physical: _Object = {"artifactLocation": {**_artifact_location(document.source), "index": artifact}}
    if place.region is not None:
        physical["region"] = _region(place.region, place.text)
    location: _Object = {
        "physicalLocation": physical,
        "message": {"text": ": ".join(filter(None, (place.label, place.text)))},
    }
    if place.page is not None:
        location["logicalLocations"] = [
            {"name": where(place, language), "fullyQualifiedName": f"page={place.page}", "kind": "page"}
        ]
        location["properties"] = {
            "page": place.page,
            "boxes": [{"page": box.page, "rectangle": list(box[1:])} for box in place.boxes or ()],
            **({"link": _link(place, document)} if document.media_type == "application/pdf" else {}),
        }
    return location


def _link(place: Place, document: CheckedDocument) -> str:
    """Return the address of a page of a PDF; its first box is highlighted (left, right, top, bottom)."""
    box = next(iter(place.boxes or ()), None)
    shown = "" if box is None else f"&highlight={box.x0:g},{box.x1:g},{box.y0:g},{box.y1:g}"
    return f"{_artifact_location(document.source)['uri']}#page={place.page}{shown}"


def _region(region: Region, text: str) -> _Object:
    whole = region.length == len(text)  # else the words are broken in the file, and are no piece of it
    return {
        "charOffset": region.offset,
        "charLength": region.length,
        "startLine": region.line,
        "startColumn": region.column,
        "endLine": region.end_line,
        "endColumn": region.end_column,
        **({"snippet": {"text": text}} if whole else {}),
    }


def _artifact_location(source: str) -> _Object:
    """Return where a source is; a relative path is one from the root of the sources, as CI systems expect."""
    if is_url(source):
        return {"uri": quote(source, safe=":/?#[]@!$&'()*+,;=%")}
    path = PurePath(source)
    if path.is_absolute():
        return {"uri": path.as_uri()}
    return {"uri": quote(path.as_posix()), "uriBaseId": "%SRCROOT%"}


def _fingerprint(finding: LocatedFinding, document: CheckedDocument) -> str:
    """Return what a finding is told by when the file has changed in other places."""
    parts = (document.source, finding.rule, *finding.section, *(place.text for place in finding.places))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]
