"""Open a channel, bring people in, leave, keep its rules, close and open it again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal
from uuid import UUID, uuid5

from domain import text
from domain.channel.channel import Channel
from domain.channel.events import Appointed, Archived, Created, Joined, Left, Renamed, Reopened, RulesChanged
from domain.channel.state import Kind, Member, Posting, State
from domain.kernel import By, Change, Creation, Keeping, Noun, Rejection

MOST_MEMBERS: dict[Kind, int] = {"open": 5_000, "private": 1_000, "group": 50, "direct": 2}
LONGEST_NAME = 120
LONGEST_RETENTION = 3_650


def direct_channel(one: UUID, other: UUID) -> UUID:
    """The id of the one channel between two people, which both can compute."""
    return uuid5(min(one, other), f"direct:{max(one, other)}")


class Create(Creation[Channel], frozen=True):
    """Open a channel; whoever opens it is its first member and moderator."""

    name: ClassVar[str] = "channel.create"
    noun: ClassVar[type[Noun]] = Channel
    kind: Literal["open", "private", "group"]
    title: str
    topic: str | None = None
    members: tuple[UUID, ...] = ()

    def create(self, by: By) -> Channel:
        founder = Member(official=by.author, moderator=True)
        others = (
            Member(official=id, moderator=False) for id in dict.fromkeys(self.members) if id != by.author
        )
        return Channel.begin(
            Created,
            self.identity(by),
            by,
            kind=self.kind,
            name=text.required("title", self.title, LONGEST_NAME),
            topic=text.optional("topic", self.topic, 500),
            members=_counted(self.kind, (founder, *others)),
        )


class Direct(Keeping[Channel], frozen=True):
    """Open the one channel with another person, whichever of the two does it first."""

    name: ClassVar[str] = "channel.direct"
    noun: ClassVar[type[Noun]] = Channel
    official: UUID

    def identity(self, by: By) -> UUID:
        return direct_channel(by.author, self.official)

    def keep(self, subject: Channel | None, by: By) -> Channel:
        if self.official == by.author:
            raise Rejection("channel.with-oneself")
        if subject is not None:
            return subject
        both = tuple(Member(official=id, moderator=False) for id in (by.author, self.official))
        return Channel.begin(Created, self.identity(by), by, kind="direct", name="", topic=None, members=both)


def _counted(kind: Kind, members: tuple[Member, ...]) -> tuple[Member, ...]:
    most = MOST_MEMBERS[kind]
    if len(members) > most:
        raise Rejection("channel.too-many-members", most=most)
    return members


class ChannelChange(Change[Channel], frozen=True):
    """A command to one channel."""

    noun: ClassVar[type[Noun]] = Channel
    channel: UUID

    @property
    def target(self) -> UUID:
        return self.channel


class Rename(ChannelChange, frozen=True):
    """Give it another name and topic."""

    name: ClassVar[str] = "channel.rename"
    title: str
    topic: str | None = None

    def execute(self, subject: Channel, by: By) -> None:
        state = _named(subject.require_open())
        title = text.required("title", self.title, LONGEST_NAME)
        topic = text.optional("topic", self.topic, 500)
        if (title, topic) != (state.name, state.topic):
            subject.record(Renamed, by, name=title, topic=topic)


def _named(state: State) -> State:
    """Refuses a channel of two, which has no name, rules or other members."""
    if state.kind == "direct":
        raise Rejection("channel.direct-is-fixed")
    return state


class Add(ChannelChange, frozen=True):
    """Bring people in; those who are members already are passed over."""

    name: ClassVar[str] = "channel.add"
    officials: tuple[UUID, ...]

    def execute(self, subject: Channel, by: By) -> None:
        _join(subject, self.officials, by)


class Join(ChannelChange, frozen=True):
    """Become a member of an open channel."""

    name: ClassVar[str] = "channel.join"

    def execute(self, subject: Channel, by: By) -> None:
        _join(subject, (by.author,), by)


def _join(subject: Channel, officials: Iterable[UUID], by: By) -> None:
    state = _named(subject.require_open())
    new = tuple(official for official in dict.fromkeys(officials) if state.member(official) is None)
    _counted(state.kind, (*state.members, *(Member(official=id, moderator=False) for id in new)))
    if new:
        subject.record(Joined, by, officials=new)
        _moderate(subject, by)


class Leave(ChannelChange, frozen=True):
    """Be no longer a member; the last moderator hands the channel on first, unless nobody else is there."""

    name: ClassVar[str] = "channel.leave"

    def execute(self, subject: Channel, by: By) -> None:
        _leave(subject, by.author, by)


class Remove(ChannelChange, frozen=True):
    """Take somebody out. Who left the platform goes as last moderator too, but stays in channels of two."""

    name: ClassVar[str] = "channel.remove"
    official: UUID

    def execute(self, subject: Channel, by: By) -> None:
        if by.actor.policy is None:
            _leave(subject, self.official, by)
        elif subject.state.kind != "direct" and subject.state.member(self.official) is not None:
            subject.record(Left, by, official=self.official)
            _moderate(subject, by)


def _leave(subject: Channel, official: UUID, by: By) -> None:
    state = _named(subject.state)
    if state.member(official) is not None:
        if len(state.members) > 1:
            _keep_moderated(state, official)
        subject.record(Left, by, official=official)


def _moderate(subject: Channel, by: By) -> None:
    """Where nobody keeps order any more, whoever has been there longest does."""
    members = subject.state.members
    if members and not any(member.moderator for member in members):
        subject.record(Appointed, by, official=members[0].official, moderator=True)


def _keep_moderated(state: State, without: UUID) -> None:
    """Refuses what would leave a channel without a moderator."""
    if not any(member.moderator for member in state.members if member.official != without):
        raise Rejection("channel.last-moderator", channel=str(state.id))


class Appoint(ChannelChange, frozen=True):
    """Make a member a moderator, or no longer one."""

    name: ClassVar[str] = "channel.appoint"
    official: UUID
    moderator: bool

    def execute(self, subject: Channel, by: By) -> None:
        state = _named(subject.state)
        member = state.member(self.official)
        if member is None:
            raise Rejection("channel.not-a-member", official=str(self.official))
        if not self.moderator:
            _keep_moderated(state, self.official)
        if member.moderator != self.moderator:
            subject.record(Appointed, by, official=self.official, moderator=self.moderator)


class SetRules(ChannelChange, frozen=True):
    """Say who may post, and after how many days messages go (None: never)."""

    name: ClassVar[str] = "channel.setRules"
    posting: Posting
    retention_days: int | None = None

    def execute(self, subject: Channel, by: By) -> None:
        state = _named(subject.require_open())
        days = self.retention_days
        if days is not None and not 1 <= days <= LONGEST_RETENTION:
            raise Rejection("channel.retention", most=LONGEST_RETENTION)
        if (self.posting, days) != (state.posting, state.retention_days):
            subject.record(RulesChanged, by, posting=self.posting, retention_days=days)


class Archive(ChannelChange, frozen=True):
    """Close it for new messages."""

    name: ClassVar[str] = "channel.archive"

    def execute(self, subject: Channel, by: By) -> None:
        if not _named(subject.state).archived:
            subject.record(Archived, by)


class Reopen(ChannelChange, frozen=True):
    """Open it again."""

    name: ClassVar[str] = "channel.reopen"

    def execute(self, subject: Channel, by: By) -> None:
        if subject.state.archived:
            subject.record(Reopened, by)
