"""Evaluation through GraphQL: what work comes to, by which rule, who sees it, what a contest changes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from backend.graphql.ids import global_id
from backend.store.store import Store
from domain import post
from domain.contest import commands as contest
from domain.evaluation import rule
from domain.evaluation.judged import Excuse
from domain.evaluation.parameters import DEFAULT
from domain.kernel import Seat
from domain.task import commands as t
from tests.graphql.conftest import Ask
from tests.projections.city import City

FIELDS = """
    official { id } period units quantity quality progress percent points mostPoints level light
    rule { id title state parameters { name value origin reference says } }
    lines { taskId task { title } part outcome units daysLate delays returns excuse { days } lost }
    contests { id state answer excuses { days } }
"""
ONE = f"""
query ($period: String!, $whose: ID, $unit: ID, $asOf: DateTime) {{
    evaluation(period: $period, official: $whose, unit: $unit, asOf: $asOf) {{ {FIELDS} }}
}}
"""
MANY = """
query ($period: String!, $unit: ID!, $level: EvaluationLevel, $after: String) {
    evaluations(period: $period, unit: $unit, level: $level, first: 1, after: $after) {
        nodes { official { id name } level percent } pageInfo { hasNextPage endCursor }
    }
}
"""
RULES = "query ($unit: ID!) { evaluationRules(unit: $unit) { id title state starts until } }"
CONTESTS = """
query ($mine: Boolean, $state: ContestState) {
    contests(mine: $mine, state: $state) { nodes { id reason state task { id } to { id } } }
}
"""
JULY = "2025-07"


class Ward:
    """A ward's specialist with three tasks in July: done in time, done two days late, not done."""

    def __init__(self, city: City) -> None:
        self.city = city
        self.top, self.chairman = city.units[0], city.posts[0]
        self.unit = city.unit("Phường Thủ Thiêm", self.top)
        self.leader = city.seat(self.unit, "Chủ tịch", leading=True)
        self.worker = city.seat(self.unit, "Chuyên viên", leading=False)
        self.head, self.person = self.holder(self.leader), self.holder(self.worker)
        self.start = city.now
        self.done, self.late, self.missing = (self.task(days) for days in (3, 4, 20))
        self.finish(self.done, days=2)
        self.finish(self.late, days=6)
        city.now = self.start + timedelta(days=22)

    def holder(self, seat: Seat) -> UUID:
        assert seat.post is not None
        who = self.city.nouns[seat.post].holder
        assert isinstance(who, UUID)
        return who

    def task(self, days: int) -> UUID:
        due = self.start + timedelta(days=days)
        command = t.Assign(title=f"Việc {days}", lead=self.worker, urgency="normal", deadline=due)
        made = self.city.run(command, self.head, self.leader)
        assert made is not None
        return made

    def finish(self, task: UUID, days: int) -> None:
        self.city.now = self.start + timedelta(days=days)
        self.city.run(t.Submit(task=task, text="Đã xong"), self.person, self.worker)
        self.city.run(t.Complete(task=task), self.head, self.leader)


@pytest.fixture
async def ward(city: City, store: Store) -> Ward:
    made = Ward(city)
    await settle(made, store)
    return made


async def settle(ward: Ward, store: Store) -> None:
    await ward.city.store(store)
    await ward.city.shown()  # type: ignore[attr-defined]


async def asked(ask: Ask, who: UUID, query: str, name: str, **variables: Any) -> Any:
    result = await ask(who, query, **variables)
    assert not result.errors, result.errors
    assert result.data is not None
    return result.data[name]


def of(ward: Ward) -> dict[str, str]:
    return {"whose": global_id("Official", ward.person), "unit": global_id("Unit", ward.unit)}


