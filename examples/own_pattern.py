"""Teach the library a wording of your own, without a change to its files.

More rows for a family of patterns stand in a folder (`patterns/comparisons.toml` beside this script). The
environment variable `FISCALNLP_PATTERNS` names it, for the command line and for every process of a batch too:

    FISCALNLP_PATTERNS=patterns fiscalnlp extract 2023/ --out 2023.jsonl

A package brings its patterns with an entry point instead, in its pyproject.toml:

    [project.entry-points."fiscalnlp.patterns"]
    house = "house_patterns"        # a package with comparisons.toml in it
"""

import os
from pathlib import Path

os.environ["FISCALNLP_PATTERNS"] = str(Path(__file__).parent / "patterns")  # before the library is loaded

import fiscalnlp

nlp = fiscalnlp.load()
doc = nlp.read("""某县商务局2023年度部门决算
三、支出决算情况说明
本年支出合计963.20万元，比上年增加12.00万元，究其缘由是人员增加。
""")

change = doc.changes[0]
print(change.measure, change.direction, change.yuan, [doc.find(reason).text for reason in change.reasons])
