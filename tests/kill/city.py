"""A small city on a real database: a chairman who may address all, wards with a chairman and a clerk."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

import msgspec

from backend import app
from backend.settings import Settings
from domain import official, post, unit
from domain.kernel import Actor, Command
from projections.kernel import Commands, Request

SETUP = Actor(official=None, policy="setup")


class Person(msgspec.Struct, frozen=True):
    """An official in a seat, with an access token of their own."""

    official: UUID
    post: UUID
    unit: UUID
    token: str


class City(msgspec.Struct, frozen=True):
    """Who is there."""

    chairman: Person
    wards: tuple[Person, ...]
    clerks: tuple[Person, ...]


class Founding:
    """Sets the city up through the write path."""

    def __init__(self, commands: Commands, tokens: app.Auth) -> None:
        self._commands = commands
        self._tokens = tokens

    async def run(self, command: Command[Any]) -> UUID:
        """Do it; the id of what it creates."""
        id, noun = uuid4(), command.name.partition(".")[0]
        args = msgspec.json.encode(command)
        outcome = await self._commands.run(Request(id=id, name=command.name, args=args, actor=SETUP))
        assert outcome.problem is None, outcome.problem
        return uuid5(id, noun)

    async def unit(self, name: str, parent: UUID | None) -> UUID:
        kind = "ward" if parent else "city"
        code = f"H29.{uuid4().hex[:6].upper()}" if parent else "H29"
        return await self.run(
            unit.Create(full_name=name, short_name=name, code=code, kind=kind, parent=parent)
        )

    async def person(self, name: str, here: UUID, order: int) -> Person:
        """An official who holds a new post: a leading one, or (order 0) the intake."""
        card = official.Register(full_name=name, email=f"{uuid4().hex}@tp.vn")
        who = await self.run(card)
        seat = await self.run(
            post.Create(unit=here, title=name, leading=order > 0, order=order, intake=order == 0)
        )
        await self.run(post.HandOver(post=seat, holder=who))
        signed = await self._tokens.sessions.open(who, timedelta(hours=1))
        return Person(who, seat, here, signed.access)


async def found(settings: Settings, wards: int = 3) -> City:
    """The city, in the database of these settings."""
    async with (
        await app.open_store(settings) as store,
        app.open_pool(settings, "test") as pool,
        app.open_auth(settings, pool) as auth,
    ):
        founding = Founding(await app.open_commands(store), auth)
        top = await founding.unit("Thành phố", None)
        chairman = await founding.person("Chủ tịch UBND Thành phố", top, 1)
        for power in ("issue-directive", "assign-across"):
            await founding.run(post.Grant(post=chairman.post, power=power, unit=top))
        units = [await founding.unit(f"Phường {number}", top) for number in range(1, wards + 1)]
        return City(
            chairman=chairman,
            wards=tuple([await founding.person("Chủ tịch UBND Phường", each, 1) for each in units]),
            clerks=tuple([await founding.person("Văn thư", each, 0) for each in units]),
        )
