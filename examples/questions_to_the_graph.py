"""Put disclosures into a graph store, then ask it: a question of the gallery, and one of your own in SPARQL."""

from pathlib import Path
from tempfile import TemporaryDirectory

from fiscalnlp.store import GraphStore, build
from fiscalnlp.store.questions import questions

DISCLOSURES = Path(__file__).parent.parent / "corpora" / "disclosures"
SOURCES = [str(path) for path in sorted(DISCLOSURES.glob("*.txt"))]

if __name__ == "__main__":  # several processes may read: build(…, jobs=4)
    with TemporaryDirectory() as folder, GraphStore(Path(folder) / "kg") as store:
        print(len(build(store, SOURCES).added), "added")
        print(len(build(store, SOURCES).unchanged), "unchanged the second time")

        print("What share of spending does no duty explain?")
        for row in store.query(questions()["unexplained-spending"].sparql()):
            print(f"  {row['bodyName'].value} {row['year'].value}: {row['percent'].value} %")

        print("Under which category is most spent, and by which duty?")
        for row in store.query("""
            SELECT ?duty ?class ?yuan WHERE {
              ?node fn:category ?code ; fn:categoryYuan ?yuan ; nif:anchorOf ?duty .
              ?category a fn:FunctionalClass ; skos:notation ?code ; skos:prefLabel ?class .
            } ORDER BY DESC(?yuan) ?duty LIMIT 1"""):
            print(f"  {row['class'].value}, {row['yuan'].value} yuan: {row['duty'].value}")
