"""Read one disclosure and look at what it says."""

from pathlib import Path

import fiscalnlp

DISCLOSURE = Path(__file__).parent.parent / "corpora" / "disclosures" / "haigang-2023.txt"

nlp = fiscalnlp.load()
doc = nlp.read(DISCLOSURE)

print(doc.title, doc.region.name if doc.region else "", doc.fiscal_year)
print(len(doc.duties), "duties; the first:", [f"{a.verb} → {a.object}" for a in doc.duties[0].actions])

for line in doc.spending:
    print(line.code, "/".join(line.path), line.yuan, "yuan for", line.purpose)

# What moved, by how much, and the reason that the document gives.
for change in doc.changes:
    if change.reasons and change.yuan:
        reasons = [doc.find(reason).text for reason in change.reasons]
        print(change.measure, change.direction, change.yuan, "yuan:", *reasons)

# What a document does not say is None, never 0; "nothing to report" is a record of its own.
print([line.item for line in doc.official_expense if line.final_yuan is None])
print([nil.measure for nil in doc.nil_returns])

# Every record knows its words and where they stand.
amount = doc.amounts[0]
assert doc.text[amount.span.start : amount.span.end] == amount.text

for finding in doc.findings:
    print(finding.severity, finding.message, "|", finding.calculation)
