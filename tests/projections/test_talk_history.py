"""The tables that the benches fill in parts are those that the projector fills from a log."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest

from backend.bench import talk_history
from backend.bench.talk_history import TalkHistory, fill
from projections.catalog import PROJECTIONS
from projections.group import Group
from projections.unread import unread
from tests.conftest import Server, fresh
from tests.projections.tables import Tables

MESSAGES, CHANNELS = 500, 5


@pytest.fixture
async def other(postgres: Server, template: str) -> AsyncIterator[str]:
    """Another fresh database."""
    async with fresh(postgres, template) as dsn:
        yield dsn


async def test_parts_add_up_to_the_whole(tables: Tables, other: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(talk_history, "AT_ONCE", 2)
    history = TalkHistory(MESSAGES, CHANNELS)
    every = [*history.directory, *history.part(range(CHANNELS))]
    assert [at.position for at in every] == list(range(1, len(every) + 1))
    await tables.pages(every, [100])
    meant = await tables.values()
    talk = await fill(other, MESSAGES, CHANNELS)
    conn: Any = await asyncpg.connect(other, server_settings={"timezone": "UTC"})
    found = await Tables(conn, Group(PROJECTIONS)).values()
    new = await unread(conn, talk.readers["all"])
    await conn.close()
    assert [head[:2] for head in found.pop("projection_head")] == [("rows", len(every))]
    del meant["projection_head"]
    for table, lines in meant.items():
        assert found[table] == lines, table
    assert len(meant["message_view"]) == MESSAGES
    assert len(new) == CHANNELS
