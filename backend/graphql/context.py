"""What a GraphQL operation is given: who asks, in which language, and the ways to read and to act."""

from __future__ import annotations

from uuid import UUID

import asyncpg
from graphql import GraphQLError
from strawberry.litestar import BaseContext

from backend.graphql.reads import Reads
from backend.reached import Reached
from backend.write.weighing import Scales
from projections.kernel import Commands, Log


class Context(BaseContext, kw_only=True):
    """One request's context; `official` is None before sign-in. `at_least`: the position to wait for."""

    official: UUID | None
    language: str
    pool: asyncpg.Pool[asyncpg.Record]
    log: Log
    commands: Commands
    scales: Scales
    reached: Reached
    at_least: int = 0
    _reads: Reads | None = None

    @property
    def asker(self) -> UUID:
        """Who asks; refuses who is not signed in."""
        if self.official is None:
            raise GraphQLError(
                "Sign in first: send Authorization: Bearer with a token from /api/session.",
                extensions={"code": "unauthenticated"},
            )
        return self.official

    @property
    def reads(self) -> Reads:
        """The operation's one snapshot of the rows."""
        if self._reads is None:
            self._reads = Reads(self.pool, self.asker, self._caught_up)
        return self._reads

    async def _caught_up(self) -> None:
        if self.at_least and not await self.reached.at_least(self.at_least):
            raise GraphQLError(
                f"The rows have not reached position {self.at_least}; try again.",
                extensions={"code": "temporary"},
            )

    async def close(self) -> None:
        """Give back what the operation took."""
        if self._reads is not None:
            await self._reads.close()
            self._reads = None
