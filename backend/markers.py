"""Events that say nothing about the domain: from their position on, read models were rebuilt or try again."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

from backend.store.draft import Draft
from backend.store.store import Store
from domain.kernel import PLATFORM, Event
from projections.group import REBUILT, REPLAY
from projections.kernel import Metadata


class Rebuilt(Event):
    """Rows were folded anew; those that differed hold from here on."""

    TOPIC = REBUILT


class Replay(Event):
    """Streams that were parked are tried again from here on."""

    TOPIC = REPLAY


MARKERS: dict[str, type[Event]] = {REBUILT: Rebuilt, REPLAY: Replay}
"""The markers by their topic, beside the catalog's events."""


async def mark(store: Store, marker: type[Event]) -> int:
    """Append a marker; its position."""
    command = uuid4()
    event = marker(originator_id=uuid4(), originator_version=1, timestamp=datetime.now(UTC))
    draft = Draft(
        official=PLATFORM, command=command, hash=b"", metadata=Metadata(command=command), events=[event]
    )
    position = await store.append(draft)
    if position is None:
        raise RuntimeError("a marker was stored without a position")
    return position
