"""Senders against a push service that speaks RFC 8030, opens what it gets, and misbehaves as real ones do."""

from __future__ import annotations

import asyncio
import socket
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from backend.bench.push_service import NEVER, Answer, PushService
from backend.health import Health
from backend.push import watch, webpush
from backend.push.content import topic
from backend.push.port import Payload
from backend.push.webpush import WebPush
from backend.store.connection import patiently
from tests.push.place import Place, address_of, notice
from tests.store.drafts import until

END = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE pid <> pg_backend_pid() AND datname = current_database()
"""
LONG_AGO = (
    "UPDATE push_outbox SET created_at = now() - interval '1 hour', not_before = now() - interval '1 hour'"
)
TOO_MANY = Answer(429, {"retry-after": "120"})
BROKEN = Answer(503)


async def test_a_notice_arrives_as_it_was_sealed_for_this_browser_alone(place: Place, lan: UUID) -> None:
    await place.browser(lan, "phone")
    await place.browser(lan, "desk")
    payload = Payload(title="Việc mới", body="Đo mực nước", url="/viec/1", actions=("accept",), badge=3)
    ids = await place.enqueue(notice(lan, "task:1", payload=payload, urgent=True))
    async with place.sending():
        assert await place.done(*ids) == ["delivered"] * 2
    told = {
        each.browser: place.service.browsers[each.browser].open(each.body) for each in place.service.received
    }
    assert (
        told["phone"] | {"id": 0}
        == told["desk"] | {"id": 0}
        == {
            "id": 0,
            "tag": "task:1",
            "urgent": True,
            "language": "vi",
            "title": "Việc mới",
            "body": "Đo mực nước",
            "url": "/viec/1",
            "kind": "",
            "actions": ["accept"],
            "badge": 3,
        }
    )
    headers = place.service.received[0].headers
    assert (headers["urgency"], headers["topic"]) == ("high", topic("task:1"))
    assert 86_000 < int(headers["ttl"]) <= 86_400


async def test_content_stays_hidden_where_its_owner_wants_it(place: Place, lan: UUID) -> None:
    await place.browser(lan, "phone", content_hidden=True)
    ids = await place.enqueue(notice(lan))
    async with place.sending():
        await place.done(*ids)
    [told] = place.service.shown()
    assert (told["title"], told["body"], told["url"]) == ("Bạn có thông báo mới", "", "/viec/1")


async def test_a_success_is_known_by_its_device(place: Place, lan: UUID) -> None:
    device = await place.browser(lan, "phone")
    assert (await place.device(lan, device)).state == "never"
    ids = await place.enqueue(notice(lan))
    async with place.sending():
        await place.done(*ids)
    told = await place.device(lan, device)
    assert told.state == "working"
    assert datetime.now(UTC) - told.last_success < timedelta(seconds=30)


@pytest.mark.parametrize("status", [404, 410])
async def test_a_dead_address_is_removed_and_its_owner_told(place: Place, lan: UUID, status: int) -> None:
    device = await place.browser(lan, "phone")
    place.service.plan("phone", Answer(status))
    first, second = await place.enqueue(notice(lan, "a"), notice(lan, "b", not_before=hence(hours=1)))
    async with place.sending():
        assert await place.done(first) == ["gone"]
        await place.due()
        assert await place.done(second) == ["gone"]
    assert await place.enqueue(notice(lan)) == []
    told = await place.device(lan, device)
    assert (told.state, told.problem.kind, told.problem.code) == ("removed", "gone", str(status))


async def test_retry_after_is_kept_for_the_device_and_others_are_served(place: Place, lan: UUID) -> None:
    await place.browser(lan, "phone")
    await place.browser(other := uuid4(), "other")
    place.service.plan("phone", TOO_MANY)
    [first] = await place.enqueue(notice(lan, "a"))
    async with place.sending():
        row = await place.tried(first)
        assert (row["last_error"], row["attempts"]) == ("429", 1)
        assert 115 < row["seconds"] <= 132
        [second] = await place.enqueue(notice(lan, "b"))
        [third] = await place.enqueue(notice(other))
        assert await place.done(third) == ["delivered"]
        await until(lambda: held_back(place, second))
        assert (await place.row(second))["attempts"] == 0
        await place.pool.execute("UPDATE push_target SET held_until = now()")
        await place.due()
        assert await place.done(first, second) == ["delivered"] * 2


async def held_back(place: Place, id: int) -> bool:
    return 100 < (await place.row(id))["seconds"] < 140


async def test_a_broken_service_is_tried_again_later_each_time(place: Place, lan: UUID) -> None:
    device = await place.browser(lan, "phone")
    place.service.plan("phone", Answer(500), BROKEN, BROKEN)
    [id] = await place.enqueue(notice(lan))
    async with place.sending():
        waits = []
        for attempt in (1, 2, 3):
            row = await place.tried(id, attempt)
            waits.append(row["seconds"])
            await place.due()
        assert await place.done(id) == ["delivered"]
    assert waits[0] <= 2
    assert 3 < waits[2] <= 8
    told = await place.device(lan, device)
    assert (told.state, told.since, told.problem) == ("working", None, None)
    assert told.last_failure is not None


async def test_a_device_that_fails_for_long_has_stopped(place: Place, lan: UUID) -> None:
    device = await place.browser(lan, "phone")
    place.service.plan("phone", BROKEN)
    [id] = await place.enqueue(notice(lan))
    async with place.sending():
        await place.tried(id)
    told = await place.device(lan, device)
    assert (told.state, told.problem.kind) == ("never", "again")
    await place.pool.execute("UPDATE push_target SET failing_since = now() - interval '15 minutes'")
    assert (await place.device(lan, device)).state == "stopped"


async def test_a_parcel_that_is_too_large_or_wrong_is_given_up(place: Place, lan: UUID) -> None:
    await place.browser(lan, "phone")
    place.service.plan("phone", Answer(413), Answer(400))
    ids = await place.enqueue(notice(lan, "a"), notice(lan, "b"))
    async with place.sending():
        assert await place.done(*ids) == ["unfit"] * 2
        [next_one] = await place.enqueue(notice(lan, "c"))
        assert await place.done(next_one) == ["delivered"]


async def test_a_slow_service_holds_up_nobody_else(
    place: Place, lan: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webpush, "ANSWER", 1.0)
    slow, officials = await slow_service(place, 300)
    await place.browser(lan, "phone")
    waiting = await place.enqueue(*[notice(official) for official in officials])
    [quick] = await place.enqueue(notice(lan))
    async with place.sending():
        assert await place.done(quick) == ["delivered"]
        assert (await place.tried(waiting[0]))["last_error"] == "timeout"
        assert not await place.pool.fetchval(
            "SELECT count(*) FROM push_outbox WHERE id <> $1 AND done_at IS NOT NULL", quick
        )
    await slow.stop()


async def test_half_open_the_connection_is_given_up_and_the_notice_is_not(
    place: Place, lan: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webpush, "ANSWER", 0.3)
    await place.browser(lan, "phone")
    place.service.plan("phone", Answer(NEVER))
    [id] = await place.enqueue(notice(lan))
    async with place.sending():
        assert (await place.tried(id))["last_error"] == "timeout"
        await place.due()
        assert await place.done(id) == ["delivered"]


async def test_a_service_that_is_down_gets_the_notice_when_it_is_back(place: Place, lan: UUID) -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    subscription = place.service.subscribe("phone", place.key.public)
    dead = subscription | {"endpoint": f"http://127.0.0.1:{port}/push/phone"}
    device = await place.register(lan, address_of(dead, place.key.public))
    [id] = await place.enqueue(notice(lan))
    async with place.sending():
        assert (await place.tried(id))["last_error"] == "unreachable"
        await place.register(lan, address_of(subscription, place.key.public), device=device)
        await place.due()
        assert await place.done(id) == ["delivered"]


async def test_a_connection_cut_in_the_middle_is_not_the_end(place: Place, lan: UUID) -> None:
    await place.browser(lan, "phone")
    place.service.plan("phone", Answer(NEVER))
    [id] = await place.enqueue(notice(lan))
    async with place.sending():
        await place.service.arrived.wait()
        for client in list(place.service.clients):
            client.abort()
        assert (await place.tried(id))["last_error"] == "unreachable"
        await place.due()
        assert await place.done(id) == ["delivered"]


async def test_connections_stay_open_and_are_used_again(place: Place, lan: UUID) -> None:
    await place.browser(lan, "phone")
    async with place.sending():
        for n in range(5):
            await place.done(*await place.enqueue(notice(lan, f"task:{n}")))
        assert len(place.service.clients) == 1


@pytest.mark.parametrize("status", [401, 403])
async def test_operators_hear_that_a_provider_refuses_us_and_how_many_devices(
    place: Place, lan: UUID, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    devices = [await place.browser(uuid4(), f"phone{n}") for n in range(3)]
    for n in range(3):
        place.service.plan(f"phone{n}", Answer(status))
    officials = await place.pool.fetch("SELECT official FROM push_target ORDER BY id")
    ids = await place.enqueue(*[notice(row["official"]) for row in officials])
    async with place.sending():
        rows = [await place.tried(id) for id in ids]
    assert all(30 <= row["seconds"] <= 60 for row in rows)
    [trouble] = [each async for each in watch.troubles(place.pool)]
    assert f"webpush refuses us ({status}) for 3 of 3 devices" in trouble
    assert "CONGVU_VAPID" in trouble
    checks = {check.name: check for check in await Health(place.pool).checks()}
    assert not checks["push"].ok
    assert not checks["push"].needed
    told = await place.device(officials[0]["official"], devices[0])
    assert (told.problem.kind, told.problem.code) == ("refused", str(status))
    async with place.sending():
        await place.due()
        assert await place.done(*ids) == ["delivered"] * 3
    assert [each async for each in watch.troubles(place.pool)] == []


async def test_a_subscription_for_a_former_key_of_ours_is_not_even_tried(place: Place, lan: UUID) -> None:
    await place.browser(lan, "phone")
    await place.pool.execute("UPDATE push_target SET key = 'former'")
    [id] = await place.enqueue(notice(lan))
    async with place.sending():
        assert (await place.tried(id))["last_error"] == "key"
    assert place.service.received == []


async def test_attempts_are_counted_for_ever_and_what_waits_is_known(place: Place, lan: UUID) -> None:
    await place.browser(lan, "phone")
    place.service.plan("phone", BROKEN)
    ids = await place.enqueue(notice(lan, "a"))
    await place.pool.execute(LONG_AGO)
    [trouble] = [each async for each in watch.troubles(place.pool)]
    assert "1 notices wait for webpush" in trouble
    async with place.sending():
        await place.tried(ids[0])
        await place.due()
        await place.done(*ids)
    figures = await watch.figures(place.pool)
    counted = {(each.outcome, each.code): each.n for each in figures.attempts}
    assert counted == {("again", "503"): 1, ("delivered", "201"): 1}
    [queue] = [queue for queue in figures.queues if queue.kind == "webpush"]
    assert (queue.waiting, queue.oldest) == (0, 0)
    assert [(group.state, group.n) for group in figures.devices] == [("working", 1)]


async def test_the_rate_is_kept(place: Place, lan: UUID) -> None:
    await place.browser(lan, "phone")
    ids = await place.enqueue(*[notice(lan, f"task:{n}") for n in range(60)])
    began = asyncio.get_running_loop().time()
    async with place.sending(rate=40):
        await place.done(*ids)
    assert asyncio.get_running_loop().time() - began >= 0.9


async def test_the_database_lost_while_sending_nothing_is_lost(place: Place, lan: UUID) -> None:
    await place.browser(lan, "phone")
    ids = await place.enqueue(*[notice(lan, f"task:{n}") for n in range(20)])
    async with place.sending():
        await place.service.arrived.wait()
        await place.pool.execute(END)
        await until(lambda: patiently(lambda: all_done(place, ids)), 60)
    assert {told["tag"] for told in place.service.shown()} == {f"task:{n}" for n in range(20)}


async def all_done(place: Place, ids: list[int]) -> bool:
    await place.due()
    return bool(
        await place.pool.fetchval(
            "SELECT bool_and(done_at IS NOT NULL) FROM push_outbox WHERE id = ANY($1)", ids
        )
    )


async def test_told_to_stop_it_finishes_what_is_under_way(place: Place, lan: UUID) -> None:
    await place.browser(lan, "phone")
    place.service.plan("phone", Answer(seconds=0.3))
    [id] = await place.enqueue(notice(lan))
    async with place.sending():
        await place.service.arrived.wait()
    assert (await place.row(id))["outcome"] == "delivered"


class Failing(WebPush):
    """A provider with a fault of its own."""

    async def send(self, batch: Any) -> Any:
        yield (await anext(super().send(batch[:1])))
        raise KeyError


async def test_a_fault_in_a_providers_code_loses_nothing(place: Place, lan: UUID) -> None:
    await place.browser(lan, "phone")
    first, second = await place.enqueue(notice(lan, "a", urgent=True), notice(lan, "b"))
    async with place.sending(Failing(place.key)):
        assert await place.done(first) == ["delivered"]
        assert (await place.tried(second))["last_error"] == "KeyError"


def hence(**time: float) -> datetime:
    """So long from now."""
    return datetime.now(UTC) + timedelta(**time)


async def slow_service(place: Place, browsers: int) -> tuple[PushService, list[UUID]]:
    """Another push service, which takes its time, with a browser for each of some officials."""
    service = PushService()
    await service.start()
    officials = [uuid4() for _ in range(browsers)]
    for official in officials:
        service.plan(str(official), Answer(seconds=30))
        subscription = service.subscribe(str(official), place.key.public)
        await place.register(official, address_of(subscription, place.key.public))
    return service, officials