async def test_ones_own_figure_explains_itself(ask: Ask, ward: Ward) -> None:
    """Of three units two were done: quantity and quality 66,67; progress (1 + 0,75)/3 = 58,33; all 63,89."""
    found = await asked(ask, ward.person, ONE, "evaluation", period=JULY)
    assert (found["units"], found["quantity"], found["quality"], found["progress"]) == (
        3,
        66.67,
        66.67,
        58.33,
    )
    assert (found["percent"], found["points"], found["mostPoints"]) == (63.89, 44.72, 70)
    assert (found["level"], found["light"]) == ("COMPLETED", "RED")
    lines = {line["taskId"]: line for line in found["lines"]}
    late, missing = lines[global_id("Task", ward.late)], lines[global_id("Task", ward.missing)]
    assert (late["outcome"], late["daysLate"], late["delays"], late["lost"]) == ("LATE", 3, 1, 2.78)
    assert (missing["outcome"], missing["lost"], missing["task"]["title"]) == ("OVERDUE", 33.33, "Việc 20")
    assert found["rule"]["id"] is None
    parameters = {each["name"]: each for each in found["rule"]["parameters"]}
    assert parameters["perDelay"]["origin"] == "DECREE"
    assert parameters["perDelay"]["reference"] == "Nghị định 335/2025/NĐ-CP, Điều 14, khoản 2, điểm c"
    assert (parameters["coordinating"]["origin"], parameters["coordinating"]["value"]) == ("PRACTICE", 30)


async def test_as_it_was_known_then(ask: Ask, ward: Ward) -> None:
    when = ward.start + timedelta(days=5)
    found = await asked(ask, ward.person, ONE, "evaluation", period=JULY, asOf=when.isoformat(), **of(ward))
    outcomes = {line["taskId"]: line["outcome"] for line in found["lines"]}
    assert outcomes == {global_id("Task", ward.done): "IN_TIME", global_id("Task", ward.late): "OVERDUE"}


async def test_it_is_shown_to_oneself_and_to_leaders_above_alone(ask: Ask, ward: Ward) -> None:
    chairman = ward.city.nouns[ward.chairman].holder
    for who in ward.city.people:
        found = await asked(ask, who, ONE, "evaluation", period=JULY, **of(ward))
        page = await asked(ask, who, MANY, "evaluations", period=JULY, unit=of(ward)["unit"])
        above = who == ward.head or _looks_down(ward, who)
        assert (found is not None) == (above or who == ward.person)
        assert bool(page["nodes"]) == above
    assert _looks_down(ward, chairman)


def _looks_down(ward: Ward, who: UUID) -> bool:
    """Whether somebody leads the city, by the nouns themselves."""
    held = [ward.city.nouns[id] for id in ward.city.posts]
    return any(at.holder == who and at.leading and at.unit == ward.top for at in held if at.active)


async def test_a_units_people_page_by_page(ask: Ask, ward: Ward) -> None:
    found, after = [], None
    while True:
        page = await asked(
            ask, ward.head, MANY, "evaluations", period=JULY, unit=of(ward)["unit"], after=after
        )
        found += page["nodes"]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert [each["official"]["name"] for each in found] == sorted(each["official"]["name"] for each in found)
    levels = {each["official"]["id"]: each["level"] for each in found}
    expected = {ward.head: "NONE", ward.person: "COMPLETED"}
    assert levels == {global_id("Official", who): level for who, level in expected.items()}
    only = await asked(ask, ward.head, MANY, "evaluations", period=JULY, unit=of(ward)["unit"], level="NONE")
    assert [each["level"] for each in only["nodes"]] == ["NONE"]


async def test_what_was_confirmed_changes_the_figure_from_then_on(ask: Ask, ward: Ward, store: Store) -> None:
    """Three days of the late task do not count: progress is 2/3 as well, 66,67 in all."""
    city = ward.city
    raised = city.run(
        contest.Raise(unit=ward.unit, to=ward.unit, period=JULY, task=ward.late, reason="Ngập"),
        ward.person,
        ward.worker,
    )
    assert raised is not None
    before = city.now
    excuse = Excuse(task=ward.late, days=3)
    city.run(contest.Accept(contest=raised, excuses=(excuse,), answer="Đúng"), ward.head, ward.leader)
    await settle(ward, store)
    found = await asked(ask, ward.person, ONE, "evaluation", period=JULY)
    assert (found["progress"], found["percent"]) == (66.67, 66.67)
    late = next(line for line in found["lines"] if line["taskId"] == global_id("Task", ward.late))
    assert (late["outcome"], late["excuse"]) == ("IN_TIME", {"days": 3})
    assert [(each["state"], each["answer"]) for each in found["contests"]] == [("ACCEPTED", "Đúng")]
    then = await asked(ask, ward.person, ONE, "evaluation", period=JULY, asOf=before.isoformat())
    assert next(x for x in then["lines"] if x["taskId"] == late["taskId"])["outcome"] == "LATE"


