"""The schema: its roots, its guard, and what errors may say."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from typing import Any

import strawberry
import structlog
from graphql import GraphQLError
from strawberry.extensions import SchemaExtension
from strawberry.schema.config import StrawberryConfig

from backend.graphql.documents import Documents, GuardExtension
from backend.graphql.mutations import Mutation
from backend.graphql.query import Query

log = structlog.get_logger("graphql")


class Schema(strawberry.Schema):
    """Logs what went wrong in us, never what was asked: queries and variables may hold personal data."""

    def process_errors(self, errors: list[GraphQLError], execution_context: Any = None) -> None:
        for error in errors:
            if error.original_error is not None and not isinstance(error.original_error, GraphQLError):
                log.error("resolver failed", path=error.path, exc_info=error.original_error)


class Closing(SchemaExtension):
    """Gives back the operation's snapshot, and hides what only concerns us."""

    async def on_operation(self) -> AsyncIterator[None]:
        yield
        await self.execution_context.context.close()
        result: Any = self.execution_context.result
        if result is not None and result.errors:
            result.errors = [_shown(error) for error in result.errors]


def _shown(error: GraphQLError) -> GraphQLError:
    if error.original_error is None or isinstance(error.original_error, GraphQLError):
        return error
    return GraphQLError(
        "This could not be answered; try again.", path=error.path, extensions={"code": "internal"}
    )


class Guard(GuardExtension):
    """The guard over this schema's documents."""

    @property
    def documents(self) -> Documents:  # type: ignore[override]  # the schema is made after its extensions
        return DOCUMENTS


schema = Schema(
    query=Query,
    mutation=Mutation,
    extensions=[Guard, Closing],
    config=StrawberryConfig(auto_camel_case=True),
)
DOCUMENTS = Documents(schema._schema)

if __name__ == "__main__":
    sys.stdout.write(schema.as_str() + "\n")
