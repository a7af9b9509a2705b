"""A file is read by its owner and by whoever sees something that it is attached to."""

from __future__ import annotations

import io
from typing import Any
from uuid import UUID, uuid4

import pytest
from PIL import Image

from domain.kernel import Actor
from projections.kernel import Outcome
from tests.files.place import Caller, Place, sha256
from tests.files.samples import photograph

TEXT = "Nước rút còn 20 cm.\n".encode() * 50


async def test_the_owner_gets_what_was_sent(lan: Caller) -> None:
    file = await lan.upload(TEXT, "Báo cáo “ngập”.txt", filetype="text/html")
    answer = await lan.get(file)
    assert (answer.status_code, answer.content) == (200, TEXT)
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["etag"] == f'"{sha256(TEXT)}"'
    assert answer.headers["cache-control"] == "private, max-age=31536000, immutable"
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-disposition"] == (
        'inline; filename="B_o_c_o_ng_p_.txt"; '
        "filename*=UTF-8''B%C3%A1o%20c%C3%A1o%20%E2%80%9Cng%E1%BA%ADp%E2%80%9D.txt"
    )


async def test_asking_without_reading(lan: Caller) -> None:
    file = await lan.upload(TEXT)
    answer = await lan.ask("HEAD", f"/api/files/{file}", tus_resumable=None)
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-length"] == str(len(TEXT))
    assert answer.headers["accept-ranges"] == "bytes"
    known = await lan.get(file, if_none_match=answer.headers["etag"])
    assert (known.status_code, known.content) == (304, b"")


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=10-19", 10, 20),
        ("bytes=990-", 990, len(TEXT)),
        ("bytes=-5", len(TEXT) - 5, len(TEXT)),
        ("bytes=-999999", 0, len(TEXT)),
        ("bytes=5-999999", 5, len(TEXT)),
    ],
)
async def test_a_range(lan: Caller, asked: str, start: int, end: int) -> None:
    file = await lan.upload(TEXT)
    answer = await lan.get(file, range=asked)
    assert (answer.status_code, answer.content) == (206, TEXT[start:end])
    assert answer.headers["content-range"] == f"bytes {start}-{end - 1}/{len(TEXT)}"
    assert answer.headers["content-length"] == str(end - start)


async def test_ranges_that_are_none(lan: Caller) -> None:
    file = await lan.upload(TEXT)
    for beyond in (f"bytes={len(TEXT)}-", "bytes=-0"):
        answer = await lan.get(file, range=beyond)
        assert (answer.status_code, answer.headers["content-range"]) == (416, f"bytes */{len(TEXT)}")
    for other in ("bytes=0-1,5-6", "bytes=9-3", "lines=1-2", "bytes=-", "bytes=x"):
        answer = await lan.get(file, range=other)
        assert (answer.status_code, answer.content) == (200, TEXT)
    changed = await lan.get(file, range="bytes=0-1", if_range='"other"')
    assert (changed.status_code, changed.content) == (200, TEXT)


async def test_what_may_hold_a_script_is_only_saved(lan: Caller) -> None:
    file = await lan.upload(b"<html><script>alert(1)</script>", "Báo cáo.txt")
    answer = await lan.get(file)
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["content-disposition"].startswith("attachment;")


async def test_the_small_picture(lan: Caller) -> None:
    file = await lan.upload(photograph((1000, 800), 6), "Ảnh.jpg")
    answer = await lan.client.get(f"/api/files/{file}/thumbnail")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/webp")
    assert Image.open(io.BytesIO(answer.content)).size == (384, 480)
    tag = {"if-none-match": answer.headers["etag"]}
    assert (await lan.client.get(f"/api/files/{file}/thumbnail", headers=tag)).status_code == 304
    none = await lan.client.get(f"/api/files/{await lan.upload(TEXT)}/thumbnail")
    assert none.status_code == 404


