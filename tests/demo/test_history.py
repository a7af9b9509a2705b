"""The demo city is as it should be: the real units, the reform, people in every seat, work in every state."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from backend.demo.announcements import KEYS, TIDE
from backend.demo.city import leaders
from backend.demo.directives import KING_TIDE
from backend.demo.founding import BEGINNING, REFORM
from backend.demo.history import EARLIEST, History, write
from backend.demo.hours import SAIGON, at_work, end_of_day, in_order
from backend.demo.places import load
from backend.demo.seed import people_of
from domain.announcement.announcement import Announcement
from domain.directive.directive import Directive
from domain.form import checked_form
from domain.message.message import Message
from domain.official import Official
from domain.receipt import Receipt, receipt_of
from domain.recurrence.recurrence import Recurrence
from domain.task.state import State
from domain.task.task import Task
from domain.template.template import Template
from domain.unit import Unit

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def history() -> History:
    return write(400, NOW)


@pytest.fixture(scope="module")
def tasks(history: History) -> list[State]:
    return [noun.state for noun in history.chronicle.nouns.values() if isinstance(noun, Task)]


def test_the_real_units() -> None:
    places = load()
    assert (len(places.new), len(places.old)) == (168, 442)
    assert Counter(len(into) > 1 for into in places.successors.values()) == {False: 395, True: 47}
    names = {place.key: place.name for place in places.new}
    assert {names[key] for key in places.successors["thanhphohochiminh_quan1_phuongbennghe"]} == {
        "Phường Sài Gòn"
    }
    assert all(len(place.code) <= 13 for place in (*places.new, *places.old, *places.districts))


class TestReform:
    def test_every_old_ward_lives_on_in_a_new_one(self, history: History) -> None:
        organisation, city = history.chronicle.organisation, history.founding.city
        new = set(city.wards.values())
        assert {organisation.successor(old) for old in city.old.values()} <= new
        assert all(not organisation.units[old].active for old in city.old.values())
        assert organisation.children(city.city) == {*new, *city.departments.values(), city.office}

    def test_nothing_else_is_left_of_the_old_tiers(self, history: History) -> None:
        units = [noun for noun in history.chronicle.nouns.values() if isinstance(noun, Unit)]
        active = Counter(unit.kind for unit in units if unit.state == "active")
        assert active.keys() == {
            "city",
            "office",
            "inspectorate",
            "department",
            "ward",
            "commune",
            "special-zone",
        }

    def test_open_work_of_old_wards_went_to_their_successors(self, tasks: list[State]) -> None:
        early = [task for task in tasks if task.created_at < REFORM]
        passed = [task for task in early if task.former]
        assert len(early) > len(passed) > 10
        assert {task.status for task in passed} == {"completed"}
        assert all(task.completed_at and task.completed_at > REFORM for task in passed)

    def test_a_chairman_of_before_is_chairman_again(self, history: History) -> None:
        organisation = history.chronicle.organisation
        closed = [post for post in organisation.posts.values() if not post.active]
        assert len(closed) == 168
        assert len({fact.holder for fact in organisation.posts.values() if fact.holder}) == 399


class TestPeople:
    def test_every_unit_is_led(self, history: History) -> None:
        organisation, city = history.chronicle.organisation, history.founding.city
        for unit in (city.city, city.office, *city.departments.values(), *city.wards.values()):
            assert leaders(organisation, unit)

    def test_no_two_share_an_address_which_is_nobodys(self, history: History) -> None:
        people = [noun for noun in history.chronicle.nouns.values() if isinstance(noun, Official)]
        assert len({person.email for person in people}) == len(people) == 400
        assert all(person.email.endswith(".example") for person in people)

    @pytest.mark.parametrize("officials", [380, 1000])
    def test_as_many_as_asked_for(self, officials: int) -> None:
        organisation = write(officials, NOW, tasks=0).chronicle.organisation
        assert len(organisation.officials) == officials


class TestWork:
    def test_in_every_state(self, tasks: list[State]) -> None:
        states = Counter(task.status for task in tasks)
        assert set(states) == {
            *("assigned", "accepted", "in-progress", "submitted"),
            *("declined", "returned", "completed", "cancelled"),
        }
        assert sum(states.values()) > 700
        assert {task.waiting for task in tasks} == {"lead", "link", "assigner", "none"}

    def test_late_and_in_time_and_with_more_time_asked_for(self, tasks: list[State]) -> None:
        open_tasks = [task for task in tasks if task.open]
        assert sum(task.deadline < NOW for task in open_tasks) > 20
        assert sum(NOW < task.deadline < NOW + timedelta(days=3) for task in open_tasks) > 20
        assert sum(task.extension is not None for task in open_tasks) > 5
        assert Counter(task.in_time for task in tasks)[False] > 20
        assert any(task.deadline > task.original_deadline for task in tasks)

    def test_the_storys_ward_has_something_on_each_screen(self, history: History, tasks: list[State]) -> None:
        ward = history.founding.city.wards["phuongsaigon"]
        waiting = Counter(task.waiting for task in tasks if task.lead.unit == ward and task.open)
        assert waiting["lead"] >= 5
        assert waiting["link"] + waiting["assigner"] >= 2

    def test_one_directive_is_over_and_one_under_way(self, history: History) -> None:
        found = [noun.state for noun in history.chronicle.nouns.values() if isinstance(noun, Directive)]
        assert sorted(state.status for state in found) == ["closed", "issued"]
        assert {len(state.units) for state in found} == {168}

    def test_the_next_one_is_ready_to_be_sent(self) -> None:
        assert checked_form(KING_TIDE.form) == KING_TIDE.form
        assert "triều cường" in KING_TIDE.title


class TestRoutine:
    def test_work_recurs_and_what_came_of_it_was_done(self, history: History) -> None:
        nouns = history.chronicle.nouns
        found = [noun.state for noun in nouns.values() if isinstance(noun, Recurrence)]
        assert Counter(state.status for state in found) == {"active": 4, "paused": 1}
        came = [each for state in found for each in state.recent]
        assert len(came) >= 10
        assert all(each.failure is None for each in came)
        assert {nouns[each.made].state.status for each in came} == {"completed"}
        ward = history.founding.city.wards["phuongsaigon"]
        assert (
            sum(ward in (state.seat.unit, state.wanted.lead.unit) for state in found if state.wanted.lead)
            == 3
        )

    def test_units_have_templates(self, history: History) -> None:
        found = [noun.state for noun in history.chronicle.nouns.values() if isinstance(noun, Template)]
        ward = history.founding.city.wards["phuongsaigon"]
        assert [state.unit for state in found].count(ward) == 3
        assert len({state.unit for state in found}) == 3

    def test_tasks_have_labels_and_checklists(self, tasks: list[State]) -> None:
        assert sum(bool(task.labels) for task in tasks) > 200
        done = [[item.done_at is not None for item in task.checklist] for task in tasks if task.open]
        assert sum(any(each) and not all(each) for each in done) > 20
        assert all(item.done_at for task in tasks if task.status == "completed" for item in task.checklist)


class TestTalk:
    def test_people_talk_in_units_channels_in_twos_and_at_tasks(self, history: History) -> None:
        said = [noun.state for noun in history.chronicle.nouns.values() if isinstance(noun, Message)]
        kinds = Counter(state.kind for state in said)
        assert set(kinds) == {"unit", "open", "group", "direct", "task"}
        assert kinds["unit"] > 60
        assert any(state.thread for state in said)
        assert any(state.reactions for state in said)
        assert sum(state.pinned for state in said) > 2

    def test_each_of_the_five_has_somebody_to_talk_with(self, history: History) -> None:
        organisation = history.chronicle.organisation
        assert all(organisation.channels_of(person) for person in people_of(history)[:4])


class TestAnnouncements:
    def test_everybody_is_told_and_most_have_acknowledged_what_is_old(self, history: History) -> None:
        nouns = history.chronicle.nouns.values()
        told = {noun.id: noun.state for noun in nouns if isinstance(noun, Announcement)}
        receipts = [noun.state for noun in nouns if isinstance(noun, Receipt)]
        assert {len(state.units) for state in told.values()} == {1, 186}
        keys, tide = (next(s for s in told.values() if s.title == d.title) for d in (KEYS, TIDE))
        by = {state.id: [r for r in receipts if r.announcement == state.id] for state in (keys, tide)}
        assert len(by[keys.id]) > 350
        assert 200 < len(by[tide.id]) < 350
        again = Counter(receipt.acknowledged for receipt in by[keys.id])
        assert again[2] > 250
        assert again[0] > again[1] > 0

    def test_the_people_of_the_storys_ward_have_something_to_acknowledge(self, history: History) -> None:
        nouns = history.chronicle.nouns
        new = [n.id for n in nouns.values() if isinstance(n, Announcement) and n.state.title == TIDE.title]
        chairman, specialist = people_of(history)[2:4]
        assert all(receipt_of(new[0], person) not in nouns for person in (chairman, specialist))


class TestTime:
    def test_everything_happened_in_order_and_before_now(self, history: History) -> None:
        times = [event.timestamp for draft in history.chronicle.drafts() for event in draft.events]
        assert times == sorted(times)
        assert (times[0], times[-1] <= NOW) == (BEGINNING, True)

    def test_told_again_it_is_the_same(self, history: History) -> None:
        again = write(400, NOW).chronicle.drafts()
        assert again == history.chronicle.drafts()

    def test_a_clock_before_the_reform_is_refused(self) -> None:
        with pytest.raises(ValueError, match="set the clock"):
            write(400, EARLIEST - timedelta(days=1))

    def test_people_work_in_office_hours(self) -> None:
        sunday_evening = datetime(2026, 3, 1, 20, 30, tzinfo=SAIGON)
        assert at_work(sunday_evening).astimezone(SAIGON).strftime("%a %H") == "Fri 16"
        assert at_work(NOW) == NOW
        moments = list(in_order([sunday_evening, sunday_evening, NOW]))
        assert moments == sorted(set(moments))

    def test_a_date_alone_is_five_in_the_afternoon(self) -> None:
        assert end_of_day(NOW, 1) == datetime(2026, 3, 3, 17, 0, tzinfo=SAIGON)
