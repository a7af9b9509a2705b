"""A template: what its unit says tasks of a kind begin with, version by version."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest

from domain.facts import Power
from domain.kernel import Command, Noun
from domain.task.state import TemplateVersion
from domain.template import commands as c
from domain.template import events as e
from domain.template.state import Term
from domain.template.template import Template
from domain.workdays import Workdays
from tests.domain.city import (
    ADMINISTRATOR,
    WARD_ADMINISTRATOR,
    acting,
    allowed,
    assign,
    city,
    post_fact,
    refusal,
)
from tests.domain.examples import (
    BEN_NGHE,
    CITY,
    HEALTH_CHAIR,
    OUTLINE,
    SAI_GON,
    THE_CHAIRMAN,
    THE_WARD,
    WARD_CHAIRMAN,
    WARD_CLERK,
    WARD_DEPUTY,
    WARD_DESK,
    WARD_SPECIALIST,
    named,
)
from tests.domain.scenario import SUBJECT, Happened, given, nothing_yet

CREATED = Happened(e.Created, unit=SAI_GON, name="Báo cáo tuần", outline=OUTLINE)
OTHER = msgspec.structs.replace(OUTLINE, title="Báo cáo tháng")
CHANGED = Happened(e.Changed, name="Báo cáo tháng", outline=OTHER)
RETIRED = Happened(e.Retired)
CREATE = c.Create(unit=SAI_GON, full_name=" Báo cáo tuần ", outline=OUTLINE)
ALTER = c.Alter(template=SUBJECT, full_name="Báo cáo tháng", outline=OTHER)
RETIRE = c.Retire(template=SUBJECT)
EVERY: list[Command[Any]] = [CREATE, ALTER, RETIRE]


def template(*events: Happened, subject: UUID = SUBJECT) -> Noun:
    made: Noun = given(Template, CREATED, *events, subject=subject).aggregate
    return made


def with_outline(**changed: Any) -> c.Create:
    return msgspec.structs.replace(CREATE, outline=msgspec.structs.replace(OUTLINE, **changed))


class TestCreate:
    def test_is_kept_as_it_will_be_read(self) -> None:
        made = nothing_yet().when(CREATE, THE_WARD).then(CREATED)
        assert (made.state.version, made.state.retired) == (1, False)

    def test_its_content_is_checked_as_a_tasks(self) -> None:
        command = with_outline(labels=(" Báo  CÁO", "báo cáo"), coordinating=(WARD_DESK, HEALTH_CHAIR))
        outline = nothing_yet().when(command, THE_WARD).subject.state.outline
        assert (outline.labels, outline.coordinating) == (("báo cáo",), (HEALTH_CHAIR,))

    @pytest.mark.parametrize(
        ("changed", "code"),
        [
            ({"title": " "}, "text.empty"),
            ({"term": Term(days=-1)}, "template.term"),
            ({"term": Term(days=367, of="calendar")}, "template.term"),
            ({"checklist": ("",)}, "text.empty"),
            ({"labels": tuple(map(str, range(11)))}, "task.too-many-labels"),
            ({"weight": 0.0}, "task.weight"),
        ],
    )
    def test_refused(self, changed: dict[str, Any], code: str) -> None:
        nothing_yet().when(with_outline(**changed), THE_WARD).refused(code)


class TestChange:
    def test_makes_another_version(self) -> None:
        assert given(Template, CREATED).when(ALTER, THE_WARD).then(CHANGED).state.version == 2

    def test_to_the_same_changes_nothing(self) -> None:
        given(Template, CREATED, CHANGED).when(ALTER, THE_WARD).nothing()

    def test_of_a_retired_one_is_refused(self) -> None:
        given(Template, CREATED, RETIRED).when(ALTER, THE_WARD).refused("template.retired")


class TestRetire:
    def test_is_kept(self) -> None:
        assert given(Template, CREATED).when(RETIRE, THE_WARD).then(RETIRED).state.retired

    def test_again_changes_nothing(self) -> None:
        given(Template, CREATED, RETIRED).when(RETIRE, THE_WARD).nothing()


class TestMayBe:
    DESK = frozenset({WARD_CHAIRMAN, WARD_DEPUTY, WARD_CLERK})
    ADMINISTRATORS = frozenset({ADMINISTRATOR, WARD_ADMINISTRATOR})

    @pytest.mark.parametrize("command", EVERY, ids=lambda command: command.name)
    def test_given_by_the_desk_and_those_who_administer_the_unit(self, command: Command[Any]) -> None:
        subject = None if command is CREATE else template()
        assert allowed(command, subject) == self.DESK | self.ADMINISTRATORS

    def test_not_of_a_unit_that_has_ended(self) -> None:
        ended = msgspec.structs.replace(CREATE, unit=BEN_NGHE)
        assert refusal(ended, None, acting(WARD_CHAIRMAN)) == "unit.not-active"

    def test_given_by_whoever_is_given_the_power(self) -> None:
        more = post_fact(WARD_SPECIALIST, unit=SAI_GON, powers=(Power(name="administer", unit=CITY),))
        assert refusal(ALTER, template(), acting(WARD_SPECIALIST)) == "access.denied"
        assert refusal(ALTER, template(), acting(WARD_SPECIALIST), city(more)) is None


class TestOfATask:
    WEEKLY = named("Báo cáo tuần")

    def test_is_kept_as_it_was(self) -> None:
        command = assign(WARD_DESK, template=TemplateVersion(id=self.WEEKLY, version=1))
        assert command.reads() == (self.WEEKLY,)
        read = {self.WEEKLY: template(CHANGED, RETIRED, subject=self.WEEKLY)}
        who = msgspec.structs.replace(THE_CHAIRMAN, read=read)
        made = nothing_yet().when(command, who).subject
        assert made.state.template == TemplateVersion(id=self.WEEKLY, version=1)

    @pytest.mark.parametrize("version", [0, 3])
    def test_of_a_version_that_there_is_not(self, version: int) -> None:
        command = assign(WARD_DESK, template=TemplateVersion(id=self.WEEKLY, version=version))
        read = {self.WEEKLY: template(CHANGED, subject=self.WEEKLY)}
        who = msgspec.structs.replace(THE_CHAIRMAN, read=read)
        nothing_yet().when(command, who).refused("template.not-found", template=str(self.WEEKLY))
        nothing_yet().when(command, THE_CHAIRMAN).refused("template.not-found")


MONDAY = datetime(2025, 7, 7, 2, 0, tzinfo=UTC)
"""09:00 in Việt Nam."""


@pytest.mark.parametrize(
    ("term", "given_at", "due"),
    [
        (Term(days=5), MONDAY, date(2025, 7, 14)),
        (Term(days=5, of="calendar"), MONDAY, date(2025, 7, 14)),
        (Term(days=7, of="calendar"), MONDAY, date(2025, 7, 14)),
        (Term(days=0), MONDAY, date(2025, 7, 7)),
        (Term(days=0), MONDAY + timedelta(hours=9), date(2025, 7, 8)),
        (Term(days=1), MONDAY + timedelta(days=5), date(2025, 7, 15)),
        (Term(days=1), datetime(2025, 7, 6, 18, 0, tzinfo=UTC), date(2025, 7, 8)),
    ],
    ids=["working", "not on a Saturday", "a week", "today", "too late today", "a holiday", "by our clock"],
)
def test_the_term_proposes_a_deadline(term: Term, given_at: datetime, due: date) -> None:
    holiday = {date(2025, 7, 14): False} if given_at > MONDAY + timedelta(days=1) else {}
    assert term.deadline(given_at, Workdays(exceptions=holiday)) == datetime.combine(due, time(10), UTC)
