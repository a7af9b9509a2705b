"""A gateway in a process of its own, to be killed: prints its port."""

from __future__ import annotations

import asyncio
import sys

import asyncpg

from realtime.limits import Limits
from tests.realtime.place import Place


async def main(dsn: str, silence: float) -> None:
    """Serve until killed."""
    async with asyncpg.create_pool(dsn, min_size=1, max_size=4) as pool:
        place = Place(pool, Limits(gateway_silence=silence))
        await place.serve()
        print(place.port, flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], float(sys.argv[2])))
