"""The aggregate of a template: it holds the state; its events change it, its commands decide about it."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from domain.kernel import Held, Noun, Rejection
from domain.task.state import TemplateVersion
from domain.template.events import Created
from domain.template.state import State


class Template(Noun, Held[State], created=Created):
    """What tasks of a kind begin with."""

    TOPIC = "template"

    def require_in_use(self) -> State:
        """The state; refuses a template that was retired."""
        if self.state.retired:
            raise Rejection("template.retired", template=str(self.id))
        return self.state


def check_template(read: Mapping[UUID, Noun], named: TemplateVersion | None) -> None:
    """Refuse a template, or a version of one, that there is not; one that was retired meanwhile will do."""
    if named is None:
        return
    found = read.get(named.id)
    if not isinstance(found, Template) or not 1 <= named.version <= found.state.version:
        raise Rejection("template.not-found", template=str(named.id))
