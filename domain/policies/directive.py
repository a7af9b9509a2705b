"""What follows from a directive: a task for each addressed unit, and for each task what becomes of all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any
from uuid import UUID

from domain.directive.events import Chased, Closed, Created, DeadlineChanged, Recalled, UnitsAdded
from domain.kernel import Command, Seat
from domain.policies import Cause, Need, Policy, Work
from domain.task.commands import Assign, Cancel, ChangeDeadline, Chase, Complete, task_of

Steps = Iterator[tuple[UUID, Command[Any]]]


def _assign(cause: Cause, work: Work) -> Steps:
    """Every unit gets its own task, whose id follows from directive and unit."""
    event = cause.event
    assert isinstance(event, Created | UnitsAdded)
    for unit in event.units:
        yield (
            task_of(event.originator_id, unit),
            Assign(
                title=event.title,
                description=event.text,
                lead=Seat(unit=unit),
                urgency=event.urgency,
                deadline=event.deadline,
                assigner=event.issuer,
                directive=event.originator_id,
                form=event.form,
                source=event.source,
            ),
        )


def _tasks(step: Callable[[UUID, Any], Command[Any]]) -> Callable[[Cause, Work], Steps]:
    """The same for each open task of the directive."""

    def follows(cause: Cause, work: Work) -> Steps:
        for task in work.tasks:
            yield task.id, step(task.id, cause.event)

    return follows


def _chase(cause: Cause, work: Work) -> Iterable[tuple[UUID, Command[Any]]]:
    """The named units' tasks, as far as they are open."""
    event = cause.event
    assert isinstance(event, Chased)
    named = {task_of(event.originator_id, unit) for unit in event.units}
    return [(task.id, Chase(task=task.id, text=event.text)) for task in work.tasks if task.id in named]


def _of_directive(cause: Cause) -> Need:
    return Need(directive=cause.event.originator_id)


def _change_deadline(task: UUID, event: DeadlineChanged) -> Command[Any]:
    return ChangeDeadline(task=task, deadline=event.deadline, reason=event.reason)


def _cancel(task: UUID, event: Recalled) -> Command[Any]:
    """For the same reason, which reads empty once its author's data was erased."""
    return Cancel(task=task, reason=event.reason or event.TOPIC)


def _complete(task: UUID, event: Closed) -> Command[Any]:
    """Refused, and rightly so, where nothing was submitted."""
    return Complete(task=task)


ASSIGN = Policy("directive-assign", _assign)
CHANGE_DEADLINE = Policy("directive-deadline", _tasks(_change_deadline), _of_directive)
CANCEL = Policy("directive-recall", _tasks(_cancel), _of_directive)
COMPLETE = Policy("directive-close", _tasks(_complete), _of_directive)
CHASE = Policy("directive-chase", _chase, _of_directive)

DIRECTIVE_POLICIES: dict[str, tuple[Policy, ...]] = {
    Created.TOPIC: (ASSIGN,),
    UnitsAdded.TOPIC: (ASSIGN,),
    DeadlineChanged.TOPIC: (CHANGE_DEADLINE,),
    Recalled.TOPIC: (CANCEL,),
    Closed.TOPIC: (COMPLETE,),
    Chased.TOPIC: (CHASE,),
}
