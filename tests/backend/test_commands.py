"""The write path: what a sender gets for a command, the first time and again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest

from backend.commands import CommandRunner
from backend.store.store import Store
from domain.facts import OfficialFact, PostFact
from domain.kernel import Actor, Rejection
from domain.organisation import Organisation
from projections.kernel import Outcome, Request, Temporary
from tests.backend.notes import COMMANDS, Create
from tests.conftest import MASTER_KEY
from tests.store.drafts import draft, erasures, new
from tests.store.nouns import EVENTS, write

NOW = datetime(2025, 7, 1, 0, 5, tzinfo=UTC)
OFFICIAL, POST, UNIT = UUID(int=7), UUID(int=8), UUID(int=9)


@pytest.fixture
async def logs(dsn: str) -> AsyncIterator[tuple[Store, Store]]:
    """Two processes' stores on one log."""
    async with AsyncExitStack() as stack:
        opened = [
            await stack.enter_async_context(await Store.open(dsn, events=EVENTS, master_key=MASTER_KEY))
            for _ in range(2)
        ]
        yield opened[0], opened[1]


@pytest.fixture
async def log(logs: tuple[Store, Store]) -> Store:
    return logs[0]


async def runner_of(log: Store, **given: Any) -> CommandRunner:
    options: dict[str, Any] = {"decide": lambda *_: None, "depends": lambda _: (), "now": lambda: NOW}
    return await CommandRunner.open(log, commands=COMMANDS, **(options | given))


def request(name: str, actor: Actor | None = None, **args: Any) -> Request:
    """A command as a client sends it; `id`, `language`, `device` are its own."""
    own = {key: args.pop(key) for key in ("id", "language", "device", "correlation") if key in args}
    given: dict[str, Any] = {"id": uuid4(), "actor": actor or Actor(official=OFFICIAL)}
    return Request(name=name, args=msgspec.json.encode(args), **(given | own))


async def created(runner: CommandRunner) -> UUID:
    """A new note's id."""
    asked = request("note.create", title="Triều cường")
    assert (await runner.run(asked)).problem is None
    return Create.identity_of(asked.id)


def refused(outcome: Outcome) -> str:
    assert outcome.problem is not None
    assert outcome.position is None
    return outcome.problem.code


async def test_a_command_is_done_and_tells_its_position(log: Store) -> None:
    runner = await runner_of(log)
    note = await created(runner)
    actor = Actor(official=OFFICIAL, post=POST, behalf_of=UNIT, basis="deputy")
    asked = request("note.write", actor, note=note, text="Đường ngập", device=uuid4(), correlation=uuid4())
    assert await runner.run(asked) == Outcome(position=2)
    [_, written] = await log.stream(note)
    assert written.event.text == "Đường ngập"
    assert written.event.timestamp == NOW
    told = written.metadata
    assert (told.command, told.account, told.post) == (asked.id, OFFICIAL, POST)
    assert (told.behalf_of, told.basis) == (UNIT, "deputy")
    assert (told.device, told.correlation) == (asked.device, asked.correlation)


async def test_the_same_command_again_gets_the_same_answer_in_every_process(
    logs: tuple[Store, Store],
) -> None:
    here, there = await runner_of(logs[0]), await runner_of(logs[1])
    note = await created(here)
    asked = request("note.write", note=note, text="Đường ngập")
    assert [await here.run(asked), await here.run(asked), await there.run(asked)] == [Outcome(position=2)] * 3
    assert await logs[0].head() == 2


async def test_a_creation_again_gets_the_same_answer(logs: tuple[Store, Store]) -> None:
    here, there = await runner_of(logs[0]), await runner_of(logs[1])
    asked = request("note.create", title="Triều cường")
    assert [await here.run(asked), await there.run(asked)] == [Outcome(position=1)] * 2


async def test_many_sending_one_command_at_once_do_it_once(logs: tuple[Store, Store]) -> None:
    runners = [await runner_of(log) for log in logs]
    asked = request("note.create", title="Triều cường")
    outcomes = await asyncio.gather(*(runners[n % 2].run(asked) for n in range(20)))
    assert outcomes == [Outcome(position=1)] * 20
    assert await logs[0].head() == 1


