"""Read a folder of disclosures into one JSON Lines file; what cannot be read is named and stops nothing."""

from pathlib import Path
from tempfile import TemporaryDirectory

import fiscalnlp
from fiscalnlp.export import jsonl

DISCLOSURES = Path(__file__).parent.parent / "corpora" / "disclosures"

nlp = fiscalnlp.load()
failures = []


def records(sources):
    for result in nlp.read_all(sources):
        if isinstance(result, fiscalnlp.Failure):
            failures.append(result)
        else:
            print(result.fiscal_year, result.issuer, len(result.records()), "records")
            yield from result.records()


with TemporaryDirectory() as folder:  # in earnest, a folder of your own
    out = Path(folder) / "records.jsonl"
    broken = Path(folder) / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 and no more")
    jsonl.write(records([*sorted(DISCLOSURES.glob("*.docx")), broken]), out)
    for failure in failures:
        print("not read:", Path(failure.source).name, "at stage", failure.stage)
    documents = list(jsonl.read_documents(out))  # one document after the other, in bounded memory
    print(len(documents), "documents written and read back")
