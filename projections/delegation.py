"""Delegations: who acts for whom, with which powers, and whether it is so now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from domain import delegation
from domain.facts import DelegationFact
from domain.kernel import Fact, post_scope
from projections.kernel import Recorded
from projections.projection import Projection, begins, on
from projections.row import Row
from projections.tables import Table


class DelegationRow(Row, kw_only=True):
    """Powers lent by one post to another. `in_force`: between its start and its end, and not revoked.

    `reminded_at`: when both were reminded that it ends.
    """

    giver: UUID
    receiver: UUID
    powers: tuple[str, ...]
    start: datetime
    end: datetime
    paper: str
    in_force: bool
    revoked: bool
    reminded_at: datetime | None


class Delegations(Projection[DelegationRow]):
    """Seen by both posts; the receiver's holder names it as the basis of what they do."""

    collection = "delegation"
    row = DelegationRow
    table = Table(
        "delegation_view",
        {
            "id": "uuid",
            "giver": "uuid",
            "receiver": "uuid",
            "start": "timestamptz",
            "end": "timestamptz",
            "revoked": "bool",
            "in_force": "bool",
        },
        indexes=("(giver)", "(receiver)"),
    )

    @begins(delegation.Created)
    def given(self, _: None, event: delegation.Created, at: Recorded) -> DelegationRow:
        return DelegationRow(
            giver=event.giver,
            receiver=event.receiver,
            powers=event.powers,
            start=event.start,
            end=event.end,
            paper=event.paper,
            in_force=False,
            revoked=False,
            reminded_at=None,
        )

    @on(delegation.Begun)
    def begun(self, row: DelegationRow, event: delegation.Begun, at: Recorded) -> DelegationRow:
        row.in_force = True
        return row

    @on(delegation.Ended)
    def ended(self, row: DelegationRow, event: delegation.Ended, at: Recorded) -> DelegationRow:
        row.in_force = False
        return row

    @on(delegation.Reminded)
    def reminded(self, row: DelegationRow, event: delegation.Reminded, at: Recorded) -> DelegationRow:
        row.reminded_at = event.timestamp
        return row

    @on(delegation.Revoked)
    def revoke(self, row: DelegationRow, event: delegation.Revoked, at: Recorded) -> DelegationRow:
        row.in_force, row.revoked = False, True
        return row

    def seen_by(self, state: DelegationRow) -> tuple[UUID, UUID]:
        return state.giver, state.receiver

    def audience(self, id: UUID, state: DelegationRow, place: frozenset[str]) -> frozenset[str]:
        return frozenset({post_scope(state.giver), post_scope(state.receiver)})

    def fact(self, id: UUID, state: DelegationRow) -> Fact:
        return DelegationFact(
            subject=id,
            giver=state.giver,
            receiver=state.receiver,
            powers=state.powers,
            start=state.start,
            end=state.end,
            revoked=state.revoked,
            in_force=state.in_force,
        )

    def columns(self, id: UUID, state: DelegationRow) -> Sequence[Any]:
        return (id, state.giver, state.receiver, state.start, state.end, state.revoked, state.in_force)