async def test_the_same_id_with_other_arguments_is_refused(log: Store) -> None:
    runner = await runner_of(log)
    note = await created(runner)
    asked = request("note.write", note=note, text="một")
    await runner.run(asked)
    other = await runner.run(request("note.write", note=note, text="hai", id=asked.id))
    assert refused(other) == "command.id-reused"
    assert other.problem.status == 409


async def test_an_id_that_made_another_officials_note_makes_no_second(log: Store) -> None:
    runner, command = await runner_of(log), uuid4()
    await runner.run(request("note.create", title="một", id=command))
    other = request("note.create", Actor(official=uuid4()), title="hai", id=command)
    assert refused(await runner.run(other)) == "command.id-taken"
    assert refused(await runner.run(other)) == "command.id-taken"


async def test_a_command_with_nothing_left_to_do_has_no_position(log: Store) -> None:
    runner = await runner_of(log)
    note = await created(runner)
    await runner.run(request("note.write", note=note, text="một"))
    asked = request("note.write", note=note, text="một")
    assert [await runner.run(asked), await runner.run(asked)] == [Outcome()] * 2


async def test_a_refusal_is_recorded_and_told_in_each_senders_language(log: Store) -> None:
    runner = await runner_of(log)
    note = await created(runner)
    asked = request("note.write", note=note, text="")
    first = await runner.run(asked)
    assert refused(first) == "note.nothing-written"
    assert first.problem.params == {"lines": 0}
    await runner.run(request("note.write", note=note, text="một"))
    assert await runner.run(asked) == first
    english = await runner.run(msgspec.structs.replace(asked, language="en"))
    assert english.problem.title != first.problem.title


async def test_a_refused_command_leaves_the_aggregate_as_it_was(log: Store) -> None:
    runner = await runner_of(log)
    note = await created(runner)
    await runner.run(request("note.write", note=note, text=""))
    assert await runner.run(request("note.write", note=note, text="một")) == Outcome(position=2)
    assert runner.figures.retried == 0


async def test_what_does_not_exist_or_is_something_else_is_not_found(log: Store) -> None:
    runner = await runner_of(log)
    outcome = await runner.run(request("note.write", note=uuid4(), text="một"))
    assert refused(outcome) == "note.not-found"
    assert outcome.problem.status == 404


async def test_a_wrong_command_is_answered_and_changes_nothing(log: Store) -> None:
    runner = await runner_of(log)
    outcomes = [
        await runner.run(request("note.erect", title="một")),
        await runner.run(request("note.create", title=5)),
        await runner.run(request("note.write", text="một")),
    ]
    assert [refused(outcome) for outcome in outcomes] == ["command.unknown", "args.wrong", "args.missing"]
    assert await log.head() == 0
    assert await log.pool.fetchval("select count(*) from command_results") == 0


async def test_who_may_not_is_refused_and_changes_nothing(log: Store) -> None:
    def nobody(*_: object) -> None:
        raise Rejection("access.denied", rule="note")

    runner = await runner_of(log, decide=nobody)
    outcome = await runner.run(request("note.create", title="một"))
    assert refused(outcome) == "access.denied"
    assert outcome.problem.status == 403
    assert await log.head() == 0


def holder_only(
    _command: object, _subject: object, actor: Actor, organisation: Organisation, *_: object
) -> None:
    if organisation.posts[POST].holder != actor.official:
        raise Rejection("access.denied", rule="holder")


def post(holder: UUID | None) -> PostFact:
    return PostFact(subject=POST, unit=UNIT, holder=holder, leading=False, order=0, intake=False, active=True)


async def test_rights_that_move_in_another_process_are_decided_again(logs: tuple[Store, Store]) -> None:
    """The runner does not hear of the other's append before it decides: the append finds out."""
    here, there = logs
    await here.append(new(facts=[post(OFFICIAL)]))
    runner = await runner_of(here, decide=holder_only, depends=lambda _: (POST,))
    here._listener._appended = lambda _: None
    asked = request("note.create", Actor(official=OFFICIAL, post=POST), title="một")
    assert await runner.run(asked) == Outcome(position=2)
    await there.append(new(facts=[post(None)]))
    late = await runner.run(msgspec.structs.replace(asked, id=uuid4()))
    assert refused(late) == "access.denied"
    assert runner.standing.organisation.posts[POST].holder is None


