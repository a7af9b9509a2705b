"""One page as its readers see it: each row encoded once for each set of scopes that readers have of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TypeVar

import msgspec

from projections.rows import ChangedRow, Head
from realtime import protocol, wire
from realtime.page import Page
from realtime.scopes import Index

M = TypeVar("M")
Names = dict[str, bool]
"""Scopes of a reader that concern a row: whether it is in them, or left."""


class Ready(msgspec.Struct, frozen=True):
    """A page with its first and last frame, the same for all who follow."""

    page: Page
    begin: bytes
    end: bytes


def begin(head: Head) -> bytes:
    """The first frame of a live page, the same for all."""
    return wire.frame(protocol.encode(protocol.Begin(head.position)))


def moves_views(page: Page) -> bool:
    """Whether what `below:` scopes cover, or who may open them, may have moved."""
    return page.head.tree > page.previous or any(row.collection in ("post", "unit") for row in page.rows)


def group(index: Index[M], ready: Ready, without: Collection[M] = ()) -> list[tuple[bytes, list[M]]]:
    """The page's bytes, once for each set of members that see the same of it."""
    pieces = [
        (encode(row, names), members) for row in ready.page.rows for names, members in partition(index, row)
    ]
    if without:
        pieces = [(piece, members.difference(without)) for piece, members in pieces]
    told = [piece for piece, _ in pieces]
    alike = _alike([members for _, members in pieces])
    return [(_bytes(ready, _chosen(told, mask)), members) for mask, members in alike.items()]


def _alike(pieces: Sequence[set[M]]) -> dict[int, list[M]]:
    """The readers by the numbers of the pieces that they get, as bits; sets find those who get one."""
    seen: set[M] = set()
    shared: set[M] = set()
    for members in pieces:
        shared |= seen & members
        seen |= members
    alike = {1 << number: list(members - shared) for number, members in enumerate(pieces)}
    masks = dict.fromkeys(shared, 0)
    for number, members in enumerate(pieces):
        for member in members & shared:
            masks[member] |= 1 << number
    for member, mask in masks.items():
        alike.setdefault(mask, []).append(member)
    return {mask: members for mask, members in alike.items() if members}


def _chosen(pieces: Sequence[bytes], mask: int) -> list[bytes]:
    """The pieces whose bits are set, in their order."""
    if mask & (mask - 1) == 0:
        return [pieces[mask.bit_length() - 1]]
    return [piece for number, piece in enumerate(pieces) if mask >> number & 1]


def _bytes(ready: Ready, pieces: list[bytes]) -> bytes:
    return ready.begin + wire.frame(protocol.rows(pieces)) + ready.end


def partition(index: Index[M], row: ChangedRow) -> list[tuple[Names, set[M]]]:
    """Those told of a row, by which of their scopes it is in and which it left."""
    classes: list[tuple[Names, set[M]]] = []
    for scope, there in _entries(row):
        for name, members in index.watching(scope):
            rest = members
            split: list[tuple[Names, set[M]]] = []
            for names, some in classes:
                both = some & rest
                if both:
                    split.append(({**names, name: there or names.get(name, False)}, both))
                    rest = rest - both
                    some = some - both  # noqa: PLW2901
                if some:
                    split.append((names, some))
            if rest:
                split.append(({name: there}, rest))
            classes = split
    return classes


def _entries(row: ChangedRow) -> Iterable[tuple[str, bool]]:
    yield from ((scope, False) for scope in row.left)
    yield from ((scope, True) for scope in row.scopes)


def encode(row: ChangedRow, names: Names) -> bytes:
    """The row for members with these of its scopes: gone from some, in others with its fields."""
    gone = sorted(name for name, there in names.items() if not there)
    live = sorted(name for name, there in names.items() if there)
    pieces = []
    if gone:
        pieces.append(protocol.row(row.collection, row.id, row.position, gone, None))
    if live:
        pieces.append(protocol.row(row.collection, row.id, row.position, live, row.fields))
    return b",".join(pieces)
