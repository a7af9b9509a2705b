"""What there is to tell, as it is read from the rows: news, whom it concerns, what it is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal
from uuid import UUID

import msgspec

from domain.notices.rule import Reason
from domain.preferences import Wishes
from projections.notice import SubjectKind


class News(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happened, for those who hold `scope` (of them, if `only` is given, these).

    Of a `message`, only those are told who hear it: who hold a scope of `heard` (None: it is open to all).

    `topic` is the event's; `text` the beginning of a message; `place` its position, in
    a `thread` if it stands under another message.
    """

    scope: str
    kind: SubjectKind
    subject: UUID
    topic: str
    reason: Reason
    position: int
    by: UUID | None
    waits: bool = False
    message: UUID | None = None
    heard: frozenset[str] | None = None
    text: str = ""
    place: int | None = None
    thread: UUID | None = None
    only: frozenset[UUID] | None = None


def hears(official: UUID, news: News, holders: Mapping[str, set[UUID]]) -> bool:
    """Whether somebody may be told what was said, if something was."""
    return news.heard is None or any(official in holders.get(scope, ()) for scope in news.heard)


class Subject(msgspec.Struct, frozen=True):
    """What news is about: its title, whether it is urgent, and of a hand-over how much work moved."""

    title: str
    urgent: bool = False
    count: int = 0


class Person(msgspec.Struct, frozen=True):
    """Who is told: their name, language and wishes."""

    name: str
    language: str = "vi"
    wishes: Wishes = Wishes()


class Lent(msgspec.Struct, frozen=True):
    """Why somebody is told of what is another's: they stand in for `name`, or have a delegation of theirs."""

    ground: Literal["stand-in", "delegation"]
    name: str


class Known(msgspec.Struct, frozen=True):
    """All that is needed to plan: who holds each scope, the subjects, the people, what their icons count.

    `done`: of announcements that people are reminded of, who has acknowledged them. `lent`: by scope and
    person, why somebody holds the scope of a post that is not theirs.
    """

    holders: dict[str, set[UUID]]
    subjects: dict[UUID, Subject]
    people: dict[UUID, Person]
    badges: dict[UUID, int] = msgspec.field(default_factory=dict)
    done: dict[UUID, set[UUID]] = msgspec.field(default_factory=dict)
    lent: dict[tuple[str, UUID], Lent] = msgspec.field(default_factory=dict)
