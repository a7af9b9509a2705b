"""Who may talk where, and who keeps order there: every command asked by everybody."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from domain import unit
from domain.channel import commands as ch
from domain.channel.channel import Channel, membership
from domain.channel.events import RulesChanged
from domain.channel.state import Kind, Member
from domain.facts import MemberFact, OfficialFact
from domain.kernel import Actor, Command, Noun
from domain.message import commands as c
from domain.message.message import Message
from domain.message.state import Forward, Mention
from domain.organisation import Organisation
from tests.domain.city import (
    EVERYBODY,
    TEAM_WORKER,
    VACANT,
    VICE_CHAIRMAN,
    WARD_ADMINISTRATOR,
    acting,
    allowed,
    city,
    directive,
    holder_of,
    ids,
    lent,
    post_fact,
    refusal,
    seat_of,
    task,
)
from tests.domain.examples import (
    BEN_NGHE,
    BEN_THANH,
    CHAIRMAN,
    CHIEF_OF_OFFICE,
    DIRECTOR,
    HEALTH_CHAIR,
    SAI_GON,
    SAI_GON_CREATED,
    SUBJECT,
    WARD_CHAIRMAN,
    WARD_CLERK,
    WARD_DEPUTY,
    WARD_SPECIALIST,
    assigned,
    named,
)
from tests.domain.scenario import Happened, given
from tests.domain.test_channel import ARCHIVED, created, member
from tests.domain.test_message import posted

FLOODS = named("kênh chống ngập")
WARD = {WARD_CHAIRMAN, WARD_DEPUTY, WARD_CLERK, WARD_SPECIALIST, WARD_ADMINISTRATOR}
LEADERS = {WARD_CHAIRMAN, WARD_DEPUTY}
MODERATOR, OTHERS = DIRECTOR, (CHAIRMAN, TEAM_WORKER)
MEMBERS = {MODERATOR, *OTHERS}
EVERYONE = (Mention(kind="everyone"),)


def of_unit(unit_: UUID = SAI_GON, *more: Happened) -> Noun:
    """A unit, as a place."""
    made: Noun = given(unit.Unit, SAI_GON_CREATED, *more, subject=unit_).aggregate
    return made


def of_people(kind: Kind, *more: Happened) -> Noun:
    """A channel of the director, who keeps order, the chairman and a worker; or of the first two."""
    people = tuple(
        member(holder_of(post), moderator=kind != "direct" and post == MODERATOR) for post in _of(kind)
    )
    made: Noun = given(Channel, created(kind, members=people), *more, subject=FLOODS).aggregate
    return made


def _of(kind: Kind) -> tuple[UUID, ...]:
    return (MODERATOR, CHAIRMAN) if kind == "direct" else (MODERATOR, *OTHERS)


def knowing(channel: Any) -> Organisation:
    """The city that knows who is in the channel."""
    return city(*(_fact(channel, each) for each in channel.state.members))


def _fact(channel: Any, each: Member) -> MemberFact:
    return MemberFact(
        subject=membership(channel.id, each.official),
        channel=channel.id,
        official=each.official,
        moderator=each.moderator,
        active=True,
    )


def said(place: Noun, by: UUID) -> Noun:
    """What the holder of a seat said in a place."""
    made: Noun = given(Message, posted(channel=place.id, author=holder_of(by))).aggregate
    return made


def posts(place: Noun, organisation: Organisation | None = None, **more: Any) -> set[UUID]:
    """The seats in which one may say something there."""
    command = c.Post(channel=place.id, text="-", **more)
    return allowed(command, None, organisation or city(), (place,))


def does(place: Noun, author: UUID, organisation: Organisation | None = None) -> dict[str, set[UUID]]:
    """The seats in which one may do something about what was said there, by command."""
    commands: tuple[c.MessageChange, ...] = (
        c.Edit(message=SUBJECT, text="-"),
        c.Retract(message=SUBJECT),
        c.React(message=SUBJECT, emoji="👍"),
        c.Pin(message=SUBJECT),
    )
    return {
        command.name: allowed(command, said(place, author), organisation or city(), (place,))
        for command in commands
    }


class TestUnit:
    def test_its_members_talk_and_its_leaders_keep_order(self) -> None:
        ward = of_unit()
        assert posts(ward) == WARD
        assert posts(ward, mentions=EVERYONE) == LEADERS
        assert does(ward, WARD_SPECIALIST) == {
            "message.edit": {WARD_SPECIALIST},
            "message.retract": {*LEADERS, WARD_SPECIALIST},
            "message.react": WARD,
            "message.pin": WARD,
        }

    def test_a_merged_units_talk_is_its_successors(self) -> None:
        old = of_unit(BEN_NGHE)
        assert posts(old) == WARD
        assert posts(old, mentions=EVERYONE) == LEADERS

    def test_who_went_elsewhere_is_no_author_any_more(self) -> None:
        moved = post_fact(WARD_SPECIALIST, unit=BEN_THANH)
        assert does(of_unit(), WARD_SPECIALIST, city(moved))["message.edit"] == set()
        assert does(of_unit(), WARD_SPECIALIST, city(moved))["message.retract"] == LEADERS


class TestWork:
    see = frozenset({CHAIRMAN, VICE_CHAIRMAN, *LEADERS, WARD_CLERK})

    def test_whoever_sees_a_task_talks_and_the_assigner_keeps_order(self) -> None:
        followed = task(assigned(following=(HEALTH_CHAIR,)))
        assert posts(followed) == {*self.see, DIRECTOR}
        assert posts(followed, mentions=EVERYONE) == {CHAIRMAN}
        assert does(followed, DIRECTOR) == {
            "message.edit": {DIRECTOR},
            "message.retract": {CHAIRMAN, DIRECTOR},
            "message.react": {*self.see, DIRECTOR},
            "message.pin": {*self.see, DIRECTOR},
        }

    def test_whoever_sees_a_directive_talks_and_the_issuer_keeps_order(self) -> None:
        assert posts(directive()) == {CHAIRMAN, VICE_CHAIRMAN, *LEADERS, WARD_CLERK, named_leader(BEN_THANH)}
        assert posts(directive(), mentions=EVERYONE) == {CHAIRMAN}

    def test_whoever_may_only_administer_does_not_keep_order(self) -> None:
        assert does(task(), WARD_CHAIRMAN)["message.retract"] == {CHAIRMAN, WARD_CHAIRMAN}


def named_leader(of: UUID) -> UUID:
    """The post that leads a ward."""
    return next(post for post in EVERYBODY if seat_of(post).unit == of)


class TestChannel:
    @pytest.mark.parametrize("kind", ["open", "private", "group", "direct"])
    def test_its_members_talk(self, kind: Kind) -> None:
        channel = of_people(kind)
        heard, order = set(_of(kind)), {MODERATOR} - {MODERATOR if kind == "direct" else None}
        assert posts(channel, knowing(channel)) == heard
        assert posts(channel, knowing(channel), mentions=EVERYONE) == order
        assert does(channel, CHAIRMAN, knowing(channel)) == {
            "message.edit": {CHAIRMAN},
            "message.retract": {CHAIRMAN, *order},
            "message.react": heard,
            "message.pin": heard,
        }

    def test_only_moderators_where_it_is_so(self) -> None:
        rules = Happened(RulesChanged, posting="moderators", retention_days=None)
        channel = of_people("open", rules)
        assert posts(channel, knowing(channel)) == {MODERATOR}
        assert does(channel, CHAIRMAN, knowing(channel)) == {
            "message.edit": {CHAIRMAN},
            "message.retract": {CHAIRMAN, MODERATOR},
            "message.react": MEMBERS,
            "message.pin": {MODERATOR},
        }

    @pytest.mark.parametrize(
        "command",
        [
            ch.Rename(channel=FLOODS, title="-"),
            ch.Remove(channel=FLOODS, official=holder_of(CHAIRMAN)),
            ch.Appoint(channel=FLOODS, official=holder_of(CHAIRMAN), moderator=True),
            ch.SetRules(channel=FLOODS, posting="all"),
            ch.Archive(channel=FLOODS),
            ch.Reopen(channel=FLOODS),
        ],
        ids=ids,
    )
    @pytest.mark.parametrize("kind", ["open", "private", "group", "direct"])
    def test_moderators_keep_its_rules(self, command: Command[Any], kind: Kind) -> None:
        channel = of_people(kind)
        assert allowed(command, channel, knowing(channel)) == (set() if kind == "direct" else {MODERATOR})

    @pytest.mark.parametrize(
        ("kind", "join", "add"),
        [
            ("open", EVERYBODY, MEMBERS),
            ("private", frozenset(), {MODERATOR}),
            ("group", frozenset(), MEMBERS),
            ("direct", frozenset(), set()),
        ],
    )
    def test_who_comes_in(self, kind: Kind, join: set[UUID], add: set[UUID]) -> None:
        channel = of_people(kind)
        assert allowed(ch.Join(channel=FLOODS), channel, knowing(channel)) == join
        brought = ch.Add(channel=FLOODS, officials=(holder_of(WARD_CLERK),))
        assert allowed(brought, channel, knowing(channel)) == add
        assert allowed(ch.Leave(channel=FLOODS), channel, knowing(channel)) == set(_of(kind))

    def test_anybody_opens_one_with_whoever_has_an_account(self) -> None:
        opening = ch.Create(kind="private", title="-", members=(holder_of(CHAIRMAN),))
        assert allowed(opening) == EVERYBODY
        assert allowed(ch.Direct(official=holder_of(CHAIRMAN))) == EVERYBODY
        gone = city(OfficialFact(subject=holder_of(CHAIRMAN), active=False))
        channel = of_people("open")
        for command, subject in (
            (opening, None),
            (ch.Direct(official=holder_of(CHAIRMAN)), None),
            (ch.Add(channel=FLOODS, officials=(holder_of(CHAIRMAN),)), channel),
        ):
            gone.apply(3, [_fact(channel, each) for each in channel.state.members])  # type: ignore[attr-defined]
            assert refusal(command, subject, acting(MODERATOR), gone) == "official.not-active"

    def test_who_left_it_hears_nothing_more(self) -> None:
        channel = of_people("open")
        organisation = knowing(channel)
        gone = MemberFact(
            subject=membership(FLOODS, holder_of(CHAIRMAN)),
            channel=FLOODS,
            official=holder_of(CHAIRMAN),
            moderator=False,
            active=False,
        )
        organisation.apply(9, [gone])
        assert posts(channel, organisation) == MEMBERS - {CHAIRMAN}
        assert does(channel, CHAIRMAN, organisation)["message.edit"] == set()

    def test_closed_or_not_is_not_asked_here(self) -> None:
        channel = of_people("open", ARCHIVED)
        assert posts(channel, knowing(channel)) == MEMBERS


class TestNobodyElse:
    def test_speaks_for_another(self) -> None:
        ward, words = of_unit(), c.Post(channel=SAI_GON, text="-")
        deputy = acting(WARD_DEPUTY, behalf_of=WARD_CHAIRMAN, basis="deputy")
        assert refusal(words, None, deputy, reading=(ward,)) == "actor.deputy-limits"
        paper = lent("approve", "assign")
        delegate = acting(CHIEF_OF_OFFICE, behalf_of=CHAIRMAN, basis=str(paper.subject))
        assert refusal(c.Post(channel=task().id, text="-"), None, delegate, city(paper), (task(),)) == (
            "access.denied"
        )
        seen = city(given_in_force())
        assert refusal(c.Post(channel=task().id, text="-"), None, delegate, seen, (task(),)) == (
            "actor.power-not-lent"
        )

    def test_expires_messages(self) -> None:
        expire = c.Expire(message=SUBJECT)
        ward = of_unit()
        assert allowed(expire, said(ward, WARD_CLERK), city(), (ward,)) == set()
        platform = Actor(official=None, policy="retention")
        assert refusal(expire, said(ward, WARD_CLERK), platform, reading=(ward,)) is None


def given_in_force() -> Any:
    """The chairman's delegation to the chief of office, begun."""
    return lent("approve", "assign", in_force=True)


