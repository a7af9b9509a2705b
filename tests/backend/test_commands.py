"""The write path: what a sender gets for a command, the first time and again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest

from backend.commands import CommandRunner
from backend.store.store import Store
from domain.kernel import Actor, Rejection
from projections.kernel import Outcome, Request
from tests.backend.notes import COMMANDS, Note
from tests.conftest import MASTER_KEY
from tests.store.nouns import EVENTS

NOW = datetime(2025, 7, 1, 0, 5, tzinfo=UTC)
OFFICIAL = UUID(int=7)


@pytest.fixture
async def log(dsn: str) -> AsyncIterator[Store]:
    async with await Store.open(dsn, events=EVENTS, master_key=MASTER_KEY) as opened:
        yield opened


async def runner_of(log: Store, **given: Any) -> CommandRunner:
    options: dict[str, Any] = {"decide": lambda *_: None, "depends": lambda _: (), "now": lambda: NOW}
    return await CommandRunner.open(log, commands=COMMANDS, **(options | given))


def request(
    name: str, official: UUID = OFFICIAL, id: UUID | None = None, language: str = "vi", **args: Any
) -> Request:
    return Request(
        id=id or uuid4(),
        name=name,
        args=msgspec.json.encode(args),
        actor=Actor(official=official),
        language=language,
    )


async def created(runner: CommandRunner, title: str = "Triều cường") -> UUID:
    asked = request("note.create", title=title)
    assert (await runner.run(asked)).problem is None
    return COMMANDS["note.create"](title=title).identity_of(asked.id)


async def test_a_command_is_done_and_tells_its_position(log: Store) -> None:
    runner = await runner_of(log)
    note = await created(runner)
    outcome = await runner.run(request("note.write", note=str(note), text="Đường ngập"))
    assert outcome == Outcome(position=2)
    [_, written] = await log.stream(note)
    assert written.event.text == "Đường ngập"
    assert written.event.timestamp == NOW
    assert written.metadata.account == OFFICIAL


async def test_the_same_command_again_gets_the_same_answer_and_does_nothing(log: Store) -> None:
    runner = await runner_of(log)
    note = await created(runner)
    asked = request("note.write", note=str(note), text="Đường ngập")
    first = await runner.run(asked)
    assert await runner.run(asked) == first
    assert await (await runner_of(log)).run(asked) == first
    assert await log.head() == 2
