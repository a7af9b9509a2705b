"""`python -m tests.timers.process DSN NOW`: timers as the worker keeps them, by a clock that stands still."""

from __future__ import annotations

import asyncio
import sys
from datetime import datetime

from backend import app
from backend.commands import CommandRunner
from backend.settings import Settings
from backend.store.store import Store
from backend.timers.keeping import Timers
from domain import access
from domain.catalog import COMMANDS, EVENTS
from tests.conftest import MASTER_KEY


async def main(dsn: str, now: datetime) -> None:
    """All that is due then."""
    async with (
        await Store.open(dsn, events=EVENTS, master_key=MASTER_KEY) as store,
        app.open_pool(Settings(database_url=dsn), "timers", 2) as pool,
    ):
        runner = await CommandRunner.open(
            store, commands=COMMANDS, decide=access.decide, depends=access.depends, now=lambda: now
        )
        await Timers(pool, runner, runner.standing.current, lambda: now).settle()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], datetime.fromisoformat(sys.argv[2])))
