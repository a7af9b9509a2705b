"""What delivery is made of, without a network: rate, patience, content, addresses, our own key."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.push import addresses, vapid
from backend.push.again import MOST_REFUSED, MOST_TOLD, delay, retry_after
from backend.push.bucket import Bucket
from backend.push.content import HIDDEN, message, topic
from backend.push.port import Parcel, Payload, Result, Target
from backend.settings import SettingError, Settings, load
from backend.store.keys import WrongKey
from domain.kernel import Rejection

SERVICES = Settings().push_services


def parcel(payload: Payload, tag: str = "task:1", **target: object) -> Parcel:
    to = Target(
        **({"id": 1, "kind": "webpush", "form": "subscription", "address": {}, "digest": b""} | target)
    )
    return Parcel(id=7, target=to, tag=tag, payload=payload, ttl=60)


def test_no_more_than_the_rate_is_handed_over_in_any_second() -> None:
    bucket, now, taken = Bucket(100, 0.0), 0.0, 0
    while now < 10.0:
        taken += bucket.take(500, now)
        now += 0.05
    assert 100 * 10 <= taken + 1 <= 100 * 10 + 51
    assert bucket.take(500, now) <= 5 + 1
    bucket.give_back(1)
    assert bucket.wait(50, now) == pytest.approx(0.5, abs=0.05)


def test_told_too_many_it_halves_its_rate_once_a_second_and_recovers() -> None:
    bucket = Bucket(1000, 0.0)
    bucket.slow(10.0)
    bucket.slow(10.5)
    assert bucket.rate == 500
    bucket.slow(11.1)
    assert bucket.rate == pytest.approx(275)
    bucket.take(1, 60.0)
    assert bucket.rate == 1000


@pytest.mark.parametrize("chance", [0.0, 0.5, 0.999])
def test_each_attempt_comes_later_than_the_last_and_none_too_late(chance: float) -> None:
    waits = [delay(Result("again", "503"), attempt, chance) for attempt in range(1, 40)]
    assert waits == sorted(waits)
    assert 1.0 <= waits[0] <= 2.0
    assert waits[-1] <= 600
    refused = [delay(Result("refused", "403"), attempt, chance) for attempt in range(1, 40)]
    assert refused[0] >= 30
    assert refused[-1] <= MOST_REFUSED


def test_what_the_provider_asks_for_is_kept_unless_it_is_absurd() -> None:
    assert 120 <= delay(Result("again", "429", 120.0), 1, 0.9) <= 132
    assert delay(Result("again", "429", 1e12), 1, 0.0) == MOST_TOLD
    assert delay(Result("again", "429", -5.0), 1, 0.0) == 0.0


@pytest.mark.parametrize(
    ("header", "seconds"),
    [(None, None), ("", None), ("120", 120.0), (" 7 ", 7.0), ("soon", None), ("-1", None), ("٣", None)],
)
def test_retry_after_is_a_number(header: str | None, seconds: float | None) -> None:
    assert retry_after(header) == seconds


def test_retry_after_is_a_date() -> None:
    now = datetime(2026, 11, 21, 7, 5, tzinfo=UTC)
    assert retry_after("Sat, 21 Nov 2026 07:06:30 GMT", now) == 90
    assert retry_after("Sat, 21 Nov 2026 07:00:00 GMT", now) == 0


@given(st.text(max_size=2000), st.text(max_size=5000), st.text(max_size=40))
def test_whatever_is_told_fits_what_providers_carry(title: str, body: str, tag: str) -> None:
    told = message(parcel(Payload(title=title, body=body, url="/viec/" + "x" * 40), tag))
    assert len(json.dumps(told, ensure_ascii=False).encode(errors="replace")) <= 3993  # RFC 8291, section 4
    assert len(topic(tag)) == 32
    assert topic(tag).replace("-", "").replace("_", "").isalnum()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_hidden_content_leaves_only_that_there_is_something(language: str) -> None:
    payload = Payload(title="Mật", body="Mật", url="/viec/1", kind="task", actions=("accept",), badge=3)
    told = message(parcel(payload, content_hidden=True, language=language))
    assert told["title"] == HIDDEN[language]
    assert (told["body"], told["kind"]) == ("", "")
    assert (told["url"], told["actions"], told["badge"]) == ("/viec/1", ("accept",), 3)


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://fcm.googleapis.com/fcm/send/abc:def",
        "https://updates.push.services.mozilla.com/wpush/v2/x",
        "https://web.push.apple.com/Qx",
        "https://wns2-sg2p.notify.windows.com/w/?token=x",
    ],
)
def test_the_push_services_of_browsers_are_known(endpoint: str) -> None:
    assert addresses.stranger(endpoint, SERVICES) is None


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/fcm/send/abc",
        "https://169.254.169.254/latest/meta-data",
        "https://fcm.googleapis.com.evil.example/x",
        "https://fcm.googleapis.com@evil.example/x",
        "https://x@web.push.apple.com/x",
        "https://push.apple.com/x",
        "https://evilpush.apple.com/x",
        "https://localhost/x",
        "https://[::1/x",
        "file:///etc/passwd",
        "",
    ],
)
def test_no_other_address_is_ever_sent_to(endpoint: str) -> None:
    assert addresses.stranger(endpoint, SERVICES) is not None


@pytest.mark.parametrize("keys", [("AAAA", "AAAA"), ("", ""), ("é", "x"), ("BA" + "A" * 85, "A" * 22)])
def test_keys_that_are_none_are_refused(keys: tuple[str, str]) -> None:
    device = addresses.WebPushDevice(
        subscription=addresses.Subscription("https://web.push.apple.com/x", addresses.Keys(*keys)),
        key="",
        label="Safari",
    )
    with pytest.raises(Rejection) as caught:
        device.address(SERVICES)
    assert caught.value.code == "args.wrong"


def test_the_key_is_made_once_and_the_setting_goes_before_it(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    made = vapid.load(settings).public
    assert vapid.load(settings).public == made
    assert (tmp_path / "vapid.pem").stat().st_mode & 0o077 == 0
    given = load({"CONGVU_VAPID_PRIVATE_KEY": "A" * 42 + "E", "CONGVU_DATA": str(tmp_path)})
    assert vapid.load(given).public != made
    assert vapid.load(given).public == vapid.load(given).public


def test_a_key_that_is_none_is_told_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(WrongKey, match="CONGVU_VAPID_PRIVATE_KEY"):
        vapid.load(Settings(data=tmp_path, vapid_private_key="short"))
    (tmp_path / "vapid.pem").write_text("not a key")
    with pytest.raises(WrongKey, match=r"vapid\.pem"):
        vapid.load(Settings(data=tmp_path))
    with pytest.raises(SettingError, match="CONGVU_VAPID_SUBJECT"):
        load({"CONGVU_VAPID_SUBJECT": "operators"})


def test_our_word_to_a_service_is_kept_for_hours_and_renewed_in_time(tmp_path: Path) -> None:
    key = vapid.load(Settings(data=tmp_path))
    first = key.authorization("https://push.example", 0.0)
    assert key.authorization("https://push.example", 10 * 3600.0) == first
    assert key.authorization("https://push.example", 11.5 * 3600) != first
    assert key.authorization("https://other.example", 0.0) != first
