"""What is known of a channel at a moment."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from domain.kernel import Struct

Kind = Literal["open", "private", "group", "direct"]
"""Open: anybody joins. Private: moderators bring people in. Group: any member does. Direct: just two."""
Posting = Literal["all", "moderators"]


class Member(Struct, frozen=True):
    """A person in a channel; a moderator keeps its rules."""

    official: UUID
    moderator: bool


class State(Struct, frozen=True):
    """A channel: its name, its members, its rules. `retention_days`: after which messages go, if ever."""

    id: UUID
    kind: Kind
    name: str
    topic: str | None
    members: tuple[Member, ...]
    posting: Posting
    retention_days: int | None
    archived: bool
    created_at: datetime
    version: int

    def member(self, official: UUID | None) -> Member | None:
        """Somebody's membership."""
        return next((member for member in self.members if member.official == official), None)
