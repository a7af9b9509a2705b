"""The same questions to the specification's model and to `domain.access`: what each answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any
from uuid import UUID

import msgspec

from domain import access
from domain.announcement.state import State as Announcement
from domain.announcement.state import audience as announcement_audience
from domain.announcement.state import tally_audience
from domain.contest.state import State as Contest
from domain.contest.state import audience as contest_audience
from domain.directive.state import State as Directive
from domain.directive.state import audience as directive_audience
from domain.directive.state import line_audience
from domain.judging import sees_figure
from domain.kernel import Fact, Noun, Rejection, below_scope
from domain.organisation import Organisation, scopes
from domain.talk import place_of
from domain.task.state import State as Task
from domain.task.state import audience as task_audience
from tests.contracts.organisations import NOW, World
from tests.contracts.requests import Asked, requests
from tests.contracts.rules import Rules

Look = Callable[[UUID, Any, Organisation], Any]


class Sight(msgspec.Struct):
    """Whether an official sees a thing of this kind."""

    kind: str
    official: UUID
    thing: Any


class Answered(msgspec.Struct):
    """A question about one organisation, with the model's answer."""

    seed: int
    question: Asked | Sight
    meant: Any


def _line(official: UUID, line: tuple[Directive, UUID], organisation: Organisation) -> bool:
    directive, unit = line
    return access.sees(official, line_audience(directive.issuer, unit), organisation)


def _task(official: UUID, task: Task, organisation: Organisation) -> bool:
    return access.sees(official, task_audience(task), organisation)


def _directive(official: UUID, directive: Directive, organisation: Organisation) -> bool:
    return access.sees(official, directive_audience(directive), organisation)


def _place(official: UUID, noun: Noun, organisation: Organisation) -> bool:
    place = place_of(noun)
    assert place is not None
    return access.sees(official, place.audience, organisation)


def _announcement(official: UUID, announcement: Announcement, organisation: Organisation) -> bool:
    return access.sees(official, announcement_audience(announcement), organisation)


def _tally(official: UUID, tally: tuple[Announcement, UUID], organisation: Organisation) -> bool:
    announcement, unit = tally
    return access.sees(official, tally_audience(announcement.issuer, unit), organisation)


def _contest(official: UUID, contest: Contest, organisation: Organisation) -> bool:
    return access.sees(official, contest_audience(contest), organisation)


def _figure(official: UUID, figure: tuple[UUID, UUID], organisation: Organisation) -> bool:
    return sees_figure(official, *figure, organisation)


LOOKS: dict[str, Look] = {
    "scopes": lambda official, thing, organisation: set(scopes(official, organisation)),
    "below": lambda official, unit, organisation: access.may_open(official, below_scope(unit), organisation),
    "events": lambda official, thing, organisation: access.may_read(official, "events", organisation),
    "task": _task,
    "directive": _directive,
    "line": _line,
    "place": _place,
    "announcement": _announcement,
    "tally": _tally,
    "contest": _contest,
    "figure": _figure,
}


def said(question: Asked | Sight, organisation: Organisation) -> Any:
    """The code's answer: None or the code of a refusal; what is seen."""
    if isinstance(question, Sight):
        return LOOKS[question.kind](question.official, question.thing, organisation)
    try:
        access.decide(question.command, question.subject, question.actor, organisation, NOW, question.read)
    except Rejection as rejection:
        return rejection.code
    return None


@cache
def answered(seed: int) -> tuple[tuple[Fact, ...], list[Answered]]:
    """The facts of a random organisation, and what the model answers to all that is asked about it."""
    world = World(seed)
    model = Rules(world.facts)
    found = [
        Answered(seed, asked, model.refusal(asked.command, asked.known, asked.actor, NOW))
        for asked in requests(world, model)
    ]
    found += [Answered(seed, sight, meant) for sight, meant in _sights(world, model)]
    return tuple(world.facts), found


def _sights(world: World, model: Rules) -> Iterator[tuple[Sight, Any]]:
    directives = [world.known[id].directive for id in world.directives]
    for official in (*world.officials, world.id()):
        yield Sight("scopes", official, None), model.scopes(official)
        yield Sight("events", official, None), model.reads_all_events(official)
        for unit in world.units:
            yield Sight("below", official, unit), model.may_open(official, unit)
        for id in world.tasks:
            task = world.known[id].task
            assert task is not None
            yield Sight("task", official, task), model.sees_task(official, task)
        for id in (*world.units, *world.tasks, *world.directives, *world.channels):
            yield Sight("place", official, world.nouns[id]), model.hears(official, world.known[id])
        for directive in directives:
            assert directive is not None
            yield Sight("directive", official, directive), model.sees_directive(official, directive)
            for unit in directive.units:
                meant = model.sees_line(official, directive, unit)
                yield Sight("line", official, (directive, unit)), meant
        for id in world.announcements:
            told = world.known[id].announcement
            assert told is not None
            yield Sight("announcement", official, told), model.sees_announcement(official, told)
            for unit in told.units:
                yield Sight("tally", official, (told, unit)), model.sees_tally(official, told, unit)
        for id in world.contests:
            contest = world.known[id].contest
            assert contest is not None
            yield Sight("contest", official, contest), model.sees_contest(official, contest)
            figure = (contest.official, contest.unit)
            yield Sight("figure", official, figure), model.sees_figure(official, *figure)


def folded(facts: tuple[Fact, ...]) -> Organisation:
    """The organisation as decisions see it after these facts."""
    organisation = Organisation()
    for position, fact in enumerate(facts, start=1):
        organisation.apply(position, [fact])
    return organisation


def differences(seeds: range) -> Iterator[tuple[int, Answered, Any]]:
    """Each question to which the code answers otherwise, with how many had been asked until then."""
    asked = 0
    for seed in seeds:
        facts, questions = answered(seed)
        organisation = folded(facts)
        for question in questions:
            asked += 1
            answer = said(question.question, organisation)
            if answer != question.meant:
                yield asked, question, answer
