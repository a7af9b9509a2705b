"""Notices: what happened to a thing that concerns one, a row for each thing and each seat or person told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any, Literal
from uuid import UUID, uuid5

from domain.announcement.state import State as Announcement
from domain.contest.state import State as Contest
from domain.message.events import Created as Said
from domain.notices.rule import Reason, Rule
from domain.notices.table import ANSWERED, RULES
from domain.recurrence.state import State as Recurrence
from domain.reminder import State as Reminder
from projections.absence import AbsenceRow
from projections.delegation import DelegationRow
from projections.hand_over import HandOverState
from projections.kernel import Recorded
from projections.message import MessageState
from projections.projection import Drawn
from projections.row import Row, Value
from projections.tables import Table

NEWEST = 10

SubjectKind = Literal[
    "task",
    "channel",
    "announcement",
    "reminder",
    "contest",
    "absence",
    "recurrence",
    "handOver",
    "delegation",
]


class NoticeEntry(Value, kw_only=True):
    """One event of which one is told: its position in the log and topic, as what one is told, who did it.

    `waits`: something is one's own to do because of it. `cause` is the position of the event from which it
    followed by the rule `policy`; `message` is the message in which one was called or answered, posted at
    `position`, and `thread` the one under which it stands.
    """

    position: int
    kind: str
    reason: Reason
    waits: bool
    at: datetime
    by: UUID | None
    post: UUID | None
    policy: str | None
    cause: int | None
    message: UUID | None
    thread: UUID | None


class NoticeRow(Row, kw_only=True):
    """What one is told of a thing, newest last, at most 10; it is read once `order` is (see read positions).

    `to` is the scope that is told: a seat, a unit, a person, a channel.
    """

    kind: SubjectKind
    subject: UUID
    to: str
    order: int
    count: int
    entries: tuple[NoticeEntry, ...]


class Told(Value, kw_only=True):
    """Another entry for the row of `subject` and `to`."""

    kind: SubjectKind
    subject: UUID
    to: str
    entry: NoticeEntry


KINDS: dict[type, SubjectKind] = {
    Announcement: "announcement",
    Reminder: "reminder",
    Contest: "contest",
    AbsenceRow: "absence",
    Recurrence: "recurrence",
    HandOverState: "handOver",
    DelegationRow: "delegation",
}
"""By the state drawn from; a message has its channel's row."""


@lru_cache(maxsize=100_000)
def notice_id(subject: UUID, scope: str) -> UUID:
    """The id of the row that tells a scope of a subject."""
    return uuid5(subject, scope)


def entry_of(rule: Rule, at: Recorded, message: UUID | None, thread: UUID | None) -> NoticeEntry:
    """What a rule tells of an event."""
    who = at.metadata
    return NoticeEntry(
        position=at.position,
        kind=at.topic,
        reason=rule.reason,
        waits=rule.waits,
        at=vars(at.event)["timestamp"],
        by=who.account,
        post=who.behalf_of or who.post,
        policy=who.policy,
        cause=who.causation,
        message=message,
        thread=thread,
    )


class Notices(Drawn[NoticeRow]):
    """Drawn from what happens to tasks, recurring work and absences, is said and is announced, and from
    personal reminders, by the one table of rules."""

    collection = "notice"
    sources = (
        "task",
        "message",
        "announcement",
        "reminder",
        "contest",
        "absence",
        "recurrence",
        "handOver",
        "delegation",
    )
    row = NoticeRow
    own = False
    table = Table(
        "notice_view",
        {
            "id": "uuid",
            "scope": "text",
            "kind": "text",
            "subject": "uuid",
            "newest": "bigint",
            "waits": "bool",
        },
        indexes=("(scope, newest)",),
    )

    def draw(self, id: UUID, state: Any, at: Recorded) -> Iterable[tuple[UUID, Told]]:
        rules = RULES.get(at.topic, ())
        kind = KINDS.get(type(state), "task")
        subject, message, thread = id, None, None
        if isinstance(state, MessageState):
            kind, subject, message, state = "channel", state.row.channel, at.stream, state.row
            thread = state.thread
            if id != at.stream:
                thread, rules = id, (ANSWERED,) if at.topic == Said.TOPIC else ()
        told: dict[str, NoticeEntry] = {}
        for rule in rules:
            new = [scope for scope in rule.to(state, at.event) if scope not in told]
            if new:
                told.update(dict.fromkeys(new, entry_of(rule, at, message, thread)))
        return [
            (notice_id(subject, scope), Told(kind=kind, subject=subject, to=scope, entry=entry))
            for scope, entry in told.items()
        ]

    def apply(self, state: NoticeRow | None, change: Told) -> NoticeRow:
        if state is None:
            state = NoticeRow(
                kind=change.kind, subject=change.subject, to=change.to, order=0, count=0, entries=()
            )
        state.entries = (*state.entries, change.entry)[-NEWEST:]
        state.order, state.count = change.entry.position, state.count + 1
        return state

    def seen_by(self, state: NoticeRow) -> Any:
        return state.to

    def audience(self, id: UUID, state: NoticeRow, place: frozenset[str]) -> frozenset[str]:
        return frozenset({state.to})

    def columns(self, id: UUID, state: NoticeRow) -> tuple[Any, ...]:
        return (id, state.to, state.kind, state.subject, state.order, state.entries[-1].waits)
