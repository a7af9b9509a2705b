"""The aggregate of a channel: it holds the state; its events change it, its commands decide about it."""

from __future__ import annotations

from uuid import UUID, uuid5

from domain.channel.events import Appointed, Created, Joined, Left
from domain.channel.state import State
from domain.facts import MemberFact
from domain.kernel import Events, Fact, Held, Noun, Rejection


def membership(channel: UUID, official: UUID) -> UUID:
    """The id under which somebody's membership of a channel is known."""
    return uuid5(channel, str(official))


class Channel(Noun, Held[State], created=Created):
    """A channel of people, each there as themselves and not by a seat."""

    TOPIC = "channel"

    def require_open(self) -> State:
        """The state; refuses a channel that was archived."""
        if self.state.archived:
            raise Rejection("channel.archived", channel=str(self.id))
        return self.state

    def facts(self, events: Events) -> tuple[Fact, ...]:
        """The memberships that these events changed."""
        moved: dict[UUID, None] = {}
        for event in events:
            match event:
                case Created():
                    moved |= dict.fromkeys(member.official for member in event.members)
                case Joined():
                    moved |= dict.fromkeys(event.officials)
                case Left() | Appointed():
                    moved[event.official] = None
        return tuple(self._membership(official) for official in moved)

    def _membership(self, official: UUID) -> MemberFact:
        member = self.state.member(official)
        return MemberFact(
            subject=membership(self.id, official),
            channel=self.id,
            official=official,
            moderator=member is not None and member.moderator,
            active=member is not None,
        )
