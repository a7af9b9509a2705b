"""What all nouns share: nodes with global ids, pages, keyset cursors."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime
from typing import Any, Generic, TypeVar
from zoneinfo import ZoneInfo

import msgspec
import strawberry
from graphql import GraphQLError
from strawberry.types import Info as StrawberryInfo

from backend.graphql.context import Context

Info = StrawberryInfo[Context, None]
T = TypeVar("T")
LARGEST_PAGE = 100
HERE = ZoneInfo("Asia/Ho_Chi_Minh")


@strawberry.interface(description="Anything with a global id.")
class Node:
    id: strawberry.ID


@strawberry.type
class PageInfo:
    has_next_page: bool
    end_cursor: str | None


@strawberry.type
class Edge(Generic[T]):
    cursor: str
    node: T


@strawberry.type(description="One page of a list, in an order that stays while one pages through it.")
class Connection(Generic[T]):
    edges: list[Edge[T]]
    page_info: PageInfo
    position: int = strawberry.field(description="The position in the log that this page is true at.")

    nodes: list[T] = strawberry.field(description="The edges' nodes, without their cursors.")


def checked_page(first: int) -> int:
    """`first` if it is a page's size."""
    if not 1 <= first <= LARGEST_PAGE:
        raise GraphQLError(
            f"`first` is from 1 to {LARGEST_PAGE}; page on with `after`.",
            extensions={"code": "page.size", "limit": LARGEST_PAGE},
        )
    return first


def cursor_of(key: tuple[Any, ...]) -> str:
    """A keyset cursor: the sort key and id of the last row of a page."""
    return urlsafe_b64encode(msgspec.json.encode(key)).decode().rstrip("=")


def key_of(cursor: str | None, shape: type[T]) -> T | None:
    """The key inside a cursor; refuses one that another list, or another sort order, gave."""
    if cursor is None:
        return None
    try:
        return msgspec.json.decode(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)), type=shape)
    except (ValueError, msgspec.DecodeError) as error:
        raise GraphQLError(
            "`after` is not a cursor of this list: send the endCursor of its last page.",
            extensions={"code": "page.cursor"},
        ) from error


def here(moment: datetime) -> datetime:
    """A moment in the country's time; one without a zone is meant so."""
    return moment.replace(tzinfo=HERE) if moment.tzinfo is None else moment.astimezone(HERE)