async def test_what_is_not_taken_is_told_each_time_and_is_no_file(here: Place, lan: Caller) -> None:
    assert await lan.refused(b"MZ" + bytes(50), "Hợp đồng.pdf") == "file.not-taken"
    assert await lan.refused(TEXT, digest="0" * 64) == "file.digest"
    assert await here.objects("blobs") == await here.objects("uploads") == []
    fine = await lan.upload(TEXT, digest=sha256(TEXT))
    assert (await lan.get(fine)).content == TEXT


async def test_what_is_known_of_a_file(here: Place, lan: Caller) -> None:
    file = await lan.upload(b"OggS\0\x02" + bytes(20) + b"\x01\x13OpusHead", "", duration="4200")
    row = await here.services.pool.fetchrow("SELECT * FROM file_view WHERE id = $1", file)
    assert row is not None
    told = (row["owner"], row["name"], row["media_type"], row["duration_ms"], row["thumbnail"])
    assert told == (lan.official, "file.ogg", "audio/ogg", 4200, False)


class City:
    """A ward with two officials, and one of another ward."""

    def __init__(self, here: Place) -> None:
        self.here = here
        self.actors: dict[str, Actor] = {}
        self.units: dict[str, UUID] = {}

    async def found(self) -> City:
        for code, unit in (("H1", "ward"), ("H2", "other")):
            args = {"name": unit, "shortName": unit, "code": code, "kind": "ward", "parent": None}
            self.units[unit] = await self._made("unit.create", args)
        for person, unit in (("lan", "ward"), ("binh", "ward"), ("chi", "other")):
            card = {"name": person, "email": f"{person}@example.vn"}
            official = await self._made("official.register", card)
            post = await self._made("post.create", {"unit": self.units[unit], "title": "Chuyên viên"})
            await self.here.command("post.handOver", {"post": post, "holder": official})
            self.actors[person] = Actor(official=official, post=post)
        return self

    async def _made(self, name: str, args: dict[str, Any]) -> UUID:
        outcome = await self.here.command(name, args)
        [event] = await self.here.services.log.read((outcome.position or 0) - 1, 1)
        return event.stream

    async def say(self, who: str, channel: UUID, *files: UUID) -> tuple[UUID, Outcome]:
        """Somebody says something with files; the message."""
        args = {"channel": channel, "text": "Xem ảnh", "attachments": files}
        outcome = await self.here.command("message.post", args, self.actors[who])
        [event] = await self.here.services.log.read((outcome.position or 0) - 1, 1)
        await self.here.shown(outcome)
        return event.stream, outcome

    async def assign(self, assigner: str, lead: str, *files: UUID) -> UUID:
        """Somebody of the ward gives a task to another; the task."""
        power = {"post": self.actors[assigner].post, "power": "assign", "unit": self.units["ward"]}
        await self.here.command("power.grant", power)
        args = {
            "title": "Đo mực nước",
            "lead": {"unit": self.units["ward"], "post": self.actors[lead].post},
            "urgency": "normal",
            "deadline": "2099-01-01T00:00:00Z",
            "files": files,
        }
        outcome = await self.here.command("task.assign", args, self.actors[assigner])
        [event] = await self.here.services.log.read((outcome.position or 0) - 1, 1)
        await self.here.shown(outcome)
        return event.stream

    async def may(self, who: str, file: UUID) -> bool:
        """Whether somebody may read a file."""
        async with self.here.caller(self.actors[who].official) as caller:
            answer = await caller.get(file)
        assert answer.status_code in (200, 404)
        return answer.status_code == 200


async def test_whoever_hears_a_message_reads_its_files(here: Place) -> None:
    city = await City(here).found()
    async with here.caller(city.actors["lan"].official) as lan:
        file = await lan.upload(TEXT)
    assert [await city.may(who, file) for who in ("lan", "binh", "chi")] == [True, False, False]
    message, _ = await city.say("lan", city.units["ward"], file)
    assert [await city.may(who, file) for who in ("lan", "binh", "chi")] == [True, True, False]
    await here.shown(await here.command("message.retract", {"message": message}, city.actors["lan"]))
    assert [await city.may(who, file) for who in ("lan", "binh", "chi")] == [True, False, False]


