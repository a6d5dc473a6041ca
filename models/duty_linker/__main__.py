"""Train, package and measure the duty linker.

PYTHONPATH=models python -m duty_linker train             # from corpora/links into the package's data
PYTHONPATH=models python -m duty_linker evaluate          # the shipped pipeline and its parts, on every part
PYTHONPATH=models python -m duty_linker evaluate FILE …   # other clauses in the form of corpora/links
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table
from spacy.language import Language

from duty_linker.clauses import ROOT, by_body, read_part
from duty_linker.fitting import LEARNED, Judged, fit, judge, out_of_fold
from duty_linker.measuring import Linker, accuracy, misses, reliability
from duty_linker.training import train_words
from fiscalnlp.link.component import DutyRanker
from fiscalnlp.link.likelihood import Weights
from fiscalnlp.link.model import RANKER, WORDS, duty_linker, weights

OUTPUT = ROOT / "src" / "fiscalnlp" / "data" / "models" / "duty_linker"
#: Weights of the rules' signals alone, for comparison only.
RULES_ALONE = Path(__file__).with_name("rules_alone.json")
PARTS = ("dev", "held_back", "real")
# Decimals that the words' weights keep: beyond them they only cost space.
_KEPT = 2


def train() -> None:
    """Train on the part `train`, write the pipeline with its evaluation in `meta.json`."""
    OUTPUT.mkdir(parents=True, exist_ok=True)
    clauses = read_part("train")
    judged = out_of_fold(clauses)
    rules_alone = fit(judged, without=LEARNED)
    RULES_ALONE.write_text(_json({"bias": rules_alone.bias, "weights": rules_alone.names()}), encoding="utf-8")
    pipeline = train_words(clauses)
    _round(pipeline)
    ranker = pipeline.add_pipe(RANKER)
    assert isinstance(ranker, DutyRanker)
    ranker.weights = fit(judged)
    pipeline.meta.update(
        name="duty_linker",
        version="1.0.0",
        description="Ranks the functional classes (款) under which a public body's duty is carried out",
        license="Apache-2.0",
        performance=_performance(pipeline, rules_alone),
    )
    pipeline.to_disk(OUTPUT)


def _round(pipeline: Language) -> None:
    """Round the classifier's weights, so that they compress."""
    words: Any = pipeline.get_pipe(WORDS)
    for node in words.model.walk():
        for name in node.param_names:
            if node.has_param(name):
                node.set_param(name, np.round(node.get_param(name), _KEPT))


def _linkers(pipeline: Language, rules_alone: Weights) -> dict[str, Linker]:
    """Return what is compared, by name."""
    return {
        "rules": lambda signals: signals.points + signals.class_points,
        "rules, weighed": rules_alone.likelihood,
        "learned": lambda signals: signals.learned,
        "both": weights(pipeline).likelihood,
    }


def _performance(pipeline: Language, rules_alone: Weights) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for part in PARTS:
        judged = list(judge(pipeline, read_part(part)))
        found[part] = {
            name: {"类": round(measured.classes, 6), "款": round(measured.groups, 6), "clauses": measured.count}
            for name, linker in _linkers(pipeline, rules_alone).items()
            for measured in [accuracy(judged, linker)]
        }
        trust = reliability(judged, weights(pipeline))
        found[part]["reliability"] = {"brier": round(trust.brier, 6), "ece": round(trust.ece, 6)}
    return found


def evaluate(files: Iterable[Path], *, departments: bool, show: bool) -> None:
    """Print how the shipped pipeline and its parts do."""
    console = Console()
    read = json.loads(RULES_ALONE.read_text(encoding="utf-8"))
    pipeline = duty_linker()
    linkers = _linkers(pipeline, Weights.from_names(read["bias"], read["weights"]))
    named: dict[str, str | Path] = {path.stem: path for path in files} or {part: part for part in PARTS}
    for with_body in (True, False):
        title = "Right 类 / right 款, first choice" + ("" if with_body else ", the body's name not known")
        judged = {
            name: list(judge(pipeline, read_part(part), with_body=with_body)) for name, part in named.items()
        }
        console.print(_table(title, judged, linkers))
        if with_body:
            kept = judged
    trust = Table("part", "Brier", "ECE", title="How far scores can be believed (0 is best)")
    for name, each in kept.items():
        measured = reliability(each, weights(pipeline))
        trust.add_row(name, f"{measured.brier:.3f}", f"{measured.ece:.3f}")
    console.print(trust)
    if departments:
        bodies = {f"{name}: {body[0].clause.body}": body for name, each in kept.items() for body in _bodies(each)}
        console.print(_table("By body", bodies, linkers))
    for name, each in kept.items() if show else ():
        for clause, code, score in misses(each, linkers["both"]):
            console.print(f"{name} {clause.body}: {clause.text} {code} {score:.2f}, not {', '.join(clause.codes)}")


def _bodies(judged: Iterable[Judged]) -> Iterable[list[Judged]]:
    rows = {id(each.clause): each for each in judged}
    for body in by_body([each.clause for each in rows.values()]):
        found = [rows[id(clause)] for clause in body]
        if any(clause.codes for clause in body):
            yield found


def _table(title: str, judged: Mapping[str, list[Judged]], linkers: Mapping[str, Linker]) -> Table:
    table = Table("part", "clauses", *linkers, title=title)
    for name, each in judged.items():
        measured = [accuracy(each, linker) for linker in linkers.values()]
        cells = [f"{each.classes:.3f} / {each.groups:.3f}" for each in measured]
        table.add_row(name, str(measured[0].count), *cells)
    return table


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(prog="duty_linker", description="Train, package and measure the duty linker")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("train", help="train from corpora/links and write the pipeline into the package")
    evaluating = commands.add_parser("evaluate", help="measure the shipped pipeline and its parts")
    evaluating.add_argument("files", nargs="*", type=Path, help="clauses; by default dev, held_back and real")
    evaluating.add_argument("--departments", action="store_true", help="one row a body too")
    evaluating.add_argument("--show", action="store_true", help="list the clauses that are linked wrongly")
    options = parser.parse_args()
    if options.command == "train":
        train()
    else:
        evaluate(options.files, departments=options.departments, show=options.show)


if __name__ == "__main__":
    main()
