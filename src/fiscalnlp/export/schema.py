"""The JSON Schema of the records, generated from their types.

`python -m fiscalnlp.export.schema` rewrites the shipped file (`data/schema/records.schema.json`).
"""

from __future__ import annotations

import json
from importlib.resources import as_file, files
from inspect import cleandoc
from typing import Any

import msgspec

from fiscalnlp.export.target import opened
from fiscalnlp.model.records import KINDS

#: The shipped file, relative to the data package.
SCHEMA_FILE = "schema/records.schema.json"
_ID = "https://w3id.org/fiscalnlp/schema/records.schema.json"
_DECIMAL = r"^-?[0-9]+(\.[0-9]+)?$"


def record_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of one record: `oneOf` by kind, with `$defs` named by kind."""
    _, components = msgspec.json.schema_components(KINDS.values(), ref_template="{name}")
    names = {cls.__name__: kind for kind, cls in KINDS.items()}
    definitions = {names.get(name, name): _adapted(body, names) for name, body in components.items()}
    shared = sorted(name for name in definitions if name not in KINDS)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": _ID,
        "title": "fiscalnlp record",
        "description": "One line of the JSON Lines that the library writes. Figures are decimal strings.",
        "oneOf": [{"$ref": f"#/$defs/{kind}"} for kind in KINDS],
        "$defs": {name: definitions[name] for name in (*KINDS, *shared)},
    }


def encoded_schema() -> bytes:
    """Return the schema as the bytes that are shipped."""
    return json.dumps(record_schema(), ensure_ascii=False, indent=2).encode() + b"\n"


def main() -> None:
    """Rewrite the shipped file."""
    with as_file(files("fiscalnlp.data").joinpath(SCHEMA_FILE)) as path, opened(path) as file:
        file.write(encoded_schema())


def _adapted(value: Any, names: dict[str, str]) -> Any:
    """Point references to `$defs` by kind, and say what a decimal string looks like."""
    if isinstance(value, list):
        return [_adapted(item, names) for item in value]
    if not isinstance(value, dict):
        return value
    result = {name: _adapted(item, names) for name, item in value.items()}
    if isinstance(description := result.get("description"), str):
        result["description"] = cleandoc(description)  # Python 3.13 unindents docstrings, 3.12 does not
    if isinstance(reference := result.get("$ref"), str):
        result["$ref"] = f"#/$defs/{names.get(reference, reference)}"
    if result.get("format") == "decimal":
        result["pattern"] = _DECIMAL
    return result


if __name__ == "__main__":
    main()
