"""A message: said in a place, in answer or forwarded; said otherwise, taken back, reacted to, pinned."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest

from domain import unit
from domain.channel.channel import Channel
from domain.kernel import By, Noun, Seat, channel_scope, unit_scope
from domain.message import commands as c
from domain.message import events as e
from domain.message.message import Message
from domain.message.state import Card, Forward, Mention, Origin, Reaction
from domain.talk import place_of
from tests.domain.city import directive, task
from tests.domain.examples import (
    AN,
    BINH,
    CHI,
    CITY_CHAIR,
    SAI_GON,
    SAI_GON_CREATED,
    SUBJECT,
    WARD_CHAIR,
    named,
)
from tests.domain.scenario import BEFORE, NOW, Happened, Past, by, given, nothing_yet
from tests.domain.test_channel import ARCHIVED, created

FLOODS = named("kênh chống ngập")
OTHER = named("kênh khác")
SAID = SUBJECT
ANSWER = named("câu trả lời")
EVERYONE = Mention(kind="everyone")
TO_CHI = Mention(kind="official", id=CHI)
UNIT_CLOSED = Happened(unit.Closed)


def place(*events: Happened, id: UUID = FLOODS) -> Noun:
    """The channel; by default An just opened it to all."""
    made: Noun = given(Channel, *(events or (created(),)), subject=id).aggregate
    return made


def posted(**changed: Any) -> Happened:
    """An says in the channel how high the water is."""
    fields: dict[str, Any] = {
        "channel": FLOODS,
        "kind": "open",
        "author": AN,
        "text": "Nước lên 20 cm",
        "mentions": (),
        "thread": None,
        "attachments": (),
        "cards": (),
        "origin": None,
        "device_at": None,
    }
    return Happened(e.Created, **(fields | changed))


def message(*events: Happened) -> Past:
    """A message to which this happened; by default An just said it."""
    return given(Message, *(events or (posted(),)))


def edited(text: str, *mentions: Mention) -> Happened:
    return Happened(e.Edited, channel=FLOODS, text=text, mentions=mentions, author=AN)


def reacted(official: UUID, emoji: str = "👍") -> Happened:
    return Happened(e.Reacted, channel=FLOODS, official=official, emoji=emoji)


RETRACTED = Happened(e.Retracted, channel=FLOODS, official=AN)
EXPIRED = Happened(e.Expired, channel=FLOODS)
PINNED = Happened(e.Pinned, channel=FLOODS)
GONE = (RETRACTED, EXPIRED)
CLOSED = (created(), ARCHIVED)


def says(official: UUID = AN, *reading: Noun) -> By:
    """Somebody speaks in the channel."""
    return by(official, CITY_CHAIR, reading=(place(), *reading))


def post(**changed: Any) -> c.Post:
    return c.Post(**({"channel": FLOODS, "text": "Nước lên 20 cm"} | changed))


class TestPlaces:
    @pytest.mark.parametrize(
        ("noun", "kind", "host"),
        [
            (given(unit.Unit, SAI_GON_CREATED, subject=SAI_GON).aggregate, "unit", Seat(unit=SAI_GON)),
            (task(), "task", CITY_CHAIR),
            (directive(), "directive", CITY_CHAIR),
            (place(created("private")), "private", None),
        ],
    )
    def test_units_tasks_directives_and_channels(self, noun: Any, kind: str, host: Seat | None) -> None:
        found = place_of(noun)
        assert found is not None
        assert (found.id, found.kind, found.host, found.closed) == (noun.id, kind, host, False)
        (said,) = nothing_yet().when(post(channel=noun.id), by(AN, reading=(noun,))).events
        assert (said.channel, said.kind) == (noun.id, kind)

    def test_who_hears(self) -> None:
        ward = given(unit.Unit, SAI_GON_CREATED, subject=SAI_GON).aggregate
        for noun, scope in ((ward, unit_scope(SAI_GON)), (place(), channel_scope(FLOODS))):
            found = place_of(noun)
            assert found is not None
            assert found.audience == {scope}

    @pytest.mark.parametrize("noun", [None, message().aggregate])
    def test_what_is_no_place(self, noun: Any) -> None:
        reading = () if noun is None else (noun,)
        command = post(channel=noun.id if noun else FLOODS)
        nothing_yet().when(command, by(AN, reading=reading)).refused("channel.not-found")

    def test_nothing_is_said_where_it_has_ended(self) -> None:
        ended = given(unit.Unit, SAI_GON_CREATED, UNIT_CLOSED, subject=SAI_GON).aggregate
        for noun in (ended, place(*CLOSED)):
            command = post(channel=noun.id)
            nothing_yet().when(command, by(AN, reading=(noun,))).refused("channel.archived")


class TestPost:
    def test_accepted(self) -> None:
        made = nothing_yet().when(post(text=" Nước lên 20 cm "), says()).then(posted())
        assert made.id == by().id("message")
        assert made.state.at == NOW

    def test_with_mentions_and_cards(self) -> None:
        card = Card(kind="task", id=named("việc"))
        command = post(mentions=(TO_CHI, EVERYONE, TO_CHI), cards=(card,))
        said = posted(mentions=(TO_CHI, EVERYONE), cards=(card,))
        nothing_yet().when(command, says()).then(said)

    def test_a_card_needs_no_words(self) -> None:
        card = Card(kind="task", id=named("việc"))
        nothing_yet().when(post(text=" ", cards=(card,)), says()).then(posted(text="", cards=(card,)))

    def test_what_was_said_offline_has_its_own_time(self) -> None:
        at = NOW - timedelta(hours=2)
        offline = msgspec.structs.replace(says(), device_at=at)
        made = nothing_yet().when(post(), offline).then(posted(device_at=at))
        assert made.state.at == at
        ahead = msgspec.structs.replace(says(), device_at=NOW + timedelta(hours=2))
        assert nothing_yet().when(post(), ahead).subject.state.at == NOW

    @pytest.mark.parametrize(
        ("changed", "code"),
        [
            ({"text": " "}, "text.empty"),
            ({"text": "x" * 10_001}, "text.too-long"),
            ({"mentions": (Mention(kind="official"),)}, "message.mention"),
            ({"mentions": (Mention(kind="everyone", id=CHI),)}, "message.mention"),
            ({"mentions": (TO_CHI,) * 51}, "message.too-many"),
            ({"cards": (Card(kind="unit", id=SAI_GON),) * 21}, "message.too-many"),
            ({"attachments": tuple(map(named, "abcdefghijklmnopqrstu"))}, "message.too-many"),
            ({"attachments": (named("tệp"),)}, "file.not-found"),
            ({"thread": named("không có")}, "message.not-found"),
            ({"forward": Forward(message=named("không có"), channel=OTHER)}, "message.not-found"),
        ],
    )
    def test_refused(self, changed: dict[str, Any], code: str) -> None:
        nothing_yet().when(post(**changed), says()).refused(code)


class TestThread:
    command = post(thread=SAID)

    def test_accepted(self) -> None:
        said = message().aggregate
        nothing_yet().when(self.command, says(BINH, said)).then(posted(author=BINH, thread=SAID))

    def test_an_answer_to_an_answer_is_one_to_the_same_message(self) -> None:
        answer = given(Message, posted(thread=SAID), subject=ANSWER).aggregate
        nothing_yet().when(post(thread=ANSWER), says(AN, answer)).then(posted(thread=SAID))

    def test_not_to_what_was_said_elsewhere(self) -> None:
        elsewhere = message(posted(channel=OTHER)).aggregate
        nothing_yet().when(self.command, says(AN, elsewhere)).refused("message.not-found")

    @pytest.mark.parametrize("gone", GONE)
    def test_not_to_what_is_gone(self, gone: Happened) -> None:
        nothing_yet().when(self.command, says(AN, message(posted(), gone).aggregate)).refused("message.gone")


class TestForward:
    command = post(text="Đọc nhé", forward=Forward(message=SAID, channel=OTHER))
    card = Card(kind="unit", id=SAI_GON)
    elsewhere = posted(channel=OTHER, author=BINH, text="Đã xong", cards=(card,), mentions=(EVERYONE,))
    origin = Origin(message=SAID, channel=OTHER, author=BINH, at=BEFORE)

    def test_what_was_said_there_is_said_here_and_calls_nobody(self) -> None:
        said = message(self.elsewhere).aggregate
        here = posted(text="Đã xong", cards=(self.card,), origin=self.origin)
        nothing_yet().when(self.command, says(AN, said)).then(here)

    def test_forwarded_again_it_keeps_its_origin(self) -> None:
        origin = Origin(message=ANSWER, channel=named("kênh đầu"), author=CHI, at=BEFORE)
        said = message(posted(channel=OTHER, text="Đã xong", origin=origin)).aggregate
        nothing_yet().when(self.command, says(AN, said)).then(posted(text="Đã xong", origin=origin))

    def test_only_from_where_it_was_said(self) -> None:
        nothing_yet().when(self.command, says(AN, message().aggregate)).refused("message.not-found")

    def test_not_what_is_gone(self) -> None:
        gone = Happened(e.Retracted, channel=OTHER, official=BINH)
        said = message(self.elsewhere, gone).aggregate
        nothing_yet().when(self.command, says(AN, said)).refused("message.gone")

    def test_is_not_said_otherwise(self) -> None:
        command = c.Edit(message=SAID, text="Chưa xong")
        message(posted(origin=self.origin)).when(command, says()).refused("message.forwarded-is-fixed")


class TestEdit:
    command = c.Edit(message=SAID, text=" Nước rút ", mentions=(TO_CHI,))

    def test_accepted(self) -> None:
        after = message().when(self.command, says()).then(edited("Nước rút", TO_CHI))
        assert (after.state.text, after.state.edited_at) == ("Nước rút", NOW)

    def test_repeated(self) -> None:
        message(posted(), edited("Nước rút", TO_CHI)).when(self.command, says()).nothing()

    def test_refused(self) -> None:
        message().when(c.Edit(message=SAID, text=" "), says()).refused("text.empty")
        nobody = c.Edit(message=SAID, text="-", mentions=(Mention(kind="unit"),))
        message().when(nobody, says()).refused("message.mention")

    def test_a_card_needs_no_words(self) -> None:
        with_card = posted(cards=(Card(kind="unit", id=SAI_GON),))
        message(with_card).when(c.Edit(message=SAID, text=""), says()).then(edited(""))


class TestGone:
    @pytest.mark.parametrize("gone", GONE)
    def test_its_words_and_what_came_with_them_are(self, gone: Happened) -> None:
        with_all = posted(mentions=(TO_CHI,), cards=(Card(kind="unit", id=SAI_GON),))
        state = message(with_all, reacted(BINH), PINNED, gone).aggregate.state
        assert (state.text, state.mentions, state.cards, state.reactions) == ("", (), (), ())
        assert state.gone
        assert not state.pinned

    def test_retracted(self) -> None:
        after = message().when(c.Retract(message=SAID), says()).then(RETRACTED)
        assert after.state.retracted_by == AN

    def test_expired(self) -> None:
        assert message().when(c.Expire(message=SAID), says()).then(EXPIRED).state.expired

    @pytest.mark.parametrize("command", [c.Retract(message=SAID), c.Expire(message=SAID)])
    @pytest.mark.parametrize("gone", GONE)
    def test_repeated(self, command: c.MessageChange, gone: Happened) -> None:
        message(posted(), gone).when(command, says()).nothing()

    @pytest.mark.parametrize("gone", GONE)
    @pytest.mark.parametrize(
        "command",
        [c.Edit(message=SAID, text="-"), c.React(message=SAID, emoji="👍"), c.Pin(message=SAID)],
        ids=lambda command: command.name,
    )
    def test_nothing_becomes_of_it_any_more(self, command: c.MessageChange, gone: Happened) -> None:
        message(posted(), gone).when(command, says()).refused("message.gone")


class TestReact:
    command = c.React(message=SAID, emoji="👍")

    def test_accepted(self) -> None:
        after = message(posted(), reacted(AN)).when(self.command, says(BINH)).then(reacted(BINH))
        assert after.state.reactions == (Reaction(emoji="👍", officials=(AN, BINH)),)

    def test_repeated(self) -> None:
        message(posted(), reacted(BINH)).when(self.command, says(BINH)).nothing()

    @pytest.mark.parametrize(("emoji", "code"), [(" ", "text.empty"), ("x" * 17, "text.too-long")])
    def test_refused(self, emoji: str, code: str) -> None:
        message().when(c.React(message=SAID, emoji=emoji), says()).refused(code)

    def test_only_so_many_different_ones(self) -> None:
        full = message(posted(), *(reacted(AN, chr(0x1F600 + number)) for number in range(20)))
        full.when(self.command, says()).refused("message.too-many", most=20)
        full.when(c.React(message=SAID, emoji=chr(0x1F600)), says(BINH)).then(reacted(BINH, chr(0x1F600)))

    def test_taken_back(self) -> None:
        command = c.Unreact(message=SAID, emoji="👍")
        taken = Happened(e.Unreacted, channel=FLOODS, official=BINH, emoji="👍")
        after = message(posted(), reacted(BINH)).when(command, says(BINH)).then(taken)
        assert after.state.reactions == ()
        message(posted(), reacted(AN)).when(command, says(BINH)).nothing()


class TestPin:
    def test_accepted_and_repeated(self) -> None:
        assert message().when(c.Pin(message=SAID), says()).then(PINNED).state.pinned
        message(posted(), PINNED).when(c.Pin(message=SAID), says()).nothing()

    def test_taken_down(self) -> None:
        command = c.Unpin(message=SAID)
        message(posted(), PINNED).when(command, says()).then(Happened(e.Unpinned, channel=FLOODS))
        message().when(command, says()).nothing()


class TestClosedPlace:
    """What was said can be taken back there, and nothing else."""

    who = by(AN, WARD_CHAIR, reading=(place(*CLOSED),))

    @pytest.mark.parametrize(
        "command",
        [c.Edit(message=SAID, text="-"), c.React(message=SAID, emoji="👍"), c.Pin(message=SAID)],
        ids=lambda command: command.name,
    )
    def test_refused(self, command: c.MessageChange) -> None:
        message().when(command, self.who).refused("channel.archived")

    @pytest.mark.parametrize(
        "command",
        [
            c.Retract(message=SAID),
            c.Expire(message=SAID),
            c.Unreact(message=SAID, emoji="👍"),
            c.Unpin(message=SAID),
        ],
        ids=lambda command: command.name,
    )
    def test_accepted(self, command: c.MessageChange) -> None:
        answer = message(posted(), reacted(AN), PINNED).when(command, self.who)
        assert answer.refusal is None
        assert len(answer.events) == 1
