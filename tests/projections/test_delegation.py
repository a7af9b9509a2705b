"""Who acts for another by delegation has the other's scope, from its beginning to its end."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from domain import delegation, post
from domain.kernel import post_scope
from domain.organisation import scopes
from tests.projections.city import City
from tests.projections.tables import Tables
from tests.projections.test_incremental import organisation


class Lent:
    """A city whose chairman lends to a ward's specialist, and its tables."""

    def __init__(self, tables: Tables, conn: Any) -> None:
        self.tables, self.conn = tables, conn
        self.city = City().found()
        self.giver, self.receiver = self.city.posts[0], self.city.posts[2]
        self.paper: UUID

    async def scopes(self, person: UUID) -> set[str]:
        """What a person holds by the tables, once they have taken in all."""
        behind = [at for at in self.city.events if at.position > self.tables.group.position]
        await self.tables.pages(behind, [1])
        lines = await self.conn.fetch(
            "SELECT scope FROM person_scope WHERE official = $1 AND NOT gone", person
        )
        held = {line[0] for line in lines}
        assert held == scopes(person, organisation(self.city))
        return held

    async def sees(self, person: UUID) -> bool:
        """Whether a person sees the chairman's work."""
        return post_scope(self.giver) in await self.scopes(person)

    def give(self, start: timedelta = timedelta()) -> None:
        """The chairman lends, from a moment on."""
        begin = self.city.now + timedelta(minutes=1) + start
        give = delegation.Give(
            giver=self.giver,
            receiver=self.receiver,
            powers=("approve",),
            start=begin,
            end=begin + timedelta(days=1),
            paper="12/UQ-UBND",
        )
        made = self.city.run(give)
        assert made is not None
        self.paper = made

    def follow_dates(self, later: timedelta) -> None:
        """The dates are looked at after a time."""
        self.city.now += later
        self.city.run(delegation.FollowDates(delegation=self.paper))


@pytest.fixture
def lent(tables: Tables, conn: Any) -> Lent:
    return Lent(tables, conn)


async def test_from_its_start_to_its_end(lent: Lent) -> None:
    person = lent.city.people[2]
    lent.give(timedelta(hours=1))
    assert not await lent.sees(person)
    lent.follow_dates(timedelta(hours=2))
    assert await lent.sees(person)
    row = await lent.tables.row("delegation", lent.paper)
    assert (row["inForce"], row["revoked"], row["paper"]) == (True, False, "12/UQ-UBND")
    lent.follow_dates(timedelta(days=2))
    assert not await lent.sees(person)


async def test_until_it_is_revoked(lent: Lent) -> None:
    lent.give()
    assert await lent.sees(lent.city.people[2])
    lent.city.run(delegation.Revoke(delegation=lent.paper))
    assert not await lent.sees(lent.city.people[2])


async def test_it_follows_the_receiving_post_to_its_next_holder(lent: Lent) -> None:
    lent.give()
    before, after = lent.city.people[2], lent.city.people[4]
    lent.city.run(post.HandOver(post=lent.receiver, holder=after))
    assert (await lent.sees(before), await lent.sees(after)) == (False, True)


async def test_it_ends_with_the_giver_s_post(lent: Lent) -> None:
    lent.give()
    assert await lent.sees(lent.city.people[2])
    lent.city.run(post.Close(post=lent.giver))
    assert not await lent.sees(lent.city.people[2])
    assert not await lent.sees(lent.city.people[0])


async def test_both_posts_see_it_and_nobody_else(lent: Lent) -> None:
    lent.give()
    await lent.scopes(lent.city.people[0])
    seen = {post_scope(lent.giver), post_scope(lent.receiver)}
    assert set(await lent.tables.scopes("delegation", lent.paper)) == seen


async def test_a_projector_that_starts_anew_knows_it(lent: Lent) -> None:
    lent.give()
    await lent.scopes(lent.city.people[2])
    await lent.tables.group.open(lent.conn)
    lent.city.run(post.Close(post=lent.giver))
    assert not await lent.sees(lent.city.people[2])
