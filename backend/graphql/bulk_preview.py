"""What would become of one command to many tasks: to whom it is refused and why, and who would be told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any
from uuid import UUID, uuid4

import msgspec
import strawberry
from graphql import GraphQLError
from strawberry.scalars import JSON

from backend.graphql.common import Info
from backend.graphql.ids import global_id, uuid_of
from backend.graphql.mutations import GIVEN, ActingAs, actor_of
from backend.graphql.seat import Seat
from backend.write.weighing import Weighed
from domain.kernel import Seat as SeatValue
from domain.notices.table import RULES
from domain.organisation import Organisation
from domain.task.commands import TaskChange
from projections.kernel import Request

MOST_TASKS = 200
ACTIONS = {name: command for name, command in GIVEN.items() if issubclass(command, TaskChange)}
"""Commands to one task each."""


class Hearer(msgspec.Struct, frozen=True):
    """A seat that would be told, and as what."""

    seat: SeatValue
    reason: str


class Outcome(msgspec.Struct, frozen=True):
    """What would become of the command to one task."""

    task: UUID
    weighed: Weighed
    told: tuple[Hearer, ...]


def _code(root: Outcome) -> str | None:
    return root.weighed.problem.code if root.weighed.problem else None


def _detail(root: Outcome) -> str | None:
    return root.weighed.problem.detail if root.weighed.problem else None


@strawberry.type(description="A seat that would be told.")
class Told:
    seat: Seat
    reason: str = strawberry.field(description="As what, for example lead.")


@strawberry.type(description="What would become of a command to one task, as things are now.")
class TaskPreview:
    task: strawberry.ID = strawberry.field(resolver=lambda root: strawberry.ID(global_id("Task", root.task)))
    allowed: bool = strawberry.field(resolver=lambda root: root.weighed.problem is None)
    changes: bool = strawberry.field(
        resolver=lambda root: bool(root.weighed.events), description="False: nothing is left to do."
    )
    code: str | None = strawberry.field(resolver=_code, description="Why it would be refused.")
    detail: str | None = strawberry.field(resolver=_detail)
    told: list[Told] = strawberry.field(description="Without who gives the command.")


async def bulk_preview(
    info: Info,
    action: Annotated[str, strawberry.argument(description="A command to a task: task.chase.")],
    tasks: Annotated[list[strawberry.ID], strawberry.argument(description=f"At most {MOST_TASKS}.")],
    acting_as: ActingAs,
    args: Annotated[
        JSON | None, strawberry.argument(description="As of the command, with plain ids and without `task`.")
    ] = None,
) -> Any:
    """What would become of one command to each of these tasks, in their order. Nothing is done."""
    if action not in ACTIONS:
        raise _refused("preview.action", f"`action` is one of {', '.join(sorted(ACTIONS))}.")
    if len(tasks) > MOST_TASKS:
        raise _refused("preview.size", f"At most {MOST_TASKS} tasks at a time.")
    if not isinstance(args, dict | None):
        raise _refused("preview.args", "`args` is an object with the command's arguments.")
    scales, actor = info.context.scales, actor_of(info.context, acting_as)
    found = []
    for id in tasks:
        task = uuid_of(id, "Task")
        request = Request(
            id=uuid4(),
            name=action,
            args=msgspec.json.encode({**(args or {}), "task": task}),
            actor=actor,
            language=info.context.language,
        )
        weighed = await scales.weigh(request)
        told = tuple(_told(weighed, await scales.organisation()))
        found.append(Outcome(task=task, weighed=weighed, told=told))
    return found


def _told(weighed: Weighed, organisation: Organisation) -> Iterator[Hearer]:
    """Each seat once, for the first reason, by the rules of notices."""
    known: set[str] = set()
    for event in weighed.events:
        for rule in RULES.get(event.__class__.__dict__["TOPIC"], ()):
            assert weighed.subject is not None
            for scope in rule.to(vars(weighed.subject)["state"], event):
                seat = _seat(scope, organisation)
                if seat is not None and scope not in known:
                    known.add(scope)
                    yield Hearer(seat=seat, reason=rule.reason)


def _seat(scope: str, organisation: Organisation) -> SeatValue | None:
    """The seat that a scope is; tasks tell seats only."""
    kind, _, id = scope.partition(":")
    if kind == "desk":
        return SeatValue(unit=UUID(id))
    post = organisation.posts.get(UUID(id)) if kind == "post" else None
    return SeatValue(unit=post.unit, post=UUID(id)) if post is not None else None


def _refused(code: str, hint: str) -> GraphQLError:
    return GraphQLError(hint, extensions={"code": code})