async def test_contests_are_ones_own_or_wait_for_ones_decision(ask: Ask, ward: Ward, store: Store) -> None:
    command = contest.Raise(unit=ward.unit, to=ward.unit, period=JULY, reason="Ngập")
    id = ward.city.run(command, ward.person, ward.worker)
    assert id is not None
    await settle(ward, store)
    for who, mine, count in ((ward.person, True, 1), (ward.head, False, 1), (ward.head, True, 0)):
        found = await asked(ask, who, CONTESTS, "contests", mine=mine, state="OPEN")
        assert [each["id"] for each in found["nodes"]] == [global_id("Contest", id)] * count
    outsider = next(
        who for who in ward.city.people if who not in (ward.head, ward.person) and not _above(ward, who)
    )
    assert (await asked(ask, outsider, CONTESTS, "contests"))["nodes"] == []


def _above(ward: Ward, who: UUID) -> bool:
    return _looks_down(ward, who)


async def test_the_rule_of_the_nearest_unit_holds_from_its_period_on(
    ask: Ask, ward: Ward, store: Store
) -> None:
    """With every delay taking all of a task's progress: 1/3 = 33,33 for progress."""
    city = ward.city

    def adopted(unit: UUID, starts: str, **changes: Any) -> UUID:
        parameters = type(DEFAULT)(
            **{name: getattr(DEFAULT, name) for name in DEFAULT.__struct_fields__} | changes
        )
        made = city.run(rule.Draft(unit=unit, title="Quy tắc", parameters=parameters), ward.head, ward.leader)
        assert made is not None
        city.run(rule.Adopt(rule=made, starts=starts), ward.head, ward.leader)
        return made

    adopted(ward.top, JULY, per_delay=50)
    own = adopted(ward.unit, JULY, per_delay=100)
    later = adopted(ward.unit, "2025-08", per_delay=0)
    await settle(ward, store)
    found = await asked(ask, ward.person, ONE, "evaluation", period=JULY)
    assert (found["rule"]["id"], found["progress"]) == (global_id("EvaluationRule", own), 33.33)
    perDelay = next(each for each in found["rule"]["parameters"] if each["name"] == "perDelay")
    assert (perDelay["origin"], perDelay["reference"]) == ("OWN", None)
    listed = await asked(ask, ward.person, RULES, "evaluationRules", unit=of(ward)["unit"])
    assert [(each["id"], each["state"]) for each in listed][:2] == [
        (global_id("EvaluationRule", later), "IN_FORCE"),
        (global_id("EvaluationRule", own), "SUPERSEDED"),
    ]
    assert listed[-1]["id"] is None


async def test_a_seat_that_changed_hands(ask: Ask, ward: Ward, store: Store) -> None:
    """Who comes on the day on which the open task was late already has nothing to answer for in July."""
    newcomer = ward.city.person()
    ward.city.run(post.HandOver(post=ward.worker.post or ward.unit, holder=newcomer))
    await settle(ward, store)
    theirs = await asked(ask, newcomer, ONE, "evaluation", period=JULY)
    assert (theirs["level"], theirs["lines"]) == ("NONE", [])
    mine = await asked(ask, ward.person, ONE, "evaluation", period=JULY)
    assert len(mine["lines"]) == 3


async def test_a_wrong_period_is_said(ask: Ask, ward: Ward) -> None:
    result = await ask(ward.person, ONE, period="07/2025")
    assert result.errors is not None
    assert result.errors[0].extensions == {"code": "evaluation.no-such-period"}
