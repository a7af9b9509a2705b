"""What a command names must be there: units and posts that are active, seats that somebody holds."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from typing import Any
from uuid import UUID

from domain.kernel import Command, Rejection, Seat
from domain.organisation import Organisation

Check = Callable[[Any, Organisation], None]


def check_named(command: Command[Any], organisation: Organisation) -> None:
    """Refuse what does not fit into the organisation as it is, whoever asks for it."""
    check = ALWAYS.get(command.name)
    if check is not None:
        check(command, organisation)


def check_named_by_person(command: Command[Any], organisation: Organisation) -> None:
    """Refuse what a person cannot name, though the platform may (it follows up what has just ended)."""
    check = OF_PERSONS.get(command.name)
    if check is not None:
        check(command, organisation)


def check_seat(seat: Seat, organisation: Organisation) -> None:
    """Refuse a seat that does not exist or has ended."""
    if seat.post is None:
        return organisation.check_active(seat.unit)
    fact = organisation.posts.get(seat.post)
    if fact is None or fact.unit != seat.unit:
        raise Rejection("seat.unknown", post=str(seat.post))
    if not fact.active:
        raise Rejection("seat.closed", post=str(seat.post))
    return None


def check_receiver(seat: Seat, organisation: Organisation) -> None:
    """Refuse a seat that cannot receive work: one that has ended, or a post that nobody holds."""
    check_seat(seat, organisation)
    if seat.post is not None and organisation.posts[seat.post].holder is None:
        raise Rejection("seat.empty", post=str(seat.post), unit=str(seat.unit))


def _assign(command: Any, organisation: Organisation) -> None:
    if command.assigner or command.directive or command.form:
        raise Rejection("access.platform-only", rule="task.assign")
    _seats((command.lead, *command.coordinating), (*command.following, command.chaser), organisation)


def _seats(
    receiving: Iterable[Seat | None], named: Iterable[Seat | None], organisation: Organisation
) -> None:
    for seat in receiving:
        if seat is not None:
            check_receiver(seat, organisation)
    for seat in named:
        if seat is not None:
            check_seat(seat, organisation)


def _recurring(command: Any, organisation: Organisation) -> None:
    wanted = command.wanted
    _seats((wanted.lead, *wanted.coordinating), (wanted.chaser,), organisation)
    _active(wanted.units, organisation)


def _issue(command: Any, organisation: Organisation) -> None:
    if command.issuer or command.source:
        raise Rejection("access.platform-only", rule="directive.issue")
    _active(command.units, organisation)


def _reassign(command: Any, organisation: Organisation) -> None:
    if command.replaces is not None:
        raise Rejection("access.platform-only", rule="task.reassign")
    check_receiver(command.lead, organisation)


def _decline(command: Any, organisation: Organisation) -> None:
    if command.suggested is not None:
        check_seat(command.suggested, organisation)


def _units(command: Any, organisation: Organisation) -> None:
    _active(command.units, organisation)


def _active(units: Iterable[UUID], organisation: Organisation) -> None:
    for unit in units:
        organisation.check_active(unit)


def _parent(command: Any, organisation: Organisation) -> None:
    if command.parent is not None:
        organisation.check_active(command.parent)


def _successors(command: Any, organisation: Organisation) -> None:
    into = command.into if isinstance(command.into, tuple) else (command.into,)
    organisation.check_successors(command.unit, into)


def _holder(command: Any, organisation: Organisation) -> None:
    if command.holder is None:
        return
    _account(command.holder, organisation)


def _account(official: UUID, organisation: Organisation) -> None:
    account = organisation.officials.get(official)
    if account is None or not account.active:
        raise Rejection("official.not-active", official=str(official))


def _members(command: Any, organisation: Organisation) -> None:
    for official in command.members:
        _account(official, organisation)


def _brought(command: Any, organisation: Organisation) -> None:
    for official in command.officials:
        _account(official, organisation)


def _mentions(command: Any, organisation: Organisation) -> None:
    for mention in command.mentions:
        known: dict[str, Container[UUID | None]] = {
            "official": organisation.officials,
            "post": organisation.posts,
            "unit": organisation.units,
            "everyone": (None,),
        }
        if mention.id not in known[mention.kind]:
            raise Rejection("message.mention-unknown", kind=mention.kind, id=str(mention.id))


def _parties(command: Any, organisation: Organisation) -> None:
    for post in (command.giver, command.receiver):
        fact = organisation.posts.get(post)
        if fact is None or not fact.active:
            raise Rejection("seat.unknown", post=str(post))


def _stand_ins(command: Any, organisation: Organisation) -> None:
    for each in command.stand_ins:
        fact = organisation.posts.get(each.stand_in)
        if fact is None:
            raise Rejection("seat.unknown", post=str(each.stand_in))
        check_receiver(Seat(unit=fact.unit, post=each.stand_in), organisation)


OF_PERSONS: dict[str, Check] = {
    "task.assign": _assign,
    "task.subAssign": lambda command, organisation: check_receiver(command.to, organisation),
    "task.reassign": _reassign,
    "task.decline": _decline,
    "directive.issue": _issue,
    "recurrence.setUp": _recurring,
    "recurrence.change": _recurring,
    "directive.addUnits": _units,
    "announcement.issue": _units,
    "channel.create": _members,
    "channel.direct": lambda command, organisation: _account(command.official, organisation),
    "channel.add": _brought,
    "absence.declare": _stand_ins,
    "absence.change": _stand_ins,
    "message.post": _mentions,
    "message.edit": _mentions,
}

ALWAYS: dict[str, Check] = {
    "unit.create": _parent,
    "unit.move": lambda command, organisation: organisation.check_move(command.unit, command.parent),
    "unit.merge": _successors,
    "unit.split": _successors,
    "unit.close": lambda command, organisation: organisation.check_empty(command.unit),
    "evaluationRule.draft": lambda command, organisation: organisation.check_active(command.unit),
    "post.create": lambda command, organisation: organisation.check_active(command.unit),
    "post.handOver": _holder,
    "template.create": lambda command, organisation: organisation.check_active(command.unit),
    "power.grant": lambda command, organisation: organisation.check_active(command.unit),
    "delegation.give": _parties,
    "reminding.set": lambda command, organisation: organisation.check_active(command.unit),
    "absence.declare": lambda command, organisation: _account(command.official, organisation),
}
