"""What a task is made of: its checklist, labels, weight, and the files that come with it."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

import msgspec
import pytest

from domain.file import Created as Stored
from domain.file import File
from domain.kernel import By, Command, Noun
from domain.task import commands as c
from domain.task import events as e
from domain.task.checklist import MOST_ITEMS, Item, Wording
from domain.task.labels import MOST_LABELS
from domain.task.task import Task
from tests.domain.city import assign
from tests.domain.examples import (
    ACCEPTED,
    BINH,
    CANCELLED,
    CITY_CHAIR,
    DUNG,
    HEALTH_CHAIR,
    TASK,
    THE_CHAIRMAN,
    THE_WARD,
    WARD_CHAIR,
    WARD_DESK,
    assigned,
    named,
    submitted,
)
from tests.domain.scenario import COMMAND, NOW, Happened, by, given, nothing_yet

MEASURE = Item(id=named("measure"), text="Đo điểm ngập")
PHOTOGRAPH = Item(id=named("photograph"), text="Chụp ảnh")
LISTED = assigned(checklist=(MEASURE, PHOTOGRAPH), coordinating=(HEALTH_CHAIR,))
MEASURED = msgspec.structs.replace(MEASURE, done_at=NOW, done_by=BINH)
THE_HEALTH = by(DUNG, HEALTH_CHAIR)


def set_to(*items: Item, seat: Any = CITY_CHAIR) -> Happened:
    return Happened(e.ChecklistSet, seat=seat, items=items)


def ticked(item: Item, done: bool = True, seat: Any = WARD_CHAIR, official: UUID = BINH) -> Happened:
    return Happened(e.ItemChecked, seat=seat, item=item.id, done=done, official=official)


class TestChecklist:
    def test_comes_with_the_assignment(self) -> None:
        made = nothing_yet().when(assign(WARD_DESK, checklist=(" Đo ", "Chụp")), THE_CHAIRMAN).subject
        first, second = made.state.checklist
        assert (first.text, second.text, first.done_at) == ("Đo", "Chụp", None)
        assert first.id == uuid5(COMMAND, "item:0")
        assert first.id != second.id

    def test_set_anew_keeps_what_is_done(self) -> None:
        wanted = (Wording(text="Báo cáo"), Wording(text="Đo lại", id=MEASURE.id))
        past = given(Task, assigned(checklist=(MEASURED, PHOTOGRAPH)))
        new = Item(id=uuid5(COMMAND, "item:0"), text="Báo cáo")
        again = msgspec.structs.replace(MEASURED, text="Đo lại")
        done = past.when(c.SetChecklist(task=TASK, items=wanted), THE_CHAIRMAN).then(set_to(new, again))
        assert done.state.checklist == (new, again)

    def test_set_to_the_same_changes_nothing(self) -> None:
        same = tuple(Wording(text=item.text, id=item.id) for item in (MEASURE, PHOTOGRAPH))
        given(Task, LISTED).when(c.SetChecklist(task=TASK, items=same), THE_WARD).nothing()

    @pytest.mark.parametrize(
        ("items", "code"),
        [
            ((Wording(text="Đo", id=MEASURE.id), Wording(text="Chụp", id=MEASURE.id)), "task.item-twice"),
            ((Wording(text="  "),), "text.empty"),
            ((Wording(text="x" * 501),), "text.too-long"),
            ((Wording(text="Đo"),) * (MOST_ITEMS + 1), "task.too-many-items"),
        ],
    )
    def test_refused(self, items: tuple[Wording, ...], code: str) -> None:
        given(Task, LISTED).when(c.SetChecklist(task=TASK, items=items), THE_CHAIRMAN).refused(code)

    def test_checked_by_the_lead_who_accepts_by_it(self) -> None:
        answer = given(Task, LISTED).when(c.Check(task=TASK, item=MEASURE.id), THE_WARD)
        done = answer.then(ACCEPTED, ticked(MEASURE))
        assert done.state.checklist == (MEASURED, PHOTOGRAPH)
        assert done.state.status == "accepted"

    def test_checked_by_those_coordinating_who_do_not(self) -> None:
        answer = given(Task, LISTED).when(c.Check(task=TASK, item=MEASURE.id), THE_HEALTH)
        done = answer.then(ticked(MEASURE, seat=HEALTH_CHAIR, official=DUNG))
        assert (done.state.status, done.state.checklist[0].done_by) == ("assigned", DUNG)

    def test_of_their_part_while_the_whole_waits(self) -> None:
        past = given(Task, LISTED, ACCEPTED, submitted())
        past.when(c.Check(task=TASK, item=MEASURE.id), THE_WARD).refused("task.submitted")
        answer = past.when(c.Check(task=TASK, item=MEASURE.id), THE_HEALTH)
        answer.then(ticked(MEASURE, seat=HEALTH_CHAIR, official=DUNG))

    def test_checked_twice_changes_nothing(self) -> None:
        past = given(Task, LISTED, ACCEPTED, ticked(MEASURE))
        past.when(c.Check(task=TASK, item=MEASURE.id), THE_WARD).nothing()
        past.when(c.Check(task=TASK, item=PHOTOGRAPH.id, done=False), THE_WARD).nothing()

    def test_taken_back(self) -> None:
        past = given(Task, LISTED, ACCEPTED, ticked(MEASURE))
        answer = past.when(c.Check(task=TASK, item=MEASURE.id, done=False), THE_WARD)
        assert answer.then(ticked(MEASURE, done=False)).state.checklist == (MEASURE, PHOTOGRAPH)

    def test_an_item_that_is_gone(self) -> None:
        gone = c.Check(task=TASK, item=named("gone"))
        given(Task, LISTED).when(gone, THE_WARD).refused("task.item-unknown", item=str(named("gone")))


class TestLabels:
    def test_are_kept_in_one_spelling(self) -> None:
        labels = (" Chống  NGẬP ", "chống ngập", "Khẩn cấp")
        made = nothing_yet().when(assign(WARD_DESK, labels=labels), THE_CHAIRMAN).subject
        assert made.state.labels == ("chống ngập", "khẩn cấp")

    def test_replace_those_before(self) -> None:
        past = given(Task, assigned(labels=("chống ngập",)))
        answer = past.when(c.Label(task=TASK, labels=("Y tế",)), THE_CHAIRMAN)
        assert answer.then(Happened(e.Labelled, seat=CITY_CHAIR, labels=("y tế",))).state.labels == ("y tế",)

    def test_the_same_change_nothing(self) -> None:
        past = given(Task, assigned(labels=("chống ngập",)))
        past.when(c.Label(task=TASK, labels=("Chống ngập",)), THE_CHAIRMAN).nothing()

    @pytest.mark.parametrize(
        ("labels", "code"),
        [
            (("",), "text.empty"),
            (("x" * 41,), "text.too-long"),
            (tuple(map(str, range(MOST_LABELS + 1))), "task.too-many-labels"),
        ],
    )
    def test_refused(self, labels: tuple[str, ...], code: str) -> None:
        given(Task, assigned()).when(c.Label(task=TASK, labels=labels), THE_CHAIRMAN).refused(code)


class TestWeight:
    def test_counts_one_unless_said(self) -> None:
        assert nothing_yet().when(assign(WARD_DESK), THE_CHAIRMAN).subject.state.weight == 1.0
        assert nothing_yet().when(assign(WARD_DESK, weight=2.5), THE_CHAIRMAN).subject.state.weight == 2.5

    def test_is_set(self) -> None:
        past = given(Task, assigned())
        answer = past.when(c.SetWeight(task=TASK, weight=3), THE_CHAIRMAN)
        assert answer.then(Happened(e.WeightSet, seat=CITY_CHAIR, weight=3)).state.weight == 3
        past.when(c.SetWeight(task=TASK, weight=3), THE_CHAIRMAN).nothing()

    @pytest.mark.parametrize("weight", [0.09, 10.01, -1, float("nan")])
    def test_refused(self, weight: float) -> None:
        given(Task, assigned()).when(c.SetWeight(task=TASK, weight=weight), THE_CHAIRMAN).refused(
            "task.weight"
        )


def stored(owner: UUID) -> File:
    """A picture that somebody has put here."""
    known = {"name": "Ngập.jpg", "size": 9, "media_type": "image/jpeg", "digest": "0" * 64}
    shape = {"width": 4, "height": 3, "duration_ms": None, "thumbnail": False}
    file: File = given(File, Happened(Stored, owner=owner, **known, **shape), subject=PICTURE).aggregate
    return file


PICTURE = named("Ngập.jpg")
SHOWING: list[Command[Any]] = [
    c.Report(task=TASK, percent=50, text="Ngập 30 cm", files=(PICTURE, PICTURE)),
    c.Submit(task=TASK, files=(PICTURE, PICTURE)),
]


def beside(who: By, *nouns: Noun) -> By:
    return msgspec.structs.replace(who, read={noun.id: noun for noun in nouns})


class TestFiles:
    @pytest.mark.parametrize("command", SHOWING, ids=lambda command: command.name)
    def test_show_what_was_done(self, command: Command[Any]) -> None:
        assert command.reads() == (PICTURE,)
        answer = given(Task, assigned(), ACCEPTED).when(command, beside(THE_WARD, stored(BINH)))
        assert [event.files for event in answer.events if hasattr(event, "files")] == [(PICTURE,)]

    def test_come_with_the_assignment(self) -> None:
        command = assign(WARD_DESK, files=(PICTURE,))
        assert command.reads() == (PICTURE,)
        owner = THE_CHAIRMAN.author
        made = nothing_yet().when(command, beside(THE_CHAIRMAN, stored(owner))).subject
        assert made.state.files == (PICTURE,)

    @pytest.mark.parametrize("command", SHOWING, ids=lambda command: command.name)
    def test_of_another_or_not_there_are_refused(self, command: Command[Any]) -> None:
        past = given(Task, assigned(), ACCEPTED)
        past.when(command, beside(THE_WARD, stored(DUNG))).refused("file.not-found", file=str(PICTURE))
        past.when(command, THE_WARD).refused("file.not-found")

    def test_too_many(self) -> None:
        many = tuple(named(f"file {number}") for number in range(21))
        command = c.Submit(task=TASK, files=many)
        given(Task, assigned(), ACCEPTED).when(command, THE_WARD).refused("task.too-many-files", most=20)


def test_a_closed_task_keeps_its_content() -> None:
    commands: list[Command[Any]] = [
        c.SetChecklist(task=TASK, items=()),
        c.Check(task=TASK, item=MEASURE.id),
        c.Label(task=TASK, labels=()),
        c.SetWeight(task=TASK, weight=2),
    ]
    for command in commands:
        given(Task, LISTED, CANCELLED).when(command, THE_WARD).refused("task.cancelled")
