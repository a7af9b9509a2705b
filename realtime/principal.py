"""Who a token speaks for, and how the gateway asks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from uuid import UUID

import msgspec


class Principal(msgspec.Struct, frozen=True):
    """A signed-in official: their account, the session behind the token, its end in seconds since 1970."""

    official: UUID
    session: UUID
    expires: float


class Refused(Exception):
    """The token is not accepted; `forbidden` if it is sound, but its official may not connect."""

    def __init__(self, reason: str, forbidden: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.forbidden = forbidden


Verify = Callable[[str], Principal]
"""Reads an access token; raises Refused."""

Revoked = Callable[[Collection[UUID]], Awaitable[Collection[UUID]]]
"""Those of the given sessions that were revoked."""
