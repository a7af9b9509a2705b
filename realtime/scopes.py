"""Who is told of which scope: standing ones by name, `below:` ones by each unit that they cover."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, TypeVar
from uuid import UUID

from domain.kernel import below_scope

BELOW = "below:"
M = TypeVar("M")


def below_unit(scope: str) -> UUID | None:
    """The unit of a `below:` scope; None for any other."""
    if not scope.startswith(BELOW):
        return None
    try:
        return UUID(scope.removeprefix(BELOW))
    except ValueError:
        return None


class Index(Generic[M]):
    """Row scope → those to be told, and under which of their scopes."""

    __slots__ = ("_standing", "_views")

    def __init__(self) -> None:
        self._standing: dict[str, set[M]] = {}
        self._views: dict[str, dict[str, set[M]]] = {}

    def add(self, member: M, scopes: Iterable[str]) -> None:
        """Tells `member` of these standing scopes."""
        for scope in scopes:
            self._standing.setdefault(scope, set()).add(member)

    def remove(self, member: M, scopes: Iterable[str]) -> None:
        """No longer."""
        for scope in scopes:
            members = self._standing.get(scope, set())
            members.discard(member)
            if not members:
                self._standing.pop(scope, None)

    def add_view(self, member: M, scope: str, units: Iterable[UUID]) -> None:
        """Tells `member` of what is below each of these units, under the one scope that it opened."""
        for unit in units:
            self._views.setdefault(below_scope(unit), {}).setdefault(scope, set()).add(member)

    def remove_view(self, member: M, scope: str, units: Iterable[UUID]) -> None:
        """No longer."""
        for unit in units:
            row_scope = below_scope(unit)
            views = self._views.get(row_scope, {})
            members = views.get(scope, set())
            members.discard(member)
            if not members:
                views.pop(scope, None)
            if not views:
                self._views.pop(row_scope, None)

    def standing(self, scope: str) -> set[M]:
        """Those who hold the scope."""
        return self._standing.get(scope, set())

    def watching(self, scope: str) -> Iterable[tuple[str, set[M]]]:
        """The scope's name to those told of it: itself, or the `below:` scopes that cover it."""
        if scope.startswith(BELOW):
            return self._views.get(scope, {}).items()
        members = self._standing.get(scope)
        return ((scope, members),) if members else ()
