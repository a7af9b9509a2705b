"""A command decided on what is loaded: may the actor, does it make sense, what does it record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from domain.kernel import Actor, By, Change, Claim, Command, Creation, Keeping, Noun, Rejection
from domain.organisation import Organisation

Decide = Callable[[Command[Any], Noun | None, Actor, Organisation, datetime, Mapping[UUID, Noun]], None]
"""Raises a Rejection unless the actor may."""


class Decided(msgspec.Struct, frozen=True):
    """The aggregate with the events that the command recorded on it, and the values that it takes."""

    subject: Noun
    claims: tuple[Claim, ...]


def decided(
    command: Command[Any], subject: Noun | None, by: By, organisation: Organisation, decide: Decide
) -> Decided:
    """Decide a command; `subject` changes by it. Raises Rejection."""
    if isinstance(command, Change):
        if not isinstance(subject, command.noun):
            raise Rejection(f"{command.name.partition('.')[0]}.not-found")
    elif subject is not None and isinstance(command, Creation):
        raise Rejection("command.id-taken")
    decide(command, subject, by.actor, organisation, by.now, by.read)
    claims = command.claims(by, subject)
    if isinstance(command, Change):
        command.execute(subject, by)
    elif isinstance(command, Keeping):
        subject = command.keep(subject, by)
    else:
        assert isinstance(command, Creation)
        subject = command.create(by)
    assert subject is not None
    return Decided(subject, claims)
