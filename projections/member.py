"""Memberships: which channels a person is in; what they hear follows from it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID

from domain.channel.channel import membership
from domain.channel.state import Member
from domain.facts import MemberFact
from domain.kernel import Fact, user_scope
from projections.channel import ChannelState
from projections.projection import Derived
from projections.row import Row
from projections.tables import Table


class MemberRow(Row, kw_only=True):
    """One person in one channel, seen by themselves; who else is there is asked for."""

    channel: UUID
    official: UUID
    moderator: bool
    active: bool


class Membership(NamedTuple):
    """A membership as it becomes; `moderator` None: it ends."""

    channel: UUID
    official: UUID
    moderator: bool | None


class Members(Derived[MemberRow]):
    """An extract of the channels, a row a membership, which the organisation knows as well."""

    collection = "member"
    source = "channel"
    row = MemberRow
    own = False
    table = Table(
        "member_view",
        {"id": "uuid", "channel": "uuid", "official": "uuid", "moderator": "bool", "active": "bool"},
        indexes=("(channel, official) WHERE active",),
    )

    def part(self, id: UUID, state: ChannelState) -> tuple[Member, ...]:
        return state.members

    def derive(
        self, id: UUID, before: tuple[Member, ...] | None, after: tuple[Member, ...]
    ) -> Iterable[tuple[UUID, Membership]]:
        old = {member.official: member for member in before or ()}
        new = {member.official: member for member in after}
        for official in dict.fromkeys((*old, *new)):
            if old.get(official) != new.get(official):
                moderator = new[official].moderator if official in new else None
                yield membership(id, official), Membership(id, official, moderator)

    def apply(self, state: MemberRow | None, change: Membership) -> MemberRow:
        return MemberRow(
            channel=change.channel,
            official=change.official,
            moderator=bool(change.moderator),
            active=change.moderator is not None,
        )

    def audience(self, id: UUID, state: MemberRow, place: frozenset[str]) -> frozenset[str]:
        return frozenset({user_scope(state.official)}) if state.active else frozenset()

    def fact(self, id: UUID, state: MemberRow) -> Fact:
        return MemberFact(
            subject=id,
            channel=state.channel,
            official=state.official,
            moderator=state.moderator,
            active=state.active,
        )

    def columns(self, id: UUID, state: MemberRow) -> tuple[Any, ...]:
        return (id, state.channel, state.official, state.moderator, state.active)
