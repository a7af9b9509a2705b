"""Who is told of what: one table, from what happened and what became of it."""

from __future__ import annotations

from typing import Any

import pytest

from domain.announcement import events as announcement
from domain.announcement.announcement import Announcement
from domain.catalog import EVENTS
from domain.kernel import Seat, desk_scope, post_scope, unit_scope, user_scope
from domain.message.message import Message
from domain.message.state import Mention
from domain.notices.rule import Rule
from domain.notices.table import ANSWERED, RULES
from domain.task import events as e
from domain.task.task import Task
from tests.domain.examples import (
    ACCEPTED,
    AN,
    BEN_THANH,
    BINH,
    CHI,
    CITY,
    CITY_CHAIR,
    FLOOD,
    HEALTH_CHAIR,
    IN_WORKERS_HANDS,
    SAI_GON,
    WARD_CHAIRMAN,
    WARD_DESK,
    WARD_WORKER,
    assigned,
    submitted,
)
from tests.domain.scenario import Happened, given
from tests.domain.test_message import FLOODS, posted
from tests.domain.test_task_work import ENDORSED


def told(noun: Any, *events: Happened) -> dict[str, tuple[str, bool]]:
    """Who is told of the last event: as what, and whether something is theirs to do."""
    past = given(noun, *events).aggregate
    rules: tuple[Rule, ...] = RULES.get(events[-1].event.TOPIC, ())
    event = events[-1].at(noun, past.id, len(events), past.created_on)
    found: dict[str, tuple[str, bool]] = {}
    for rule in rules:
        for scope in rule.to(past.state, event):
            found.setdefault(scope, (rule.reason, rule.waits))
    return found


def reassigned(previous: Seat, lead: Seat, *, succession: bool = False) -> Happened:
    fields = {"seat": CITY_CHAIR, "previous": previous, "lead": lead, "chain": (lead,)}
    return Happened(e.Reassigned, **fields, succession=succession, reason=None, author=AN)


class TestTask:
    def test_each_seat_as_what_it_is(self) -> None:
        beside = assigned(coordinating=(HEALTH_CHAIR,), following=(WARD_DESK, WARD_WORKER), chaser=CITY_CHAIR)
        assert told(Task, beside) == {
            WARD_DESK.scope: ("lead", True),
            HEALTH_CHAIR.scope: ("coordinating", False),
            WARD_WORKER.scope: ("following", False),
            CITY_CHAIR.scope: ("chaser", False),
        }

    def test_whose_turn_it_is(self) -> None:
        on_its_way = (*IN_WORKERS_HANDS, submitted(WARD_WORKER, CHI))
        assert told(Task, *on_its_way) == {WARD_DESK.scope: ("assigner", True)}
        assert told(Task, *on_its_way, ENDORSED) == {CITY_CHAIR.scope: ("assigner", True)}

    def test_a_directives_issuer_sees_its_board_instead(self) -> None:
        assert told(Task, assigned(), ACCEPTED) == {CITY_CHAIR.scope: ("assigner", False)}
        assert told(Task, assigned(directive=FLOOD), ACCEPTED) == {}

    def test_whose_it_was_is_told_each_time(self) -> None:
        away = reassigned(WARD_DESK, HEALTH_CHAIR)
        back = reassigned(HEALTH_CHAIR, WARD_DESK)
        assert told(Task, assigned(), away) == {
            HEALTH_CHAIR.scope: ("lead", True),
            WARD_DESK.scope: ("former", False),
        }
        assert told(Task, assigned(), away, back, away) == told(Task, assigned(), away)


class TestMessage:
    @pytest.mark.parametrize(
        ("mention", "kind", "scope"),
        [
            (Mention(kind="official", id=CHI), "open", user_scope(CHI)),
            (Mention(kind="post", id=WARD_CHAIRMAN), "unit", post_scope(WARD_CHAIRMAN)),
            (Mention(kind="unit", id=SAI_GON), "unit", unit_scope(SAI_GON)),
            (Mention(kind="unit", id=SAI_GON), "task", desk_scope(SAI_GON)),
            (Mention(kind="everyone"), "group", f"channel:{FLOODS}"),
            (Mention(kind="everyone"), "unit", unit_scope(FLOODS)),
            (Mention(kind="everyone"), "directive", None),
        ],
    )
    def test_who_is_called(self, mention: Mention, kind: str, scope: str | None) -> None:
        said = posted(kind=kind, mentions=(mention,))
        assert told(Message, said) == ({scope: ("mentioned", False)} if scope else {})

    def test_who_is_answered(self) -> None:
        root = given(Message, posted()).aggregate.state
        for author, scopes in ((BINH, [user_scope(AN)]), (AN, [])):
            answer = posted(author=author, thread=root.id)
            event = answer.at(Message, root.id, 1, root.at)
            assert [*ANSWERED.to(root, event)] == scopes


class TestAnnouncement:
    @staticmethod
    def issued(**changed: Any) -> Happened:
        fields: dict[str, Any] = {
            "title": "Nghỉ lễ",
            "text": "Hai ngày",
            "urgency": "normal",
            "units": (SAI_GON, BEN_THANH),
            "acknowledge": True,
            "acknowledge_by": None,
            "attachments": (),
            "issuer": Seat(unit=CITY),
            "author": AN,
        }
        return Happened(announcement.Created, **(fields | changed))

    @pytest.mark.parametrize("acknowledge", [True, False])
    def test_everybody_addressed(self, acknowledge: bool) -> None:
        both = dict.fromkeys((unit_scope(SAI_GON), unit_scope(BEN_THANH)), ("addressed", acknowledge))
        assert told(Announcement, self.issued(acknowledge=acknowledge)) == both

    def test_those_reminded(self) -> None:
        reminded = Happened(announcement.Reminded, text=None, units=(SAI_GON,), author=AN)
        assert told(Announcement, self.issued(), reminded) == {unit_scope(SAI_GON): ("addressed", True)}

    def test_nothing_is_to_be_done_about_one_withdrawn(self) -> None:
        withdrawn = Happened(announcement.Withdrawn, reason="Nhầm", author=AN)
        assert set(told(Announcement, self.issued(), withdrawn).values()) == {("addressed", False)}


def test_each_rule_is_for_an_event_that_there_is() -> None:
    assert set(RULES) <= set(EVENTS)
