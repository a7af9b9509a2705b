"""Personal fields: unreadable in the database, readable to us, gone after an erasure."""

from __future__ import annotations

import asyncio
import os
import stat
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from backend.store.keys import Keys, WrongKey, load_master_key, seal, unseal
from backend.store.store import Store
from tests.store.conftest import OpenLog
from tests.store.drafts import draft, erasures, until
from tests.store.nouns import Erased, Note, by, note, write

TEXT = "Nhà bà Tư ở hẻm 12 ngập"


async def texts(log: Store, stream: UUID) -> list[str]:
    return [r.event.text for r in await log.stream(stream) if r.topic == "note.written"]


def erase(subject: Note) -> Note:
    subject.record(Erased, by(), author=subject.author)
    return subject


async def test_a_sealed_text_is_nowhere_in_the_database(log: Store) -> None:
    subject = write(note("Triều cường"), TEXT, aside="dặn riêng")
    await log.append(draft(subject))
    dump = await log.pool.fetchval("select string_agg(convert_from(state, 'UTF8'), '') from congvu_events")
    assert "Triều cường" in dump
    assert "hẻm" not in dump
    assert "dặn" not in dump
    [_, recorded] = await log.stream(subject.id)
    assert (recorded.event.text, recorded.event.aside) == (TEXT, "dặn riêng")


async def test_a_field_that_is_none_stays_none(log: Store) -> None:
    subject = write(note(), TEXT)
    await log.append(draft(subject))
    [_, recorded] = await log.stream(subject.id)
    assert recorded.event.aside is None


async def test_each_subject_has_one_key_whoever_makes_it_first(open_log: OpenLog) -> None:
    """Two processes and several first texts at once: one key is stored, every text can be read."""
    stores, author = [await open_log(), await open_log()], uuid4()
    notes = [write(note(author=author), f"{n}") for n in range(20)]
    await asyncio.gather(*(stores[n % 2].append(draft(subject)) for n, subject in enumerate(notes)))
    fresh = await open_log()
    assert [await texts(fresh, subject.id) for subject in notes] == [[f"{n}"] for n in range(20)]
    assert await fresh.pool.fetchval("select count(*) from subject_keys") == 1


async def test_a_refused_command_leaves_no_key(log: Store) -> None:
    subject = note()
    await log.append(draft(subject))
    stale = write(await log.load(subject.id), TEXT)
    other = await log.load(subject.id)
    other.record(Erased, by(), author=uuid4())
    await log.append(draft(other))
    [answer] = await asyncio.gather(log.append(draft(stale)), return_exceptions=True)
    assert isinstance(answer, Exception)
    assert (
        await log.pool.fetchval("select count(*) from subject_keys where subject = $1", subject.author) == 0
    )


async def test_erasure_makes_texts_empty_in_every_process_at_once(open_log: OpenLog) -> None:
    here, there = await open_log(period=3600), await open_log(period=3600)
    subject, untouched = write(note(), TEXT), write(note(), TEXT)
    await here.append(draft(subject))
    await here.append(draft(untouched))
    assert await texts(there, subject.id) == [TEXT]
    there.aggregates.put(await there.load(subject.id), there.aggregates.generation)
    heard = erasures(here)
    await here.append(draft(erase(subject)))

    async def gone() -> bool:
        return await texts(there, subject.id) == [""] and there.aggregates.take(subject.id) is None

    await until(gone)
    async with asyncio.timeout(20):
        assert await heard.get() == subject.author
    assert subject.author not in here.keys
    assert await texts(here, subject.id) == [""]
    assert await texts(here, untouched.id) == [TEXT]
    assert await here.pool.fetchval("select key is null from subject_keys where subject = $1", subject.author)


async def test_what_is_written_after_an_erasure_is_kept_nowhere(log: Store) -> None:
    subject = erase(write(note(), TEXT))
    heard = erasures(log)
    await log.append(draft(subject))
    async with asyncio.timeout(20):
        assert await heard.get() == subject.author
    assert subject.author not in log.keys
    await log.append(draft(write(subject, "viết sau")))
    assert await texts(log, subject.id) == ["", ""]


async def test_a_missing_key_reads_as_empty(log: Store) -> None:
    subject = write(note(), TEXT, aside="dặn")
    await log.append(draft(subject))
    await log.pool.execute("delete from subject_keys")
    log.keys.forget_all()
    [_, recorded] = await log.stream(subject.id)
    assert (recorded.event.text, recorded.event.aside) == ("", "")


async def test_another_master_key_is_refused_with_what_to_do(log: Store, open_log: OpenLog) -> None:
    subject = write(note(), TEXT)
    await log.append(draft(subject))
    other = await open_log(master_key=bytes(32))
    with pytest.raises(WrongKey, match="restore the right one"):
        await other.stream(subject.id)


async def test_a_sealed_text_moved_to_another_event_is_not_read(log: Store) -> None:
    subject = write(write(note(), TEXT), "hai")
    await log.append(draft(subject))
    await log.pool.execute(
        "update congvu_events e set state = o.state from congvu_events o "
        "where e.originator_version = 3 and o.originator_version = 2"
    )
    [_, good, moved] = await log.stream(subject.id)
    assert good.event.text == TEXT
    assert moved.event is None
    assert "does not belong" in moved.error


def test_a_key_looked_up_while_an_erasure_came_is_not_kept() -> None:
    keys, subject = Keys(bytes(32)), uuid4()
    _, wrapped = keys.make(subject)
    before = keys.generation
    keys.forget(subject)
    assert keys.learn({subject: wrapped}, before).keys() == {subject}
    assert subject not in keys


def test_a_text_sealed_for_nobody_holds_nothing_of_it() -> None:
    assert seal(None, TEXT, b"place") == "s1."
    assert unseal(None, "s1.", b"place") == ""


def test_the_master_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "master.key"
    key = load_master_key(path)
    assert load_master_key(path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert os.listdir(path.parent) == ["master.key"]


@pytest.mark.parametrize("given", ["not base64!", "c2hvcnQ="])
def test_a_wrong_master_key_is_named(tmp_path: Path, given: str) -> None:
    with pytest.raises(WrongKey, match="32 bytes in base64"):
        load_master_key(tmp_path / "master.key", given)
    (tmp_path / "master.key").write_text(given)
    with pytest.raises(WrongKey, match=r"master\.key"):
        load_master_key(tmp_path / "master.key")