async def test_a_denial_decided_on_rights_that_moved_is_not_recorded(logs: tuple[Store, Store]) -> None:
    here, there = logs
    await here.append(new(facts=[post(None)]))
    runner = await runner_of(here, decide=holder_only, depends=lambda _: (POST,))
    here._listener._appended = lambda _: None
    await there.append(new(facts=[post(OFFICIAL)]))
    asked = request("note.create", Actor(official=OFFICIAL, post=POST), title="một")
    assert await runner.run(asked) == Outcome(position=3)
    assert runner.figures.retried == 1


async def test_the_organisation_follows_other_processes(logs: tuple[Store, Store]) -> None:
    here, there = logs
    runner = await runner_of(here)
    for holder in (OFFICIAL, None, OFFICIAL):
        position = await there.append(new(facts=[post(holder)]))
        await here.heads.beyond(position - 1, 20.0)
        assert (await runner.standing.current()).posts[POST].holder == holder


async def test_the_organisation_follows_batches_of_two_processes_in_turn(logs: tuple[Store, Store]) -> None:
    runners = [await runner_of(log) for log in logs]
    facts = [OfficialFact(subject=UUID(int=n), active=bool(n % 2)) for n in range(40)]
    await asyncio.gather(*(logs[n % 2].append(new(facts=[fact])) for n, fact in enumerate(facts)))
    for log, runner in zip(logs, runners, strict=True):
        await log.head()
        organisation = await runner.standing.current()
        assert {fact.subject: fact for fact in facts} == organisation.officials


async def test_a_closed_account_gets_no_answer_of_before(log: Store) -> None:
    runner = await runner_of(log)
    asked = request("note.create", title="một")
    await runner.run(asked)
    await log.append(new(facts=[OfficialFact(subject=OFFICIAL, active=False)]))
    assert refused(await runner.run(asked)) == "actor.no-account"


async def test_an_aggregate_moved_by_another_process_is_read_on_and_decided_again(
    logs: tuple[Store, Store],
) -> None:
    here, there = await runner_of(logs[0]), await runner_of(logs[1])
    note = await created(here)
    for number in range(3):
        assert (await there.run(request("note.write", note=note, text=f"kia {number}"))).problem is None
        assert (await here.run(request("note.write", note=note, text=f"đây {number}"))).problem is None
    assert await here.run(request("note.write", note=note, text="kia 1")) == Outcome()
    assert here.figures.retried + there.figures.retried == 5
    assert (await logs[0].load(note)).version == 7


async def test_a_refusal_decided_on_a_stale_aggregate_is_decided_again(logs: tuple[Store, Store]) -> None:
    here, there = await runner_of(logs[0]), await runner_of(logs[1])
    note = await created(here)
    await there.run(request("note.write", note=note, text="một"))
    outcome = await here.run(request("note.write", note=note, text=""))
    assert outcome.problem.params == {"lines": 1}


async def test_one_value_is_claimed_once_and_its_loser_is_told(log: Store) -> None:
    runner = await runner_of(log)
    asked = [request("note.create", title="một", code="H29"), request("note.create", title="hai", code="H29")]
    first, second = await runner.run_all(asked)
    assert first == Outcome(position=1)
    assert refused(second) == "note.code-taken"
    assert second.problem.params == {"value": "H29"}
    assert await runner.run(asked[1]) == second


async def test_commands_to_one_aggregate_take_turns_and_none_is_lost(log: Store) -> None:
    runner = await runner_of(log)
    note = await created(runner)
    await runner.run_all([request("note.write", note=note, text=f"{n}") for n in range(50)])
    subject = await log.load(note)
    assert sorted(subject.lines) == sorted(f"{n}" for n in range(50))
    assert runner.figures.retried == 0


