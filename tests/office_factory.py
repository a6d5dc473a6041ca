"""Office containers for tests."""

from __future__ import annotations

import io
import zipfile


def repacked(data: bytes, **changes: bytes | None) -> bytes:
    """Return a container with parts (by name, `_` for the point in it) replaced, or left out where `None`."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            content = changes.get(name.rsplit("/", 1)[-1].replace(".", "_"), old.read(name))
            if content is not None:
                new.writestr(name, content)
    return packed.getvalue()
