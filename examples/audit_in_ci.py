"""Check disclosures before a site publishes them, in a CI job: one annotation a finding, the page as an artifact.

A workflow of GitHub Actions that does it with the commands alone:

    jobs:
      disclosures:
        steps:
          - uses: actions/checkout@v4
          - run: pip install fiscalnlp
          - run: fiscalnlp check public/*.pdf --format sarif --out findings.sarif
          - uses: github/codeql-action/upload-sarif@v3
            if: always()
            with: {sarif_file: findings.sarif}

This script says the same in the words that such a job's log understands (`::error file=…`), for systems that do
not take SARIF. Status 1 stands for findings: a job would end with it, this example ends well.
"""

import json
import subprocess
import sys
from pathlib import Path

DISCLOSURES = [Path(__file__).parent.parent / "corpora" / "disclosures" / "haigang-2023.txt"]
COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}

done = subprocess.run(
    [sys.executable, "-m", "fiscalnlp", "check", *DISCLOSURES, "--format", "json"],
    stdout=subprocess.PIPE,
    check=False,
)
if done.returncode == 2:  # a file could not be read: it is named on standard error
    sys.exit(2)


def escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


for document in json.loads(done.stdout)["documents"]:
    for finding in document["findings"]:
        place = finding["places"][0]
        line = f",line={place['region']['line']}" if place["region"] else ""
        words = f"{finding['message']['zh']} ({finding['calculation']})"
        file = Path(document["source"]).name
        print(f"::{COMMANDS[finding['severity']]} file={file}{line},title={finding['rule']}::{escaped(words)}")
print("status", done.returncode)
