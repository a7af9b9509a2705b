"""Templates through GraphQL: those of one's units, by name, and what they said before."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import msgspec
import pytest

from backend.graphql.ids import global_id
from backend.store.store import Store
from domain.kernel import Command, Seat, unit_scope
from domain.organisation import Organisation, scopes
from domain.template import commands as c
from domain.template.state import Outline, Term
from tests.graphql.conftest import Ask
from tests.projections.city import City

LIST = """
query ($search: String, $unit: ID, $retired: Boolean! = false, $after: String) {
    templates(search: $search, unit: $unit, retired: $retired, first: 2, after: $after) {
        nodes { id name version unit { id } } pageInfo { hasNextPage endCursor }
    }
}
"""
ONE = """
query ($id: ID!, $version: Int) { template(id: $id, version: $version) {
    name version retired outline { title checklist labels weight urgency term { days of } }
} }
"""
NAMES = ("Báo cáo tuần", "Ăn toàn thực phẩm", "Đo điểm ngập")


class Office:
    """A unit with three templates, one of which changed twice, and another that was retired."""

    def __init__(self, city: City, organisation: Organisation) -> None:
        self.city = city
        post, fact = next(
            (id, fact) for id, fact in organisation.posts.items() if fact.holder and fact.leading
        )
        assert fact.holder is not None
        self.member, self.unit = fact.holder, fact.unit
        self.seat = Seat(unit=self.unit, post=post)
        held = {official: scopes(official, organisation) for official in city.people}
        self.stranger = next(who for who, has in held.items() if unit_scope(self.unit) not in has)
        self.outline = Outline(title="Báo cáo", checklist=("Thu thập",), labels=("y tế",), term=Term(days=5))
        self.ids = [self._made(name) for name in NAMES]
        for title in ("Báo cáo tuần 2", "Báo cáo tuần 3"):
            said = msgspec.structs.replace(self.outline, title=title)
            self._do(c.Alter(template=self.ids[0], full_name=title, outline=said))
        self.gone = self._made("Bỏ")
        self._do(c.Retire(template=self.gone))

    def _do(self, command: Command[Any]) -> UUID:
        made = self.city.run(command, self.member, self.seat)
        assert made is not None
        return made

    def _made(self, name: str) -> UUID:
        return self._do(c.Create(unit=self.unit, full_name=name, outline=self.outline))


@pytest.fixture
async def office(city: City, organisation: Organisation, store: Store) -> Office:
    made = Office(city, organisation)
    await city.store(store)
    await city.shown()  # type: ignore[attr-defined]
    return made


async def asked(ask: Ask, who: UUID, query: str, field: str, **variables: Any) -> Any:
    result = await ask(who, query, **variables)
    assert not result.errors, result.errors
    assert result.data is not None
    return result.data[field]


async def test_those_of_ones_units_by_name(ask: Ask, office: Office) -> None:
    names: list[str] = []
    after = None
    while True:
        page = await asked(ask, office.member, LIST, "templates", after=after)
        names += [each["name"] for each in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert names == ["Ăn toàn thực phẩm", "Báo cáo tuần 3", "Đo điểm ngập"]
    assert (await asked(ask, office.stranger, LIST, "templates"))["nodes"] == []


@pytest.mark.parametrize(
    ("only", "names"),
    [
        ({"search": "bao cao"}, ["Báo cáo tuần 3"]),
        ({"search": "ngâp"}, []),
        ({"retired": True}, ["Bỏ"]),
    ],
)
async def test_those_that_are_looked_for(
    ask: Ask, office: Office, only: dict[str, Any], names: list[str]
) -> None:
    page = await asked(ask, office.member, LIST, "templates", **only)
    assert [each["name"] for each in page["nodes"]] == names


async def test_of_one_unit(ask: Ask, office: Office) -> None:
    unit = global_id("Unit", office.unit)
    page = await asked(ask, office.member, LIST, "templates", unit=unit)
    assert {each["unit"]["id"] for each in page["nodes"]} == {unit}
    other = next(id for id in office.city.units if id != office.unit)
    page = await asked(ask, office.member, LIST, "templates", unit=global_id("Unit", other))
    assert page["nodes"] == []


@pytest.mark.parametrize(
    ("version", "title"),
    [(None, "Báo cáo tuần 3"), (3, "Báo cáo tuần 3"), (2, "Báo cáo tuần 2"), (1, "Báo cáo")],
)
async def test_each_version_is_read(ask: Ask, office: Office, version: int | None, title: str) -> None:
    id = global_id("Template", office.ids[0])
    found = await asked(ask, office.member, ONE, "template", id=id, version=version)
    assert (found["version"], found["outline"]["title"]) == (version or 3, title)
    assert found["outline"]["term"] == {"days": 5, "of": "WORKING"}
    assert found["outline"]["checklist"] == ["Thu thập"]


@pytest.mark.parametrize("version", [0, 4])
async def test_no_version_that_there_is_not(ask: Ask, office: Office, version: int) -> None:
    id = global_id("Template", office.ids[0])
    assert await asked(ask, office.member, ONE, "template", id=id, version=version) is None


async def test_of_others_neither_now_nor_before(ask: Ask, office: Office) -> None:
    id = global_id("Template", office.ids[0])
    for version in (None, 1):
        assert await asked(ask, office.stranger, ONE, "template", id=id, version=version) is None


async def test_the_deadline_that_it_proposes(ask: Ask, office: Office) -> None:
    query = "query ($id: ID!, $at: DateTime) { template(id: $id) { proposedDeadline(at: $at) } }"
    id = global_id("Template", office.ids[0])
    found = await ask(office.member, query, id=id, at="2025-07-07T02:00:00Z")
    assert found.errors is None
    assert found.data == {"template": {"proposedDeadline": "2025-07-14T10:00:00+00:00"}}
