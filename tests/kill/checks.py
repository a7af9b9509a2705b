"""What must hold after any death: nothing acknowledged is lost, nothing is doubled, all tables are true."""

from __future__ import annotations

import asyncio
import random
from functools import partial

import asyncpg

from backend import app
from backend.markers import Rebuilt, mark
from projections.catalog import PROJECTIONS
from projections.rebuild import Rebuild
from tests.kill.clients import synced
from tests.kill.crowd import Crowd
from tests.kill.stage import Stage, until
from tests.sync.device import Device

LANES = 8
MOST_REPEATED = 200
"""All orders that were on their way at a death were repeated then; of the others a sample is enough."""

BY_COMMAND = """
SELECT (metadata->>'command')::uuid AS command, max(notification_id) AS position
FROM congvu_events GROUP BY 1
"""
TWICE = """
SELECT metadata->>'command' FROM congvu_events GROUP BY 1
HAVING count(*) <> max(notification_id) - min(notification_id) + 1
    OR count(*) <> count(DISTINCT (originator_id, topic))
"""
GAPS = "SELECT max(notification_id) - count(*) FROM congvu_events"
WITHOUT_ANSWER = """
SELECT e.command FROM (
    SELECT (metadata->>'command')::uuid AS command, max(notification_id) AS position
    FROM congvu_events GROUP BY 1
) e
LEFT JOIN command_results r USING (command) WHERE r.position IS DISTINCT FROM e.position
"""
CONSEQUENCES = """
WITH events AS (SELECT topic, originator_id, convert_from(state, 'UTF8')::json AS state FROM congvu_events),
meant AS (
    SELECT originator_id AS directive, json_array_elements_text(state->'units') AS unit
    FROM events WHERE topic = 'directive.issued'
),
drawn AS (
    SELECT (state->>'directive')::uuid AS directive, state->'lead'->>'unit' AS unit
    FROM events WHERE topic = 'task.assigned' AND state->>'directive' IS NOT NULL
)
SELECT directive, unit, (SELECT count(*) FROM drawn d WHERE d.directive = m.directive AND d.unit = m.unit)
FROM meant m
WHERE 1 <> (SELECT count(*) FROM drawn d WHERE d.directive = m.directive AND d.unit = m.unit)
"""
PARKED = "SELECT policy, problem FROM worker_parked"


async def all_true(stage: Stage, crowd: Crowd) -> None:
    """Everything, once the crowd is calm."""
    await crowd.calm()
    await stage.level()
    connection = await asyncpg.connect(stage.dsn, timeout=60)
    try:
        await _the_log_holds_each_command_once(connection, crowd)
        assert await connection.fetch(CONSEQUENCES) == []
        assert await connection.fetch(PARKED) == []
    finally:
        await connection.close()
    await _devices_equal_new_ones(stage, crowd)
    await _repeats_get_the_same_answer(crowd)
    await _rows_equal_a_rebuild(stage)


async def _the_log_holds_each_command_once(connection: asyncpg.Connection, crowd: Crowd) -> None:
    stored = {row["command"]: row["position"] for row in await connection.fetch(BY_COMMAND)}
    for id, answer in crowd.ledger.answers.items():
        order = crowd.ledger.given[id]
        assert answer.problem is None, (order.name, answer)
        assert stored.get(id) == answer.position, (order.name, answer)
    assert await connection.fetch(TWICE) == []
    assert await connection.fetch(WITHOUT_ANSWER) == []
    assert not await connection.fetchval(GAPS)


async def _devices_equal_new_ones(stage: Stage, crowd: Crowd) -> None:
    for phone in crowd.phones:
        new = await synced(stage.gateway, phone.person)
        await until(partial(_equal, phone.device, new), "a device differs from a new one", 10)
        assert phone.device.pending == {}


async def _equal(device: Device, new: Device) -> bool:
    return device.state() == new.state()


async def _repeats_get_the_same_answer(crowd: Crowd) -> None:
    orders = list(crowd.ledger.given.values())
    orders = random.Random(len(orders)).sample(orders, min(len(orders), MOST_REPEATED))
    waiting = iter(orders)

    async def lane() -> None:
        for order in waiting:
            assert await crowd.desk.ask(order) == crowd.ledger.answers[order.id], order.name

    await asyncio.gather(*(lane() for _ in range(LANES)))


async def _rows_equal_a_rebuild(stage: Stage) -> None:
    async with await app.open_store(stage.settings) as store:
        rebuild = Rebuild(store, stage.dsn, PROJECTIONS)
        done = await rebuild.run(lambda: mark(store, Rebuilt))
    assert (done.differed, done.extra, done.parked) == (0, 0, 0)
