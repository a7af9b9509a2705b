"""Who sat where over time: a line for each stretch during which somebody held a post."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from projections.post import PostRow
from projections.projection import Trail
from projections.tables import StretchTable


class Holdings(Trail):
    """Stretches of posts that somebody held; of a vacant post there is no line."""

    collection = "holding"
    source = "post"
    stretches = StretchTable(
        "holding_view",
        {"unit": "uuid", "holder": "uuid"},
        indexes=("(unit, since)", "(holder, since)"),
    )

    def part(self, id: UUID, state: PostRow) -> Sequence[Any] | None:
        return (state.unit, state.holder) if state.holder is not None else None

    def since(self, state: PostRow) -> datetime:
        return state.held_since
