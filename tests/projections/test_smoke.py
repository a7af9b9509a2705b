from tests.projections.city import City
import asyncio, asyncpg, time
from projections.runner import Projector
from projections.catalog import PROJECTIONS

async def test_smoke(store, dsn):
    city = City().found().live(300)
    print(len(city.events))
    await city.store(store)
    p = Projector(store, dsn, PROJECTIONS)
    task = asyncio.create_task(p.run())
    conn = await asyncpg.connect(dsn)
    for _ in range(100):
        await asyncio.sleep(0.05)
        if task.done(): task.result()
        try:
            pos = await conn.fetchval("select position from projection_head")
        except asyncpg.UndefinedTableError: continue
        if pos == len(city.events): break
    print(pos, len(city.events), p.group.parked.streams)
    for r in await conn.fetch("select collection, count(*), avg(cardinality(audience)), avg(length(fields::text)), avg(length(state::text)) from row group by 1"): print(r)
    print(await conn.fetch("select gone, count(*) from row_scope group by 1"))
    print(await conn.fetch("select collection, fields from row where random()<0.02"))
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await conn.close()
    assert pos == len(city.events)
