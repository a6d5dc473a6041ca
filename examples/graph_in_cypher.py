"""Ask several disclosures in Cypher which duties money was spent on (needs the extra `cypher`)."""

from pathlib import Path
from tempfile import TemporaryDirectory

import ladybug as database

import fiscalnlp
from fiscalnlp.export import ladybug

DISCLOSURES = Path(__file__).parent.parent / "corpora" / "disclosures"

# What was spent under the class of a duty, by the accounts that state the duty.
QUESTION = """
MATCH (d:duty)-[e:carried_out_under]->(c:functional_class)<-[:classified_as]-(o:observation),
      (d)-[:stated_in]->(doc:document)<-[:in_dataset]-(o)
WHERE o.stage = 'final_account' AND o.fund = 'general'
RETURN c.code, c.label, count(DISTINCT d.iri), o.yuan, max(e.confidence)
ORDER BY o.yuan DESC, c.code
"""

nlp = fiscalnlp.load()
graphs = [nlp.read(path).graph() for path in sorted(DISCLOSURES.glob("*.txt"))]
graph = graphs[0]
for other in graphs[1:]:
    graph = graph.merge(other)

with TemporaryDirectory() as folder:
    file = Path(folder) / "graph.lbug"
    ladybug.write(graph, file)
    with database.Database(file, read_only=True) as opened, database.Connection(opened) as cypher:
        for code, name, duties, yuan, confidence in cypher.execute(QUESTION):
            print(f"{code} {name}: {duties} duties, {yuan:.2f} yuan, as sure as {confidence}")
        (nodes,) = next(cypher.execute("MATCH (n) RETURN count(*)"))
        print(nodes, "nodes,", "as many as in the graph" if nodes == len(graph) else "not those of the graph")
