"""Random requests: every command of the catalogue, given by those who may, almost may, and may not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec

from domain import delegation, file, hand_over, official, post, unit
from domain.directive import commands as d
from domain.facts import DELEGABLE, POWERS
from domain.kernel import Actor, Command, Noun, Seat
from domain.task import commands as t
from domain.template import commands as template
from tests.contracts.absences import MAKE as ABSENCES
from tests.contracts.actors import everybody, odd, platform
from tests.contracts.announcements import MAKE as ANNOUNCEMENTS
from tests.contracts.announcements import told
from tests.contracts.judged import MAKE as JUDGED
from tests.contracts.moments import MAKE as MOMENTS
from tests.contracts.naive import Known
from tests.contracts.organisations import DEADLINE, NOW, World
from tests.contracts.recurring import MAKE as RECURRING
from tests.contracts.rules import Rules
from tests.contracts.talk import MAKE as TALK
from tests.contracts.talk import near
from tests.domain.examples import FLOOD_FORM, OUTLINE


class Asked(msgspec.Struct):
    """One request: a command to a subject by an actor."""

    command: Command[Any]
    subject: Noun | None
    known: Known
    read: dict[UUID, Noun]
    actor: Actor


Make = Callable[[World], Command[Any]]


def _nearby(world: World) -> tuple[UUID, UUID]:
    """Two units that often have to do with each other."""
    inner = world.some_unit()
    above = [*world.organisation.ancestors(inner)]
    return inner, world.random.choice([*above, world.some_unit()])


def _seat_near(world: World, unit: UUID) -> Seat:
    """A seat, often in or above this unit."""
    if world.chance(0.3):
        return world.seat()
    if world.chance(0.4):
        return Seat(unit=unit)
    posts = [id for id, fact in world.organisation.posts.items() if fact.unit == unit]
    return Seat(unit=unit, post=world.random.choice(posts)) if posts else world.seat()


def _named(world: World) -> Seat:
    """A seat that is only named, sometimes in a unit that does not exist."""
    return Seat(unit=world.id()) if world.chance(0.2) else world.seat()


def _assign(world: World) -> Command[Any]:
    near = world.some_unit()
    some = world.random.choice(((), (), (_seat_near(world, near),)))
    platform = world.chance(0.2)
    below = world.random.choice((*world.tasks, world.id())) if world.chance(0.3) else None
    return t.Assign(
        title="-",
        lead=_seat_near(world, near),
        urgency="normal",
        deadline=DEADLINE,
        coordinating=some,
        following=(_named(world),) if world.chance(0.2) else (),
        chaser=_named(world) if world.chance(0.2) else None,
        parent=below,
        directive=world.id() if platform and world.chance(0.4) else None,
        assigner=world.seat() if platform and world.chance(0.4) else None,
        form=FLOOD_FORM if platform and world.chance(0.4) else (),
    )


def _task(world: World) -> UUID:
    return world.random.choice(world.tasks)


def _chain(world: World, task: UUID) -> tuple[Seat, ...]:
    known = world.known[task].task
    assert known is not None
    return known.chain


def _sub_assign(world: World) -> Command[Any]:
    task = _task(world)
    unit = world.random.choice((_chain(world, task)[-1].unit, world.some_unit()))
    return t.SubAssign(task=task, to=_seat_near(world, unit))


def _reassign(world: World) -> Command[Any]:
    task = _task(world)
    chain = _chain(world, task)
    seats = (*chain, _seat_near(world, chain[-1].unit), world.seat())
    return t.Reassign(
        task=task,
        lead=world.random.choice(seats),
        replaces=world.random.choice(chain) if world.chance(0.1) else None,
    )


def _decline(world: World) -> Command[Any]:
    return t.Decline(task=_task(world), reason="-", suggested=_named(world) if world.chance(0.6) else None)


def _units(world: World) -> tuple[UUID, ...]:
    return tuple(world.some_unit() for _ in range(world.random.randint(1, 2)))


def _directive(world: World) -> UUID:
    return world.random.choice(world.directives)


def _split(world: World) -> Command[Any]:
    into = world.random.choice((_nearby(world), tuple(world.random.sample(world.units, 2))))
    return unit.Divide(unit=_any_unit(world), into=into)


def _give(world: World) -> Command[Any]:
    powers = tuple(world.random.sample(DELEGABLE, world.random.choice((1, 1, 2))))
    return delegation.Give(
        giver=_any_post(world),
        receiver=world.some_post(),
        powers=powers,
        start=NOW,
        end=NOW + timedelta(days=1),
        paper="-",
    )


def _any_post(world: World) -> UUID:
    """A post that exists: a change of another one is not asked about."""
    return world.random.choice(world.posts)


def _any_unit(world: World) -> UUID:
    return world.random.choice(world.units)


def _without_posts(world: World) -> UUID:
    empty = [unit for unit in world.units if not world.organisation.seats_in(unit)]
    return world.random.choice(empty or world.units)


def _template(world: World) -> UUID:
    return world.random.choice(world.templates)


def _power(world: World) -> str:
    return world.random.choice(POWERS)


MAKE: dict[str, Make] = (
    TALK
    | ANNOUNCEMENTS
    | MOMENTS
    | JUDGED
    | ABSENCES
    | RECURRING
    | {
        "unit.create": lambda w: unit.Create(
            full_name="-",
            short_name="-",
            code="X",
            kind="ward",
            parent=None if w.chance(0.3) else w.some_unit(),
        ),
        "unit.rename": lambda w: unit.Rename(unit=_any_unit(w), full_name="-", short_name="-"),
        "unit.move": lambda w: unit.Move(unit=_any_unit(w), parent=w.random.choice(_nearby(w))),
        "unit.merge": lambda w: unit.Merge(
            unit=_any_unit(w), into=w.random.choice((*_nearby(w), _any_unit(w)))
        ),
        "unit.split": _split,
        "unit.close": lambda w: unit.Close(unit=w.random.choice((_any_unit(w), _without_posts(w)))),
        "post.create": lambda w: post.Create(unit=w.some_unit(), title="-"),
        "post.change": lambda w: post.Alter(post=_any_post(w), title="-", leading=True, order=1, intake=True),
        "post.handOver": lambda w: post.HandOver(
            post=_any_post(w), holder=w.random.choice((None, w.id(), *w.officials))
        ),
        "post.close": lambda w: post.Close(post=_any_post(w)),
        "power.grant": lambda w: post.Grant(post=_any_post(w), power=_power(w), unit=w.some_unit()),
        "power.revoke": lambda w: post.Revoke(post=_any_post(w), power=_power(w), unit=w.some_unit()),
        "official.register": lambda w: official.Register(full_name="-", email="x@city.example"),
        "official.change": lambda w: official.Alter(
            official=w.random.choice(w.officials), full_name="-", email="x@city.example"
        ),
        "official.leave": lambda w: official.Leave(official=w.random.choice(w.officials)),
        "official.erase": lambda w: official.Erase(official=w.random.choice(w.officials)),
        "delegation.give": _give,
        "delegation.revoke": lambda w: delegation.Revoke(delegation=w.random.choice(w.delegations)),
        "delegation.followDates": lambda w: delegation.FollowDates(delegation=w.random.choice(w.delegations)),
        "file.store": lambda w: file.Store(
            file=w.id(), file_name="-", size=1, media_type="text/plain", digest="0" * 64
        ),
        "task.assign": _assign,
        "task.open": lambda w: t.Open(task=_task(w)),
        "task.accept": lambda w: t.Accept(task=_task(w)),
        "task.decline": _decline,
        "task.subAssign": _sub_assign,
        "task.reassign": _reassign,
        "task.report": lambda w: t.Report(task=_task(w), percent=50, text="-"),
        "directive.answer": lambda w: t.AnswerForm(task=_task(w), answers=()),
        "task.submit": lambda w: t.Submit(task=_task(w)),
        "task.endorse": lambda w: t.Endorse(task=_task(w)),
        "task.return": lambda w: t.Return(task=_task(w), reason="-"),
        "task.complete": lambda w: t.Complete(task=_task(w)),
        "task.requestExtension": lambda w: t.RequestExtension(task=_task(w), deadline=DEADLINE, reason="-"),
        "task.grantExtension": lambda w: t.GrantExtension(task=_task(w)),
        "task.refuseExtension": lambda w: t.RefuseExtension(task=_task(w), reason="-"),
        "task.changeDeadline": lambda w: t.ChangeDeadline(task=_task(w), deadline=DEADLINE),
        "task.chase": lambda w: t.Chase(task=_task(w)),
        "task.cancel": lambda w: t.Cancel(task=_task(w), reason="-"),
        "task.reopen": lambda w: t.Reopen(task=_task(w), reason="-"),
        "task.suspend": lambda w: t.Suspend(task=_task(w), reason="-"),
        "task.resume": lambda w: t.Resume(task=_task(w)),
        "task.setChecklist": lambda w: t.SetChecklist(task=_task(w), items=()),
        "task.check": lambda w: t.Check(task=_task(w), item=w.id()),
        "task.label": lambda w: t.Label(task=_task(w), labels=()),
        "task.setWeight": lambda w: t.SetWeight(task=_task(w), weight=1.0),
        "template.create": lambda w: template.Create(unit=w.some_unit(), full_name="-", outline=OUTLINE),
        "template.change": lambda w: template.Alter(template=_template(w), full_name="-", outline=OUTLINE),
        "template.retire": lambda w: template.Retire(template=_template(w)),
        "directive.issue": lambda w: d.Issue(
            title="-",
            text="-",
            deadline=DEADLINE,
            urgency="normal",
            units=_units(w),
            issuer=w.seat() if w.chance(0.05) else None,
        ),
        "directive.addUnits": lambda w: d.AddUnits(directive=_directive(w), units=_units(w)),
        "directive.changeDeadline": lambda w: d.ChangeDeadline(directive=_directive(w), deadline=DEADLINE),
        "directive.recall": lambda w: d.Recall(directive=_directive(w), reason="-"),
        "directive.close": lambda w: d.Close(directive=_directive(w)),
        "directive.chase": lambda w: d.Chase(directive=_directive(w)),
        "delegation.remind": lambda w: delegation.Remind(delegation=w.random.choice(w.delegations), due=NOW),
        "task.followParent": lambda w: t.FollowParent(task=_task(w)),
        "handOver.record": lambda w: hand_over.Record(kind="seat", seat=w.seat(), position=1),
    }
)


TRIES = 6
ROUNDS = {
    "message": 3,
    "channel": 2,
    "announcement": 2,
    "absence": 2,
    "contest": 3,
    "unit": 2,
    "task.assign": 3,
    "recurrence": 2,
}
"""How often a command, or each of a noun, is made where there is much that it can name."""


def requests(world: World, model: Rules) -> Iterator[Asked]:
    """Each command, by several: anybody, somebody odd, and some who may according to the model."""
    actors = everybody(world)
    for make in _rounds():
        for asked, able in _asked(world, model, make, actors):
            who = [*(world.random.choice(actors) for _ in range(4)), odd(world), *able]
            who.append(platform(world, asked.command.name))
            hearing = near(world, asked.command) + told(world, asked.command)
            there = [actor for actor in actors if actor.official in hearing]
            who += world.random.sample(there, min(len(there), 4))
            for actor in who:
                yield msgspec.structs.replace(asked, actor=actor)


def _rounds() -> Iterator[Make]:
    for name, make in MAKE.items():
        noun = name.partition(".")[0]
        yield from [make] * ROUNDS.get(name, ROUNDS.get(noun, 1))


def _asked(
    world: World, model: Rules, make: Make, actors: list[Actor]
) -> Iterator[tuple[Asked, list[Actor]]]:
    """A command as it comes and, if nobody may give that one, another for which somebody may."""
    for attempt in range(TRIES):
        command = make(world)
        target = getattr(command, "target", None)
        subject = world.nouns.get(target) if target else None
        known = world.known.get(target, Known()) if target else Known()
        read = {id: world.nouns[id] for id in command.reads(subject) if id in world.nouns}
        known = msgspec.structs.replace(known, read={id: world.known[id] for id in read})
        able = _some_who_may(world, model, command, known, actors)
        if able or attempt == 0:
            yield Asked(command=command, subject=subject, known=known, read=read, actor=actors[0]), able
        if able:
            break


def _some_who_may(
    world: World, model: Rules, command: Command[Any], known: Known, actors: list[Actor]
) -> list[Actor]:
    """Up to three whom section 4 does not stop, though what they name may: so both are asked about enough."""
    found: list[Actor] = []
    for actor in world.random.sample(actors, len(actors)):
        code = model.refusal(command, known, actor, NOW) or ""
        if not code.startswith("actor.") and code != "access.denied":
            found.append(actor)
            if len(found) == 3:
                break
    return found
