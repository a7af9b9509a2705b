"""The server speaks tus 1.0 as its text says: core, creation, expiration, checksum, termination."""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from obstore.exceptions import GenericError

from backend.files.uploads import MOST_OPEN
from tests.files.place import BODY, Caller, Place, said

TEXT = "Kính gửi: Ủy ban nhân dân phường.\n".encode() * 100


async def test_the_server_says_what_it_can(lan: Caller) -> None:
    answer = await lan.client.options("/api/files", headers={"authorization": ""})
    assert answer.status_code == 204
    assert answer.headers["tus-version"] == answer.headers["tus-resumable"] == "1.0.0"
    assert answer.headers["tus-max-size"] == str(16 << 20)
    assert answer.headers["tus-checksum-algorithm"] == "sha256,sha1"
    extensions = answer.headers["tus-extension"].split(",")
    assert set(extensions) == {
        "creation",
        "creation-with-upload",
        "expiration",
        "checksum",
        "termination",
    }


async def test_a_file_comes_in_pieces(lan: Caller) -> None:
    address = await lan.begin(len(TEXT))
    assert await lan.offset(address) == 0
    for start in (0, 1000, 2000):
        answer = await lan.patch(address, start, TEXT[start : start + 1000])
        assert (answer.status_code, answer.headers["upload-offset"]) == (204, str(start + 1000))
    assert await lan.offset(address) == 3000
    answer = await lan.patch(address, 3000, TEXT[3000:])
    assert answer.headers["upload-offset"] == str(len(TEXT))
    assert (await lan.get(UUID(address.rpartition("/")[2]))).content == TEXT
    assert await lan.offset(address) == len(TEXT)
    assert await lan.place.objects("uploads") == []


async def test_head_tells_all_that_is_known(lan: Caller) -> None:
    metadata = said(filename="Ảnh.jpg", filetype="image/jpeg") + ",is_confidential"
    answer = await lan.ask("POST", "/api/files", upload_length=10, upload_metadata=metadata)
    head = await lan.ask("HEAD", answer.headers["location"])
    assert head.headers["upload-length"] == "10"
    assert head.headers["upload-metadata"] == metadata
    assert head.headers["cache-control"] == "no-store"
    expires = parsedate_to_datetime(head.headers["upload-expires"])
    assert timedelta(hours=23) < expires - datetime.now(UTC) <= timedelta(hours=24)


async def test_the_first_bytes_may_come_with_the_creation(lan: Caller) -> None:
    whole = await lan.ask(
        "POST",
        "/api/files",
        upload_length=len(TEXT),
        upload_metadata=said(filename="a.txt"),
        content_type=BODY,
        content=TEXT,
    )
    assert (whole.status_code, whole.headers["upload-offset"]) == (201, str(len(TEXT)))
    part = await lan.ask("POST", "/api/files", upload_length=9, content_type=BODY, content=b"1234")
    assert (part.status_code, part.headers["upload-offset"]) == (201, "4")
    assert await lan.offset(part.headers["location"]) == 4


@pytest.mark.parametrize("version", ["0.2.2", "2.0.0", None])
async def test_another_version_is_refused(lan: Caller, version: str | None) -> None:
    address = await lan.begin(4)
    for method in ("POST", "PATCH", "DELETE"):
        path = "/api/files" if method == "POST" else address
        fields = {"upload_length": 4, "upload_offset": 0, "content_type": BODY}
        answer = await lan.ask(method, path, tus_resumable=version, content=b"1234", **fields)
        assert (answer.status_code, answer.json()["code"]) == (412, "upload.version")
        assert answer.headers["tus-version"] == "1.0.0"
    if version is not None:
        assert (await lan.ask("HEAD", address, tus_resumable=version)).status_code == 412


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({}, 400, "upload.header"),
        ({"upload_length": "-1"}, 400, "upload.header"),
        ({"upload_length": "1e3"}, 400, "upload.header"),
        ({"upload_length": "9" * 30}, 400, "upload.header"),
        ({"upload_defer_length": "1"}, 400, "upload.header"),
        ({"upload_length": (16 << 20) + 1}, 413, "file.too-large"),
        ({"upload_length": 0}, 422, "file.empty"),
        ({"upload_length": 9, "upload_metadata": "filename ###"}, 400, "upload.header"),
        ({"upload_length": 9, "upload_metadata": "filename /w=="}, 400, "upload.header"),
        ({"upload_length": 9, "upload_metadata": "filename " + "QQ" * 3000}, 400, "upload.header"),
        ({"upload_length": 9, "upload_metadata": said(digest="abc")}, 400, "upload.header"),
        ({"upload_length": 9, "upload_metadata": said(filename="a.EXE")}, 415, "file.not-taken"),
    ],
)
async def test_what_could_never_be_taken_is_not_begun(
    lan: Caller, headers: dict[str, Any], status: int, code: str
) -> None:
    answer = await lan.ask("POST", "/api/files", **headers)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["tus-resumable"] == "1.0.0"