async def test_too_many_conflicts_are_temporary_and_nothing_is_recorded(log: Store) -> None:
    runner = await runner_of(log)
    note = await created(runner)

    async def meddle(*_: object) -> None:
        other = await log.load(note)
        await log.append(draft(write(other, f"{other.version}")))

    append = log.append

    async def late(asked: Any) -> int | None:
        log.append = append
        await meddle()
        log.append = late
        return await append(asked)

    log.append = late
    with pytest.raises(Temporary):
        await runner.run(request("note.write", note=note, text="không kịp"))
    assert "không kịp" not in (await log.load(note)).lines


async def test_another_aggregate_is_read_as_it_is_now(logs: tuple[Store, Store]) -> None:
    here, there = await runner_of(logs[0]), await runner_of(logs[1])
    note = await created(here)
    await there.run(request("note.write", note=note, text="một"))
    asked = request("note.create", title="sau", after=note)
    assert await here.run(asked) == Outcome(position=3)
    assert (await logs[0].load(Create.identity_of(asked.id))).title == "sau một"


async def test_another_aggregate_is_kept_and_read_on_when_it_has_moved(logs: tuple[Store, Store]) -> None:
    here, there = await runner_of(logs[0]), await runner_of(logs[1])
    note = await created(here)
    titles = []
    for runner in (None, None, there, here):
        if runner is not None:
            await runner.run(request("note.write", note=note, text=f"từ {runner is here}"))
        asked = request("note.create", title="sau", after=note)
        assert (await here.run(asked)).problem is None
        titles.append((await logs[1].load(Create.identity_of(asked.id))).title)
    assert titles == ["sau", "sau", "sau từ False", "sau từ False từ True"]
    assert here.figures.retried == 2, "after the other process wrote: to read it, and to write to it"


async def test_another_aggregate_that_does_not_exist_is_not_there(log: Store) -> None:
    runner = await runner_of(log)
    assert (
        refused(await runner.run(request("note.create", title="sau", after=uuid4()))) == "note.nothing-before"
    )


async def test_another_aggregate_that_moved_meanwhile_is_read_again(log: Store) -> None:
    runner = await runner_of(log)
    note = await created(runner)
    append = log.append

    async def late(asked: Any) -> int | None:
        log.append = append
        await append(draft(write(await log.load(note), "chen ngang")))
        return await append(asked)

    log.append = late
    asked = request("note.create", title="sau", after=note)
    assert await runner.run(asked) == Outcome(position=3)
    assert (await log.load(Create.identity_of(asked.id))).title == "sau chen ngang"
    assert runner.figures.retried == 1


async def test_a_failing_domain_is_answered_without_harm(log: Store) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    runner = await runner_of(log, decide=broken)
    outcome = await runner.run(request("note.create", title="một"))
    assert refused(outcome) == "command.failed"
    assert outcome.problem.status == 500
    assert await log.head() == 0


async def test_consequences_of_a_policy_take_effect_once(logs: tuple[Store, Store]) -> None:
    runners = [await runner_of(log) for log in logs]
    policy = Actor(official=OFFICIAL, policy="directive-assign")
    asked = [request("note.create", policy, title=f"{n}") for n in range(168)]
    first = await runners[0].run_all(asked)
    assert await runners[1].run_all(asked) == first
    assert await logs[0].head() == 168


async def test_a_policys_command_and_a_persons_never_share_a_key(log: Store) -> None:
    runner, note = await runner_of(log), uuid4()
    note = await created(runner)
    asked = request("note.write", note=note, text="một")
    await runner.run(asked)
    consequence = request(
        "note.write", Actor(official=OFFICIAL, policy="rule"), note=note, text="hai", id=asked.id
    )
    assert await runner.run(consequence) == Outcome(position=3)


async def test_erasure_through_the_write_path(log: Store) -> None:
    runner = await runner_of(log)
    note = await created(runner)
    await runner.run(request("note.write", note=note, text="riêng"))
    heard = erasures(log)
    await runner.run(request("note.erase", note=note))
    async with asyncio.timeout(20):
        await heard.get()
    assert log.aggregates.take(note) is None
    log.keys.forget_all()
    assert (await log.load(note)).lines == ("",)
