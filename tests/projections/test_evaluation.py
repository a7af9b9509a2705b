"""Rules of evaluation and contests as rows: who gets them, and what is left when somebody is erased."""

from __future__ import annotations

from uuid import UUID

from domain import official
from domain.contest import commands as contest
from domain.evaluation import rule
from domain.evaluation.judged import Excuse
from domain.kernel import ALL, Seat, below_scope, desk_scope, user_scope
from tests.projections.city import City
from tests.projections.tables import Tables

TASK = UUID(int=7)


async def live(tables: Tables, collection: str, id: UUID) -> set[str]:
    """The scopes that see a row now."""
    return {scope for scope, (_, gone) in (await tables.scopes(collection, id)).items() if not gone}


def contested(city: City) -> UUID:
    """A ward's specialist contests their figure, and the ward's chairman accepts."""
    (leader, head), (person, seat) = city.acting(city.posts[1]), city.acting(city.posts[2])
    made = city.run(
        contest.Raise(unit=seat.unit, to=seat.unit, period="2025-07", reason="Đường ngập"), person, seat
    )
    assert made is not None
    city.run(contest.Accept(contest=made, excuses=(Excuse(task=TASK, days=2),), answer="Đúng"), leader, head)
    return made


async def test_a_contest_is_its_officials_and_its_judges(tables: Tables) -> None:
    city = City(3).found()
    made = contested(city)
    await tables.apply(city.events)
    person, seat = city.acting(city.posts[2])
    assert person is not None
    scopes = {user_scope(person), desk_scope(seat.unit), below_scope(seat.unit)}
    assert await live(tables, "contest", made) == scopes
    row = await tables.row("contest", made)
    assert (row["state"], row["reason"], row["answer"]) == ("accepted", "Đường ngập", "Đúng")
    assert row["excuses"] == [{"task": str(TASK), "days": 2, "returns": 0, "leftOut": False}]


async def test_erasure_takes_the_words_of_each(tables: Tables) -> None:
    city = City(3).found()
    made = contested(city)
    leader, person = (city.acting(seat)[0] for seat in city.posts[1:3])
    await tables.apply(city.events)
    for who, left in ((person, ("", "Đúng")), (leader, ("", ""))):
        assert who is not None
        city.run(official.Leave(official=who))
        city.run(official.Erase(official=who))
        await tables.apply(city.events[tables.group.position :])
        row = await tables.row("contest", made)
        assert (row["reason"], row["answer"]) == left


async def test_a_draft_is_its_desks_until_it_is_adopted(tables: Tables) -> None:
    city = City(3).found()
    unit, who = city.units[1], city.people[0]
    seat = Seat(unit, city.posts[1])
    made = city.run(rule.Draft(unit=unit, title="Quy tắc"), who, seat)
    assert made is not None
    await tables.apply(city.events)
    assert await live(tables, "evaluationRule", made) == {desk_scope(unit)}
    city.run(rule.Adopt(rule=made, starts="2025-07"), who, seat)
    await tables.apply(city.events[tables.group.position :])
    assert await live(tables, "evaluationRule", made) == {ALL}
    dropped = city.run(rule.Draft(unit=unit, title="Quy tắc"), who, seat)
    assert dropped is not None
    city.run(rule.Adopt(rule=dropped, starts="2025-09"), who, seat)
    city.run(rule.Withdraw(rule=dropped), who, seat)
    await tables.apply(city.events[tables.group.position :])
    assert await live(tables, "evaluationRule", dropped) == {desk_scope(unit)}
