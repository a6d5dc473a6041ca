"""Records, graphs and findings → files: one module a format, each with `write(what, path)`.

| format | module | what it takes |
| --- | --- | --- |
| `jsonl` | `fiscalnlp.export.jsonl` | records |
| `jsonld` | `fiscalnlp.export.jsonld` | a graph |
| `graphml` | `fiscalnlp.export.graphml` | a graph |
| text | `fiscalnlp.export.findings_text` | findings (`findings.CheckReport`) |
| JSON | `fiscalnlp.export.findings_json` | findings |
| SARIF | `fiscalnlp.export.sarif` | findings |
| HTML | `fiscalnlp.export.findings_html` | findings, with pictures of their places |

Every writer gives the same bytes for the same input, and a file is either the old one or the whole new one.
"""
