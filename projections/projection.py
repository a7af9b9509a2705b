"""What a read model is: its row, its handlers by event class, who sees a row, its tables.

A new one is one file with a subclass of `Projection` and one line in catalog.py. Handlers are pure: they get
the state as it is and an event, and give it as it becomes; loading, writing and positions are the runner's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, ClassVar, Generic, TypeVar, cast
from uuid import UUID

import msgspec

from domain.kernel import Event, Fact
from domain.organisation import Organisation
from projections.kernel import Recorded
from projections.row import Row
from projections.tables import EventTable, StretchTable, Table

S = TypeVar("S", bound=msgspec.Struct)
Handle = Callable[[Any, Any, Any, Recorded], msgspec.Struct | None]
Keys = Callable[[Any], Iterable[UUID | None]]


class Handler:
    """One method of a projection, the event classes it takes and the rows that those concern."""

    def __init__(
        self,
        method: Handle,
        events: tuple[type[Event], ...],
        keys: Keys | None = None,
        *,
        begins: bool = False,
        makes: bool = False,
        words: bool = False,
    ) -> None:
        self.method = method
        self.events = events
        self.keys = keys
        self.begins = begins
        self.makes = begins or makes
        self.words = words


def begins(*events: type[Event]) -> Callable[[Handle], Handler]:
    """Marks the handler of events that make a row: it gets None, and gives its state (None: no row here)."""
    return lambda method: Handler(method, events, begins=True)


def on(*events: type[Event], keys: Keys | None = None, makes: bool = False) -> Callable[[Handle], Handler]:
    """Marks the handler of events that change a row: it gives the state as it becomes (None: unchanged).

    `keys` names the rows that the event concerns; without it, the one with the id of the event's stream.
    `makes`: it gets None where there is no row yet, and may make one.
    """
    return lambda method: Handler(method, events, keys, makes=makes)


def erasing(*events: type[Event]) -> Callable[[Handle], Handler]:
    """Marks the handler of the erasure of an official, for rows that hold their words (see `words`)."""
    return lambda method: Handler(method, events, words=True)


class Projection(Generic[S]):
    """A read model whose rows are folded from events. What is folded is the row itself, or `state`."""

    collection: ClassVar[str]
    row: ClassVar[type[Row]]
    rest: ClassVar[type[msgspec.Struct] | None] = None
    """What is kept beside the row where the state is more than it: see `present`, `beside`, `restore`."""
    table: ClassVar[Table | None] = None
    events: ClassVar[EventTable | None] = None
    read: ClassVar[tuple[tuple[str, ...], str] | None] = None
    """For rows that are not kept but made of `events` when they are read: the collections whose rows of the
    same id say who sees them and when they changed; an SQL expression of their JSON for such a row `r`."""
    own: ClassVar[bool] = True
    """Whether a row has the id of the stream that it is folded from, and is stale while that is parked."""
    fades: ClassVar[bool] = False
    """Whether a row leaves a scope without a trace: devices keep a window, and prune by the same rule."""
    placed: ClassVar[bool] = False
    """Whether the audience depends on where an official (the row's id) sits: see `place`."""
    words: ClassVar[str | None] = None
    """A query: (official, id) of the rows that hold words of the officials $1 (uuid[]), for an erasure."""
    erase: ClassVar[str | None] = None
    """What an erasure of the officials $1 (uuid[]) does to lines of `events`."""

    @classmethod
    def handlers(cls) -> list[Handler]:
        """Its marked methods, in the order of the file."""
        mine = [vars(base).values() for base in reversed(cls.__mro__)]
        return [found for values in mine for found in values if isinstance(found, Handler)]

    def seen_by(self, state: S) -> Any:
        """What `audience` depends on, to be compared with == where that is cheaper; None: unknown."""
        return None

    def audience(self, id: UUID, state: S, place: frozenset[str]) -> frozenset[str]:
        """The scopes that see the row; `place` is empty but for a `placed` projection."""
        raise TypeError(f"{self.collection} does not say who sees a row")

    def place(self, official: UUID, organisation: Organisation) -> frozenset[str]:
        """Who may see the row of an official who sits where they sit now."""
        raise TypeError(f"{self.collection} does not say who sees an official's row")

    def present(self, id: UUID, state: S) -> Row:
        """The row as devices get it."""
        return cast(Row, state)

    def beside(self, state: S) -> msgspec.Struct:
        """What the state has and the row does not."""
        raise TypeError(f"{self.collection} has no rest")

    def restore(self, id: UUID, row: Any, rest: Any) -> S:
        """The state of a stored row; the reverse of `present` and `beside`."""
        return cast(S, row)

    def fact(self, id: UUID, state: S) -> Fact | None:
        """What the organisation must know of the row; rows of the directory have one."""
        return None

    def columns(self, id: UUID, state: S) -> Sequence[Any]:
        """The row's values for `table`, in the order of its columns."""
        raise TypeError(f"{self.collection} has no table")

    def entry(self, at: Recorded) -> Sequence[Any] | None:
        """The event's values for `events`, in the order of its columns; None if it has no place there."""
        return None


class Derived(Projection[S]):
    """A read model folded from the rows of another collection (or several), not from events: sums, extracts.

    It sees of each source row only its `part`; when that changes, `derive` says which rows change, and
    `apply` changes them, in the order of the events.
    """

    source: ClassVar[str | tuple[str, ...]]

    def watched(self, state: Any) -> Any:
        """What `part` depends on, to be compared with == where that is cheaper; None: unknown."""
        return None

    def part(self, id: UUID, state: Any) -> Any:
        """What matters of a source row's state (compared with ==); None if it does not count."""
        raise NotImplementedError

    def derive(self, id: UUID, before: Any, after: Any) -> Iterable[tuple[UUID, Any]]:
        """The ids of the rows that change with it, and what is given to `apply` for each."""
        raise NotImplementedError

    def apply(self, state: S | None, change: Any) -> S | None:
        """The state as it becomes; None if nothing changes."""
        raise NotImplementedError


class Follower(Derived[S]):
    """A read model with rows of the same ids as its sources', derived from who sees those.

    A row is kept from the moment on that it says more: until then it is made of who sees the source.
    """

    source: ClassVar[tuple[str, ...]]

    def begin(self, audience: frozenset[str]) -> S:
        """The state of a row that is not kept yet, where these see the source's row."""
        raise NotImplementedError

    def kept(self, state: S) -> bool:
        """Whether the row says more by now; from then on always."""
        raise NotImplementedError

    def derive(
        self, id: UUID, before: frozenset[str] | None, after: frozenset[str]
    ) -> Iterable[tuple[UUID, frozenset[str]]]:
        return [(id, after)]


class Drawn(Projection[S]):
    """A read model of what follows from events for somebody, drawn from an event and the state that it left.

    After each event that changed a row of `sources`, `draw` says which rows change, and `apply` changes them.
    """

    sources: ClassVar[tuple[str, ...]]

    def draw(self, id: UUID, state: Any, at: Recorded) -> Iterable[tuple[UUID, Any]]:
        """The ids of the rows that change after event `at` made `state` of row `id`; what `apply` gets."""
        raise NotImplementedError

    def apply(self, state: S | None, change: Any) -> S | None:
        """The state as it becomes; None if nothing changes."""
        raise NotImplementedError


class Trail(Projection[Any]):
    """A table of how another collection's rows were over time; it has no rows, and devices do not get it.

    It has a line for each stretch of time during which a row's `part` stayed the same.
    """

    own = False
    source: ClassVar[str]
    stretches: ClassVar[StretchTable]

    def watched(self, state: Any) -> Any:
        """What `part` depends on, to be compared with == where that is cheaper; None: unknown."""
        return None

    def part(self, id: UUID, state: Any) -> Sequence[Any] | None:
        """The values of a line, in the order of the columns (compared with ==); None if there is none."""
        raise NotImplementedError

    def since(self, state: Any) -> datetime:
        """When the row came to be as it is, by the events' own times; never earlier than before."""
        raise NotImplementedError


def rows_of(projections: Iterable[Projection[Any]]) -> dict[str, type[Row]]:
    """What devices get, by collection."""
    return {one.collection: one.row for one in projections if not isinstance(one, Trail)}
