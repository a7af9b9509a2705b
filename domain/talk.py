"""Where people talk: in a unit, at a task, at a directive, in a channel; and who hears what is said there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal
from uuid import UUID

from domain.channel.channel import Channel
from domain.channel.state import Posting
from domain.directive.directive import Directive
from domain.directive.state import audience as directive_audience
from domain.kernel import Noun, Rejection, Seat, Struct, channel_scope, unit_scope
from domain.task.state import audience as task_audience
from domain.task.task import Task
from domain.unit import Unit

PlaceKind = Literal["unit", "task", "directive", "open", "private", "group", "direct"]


class Place(Struct, frozen=True):
    """A place where one talks. `audience` hears; `host` keeps order there besides a channel's moderators."""

    id: UUID
    kind: PlaceKind
    audience: frozenset[str]
    closed: bool = False
    host: Seat | None = None
    posting: Posting = "all"


def place_of(noun: Any) -> Place | None:
    """The place that an aggregate is, if one can talk there."""
    match noun:
        case Unit(id=id):
            heard, ended = frozenset({unit_scope(id)}), noun.state != "active"
            return Place(id=id, kind="unit", audience=heard, closed=ended, host=Seat(unit=id))
        case Task(id=id, state=task):
            return Place(id=id, kind="task", audience=task_audience(task), host=task.assigner)
        case Directive(id=id, state=directive):
            heard = directive_audience(directive)
            return Place(id=id, kind="directive", audience=heard, host=directive.issuer)
        case Channel(id=id, state=channel):
            heard, ended = frozenset({channel_scope(id)}), channel.archived
            return Place(id=id, kind=channel.kind, audience=heard, closed=ended, posting=channel.posting)
    return None


def place_in(read: Mapping[UUID, Noun], place: UUID) -> Place:
    """The place as it was loaded with the command; refuses an id that is none's."""
    found = place_of(read.get(place))
    if found is None:
        raise Rejection("channel.not-found", channel=str(place))
    return found


def heard_by(kind: PlaceKind, place: UUID) -> str | None:
    """The one scope that hears what is said in a place; None at a task or directive, where its seats do."""
    if kind == "unit":
        return unit_scope(place)
    return None if kind in ("task", "directive") else channel_scope(place)
