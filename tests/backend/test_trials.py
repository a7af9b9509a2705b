"""A rule tried on a past period says who would have had another level and why, and nothing else changes."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import httpx
import msgspec
import pytest
from msgspec.structs import replace

from backend.evaluation.serving import TRIALS
from backend.http import app
from domain import post, reminding
from domain.evaluation import rule
from domain.evaluation.parameters import DEFAULT, Parameters
from domain.reminding import ReminderRule, Step
from tests.backend.conftest import Api
from tests.backend.serving import serving
from tests.backend.test_export import projected
from tests.graphql.test_evaluation import JULY, Ward
from tests.projections.city import City


class Office:
    """A ward's three tasks of July (see `Ward`) behind the application's address."""

    def __init__(self, api: Api, address: str, until: Any) -> None:
        self.api, self.address, self.until = api, address, until
        self.ward = Ward(City().found())
        self.city = self.ward.city

    async def shown(self) -> None:
        store: Any = self.api.services.log
        await self.city.store(store)
        await self.until.reach(await store.head())

    async def ask(self, who: UUID, path: str, **wanted: Any) -> tuple[int, list[dict[str, Any]]]:
        token = (await self.api.services.sessions.open(who)).access
        async with httpx.AsyncClient(base_url=self.address, timeout=30) as client:
            answer = await client.post(
                path, content=msgspec.json.encode(wanted), headers={"authorization": f"Bearer {token}"}
            )
        return answer.status_code, [json.loads(line) for line in answer.text.splitlines()]

    async def tried(self, who: UUID, parameters: Parameters | None = None, **more: Any) -> Any:
        """What a rule of evaluation would have led to in the city."""
        wanted = {"unit": self.ward.top, "period": JULY, "parameters": parameters} | more
        status, lines = await self.ask(who, "/api/evaluation/trials", **wanted)
        assert status == 200, lines
        assert [line["done"] for line in lines[:-1]][-1] == lines[-2]["of"] == len(self.city.units)
        return lines[-1]

    @property
    def chairman(self) -> UUID:
        who: UUID = self.city.nouns[self.ward.chairman].holder
        return who


@pytest.fixture
async def office(api: Api, dsn: str) -> AsyncIterator[Office]:
    store: Any = api.services.log
    async with projected(store, dsn) as until, serving(app.create(api.services, TRIALS)) as address:
        made = Office(api, address, until)
        await made.shown()
        yield made


async def test_who_would_have_had_another_level_and_why(office: Office) -> None:
    """With a delay taking all of a task's progress the worker has 66,67, 66,67 and 33,33: 55,56 instead of
    63,89, which is still completed; with completed from 60 on, the level falls as well."""
    same_level = await office.tried(office.chairman, replace(DEFAULT, per_delay=100, red_below=50))
    assert (same_level["judged"], same_level["changed"]) == (1, 0)
    found = await office.tried(office.chairman, replace(DEFAULT, per_delay=100, completed=60))
    assert (found["judged"], found["untouched"], found["changed"]) == (1, 0, 1)
    change = found["changes"][0]
    assert (change["official"], change["unit"]) == (str(office.ward.person), str(office.ward.unit))
    assert (change["levelBefore"], change["levelAfter"]) == ("completed", "failed")
    assert (change["percentBefore"], change["percentAfter"]) == (63.89, 55.56)
    assert (change["reason"], change["tasks"]) == ("progress", [str(office.ward.late)])
    assert found["levels"] == [{"before": "completed", "after": "failed", "people": 1}]
    assert found["reasons"] == {"progress": 1}


async def test_limits_alone_are_a_reason(office: Office) -> None:
    found = await office.tried(office.chairman, replace(DEFAULT, red_below=50))
    assert found["lights"] == [{"before": "red", "after": "yellow", "people": 1}]
    assert (found["levels"], found["reasons"], found["changes"][0]["tasks"]) == ([], {"limits": 1}, [])


async def test_the_rule_that_holds_changes_nothing(office: Office) -> None:
    assert (await office.tried(office.chairman, DEFAULT))["changed"] == 0
    adopted = office.city.run(
        rule.Draft(unit=office.ward.top, title="-", parameters=replace(DEFAULT, per_delay=90, completed=60))
    )
    assert adopted is not None
    office.city.run(rule.Adopt(rule=adopted, starts=JULY))
    await office.shown()
    assert (await office.tried(office.chairman, None, rule=adopted))["changed"] == 0
    assert (await office.tried(office.chairman, DEFAULT))["levels"] == [
        {"before": "failed", "after": "completed", "people": 1}
    ]


async def test_units_with_a_rule_of_their_own_are_not_touched(office: Office) -> None:
    own = office.city.run(rule.Draft(unit=office.ward.unit, title="-"))
    assert own is not None
    office.city.run(rule.Adopt(rule=own, starts=JULY))
    await office.shown()
    found = await office.tried(office.chairman, replace(DEFAULT, per_delay=100, completed=60))
    assert (found["judged"], found["untouched"], found["changed"]) == (1, 1, 0)


async def test_who_leads_sees_names_who_administers_numbers_others_nothing(office: Office) -> None:
    strict = replace(DEFAULT, per_delay=100, completed=60)
    for who in (office.ward.person, office.ward.head):
        wanted = {"unit": office.ward.top, "period": JULY, "parameters": strict}
        status, _ = await office.ask(who, "/api/evaluation/trials", **wanted)
        assert status == 403
    clerk = office.city.seat(office.ward.top, "Quản trị", leading=False)
    assert clerk.post is not None
    office.city.run(post.Grant(post=clerk.post, power="administer", unit=office.ward.top))
    await office.shown()
    found = await office.tried(office.city.nouns[clerk.post].holder, strict)
    assert (found["changed"], found["changes"]) == (1, [])


async def test_a_rule_that_means_nothing_is_refused(office: Office) -> None:
    wanted = {"unit": office.ward.top, "period": JULY, "parameters": replace(DEFAULT, good=95)}
    status, problem = await office.ask(office.chairman, "/api/evaluation/trials", **wanted)
    assert (status, problem[0]["code"]) == (409, "evaluation-rule.levels-disordered")


ONCE = ReminderRule(
    at="08:00", before=(), due=("lead",), past=(), unopened=None, extension=None, submission=None
)


async def test_how_many_reminders_a_rule_would_have_sent(office: Office) -> None:
    """One of the three tasks came to its deadline unfinished, another two days before it was handed in."""
    wanted = {"unit": office.ward.top, "period": JULY}
    status, lines = await office.ask(office.chairman, "/api/reminders/trials", **wanted, rule=ONCE)
    assert status == 200
    found = lines[-1]
    assert found["tasks"] == 3
    assert found["after"] == {"reminders": 2, "kinds": {"due": 2}, "roles": {"lead": 2}}
    assert [(each["unit"], each["after"]) for each in found["units"]] == [(str(office.ward.unit), 2)]
    assert found["before"]["reminders"] > 2


async def test_each_working_day_past_the_deadline(office: Office) -> None:
    """The second task was due on Friday the eleventh at 07:05 or so and handed in on Sunday; the last one on
    Sunday the twenty-seventh: the four working days until August."""
    daily = replace(ONCE, due=(), past=(Step(days=1, to=("lead", "leader")),))
    wanted = {"unit": office.ward.top, "period": JULY}
    _, lines = await office.ask(office.chairman, "/api/reminders/trials", **wanted, rule=daily)
    assert lines[-1]["after"] == {"reminders": 4, "kinds": {"past": 4}, "roles": {"lead": 4, "leader": 4}}


async def test_the_reminders_that_hold_now_are_what_a_trial_is_compared_with(office: Office) -> None:
    office.city.run(reminding.Set(unit=office.ward.unit, rule=ONCE))
    await office.shown()
    wanted = {"unit": office.ward.unit, "period": JULY}
    _, lines = await office.ask(office.chairman, "/api/reminders/trials", **wanted, rule=ONCE)
    assert lines[-1]["before"] == lines[-1]["after"]
    others = {"unit": office.ward.top, "period": JULY, "rule": replace(ONCE, due=())}
    _, lines = await office.ask(office.chairman, "/api/reminders/trials", **others)
    assert lines[-1]["after"]["reminders"] == 2, "the ward has a rule of its own"
