"""What is said at a task or directive: its newest messages in one row, seen by whoever sees the thing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID

from domain.talk import heard_by
from projections.kernel import Recorded
from projections.message import MessageRow, MessageState
from projections.projection import Drawn, Follower
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


class Heard(NamedTuple):
    """A message as it is now; `new`: it was just said."""

    said: Said
    new: bool


class Talks(Follower[TalkState], Drawn[TalkState]):
    """Follows who sees tasks and directives, and what becomes of the messages there."""

    collection = "talk"
    source = ("task", "directive")
    sources = ("message",)
    row = TalkRow
    rest = TalkRest
    own = False

    def draw(self, id: UUID, state: MessageState, at: Recorded) -> Iterable[tuple[UUID, Heard]]:
        row = state.row
        if heard_by(row.kind, row.channel) is None:
            said = Said(id=id, **{name: getattr(row, name) for name in MessageRow.__struct_fields__})
            yield row.channel, Heard(said, new=at.stream == id and at.version == 1)

    def begin(self, audience: frozenset[str]) -> TalkState:
        return TalkState(row=TalkRow(count=0, messages=()), audience=tuple(sorted(audience)))

    def kept(self, state: TalkState) -> bool:
        return bool(state.row.messages)

    def apply(self, state: TalkState | None, change: frozenset[str] | Heard) -> TalkState | None:
        if state is None:
            state = self.begin(frozenset())
        if isinstance(change, frozenset):
            state.audience = tuple(sorted(change))
            return state
        row, said = state.row, change.said
        if change.new:
            if said.thread is None:
                said.number = row.count = row.count + 1
            row.messages = (*row.messages, said)[-NEWEST:]
            return state
        known = {each.id: each for each in row.messages}
        if said.id not in known:
            return None
        said.number = known[said.id].number
        row.messages = tuple(said if each.id == said.id else each for each in row.messages)
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
