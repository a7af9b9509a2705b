"""A channel of people: opened, joined, left, named, ruled, archived; somebody always keeps order in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import pytest

from domain.channel import commands as c
from domain.channel import events as e
from domain.channel.channel import Channel, membership
from domain.channel.state import Kind, Member
from domain.facts import MemberFact
from domain.kernel import Actor, By, channel_scope
from domain.organisation import Organisation, scopes
from tests.domain.examples import AN, BINH, CHI, DUNG, GIANG, named
from tests.domain.scenario import SUBJECT, Happened, Past, by, given, nothing_yet

FLOODS = SUBJECT
PLATFORM = By(actor=Actor(official=AN, policy="leaver"), now=by().now, command=by().command)


def member(official: UUID, *, moderator: bool = False) -> Member:
    return Member(official=official, moderator=moderator)


def created(kind: Kind = "open", *others: UUID, **changed: Any) -> Happened:
    """An opened the channel, with others."""
    fields: dict[str, Any] = {
        "kind": kind,
        "name": "Chống ngập",
        "topic": None,
        "members": (member(AN, moderator=True), *map(member, others)),
    }
    return Happened(e.Created, **(fields | changed))


def joined(*officials: UUID) -> Happened:
    return Happened(e.Joined, officials=officials)


def left(official: UUID) -> Happened:
    return Happened(e.Left, official=official)


def appointed(official: UUID, *, moderator: bool = True) -> Happened:
    return Happened(e.Appointed, official=official, moderator=moderator)


ARCHIVED = Happened(e.Archived)
OF_TWO = created("direct", name="", members=(member(AN), member(BINH)))


def channel(*events: Happened) -> Past:
    """A channel to which this happened; by default An just opened it to all, with Bình."""
    return given(Channel, *(events or (created("open", BINH),)))


def people(first: int, number: int) -> tuple[UUID, ...]:
    return tuple(named(f"cán bộ {first + count}") for count in range(number))


def know(answer: Any) -> dict[UUID, bool]:
    """Of whom the organisation learns by an answer whether they are members."""
    facts: Iterable[MemberFact] = answer.subject.facts(tuple(answer.events))
    assert all(fact.subject == membership(fact.channel, fact.official) for fact in facts)
    return {fact.official: fact.active for fact in facts}


class TestCreate:
    def test_accepted(self) -> None:
        command = c.Create(kind="private", title=" Chống ngập ", topic=" ", members=(BINH, AN, BINH))
        answer = nothing_yet().when(command, by(AN))
        made = answer.then(created("private", BINH))
        assert made.id == by().id("channel")
        assert know(answer) == {AN: True, BINH: True}

    @pytest.mark.parametrize(
        ("changed", "code"),
        [
            ({"title": " "}, "text.empty"),
            ({"title": "x" * 121}, "text.too-long"),
            ({"topic": "x" * 501}, "text.too-long"),
            ({"kind": "group", "members": people(0, 50)}, "channel.too-many-members"),
            ({"kind": "private", "members": people(0, 1_000)}, "channel.too-many-members"),
        ],
    )
    def test_refused(self, changed: dict[str, Any], code: str) -> None:
        command = c.Create(**({"kind": "open", "title": "Chống ngập"} | changed))
        nothing_yet().when(command, by(AN)).refused(code)


class TestDirect:
    command = c.Direct(official=BINH)

    def test_accepted(self) -> None:
        made = nothing_yet().when(self.command, by(AN)).then(OF_TWO)
        assert made.id == c.direct_channel(AN, BINH)

    def test_both_open_the_same(self) -> None:
        ids = [self.command.identity(by(AN)), c.Direct(official=AN).identity(by(BINH))]
        assert ids == [c.direct_channel(AN, BINH), c.direct_channel(AN, BINH)]
        assert c.direct_channel(AN, CHI) not in ids

    def test_opened_already(self) -> None:
        channel(OF_TWO).when(c.Direct(official=AN), by(BINH)).nothing()

    def test_not_with_oneself(self) -> None:
        nothing_yet().when(self.command, by(BINH)).refused("channel.with-oneself")

    @pytest.mark.parametrize(
        "command",
        [
            c.Rename(channel=FLOODS, title="Riêng"),
            c.Add(channel=FLOODS, officials=(CHI,)),
            c.Join(channel=FLOODS),
            c.Leave(channel=FLOODS),
            c.Remove(channel=FLOODS, official=BINH),
            c.Appoint(channel=FLOODS, official=BINH, moderator=True),
            c.SetRules(channel=FLOODS, posting="moderators"),
            c.Archive(channel=FLOODS),
        ],
        ids=lambda command: command.name,
    )
    def test_stays_as_it_is(self, command: c.ChannelChange) -> None:
        channel(OF_TWO).when(command, by(AN)).refused("channel.direct-is-fixed")


class TestRename:
    command = c.Rename(channel=FLOODS, title="Chống ngập 2", topic="Mùa mưa")

    def test_accepted(self) -> None:
        after = (
            channel()
            .when(self.command, by(AN))
            .then(Happened(e.Renamed, name="Chống ngập 2", topic="Mùa mưa"))
        )
        assert (after.state.name, after.state.topic) == ("Chống ngập 2", "Mùa mưa")

    def test_repeated(self) -> None:
        again = Happened(e.Renamed, name="Chống ngập 2", topic="Mùa mưa")
        channel(created(), again).when(self.command, by(AN)).nothing()

    def test_not_when_archived(self) -> None:
        channel(created(), ARCHIVED).when(self.command, by(AN)).refused("channel.archived")


class TestJoin:
    def test_added(self) -> None:
        answer = channel().when(c.Add(channel=FLOODS, officials=(CHI, BINH, DUNG, CHI)), by(AN))
        after = answer.then(joined(CHI, DUNG))
        assert [each.official for each in after.state.members] == [AN, BINH, CHI, DUNG]
        assert know(answer) == {CHI: True, DUNG: True}

    def test_joined(self) -> None:
        channel().when(c.Join(channel=FLOODS), by(CHI)).then(joined(CHI))

    def test_repeated(self) -> None:
        channel().when(c.Join(channel=FLOODS), by(BINH)).nothing()
        channel().when(c.Add(channel=FLOODS, officials=(AN, BINH)), by(AN)).nothing()

    def test_not_when_archived(self) -> None:
        closed = channel(created(), ARCHIVED)
        closed.when(c.Join(channel=FLOODS), by(CHI)).refused("channel.archived")
        closed.when(c.Add(channel=FLOODS, officials=(CHI,)), by(AN)).refused("channel.archived")

    def test_only_so_many(self) -> None:
        full = channel(created("group", *people(0, 49)))
        full.when(c.Add(channel=FLOODS, officials=(BINH,)), by(AN)).refused(
            "channel.too-many-members", most=50
        )
        full.when(c.Add(channel=FLOODS, officials=people(0, 49)), by(AN)).nothing()

    def test_who_comes_to_an_empty_channel_keeps_order(self) -> None:
        channel(created(), left(AN)).when(c.Join(channel=FLOODS), by(BINH)).then(
            joined(BINH), appointed(BINH)
        )


class TestLeave:
    command = c.Leave(channel=FLOODS)

    def test_accepted(self) -> None:
        answer = channel().when(self.command, by(BINH))
        answer.then(left(BINH))
        assert know(answer) == {BINH: False}

    def test_repeated(self) -> None:
        channel().when(self.command, by(CHI)).nothing()

    def test_the_last_moderator_hands_it_on_first(self) -> None:
        channel().when(self.command, by(AN)).refused("channel.last-moderator")
        channel(created("open", BINH), appointed(BINH)).when(self.command, by(AN)).then(left(AN))

    def test_whoever_is_alone_may_go(self) -> None:
        after = channel(created()).when(self.command, by(AN)).then(left(AN))
        assert after.state.members == ()

    def test_goes_from_an_archived_channel_too(self) -> None:
        channel(created("open", BINH), ARCHIVED).when(self.command, by(BINH)).then(left(BINH))


class TestRemove:
    def test_accepted(self) -> None:
        channel().when(c.Remove(channel=FLOODS, official=BINH), by(AN)).then(left(BINH))

    def test_repeated(self) -> None:
        channel().when(c.Remove(channel=FLOODS, official=CHI), by(AN)).nothing()

    def test_the_last_moderator_stays(self) -> None:
        command = c.Remove(channel=FLOODS, official=AN)
        channel().when(command, by(AN)).refused("channel.last-moderator")

    def test_who_left_the_platform_is_followed_by_whoever_was_there_longest(self) -> None:
        answer = channel(created("group", BINH, CHI)).when(c.Remove(channel=FLOODS, official=AN), PLATFORM)
        answer.then(left(AN), appointed(BINH))
        assert know(answer) == {AN: False, BINH: True}

    def test_by_nobody_if_others_keep_order_or_nobody_is_there(self) -> None:
        command = c.Remove(channel=FLOODS, official=AN)
        channel(created("group", BINH, CHI), appointed(CHI)).when(command, PLATFORM).then(left(AN))
        channel(created()).when(command, PLATFORM).then(left(AN))

    def test_who_left_the_platform_stays_in_channels_of_two(self) -> None:
        channel(OF_TWO).when(c.Remove(channel=FLOODS, official=AN), PLATFORM).nothing()
        channel().when(c.Remove(channel=FLOODS, official=GIANG), PLATFORM).nothing()


class TestAppoint:
    def test_accepted(self) -> None:
        answer = channel().when(c.Appoint(channel=FLOODS, official=BINH, moderator=True), by(AN))
        after = answer.then(appointed(BINH))
        (fact,) = after.facts(tuple(answer.events))
        assert (fact.official, fact.moderator, fact.active) == (BINH, True, True)

    def test_taken_back(self) -> None:
        both = channel(created("open", BINH), appointed(BINH))
        command = c.Appoint(channel=FLOODS, official=AN, moderator=False)
        both.when(command, by(BINH)).then(appointed(AN, moderator=False))

    @pytest.mark.parametrize(("official", "moderator"), [(AN, True), (BINH, False)])
    def test_repeated(self, official: UUID, moderator: bool) -> None:
        command = c.Appoint(channel=FLOODS, official=official, moderator=moderator)
        channel().when(command, by(AN)).nothing()

    def test_not_who_is_no_member(self) -> None:
        command = c.Appoint(channel=FLOODS, official=CHI, moderator=True)
        channel().when(command, by(AN)).refused("channel.not-a-member")

    @pytest.mark.parametrize("others", [(), (BINH,)])
    def test_the_last_moderator_stays_one(self, others: tuple[UUID, ...]) -> None:
        command = c.Appoint(channel=FLOODS, official=AN, moderator=False)
        channel(created("open", *others)).when(command, by(AN)).refused("channel.last-moderator")


class TestSetRules:
    rules = Happened(e.RulesChanged, posting="moderators", retention_days=30)
    command = c.SetRules(channel=FLOODS, posting="moderators", retention_days=30)

    def test_accepted(self) -> None:
        after = channel().when(self.command, by(AN)).then(self.rules)
        assert (after.state.posting, after.state.retention_days) == ("moderators", 30)

    def test_repeated(self) -> None:
        channel(created(), self.rules).when(self.command, by(AN)).nothing()

    @pytest.mark.parametrize("days", [0, -1, 3_651])
    def test_not_kept_so_long(self, days: int) -> None:
        command = c.SetRules(channel=FLOODS, posting="all", retention_days=days)
        channel().when(command, by(AN)).refused("channel.retention", most=3_650)

    def test_not_when_archived(self) -> None:
        channel(created(), ARCHIVED).when(self.command, by(AN)).refused("channel.archived")


class TestArchive:
    def test_accepted_and_repeated(self) -> None:
        assert channel().when(c.Archive(channel=FLOODS), by(AN)).then(ARCHIVED).state.archived
        channel(created(), ARCHIVED).when(c.Archive(channel=FLOODS), by(AN)).nothing()

    def test_opened_again(self) -> None:
        archived = channel(created(), ARCHIVED)
        assert not archived.when(c.Reopen(channel=FLOODS), by(AN)).then(Happened(e.Reopened)).state.archived
        channel().when(c.Reopen(channel=FLOODS), by(AN)).nothing()


def test_members_hear_their_channels_as_long_as_they_are_in() -> None:
    city = Organisation()
    heard = channel_scope(FLOODS)
    steps = [channel().when(c.Join(channel=FLOODS), by(CHI))]
    steps.append(channel(created("open", CHI)).when(c.Leave(channel=FLOODS), by(CHI)))
    for position, (answer, hears) in enumerate(zip(steps, (True, False), strict=True), start=1):
        city.apply(position, answer.subject.facts(tuple(answer.events)))
        assert (heard in scopes(CHI, city)) is hears
    assert not city.moderates(CHI, FLOODS)