async def test_a_wrong_offset_is_a_conflict(lan: Caller) -> None:
    address = await lan.begin(len(TEXT))
    await lan.patch(address, 0, TEXT[:10])
    for wrong in (0, 9, 11, len(TEXT)):
        answer = await lan.patch(address, wrong, b"x")
        assert (answer.status_code, answer.json()["code"]) == (409, "upload.offset")
    assert (await lan.patch(address, 10, b"x", upload_offset=None)).status_code == 400
    assert (await lan.patch(address, 10, b"x", content_type="text/plain")).status_code == 400
    assert await lan.offset(address) == 10


async def test_more_than_announced_is_not_taken(lan: Caller) -> None:
    address = await lan.begin(10)
    answer = await lan.patch(address, 0, b"x" * 11)
    assert (answer.status_code, answer.json()["code"]) == (413, "upload.beyond")
    assert await lan.offset(address) == 0


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
async def test_a_part_with_a_wrong_checksum_does_not_count(lan: Caller, algorithm: str) -> None:
    address = await lan.begin(len(TEXT))
    right = base64.b64encode(hashlib.new(algorithm, TEXT[:100]).digest()).decode()
    wrong = await lan.patch(address, 0, TEXT[:99] + b"?", upload_checksum=f"{algorithm} {right}")
    assert (wrong.status_code, wrong.json()["code"]) == (460, "upload.checksum")
    assert await lan.offset(address) == 0
    fine = await lan.patch(address, 0, TEXT[:100], upload_checksum=f"{algorithm} {right}")
    assert (fine.status_code, await lan.offset(address)) == (204, 100)
    for odd in ("md5 " + right, algorithm, f"{algorithm} ###", f"{algorithm} QQ=="):
        assert (await lan.patch(address, 100, b"x", upload_checksum=odd)).status_code == 400


async def test_a_large_part_with_a_checksum_counts_at_its_end_only(lan: Caller) -> None:
    content = bytes(range(256)) * (40 << 10)
    address = await lan.begin(len(content) + 1)
    digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
    wrong = await lan.patch(address, 0, content[:-1] + b"?", upload_checksum=f"sha256 {digest}")
    assert (wrong.status_code, await lan.offset(address)) == (460, 0)
    assert await lan.place.objects("uploads") == []
    fine = await lan.patch(address, 0, content, upload_checksum=f"sha256 {digest}")
    assert (fine.status_code, await lan.offset(address)) == (204, len(content))


async def test_an_upload_given_up_is_gone_with_its_pieces(lan: Caller) -> None:
    address = await lan.begin(len(TEXT))
    await lan.patch(address, 0, TEXT[:10])
    assert await lan.place.objects("uploads") != []
    assert (await lan.ask("DELETE", address)).status_code == 204
    assert (await lan.ask("HEAD", address)).status_code == 404
    assert await lan.place.objects("uploads") == []
    file = await lan.upload(TEXT)
    assert (await lan.ask("DELETE", f"/api/files/{file}")).json()["code"] == "upload.stored"
    assert (await lan.get(file)).content == TEXT


