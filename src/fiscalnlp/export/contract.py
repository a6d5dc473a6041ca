"""The version of the record contract that a destination carries, and what follows when it is another one."""

from __future__ import annotations

from fiscalnlp.errors import FiscalError
from fiscalnlp.model.records import CONTRACT_VERSION


def agreed_version(destination: str, found: str | None, own: str = CONTRACT_VERSION) -> str:
    """Return the version that a destination has once it was opened for writing: the newer one.

    Within one major version a newer one has only more columns and kinds: those that the destination lacks are
    added, and those that only it has stay empty in what is written.

    Args:
        destination: its name.
        found: the version it carries, `None` if it is new.
        own: the version of this library.

    Raises:
        FiscalError: the major version is another one (stage `export`).
    """
    if found is None:
        return own
    if _parts(found)[0] != _parts(own)[0]:
        advice = "take a newer fiscalnlp" if _parts(found) > _parts(own) else "write to a new destination"
        cause = f"holds records of contract {found}, which contract {own} cannot be added to; {advice}"
        raise FiscalError(destination, cause, stage="export")
    return max(found, own, key=_parts)


def _parts(version: str) -> list[int]:
    return [int(part) for part in version.split(".")]
