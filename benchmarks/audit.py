"""Measure the checks: recall and precision on planted mistakes, false alarms and cost on clean documents.

    PYTHONPATH=src:corpora python benchmarks/audit.py planted [--documents N] [--styles STYLE…] [--kinds KIND…] \\
        [--formats FORMAT…]
    PYTHONPATH=src:corpora python benchmarks/audit.py clean [--documents N] [--styles STYLE…] [--formats FORMAT…]
    PYTHONPATH=src:corpora python benchmarks/audit.py cost FILE… [--rounds N]

`planted`: N documents of each style for each kind of mistake that has a place in them, one mistake in each, in
each format. Recall of a rule: mistakes of its kinds that it reports (not only as `info`, unless that is all it
does); precision: of its findings, those that are about the mistake. `clean`: N documents in all, without a
mistake: what is reported of them. Styles that are held back are left out unless they are named. `--show` prints
what was missed and what was reported wrongly. `cost`: what the checks add to the processor time of extraction in
each file, on one processor, the median of N rounds after one that loads the vocabularies.
"""

from __future__ import annotations

import argparse
import os
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import process_time

import fiscalnlp
from fiscalnlp import Document
from fiscalnlp.check import rules
from fiscalnlp.components import RecordComponent
from fiscalnlp.evaluation.context import Finder
from fiscalnlp.evaluation.findings import compare_findings
from fiscalnlp.read.collector import collector_paused
from generator.corpus import FORMATS
from generator.mistakes import KINDS
from generator.model import Disclosure
from generator.styles import STYLES

#: Kind of mistake → the rules of which one at least has to report it, the rule it is planted for first.
RULES_OF: dict[str, tuple[str, ...]] = {
    "amount": ("prose.total", "prose.class", "prose.official", "prose.economic", "measure.conflict", "parts.sum",
               "share.quotient", "completion.quotient", "growth.rate", "official_expense.sum", "procurement.sum",
               "direction.word"),
    "unit": ("unit.slip", "procurement.sum", "growth.exceeds"),
    "share": ("share.quotient", "share.over_whole", "evaluation.excellent_rate", "evaluation.funds_share",
              "procurement.kinds", "share.sum"),
    "completion": ("completion.quotient",),
    "growth": ("growth.rate",),
    "direction": ("direction.contradiction",),
    "verdict": ("direction.word", "direction.contradiction"),
    "sign": ("rate.unsigned",),
    "points": ("rate.points",),
    "procured": ("procurement.sum",),
    "awards": ("procurement.exceeds_total",),
    "micro": ("procurement.micro",),
    "vehicles": ("asset.vehicles",),
    "counts": ("official_expense.counts",),
    "cell": ("table.sum", "table.balance", "tables.part_exceeds", "tables.class", "tables.total"),
    "class_name": ("class.name",),
    "table_total": ("tables.total",),
    "table_basic": ("tables.total",),
    "table_class": ("tables.class",),
    "table_official": ("tables.official_exceeds",),
    "table_empty": ("tables.empty",),
    "missing_table": ("tables.missing",),
    "doubled_table": ("tables.doubled",),
    "purpose": ("spending.copied_purpose", "terms.copied"),
    "listed": ("economic.listed_zero",),
    "unlisted": ("economic.unlisted",),
    "term": ("terms.copied",),
    "doubled_term": ("terms.doubled",),
    "year": ("year.subject",),
    "as_of": ("year.as_of",),
    "basis": ("year.basis",),
    "title_year": ("year.title", "year.subject"),
    "body": ("name.other_body",),
    "scope": ("scope.mixed",),
    "part": ("parts.missing",),
    "number": ("parts.number",),
    "placeholder": ("wording.placeholder",),
    "alternative": ("wording.placeholder",),
    "doubled": ("wording.marks",),
    "twice": ("wording.twice",),
    "empty_note": ("table.empty_note",),
    "nil": ("prose.nil",),
    "class_unknown": ("class.unknown",),
    "zero_budget": ("completion.zero_base",),
    "zero_base": ("growth.zero_base",),
    "difference": ("difference.amount", "difference.sum", "completion.quotient", "growth.rate", "direction.word"),
    "grades": ("evaluation.grades", "evaluation.excellent_rate"),
    "score": ("evaluation.score",),
    "reason": ("reason.direction",),
    "foreign_purpose": ("spending.foreign_purpose",),
    "fee": ("prose.fee",),
    "targets": ("evaluation.targets",),
    "project_table": ("tables.class", "tables.total"),
    "untold": ("lists.class_untold",),
    "unprinted": ("lists.class_unprinted",),
    "item": ("items.number",),
    "heading": ("parts.doubled",),
    "unheaded": ("contents.unheaded",),
    "unlisted_part": ("contents.unlisted",),
    "scope_text": ("scope.text",),
    "repeated": ("wording.twice",),
    "comma": ("wording.comma",),
}  # fmt: skip
BAR = 0.98


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    developed = tuple(name for name, style in STYLES.items() if not style.held_back)
    parser.add_argument("what", choices=("planted", "clean", "cost"))
    parser.add_argument("files", nargs="*", metavar="FILE", help="disclosures to take the cost of")
    parser.add_argument("--documents", type=int, default=4)
    parser.add_argument("--styles", nargs="+", choices=STYLES, default=developed)
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=tuple(KINDS))
    parser.add_argument("--formats", nargs="+", choices=FORMATS, default=("txt",))
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--show", action="store_true", help="show what was missed or reported wrongly")
    arguments = parser.parse_args()
    if (arguments.what == "cost") != bool(arguments.files):
        parser.error("cost is taken of files, and nothing else is")
    {"planted": planted, "clean": clean, "cost": cost}[arguments.what](arguments)


