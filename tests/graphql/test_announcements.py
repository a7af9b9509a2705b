"""Announcements through GraphQL: what they said, who has read them, and to whom that is shown."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID, uuid4

import pytest

from backend.commands import CommandRunner
from backend.graphql.ids import global_id
from domain import receipt
from domain.announcement import commands as c
from domain.announcement.state import audience
from domain.kernel import desk_scope, unit_scope
from domain.organisation import Organisation, scopes
from domain.seeing import sees
from tests.graphql.conftest import Ask
from tests.projections.city import City

BOARD = """
query ($id: ID!) { announcement(id: $id) {
    title state edition countsFrom mine { openedAt edition acknowledgedAt }
    board { unit { id } people opened acknowledged }
    editions { number title again author { id } }
} }
"""
PEOPLE = """
query ($id: ID!, $unit: ID, $state: ReaderState, $search: String, $after: String) { announcement(id: $id) {
    people(unit: $unit, state: $state, search: $search, first: 2, after: $after) {
        nodes { state openedAt edition official { id name } unit { id } } pageInfo { hasNextPage endCursor }
    }
} }
"""
ACKNOWLEDGE = """
mutation ($input: AnnouncementAcknowledgeInput!) { announcementAcknowledge(input: $input) {
    __typename ... on Done { id position } ... on CommandProblem { code detail }
} }
"""


class Told:
    """An announcement that is told to three units, read by some, corrected, and read by some again."""

    def __init__(self, city: City, organisation: Organisation) -> None:
        self.city, self.organisation = city, organisation
        self.units = city.units[1:4]
        self.author, seat = next((who, at) for who, at in map(city.acting, city.posts) if who)
        command = c.Issue(title="Lịch trực", text="Trực 24/24", units=tuple(self.units))
        made = city.run(command, self.author, seat)
        assert made is not None
        self.id = made
        self.issuer = seat
        self.readers = self._told()
        self.did: dict[UUID, str] = dict.fromkeys(self.readers, "NOT_YET")
        self._read(receipt.Acknowledge, 1, "OPENED", range(0, 3))
        city.run(
            c.Correct(announcement=made, title="Lịch trực", text="Đến ngày 12", again=True), self.author, seat
        )
        self._read(receipt.Acknowledge, 2, "ACKNOWLEDGED", range(2, 5))
        self._read(receipt.Open, 2, "OPENED", range(5, 6))

    def _told(self) -> dict[UUID, UUID]:
        found: dict[UUID, UUID] = {}
        for official in self.city.people:
            held = scopes(official, self.organisation)
            unit = next((unit for unit in self.units if unit_scope(unit) in held), None)
            if unit is not None and official != self.author:
                found[official] = unit
        return found

    def _read(self, kind: type[receipt.ReceiptKeeping], edition: int, state: str, which: range) -> None:
        for official in list(self.readers)[which.start : which.stop]:
            unit = self.readers[official]
            assert self.city.run(kind(announcement=self.id, unit=unit, edition=edition), official)
            self.did[official] = state

    def watcher(self, scope: str) -> UUID | None:
        """Somebody who holds a scope, and not the issuer's."""
        issuers = {self.issuer.scope, desk_scope(self.issuer.unit)}
        held = {official: scopes(official, self.organisation) for official in self.city.people}
        return next((who for who, has in held.items() if scope in has and not issuers & has), None)


@pytest.fixture
async def told(city: City, commands: CommandRunner, store: Any) -> Told:
    for unit in city.units[1:4]:
        for _ in range(3):
            city.seat(unit, "Chuyên viên", leading=False)
    await city.store(store)
    made = Told(city, await commands.standing.current())
    await city.store(store)
    await city.shown()  # type: ignore[attr-defined]
    return made


async def asked(ask: Ask, who: UUID, query: str, **variables: Any) -> dict[str, Any]:
    result = await ask(who, query, **variables)
    assert not result.errors, result.errors
    assert result.data is not None
    found: dict[str, Any] = result.data["announcement"]
    return found


async def everybody(ask: Ask, who: UUID, told: Told, **only: Any) -> list[dict[str, Any]]:
    """All pages."""
    found: list[dict[str, Any]] = []
    after = None
    while True:
        people = (await asked(ask, who, PEOPLE, id=str(told.id), after=after, **only))["people"]
        found += people["nodes"]
        after = people["pageInfo"]["endCursor"]
        if not people["pageInfo"]["hasNextPage"]:
            return found