async def test_whoever_sees_a_task_reads_what_shows_that_it_was_done(here: Place) -> None:
    city = await City(here).found()
    lan, binh = city.actors["lan"], city.actors["binh"]
    async with here.caller(lan.official) as caller:
        plan = await caller.upload(TEXT)
    async with here.caller(binh.official) as caller:
        photo, other = await caller.upload(photograph((40, 30), 1), "Ngập.jpg"), await caller.upload(TEXT)
    task = await city.assign("lan", "binh", plan)
    report = {"task": task, "percent": 60, "text": "Ngập 30 cm", "files": [photo]}
    with pytest.raises(AssertionError, match=r"access\.denied"):
        await here.command("task.report", report, lan)
    await here.shown(await here.command("task.report", report, binh))
    assert [await city.may("lan", file) for file in (plan, photo, other)] == [True, True, False]
    assert [await city.may("binh", file) for file in (plan, photo)] == [True, True]
    assert [await city.may("chi", file) for file in (plan, photo)] == [False, False]


async def test_whoever_sees_a_task_reads_the_files_of_what_is_said_there(here: Place) -> None:
    city = await City(here).found()
    binh = city.actors["binh"]
    task = await city.assign("lan", "binh")
    async with here.caller(binh.official) as caller:
        file = await caller.upload(TEXT)
    await city.say("binh", task, file)
    assert [await city.may(who, file) for who in ("lan", "binh", "chi")] == [True, True, False]


async def test_whoever_sees_an_announcement_reads_its_files(here: Place) -> None:
    city = await City(here).found()
    lan, ward = city.actors["lan"], city.units["ward"]
    await here.command("power.grant", {"post": lan.post, "power": "issue-directive", "unit": ward})
    async with here.caller(lan.official) as caller:
        file = await caller.upload(TEXT)
    told = {"title": "Lịch cắt nước", "text": "Xem tệp", "units": [ward], "attachments": [file]}
    await here.shown(await here.command("announcement.issue", told, lan))
    assert [await city.may(who, file) for who in ("lan", "binh", "chi")] == [True, True, False]


async def test_nobody_attaches_a_file_of_another(here: Place) -> None:
    city = await City(here).found()
    async with here.caller() as stranger:
        file = await stranger.upload(TEXT)
    with pytest.raises(AssertionError, match=r"file\.not-found"):
        await city.say("lan", city.units["ward"], file)
    with pytest.raises(AssertionError, match=r"file\.not-found"):
        await city.say("lan", city.units["ward"], uuid4())


FILES = "query($ids: [ID!]!) { files(ids: $ids) { key name size mediaType url thumbnailUrl owner { name } } }"


async def test_what_is_attached_is_told_by_graphql_to_who_may_read_it(here: Place) -> None:
    city = await City(here).found()
    async with here.caller(city.actors["lan"].official) as lan:
        picture = await lan.upload(photograph((60, 40), 1), "Ảnh.jpg")
        other = await lan.upload(TEXT)
    await city.say("lan", city.units["ward"], picture)
    asked = {"query": FILES, "variables": {"ids": [str(other), str(uuid4()), str(picture)]}}
    for who, seen in (("lan", [other, picture]), ("binh", [picture]), ("chi", [])):
        async with here.caller(city.actors[who].official) as caller:
            told = (await caller.client.post("/graphql", json=asked)).json()["data"]["files"]
        assert [UUID(each["key"]) for each in told] == seen
    async with here.caller(city.actors["binh"].official) as binh:
        [file] = (await binh.client.post("/graphql", json=asked)).json()["data"]["files"]
        assert (file["name"], file["mediaType"], file["owner"]) == ("Ảnh.jpg", "image/jpeg", {"name": "lan"})
        for address in (file["url"], file["thumbnailUrl"]):
            assert (await binh.client.get(address)).status_code == 200
    many = {"query": FILES, "variables": {"ids": [str(other)] * 101}}
    async with here.caller() as caller:
        refused = (await caller.client.post("/graphql", json=many)).json()
    assert refused["errors"][0]["extensions"]["code"] == "page.size"
