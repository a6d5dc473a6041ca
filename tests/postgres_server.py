"""A PostgreSQL server of the tests' own: made in a folder, reached by a socket in it, stopped at the end."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

#: Who runs the server if the tests are run by root, whom it refuses; the first that there is.
USERS = ("postgres", "nobody")


def programs() -> Path | None:
    """Return the folder with the server's programs: Debian keeps them off the path."""
    if found := shutil.which("pg_ctl"):
        return Path(found).resolve().parent
    return next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None)


@contextmanager
def server() -> Iterator[str]:
    """Start a server and yield how it is reached; skip the test, or fail it under FISCALNLP_ALL, without one."""
    found = programs()
    if found is None:
        if os.environ.get("FISCALNLP_ALL"):
            pytest.fail("PostgreSQL is not installed; .ci/services installs it")
        pytest.skip("PostgreSQL is not installed")
    folder = Path(tempfile.mkdtemp(prefix="fiscalnlp-pg-"))
    user = next(name for name in USERS if _has_user(name)) if os.geteuid() == 0 else None
    if user is not None:
        shutil.chown(folder, user)
    data = folder / "data"
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
    log = folder / "log"
    try:
        _run(
            [found / "initdb", "-D", data, "-U", "tests", "-A", "trust", "-E", "UTF8", "--locale=C"], folder, user
        )
        _run([found / "pg_ctl", "-D", data, "-l", log, "-w", "-o", options, "start"], folder, user)
        try:
            yield f"postgresql:///postgres?host={folder}&user=tests"
        finally:
            _run([found / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"], folder, user)
    finally:
        shutil.rmtree(folder)


def _has_user(name: str) -> bool:
    try:
        return bool(pwd.getpwnam(name))
    except KeyError:
        return False


def _run(command: Sequence[str | Path], folder: Path, user: str | None) -> None:
    group = None if user is None else pwd.getpwnam(user).pw_gid
    # The server keeps what it inherits: a pipe would stay open until it stops.
    with (folder / "output").open("ab") as output:
        done = subprocess.run(
            command,
            cwd=folder,
            user=user,
            group=group,
            extra_groups=None if user is None else [],
            stdout=output,
            stderr=output,
            stdin=subprocess.DEVNULL,
            check=False,
        )
    assert done.returncode == 0, (folder / "output").read_text()
