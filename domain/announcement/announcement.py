"""The aggregate of an announcement: it holds the state; events change it, commands decide about it."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from domain.announcement.events import Created
from domain.announcement.state import State
from domain.kernel import Held, Noun, Rejection


class Announcement(Noun, Held[State], created=Created):
    """An announcement (thông báo) to everybody in up to a thousand units."""

    TOPIC = "announcement"

    def require_issued(self) -> State:
        """The state; refuses an announcement that was withdrawn."""
        if self.state.status != "issued":
            raise Rejection("announcement.withdrawn", announcement=str(self.id))
        return self.state


def announcement_in(read: Mapping[UUID, Noun], id: UUID) -> State:
    """An announcement as it was loaded with the command; refuses an id that is none's."""
    found = read.get(id)
    if not isinstance(found, Announcement):
        raise Rejection("announcement.not-found", announcement=str(id))
    return found.state
