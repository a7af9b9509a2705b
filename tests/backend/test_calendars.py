"""My deadlines as a calendar: what it holds, who may fetch it, how often, and what never leaves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

import httpx
import msgspec
import pytest
from icalendar import Calendar
from structlog.testing import capture_logs

from backend.auth.attempts import PER_CALENDAR
from backend.logs import hide, traceback_without_texts
from backend.store.store import Store
from domain import official, post, unit
from domain.kernel import Actor, Command, Seat
from domain.task import commands as tasks
from projections.catalog import PROJECTIONS
from projections.group import Group
from projections.kernel import Request
from tests.backend.conftest import Api
from tests.backend.test_http import problem

SETUP = Actor(official=None, policy="setup")
DEADLINE = datetime(2031, 3, 3, 10, tzinfo=UTC)


class Ward:
    """A ward with a leader and a clerk, whose calendar is fetched."""

    def __init__(self, api: Api) -> None:
        self.api = api

    async def found(self) -> Ward:
        self.unit = await self.run(
            unit.Create(full_name="-", short_name="-", code="H1", kind="ward", parent=None)
        )
        self.leader, self.chief = await self.seat(leading=True)
        self.clerk, self.lan = await self.seat(leading=False)
        return self

    async def run(self, command: Command[Any], actor: Actor = SETUP) -> UUID:
        request = Request(id=uuid4(), name=command.name, args=msgspec.json.encode(command), actor=actor)
        outcome = await self.api.services.commands.run(request)
        assert outcome.problem is None, outcome.problem
        return uuid5(request.id, command.name.partition(".")[0])

    async def seat(self, *, leading: bool) -> tuple[Seat, UUID]:
        made = await self.run(post.Create(unit=self.unit, title="-", leading=leading))
        person = await self.run(official.Register(full_name="-", email=f"{uuid4().hex}@city.example"))
        await self.run(post.HandOver(post=made, holder=person))
        return Seat(unit=self.unit, post=made), person

    async def assign(self, title: str, lead: Seat, **more: Any) -> UUID:
        command = tasks.Assign(title=title, lead=lead, urgency="normal", deadline=DEADLINE, **more)
        return await self.run(command, Actor(official=self.chief, post=self.leader.post))

    async def project(self) -> None:
        """Let the rows show all."""
        group, store = Group(PROJECTIONS), self.api.services.log
        assert isinstance(store, Store)
        async with self.api.services.pool.acquire() as conn:
            await group.open(conn)
            while events := await store.read(group.position, 1000):
                await group.write(conn, await group.apply(conn, events))

    async def client(self, person: UUID) -> dict[str, str]:
        return {"authorization": f"Bearer {(await self.api.services.sessions.open(person)).access}"}

    async def subscribe(self, person: UUID, **look: bool) -> str:
        """The path of a new address."""
        async with self.api.client(**await self.client(person)) as client:
            answer = await client.post("/api/calendar-feed", json=look)
        assert answer.status_code == 201
        return httpx.URL(answer.json()["url"]).path

    async def fetch(self, path: str, **headers: str) -> httpx.Response:
        async with self.api.client(**headers) as client:
            return await client.get(path)

    async def shown(self, path: str) -> dict[str, str]:
        """UID and summary of what is in a calendar, as a program reads it."""
        return {str(each["uid"]): str(each["summary"]) for each in await self.events(path)}

    async def events(self, path: str) -> list[Any]:
        await self.project()
        answer = await self.fetch(path)
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
        return Calendar.from_ical(answer.content).walk("VEVENT")


@pytest.fixture
async def ward(api: Api) -> Ward:
    return await Ward(api).found()


async def test_holds_the_open_tasks_of_ones_seats(ward: Ward) -> None:
    mine = await ward.assign("Nạo vét cống; gấp, quan trọng", ward.clerk)
    await ward.assign("Việc của đơn vị", Seat(unit=ward.unit))
    done = await ward.assign("Đã hủy", ward.clerk)
    await ward.run(tasks.Cancel(task=done, reason="-"), Actor(official=ward.chief, post=ward.leader.post))
    path = await ward.subscribe(ward.lan)
    (event,) = await ward.events(path)
    assert str(event["uid"]) == f"{mine}@congvu"
    assert str(event["summary"]) == "Hạn: Nạo vét cống; gấp, quan trọng"
    assert event["dtend"].dt == DEADLINE
    assert event["dtend"].dt - event["dtstart"].dt == timedelta(minutes=30)
    assert (str(event["status"]), str(event["transp"]), event["sequence"]) == ("CONFIRMED", "TRANSPARENT", 1)
    assert str(event["url"]).endswith(f"/viec/{mine}")
    assert event["last-modified"].dt.tzinfo is not None
    assert event.walk("VALARM") == []


async def test_what_one_assigned_if_wished_and_the_desks_work(ward: Ward) -> None:
    mine = await ward.assign("Việc giao", ward.clerk)
    desk = await ward.assign("Việc của đơn vị", Seat(unit=ward.unit))
    path = await ward.subscribe(ward.chief)
    assert (await ward.shown(path)).keys() == {f"{desk}@congvu"}
    async with ward.api.client(**await ward.client(ward.chief)) as client:
        changed = await client.patch("/api/calendar-feed", json={"assigned": True})
        assert changed.json()["feed"]["assigned"]
    assert (await ward.shown(path)).keys() == {f"{mine}@congvu", f"{desk}@congvu"}


async def test_hidden_content_stays_here(ward: Ward) -> None:
    await ward.assign("Tên bí mật", ward.clerk)
    path = await ward.subscribe(ward.lan, hidden=True)
    assert list((await ward.shown(path)).values()) == ["Nhiệm vụ"]
    text = (await ward.fetch(path)).text
    assert "bí mật" not in text
    assert "/viec/" not in text


async def test_changes_are_told_by_tag_and_sequence(ward: Ward) -> None:
    task = await ward.assign("Việc", ward.clerk)
    path = await ward.subscribe(ward.lan)
    await ward.project()
    tag = (await ward.fetch(path)).headers["etag"]
    again = await ward.fetch(path, if_none_match=tag)
    assert (again.status_code, again.content) == (304, b"")
    later = tasks.ChangeDeadline(task=task, deadline=DEADLINE + timedelta(days=1))
    await ward.run(later, Actor(official=ward.chief, post=ward.leader.post))
    (event,) = await ward.events(path)
    assert (event["sequence"], event["dtend"].dt) == (2, DEADLINE + timedelta(days=1))
    assert (await ward.fetch(path, if_none_match=tag)).status_code == 200


async def test_only_what_the_official_has_now(ward: Ward) -> None:
    task = await ward.assign("Việc", ward.clerk)
    path = await ward.subscribe(ward.lan)
    assert len(await ward.shown(path)) == 1
    assert ward.clerk.post is not None
    successor = await ward.run(official.Register(full_name="-", email="s@city.example"))
    await ward.run(post.HandOver(post=ward.clerk.post, holder=successor))
    await ward.project()
    problem(await ward.fetch(path), 404, "http.not-found")
    other = await ward.subscribe(successor)
    assert (await ward.shown(other)).keys() == {f"{task}@congvu"}
    await ward.run(official.Leave(official=successor))
    problem(await ward.fetch(other), 404, "http.not-found")


async def test_an_address_is_good_until_it_is_revoked_or_replaced(ward: Ward) -> None:
    first = await ward.subscribe(ward.chief)
    second = await ward.subscribe(ward.chief)
    problem(await ward.fetch(first), 404, "http.not-found")
    assert (await ward.fetch(second)).status_code == 200
    secret = second.removeprefix("/calendar/").removesuffix(".ics")
    stored = await ward.api.services.pool.fetchval("SELECT encode(secret, 'escape') FROM calendar_feed")
    assert secret not in stored
    assert secret not in hide(f"GET /calendar/{secret}.ics")
    async with ward.api.client(**await ward.client(ward.chief)) as client:
        assert (await client.get("/api/calendar-feed")).json()["feed"]["hidden"] is False
        assert secret not in (await client.get("/api/calendar-feed")).text
        assert (await client.delete("/api/calendar-feed")).status_code == 204
        assert (await client.get("/api/calendar-feed")).json() == {"feed": None}
        problem(await client.patch("/api/calendar-feed", json={}), 404, "http.not-found")
    problem(await ward.fetch(second), 404, "http.not-found")


async def test_needs_an_account_to_be_made(ward: Ward) -> None:
    async with ward.api.client() as client:
        for answer in (
            await client.get("/api/calendar-feed"),
            await client.post("/api/calendar-feed", json={}),
            await client.delete("/api/calendar-feed"),
        ):
            problem(answer, 401, "http.unauthorized")


async def test_too_often_and_guessing_are_stopped(ward: Ward) -> None:
    path = await ward.subscribe(ward.chief)
    for _ in range(PER_CALENDAR):
        assert (await ward.fetch(path)).status_code == 200
    stopped = await ward.fetch(path)
    problem(stopped, 429, "http.too-many")
    assert 0 < int(stopped.headers["retry-after"]) <= 900
    other = await ward.subscribe(ward.lan)
    answers = [(await ward.fetch(f"/calendar/cvk_{n}.ics")).status_code for n in range(21)]
    assert answers == [404] * 20 + [429]
    assert (await ward.fetch(other)).status_code == 200, "who knows an address is not stopped by who guesses"


async def test_no_line_of_the_log_has_the_secret(ward: Ward) -> None:
    path = await ward.subscribe(ward.chief)
    await ward.api.services.pool.execute("DROP TABLE task_view CASCADE")
    with capture_logs() as lines:
        problem(await ward.fetch(path), 500, "http.internal")
    (line,) = [traceback_without_texts(None, "", line) for line in lines if line["event"] == "unforeseen"]
    assert line["route"] == "/calendar/{secret}"
    assert "exception" in line
    assert path.removeprefix("/calendar/") not in str(line)
