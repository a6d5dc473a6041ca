"""Join what several disclosures say into one graph and write it for other programs."""

from pathlib import Path
from tempfile import TemporaryDirectory

import fiscalnlp
from fiscalnlp.export import graphml, jsonld

DISCLOSURES = Path(__file__).parent.parent / "corpora" / "disclosures"

nlp = fiscalnlp.load()
graphs = [nlp.read(path).graph() for path in sorted(DISCLOSURES.glob("*.txt"))]
graph = graphs[0]
for other in graphs[1:]:
    graph = graph.merge(other)

print(len(graph.nodes), "nodes,", len(graph.edges), "edges")
for edge in graph.edges_of_type("carried_out_under")[:3]:
    print(edge.source, "→", edge.target, edge.confidence)

with TemporaryDirectory() as folder:
    jsonld.write(graph, Path(folder) / "graph.jsonld")
    graphml.write(graph, Path(folder) / "graph.graphml")
    print(sorted(path.name for path in Path(folder).iterdir()))
