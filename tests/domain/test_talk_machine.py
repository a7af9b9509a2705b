"""Random people in a channel come and go, talk and take back: what must hold after every command holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from domain.access import decide, sees
from domain.channel import commands as ch
from domain.channel import events as channel_events
from domain.channel.channel import Channel
from domain.facts import OfficialFact, PostFact, UnitFact
from domain.kernel import Actor, By, Change, Command, Creation, Event, Noun, Rejection
from domain.message import commands as c
from domain.message import events as e
from domain.message.message import Message
from domain.message.state import Forward, Mention, State
from domain.organisation import Organisation
from domain.talk import place_of
from tests.domain.examples import SAI_GON, named
from tests.domain.scenario import NOW

PEOPLE = tuple(named(f"cán bộ {number}") for number in range(5))
POSTS = dict(zip(PEOPLE, (named(f"chức vụ {number}") for number in range(5)), strict=True))
FLOODS = named("lệnh mở kênh")

Make = Callable[[UUID, UUID], Command[Any]]
"""A command about a channel or message, and somebody."""
Deed = tuple[Command[Any], UUID]

ABOUT_CHANNEL: tuple[Make, ...] = (
    lambda channel, other: ch.Rename(channel=channel, title="Chống ngập 2"),
    lambda channel, other: ch.Add(channel=channel, officials=(other,)),
    lambda channel, other: ch.Add(channel=channel, officials=PEOPLE),
    lambda channel, other: ch.Join(channel=channel),
    lambda channel, other: ch.Leave(channel=channel),
    lambda channel, other: ch.Remove(channel=channel, official=other),
    lambda channel, other: ch.Appoint(channel=channel, official=other, moderator=True),
    lambda channel, other: ch.Appoint(channel=channel, official=other, moderator=False),
    lambda channel, other: ch.SetRules(channel=channel, posting="moderators"),
    lambda channel, other: ch.SetRules(channel=channel, posting="all", retention_days=30),
    lambda channel, other: ch.Archive(channel=channel),
    lambda channel, other: ch.Reopen(channel=channel),
)
ABOUT_MESSAGE: tuple[Make, ...] = (
    lambda message, other: c.Edit(message=message, text=f"Gửi {other}"),
    lambda message, other: c.Edit(message=message, text="-", mentions=(Mention(kind="official", id=other),)),
    lambda message, other: c.Retract(message=message),
    lambda message, other: c.React(message=message, emoji="👍"),
    lambda message, other: c.React(message=message, emoji="❤️"),
    lambda message, other: c.Unreact(message=message, emoji="👍"),
    lambda message, other: c.Pin(message=message),
    lambda message, other: c.Unpin(message=message),
)
ORDERLY = (
    *(channel_events.Renamed, channel_events.Appointed, channel_events.RulesChanged),
    *(channel_events.Archived, channel_events.Reopened),
)
"""What only a moderator does; but who comes to an empty channel is appointed by that."""

index = st.integers(min_value=0, max_value=999)
person = st.sampled_from(PEOPLE)


class TalkInAChannel(RuleBasedStateMachine):
    """One channel and what is said in it: mostly by those who may, sometimes by those who may not."""

    @initialize(
        kind=st.sampled_from(["open", "private", "group", "direct"]),
        founder=person,
        members=st.lists(person, max_size=3),
    )
    def somebody_opens_it(self, kind: Any, founder: UUID, members: list[UUID]) -> None:
        self.organisation = Organisation()
        self.step = 0
        self.log: dict[UUID, list[Event]] = {}
        self.messages: list[Message] = []
        self._know(UnitFact(subject=SAI_GON, parent=None, active=True))
        for official, post in POSTS.items():
            self._know(OfficialFact(subject=official, active=True), _seat(official, post))
        other = next(each for each in PEOPLE if each != founder)
        command: Any = ch.Create(kind=kind, title="Chống ngập", members=tuple(members))
        if kind == "direct":
            command = ch.Direct(official=other)
        by = self._by(founder)
        decide(command, None, by.actor, self.organisation, NOW)
        self.channel: Channel = command.keep(None, by) if kind == "direct" else command.create(by)
        self._keep(self.channel)

    def _know(self, *facts: Any) -> None:
        self.organisation.apply(self.organisation.position + 1, facts)

    def _by(self, who: UUID, read: dict[UUID, Noun] | None = None, policy: str | None = None) -> By:
        self.step += 1
        actor = Actor(official=who, post=POSTS[who], policy=policy)
        return By(actor=actor, now=NOW, command=named(f"command {self.step}"), read=read or {})

    def _keep(self, subject: Any) -> list[Any]:
        new = list(subject.collect_events())
        self.log.setdefault(subject.id, []).extend(new)
        self._know(*subject.facts(tuple(new)))
        return new

    def _some_deed(self, make: Make, subject: Any, who: int) -> Deed:
        """A command and who gives it: one who may, most times and if there is any."""
        options = [(make(subject.id, other), person) for other in PEOPLE for person in PEOPLE]
        able = [(command, person) for command, person in options if self._may(person, command, subject)]
        chosen = able if able and who % 5 != 4 else options
        return chosen[who % len(chosen)]

    def _may(self, who: UUID, command: Command[Any], subject: Any) -> bool:
        actor = Actor(official=who, post=POSTS[who])
        try:
            decide(command, subject, actor, self.organisation, NOW, {self.channel.id: self.channel})
        except Rejection:
            return False
        return True

    def _give(self, who: UUID, command: Command[Any], subject: Any, policy: str | None = None) -> list[Any]:
        """What came of a command: nothing if it was refused."""
        known = {noun.id: noun for noun in (self.channel, *self.messages)}
        by = self._by(who, {id: known[id] for id in command.reads(subject) if id in known}, policy)
        before = None if subject is None else subject.state
        try:
            decide(command, subject, by.actor, self.organisation, NOW, by.read)
            if isinstance(command, Creation):
                subject = command.create(by)
                self.messages.append(subject)
            else:
                assert isinstance(command, Change)
                command.execute(subject, by)
        except Rejection:
            assert subject is None or (subject.state == before and not subject.pending_events)
            return []
        return self._keep(subject)

    def _members(self) -> dict[UUID, bool]:
        return {member.official: member.moderator for member in self.channel.state.members}

    @rule(which=st.sampled_from(ABOUT_CHANNEL), number=index)
    def something_becomes_of_the_channel(self, which: Make, number: int) -> None:
        before, closed = self._members(), self.channel.state.archived
        command, who = self._some_deed(which, self.channel, number)
        new = self._give(who, command, self.channel)
        for event in new:
            if isinstance(event, ORDERLY):
                assert before.get(who) or not before
            if isinstance(event, channel_events.Joined):
                assert not closed
                assert not before.keys() & set(event.officials)
            if isinstance(event, channel_events.Left):
                assert event.official == who or before[who]
        assert not new or self.channel.state.kind != "direct"

    @rule(who=person, number=index)
    def somebody_leaves_the_platform(self, who: UUID, number: int) -> None:
        """Their account is closed for as long as it takes, then they come back: nobody is used up."""
        if number % 3 != 1:
            return
        self._know(OfficialFact(subject=who, active=False))
        assert self._give(who, c.Post(channel=self.channel.id, text="-"), None) == []
        left = ch.Remove(channel=self.channel.id, official=who)
        self._give(who, left, self.channel, policy="leaver")
        assert who not in self._members() or self.channel.state.kind == "direct"
        self._know(OfficialFact(subject=who, active=True))

    @rule(
        number=index,
        thread=index,
        forward=index,
        called=st.sampled_from([None, None, None, "everyone", "official"]),
    )
    def somebody_says_something(self, number: int, thread: int, forward: int, called: Any) -> None:
        """Sometimes in a thread, sometimes forwarded, sometimes calling somebody."""
        answered = self._message(thread) if thread % 3 == 1 else None
        passed = self._message(forward) if forward % 5 == 1 else None
        id = None if called != "official" else PEOPLE[thread % len(PEOPLE)]
        command = c.Post(
            channel=self.channel.id,
            text="Nước lên",
            thread=answered and answered.id,
            forward=passed and Forward(message=passed.id, channel=self.channel.id),
            mentions=() if called is None else (Mention(kind=called, id=id),),
        )
        members = self._members()
        speakers = [*members] if number % 5 != 4 else PEOPLE
        who = speakers[number % len(speakers)] if speakers else PEOPLE[0]
        new = self._give(who, command, None)
        if new:
            assert who in members
            assert not self.channel.state.archived
            assert members[who] or (self.channel.state.posting == "all" and called != "everyone")
            assert id is None or id in members

    def _message(self, number: int) -> Message | None:
        return self.messages[number % len(self.messages)] if self.messages else None

    @rule(which=st.sampled_from(ABOUT_MESSAGE), number=index, about=index)
    def something_becomes_of_a_message(self, which: Make, number: int, about: int) -> None:
        message = self._message(about)
        if message is None:
            return
        before: State = message.state
        members, closed = self._members(), self.channel.state.archived
        command, who = self._some_deed(which, message, number)
        new = self._give(who, command, message)
        assert not new or who in members
        for event in new:
            if isinstance(event, e.Edited):
                assert who == before.author
            if isinstance(event, e.Retracted):
                assert who == before.author or members[who]
            if isinstance(event, (e.Edited, e.Reacted, e.Pinned)):
                assert not closed
                assert not before.gone

    @rule(number=index)
    def a_message_expires(self, number: int) -> None:
        message = self._message(number)
        if message is not None and number % 4 == 1:
            self._give(PEOPLE[0], c.Expire(message=message.id), message, policy="retention")
            assert message.state.gone

    @invariant()
    def the_log_says_the_same(self) -> None:
        for subject in (self.channel, *self.messages):
            replayed: Any = None
            for event in self.log[subject.id]:
                replayed = event.mutate(replayed)
            assert replayed.state == subject.state
            assert subject.state.version == len(self.log[subject.id])

    @invariant()
    def exactly_the_members_hear_it(self) -> None:
        members = self._members()
        place = place_of(self.channel)
        assert place is not None
        for official in PEOPLE:
            assert sees(official, place.audience, self.organisation) == (official in members)
            assert self.organisation.moderates(official, self.channel.id) == members.get(official, False)

    @invariant()
    def somebody_keeps_order_while_anybody_is_there(self) -> None:
        members = self._members()
        assert any(members.values()) == (bool(members) and self.channel.state.kind != "direct")
        assert len(self.channel.state.members) == len(members)
        assert self.channel.state.kind != "direct" or len(members) == 2

    @invariant()
    def threads_are_flat_and_stay_in_their_place(self) -> None:
        roots = {message.id: message.state.thread for message in self.messages}
        for message in self.messages:
            assert message.state.channel == self.channel.id
            assert message.state.thread is None or roots[message.state.thread] is None

    @invariant()
    def what_is_gone_says_nothing(self) -> None:
        for message in self.messages:
            state: State = message.state
            officials = [each for reaction in state.reactions for each in reaction.officials]
            assert all(reaction.officials for reaction in state.reactions)
            assert len(set(officials)) <= len(PEOPLE)
            if state.gone:
                assert (state.text, state.mentions, officials, state.pinned) == ("", (), [], False)
            elif state.origin is not None:
                assert state.edited_at is None


def _seat(official: UUID, post: UUID) -> PostFact:
    return PostFact(
        subject=post, unit=SAI_GON, holder=official, leading=False, order=0, intake=False, active=True
    )


TestTalkInAChannel = TalkInAChannel.TestCase
TestTalkInAChannel.settings = settings(max_examples=100, stateful_step_count=40, deadline=None)
