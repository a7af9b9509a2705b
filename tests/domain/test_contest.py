"""A contest is raised by whom it concerns, decided once, and may be taken back before."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from msgspec.structs import replace

from domain.contest.commands import Accept, Raise, Refuse, Withdraw
from domain.contest.contest import Contest
from domain.contest.events import Accepted, Created, Refused, Withdrawn
from domain.contest.state import audience
from domain.evaluation.judged import Excuse
from domain.file import Created as Stored
from domain.file import File
from domain.kernel import Claim, Noun, below_scope, desk_scope, user_scope
from domain.task.task import Task
from tests.domain.examples import (
    BEN_THANH,
    BINH,
    CHI,
    IN_WORKERS_HANDS,
    SAI_GON,
    TASK,
    WARD_CHAIR,
    WARD_WORKER,
    named,
)
from tests.domain.scenario import NOW, SUBJECT, Happened, Past, by, given, nothing_yet

PHOTO = named("Ảnh triều cường")
OTHER = named("Nhiệm vụ khác")
EXCUSE = Excuse(task=TASK, days=2)
RAISED = Happened(
    Created,
    official=CHI,
    seat=WARD_WORKER,
    unit=SAI_GON,
    to=SAI_GON,
    period="2025-07",
    task=TASK,
    reason="Triều cường, đường ngập",
    attachments=(),
)
ACCEPTED = Happened(Accepted, excuses=(EXCUSE,), answer="Đúng như nêu", author=BINH)
REFUSED = Happened(Refused, answer="Không có căn cứ", author=BINH)
WITHDRAWN = Happened(Withdrawn)
TAKEN = f"{CHI}:{SAI_GON}:2025-07:{TASK}"
RAISE = Raise(
    unit=SAI_GON, to=SAI_GON, period="2025-07", task=TASK, reason="Triều cường, đường ngập ", attachments=()
)


def task() -> Noun:
    aggregate: Noun = given(Task, *IN_WORKERS_HANDS).aggregate
    return aggregate


def photo(owner: UUID = CHI) -> Noun:
    fields: dict[str, Any] = {
        "owner": owner,
        "name": "ngap.jpg",
        "size": 9,
        "media_type": "image/jpeg",
        "digest": "0" * 64,
        **dict.fromkeys(("width", "height", "duration_ms")),
        "thumbnail": False,
    }
    aggregate: Noun = given(File, Happened(Stored, **fields), subject=PHOTO).aggregate
    return aggregate


def contest(*events: Happened, first: Happened = RAISED) -> Past:
    return given(Contest, first, *events)


def worker(*reading: Noun) -> Any:
    return by(CHI, WARD_WORKER, reading=reading)


LEADER = by(BINH, WARD_CHAIR)


class TestRaise:
    def test_accepted(self) -> None:
        state = nothing_yet().when(RAISE, worker(task())).then(RAISED).state
        assert (state.status, state.raised_at) == ("open", NOW)
        assert audience(state) == {user_scope(CHI), desk_scope(SAI_GON), below_scope(SAI_GON)}

    def test_the_whole_with_a_picture(self) -> None:
        whole = replace(RAISE, task=None, attachments=(PHOTO, PHOTO))
        assert whole.reads() == (PHOTO,)
        expected = Happened(Created, **{**RAISED.fields, "task": None, "attachments": (PHOTO,)})
        nothing_yet().when(whole, worker(photo())).then(expected)

    def test_one_open_contest_a_matter(self) -> None:
        id = by().id("contest")
        assert RAISE.claims(worker()) == (Claim(kind="contest.matter", value=TAKEN, subject=id),)
        open_one = contest().aggregate
        for command in (Withdraw(contest=SUBJECT), Refuse(contest=SUBJECT, answer="-")):
            freed = Claim(kind="contest.matter", value=TAKEN, subject=SUBJECT, release=True)
            assert command.claims(worker(), open_one) == (freed,)
            assert command.claims(worker(), contest(ACCEPTED).aggregate) == ()

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"period": "2025-08"}, "contest.too-early"),
            ({"period": "07/2025"}, "evaluation.no-such-period"),
            ({"reason": " "}, "text.empty"),
            ({"task": OTHER}, "contest.not-your-task"),
            ({"unit": BEN_THANH}, "contest.not-your-task"),
            ({"attachments": (OTHER,)}, "file.not-found"),
            ({"attachments": (PHOTO,) * 21}, "contest.too-many-files"),
        ],
    )
    def test_refused(self, changes: dict[str, Any], code: str) -> None:
        nothing_yet().when(replace(RAISE, **changes), worker(task(), photo())).refused(code)

    def test_anothers_file_is_refused(self) -> None:
        with_file = replace(RAISE, attachments=(PHOTO,))
        nothing_yet().when(with_file, worker(task(), photo(owner=BINH))).refused("file.not-found")


class TestAccept:
    command = Accept(contest=SUBJECT, excuses=(EXCUSE,), answer="Đúng như nêu")

    def test_accepted(self) -> None:
        state = contest().when(self.command, LEADER).then(ACCEPTED).state
        assert (state.status, state.excuses, state.decided_by) == ("accepted", (EXCUSE,), BINH)
        assert (state.answer, state.decided_at) == ("Đúng như nêu", NOW)

    def test_of_the_whole_several_tasks(self) -> None:
        whole = Happened(Created, **{**RAISED.fields, "task": None})
        both = (EXCUSE, Excuse(task=OTHER, left_out=True))
        command = Accept(contest=SUBJECT, excuses=both)
        accepted = Happened(Accepted, excuses=both, answer=None, author=BINH)
        assert contest(first=whole).when(command, LEADER).then(accepted).state.answer == ""

    @pytest.mark.parametrize(
        ("excuses", "code"),
        [
            ((), "contest.nothing-confirmed"),
            ((Excuse(task=TASK),), "contest.nothing-confirmed"),
            ((EXCUSE,) * 201, "contest.nothing-confirmed"),
            ((Excuse(task=OTHER, days=1),), "contest.other-task"),
            ((Excuse(task=TASK, days=-1),), "contest.days"),
            ((Excuse(task=TASK, days=367),), "contest.days"),
            ((Excuse(task=TASK, returns=-1, days=1),), "contest.days"),
        ],
    )
    def test_refused(self, excuses: tuple[Excuse, ...], code: str) -> None:
        contest().when(Accept(contest=SUBJECT, excuses=excuses), LEADER).refused(code)


class TestRefuse:
    command = Refuse(contest=SUBJECT, answer="Không có căn cứ")

    def test_accepted(self) -> None:
        state = contest().when(self.command, LEADER).then(REFUSED).state
        assert (state.status, state.excuses, state.decided_by) == ("refused", (), BINH)

    def test_refused_without_a_reason(self) -> None:
        contest().when(Refuse(contest=SUBJECT, answer=" "), LEADER).refused("text.empty")


class TestWithdraw:
    command = Withdraw(contest=SUBJECT)

    def test_accepted(self) -> None:
        assert contest().when(self.command, worker()).then(WITHDRAWN).state.status == "withdrawn"

    def test_repeated(self) -> None:
        contest(WITHDRAWN).when(self.command, worker()).nothing()


@pytest.mark.parametrize("over", [ACCEPTED, REFUSED, WITHDRAWN])
@pytest.mark.parametrize("command", [TestAccept.command, TestRefuse.command])
def test_what_is_over_is_not_decided(over: Happened, command: Any) -> None:
    contest(over).when(command, LEADER).refused("contest.not-open")


@pytest.mark.parametrize("over", [ACCEPTED, REFUSED])
def test_what_was_decided_is_not_taken_back(over: Happened) -> None:
    contest(over).when(Withdraw(contest=SUBJECT), worker()).refused("contest.not-open")
