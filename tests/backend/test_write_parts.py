"""The parts of the write path: turns at an aggregate, the cache, arguments, problems."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path
from uuid import uuid4

import pytest

from backend.problems import LANGUAGES, TEXTS, problem, status
from backend.store.cache import EVERY, Aggregates
from backend.write.arguments import Arguments
from backend.write.slots import Slots
from domain.kernel import Actor, Rejection
from projections.kernel import Request
from tests.backend.notes import COMMANDS
from tests.store.nouns import note, write

ROOT = Path(__file__).parents[2]
ARGUMENTS = Arguments(COMMANDS)


def asked(name: str, args: bytes) -> Request:
    return Request(id=uuid4(), name=name, args=args, actor=Actor(official=uuid4()))


async def test_turns_are_given_in_the_order_asked_for() -> None:
    slots, order, stream = Slots(), [], uuid4()

    async def turn(number: int) -> None:
        await slots.acquire(stream)
        order.append(number)
        await asyncio.sleep(0)
        order.append(number)
        slots.release(stream)

    await asyncio.gather(*map(turn, range(4)))
    assert order == [0, 0, 1, 1, 2, 2, 3, 3]
    assert not slots._taken


async def test_whoever_gives_up_waiting_lets_the_next_one_in() -> None:
    slots, stream = Slots(), uuid4()
    await slots.acquire(stream)
    first = asyncio.create_task(slots.acquire(stream))
    second = asyncio.create_task(slots.acquire(stream))
    await asyncio.sleep(0)
    slots.release(stream)
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    async with asyncio.timeout(5):
        await second
    slots.release(stream)
    assert not slots._taken


def test_the_least_recently_used_aggregate_leaves_the_cache() -> None:
    cache, notes = Aggregates(most=2), [note() for _ in range(3)]
    for subject in notes:
        cache.put(subject, cache.generation)
    assert cache.take(notes[0].id) is None
    assert cache.take(notes[2].id) is notes[2]
    assert cache.take(notes[2].id) is None


def test_a_long_stream_can_be_read_on_from_a_copy() -> None:
    cache, subject = Aggregates(), note()
    for n in range(EVERY + 10):
        write(subject, f"{n}")
        subject.collect_events()
        cache.put(subject, cache.generation)
    base = cache.base(subject.id)
    assert base is not None
    assert base is not subject
    assert 0 <= subject.version - base.version < EVERY


def test_what_was_taken_before_the_cache_was_cleared_is_not_kept() -> None:
    cache, subject = Aggregates(), note()
    generation = cache.generation
    cache.clear()
    cache.put(subject, generation)
    assert cache.take(subject.id) is None


@pytest.mark.parametrize(
    ("name", "args", "code", "params"),
    [
        ("note.creat", b"{}", "command.unknown", {"name": "note.creat", "suggestion": "note.create"}),
        ("note.create", b"{", "args.malformed", None),
        ("note.create", b"[]", "args.wrong", {"field": "args", "reason": "Expected `object`, got `array`"}),
        ("note.create", b"{}", "args.missing", {"field": "title"}),
        ("note.create", b'{"title":"a","colour":1}', "args.unknown", {"field": "colour"}),
        (
            "note.create",
            b'{"title":5}',
            "args.wrong",
            {"field": "title", "reason": "Expected `str`, got `int`"},
        ),
        ("note.write", b'{"note":"x","text":""}', "args.wrong", {"field": "note", "reason": "Invalid UUID"}),
        (
            "note.create",
            b'{"title":"a\\u0000"}',
            "args.wrong",
            {"field": "title", "reason": "character U+0000"},
        ),
        ("note.create", b'{"title":"\xff"}', "args.malformed", None),
    ],
)
def test_wrong_arguments_are_refused_by_name(name: str, args: bytes, code: str, params: dict | None) -> None:
    with pytest.raises(Rejection) as refused:
        ARGUMENTS.decode(asked(name, args))
    assert refused.value.code == code
    assert params is None or refused.value.params == params


def test_the_same_arguments_written_otherwise_are_the_same_command() -> None:
    _, one = ARGUMENTS.decode(asked("note.create", b'{"title":"a","code":null}'))
    _, two = ARGUMENTS.decode(asked("note.create", b'{ "title" : "\\u0061" }'))
    _, three = ARGUMENTS.decode(asked("note.create", b'{"title":"b"}'))
    assert one == two != three


def test_every_refusal_has_a_text_in_every_language_with_the_same_gaps() -> None:
    assert TEXTS["vi"].keys() == TEXTS["en"].keys()
    for code in TEXTS["vi"]:
        gaps = [sorted(set(re.findall(r"{(\w+)}", TEXTS[language][code][1]))) for language in LANGUAGES]
        assert gaps[0] == gaps[1], code


def test_every_code_that_the_domain_refuses_with_has_a_text() -> None:
    sources = [path for part in ("domain", "backend") for path in (ROOT / part).rglob("*.py")]
    codes = {code for path in sources for code in re.findall(r'Rejection\(\s*"([a-z.-]+)"', path.read_text())}
    assert codes - TEXTS["vi"].keys() == set()


def test_a_problem_speaks_the_sender_s_language() -> None:
    vietnamese, english = (problem("args.missing", {"field": "title"}, language) for language in LANGUAGES)
    assert vietnamese.detail == "Thiếu trường “title”. Hãy bổ sung rồi gửi lại."
    assert english.detail == "The field “title” is missing. Add it and send again."
    assert (english.status, english.code, english.params) == (422, "args.missing", {"field": "title"})
    assert problem("something.new", {}, "fr").title == TEXTS["vi"]["refused"][0]


def test_a_sentence_survives_a_missing_value() -> None:
    assert "“…”" in problem("args.missing", {}, "en").detail


@pytest.mark.parametrize(
    ("code", "expected"),
    [("access.denied", 403), ("task.not-found", 404), ("task.not-open", 409), ("text.empty", 422)],
)
def test_statuses_follow_from_codes(code: str, expected: int) -> None:
    assert status(code) == expected


def test_texts_are_plain_json() -> None:
    for language in LANGUAGES:
        raw = json.loads((ROOT / "backend" / "texts" / f"{language}.json").read_text())
        assert all(len(pair) == 2 for pair in raw.values())