async def test_an_expired_upload_is_gone_and_swept(here: Place, lan: Caller) -> None:
    address = await lan.begin(len(TEXT))
    await lan.patch(address, 0, TEXT[:10])
    left = await lan.begin(len(TEXT))
    await lan.patch(left, 0, TEXT[:10])
    id = UUID(address.rpartition("/")[2])
    await here.services.pool.execute("UPDATE upload SET expires_at = now() WHERE id = $1", id)
    for method in ("HEAD", "PATCH", "DELETE"):
        answer = await lan.ask(method, address, upload_offset=10, content_type=BODY, content=b"x")
        assert answer.status_code == 410
    await here.services.files.sweep()
    assert (await lan.ask("HEAD", address)).status_code == 404
    assert all(str(id) not in name for name in await here.objects("uploads"))
    assert await lan.offset(left) == 10


async def test_other_peoples_uploads_are_not_there(here: Place, lan: Caller) -> None:
    address = await lan.begin(len(TEXT))
    async with here.caller() as stranger:
        for method in ("HEAD", "PATCH", "DELETE"):
            answer = await stranger.ask(method, address, upload_offset=0, content_type=BODY, content=b"x")
            assert answer.status_code == 404
        assert (await stranger.ask("HEAD", f"/api/files/{uuid4()}")).status_code == 404
        assert (await stranger.ask("HEAD", "/api/files/nonsense")).status_code == 404
        nobody = await stranger.ask("HEAD", address, authorization="")
        assert nobody.status_code == 401
    assert await lan.offset(address) == 0


async def test_one_person_has_a_bounded_number_under_way(here: Place, lan: Caller) -> None:
    addresses = [await lan.begin(10) for _ in range(MOST_OPEN)]
    answer = await lan.ask("POST", "/api/files", upload_length=10)
    assert (answer.status_code, answer.json()["code"]) == (429, "upload.too-many")
    async with here.caller() as stranger:
        await stranger.begin(10)
    await lan.ask("DELETE", addresses[0])
    await lan.begin(10)


async def test_where_only_post_gets_through(lan: Caller) -> None:
    address = await lan.begin(10)
    fields = {"upload_offset": 0, "content_type": BODY, "content": b"123"}
    answer = await lan.ask("POST", address, x_http_method_override="PATCH", **fields)
    assert (answer.status_code, await lan.offset(address)) == (204, 3)
    assert (await lan.ask("POST", address, x_http_method_override="PURGE")).status_code == 400
    assert (await lan.ask("POST", address, x_http_method_override="DELETE")).status_code == 204


async def test_the_shells_of_the_app_may_upload(lan: Caller) -> None:
    asked = "authorization, tus-resumable, upload-offset, upload-checksum, content-type"
    answer = await lan.ask(
        "OPTIONS",
        f"/api/files/{uuid4()}",
        origin="https://localhost",
        access_control_request_method="PATCH",
        access_control_request_headers=asked,
    )
    assert answer.headers["access-control-allow-origin"] == "https://localhost"
    assert "PATCH" in answer.headers["access-control-allow-methods"]
    allowed = answer.headers["access-control-allow-headers"].lower()
    assert all(name in allowed for name in asked.split(", "))
    created = await lan.ask("POST", "/api/files", upload_length=5, origin="https://localhost")
    assert "upload-offset" in created.headers["access-control-expose-headers"]


async def test_an_upload_that_has_ended_is_known_without_its_name(here: Place, lan: Caller) -> None:
    file = await lan.upload(TEXT, "Đơn thư của bà Chi.txt")
    head = await lan.ask("HEAD", f"/api/files/{file}")
    assert (head.status_code, head.headers["upload-offset"]) == (200, str(len(TEXT)))
    assert "upload-metadata" not in head.headers
    kept = await here.services.pool.fetchval("SELECT upload::text FROM upload WHERE id = $1", file)
    assert "filename" not in kept


async def test_storage_that_is_away_is_told_and_nothing_is_lost(
    here: Place, lan: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = await lan.begin(len(TEXT))
    await lan.patch(address, 0, TEXT[:10])

    async def away(*_: Any) -> None:
        raise GenericError("no route to the bucket")

    with monkeypatch.context() as broken:
        broken.setattr(here.storage, "put", away)
        answer = await lan.patch(address, 10, TEXT[10:])
    assert (answer.status_code, answer.json()["code"]) == (503, "file.storage-away")
    assert (await lan.patch(address, await lan.offset(address), TEXT[10:])).status_code == 204
