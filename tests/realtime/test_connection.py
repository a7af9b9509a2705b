"""Connections of a gateway without network: what is written, in which order, and how they end."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID

import pytest

from projections.kernel import Outcome, Request
from realtime import protocol
from realtime.connection import Connection
from realtime.limits import Limits
from tests.realtime.stage import EXPIRES, Stage, Wire
from tests.realtime.world import uid

DESK = "desk:1"


@pytest.fixture
def stage() -> Stage:
    stage = Stage(Limits(stuck=0.05))
    stage.world.grant(uid("lan"), DESK)
    stage.world.put("task", "t", [DESK], title="x")
    return stage


async def enter(stage: Stage, token: str = "lan", **fields: Any) -> tuple[Connection, Wire]:
    await stage.publish()
    connection, wire = stage.connect()
    device = str(uid("device"))
    await stage.tell(connection, t="hello", v=1, token=token, device=device, **fields)
    return connection, wire


def kinds(wire: Wire) -> list[str]:
    return [frame["t"] for frame in wire.transport.take()]


async def test_a_new_device_is_welcomed_filled_and_follows(stage: Stage) -> None:
    _, wire = await enter(stage)
    assert kinds(wire) == ["welcome", "begin", "rows", "end"]
    stage.world.put("task", "t", [DESK], title="y")
    await stage.publish()
    assert kinds(wire) == ["begin", "rows", "end"]


async def test_ping_is_answered_with_the_head(stage: Stage) -> None:
    connection, wire = await enter(stage)
    wire.transport.take()
    await stage.tell(connection, t="ping")
    assert wire.transport.take() == [{"t": "pong", "head": stage.world.position}]


@pytest.mark.parametrize(
    ("token", "code"),
    [("bad lan", 4401), ("old lan", 4401), ("no lan", 4403)],
    ids=["bad", "old", "forbidden"],
)
async def test_who_may_not_in_is_told_why(stage: Stage, token: str, code: int) -> None:
    _, wire = await enter(stage, token)
    [bye] = wire.transport.take()
    assert (bye["t"], bye["code"]) == ("bye", code)
    assert wire.closed == (code, bye["reason"])


async def test_an_ended_session_cannot_be_used_again(stage: Stage) -> None:
    stage.ended.add(uid("session of lan"))
    _, wire = await enter(stage)
    assert [frame["code"] for frame in wire.transport.take()] == [4401]


async def test_the_end_of_a_token_closes(stage: Stage) -> None:
    connection, wire = await enter(stage)
    stage.now = EXPIRES - 1
    await stage.tell(connection, t="ping")
    stage.now = EXPIRES
    await connection.tick()
    await connection.settled()
    assert wire.closed is not None
    assert wire.closed[0] == 4401


async def test_reasons_fit_into_a_close_frame(stage: Stage) -> None:
    connection, wire = await enter(stage)
    wire.transport.take()
    await stage.tell(connection, t="ế" * 200)
    [bye] = wire.transport.take()
    assert wire.closed is not None
    assert len(wire.closed[1].encode()) <= 123
    assert bye["reason"].startswith(wire.closed[1])


async def test_a_result_and_then_an_empty_page_for_what_nobody_sees(stage: Stage) -> None:
    async def unseen(request: Request) -> Outcome:
        stage.world.put("task", "u", ["desk:2"], title="y")
        return Outcome(position=stage.world.position)

    connection, wire = await enter(stage)
    wire.transport.take()
    stage.outcome = unseen
    await stage.tell(connection, t="command", id=str(uid("c")), seq=1, name="task.open", args={})
    await stage.publish()
    assert kinds(wire) == ["result", "begin", "end"]


async def test_a_bug_gives_the_command_back(stage: Stage) -> None:
    async def broken(request: Request) -> Outcome:
        raise ZeroDivisionError

    connection, wire = await enter(stage)
    wire.transport.take()
    stage.outcome = broken
    await stage.tell(connection, t="command", id=str(uid("c")), seq=1, name="task.open", args={})
    [result] = wire.transport.take()
    assert result["problem"]["code"] == "command.failed"


async def test_a_database_that_is_away_asks_to_send_again(stage: Stage) -> None:
    async def away(request: Request) -> Outcome:
        raise ConnectionResetError

    connection, wire = await enter(stage)
    wire.transport.take()
    stage.outcome = away
    await stage.tell(connection, t="command", id=str(uid("c")), seq=1, name="task.open", args={})
    assert wire.transport.take() == [{"t": "result", "id": str(uid("c")), "seq": 1, "retry": True}]


async def test_a_stuck_device_is_cut_off(stage: Stage) -> None:
    _, wire = await enter(stage)
    wire.transport.take()
    wire.transport.waiting = 10_000_000
    stage.office.hub.slow.add(wire.transport)
    wire.drained.clear()
    stage.world.put("task", "t", [DESK], title="y")
    await stage.publish()
    assert kinds(wire) == ["lag"]
    assert wire.aborted


async def test_an_error_while_catching_up_sends_the_device_away(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(stage.world, "held", broken)
    _, wire = await enter(stage)
    _, bye = wire.transport.take()
    assert (bye["code"], bye["retryAfter"]) == (4503, 1.5)


async def test_opening_while_catching_up_is_not_forgotten(stage: Stage) -> None:
    stage.world.lead(uid("lan"), uid("city"), [])
    scope = f"below:{uid('city')}"
    stage.world.put("task", "b", [scope], title="below")
    connection, wire = await enter(stage)
    wire.transport.take()
    wire.drained.clear()
    await connection.receive('{"t":"open","scopes":[]}')
    await connection.receive(f'{{"t":"open","scopes":["{scope}"]}}')
    await connection.receive(f'{{"t":"close","scopes":["{scope}"]}}')
    await connection.receive(f'{{"t":"open","scopes":["{scope}"]}}')
    wire.drained.set()
    await connection.settled()
    begins = [frame for frame in wire.transport.take() if frame["t"] == "begin"]
    assert [begin["reset"] for begin in begins] == [[scope]]
    stage.world.put("task", "b", [scope], title="below, changed")
    await stage.publish()
    assert kinds(wire) == ["begin", "rows", "end"]


async def test_too_much_at_once_is_read_by_each_from_the_rows(stage: Stage) -> None:
    _, wire = await enter(stage)
    wire.transport.take()
    stage.most = 2
    for name in "uvw":
        stage.world.put("task", name, [DESK], title=name)
    stage.world.put("task", "x", ["desk:2"], title="not seen")
    await stage.publish()
    begin, rows, _ = wire.transport.take()
    assert begin["reset"] == []
    assert [row[4]["title"] for row in rows["rows"]] == sorted("uvw", key=uid)
    stage.world.put("task", "u", [DESK], title="live again")
    await stage.publish()
    assert kinds(wire) == ["begin", "rows", "end"]


async def test_two_devices_of_one_official_both_follow(stage: Stage) -> None:
    _, first = await enter(stage)
    _, second = await enter(stage)
    first.transport.take(), second.transport.take()
    stage.world.put("task", "t", [DESK], title="y")
    await stage.publish()
    assert first.transport.take() == second.transport.take() != []


async def test_who_is_gone_is_not_written_to(stage: Stage) -> None:
    connection, wire = await enter(stage)
    wire.transport.take()
    connection.gone()
    stage.world.put("task", "t", [DESK], title="y")
    await asyncio.wait_for(stage.publish(), 5)
    assert wire.transport.take() == []


async def test_who_goes_while_catching_up_does_not_follow(stage: Stage) -> None:
    connection, wire = stage.connect()

    async def held(*_: object) -> list[tuple[str, int, bool]]:
        wire.transport.closing = True
        connection.gone()
        return [(DESK, 1, False)]

    stage.world.held = held  # type: ignore[method-assign]
    await stage.tell(connection, t="hello", v=1, token="lan", device=str(uid("device")))
    assert stage.office.hub.members == 0


class Memory:
    """Read positions in memory; `down` while they cannot be read."""

    def __init__(self) -> None:
        self.kept: list[protocol.ReadUpTo] = []
        self.down = False

    async def since(self, person: UUID, stamp: str | None) -> tuple[list[protocol.ReadUpTo], str | None]:
        if self.down:
            raise ConnectionRefusedError
        return self.kept, "new"

    async def keep(self) -> None:
        if self.down:
            raise ConnectionRefusedError

    async def run(self) -> None:
        raise NotImplementedError


READ = {"t": "read", "reads": [[str(uid("talk")), 7]]}


async def test_read_positions_come_after_the_welcome_also_those_not_kept_yet(stage: Stage) -> None:
    stage.office.readings = memory = Memory()
    memory.kept = [(uid("old"), 3)]
    first, _ = await enter(stage)
    await stage.tell(first, **READ)
    _, wire = await enter(stage, reads="old")
    welcome, *frames = wire.transport.take()
    [reads] = [frame for frame in frames if frame["t"] == "reads"]
    assert welcome["t"] == "welcome"
    assert reads == {"t": "reads", "reads": [[str(uid("old")), 3], [str(uid("talk")), 7]], "stamp": "new"}


async def test_while_read_positions_are_away_all_else_goes_on(stage: Stage) -> None:
    stage.office.readings = memory = Memory()
    memory.down = True
    connection, wire = await enter(stage)
    assert kinds(wire) == ["welcome", "begin", "rows", "end"]
    await stage.tell(connection, **READ)
    await stage.office.close()
    assert kinds(wire) == []


async def test_a_slow_device_loses_typing_and_is_told_of_people_later(stage: Stage) -> None:
    stage.world.grant(uid("minh"), DESK)
    mine, _ = await enter(stage, open=[DESK])
    own, slow = await enter(stage, open=[DESK])
    sender, _ = await enter(stage, token="minh", open=[DESK])
    slow.transport.take()
    slow.transport.waiting = stage.office.limits.buffer // 2 + 1
    await stage.tell(own, t="watch", people=[str(uid("minh"))])
    await stage.tell(sender, t="ephemeral", scope=DESK, kind="typing", data={})
    await stage.tell(mine, **READ)
    stage.office.company.tick(stage.now)
    assert kinds(slow) == []
    stage.world.put("task", "t", [DESK], title="y")
    await stage.publish()
    assert kinds(slow) == ["begin", "rows", "end"]
    slow.transport.waiting = 0
    stage.office.company.tick(stage.now)
    assert sorted(kinds(slow)) == ["presence", "reads"]


async def test_who_is_gone_is_offline(stage: Stage) -> None:
    watcher, wire = await enter(stage)
    other, _ = await enter(stage, token="minh")
    wire.transport.take()
    await stage.tell(watcher, t="watch", people=[str(uid("minh"))])
    await stage.tell(other, t="sight", looking=True, subjects=[])
    stage.office.company.tick(stage.now)
    other.gone()
    stage.office.company.tick(stage.now)
    states = [frame["people"][0][1] for frame in wire.transport.take()]
    assert states == ["idle", "online", "offline"]
