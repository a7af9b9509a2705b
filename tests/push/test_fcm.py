"""Senders against a stand-in for Google that wants a real token exchange and misbehaves as FCM does."""

from __future__ import annotations

import json
import socket
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

import pytest

from backend.push import delivery, fcm, watch
from backend.push.content import topic
from backend.push.fcm import Fcm
from backend.push.port import Payload
from backend.settings import Settings
from backend.supervisor import Failed
from tests.push.google import Google, google
from tests.push.place import Place, notice


@pytest.fixture
async def firebase() -> AsyncIterator[Google]:
    async with google() as made:
        yield made


@pytest.fixture
def provider(firebase: Google, tmp_path: Path) -> Fcm:
    """Ours, led to the stand-in."""
    return Fcm(firebase.credentials(tmp_path), firebase.messages)


async def test_a_message_is_a_visible_alert_for_android_and_ios(
    place: Place, lan: UUID, firebase: Google, provider: Fcm
) -> None:
    await place.app(lan, "ok-1")
    await place.app(lan, "ok-2", form="fid")
    payload = Payload(title="Việc mới", body="Đo mực nước", url="/viec/1", kind="task", badge=3)
    ids = await place.enqueue(notice(lan, "task:1", payload=payload, urgent=True))
    async with place.sending(provider):
        assert await place.done(*ids) == ["delivered"] * 2
    by_token, by_fid = sorted(firebase.sent, key=lambda message: "fid" in message)
    assert (by_token["token"], by_fid["fid"]) == ("ok-1", "ok-2")
    assert by_token["notification"] == {"title": "Việc mới", "body": "Đo mực nước"}
    assert by_token["data"]["url"] == "/viec/1"
    android, apns = by_token["android"], by_token["apns"]
    assert (android["priority"], android["collapse_key"]) == ("high", topic("task:1"))
    assert (android["notification"]["tag"], android["notification"]["channel_id"]) == ("task:1", "urgent")
    assert apns["headers"] == {"apns-collapse-id": topic("task:1"), "apns-priority": "10"}
    assert apns["payload"]["aps"]["badge"] == 3
    assert firebase.exchanges == 1


async def test_many_go_with_one_token_exchange(
    place: Place, firebase: Google, provider: Fcm, lan: UUID
) -> None:
    await place.app(lan, "ok-1")
    ids = await place.enqueue(*[notice(lan, f"task:{n}") for n in range(600)])
    async with place.sending(provider):
        await firebase.has(len(ids))
        assert set(await place.done(*ids)) == {"delivered"}
    assert {message["android"]["notification"]["tag"] for message in firebase.sent} == {
        f"task:{n}" for n in range(600)
    }
    assert firebase.exchanges == 1


class Fate(NamedTuple):
    """What FCM answers, and what follows: outcome, code, and between which seconds it is tried again."""

    name: str
    outcome: str
    code: str
    least: float
    most: float


@pytest.mark.parametrize(
    "fate",
    [
        Fate("quota", "again", "QUOTA_EXCEEDED", 85, 99),
        Fate("quota-silent", "again", "QUOTA_EXCEEDED", 55, 66),
        Fate("unavailable", "again", "UNAVAILABLE", 25, 33),
        Fate("internal", "again", "INTERNAL", -5, 2),
        Fate("mismatch", "refused", "SENDER_ID_MISMATCH", 25, 60),
        Fate("apple", "refused", "THIRD_PARTY_AUTH_ERROR", 25, 60),
        Fate("denied", "refused", "PERMISSION_DENIED", 25, 60),
    ],
    ids=lambda fate: fate.name,
)
async def test_what_can_be_tried_again_is(
    place: Place, lan: UUID, provider: Fcm, firebase: Google, fate: Fate
) -> None:
    device = await place.app(lan, f"{fate.name}-1")
    [id] = await place.enqueue(notice(lan))
    async with place.sending(provider):
        row = await place.tried(id)
    assert row["last_error"] == fate.code
    assert fate.least <= row["seconds"] <= fate.most
    told = await place.device(lan, device)
    assert (told.problem.kind, told.problem.code) == (fate.outcome, fate.code)
    assert firebase.asked[f"{fate.name}-1"] == 1
    assert firebase.exchanges == 1