class TestNamed:
    def test_a_place_that_there_is(self) -> None:
        nowhere = c.Post(channel=named("không có"), text="-")
        assert refusal(nowhere, None, acting(CHAIRMAN)) == "channel.not-found"
        message = said(of_unit(), WARD_CLERK)
        no_place = c.Post(channel=message.id, text="-")
        assert refusal(no_place, None, acting(CHAIRMAN), reading=(message,)) == "channel.not-found"

    def test_what_is_forwarded_was_heard(self) -> None:
        ward, channel = of_unit(), of_people("group")
        heard = c.Post(channel=FLOODS, forward=Forward(message=SUBJECT, channel=SAI_GON))
        reading = (channel, ward, said(ward, WARD_CLERK))
        for post, code in ((CHAIRMAN, "message.not-found"), (MODERATOR, "message.not-found")):
            assert refusal(heard, None, acting(post), knowing(channel), reading) == code
        back = c.Post(channel=SAI_GON, forward=Forward(message=SUBJECT, channel=SAI_GON))
        assert refusal(back, None, acting(WARD_CLERK), reading=reading) is None
        unknown = c.Post(channel=SAI_GON, forward=Forward(message=SUBJECT, channel=named("không có")))
        assert refusal(unknown, None, acting(WARD_CLERK), reading=reading) == "channel.not-found"

    @pytest.mark.parametrize(
        ("mention", "code"),
        [
            (Mention(kind="official", id=holder_of(WARD_CHAIRMAN)), None),
            (Mention(kind="post", id=WARD_CHAIRMAN), None),
            (Mention(kind="unit", id=SAI_GON), None),
            (Mention(kind="official", id=holder_of(CHAIRMAN)), "message.mention-elsewhere"),
            (Mention(kind="official", id=named("không có")), "message.mention-elsewhere"),
            (Mention(kind="post", id=CHAIRMAN), "message.mention-elsewhere"),
            (Mention(kind="post", id=VACANT), "message.mention-elsewhere"),
            (Mention(kind="unit", id=BEN_THANH), "message.mention-elsewhere"),
            (Mention(kind="unit"), "message.mention-elsewhere"),
            (EVERYONE[0], "access.everyone"),
        ],
        ids=str,
    )
    def test_only_who_hears_is_called(self, mention: Mention, code: str | None) -> None:
        ward, who = of_unit(), acting(WARD_CLERK)
        command = c.Post(channel=SAI_GON, text="-", mentions=(mention,))
        assert refusal(command, None, who, reading=(ward,)) == code
        edit = c.Edit(message=SUBJECT, text="-", mentions=(mention,))
        assert refusal(edit, said(ward, WARD_CLERK), who, reading=(ward,)) == code

    def test_any_unit_is_called_in_an_open_channel(self) -> None:
        for kind, unit_, code in (
            ("open", SAI_GON, None),
            ("open", named("không có"), "message.mention-unknown"),
            ("group", SAI_GON, "message.mention-elsewhere"),
        ):
            channel = of_people(kind)
            command = c.Post(channel=FLOODS, text="-", mentions=(Mention(kind="unit", id=unit_),))
            assert refusal(command, None, acting(CHAIRMAN), knowing(channel), (channel,)) == code

    def test_everyone_is_nobody_by_name(self) -> None:
        mention = Mention(kind="everyone", id=holder_of(CHAIRMAN))
        command = c.Post(channel=SAI_GON, text="-", mentions=(mention,))
        assert (
            refusal(command, None, acting(WARD_CHAIRMAN), reading=(of_unit(),)) == "message.mention-unknown"
        )
