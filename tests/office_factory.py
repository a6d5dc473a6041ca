"""Office containers for tests."""

from __future__ import annotations

import io
import zipfile


def repacked(data: bytes, **changes: bytes | None) -> bytes:
    """Return a container with parts (by their name without ending) replaced, or left out where `None`."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            content = changes.get(name.rsplit("/", 1)[-1].split(".")[0], old.read(name))
            if content is not None:
                new.writestr(name, content)
    return packed.getvalue()
