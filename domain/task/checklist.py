"""A task's checklist: items whose ids stay however they are worded, and who has checked which when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from msgspec.structs import replace

from domain import text
from domain.kernel import By, Rejection, Struct

MOST_ITEMS = 100
LONGEST_ITEM = 500


class Item(Struct, frozen=True):
    """One item; `done_by` (an official) checked it at `done_at`."""

    id: UUID
    text: str
    done_at: datetime | None = None
    done_by: UUID | None = None


class Wording(Struct, frozen=True):
    """How an item is to read. Without an id, or with one that the list has not got, it is a new one."""

    text: str
    id: UUID | None = None


def texts(values: Iterable[str]) -> tuple[str, ...]:
    """The words of items that nobody has to do yet; refuses empty ones and more than MOST_ITEMS."""
    words = tuple(text.required("checklist", value, LONGEST_ITEM) for value in values)
    if len(words) > MOST_ITEMS:
        raise Rejection("task.too-many-items", most=MOST_ITEMS)
    return words


def listed(values: Iterable[str], by: By) -> tuple[Item, ...]:
    """A new list."""
    return relisted((), tuple(Wording(text=value) for value in values), by)


def relisted(before: Iterable[Item], wanted: tuple[Wording, ...], by: By) -> tuple[Item, ...]:
    """The list as it is wanted: what was checked stays so, what is not named goes; refuses an id twice."""
    known = {item.id: item for item in before}
    items: dict[UUID, Item] = {}
    for place, words in enumerate(texts(wording.text for wording in wanted)):
        id = wanted[place].id or by.id(f"item:{place}")
        if id in items:
            raise Rejection("task.item-twice", item=str(id))
        items[id] = replace(known[id], text=words) if id in known else Item(id=id, text=words)
    return tuple(items.values())


def checked(items: Iterable[Item], id: UUID, at: datetime | None, by: UUID | None) -> tuple[Item, ...]:
    """The list after one item was checked by somebody, or by nobody any more."""
    return tuple(replace(item, done_at=at, done_by=by) if item.id == id else item for item in items)
