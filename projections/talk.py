"""What is said at a task or directive: its newest messages in one row, seen by whoever sees the thing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from domain import official
from domain.directive.state import State as DirectiveState
from domain.directive.state import audience as directive_audience
from domain.message import events
from domain.talk import heard_by
from domain.task.state import State as TaskState
from domain.task.state import audience as task_audience
from projections.kernel import Recorded
from projections.message import MessageRow, begun, evolved
from projections.projection import Derived, erasing, on
from projections.row import Row, Value

NEWEST = 50


class Said(MessageRow, kw_only=True):
    """A message, with its id."""

    id: UUID


class TalkRow(Row, kw_only=True):
    """The newest messages, oldest first; the row has the id of the task or directive. There is none before
    something was said. `count` numbers all messages but answers in threads.
    """

    count: int
    messages: tuple[Said, ...]


class TalkRest(Value, kw_only=True):
    """Who sees the task or directive."""

    audience: tuple[str, ...] = ()


class TalkState(Value, kw_only=True):
    """The row, and who sees the thing."""

    row: TalkRow
    audience: tuple[str, ...] = ()


def _place(event: Any) -> Iterable[UUID | None]:
    return () if heard_by(event.kind, event.channel) else (event.channel,)


def _channel(event: Any) -> Iterable[UUID | None]:
    return (event.channel,)


class Talks(Derived[TalkState]):
    """Follows the audience of tasks and directives; what is said comes by events."""

    collection = "talk"
    source = ("task", "directive")
    row = TalkRow
    rest = TalkRest
    own = False
    words = """
        SELECT DISTINCT author, channel FROM message_view WHERE author = ANY($1) AND scope IS NULL
    """

    @on(events.Created, keys=_place, makes=True)
    def posted(self, state: TalkState | None, event: events.Created, at: Recorded) -> TalkState:
        if state is None:
            state = TalkState(row=TalkRow(count=0, messages=()))
        row = begun(event, at)
        if event.thread is None:
            row.number = state.row.count = state.row.count + 1
        said = Said(id=at.stream, **{name: getattr(row, name) for name in MessageRow.__struct_fields__})
        known = [_answered(each) if each.id == event.thread else each for each in state.row.messages]
        state.row.messages = (*known, said)[-NEWEST:]
        return state

    @on(*events.MessageEvent.__subclasses__(), keys=_channel)
    def evolve(self, state: TalkState, event: events.MessageEvent, at: Recorded) -> TalkState | None:
        for said in state.row.messages:
            if said.id == at.stream:
                evolved(at.stream, said, event)
                return state
        return None

    @erasing(official.Erased)
    def erased(self, state: TalkState, event: official.Erased, at: Recorded) -> TalkState:
        for said in state.row.messages:
            if said.author == at.stream:
                said.text = ""
        return state

    def part(self, id: UUID, state: TaskState | DirectiveState) -> frozenset[str]:
        return task_audience(state) if isinstance(state, TaskState) else directive_audience(state)

    def derive(
        self, id: UUID, before: frozenset[str] | None, after: frozenset[str]
    ) -> Iterable[tuple[UUID, frozenset[str]]]:
        return [(id, after)]

    def apply(self, state: TalkState | None, change: frozenset[str]) -> TalkState:
        if state is None:
            state = TalkState(row=TalkRow(count=0, messages=()))
        state.audience = tuple(sorted(change))
        return state

    def seen_by(self, state: TalkState) -> Any:
        return state.audience, bool(state.row.messages)

    def audience(self, id: UUID, state: TalkState, place: frozenset[str]) -> frozenset[str]:
        return frozenset(state.audience) if state.row.messages else frozenset()

    def present(self, id: UUID, state: TalkState) -> TalkRow:
        return state.row

    def beside(self, state: TalkState) -> TalkRest:
        return TalkRest(audience=state.audience)

    def restore(self, id: UUID, row: TalkRow, rest: TalkRest) -> TalkState:
        return TalkState(row=row, audience=rest.audience)


def _answered(said: Said) -> Said:
    said.replies += 1
    return said
