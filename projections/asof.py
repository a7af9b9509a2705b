"""Rows as they were at a position or an instant: the same handlers, folding streams only that far.

An instant is measured by the events' own times, so that imported history counts when it happened. Whether the
asker may see the past is judged on the present row, by today's rights.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from domain.organisation import Organisation
from domain.task.commands.assignment import task_of
from projections.directive import DirectiveRow
from projections.fold import Fold
from projections.kernel import Log, Recorded
from projections.line import LineRow
from projections.projection import Projection
from projections.task import TaskRow
from projections.template import TemplateRow

When = int | datetime


class Past:
    """Rows folded from some streams, up to `when`: an event that is later or unreadable ends its stream."""

    def __init__(self, projections: Sequence[Projection[Any]], when: When) -> None:
        self._when = when
        self._fold = Fold(projections, Organisation())
        self._projections = {projection.collection: projection for projection in projections}
        self._ended: set[UUID] = set()

    def take(self, events: Iterable[Recorded]) -> None:
        """Fold events, given in the order of positions; later ones than `when` are left out."""
        steps = self._fold.plan([at for at in events if self._counts(at)], {})
        while steps:
            steps = self._fold.run(steps)

    def _counts(self, at: Recorded) -> bool:
        if at.event is None or self._later(at):
            self._ended.add(at.stream)
        return at.stream not in self._ended

    def _later(self, at: Recorded) -> bool:
        if isinstance(self._when, int):
            return at.position > self._when
        return at.event is not None and at.event.timestamp > self._when

    def rows(self, collection: str) -> dict[UUID, Any]:
        """All rows of a collection that existed then, by id."""
        projection = self._projections[collection]
        held = self._fold.held[collection].items()
        return {id: projection.present(id, one.state) for id, one in held}


async def task_at(log: Log, projections: Sequence[Projection[Any]], task: UUID, when: When) -> TaskRow | None:
    """A task as it was; None if it was not there yet."""
    past = Past(projections, when)
    past.take(await log.stream(task, upto=_position(when)))
    return past.rows("task").get(task)


async def tasks_at(
    log: Log, projections: Sequence[Projection[Any]], tasks: Sequence[UUID], when: When
) -> dict[UUID, TaskRow]:
    """Those of these tasks that were there already, as they were."""
    past = Past(projections, when)
    past.take(await log.streams(tasks, upto=_position(when)))
    return past.rows("task")


async def rows_at(
    log: Log, projections: Sequence[Projection[Any]], collection: str, ids: Sequence[UUID], position: int
) -> dict[UUID, Any]:
    """Those of these rows, each folded from the stream of its id, that were there at a position."""
    past = Past(projections, position)
    past.take(await log.streams(ids, upto=position))
    return past.rows(collection)


async def template_at(
    log: Log, projections: Sequence[Projection[Any]], template: UUID, version: int
) -> TemplateRow | None:
    """A template as of one of its versions; None if it has not got so far."""
    events = await log.stream(template)
    position = next((at.position for at in events if at.version == version), 0)
    past = Past(projections, position)
    past.take(events)
    return past.rows("template").get(template)


async def board_at(
    log: Log, projections: Sequence[Projection[Any]], directive: UUID, when: When
) -> tuple[DirectiveRow, dict[UUID, LineRow]] | None:
    """A directive and its lines (by task) as they were; None if it was not issued yet."""
    past = Past(projections, when)
    past.take(await log.stream(directive, upto=_position(when)))
    row = past.rows("directive").get(directive)
    if row is None:
        return None
    tasks = [task_of(directive, unit) for unit in row.units]
    past.take(await log.streams(tasks, upto=_position(when)))
    return row, past.rows("line")


async def organisation_at(
    log: Log, projections: Sequence[Projection[Any]], streams: Sequence[UUID], when: When
) -> Past:
    """Units, posts and officials (the streams given) as they were: the chart before and after a merger."""
    past = Past(projections, when)
    past.take(await log.streams(streams, upto=_position(when)))
    return past


def _position(when: When) -> int | None:
    return when if isinstance(when, int) else None
