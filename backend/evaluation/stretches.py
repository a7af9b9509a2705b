"""From the stretches of a task to the pieces of work that its seats had in hand. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from msgspec.structs import replace

from domain.evaluation.judged import Judged
from domain.task.state import Urgency

NOBODYS = ("declined", "suspended", "cancelled")
"""In these states a task is in nobody's hands."""


class Stretch(msgspec.Struct, frozen=True):
    """A line of `stretch_view`, as far as work is judged by it; `seat` is the holder's post, or its unit."""

    task: UUID
    since: datetime
    status: str
    urgency: Urgency
    source: str
    weight: int
    due: datetime
    given_at: datetime | None
    completed_at: datetime | None
    seat: UUID
    coordinating: tuple[UUID, ...]


class Holding(msgspec.Struct, frozen=True):
    """Somebody sat in a post from `since` until `until` (None: still)."""

    official: UUID
    since: datetime
    until: datetime | None


class Held(msgspec.Struct, frozen=True):
    """A piece of work in a seat's hands, and when submissions of it came back."""

    seat: UUID
    work: Judged
    returned: tuple[datetime, ...] = ()


def held(stretches: Sequence[Stretch]) -> Iterator[Held]:
    """What a task was in whose hands; its stretches in order, none that began after what is judged."""
    if not stretches or stretches[-1].status == "cancelled":
        return
    returned: list[datetime] = []
    first, last, before = stretches[0], stretches[-1], ""
    begun: Stretch | None = None
    for at, stretch in enumerate(stretches):
        if stretch.status == "returned" and before != "returned":
            returned.append(stretch.since)
        before = stretch.status
        if stretch.status in NOBODYS:
            begun = None
            continue
        begun = begun or stretch
        following = stretches[at + 1] if at + 1 < len(stretches) else None
        if following is None or following.seat != stretch.seat or following.status in NOBODYS:
            until = following.since if following is not None else None
            yield Held(stretch.seat, _work(stretch, "lead", begun.since, until), tuple(returned))
            begun, returned = None, []
    every = tuple(each.since for each in _returns(stretches))
    if last.status not in NOBODYS:
        for seat in last.coordinating:
            yield Held(seat, _work(last, "coordinating", first.since, None), every)


def _returns(stretches: Sequence[Stretch]) -> Iterator[Stretch]:
    before = ""
    for stretch in stretches:
        if stretch.status == "returned" and before != "returned":
            yield stretch
        before = stretch.status


def _work(stretch: Stretch, part: object, since: datetime, until: datetime | None) -> Judged:
    return Judged(
        task=stretch.task,
        part="lead" if part == "lead" else "coordinating",
        urgency=stretch.urgency,
        source=stretch.source,
        weight=stretch.weight,
        since=since,
        until=until,
        due=stretch.due,
        given_at=stretch.given_at,
        completed_at=stretch.completed_at if stretch.status == "completed" else None,
        returns=0,
    )


def by_official(
    pieces: Iterable[Held], holdings: Mapping[UUID, Sequence[Holding]]
) -> Iterator[tuple[UUID, Judged]]:
    """Each piece of work with whoever sat in its seat, for as long as they did."""
    for piece in pieces:
        work = piece.work
        for holding in holdings.get(piece.seat, ()):
            since = max(work.since, holding.since)
            until = _earlier(work.until, holding.until)
            if until is not None and until <= since:
                continue
            if work.completed_at is not None and work.completed_at <= since > work.since:
                continue
            returns = sum(since <= at and (until is None or at < until) for at in piece.returned)
            yield holding.official, replace(work, since=since, until=until, returns=returns)


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    if one is None or other is None:
        return one or other
    return min(one, other)
