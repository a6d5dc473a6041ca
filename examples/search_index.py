"""Put disclosures into a search index on disk, and find duties and reasons by their words."""

import tempfile
from pathlib import Path

import fiscalnlp
from fiscalnlp.feeds import DocumentRecords
from fiscalnlp.feeds.search_index import IndexSink
from fiscalnlp.search import Index

DISCLOSURES = Path(__file__).parent.parent / "corpora" / "disclosures"
FILES = [DISCLOSURES / name for name in ("haigang-2023.txt", "department-budget-3.txt", "final-accounts-2.txt")]

nlp = fiscalnlp.load()

with tempfile.TemporaryDirectory() as folder:
    sink = IndexSink(folder)
    for file in FILES:  # a file that is done again takes the place of what it gave before
        doc = nlp.read(file)
        sink.write([DocumentRecords.of(doc.name, doc.record, doc.records())])
    sink.close()

    index = Index(folder)
    found = index.search("军民融合", kind="duty", year=2023)
    print(found.total, "duties")
    for hit in found.hits:
        for snippet in hit.snippets:
            print(hit.title, "".join(f"【{piece}】" if marked else piece for piece, marked in snippet.pieces()))
            for start, end in snippet.marks:  # marks count code points of the record's own text
                assert hit.record[snippet.field][start:end] == "军民融合"

    # Phrases, either-or, without; narrowed to a region and those inside it; counted.
    found = index.search('"高新技术企业" OR 人员增加 -退休', region="1303", facets=True)
    print(found.total, found.facets)
