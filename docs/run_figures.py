"""Run the measurements of the accuracy and benchmark pages and keep what they print: `make figures`.

    python docs/run_figures.py [NAME ...]

On a quiet machine: what else runs on it is measured too. The commands stand in `figures/commands.toml`.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path

import fiscalnlp

ROOT = Path(__file__).parents[1]
FIGURES = Path(__file__).parent / "figures"


def main() -> None:
    pages = tomllib.loads((FIGURES / "commands.toml").read_text(encoding="utf-8"))
    commands: dict[str, str] = {name: command for page in pages.values() for name, command in page.items()}
    for name in sys.argv[1:] or commands:
        print(f"{name}: {commands[name]}", flush=True)
        (FIGURES / f"{name}.json").write_text(_kept(commands[name]), encoding="utf-8")


def _kept(command: str) -> str:
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=ROOT,
        env={
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": "corpora",
            "COLUMNS": "110",
        },
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=False,
    )
    if done.returncode not in (0, 1):
        sys.exit(f"{command} ended with {done.returncode}")
    printed = "\n".join(line.rstrip() for line in done.stdout.splitlines())
    machine = (
        f"{platform.system()} on {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    )
    kept = {
        "date": date.today().isoformat(),
        "machine": machine,
        "version": fiscalnlp.__version__,
        "command": command,
        "printed": printed,
    }
    return json.dumps(kept, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    main()
