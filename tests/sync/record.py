"""Records the sessions of scenarios.py as vectors: `python -m tests.sync.record` writes them."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.sync.scenarios import SCENARIOS

FOLDER = Path(__file__).parent / "vectors"


async def record() -> dict[str, str]:
    """Every scenario's file by its name."""
    files = {}
    for scenario in SCENARIOS:
        recorder = await scenario()
        name = scenario.__name__.replace("_", "-")
        files[f"{name}.json"] = recorder.file(name)
    return files


def main() -> None:
    """Write all vectors, and remove those without a scenario."""
    FOLDER.mkdir(exist_ok=True)
    files = asyncio.run(record())
    for path in FOLDER.glob("*.json"):
        if path.name not in files:
            path.unlink()
    for name, text in files.items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
