"""A crowd at work: wards report on directives and speak of them, clerks open tasks that a program gives."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

from domain.task.commands import task_of
from tests.kill.city import City, Person
from tests.kill.clients import Desk, Phone
from tests.kill.ledger import Ledger, Order

DEADLINE = datetime.now(UTC).replace(microsecond=0) + timedelta(days=3)
CLOSED_LOOP = 3
"""Directives that may be under way at once."""


class Crowd:
    """Phones of everybody, and two desks. All they do follows from what they see, until told to calm."""

    def __init__(self, gateway: str, api: str, city: City) -> None:
        self.ledger = Ledger()
        self.city = city
        self.chairman = Phone(gateway, city.chairman, self.ledger, lambda phone: None)
        wards = [Phone(gateway, person, self.ledger, self._reports) for person in city.wards]
        clerks = [Phone(gateway, person, self.ledger, self._opens) for person in city.clerks]
        self.phones = [self.chairman, *wards, *clerks]
        self.desk = Desk(api, self.ledger)
        self._seen: dict[Phone, int] = {}
        self._calm = False

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[Crowd]:
        """While the body runs; a client that meets a wrong answer fails it."""
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(phone.run()) for phone in self.phones]
            tasks += [group.create_task(self._issues()), group.create_task(self._assigns())]
            yield self
            for task in tasks:
                task.cancel()
        await self.desk.close()

    async def rounds(self, count: int) -> None:
        """Wait for that many more orders to be answered."""
        ledger = self.ledger
        goal = len(ledger.answers) + count
        await ledger.until(lambda: len(ledger.answers) >= goal, "nothing is answered any more")

    async def calm(self) -> None:
        """Nothing new; wait until all that was given is answered and followed by what it makes others do."""
        self._calm = True
        await self.ledger.until(self._done, "not everything was answered and followed")

    def _done(self) -> bool:
        answers = self.ledger.answers
        return len(answers) == len(self.ledger.given) and all(id in answers for id in self._expected())

    def _expected(self) -> list[UUID]:
        """The last order of each story that was begun."""
        ends: list[UUID] = []
        for order in self.ledger.given.values():
            if order.name == "directive.issue":
                directive = uuid5(order.id, "directive")
                tasks = [task_of(directive, ward.unit) for ward in self.city.wards]
                ends += [_step(task, "task.report") for task in tasks]
            if order.name == "task.assign":
                task = uuid5(order.id, "task")
                ends += [_step(task, "task.open"), _step(task, "task.chase")]
            if order.name == "task.report":
                ends.append(_answer(uuid5(_said(UUID(order.args["task"])), "message")))
        return ends

    def tasks(self, phone: Phone, of_directive: bool) -> list[UUID]:
        """Tasks that came with the last page, not accepted yet, led by the desk of the phone's owner."""
        seen = self._seen.get(phone, -1)
        if not phone.device.more:
            self._seen[phone] = phone.device.to
        return [
            UUID(id)
            for (collection, id), row in phone.device.rows.items()
            if row.position > seen
            and collection == "task"
            and row.fields["state"] == "assigned"
            and row.fields["lead"]["unit"] == str(phone.person.unit)
            and bool(row.fields["directive"]) == of_directive
        ]

    def _reports(self, phone: Phone) -> None:
        """A ward's chairman opens, accepts and reports on what a directive asks."""
        for task in self.tasks(phone, True):
            phone.give(_order(phone.person, task, "task.open"))
            phone.give(_order(phone.person, task, "task.accept"))
            phone.give(_order(phone.person, task, "task.report", percent=50, text="Đã rà soát một nửa."))
            clerk = next(each for each in self.city.clerks if each.unit == phone.person.unit)
            called = [{"kind": "official", "id": str(clerk.official)}]
            phone.give(_speech(_said(task), phone.person, text="Cho số liệu nhé.", mentions=called))

    def _opens(self, phone: Phone) -> None:
        """A clerk opens what came by itself, and answers who calls them."""
        seen = self._seen.get(phone, -1)
        for task in self.tasks(phone, False):
            phone.give(_order(phone.person, task, "task.open"))
        for (collection, id), row in list(phone.device.rows.items()):
            new = collection == "message" and row.position > seen
            if new and row.fields["mentions"] and not row.fields["replies"]:
                phone.give(_speech(_answer(UUID(id)), phone.person, text="Có ngay ạ.", thread=id))

    async def _issues(self) -> None:
        """A few directives under way at any time."""
        units = [str(ward.unit) for ward in self.city.wards]
        while not self._calm:
            args = {"title": "Báo cáo hộ bị ngập", "text": "Trước 11 giờ.", "form": [], "units": units}
            args |= {"deadline": _instant(DEADLINE), "urgency": "urgent"}
            self.chairman.give(Order(uuid4(), self.city.chairman, "directive.issue", args))
            await self.ledger.until(lambda: self._calm or self._under_way() < CLOSED_LOOP, "no ward reports")

    def _under_way(self) -> int:
        answers, wards = self.ledger.answers, len(self.city.wards)
        begun = sum(order.name == "directive.issue" for order in self.ledger.given.values())
        reports = sum(self.ledger.given[id].name == "task.report" for id in answers)
        return begun - reports // wards

    async def _assigns(self) -> None:
        """One task after the other to the wards in turn; each is then moved and chased."""
        count = 0
        while not self._calm:
            lead = self.city.wards[count % len(self.city.wards)].unit
            args = {"title": f"Việc số {count}", "lead": {"unit": str(lead), "post": None}}
            args |= {"deadline": _instant(DEADLINE), "urgency": "normal"}
            order = Order(uuid4(), self.city.chairman, "task.assign", args)
            await self.desk.give(order)
            task, moved = uuid5(order.id, "task"), _instant(DEADLINE + timedelta(days=1))
            await self.desk.give(_order(order.person, task, "task.changeDeadline", deadline=moved))
            await self.desk.give(_order(order.person, task, "task.chase"))
            count += 1


def _step(task: UUID, name: str) -> UUID:
    return uuid5(task, name)


def _order(person: Person, task: UUID, name: str, **args: Any) -> Order:
    return Order(_step(task, name), person, name, {"task": str(task), **args})


def _said(task: UUID) -> UUID:
    """What a ward's chairman says of a task."""
    return uuid5(task, "said")


def _answer(message: UUID) -> UUID:
    """What the clerk says to that."""
    return uuid5(message, "answer")


def _speech(id: UUID, person: Person, **args: Any) -> Order:
    return Order(id, person, "message.post", {"channel": str(person.unit), **args})


def _instant(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")
