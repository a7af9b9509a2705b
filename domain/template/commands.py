"""Set up a template, change it, retire it."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

import msgspec

from domain import text
from domain.kernel import By, Change, Creation, Noun
from domain.template.events import Changed, Created, Retired
from domain.template.state import Outline
from domain.template.template import Template


class Create(Creation[Template], frozen=True):
    """Set up a template of a unit, under a name by which it is found there."""

    name: ClassVar[str] = "template.create"
    noun: ClassVar[type[Noun]] = Template
    unit: UUID
    full_name: str = msgspec.field(name="name")
    outline: Outline

    def create(self, by: By) -> Template:
        return Template.begin(
            Created,
            self.identity(by),
            by,
            unit=self.unit,
            name=text.required("name", self.full_name),
            outline=self.outline.checked(),
        )


class TemplateChange(Change[Template], frozen=True):
    """A command to one template."""

    noun: ClassVar[type[Noun]] = Template
    template: UUID

    @property
    def target(self) -> UUID:
        return self.template


class Alter(TemplateChange, frozen=True):
    """Have it say something else from now on: tasks made before keep the version that they were made from."""

    name: ClassVar[str] = "template.change"
    full_name: str = msgspec.field(name="name")
    outline: Outline

    def execute(self, subject: Template, by: By) -> None:
        state = subject.require_in_use()
        name, outline = text.required("name", self.full_name), self.outline.checked()
        if (name, outline) != (state.name, state.outline):
            subject.record(Changed, by, name=name, outline=outline)


class Retire(TemplateChange, frozen=True):
    """Have no more tasks made from it. Again, it changes nothing."""

    name: ClassVar[str] = "template.retire"

    def execute(self, subject: Template, by: By) -> None:
        if not subject.state.retired:
            subject.record(Retired, by)
