"""`python -m tests.push.process`: delivery as the worker runs it, in a process of its own."""

from __future__ import annotations

import asyncio

from backend import app, logs, settings
from backend.push import delivery


async def main() -> None:
    """Until it is killed."""
    given = settings.load()
    logs.configure(given, "worker")
    async with app.open_pool(given, "push") as pool:
        await delivery.run(given, pool)


if __name__ == "__main__":
    asyncio.run(main())
