"""Drafts of notes, short."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID, uuid4

from backend.store.draft import Draft
from backend.store.store import Store
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


async def until(look: Callable[[], Awaitable[bool]], seconds: float = 20.0) -> None:
    """Ask, each time as soon as the last answer has come, until it is yes; fails when it never is."""
    async with asyncio.timeout(seconds):
        while not await look():
            pass


def erasures(log: Store) -> asyncio.Queue[UUID]:
    """The erasures that a store hears of from now on, each once it has forgotten the subject."""
    heard: asyncio.Queue[UUID] = asyncio.Queue()
    forget = log._listener._erased

    def erased(subject: UUID) -> None:
        forget(subject)
        heard.put_nowait(subject)

    log._listener._erased = erased
    return heard


async def ended(pid: int, seconds: float = 60.0) -> None:
    """Return once a process has ended (Linux, pidfd_open(2)); at once if it had."""
    loop, over = asyncio.get_running_loop(), asyncio.Event()
    try:
        watched = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    loop.add_reader(watched, over.set)
    try:
        async with asyncio.timeout(seconds):
            await over.wait()
    finally:
        loop.remove_reader(watched)
        os.close(watched)
