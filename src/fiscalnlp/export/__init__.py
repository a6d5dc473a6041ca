"""Records, graphs and findings → files: one module a format, each with `write(what, path)`.

| format | module | what it takes |
| --- | --- | --- |
| `jsonl` | `fiscalnlp.export.jsonl` | records |
| `jsonld` | `fiscalnlp.export.jsonld` | a graph |
| `graphml` | `fiscalnlp.export.graphml` | a graph |
| `turtle`, `ntriples`, `nquads`, `trig` | `fiscalnlp.export.rdf` | a graph |
| `parquet` | `fiscalnlp.export.parquet` | a graph → a folder (extra `polars`) |
| `csv` | `fiscalnlp.export.bulk_csv` | a graph → a folder for the bulk import of a graph database |
| `ladybug` | `fiscalnlp.export.ladybug` | a graph → an embedded database for Cypher (extra `cypher`) |
| `turtle`, `trig` … | `fiscalnlp.export.skos` | nothing: the classifications, policy fields and regions |
| SVG and HTML pictures | `fiscalnlp.export.drawing` | the records of one disclosure |
| text | `fiscalnlp.export.findings_text` | findings (`findings.CheckReport`) |
| JSON | `fiscalnlp.export.findings_json` | findings |
| SARIF | `fiscalnlp.export.sarif` | findings |
| HTML | `fiscalnlp.export.findings_html` | findings, with pictures of their places |

Every writer gives the same bytes for the same input (a ladybug file: the same rows), and a file is either the
old one or the whole new one.
"""
