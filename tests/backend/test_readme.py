"""What the README shows is what works."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from pathlib import Path

from backend.http import app, feeds
from backend.store.store import Store
from domain import post
from tests.backend.conftest import Api
from tests.backend.serving import serving
from tests.projections.city import City

README = Path(__file__).parents[2] / "README.md"


def example() -> str:
    found = re.search(r"```python\n(.*?)```", README.read_text(), re.DOTALL)
    assert found is not None
    return found[1]


async def test_the_example_clones_the_board_and_stays_live(api: Api) -> None:
    store = api.services.log
    assert isinstance(store, Store)
    city = City().found()
    seat = city.posts[0]
    holder = city.nouns[seat].holder
    city.run(post.Grant(post=seat, power="read-all-events", unit=city.nouns[seat].unit))
    city.direct()
    await city.store(store)
    token = (await api.services.sessions.open(holder)).access
    async with serving(app.create(api.services, [feeds.events])) as address:
        clone = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            example(),
            env={**os.environ, "CONGVU_URL": address, "CONGVU_TOKEN": token},
            stdout=asyncio.subprocess.PIPE,
        )
        assert clone.stdout is not None
        told = [await clone.stdout.readline() for _ in city.tasks]
        assert told[-1].decode().partition(" ")[2].strip() == str({"assigned": len(city.tasks)})
        position = len(city.events)
        while len(city.events) == position:
            city.work()
        await city.store(store)
        live = await clone.stdout.readline()
        assert int(live.split()[0]) == position + 1
        clone.kill()
        await clone.wait()
