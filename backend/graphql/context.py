"""What a GraphQL operation is given: who asks, in which language, and the ways to read and to act."""

from __future__ import annotations

from uuid import UUID

import asyncpg
from strawberry.litestar import BaseContext

from projections.kernel import Commands, Log


class Context(BaseContext, kw_only=True):
    """One request's context; `official` is None before sign-in."""

    official: UUID | None
    language: str
    pool: asyncpg.Pool
    log: Log
    commands: Commands
