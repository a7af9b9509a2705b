"""The form of a directive: what is asked of every addressed unit, and checks on what they answer."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Literal
from uuid import UUID

from domain import text
from domain.kernel import Rejection, Struct

Kind = Literal["number", "choice", "text", "file"]
Value = str | int | float

MOST_QUESTIONS = 50
LONGEST_ANSWER = 5_000
LARGEST_NUMBER = 1e15


class Question(Struct, frozen=True):
    """One question: `key` names it for machines, `label` asks it; `unit` is what a number counts ("hộ")."""

    key: str
    label: str
    kind: Kind
    options: tuple[str, ...] = ()
    required: bool = False
    unit: str | None = None


class Answer(Struct, frozen=True):
    """What was answered to the question `question`; None takes an earlier answer back.

    A number for `number`, one of the options for `choice`, text for `text`, a file's id for `file`.
    """

    question: str
    value: Any


def checked_form(form: Sequence[Question]) -> tuple[Question, ...]:
    """The questions as they will be kept; refuses equal keys, a choice without options, options elsewhere."""
    if len(form) > MOST_QUESTIONS:
        raise Rejection("form.too-long", most=MOST_QUESTIONS)
    questions = tuple(_checked_question(question) for question in form)
    keys = [question.key for question in questions]
    for key in keys:
        if keys.count(key) > 1:
            raise Rejection("form.key-twice", question=key)
    return questions


def _checked_question(question: Question) -> Question:
    options = tuple(text.required("options", option) for option in question.options)
    if question.kind == "choice" and len(set(options)) < max(2, len(options)):
        raise Rejection("form.choice-needs-options", question=question.label)
    if question.kind != "choice" and options:
        raise Rejection("form.options-without-choice", question=question.label)
    return Question(
        key=text.slug("key", question.key),
        label=text.required("label", question.label),
        kind=question.kind,
        options=options,
        required=question.required,
        unit=text.optional("unit", question.unit, 30),
    )


def answered(
    form: Sequence[Question], before: Mapping[str, Value], given: Sequence[Answer]
) -> dict[str, Value]:
    """All answers after `given`; refuses an unknown question, a wrong kind, and a required one left open."""
    questions = {question.key: question for question in form}
    answers = dict(before)
    for answer in given:
        question = questions.get(answer.question)
        if question is None:
            raise Rejection("answer.unknown-question", question=answer.question)
        if answer.value is None or answer.value == "":
            answers.pop(question.key, None)
        else:
            answers[question.key] = _checked_value(question, answer.value)
    require_answers(form, answers)
    return answers


def require_answers(form: Sequence[Question], answers: Mapping[str, Value]) -> None:
    """Refuse if a required question has no answer."""
    for question in form:
        if question.required and question.key not in answers:
            raise Rejection("answer.missing", question=question.label)


def _checked_value(question: Question, value: Any) -> Value:
    match question.kind:
        case "number":
            return _number(question, value)
        case "choice":
            if value not in question.options:
                raise Rejection(
                    "answer.not-an-option", question=question.label, options=", ".join(question.options)
                )
            return str(value)
        case "text":
            return _string(question, value, "answer.not-text")
        case "file":
            return _file(question, value)


def _number(question: Question, value: Any) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Rejection("answer.not-a-number", question=question.label)
    if not math.isfinite(value) or abs(value) > LARGEST_NUMBER:
        raise Rejection("answer.not-a-number", question=question.label)
    return value


def _string(question: Question, value: Any, code: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise Rejection(code, question=question.label)
    if len(value) > LONGEST_ANSWER:
        raise Rejection("text.too-long", field=question.label, most=LONGEST_ANSWER)
    return value.strip()


def _file(question: Question, value: Any) -> str:
    try:
        return str(UUID(_string(question, value, "answer.not-a-file")))
    except ValueError:
        raise Rejection("answer.not-a-file", question=question.label) from None
