"""Writes requirements/*.txt: every package with version and hashes, for all platforms, without addresses."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
LOCKS = {"dev.txt": ["build", "demo", "dev", "fcm"], "run.txt": ["build", "demo"]}
"""Each lock file and the extras of pyproject.toml that it holds; the second follows the first."""


def main() -> None:
    """Resolve anew; versions that still fit are kept."""
    for name, extras in LOCKS.items():
        command = [
            str(Path(sys.executable).parent / "uv"), "pip", "compile", "pyproject.toml",
            "--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url",
            "--no-annotate", "--custom-compile-command", "make lock", "--quiet",
            "--output-file", f"requirements/{name}",
            *(f"--extra={extra}" for extra in extras),
            *(["--constraint=requirements/dev.txt"] if name != "dev.txt" else []),
        ]  # fmt: skip
        subprocess.run(command, cwd=ROOT, check=True)  # noqa: S603 - our own arguments
    pin_together()


def pin_together() -> None:
    """Fail if the two locks disagree on a version."""
    dev, run = (versions(ROOT / "requirements" / name) for name in LOCKS)
    apart = [name for name in run if dev.get(name) != run[name]]
    if apart:
        sys.exit(f"the locks disagree on {', '.join(apart)}: remove requirements/*.txt and lock again")


def versions(lock: Path) -> dict[str, str]:
    """Versions by package, as a lock pins them."""
    lines = [line.split(";")[0].strip(" \\") for line in lock.read_text().splitlines() if "==" in line]
    return dict(line.split("==", 1) for line in lines if not line.startswith("#"))


if __name__ == "__main__":
    main()