async def test_the_issuer_sees_how_many_of_each_unit_have_read_it(ask: Ask, told: Told) -> None:
    found = await asked(ask, told.author, BOARD, id=global_id("Announcement", told.id))
    assert (found["state"], found["edition"], found["countsFrom"], found["mine"]) == ("ISSUED", 2, 2, None)
    assert [(each["number"], each["again"]) for each in found["editions"]] == [(1, False), (2, True)]
    people = Counter(told.readers.values())
    expected = [
        {
            "unit": {"id": global_id("Unit", unit)},
            "people": people[unit],
            "opened": sum(told.readers[who] == unit and told.did[who] != "NOT_YET" for who in told.did),
            "acknowledged": sum(
                told.readers[who] == unit and told.did[who] == "ACKNOWLEDGED" for who in told.did
            ),
        }
        for unit in told.units
    ]
    assert found["board"] == expected
    assert sum(line["acknowledged"] for line in expected) == 3


async def test_and_who_they_are_page_by_page(ask: Ask, told: Told) -> None:
    found = await everybody(ask, told.author, told)
    assert {each["official"]["id"]: (each["state"], each["unit"]["id"]) for each in found} == {
        global_id("Official", who): (did, global_id("Unit", told.readers[who]))
        for who, did in told.did.items()
    }
    assert len(found) == len(told.did)
    for state in ("NOT_YET", "OPENED", "ACKNOWLEDGED"):
        only = await everybody(ask, told.author, told, state=state)
        assert len(only) == list(told.did.values()).count(state)
        assert {each["state"] for each in only} <= {state}
    unit = told.units[0]
    there = await everybody(ask, told.author, told, unit=str(unit))
    assert len(there) == list(told.readers.values()).count(unit)
    name = found[0]["official"]["name"]
    assert any(
        each["official"]["name"] == name for each in await everybody(ask, told.author, told, search=name)
    )


async def test_others_see_their_own_unit_or_nobody(ask: Ask, told: Told) -> None:
    desk = next((unit for unit in told.units if told.watcher(desk_scope(unit))), None)
    assert desk is not None
    who = told.watcher(desk_scope(desk))
    assert who is not None
    found = await asked(ask, who, BOARD, id=str(told.id))
    held = scopes(who, told.organisation)
    own = [unit for unit in told.units if desk_scope(unit) in held]
    assert [line["unit"]["id"] for line in found["board"]] == [global_id("Unit", unit) for unit in own]
    others = {told.readers[reader] for reader in told.readers} - set(own)
    for unit in others:
        assert await everybody(ask, who, told, unit=str(unit)) == []


async def test_only_whom_it_is_for_sees_it_at_all(ask: Ask, told: Told) -> None:
    seen_by = audience(told.city.nouns[told.id].state)
    strangers = [who for who in told.city.people if not sees(who, seen_by, told.organisation)]
    assert strangers
    for stranger in strangers[:2]:
        assert (await ask(stranger, BOARD, id=str(told.id))).data == {"announcement": None}
    listed = await ask(told.author, "{ announcements(first: 1) { nodes { title } } }")
    assert listed.data == {"announcements": {"nodes": [{"title": "Lịch trực"}]}}


async def test_a_reader_acknowledges(ask: Ask, told: Told, city: City) -> None:
    who = next(who for who, did in told.did.items() if did == "NOT_YET")
    post = next(iter(told.organisation.posts_of(who)))
    args = {"announcement": str(told.id), "unit": str(told.readers[who]), "edition": 2}
    sent = {"clientMutationId": str(uuid4()), "actingAs": {"post": str(post)}, **args}
    result = await ask(who, ACKNOWLEDGE, input=sent)
    assert result.data is not None, result.errors
    done = result.data["announcementAcknowledge"]
    assert done["id"] == global_id("Receipt", receipt.receipt_of(told.id, who)), done
    found = await ask(who, BOARD, at_least=done["position"], id=str(told.id))
    assert found.data is not None
    assert found.data["announcement"]["mine"]["edition"] == 2
    denied = {**sent, "clientMutationId": str(uuid4()), "unit": str(uuid4())}
    problem = (await ask(who, ACKNOWLEDGE, input=denied)).data
    assert problem is not None
    assert problem["announcementAcknowledge"]["code"] == "access.denied"
    assert "thuộc đơn vị nhận thông báo" in problem["announcementAcknowledge"]["detail"]
