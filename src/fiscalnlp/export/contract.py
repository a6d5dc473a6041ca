"""The version of the record contract that a destination carries, and what follows when it is another one."""

from __future__ import annotations

from fiscalnlp.errors import FiscalError
from fiscalnlp.model.records import CONTRACT_VERSION


def agreed_version(destination: str, found: str | None) -> str:
    """Return the version that a destination has once it was opened for writing: the newer one.

    Within one major version a newer one has only more columns and kinds: those that the destination lacks are
    added, and those that only it has stay empty in what is written.

    Args:
        destination: its name.
        found: the version it carries, `None` if it is new.

    Raises:
        FiscalError: the major version is another one (stage `export`).
    """
    if found is None:
        return CONTRACT_VERSION
    if _parts(found)[0] != _parts(CONTRACT_VERSION)[0]:
        newer = _parts(found) > _parts(CONTRACT_VERSION)
        advice = "a newer fiscalnlp is needed" if newer else "a new destination is needed"
        cause = (
            f"holds records of contract {found}, to which those of {CONTRACT_VERSION} cannot be added: {advice}"
        )
        raise FiscalError(destination, cause, stage="export")
    return max(found, CONTRACT_VERSION, key=_parts)


def _parts(version: str) -> list[int]:
    return [int(part) for part in version.split(".")]
