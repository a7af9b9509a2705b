"""A directive: issued to many units with a form, added to, moved, recalled, closed, chased, answered."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from domain.directive import commands as c
from domain.directive import events as e
from domain.directive.directive import Directive
from domain.directive.state import audience, line_audience
from domain.form import MOST_QUESTIONS, Answer, Question
from domain.kernel import desk_scope, post_scope
from domain.task import events as task_events
from domain.task.commands import AnswerForm, Submit
from domain.task.task import Task
from tests.domain.examples import (
    ACCEPTED,
    AN,
    AT_ELEVEN,
    BEN_NGHE,
    BEN_THANH,
    BINH,
    CHAIRMAN,
    CITY,
    CITY_CHAIR,
    DIRECTIVE_CLOSED,
    FLOOD,
    FLOOD_FORM,
    RECALLED,
    SAI_GON,
    TASK,
    THE_CHAIRMAN,
    THE_WARD,
    WARD_CHAIR,
    assigned,
    issued,
    named,
    submitted,
)
from tests.domain.scenario import NOW, SUBJECT, Happened, by, given, nothing_yet


def issue(**changed: Any) -> c.Issue:
    fields: dict[str, Any] = {
        "title": "Ứng phó triều cường",
        "text": "Báo cáo số hộ bị ngập trước 11 giờ.",
        "deadline": AT_ELEVEN,
        "urgency": "flash",
        "units": (SAI_GON, BEN_THANH),
        "form": FLOOD_FORM,
    }
    return c.Issue(**(fields | changed))


def question(**changed: Any) -> Question:
    return Question(**({"key": "q", "label": "Câu hỏi", "kind": "text"} | changed))


def many(count: int) -> tuple[UUID, ...]:
    return tuple(named(f"Xã {number}") for number in range(count))


class TestIssue:
    def test_addresses_all_units_at_once(self) -> None:
        state = nothing_yet().when(issue(), THE_CHAIRMAN).then(issued()).state
        assert (state.status, state.issuer, state.original_deadline) == ("issued", CITY_CHAIR, AT_ELEVEN)

    def test_addresses_each_unit_once_and_up_to_a_thousand(self) -> None:
        twice = issue(units=(SAI_GON, BEN_THANH, SAI_GON))
        nothing_yet().when(twice, THE_CHAIRMAN).then(issued())
        nothing_yet().when(issue(units=many(1000)), THE_CHAIRMAN).then(issued(units=many(1000)))

    @pytest.mark.parametrize(
        ("wrong", "code"),
        [
            ({"units": ()}, "directive.no-units"),
            ({"units": many(1001)}, "directive.too-many-units"),
            ({"deadline": NOW}, "task.deadline-past"),
            ({"title": ""}, "text.empty"),
            ({"text": " "}, "text.empty"),
            ({"form": (question(), question())}, "form.key-twice"),
            ({"form": (question(key="Số hộ"),)}, "text.not-slug"),
            ({"form": (question(kind="choice", options=("Có",)),)}, "form.choice-needs-options"),
            ({"form": (question(kind="choice", options=("Có", "Có")),)}, "form.choice-needs-options"),
            ({"form": (question(options=("Có", "Không")),)}, "form.options-without-choice"),
            ({"form": (question(),) * (MOST_QUESTIONS + 1)}, "form.too-long"),
        ],
    )
    def test_refuses(self, wrong: dict[str, Any], code: str) -> None:
        nothing_yet().when(issue(**wrong), THE_CHAIRMAN).refused(code)


class TestAddUnits:
    def test_adds_those_not_addressed_and_says_what_they_are_asked(self) -> None:
        added = Happened(
            e.UnitsAdded,
            units=(BEN_NGHE,),
            title="Ứng phó triều cường",
            text="Báo cáo số hộ bị ngập trước 11 giờ.",
            form=FLOOD_FORM,
            deadline=AT_ELEVEN,
            urgency="flash",
            issuer=CITY_CHAIR,
            source=None,
        )
        command = c.AddUnits(directive=SUBJECT, units=(SAI_GON, BEN_NGHE))
        state = given(Directive, issued()).when(command, THE_CHAIRMAN).then(added).state
        assert state.units == (SAI_GON, BEN_THANH, BEN_NGHE)

    def test_again_changes_nothing(self) -> None:
        command = c.AddUnits(directive=SUBJECT, units=(SAI_GON,))
        given(Directive, issued()).when(command, THE_CHAIRMAN).nothing()

    def test_refuses_too_many_too_late_and_after_a_recall(self) -> None:
        command = c.AddUnits(directive=SUBJECT, units=(BEN_NGHE,))
        full = given(Directive, issued(units=many(1000)))
        full.when(command, THE_CHAIRMAN).refused("directive.too-many-units")
        late = by(AN, CITY_CHAIR, now=AT_ELEVEN)
        given(Directive, issued()).when(command, late).refused("task.deadline-past")
        given(Directive, issued(), RECALLED).when(command, THE_CHAIRMAN).refused("directive.recalled")


class TestChangeDeadline:
    LATER = AT_ELEVEN.replace(hour=10)

    def test_keeps_the_original(self) -> None:
        event = Happened(e.DeadlineChanged, previous=AT_ELEVEN, deadline=self.LATER, reason=None, author=AN)
        command = c.ChangeDeadline(directive=SUBJECT, deadline=self.LATER)
        state = given(Directive, issued()).when(command, THE_CHAIRMAN).then(event).state
        assert (state.deadline, state.original_deadline) == (self.LATER, AT_ELEVEN)

    def test_to_the_same_changes_nothing_to_the_past_is_refused(self) -> None:
        same = c.ChangeDeadline(directive=SUBJECT, deadline=AT_ELEVEN)
        given(Directive, issued()).when(same, THE_CHAIRMAN).nothing()
        past = c.ChangeDeadline(directive=SUBJECT, deadline=NOW)
        given(Directive, issued()).when(past, THE_CHAIRMAN).refused("task.deadline-past")
        given(Directive, issued(), DIRECTIVE_CLOSED).when(same, THE_CHAIRMAN).refused("directive.closed")


class TestEnd:
    RECALL = c.Recall(directive=SUBJECT, reason="Triều đã rút")
    CLOSE = c.Close(directive=SUBJECT)

    def test_recall(self) -> None:
        state = given(Directive, issued()).when(self.RECALL, THE_CHAIRMAN).then(RECALLED).state
        assert state.status == "recalled"
        given(Directive, issued(), RECALLED).when(self.RECALL, THE_CHAIRMAN).nothing()

    def test_close(self) -> None:
        state = given(Directive, issued()).when(self.CLOSE, THE_CHAIRMAN).then(DIRECTIVE_CLOSED).state
        assert state.status == "closed"
        given(Directive, issued(), DIRECTIVE_CLOSED).when(self.CLOSE, THE_CHAIRMAN).nothing()

    def test_one_excludes_the_other(self) -> None:
        given(Directive, issued(), RECALLED).when(self.CLOSE, THE_CHAIRMAN).refused("directive.recalled")
        closed = given(Directive, issued(), DIRECTIVE_CLOSED)
        closed.when(self.RECALL, THE_CHAIRMAN).refused("directive.closed")

    def test_recall_needs_a_reason(self) -> None:
        command = c.Recall(directive=SUBJECT, reason="")
        given(Directive, issued()).when(command, THE_CHAIRMAN).refused("text.empty", field="reason")


class TestChase:
    @pytest.mark.parametrize(("named_units", "units"), [((), (SAI_GON, BEN_THANH)), ((SAI_GON,), (SAI_GON,))])
    def test_reminds_the_named_or_all(self, named_units: tuple[UUID, ...], units: tuple[UUID, ...]) -> None:
        event = Happened(e.Chased, text=None, units=units, author=AN)
        command = c.Chase(directive=SUBJECT, units=named_units)
        given(Directive, issued()).when(command, THE_CHAIRMAN).then(event)
        given(Directive, issued(), event).when(command, THE_CHAIRMAN).then(event)

    def test_refuses_a_unit_not_addressed_and_after_the_end(self) -> None:
        command = c.Chase(directive=SUBJECT, units=(BEN_NGHE,))
        past = given(Directive, issued())
        past.when(command, THE_CHAIRMAN).refused("directive.not-addressed", unit=str(BEN_NGHE))
        given(Directive, issued(), RECALLED).when(command, THE_CHAIRMAN).refused("directive.recalled")


def answer(**answers: Any) -> AnswerForm:
    given_answers = tuple(Answer(question=key, value=value) for key, value in answers.items())
    return AnswerForm(task=TASK, answers=given_answers)


def answered(**answers: Any) -> Happened:
    return Happened(task_events.Answered, seat=WARD_CHAIR, official=BINH, answers=answers)


class TestAnswer:
    ASKED = assigned(directive=FLOOD, form=FLOOD_FORM)

    def test_accepts_the_task_first(self) -> None:
        past = given(Task, self.ASKED)
        state = past.when(answer(households=42), THE_WARD).then(ACCEPTED, answered(households=42)).state
        assert (state.status, state.answers, state.answered_at) == ("in-progress", {"households": 42}, NOW)

    def test_adds_to_corrects_and_takes_back_what_was_answered(self) -> None:
        past = given(Task, self.ASKED, ACCEPTED, answered(households=42, needs="Máy bơm"))
        corrected = answer(households=45.5, roads="Một phần", needs=None)
        past.when(corrected, THE_WARD).then(answered(households=45.5, roads="Một phần"))

    def test_again_changes_nothing(self) -> None:
        past = given(Task, self.ASKED, ACCEPTED, answered(households=42))
        past.when(answer(households=42), THE_WARD).nothing()

    @pytest.mark.parametrize(
        ("answers", "code", "label"),
        [
            ({"households": "42"}, "answer.not-a-number", "Số hộ bị ngập"),
            ({"households": True}, "answer.not-a-number", "Số hộ bị ngập"),
            ({"households": 1e16}, "answer.not-a-number", "Số hộ bị ngập"),
            ({"households": [1]}, "answer.not-a-number", "Số hộ bị ngập"),
            ({"households": None}, "answer.missing", "Số hộ bị ngập"),
            ({"roads": "Toàn bộ"}, "answer.missing", "Số hộ bị ngập"),
            ({"households": 1, "roads": "Có"}, "answer.not-an-option", "Đường ngập"),
            ({"households": 1, "roads": ["Không"]}, "answer.not-an-option", "Đường ngập"),
            ({"households": 1, "needs": 5}, "answer.not-text", "Đề nghị hỗ trợ"),
            ({"households": 1, "photo": "ảnh.jpg"}, "answer.not-a-file", "Ảnh hiện trường"),
            ({"households": 1, "needs": "x" * 5001}, "text.too-long", None),
            ({"households": 1, "boats": 2}, "answer.unknown-question", "boats"),
        ],
    )
    def test_refuses_and_names_the_question(
        self, answers: dict[str, Any], code: str, label: str | None
    ) -> None:
        expected = {"question": label} if label else {}
        given(Task, self.ASKED).when(answer(**answers), THE_WARD).refused(code, **expected)

    def test_keeps_a_files_id(self) -> None:
        photo = str(named("ảnh.jpg"))
        past = given(Task, self.ASKED, ACCEPTED)
        past.when(answer(households=0, photo=photo), THE_WARD).then(answered(households=0, photo=photo))

    def test_refuses_where_nothing_is_asked_and_after_the_submission(self) -> None:
        given(Task, assigned()).when(answer(households=1), THE_WARD).refused("task.no-form")
        past = given(Task, self.ASKED, ACCEPTED, answered(households=1), submitted())
        past.when(answer(households=2), THE_WARD).refused("task.submitted")

    def test_is_needed_before_a_submission(self) -> None:
        past = given(Task, self.ASKED, ACCEPTED)
        past.when(Submit(task=TASK), THE_WARD).refused("answer.missing", question="Số hộ bị ngập")


def test_audience_is_the_issuer_and_the_desks_addressed() -> None:
    state = given(Directive, issued()).aggregate.state
    issuers = {post_scope(CHAIRMAN), desk_scope(CITY)}
    assert audience(state) == issuers | {desk_scope(SAI_GON), desk_scope(BEN_THANH)}
    assert line_audience(state.issuer, SAI_GON) == issuers | {desk_scope(SAI_GON)}
