"""What the gateways of one platform tell each other beside the rows: in order, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Protocol, TypeVar
from uuid import UUID

import msgspec

from realtime.protocol import State

T = TypeVar("T")

PAYLOAD = 7_900
"""Bytes that travel together: a notice of PostgreSQL carries less than 8,000."""
HEAD = 80
"""Of those, what is not notes."""
MOST = 60
"""Things in one note, so that each note fits."""


class Note(msgspec.Struct, frozen=True, tag_field="t", array_like=True, gc=False):
    """Base of all notes. Names no person but by id, and no text but what is typed (at most 2 kB)."""


class Fresh(Note, frozen=True, tag="fresh"):
    """I begin to listen, perhaps after a while: say what you ask for, and hear what I do."""


class Alive(Note, frozen=True, tag="alive"):
    """I am still here."""


class Gone(Note, frozen=True, tag="gone"):
    """I am going, and all who were here with me."""


class Wanted(Note, frozen=True, tag="wanted"):
    """Somebody here watches these people: say who of them is with you, and what changes from now on."""

    people: list[UUID]


class Unwanted(Note, frozen=True, tag="unwanted"):
    """Nobody here watches them any more."""

    people: list[UUID]


class There(Note, frozen=True, tag="there"):
    """Of people who are wanted: whether they are with me, and when they left."""

    people: list[tuple[UUID, State, datetime | None]]


class Kept(Note, frozen=True, tag="kept"):
    """Read positions that were written down: official, what was read, number."""

    reads: list[tuple[UUID, UUID, int]]


class Typed(Note, frozen=True, tag="typed"):
    """Somebody who holds the scope is typing there."""

    scope: str
    sender: UUID
    kind: str
    data: msgspec.Raw


AnyNote = Fresh | Alive | Gone | Wanted | Unwanted | There | Kept | Typed
Hear = Callable[[UUID, AnyNote], None]
"""Takes a note of the gateway with this id."""


class Exchange(Protocol):
    """Carries notes to all other gateways (see notify.py)."""

    def tell(self, note: AnyNote) -> None:
        """Hand over a note; never waits. It is lost while the others cannot be reached."""

    async def run(self, hear: Hear, begin: Callable[[], None]) -> None:
        """Carry notes until cancelled, then those that were handed over before.

        `begin` is called whenever it starts to hear: what was said until then may have been missed.
        """


_payload = msgspec.json.Decoder(tuple[UUID, int, list[msgspec.Raw]])
_note: msgspec.json.Decoder[AnyNote] = msgspec.json.Decoder(AnyNote)


def pack(gateway: UUID, number: int, notes: Sequence[AnyNote]) -> Iterator[bytes]:
    """Payloads `["<gateway>",<number>,[note,…]]` of at most `PAYLOAD` bytes, numbered from `number` on.

    No two are alike: PostgreSQL tells of those that are only once in a transaction.
    """
    pieces: list[bytes] = []
    size = 0
    for note in notes:
        piece = msgspec.json.encode(note)
        if pieces and size + len(piece) > PAYLOAD - HEAD:
            yield _whole(gateway, number, pieces)
            number, pieces, size = number + 1, [], 0
        pieces.append(piece)
        size += len(piece) + 1
    if pieces:
        yield _whole(gateway, number, pieces)


def _whole(gateway: UUID, number: int, pieces: Sequence[bytes]) -> bytes:
    return b'["%b",%d,[%b]]' % (str(gateway).encode(), number, b",".join(pieces))


def unpack(payload: str) -> tuple[UUID, list[AnyNote]]:
    """Who sent it, and the notes that are understood: a newer gateway may know others."""
    gateway, _, pieces = _payload.decode(payload)
    notes = []
    for piece in pieces:
        try:
            notes.append(_note.decode(piece))
        except msgspec.ValidationError:
            continue
    return gateway, notes


def chunks(things: Sequence[T], most: int = MOST) -> Iterator[list[T]]:
    """The things, so many at a time."""
    for start in range(0, len(things), most):
        yield list(things[start : start + most])
