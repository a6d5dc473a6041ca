"""Draw duties, functional classes and money of one disclosure: a page with both pictures, and each as SVG."""

from pathlib import Path
from tempfile import TemporaryDirectory

import fiscalnlp
from fiscalnlp.export import drawing

DISCLOSURES = Path(__file__).parent.parent / "corpora" / "disclosures"

doc = fiscalnlp.load().read(DISCLOSURES / "haigang-2023.txt")

with TemporaryDirectory() as folder:  # in earnest, a folder of your own
    drawing.write(doc.records(), Path(folder) / "graph.html", format="html")
    drawing.write(doc.records(), Path(folder) / "flow.svg")
    drawing.write(doc.records(), Path(folder) / "network.svg", picture="network")
    for path in sorted(Path(folder).iterdir()):
        print(path.name, path.read_text(encoding="utf-8").count("</svg>"), "picture(s)")
