"""The facts about a channel."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from msgspec.structs import replace

from domain.channel.state import Kind, Member, Posting, State
from domain.kernel import CreatedEvent, Evolving


class Created(CreatedEvent):
    """Somebody opened a channel with its first members."""

    TOPIC = "channel.created"
    kind: Kind
    name: str
    topic: str | None
    members: tuple[Member, ...]

    def begin(self) -> State:
        """The first state."""
        return State(
            id=self.originator_id,
            kind=self.kind,
            name=self.name,
            topic=self.topic,
            members=self.members,
            posting="all",
            retention_days=None,
            archived=False,
            created_at=self.timestamp,
            version=self.originator_version,
        )

    def apply(self, aggregate: Any) -> None:
        aggregate.state = self.begin()


class ChannelEvent(Evolving):
    """A fact about a channel after its first."""


class Renamed(ChannelEvent):
    """It bears another name, or is about something else."""

    TOPIC = "channel.renamed"
    name: str
    topic: str | None

    def change(self, state: State) -> State:
        return replace(state, name=self.name, topic=self.topic)


class Joined(ChannelEvent):
    """People became members, by themselves or brought in by one who may."""

    TOPIC = "channel.joined"
    officials: tuple[UUID, ...]

    def change(self, state: State) -> State:
        new = tuple(Member(official=official, moderator=False) for official in self.officials)
        return replace(state, members=state.members + new)


class Left(ChannelEvent):
    """Somebody is no longer a member; what they said stays."""

    TOPIC = "channel.left"
    official: UUID

    def change(self, state: State) -> State:
        rest = tuple(member for member in state.members if member.official != self.official)
        return replace(state, members=rest)


class Appointed(ChannelEvent):
    """A member became a moderator, or is none any more."""

    TOPIC = "channel.appointed"
    official: UUID
    moderator: bool

    def change(self, state: State) -> State:
        changed = Member(official=self.official, moderator=self.moderator)
        members = tuple(changed if m.official == self.official else m for m in state.members)
        return replace(state, members=members)


class RulesChanged(ChannelEvent):
    """Who may post, and how long messages are kept, is another from now on."""

    TOPIC = "channel.rules-changed"
    posting: Posting
    retention_days: int | None

    def change(self, state: State) -> State:
        return replace(state, posting=self.posting, retention_days=self.retention_days)


class Archived(ChannelEvent):
    """Nobody can post any more; all can still be read."""

    TOPIC = "channel.archived"

    def change(self, state: State) -> State:
        return replace(state, archived=True)


class Reopened(ChannelEvent):
    """One can post again."""

    TOPIC = "channel.reopened"

    def change(self, state: State) -> State:
        return replace(state, archived=False)
