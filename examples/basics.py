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

# Every record knows its words and where they stand.
amount = doc.amounts[0]
assert doc.text[amount.span.start : amount.span.end] == amount.text

for finding in doc.findings:
    print(finding.severity, finding.message, "|", finding.calculation)