@pytest.mark.parametrize(("fate", "outcome"), [("unregistered", "gone"), ("invalid", "unfit")])
async def test_what_cannot_is_given_up(
    place: Place, lan: UUID, provider: Fcm, fate: str, outcome: str
) -> None:
    device = await place.app(lan, f"{fate}-1")
    ids = await place.enqueue(notice(lan))
    async with place.sending(provider):
        assert await place.done(*ids) == [outcome]
    assert (await place.device(lan, device)).state == ("removed" if outcome == "gone" else "never")


async def test_apple_refusing_us_is_seen_though_android_goes_on(
    place: Place, lan: UUID, provider: Fcm
) -> None:
    await place.app(lan, "apple-1")
    await place.app(lan, "ok-1")
    iphone, android = await place.enqueue(notice(lan))
    async with place.sending(provider):
        assert await place.done(android) == ["delivered"]
        await place.tried(iphone)
    [trouble] = [each async for each in watch.troubles(place.pool)]
    assert "fcm refuses us (THIRD_PARTY_AUTH_ERROR) for 1 of 2 devices: see CONGVU_FCM_CREDENTIALS" in trouble


async def test_an_access_token_that_ended_early_is_renewed_at_once(
    place: Place, lan: UUID, provider: Fcm, firebase: Google
) -> None:
    await place.app(lan, "ok-1")
    async with place.sending(provider):
        assert await place.done(*await place.enqueue(notice(lan, "a"))) == ["delivered"]
        firebase.forget_tokens()
        assert await place.done(*await place.enqueue(notice(lan, "b"))) == ["delivered"]
    assert firebase.exchanges == 2


async def test_a_key_that_google_refuses_is_told_to_operators(
    place: Place, lan: UUID, provider: Fcm, firebase: Google
) -> None:
    firebase.refuses_key = True
    await place.app(lan, "ok-1")
    [id] = await place.enqueue(notice(lan))
    async with place.sending(provider):
        assert (await place.tried(id))["last_error"] == "credentials"
        assert firebase.asked.total() == 0
        firebase.refuses_key = False
        await place.due()
        assert await place.done(id) == ["delivered"]


async def test_google_out_of_reach_and_back(
    place: Place, lan: UUID, firebase: Google, tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    await place.app(lan, "ok-1")
    [id] = await place.enqueue(notice(lan))
    away = Fcm(firebase.credentials(tmp_path), f"http://127.0.0.1:{port}/")
    async with place.sending(away):
        assert (await place.tried(id))["last_error"] == "UNAVAILABLE"
    account = json.loads((tmp_path / "service-account.json").read_text())
    lost = account | {"token_uri": f"http://127.0.0.1:{port}/token"}
    (tmp_path / "lost.json").write_text(json.dumps(lost))
    async with place.sending(Fcm(tmp_path / "lost.json", firebase.messages)):
        await place.due()
        assert (await place.tried(id, 2))["last_error"] == "unreachable"
    async with place.sending(Fcm(tmp_path / "service-account.json", firebase.messages)):
        await place.due()
        assert await place.done(id) == ["delivered"]


async def test_a_batch_that_is_not_answered_is_tried_again(
    place: Place, lan: UUID, firebase: Google, provider: Fcm, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fcm, "PATIENCE", 1.0)
    await place.app(lan, "slow-1")
    [id] = await place.enqueue(notice(lan))
    async with place.sending(provider):
        assert (await place.tried(id))["last_error"] == "timeout"
        firebase.release.set()
        await place.due()
        assert await place.done(id) == ["delivered"]


def test_a_notice_is_kept_no_longer_than_google_keeps_any() -> None:
    assert timedelta(weeks=4) == fcm.LONGEST


def test_credentials_that_cannot_work_are_told_before_anything_starts(tmp_path: Path) -> None:
    missing = Settings(data=tmp_path, fcm_credentials=tmp_path / "none.json")
    with pytest.raises(Failed, match=r"CONGVU_FCM_CREDENTIALS: .* cannot be read"):
        delivery.check(missing)
    (tmp_path / "wrong.json").write_text('{"type": "service_account"}')
    with pytest.raises(Failed, match="is not the key file of a Firebase service account"):
        delivery.check(Settings(data=tmp_path, fcm_credentials=tmp_path / "wrong.json"))


def test_without_the_extra_it_is_said_which_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(Failed, match=r"pip install 'congvu\[fcm\]'"):
        delivery.check(Settings(data=tmp_path, fcm_credentials=tmp_path / "none.json"))
