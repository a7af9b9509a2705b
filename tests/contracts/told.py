"""Announcements and who was told, as sections 3 to 5 of access.md say it, on the naive model."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from domain.announcement.state import State as AnnouncementState
from domain.facts import PostFact
from domain.kernel import Seat
from tests.contracts.naive import Known, Refused
from tests.contracts.places import Places, Ways


class Told(Places):
    """The model that knows who is told of what."""

    # 4. Commands

    def announcement_ways(self, command: Any, known: Known, official: UUID, post: PostFact) -> Ways:
        lent = ("issue-directive",)
        match command.name:
            case "announcement.issue":
                leads = post.leading and all(self.contains(post.unit, unit) for unit in command.units)
                return [(self.power(post, "issue-directive", *command.units), lent), (leads, ())]
            case "announcement.open" | "announcement.acknowledge":
                read = known.read.get(command.announcement)
                if read is None or read.announcement is None:
                    raise Refused("announcement.not-found")
                return [(self.is_told(official, read.announcement, command.unit), ())]
        assert known.announcement is not None
        return [(self.sits(post, known.announcement.issuer), lent)]

    def is_told(self, official: UUID, announcement: AnnouncementState, unit: UUID) -> bool:
        if unit not in announcement.units or official == announcement.author:
            return False
        return any(unit in self.stands_for(post.unit) for post in self.held(official))

    # 5. Who sees

    def sees_issuer(self, official: UUID, issuer: Seat) -> bool:
        return self.sees_seat(official, issuer) or self.sees_seat(official, Seat(unit=issuer.unit))

    def sees_announcement(self, official: UUID, announcement: AnnouncementState) -> bool:
        is_in = any(
            unit in self.stands_for(post.unit) for post in self.held(official) for unit in announcement.units
        )
        return is_in or self.sees_issuer(official, announcement.issuer)

    def sees_tally(self, official: UUID, announcement: AnnouncementState, unit: UUID) -> bool:
        own = self.sees_seat(official, Seat(unit=unit))
        return own or self.sees_issuer(official, announcement.issuer)
