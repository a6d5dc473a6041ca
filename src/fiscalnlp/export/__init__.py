"""Records and graphs → files: one module a format, each with `write(what, path)`.

| format | module | what it takes |
| --- | --- | --- |
| `jsonl` | `fiscalnlp.export.jsonl` | records |
| `jsonld` | `fiscalnlp.export.jsonld` | a graph |
| `graphml` | `fiscalnlp.export.graphml` | a graph |
| `turtle`, `trig` … | `fiscalnlp.export.skos` | nothing: the classifications, policy fields and regions |

Every writer gives the same bytes for the same input, and a file is either the old one or the whole new one.
"""
