"""Any storage keeps the same promises; wrong places for files are told with what to do."""

from __future__ import annotations

import io
import os
import time
from pathlib import Path

import pytest

from backend.files import storage as storages
from backend.files.storage import LEFT_OVER_SECONDS, PART, Storage, blob_of, folder_of, open_storage, piece_of
from backend.settings import Settings, load
from backend.supervisor import Failed
from tests.domain.examples import AN


async def content(storage: Storage, name: str, start: int = 0, end: int | None = None) -> bytes:
    return b"".join([chunk async for chunk in await storage.read(name, start, end)])


async def test_what_was_put_is_there_whole_and_in_part(storage: Storage) -> None:
    large = os.urandom(2 * PART + 77)
    await storage.put("a/small", b"congvu")
    await storage.put("a/large", io.BytesIO(large))
    assert await content(storage, "a/small") == b"congvu"
    assert await content(storage, "a/small", 1, 4) == b"ong"
    assert await content(storage, "a/large") == large
    assert await content(storage, "a/large", PART - 5) == large[PART - 5 :]
    await storage.put("a/small", b"again")
    assert await content(storage, "a/small") == b"again"


async def test_what_is_not_there_is_told_at_once(storage: Storage) -> None:
    assert not await storage.has("a/none")
    with pytest.raises(FileNotFoundError):
        await storage.read("a/none")
    await storage.delete(["a/none"])
    await storage.drop("none")
    assert await storage.below("none") == []


async def test_all_below_a_name_goes_together(storage: Storage) -> None:
    for name in ("u/1/a", "u/1/b", "u/2/a"):
        await storage.put(name, b"x")
    assert sorted(await storage.below("u")) == ["1", "2"]
    await storage.drop("u/1")
    assert await storage.below("u") == ["2"]
    await storage.delete(["u/2/a", "u/2/none"])
    assert not await storage.has("u/2/a")


async def test_a_probe_leaves_nothing(storage: Storage) -> None:
    await storage.probe()
    assert not await storage.has(storages.PROBE)


def test_names_are_apart() -> None:
    assert piece_of(AN, 5) != piece_of(AN, 5)
    assert blob_of("ab" * 32) == "blobs/ab/" + "ab" * 31


async def test_what_a_killed_process_had_begun_to_write_goes(settings: Settings) -> None:
    storage = open_storage(settings)
    folder = settings.data / "files"
    await storage.put(blob_of("cd" * 32), b"whole")
    begun = folder / "blobs" / "cd" / "half#1"
    for age, left in ((0, True), (LEFT_OVER_SECONDS + 60, False)):
        begun.write_bytes(b"ha")
        os.utime(begun, (time.time() - age,) * 2)
        await storage.tidy("blobs")
        assert begun.exists() == left
    assert await content(storage, blob_of("cd" * 32)) == b"whole"
    (folder / "uploads" / "1").mkdir(parents=True)
    (folder / "uploads" / "1" / "half#1").write_bytes(b"ha")
    await storage.drop("uploads/1")
    assert await storage.below("uploads") == []


def test_files_lie_where_the_setting_says(tmp_path: Path) -> None:
    assert folder_of(load({}, data=tmp_path)) == tmp_path / "files"
    assert folder_of(load({"CONGVU_STORAGE_URL": f"file://{tmp_path}"})) == tmp_path
    assert folder_of(load({"CONGVU_STORAGE_URL": "s3://city/files"})) is None


@pytest.mark.parametrize("url", ["s3://", "gs://", "az://"])
def test_an_address_that_names_no_place_is_told(url: str) -> None:
    with pytest.raises(Failed, match="CONGVU_STORAGE_URL"):
        open_storage(load({"CONGVU_STORAGE_URL": url}))


async def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(Failed, match="CONGVU_STORAGE_URL"):
        await storages.check(load({"CONGVU_STORAGE_URL": f"file://{tmp_path}/file/below"}))


async def test_a_bucket_that_is_away_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("ENDPOINT_URL", "http://127.0.0.1:1"), ("ALLOW_HTTP", "true"), ("REGION", "x")):
        monkeypatch.setenv(f"AWS_{name}", value)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "none")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "none")
    with pytest.raises(Failed, match=r"CONGVU_STORAGE_URL: .*127\.0\.0\.1:1"):
        await storages.check(load({"CONGVU_STORAGE_URL": "s3://city/files"}))
