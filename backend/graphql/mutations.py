"""Mutations: every command that persons give, with typed problems; `clientMutationId` is the command's id."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
import strawberry
from graphql import GraphQLError
from strawberry.scalars import JSON
from strawberry.types import Info
from strawberry.types.field import StrawberryField

from backend.graphql.context import Context
from backend.graphql.ids import global_id, uuid_of
from backend.graphql.inputs import camel, input_type, pascal
from domain.access import RULES
from domain.catalog import COMMANDS
from domain.kernel import Actor, By, Command, Creation, Keeping
from projections.kernel import Outcome, Problem, Request, Temporary


@strawberry.input(description="In which seat the official acts, and for which other seat on what basis.")
class ActingAs:
    post: strawberry.ID
    behalf_of: strawberry.ID | None = None
    basis: str | None = None


@strawberry.input
class CommandInput:
    """What every command's input has beside its arguments."""

    client_mutation_id: strawberry.ID = strawberry.field(
        description="The command's id, a UUID made by the sender: the same id gets the same answer."
    )
    acting_as: ActingAs | None = strawberry.UNSET


@strawberry.type(description="The command took effect, now or when it was first sent.")
class Done:
    client_mutation_id: strawberry.ID
    id: strawberry.ID | None = strawberry.field(description="What was created, if anything.")
    position: int | None = strawberry.field(
        description="Position of its last event; reads at it show it. Null: nothing was left to do."
    )


@strawberry.interface(description="Why a command was refused, as RFC 9457 problem details.")
class CommandProblem:
    client_mutation_id: strawberry.ID
    code: str
    title: str
    detail: str
    status: int
    params: JSON


@strawberry.type(description="The command does not make sense: mend it and send it under a new id.")
class InvalidProblem(CommandProblem):
    pass


@strawberry.type(description="The seat may not do this.")
class DeniedProblem(CommandProblem):
    pass


@strawberry.type(description="What the command is about is not there.")
class MissingProblem(CommandProblem):
    pass


@strawberry.type(description="The state has moved on, or the id was used for another command.")
class ConflictProblem(CommandProblem):
    pass


NEVER = datetime.min.replace(tzinfo=UTC)
"""What is created has the same id whenever that is."""

PROBLEMS: dict[int, type[CommandProblem]] = {403: DeniedProblem, 404: MissingProblem, 409: ConflictProblem}

CommandResult = Annotated[
    Done | InvalidProblem | DeniedProblem | MissingProblem | ConflictProblem,
    strawberry.union("CommandResult"),
]


def _mutation(name: str, command: type[Command[Any]]) -> StrawberryField:
    made, plain = input_type(command, pascal(name) + "Input", CommandInput)

    async def resolve(info: Info[Context, None], input: Any) -> Any:
        request = Request(
            id=uuid_of(input.client_mutation_id),
            name=name,
            args=msgspec.json.encode(plain(input)),
            actor=actor_of(info.context, input.acting_as or None),
            language=info.context.language,
        )
        try:
            outcome = await info.context.commands.run(request)
        except Temporary as error:
            raise GraphQLError(
                "The command was neither done nor refused: send it again with the same clientMutationId.",
                extensions={"code": "temporary"},
            ) from error
        return _result(request, command, outcome)

    resolve.__annotations__.update({"input": made, "return": CommandResult})
    description = (command.__doc__ or "").strip()
    field: StrawberryField = strawberry.field(resolver=resolve, name=camel(name), description=description)
    return field


def actor_of(context: Context, acting_as: ActingAs | None) -> Actor:
    """Who acts, in the seat that was named."""
    if context.official is None:
        raise GraphQLError("Sign in first.", extensions={"code": "unauthenticated"})
    if acting_as is None:
        return Actor(official=context.official)
    return Actor(
        official=context.official,
        post=uuid_of(acting_as.post, "Post"),
        behalf_of=uuid_of(acting_as.behalf_of, "Post") if acting_as.behalf_of else None,
        basis=acting_as.basis,
    )


def _result(request: Request, command: type[Command[Any]], outcome: Outcome) -> Done | CommandProblem:
    client_mutation_id = strawberry.ID(str(request.id))
    if outcome.problem is not None:
        return _problem(client_mutation_id, outcome.problem)
    created = None
    if issubclass(command, Creation | Keeping):
        created = strawberry.ID(global_id(command.noun.__name__, _created(request, command)))
    return Done(client_mutation_id=client_mutation_id, id=created, position=outcome.position)


def _created(request: Request, command: type[Creation[Any] | Keeping[Any]]) -> UUID:
    """The id of what a command created, which is the command's own to say."""
    given: Creation[Any] | Keeping[Any] = msgspec.json.decode(request.args, type=command)
    return given.identity(By(actor=request.actor, now=NEVER, command=request.id))


def _problem(id: strawberry.ID, problem: Problem) -> CommandProblem:
    kind = PROBLEMS.get(problem.status, InvalidProblem)
    return kind(
        client_mutation_id=id,
        code=problem.code,
        title=problem.title,
        detail=problem.detail,
        status=problem.status,
        params=problem.params,  # type: ignore[arg-type]  # JSON is a scalar over any plain value
    )


GIVEN = {name: command for name, command in COMMANDS.items() if RULES[name]}
"""Without those that only the platform gives."""

Mutation = strawberry.type(
    type("Mutation", (), {camel(name): _mutation(name, command) for name, command in GIVEN.items()})
)
