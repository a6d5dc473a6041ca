"""Put many disclosures on one page (coverage, totals, movements, findings), and take single figures of it."""

from pathlib import Path
from tempfile import TemporaryDirectory

import fiscalnlp
from fiscalnlp.view.corpus import Corpus, summarise, write

DISCLOSURES = Path(__file__).parent.parent / "corpora" / "disclosures"

nlp = fiscalnlp.load()
with Corpus() as corpus, TemporaryDirectory() as folder:
    for result in nlp.read_all(sorted(DISCLOSURES.glob("*.txt"))):
        if isinstance(result, fiscalnlp.Failure):
            corpus.fail(result.source, result.stage, result.cause)
        else:
            corpus.add(summarise(result.name, result.records()))
    overview = corpus.overview()

    for (year, kind, code), total in overview.money.items():
        if code == "206":
            print(year, kind.scope, kind.report, "spent on science and technology:", total.yuan, "yuan")
    for moved in overview.prior_year[:3]:
        print(moved.document.name, moved.movement.direction, moved.movement.yuan, moved.movement.reasons)

    page = Path(folder) / "report.html"
    write(overview, page, language="en")
    print(page.name, "without a script:", "<script" not in page.read_text(encoding="utf-8"))
