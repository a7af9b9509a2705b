"""Directives to all wards: one over, one under way, and the one that the chairman is about to send."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import msgspec

from backend.demo import matters
from backend.demo.chronicle import Chronicle, Story
from backend.demo.city import City, clerk, holder, leaders
from backend.demo.hours import at_work, end_of_day
from domain.directive import commands as directive
from domain.form import Answer, Question
from domain.kernel import Actor, Command
from domain.task import commands as task
from domain.task.state import Urgency


class Draft(msgspec.Struct, frozen=True, rename="camel"):
    """A directive that has been written but not sent; `hours` until it is due."""

    title: str
    text: str
    urgency: Urgency
    hours: float
    form: tuple[Question, ...]

    def issue(self, deadline: datetime, units: tuple[UUID, ...]) -> directive.Issue:
        """The command that sends it."""
        return directive.Issue(
            title=self.title,
            text=self.text,
            deadline=deadline,
            urgency=self.urgency,
            units=units,
            form=self.form,
        )


KING_TIDE = Draft(
    title="Báo cáo số hộ dân bị ngập do triều cường",
    text=(
        "Đỉnh triều sáng nay vượt báo động 3. "
        "Chủ tịch UBND các phường, xã, đặc khu kiểm tra thực địa và báo cáo trước 11 giờ: "
        "số hộ dân bị ngập, số hộ cần di dời, độ sâu ngập lớn nhất và nhu cầu hỗ trợ. "
        "Nơi không bị ngập báo cáo số 0."
    ),
    urgency="flash",
    hours=4,
    form=(
        Question(key="households", label="Số hộ dân bị ngập", kind="number", required=True, unit="hộ"),
        Question(key="evacuate", label="Số hộ cần di dời", kind="number", required=True, unit="hộ"),
        Question(key="depth", label="Độ sâu ngập lớn nhất", kind="number", unit="cm"),
        Question(
            key="help",
            label="Nhu cầu hỗ trợ",
            kind="choice",
            options=("Không cần", "Máy bơm", "Xuồng, phao", "Lương thực, nước uống", "Lực lượng"),
        ),
        Question(key="note", label="Ghi chú", kind="text"),
    ),
)
"""The story: ready to be sent at 07:05, due at 11:00."""

OLD_HOUSES = Draft(
    title="Rà soát nhà ở riêng lẻ xuống cấp trước mùa mưa bão",
    text="Các phường, xã, đặc khu rà soát, lập danh sách nhà ở có nguy cơ sập, đổ và phương án di dời.",
    urgency="urgent",
    hours=24 * 7,
    form=(
        Question(key="houses", label="Số nhà có nguy cơ sập, đổ", kind="number", required=True, unit="căn"),
        Question(key="people", label="Số nhân khẩu phải di dời", kind="number", required=True, unit="người"),
        Question(
            key="place", label="Đã có chỗ tạm cư", kind="choice", options=("Đã có", "Chưa có"), required=True
        ),
    ),
)
BANKS = Draft(
    title="Thống kê điểm sạt lở ven sông, kênh, rạch",
    text="Báo cáo số điểm sạt lở hiện có, số hộ bị ảnh hưởng và biện pháp đã thực hiện.",
    urgency="normal",
    hours=24 * 6,
    form=(
        Question(key="places", label="Số điểm sạt lở", kind="number", required=True, unit="điểm"),
        Question(key="households", label="Số hộ bị ảnh hưởng", kind="number", required=True, unit="hộ"),
        Question(key="measures", label="Biện pháp đã thực hiện", kind="text"),
    ),
)

NUMBERS = {"households": 400, "evacuate": 40, "depth": 60, "houses": 12, "people": 45, "places": 6}
"""The most that an invented answer says."""


def answers(form: tuple[Question, ...], lot: Random) -> tuple[Answer, ...]:
    """Invented answers; wards high above the river have nothing to report."""
    dry = lot.random() < 0.4
    return tuple(
        Answer(question=question.key, value=_value(question, lot, dry))
        for question in form
        if question.kind != "text" or (not dry and lot.random() < 0.3)
    )


def _value(question: Question, lot: Random, dry: bool) -> Any:
    if question.kind == "number":
        most = NUMBERS.get(question.key, 100)
        return 0 if dry else min(most, int(lot.expovariate(5 / most)))
    if question.kind == "choice":
        return question.options[0] if dry else lot.choice(question.options)
    return lot.choice(matters.PROGRESS)


class Campaign:
    """A directive of the past with what each ward made of it."""

    def __init__(self, chronicle: Chronicle, city: City, lot: Random, draft: Draft) -> None:
        self._chronicle = chronicle
        self._organisation = chronicle.organisation
        self._city = city
        self._lot = lot
        self._draft = draft
        self._id: UUID

    def stories(self, issued: datetime, *, over: bool, share: float = 1.0) -> list[Story]:
        """Issued by the chairman at `issued`; `share` of the wards answer; closed afterwards if `over`."""
        issued = at_work(issued)
        deadline = end_of_day(issued + timedelta(hours=self._draft.hours))
        told = [self._issued(issued, deadline, over)]
        told += [self._ward(ward, issued, deadline, share) for ward in self._city.wards.values()]
        return told

    def _chairman(self) -> Actor:
        return holder(self._organisation, leaders(self._organisation, self._city.city)[0])

    def _issued(self, issued: datetime, deadline: datetime, over: bool) -> Story:
        yield issued
        units = tuple(self._city.wards.values())
        self._id = self._chronicle.run(self._draft.issue(deadline, units), self._chairman())
        if over:
            yield deadline - timedelta(hours=20)
            chase = directive.Chase(directive=self._id, text=matters.CHASED[1])
            self._chronicle.run(chase, self._chairman())
            yield deadline + timedelta(days=5)
            self._chronicle.run(directive.Close(directive=self._id), self._chairman())

    def _ward(self, ward: UUID, issued: datetime, deadline: datetime, share: float) -> Story:
        lot = self._lot
        moments = self._moments(issued, deadline)
        yield next(moments)
        id = task.task_of(self._id, ward)
        self._run(task.Open(task=id), clerk(self._organisation, ward))
        if lot.random() > share:
            if lot.random() < 0.3:
                yield next(moments)
                self._undecided(id, ward, deadline)
            return
        yield next(moments)
        self._run(task.Accept(task=id), leaders(self._organisation, ward)[0])
        yield next(moments)
        answer = directive_answers(id, self._draft.form, lot)
        self._run(answer, clerk(self._organisation, ward))
        yield next(moments)
        self._run(task.Submit(task=id, text=lot.choice(matters.DONE)), leaders(self._organisation, ward)[0])

    def _undecided(self, id: UUID, ward: UUID, deadline: datetime) -> None:
        """Asks for more time, or declines."""
        leader = leaders(self._organisation, ward)[0]
        if self._lot.random() < 0.7:
            later, reason = end_of_day(deadline, 3), self._lot.choice(matters.MORE_TIME)
            self._run(task.RequestExtension(task=id, deadline=later, reason=reason), leader)
        else:
            self._run(task.Decline(task=id, reason=matters.DECLINED[1]), leader)

    def _moments(self, issued: datetime, deadline: datetime) -> Iterator[datetime]:
        """Most are done well before the deadline, a few after it."""
        span, lot = deadline - issued, self._lot
        parts = sorted(lot.random() ** 1.5 for _ in range(4))
        if lot.random() < 0.08:
            parts[-2:] = [1 + 0.1 * lot.random(), 1.12 + 0.1 * lot.random()]
        return iter([issued + span * part for part in parts])

    def _run(self, command: Command[Any], seat: UUID) -> None:
        self._chronicle.run(command, holder(self._organisation, seat))


def directive_answers(id: UUID, form: tuple[Question, ...], lot: Random) -> task.AnswerForm:
    """A ward's invented answers as a command."""
    return task.AnswerForm(task=id, answers=answers(form, lot))
