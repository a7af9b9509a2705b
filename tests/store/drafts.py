"""Drafts of notes, short."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID, uuid4

from backend.store.draft import Draft
from projections.kernel import Metadata
from tests.store.nouns import Note, note

OFFICIAL = UUID(int=7)


def draft(subject: Note | None = None, **fields: Any) -> Draft:
    """What `subject` has recorded, under a new command id unless one is given."""
    command = fields.pop("command", None) or uuid4()
    events = tuple(subject.collect_events()) if subject is not None else ()
    given: dict[str, Any] = {
        "official": OFFICIAL,
        "command": command,
        "hash": b"same",
        "metadata": Metadata(command=command, account=OFFICIAL),
        "events": events,
    }
    return Draft(**(given | fields))


def new(**fields: Any) -> Draft:
    """A new note."""
    return draft(note(), **fields)


async def until(condition: Callable[[], Awaitable[bool] | bool], seconds: float = 20.0) -> None:
    """Wait for something to become true; fails when it does not."""
    async with asyncio.timeout(seconds):
        while True:
            answer = condition()
            if await answer if isinstance(answer, Awaitable) else answer:
                return
            await asyncio.sleep(0.01)
