"""The session on literal frames and a virtual clock."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from domain.kernel import Actor
from projections.kernel import Outcome, Problem
from realtime import protocol
from realtime.limits import Limits
from realtime.principal import Principal
from realtime.session import Action, Forward, Look, Note, Pong, Quit, Run, Send, Session, Start, Verify

OFFICIAL, DEVICE, POST = UUID(int=1), UUID(int=2), UUID(int=3)
PRINCIPAL = Principal(OFFICIAL, UUID(int=4), 2_000.0)
LIMITS = Limits(commands=3, frames_per_second=10, burst=20)


def hello(**fields: Any) -> str:
    frame = {
        "t": "hello",
        "v": 1,
        "token": "abc",
        "device": str(DEVICE),
        "cursor": "c",
        "open": ["desk:1"],
        "reads": "r",
    }
    return json.dumps(frame | fields)


def command(number: int, seq: int | None = None, **fields: Any) -> str:
    frame = {
        "t": "command",
        "id": str(UUID(int=number)),
        "seq": seq or number,
        "name": "task.open",
        "args": {},
    }
    return json.dumps(frame | fields)


@pytest.fixture
def greeting() -> Session:
    return Session(UUID(int=9), LIMITS, 1_000.0)


@pytest.fixture
def session(greeting: Session) -> Session:
    greeting.receive(hello(), 1_000.0)
    greeting.verified(PRINCIPAL, 130, 1_000.0)
    return greeting


def quits(actions: list[Action], code: int, word: str) -> bool:
    [last] = actions
    assert isinstance(last, Quit)
    assert (last.bye.code, word in last.bye.reason) == (code, True), last
    return True


def results(actions: list[Action]) -> list[tuple[int, int | None, bool]]:
    return [
        (action.frame.seq, action.frame.position, action.frame.retry)
        for action in actions
        if isinstance(action, Send) and isinstance(action.frame, protocol.Result)
    ]


def running(actions: list[Action]) -> list[int]:
    return [action.request.id.int for action in actions if isinstance(action, Run)]


def test_signs_in(greeting: Session) -> None:
    assert greeting.receive(hello(), 1_000.0) == [Verify("abc")]
    welcome = protocol.Welcome(
        session=UUID(int=9),
        head=130,
        clock=datetime(1970, 1, 1, 0, 16, 40, tzinfo=UTC),
        limits=protocol.FrameLimits(1_048_576, 3, 200, 50),
        heartbeat=25,
    )
    assert greeting.verified(PRINCIPAL, 130, 1_000.0) == [Send(welcome), Start("c", DEVICE, "r")]
    assert greeting.on_screen == ["desk:1"]


def test_refuses_the_token(greeting: Session) -> None:
    greeting.receive(hello(), 1_000.0)
    assert quits(greeting.refused("not one of ours", False), 4401, "not one of ours")
    assert greeting.receive(hello(), 1_000.0) == []


def test_forbids(greeting: Session) -> None:
    greeting.receive(hello(), 1_000.0)
    assert quits(greeting.refused("the account is closed", True), 4403, "closed")


def test_refuses_an_expired_token(greeting: Session) -> None:
    greeting.receive(hello(), 1_000.0)
    assert quits(greeting.verified(PRINCIPAL, 0, 2_000.0), 4401, "expired")


NOTED = {
    '{"t":"read","reads":[["00000000-0000-0000-0000-000000000007",3]]}': protocol.Read([(UUID(int=7), 3)]),
    '{"t":"sight","looking":true}': protocol.Sight(True),
    '{"t":"watch","people":[]}': protocol.Watch([]),
}


@pytest.mark.parametrize("text", ['{"t":"ping"}', command(1), '{"t":"open","scopes":[]}', *NOTED])
def test_nothing_comes_before_hello(greeting: Session, text: str) -> None:
    assert quits(greeting.receive(text, 1_000.0), 4400, "hello")


def test_hello_comes_once(session: Session) -> None:
    assert quits(session.receive(hello(), 1_000.0), 4400, "once")


def test_speaks_one_version(greeting: Session) -> None:
    assert quits(greeting.receive(hello(v=2), 1_000.0), 4400, "version 1")


def test_names_the_field_of_a_malformed_frame(session: Session) -> None:
    assert quits(session.receive('{"t":"open"}', 1_000.0), 4400, "scopes")


def test_runs_a_command_as_its_sender(greeting: Session) -> None:
    greeting.receive(hello(clock="1970-01-01T00:16:30Z", language="en"), 1_000.0)
    greeting.verified(PRINCIPAL, 130, 1_000.0)
    acting = {"post": str(POST), "behalfOf": None, "basis": "deputy"}
    at = "1970-01-01T00:20:00Z"
    [run] = greeting.receive(command(7, 1, at=at, args={"task": "x"}, **{"as": acting}), 1_000.0)
    assert isinstance(run, Run)
    request = run.request
    assert request.actor == Actor(OFFICIAL, POST, None, "deputy")
    assert (request.id, request.name, bytes(request.args)) == (UUID(int=7), "task.open", b'{"task": "x"}')
    assert (request.device, request.language) == (DEVICE, "en")
    # The device's clock is 10 s late.
    assert request.device_at == datetime(1970, 1, 1, 0, 20, 10, tzinfo=UTC)


def test_a_command_of_a_device_whose_clock_is_beyond_reckoning_still_runs(greeting: Session) -> None:
    greeting.receive(hello(clock="0001-01-02T00:00:00Z"), 1_000.0)
    greeting.verified(PRINCIPAL, 130, 1_000.0)
    [run] = greeting.receive(command(7, 1, at="9999-12-30T00:00:00Z"), 1_000.0)
    assert isinstance(run, Run)
    assert run.request.device_at is None


def test_commands_run_one_at_a_time_in_order(session: Session) -> None:
    assert running(session.receive(command(1), 1_000.0)) == [1]
    assert session.receive(command(2), 1_000.0) == []
    actions = session.answered(Outcome(position=131))
    assert results(actions) == [(1, 131, False)]
    assert running(actions) == [2]
    assert results(session.answered(Outcome())) == [(2, None, False)]
    assert running(session.receive(command(3), 1_000.0)) == [3]


def test_a_rejection_moves_the_queue_on(session: Session) -> None:
    session.receive(command(1), 1_000.0)
    session.receive(command(2), 1_000.0)
    problem = Problem(type="urn:x", title="No", status=409, detail="No.", code="task.not-open")
    [answer, following] = session.answered(Outcome(problem=problem))
    assert isinstance(answer, Send)
    assert answer.frame == protocol.Result(UUID(int=1), 1, None, problem)
    assert running([following]) == [2]


def test_after_a_temporary_failure_all_later_commands_wait_for_the_first(session: Session) -> None:
    for number in (1, 2, 3):
        session.receive(command(number), 1_000.0)
    session.answered(Outcome(position=131))
    actions = session.answered(None)
    assert results(actions) == [(2, None, True), (3, None, True)]
    assert running(actions) == []
    assert results(session.receive(command(4), 1_000.0)) == [(4, None, True)]
    assert running(session.receive(command(2), 1_000.0)) == [2]
    assert session.receive(command(3), 1_000.0) == []
    assert running(session.answered(Outcome(position=132))) == [3]


@pytest.mark.parametrize("seq", [1, 3])
def test_numbers_come_in_order(session: Session, seq: int) -> None:
    session.receive(command(1), 1_000.0)
    assert quits(session.receive(command(5, seq), 1_000.0), 4400, "$.seq")


def test_only_so_many_commands_may_wait(session: Session) -> None:
    for number in (1, 2, 3):
        session.receive(command(number), 1_000.0)
    assert quits(session.receive(command(4), 1_000.0), 4429, "3 commands")


def test_a_result_after_the_end_starts_nothing(session: Session) -> None:
    session.receive(command(1), 1_000.0)
    session.receive(command(2), 1_000.0)
    session.tick(2_000.0)
    assert running(session.answered(Outcome(position=131))) == []


def test_only_so_many_frames_a_second(session: Session) -> None:
    for _ in range(19):
        assert session.receive('{"t":"ping"}', 1_000.0) == [Pong()]
    assert session.receive('{"t":"ping"}', 1_000.1) == [Pong()]
    assert quits(session.receive('{"t":"ping"}', 1_000.1), 4429, "10 frames a second")


def test_a_frame_has_a_largest_size(session: Session) -> None:
    text = json.dumps({"t": "auth", "token": "x" * 1_048_576})
    assert quits(session.receive(text, 1_000.0), 4413, "1048576")


def test_silence_ends_it(session: Session) -> None:
    assert session.tick(1_060.0) == []
    session.receive('{"t":"ping"}', 1_060.0)
    assert session.tick(1_120.0) == []
    assert quits(session.tick(1_120.1), 4408, "60 s")
    assert session.tick(1_121.0) == []


def test_hello_has_to_come(greeting: Session) -> None:
    assert greeting.tick(1_010.0) == []
    assert quits(greeting.tick(1_010.1), 4408, "hello")


def test_an_expired_token_ends_it_unless_renewed(session: Session) -> None:
    session.receive('{"t":"ping"}', 1_990.0)
    assert session.receive('{"t":"auth","token":"new"}', 1_999.0) == [Verify("new")]
    assert session.verified(Principal(OFFICIAL, UUID(int=5), 2_030.0), 130, 1_999.0) == []
    assert session.tick(2_029.0) == []
    assert quits(session.tick(2_030.0), 4401, "expired")


def test_a_token_cannot_change_hands(session: Session) -> None:
    session.receive('{"t":"auth","token":"new"}', 1_000.0)
    assert quits(
        session.verified(Principal(UUID(int=8), UUID(int=5), 3_000.0), 130, 1_000.0), 4403, "another"
    )


def test_knows_what_is_on_screen(session: Session) -> None:
    assert session.receive('{"t":"open","scopes":["below:1","desk:1"]}', 1_000.0) == [Look(("below:1",), ())]
    assert session.receive('{"t":"close","scopes":["desk:1","desk:2"]}', 1_000.0) == [Look((), ("desk:1",))]
    assert session.on_screen == ["below:1"]
    assert session.receive('{"t":"close","scopes":["desk:1"]}', 1_000.0) == []


def test_only_so_much_fits_on_a_screen(session: Session) -> None:
    scopes = [f"below:{number}" for number in range(64)]
    assert quits(session.receive(json.dumps({"t": "open", "scopes": scopes}), 1_000.0), 4400, "64")


@pytest.mark.parametrize("text", NOTED)
def test_hands_on_what_is_of_people(session: Session, text: str) -> None:
    assert session.receive(text, 1_000.0) == [Note(NOTED[text])]


def test_a_device_need_not_know_of_read_positions(greeting: Session) -> None:
    greeting.receive(hello(reads=None), 1_000.0)
    assert greeting.verified(PRINCIPAL, 130, 1_000.0)[1] == Start("c", DEVICE, None)


def test_typing_is_passed_on_once_in_three_seconds(session: Session) -> None:
    typing = '{"t":"ephemeral","scope":"desk:1","kind":"typing","data":{"task":"x"}}'
    [forward] = session.receive(typing, 1_000.0)
    assert isinstance(forward, Forward)
    assert forward.frame.sender == OFFICIAL
    assert session.receive(typing, 1_002.9) == []
    assert session.receive(typing.replace("desk:1", "desk:2"), 1_002.9) != []
    assert session.receive(typing, 1_003.0) != []


def test_typing_carries_little(session: Session) -> None:
    frame = {"t": "ephemeral", "scope": "desk:1", "kind": "typing", "data": "x" * 2_048}
    assert quits(session.receive(json.dumps(frame), 1_000.0), 4400, "$.data")
