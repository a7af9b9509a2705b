"""The outbox: what reaches which device, what does not any more, and in which order."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import msgspec
import pytest

from backend.push import outbox
from backend.push.outbox import Outbox
from backend.push.port import Payload
from domain.kernel import Rejection
from tests.push.place import Place, address_of, notice

LOOK = "INSERT INTO device_sight (device, official, looking, subjects, at) VALUES ($1, $2, $3, $4, $5)"


async def claimed(place: Place, most: int = 100) -> list[str]:
    """The tags of what a sender takes now."""
    parcels, _ = await place.outbox.claim("webpush", most)
    return [parcel.tag for parcel in parcels]


async def outcomes(place: Place) -> dict[str, str | None]:
    rows = await place.pool.fetch("SELECT tag, outcome FROM push_outbox ORDER BY id")
    return {row["tag"]: row["outcome"] for row in rows}


async def test_a_notice_goes_to_all_live_devices_of_its_official_and_to_no_other(
    place: Place, lan: UUID
) -> None:
    await place.browser(lan, "phone")
    await place.browser(lan, "desk")
    await place.browser(uuid4(), "other")
    gone = await place.browser(lan, "gone")
    await place.targets.remove(lan, gone)
    assert len(await place.enqueue(notice(lan), notice(uuid4()))) == 2
    assert await claimed(place) == ["task:1", "task:1"]
    assert await claimed(place) == []


async def test_in_a_transaction_that_fails_nothing_is_sent(place: Place, lan: UUID) -> None:
    await place.browser(lan, "phone")

    async def planned() -> None:
        async with place.pool.acquire() as connection, connection.transaction():
            await outbox.enqueue(connection, [notice(lan)])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await planned()
    assert await claimed(place) == []


async def test_urgent_ones_go_first_and_none_before_its_time(place: Place, lan: UUID) -> None:
    await place.browser(lan, "phone")
    later = datetime.now(UTC) + timedelta(hours=8)
    await place.enqueue(notice(lan, "a"), notice(lan, "night", not_before=later))
    await place.enqueue(notice(lan, "b", urgent=True))
    assert await claimed(place) == ["b", "a"]


async def test_of_one_tag_only_the_newest_is_sent(place: Place, lan: UUID) -> None:
    await place.browser(lan, "phone")
    later = datetime.now(UTC) + timedelta(hours=8)
    first, second = await place.enqueue(notice(lan), notice(lan))
    await place.enqueue(notice(lan, not_before=later))
    parcels, _ = await place.outbox.claim("webpush", 100)
    assert [parcel.id for parcel in parcels] == [second]
    assert (await place.row(first))["outcome"] == "replaced"


async def test_a_late_retry_does_not_hide_news_that_were_shown(place: Place, lan: UUID) -> None:
    await place.browser(lan, "phone")
    [old] = await place.enqueue(notice(lan))
    await place.outbox.claim("webpush", 100)
    [new] = await place.enqueue(notice(lan))
    async with place.sending():
        assert await place.done(new) == ["delivered"]
        await place.due()
        assert await place.done(old) == ["replaced"]
    assert [told["id"] for told in place.service.shown()] == [new]


async def test_what_is_no_news_any_more_is_not_sent(place: Place, lan: UUID) -> None:
    await place.browser(lan, "phone")
    past = datetime.now(UTC) - timedelta(seconds=1)
    await place.enqueue(notice(lan, expires_at=past))
    assert await claimed(place) == []
    assert await outcomes(place) == {"task:1": "expired"}


@pytest.mark.parametrize("end", ["signed out", "expired"])
async def test_nothing_is_sent_to_a_device_whose_session_is_over(place: Place, lan: UUID, end: str) -> None:
    session = await place.session(lan)
    device = await place.browser(lan, "phone", session=session)
    await place.enqueue(notice(lan))
    column = "revoked_at" if end == "signed out" else "expires_at"
    await place.pool.execute(f"UPDATE session SET {column} = now() WHERE id = $1", session)
    assert await claimed(place) == []
    assert await outcomes(place) == {"task:1": "session-over"}
    assert await place.enqueue(notice(lan)) == []
    told = await place.device(lan, device)
    assert (told.state, told.problem.kind) == ("removed", "session-over")


@pytest.mark.parametrize(
    ("looking", "seconds", "subject"),
    [(True, 30, True), (False, 30, True), (True, 90, True), (True, 30, False)],
)
async def test_a_device_that_is_looking_at_it_is_not_disturbed(
    place: Place, lan: UUID, looking: bool, seconds: int, subject: bool
) -> None:
    seen, sent = uuid4(), (looking, seconds, subject) != (True, 30, True)
    device = await place.browser(lan, "phone")
    at = datetime.now(UTC) - timedelta(seconds=seconds)
    await place.pool.execute(LOOK, device, lan, looking, [seen if subject else uuid4()], at)
    await place.enqueue(notice(lan, subject=seen))
    assert await claimed(place) == (["task:1"] if sent else [])
    assert await outcomes(place) == {"task:1": None if sent else "seen"}


async def test_however_many_senders_one_has_a_notice_at_a_time(place: Place, lan: UUID) -> None:
    await place.browser(lan, "phone")
    await place.enqueue(*[notice(lan, f"task:{n}") for n in range(200)])
    took = await asyncio.gather(*[Outbox(place.pool).claim("webpush", 7) for _ in range(40)])
    ids = [parcel.id for parcels, _ in took for parcel in parcels]
    assert len(ids) == len(set(ids)) == 200


async def test_a_notice_whose_sender_died_is_due_again_when_its_lease_ends(place: Place, lan: UUID) -> None:
    await place.browser(lan, "phone")
    await place.enqueue(notice(lan))
    [first], _ = await place.outbox.claim("webpush", 1)
    assert await claimed(place) == []
    await place.due()
    [second], _ = await place.outbox.claim("webpush", 1)
    assert (first.tag, first.attempt) == ("task:1", 1)
    assert msgspec.structs.replace(second, attempt=1, ttl=first.ttl) == first


async def test_who_signs_in_on_a_browser_gets_its_notices_and_who_was_there_before_gets_none(
    place: Place, lan: UUID
) -> None:
    before = uuid4()
    device = await place.browser(before, "shared")
    [target] = await place.pool.fetch("SELECT address, digest FROM push_target")
    subscription = msgspec.json.decode(target["address"])
    address = address_of(subscription, place.key.public)
    await place.register(lan, address)
    assert await place.enqueue(notice(before)) == []
    assert len(await place.enqueue(notice(lan))) == 1
    told = await place.device(before, device)
    assert (told.state, told.problem.kind) == ("removed", "taken-over")


async def test_a_dead_address_stays_dead_and_a_new_one_mends_the_device(place: Place, lan: UUID) -> None:
    device = await place.browser(lan, "phone")
    await place.pool.execute("UPDATE push_target SET removed_at = now(), removal = 'gone'")
    subscription = place.service.browsers["phone"].subscription
    await place.register(lan, address_of(subscription, place.key.public), device=device)
    assert (await place.device(lan, device)).state == "removed"
    await place.browser(lan, "again", device=device)
    told = await place.device(lan, device)
    assert (told.state, told.problem) == ("never", None)


async def test_registering_the_same_address_again_hides_no_trouble(place: Place, lan: UUID) -> None:
    device = await place.browser(lan, "phone")
    await place.pool.execute(
        "UPDATE push_target "
        "SET failing_since = now() - interval '1 hour', failure = 'again', failure_code = '503'"
    )
    subscription = place.service.browsers["phone"].subscription
    await place.register(lan, address_of(subscription, place.key.public), device=device)
    told = await place.device(lan, device)
    assert (told.state, told.problem.kind, told.problem.code) == ("stopped", "again", "503")


async def test_a_subscription_for_another_key_of_ours_is_told(place: Place, lan: UUID) -> None:
    device = await place.browser(lan, "phone")
    await place.pool.execute("UPDATE push_target SET key = 'former'")
    told = await place.device(lan, device)
    assert (told.state, told.problem.kind) == ("stopped", "key")


async def test_devices_of_one_official_are_limited(place: Place, lan: UUID) -> None:
    for n in range(30):
        await place.browser(lan, f"phone{n}")
    with pytest.raises(Rejection) as caught:
        await place.browser(lan, "one-more")
    assert caught.value.code == "device.too-many"


async def test_what_was_sent_long_ago_is_forgotten(place: Place, lan: UUID) -> None:
    device = await place.browser(lan, "phone")
    [old] = await place.enqueue(notice(lan))
    await place.outbox.claim("webpush", 1)
    await place.pool.execute("UPDATE push_outbox SET done_at = now(), outcome = 'delivered'")
    await place.enqueue(notice(lan, "task:2"))
    await outbox.sweep(place.pool, datetime.now(UTC) + timedelta(days=6))
    assert (await place.row(old))["outcome"] == "delivered"
    await outbox.sweep(place.pool, datetime.now(UTC) + timedelta(days=7, minutes=1))
    assert list(await outcomes(place)) == ["task:2"]
    await place.pool.execute("DELETE FROM session")
    await outbox.sweep(place.pool, datetime.now(UTC) + timedelta(days=91))
    assert await place.targets.of(lan, datetime.now(UTC), None, device) == []


@pytest.mark.parametrize(("mine", "everywhere"), [(False, False), (True, False), (False, True)])
async def test_content_is_hidden_on_a_device_or_on_all(
    place: Place, lan: UUID, mine: bool, everywhere: bool
) -> None:
    await place.browser(lan, "phone", content_hidden=mine)
    await place.enqueue(notice(lan, content_hidden=everywhere))
    [parcel], _ = await place.outbox.claim("webpush", 1)
    assert parcel.target.content_hidden == (mine or everywhere)


async def test_a_payload_comes_back_as_it_was(place: Place, lan: UUID) -> None:
    await place.browser(lan, "phone", language="en", content_hidden=True)
    payload = Payload(title="Đã rõ “ngập”", body="a\nb", url="/viec/1?x=1", actions=("accept",), badge=3)
    subject = uuid4()
    await place.enqueue(notice(lan, payload=payload, subject=subject))
    [parcel], _ = await place.outbox.claim("webpush", 1)
    assert (parcel.payload, parcel.subject) == (payload, str(subject))
    assert (parcel.target.language, parcel.target.content_hidden) == ("en", True)
    assert 86_000 < parcel.ttl <= 86_400