def planted(arguments: argparse.Namespace) -> None:
    nlp = fiscalnlp.load(disable=["links"])
    made: Counter[str] = Counter()
    caught: Counter[str] = Counter()
    reported: Counter[str] = Counter()
    false: Counter[str] = Counter()
    for style in arguments.styles:
        for kind in arguments.kinds:
            for disclosure, name in _with_mistake(style, kind, arguments.documents, arguments.formats):
                document = nlp.read(FORMATS[name](disclosure))
                errors = disclosure.truth["errors"]
                assert isinstance(errors, list)
                found, missed, wrong = compare_findings(errors, (), document, Finder(document.text))
                if not errors[0]["actual"]:  # no words of the document show it
                    wrong = [each for each in wrong if each.rule not in RULES_OF[kind]]
                    missed = []
                right = {each.rule for each in found if each not in wrong}
                made[kind] += 1
                hit = len(missed) < len(errors) and not right.isdisjoint(RULES_OF[kind])
                hit = hit or _is_noted(kind, errors[0]["where"], document)
                caught[kind] += hit
                reported.update(each.rule for each in found)
                false.update(each.rule for each in wrong)
                if arguments.show and (wrong or not hit):
                    of = f"{disclosure.name}.{name} {kind}"
                    _show(of, errors, [(each.rule, each.message) for each in wrong], hit=hit)
    _table(made, caught, reported, false)


def _is_noted(kind: str, where: str, document: Document) -> bool:
    """Tell whether a rule that is worth a note only (`info`) reports a mistake of its kind where it stands."""
    noting = {rule for rule in RULES_OF[kind] if rules()[rule].severity == "info"}
    places = Finder(document.text).all(where) if noting else ()
    return any(
        figure.span.overlaps(place)
        for finding in document.findings
        if finding.rule in noting
        for figure in finding.figures
        for place in places
    )


def _with_mistake(
    style: str, kind: str, documents: int, formats: Sequence[str]
) -> Iterator[tuple[Disclosure, str]]:
    for seed in range(documents):
        disclosure = STYLES[style].disclosure(seed, [kind])
        errors, spending = disclosure.truth["errors"], disclosure.truth["spending"]
        assert isinstance(errors, list)
        assert isinstance(spending, list)
        told = {row["purpose"] for row in spending if row["level"] == "项"}
        if errors and (kind != "purpose" or errors[0]["actual"] in told):
            yield from ((disclosure, name) for name in formats)


def _show(of: str, errors: list[dict[str, str]], wrong: list[tuple[str, str]], *, hit: bool) -> None:
    place = errors[0]
    verdict = "caught" if hit else "MISSED"
    print(f"{of}: {verdict} {place['where'][:90]!r}: {place['actual'][:30]!r}")
    for rule, message in wrong:
        print(f"    false: {rule}: {message}")


def _table(made: Counter[str], caught: Counter[str], reported: Counter[str], false: Counter[str]) -> None:
    print(f"\n{'kind of mistake':18}{'rule':28}{'planted':>8}{'caught':>8}{'recall':>8}")
    for kind in made:
        recall = caught[kind] / made[kind]
        below = "" if recall >= BAR else "  below the bar"
        print(f"{kind:18}{RULES_OF[kind][0]:28}{made[kind]:8}{caught[kind]:8}{recall:8.3f}{below}")
    print(f"\n{'rule':30}{'reported':>10}{'false':>8}{'precision':>10}")
    for rule in rules():
        if reported[rule]:
            precision = 1 - false[rule] / reported[rule]
            below = "" if precision >= BAR else "  below the bar"
            print(f"{rule:30}{reported[rule]:10}{false[rule]:8}{precision:10.3f}{below}")
    print(f"\nnot planted: {', '.join(sorted(set(rules()) - {r for kind in made for r in RULES_OF[kind]}))}")


def clean(arguments: argparse.Namespace) -> None:
    nlp = fiscalnlp.load(disable=["links"])
    counts: Counter[tuple[str, str]] = Counter()
    for number in range(arguments.documents):
        style = arguments.styles[number % len(arguments.styles)]
        seed = number // len(arguments.styles)
        name = arguments.formats[seed % len(arguments.formats)]
        findings = nlp.read(FORMATS[name](STYLES[style].disclosure(seed))).findings
        counts.update((each.rule, each.severity) for each in findings)
        for each in findings if arguments.show else ():
            print(f"{style}-{seed}.{name}: {each.severity} {each.rule}: {each.message}")
    errors = sum(count for (_, severity), count in counts.items() if severity != "info")
    print(f"{arguments.documents} clean documents: {errors} findings above info; all: {dict(counts)}")


def cost(arguments: argparse.Namespace) -> None:
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    unchecked, check = fiscalnlp.load(disable=["findings"]), RecordComponent("findings")
    print(f"{'document':40}{'extraction':>12}{'checks':>12}{'added':>8}{'findings':>10}")
    for file in arguments.files:
        times: list[tuple[float, float]] = []
        for _ in range(arguments.rounds + 1):
            start = process_time()
            document = unchecked.read(file)
            between = process_time()
            with collector_paused():
                found = check(document.spacy_doc).spans.get("fiscal_finding", ())
            times.append((between - start, process_time() - between))
        extraction, checks = (statistics.median(each) * 1000 for each in zip(*times[1:], strict=True))
        added = statistics.median(checking / extracting for extracting, checking in times[1:])
        print(f"{Path(file).name:40}{extraction:9.1f} ms{checks:9.1f} ms{added:8.1%}{len(found):10}")


if __name__ == "__main__":
    main()
