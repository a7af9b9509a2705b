"""What is known of an announcement at a moment."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from domain.kernel import Seat, Struct, desk_scope, unit_scope

Status = Literal["issued", "withdrawn"]
Urgency = Literal["normal", "urgent"]


class State(Struct, frozen=True):
    """An announcement: what it says, whom it addresses. Who has opened it is in receipts, one a person.

    `edition` counts its texts from 1; `counts_from` is the first one that it is enough to have acknowledged.
    `author` wrote the first text, `written_by` the present one.
    """

    id: UUID
    title: str
    text: str
    urgency: Urgency
    units: tuple[UUID, ...]
    acknowledge: bool
    acknowledge_by: datetime | None
    attachments: tuple[UUID, ...]
    issuer: Seat
    author: UUID
    written_by: UUID
    status: Status
    reason: str | None
    withdrawn_by: UUID | None
    edition: int
    counts_from: int
    issued_at: datetime
    corrected_at: datetime | None
    reminded_at: datetime | None
    updated_at: datetime
    version: int


def addressed(state: State) -> frozenset[str]:
    """The scopes of those whom it is for: everybody who is in one of the units."""
    return frozenset(map(unit_scope, state.units))


def audience(state: State) -> frozenset[str]:
    """Who sees it: the issuer and their desk, and everybody in the addressed units."""
    return issuers(state.issuer) | addressed(state)


def tally_audience(issuer: Seat, unit: UUID) -> frozenset[str]:
    """Who sees how many of a unit have opened it: the issuer and their desk, and that unit's desk."""
    return issuers(issuer) | {desk_scope(unit)}


def issuers(issuer: Seat) -> frozenset[str]:
    """Who sees the whole board: the issuer and their desk."""
    return frozenset({issuer.scope, desk_scope(issuer.unit)})
