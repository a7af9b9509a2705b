"""The facts about a template. What it says is the unit's, not a person's own words."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from msgspec.structs import replace

from domain.kernel import CreatedEvent, Evolving
from domain.template.state import Outline, State


class Created(CreatedEvent):
    """A unit has a new template."""

    TOPIC = "template.created"
    unit: UUID
    name: str
    outline: Outline

    def begin(self) -> State:
        """The first state."""
        return State(
            id=self.originator_id,
            unit=self.unit,
            name=self.name,
            outline=self.outline,
            retired=False,
            created_at=self.timestamp,
            updated_at=self.timestamp,
            version=self.originator_version,
        )

    def apply(self, aggregate: Any) -> None:
        aggregate.state = self.begin()


class TemplateEvent(Evolving):
    """A fact about a template after its first."""


class Changed(TemplateEvent):
    """It says something else from this version on."""

    TOPIC = "template.changed"
    name: str
    outline: Outline

    def change(self, state: State) -> State:
        return replace(state, name=self.name, outline=self.outline, updated_at=self.timestamp)


class Retired(TemplateEvent):
    """No task is to be made from it any more."""

    TOPIC = "template.retired"

    def change(self, state: State) -> State:
        return replace(state, retired=True, updated_at=self.timestamp)
