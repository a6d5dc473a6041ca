"""Pages and pictures that are made when the site is built, from what the library says of itself.

The data folders' READMEs are pages too: they are copied with their links to files of the repository turned into
plain words.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
#: What the benchmarks printed: one file a run, written by `run_figures.py`.
FIGURES = Path(__file__).parent / "figures"
_DATA = ROOT / "src" / "fiscalnlp" / "data"
_SAMPLE = ROOT / "corpora" / "disclosures" / "haigang-2023.txt"
_LINK = re.compile(r"(?<!!)\[([^\]]+)\]\((?!https?:|#)[^)]+\)")

#: Page → the file of the repository that it is.
COPIED = {
    "contract": _DATA / "schema" / "README.md",
    "rules": _DATA / "rules" / "CATALOGUE.md",
    "graph": _DATA / "graph" / "README.md",
    "questions": _DATA / "graph" / "questions" / "README.md",
    "classification": _DATA / "codes" / "README.md",
    "linker": ROOT / "models" / "duty_linker" / "README.md",
    "feeds": _DATA / "feeds" / "README.md",
    "search": _DATA / "search" / "README.md",
    "cluster": ROOT / "src" / "fiscalnlp" / "cluster" / "README.md",
    "corpora": ROOT / "corpora" / "README.md",
    "changes": ROOT / "CHANGELOG.md",
    "contributing": ROOT / "CONTRIBUTING.md",
}


def write_pages(folder: Path) -> None:
    """Write the generated pages below `folder`/generated, and the pictures below `folder`/pictures/generated."""
    pages = folder / "generated"
    pages.mkdir(exist_ok=True)
    for name, source in COPIED.items():
        _write(pages / f"{name}.md", _LINK.sub(r"\1", source.read_text(encoding="utf-8")))
    made: dict[str, Callable[[], str]] = {
        "accuracy": _accuracy,
        "benchmarks": _benchmarks,
        "vocabulary": _vocabulary,
    }
    for name, make in made.items():
        _write(pages / f"{name}.md", make())
    _draw(folder / "pictures" / "generated")


def _write(path: Path, text: str) -> None:
    """Write only what is new, so that Sphinx reads again only that."""
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def _accuracy() -> str:
    """Return the figures of the bundled corpora as a page: judged now, by this very library."""
    from fiscalnlp.evaluation import evaluate, find_cases
    from fiscalnlp.evaluation.report import make_report

    report = make_report(list(evaluate(find_cases([ROOT / "corpora"]), jobs=2)))
    kinds = [
        (
            tally.kind,
            tally.expected,
            tally.found,
            f"{tally.precision:.4f}",
            f"{tally.recall:.4f}",
            f"{tally.f1:.4f}",
        )
        for tally in report.overall.tallies
    ]
    styles = [(group.label, group.documents, f"{group.macro_f1:.4f}") for group in report.styles]
    return "\n".join(
        (
            "# Accuracy",
            "",
            f"The {report.overall.documents} bundled documents, judged while this page was built "
            f"(`fiscalnlp evaluate corpora`): macro F1 **{report.overall.macro_f1:.4f}**. They are development "
            "texts: what was missed in them has been looked at. What a new wording meets is told by the "
            "held-back styles of the generator, below.",
            "",
            "## By kind of record",
            "",
            _table(("kind", "true", "read", "precision", "recall", "F1"), kinds),
            "",
            "## By style",
            "",
            _table(("style", "documents", "macro F1"), styles),
            "",
            "## Generated documents, held-back styles",
            "",
            *_run("evaluate"),
            "",
            "## Mistakes planted",
            "",
            "One mistake in each of many generated documents, and which rules report it.",
            "",
            *_run("audit_planted"),
            "",
            "## False alarms",
            "",
            "What is reported of generated documents without a mistake.",
            "",
            *_run("audit_clean"),
        )
    )


def _benchmarks() -> str:
    """Return what the benchmarks printed when `make figures` last ran, each under its command."""
    lines = [
        "# Benchmarks",
        "",
        "`make figures` runs these and keeps what they print; `make bench` runs some more.",
        "",
    ]
    for name in _commands()["benchmarks"]:
        lines += [f"## {name.replace('_', ' ').capitalize()}", "", *_run(name), ""]
    return "\n".join(lines)


def _run(name: str) -> list[str]:
    """Return a run that `make figures` kept, in Markdown: where and when, the command, what it printed."""
    file = FIGURES / f"{name}.json"
    if not file.exists():
        (command,) = (commands[name] for commands in _commands().values() if name in commands)
        return [f"Not measured yet: `{command}`"]
    kept = json.loads(file.read_text(encoding="utf-8"))
    return [
        f"{kept['date']}, {kept['machine']}, fiscalnlp {kept['version']}:",
        "",
        "```text",
        f"$ {kept['command']}",
        kept["printed"].rstrip(),
        "```",
    ]


def _commands() -> dict[str, dict[str, str]]:
    """Return what `make figures` runs: page → name → command."""
    return tomllib.loads((FIGURES / "commands.toml").read_text(encoding="utf-8"))


def _vocabulary() -> str:
    """Return the node and edge types of the graph as a page."""
    from fiscalnlp.graph.schema import schema

    nodes = [
        (f"`{node.id}`", node.zh, node.en, ", ".join(f"`{name}`" for name in node.classes))
        for node in schema().nodes.values()
    ]
    edges = [
        (f"`{edge.id}`", edge.zh, edge.en, ", ".join(edge.source), ", ".join(edge.target), f"`{edge.property}`")
        for edge in schema().edges.values()
    ]
    return "\n".join(
        (
            "# Vocabulary of the graph",
            "",
            f"Base `{schema().base}`. In an edge's ends `*` stands for any record.",
            "",
            "## Nodes",
            "",
            _table(("type", "中文", "English", "classes in RDF"), nodes),
            "",
            "## Edges",
            "",
            _table(("type", "中文", "English", "from", "to", "property in RDF"), edges),
            "",
        )
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    cells = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in row) + " |" for row in cells)


def _draw(folder: Path) -> None:
    """Draw the bundled disclosure, as `fiscalnlp graph draw` does."""
    import fiscalnlp
    from fiscalnlp.export import drawing

    folder.mkdir(parents=True, exist_ok=True)
    records = fiscalnlp.load().read(_SAMPLE).records()
    drawing.write(records, folder / "flow.svg", picture="flow")
    drawing.write(records, folder / "network.svg", picture="network")
