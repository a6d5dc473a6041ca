"""Read folders of disclosures on all cores into one file and an index; what cannot be read costs itself alone.

`fiscalnlp extract 2022/ 2023/ --out records/` does the same, and goes on where a run was ended.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from fiscalnlp.batch import Journal, reader_of, run
from fiscalnlp.export import jsonl
from fiscalnlp.feeds.destinations import open_sink

DISCLOSURES = Path(__file__).parent.parent / "corpora" / "disclosures"


def main(folder: Path) -> None:
    broken = folder / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 and no more")
    sources = [*sorted(DISCLOSURES.glob("*.docx")), broken]
    for attempt in ("first", "again"):  # what has not changed since is left alone
        with Journal(folder / "journal", reader_of()) as journal:
            report = run(sources, [open_sink(f"jsonl:{folder / 'records'}")], journal=journal)
            print(f"{attempt}: {report.read} read, {report.unchanged} unchanged, {report.failed} failed")
            for failure in journal.failures():
                print("not read:", Path(failure.source).name, "at stage", failure.stage)
    for part in sorted((folder / "records").glob("*.jsonl.zst")):
        for records in jsonl.read_documents(part):  # one document after the other, in bounded memory
            print(records[0].fiscal_year, records[0].issuer, len(records), "records")


if __name__ == "__main__":  # other processes read this file too
    with TemporaryDirectory() as folder:  # in earnest, a folder of your own
        main(Path(folder))
