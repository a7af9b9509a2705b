"""How the directory came about: June 2025, the reform of 1 July, and what changed since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.demo import city as plan
from backend.demo import staff
from backend.demo.chronicle import Chronicle, Story
from backend.demo.city import City, holder, leaders
from backend.demo.people import Person
from backend.demo.places import CITY_KEY, Place, Places
from domain import delegation, official, post, unit
from domain.kernel import Command

SAIGON = ZoneInfo("Asia/Ho_Chi_Minh")
BEGINNING = datetime(2025, 6, 2, 7, 30, tzinfo=SAIGON).astimezone(UTC)
REFORM = datetime(2025, 7, 1, 0, 0, tzinfo=SAIGON).astimezone(UTC)
"""Resolution 1685/NQ-UBTVQH15: 168 wards, communes and one special zone, and no districts."""


class Founding:
    """Sets up the directory; `city` says where things are once its stories were told."""

    def __init__(
        self, chronicle: Chronicle, places: Places, people: Iterator[Person], officials: int
    ) -> None:
        self._run = chronicle.run
        self._organisation = chronicle.organisation
        self._places = places
        self._people = people
        self._wards = sorted(places.new, key=lambda place: (place.key != plan.STORY_WARD, place.code))
        self._territory: dict[str, UUID] = {}
        self._mayors: dict[str, UUID] = {}
        rest = officials - len(staff.CITY) - len(staff.OFFICE)
        self._sizes = staff.headcounts(rest, len(plan.DEPARTMENTS) + 1, len(self._wards))
        self.city: City
        self.administrator: UUID

    def stories(self) -> list[Story]:
        """All of them, in order."""
        return [self._june(), self._reform(), self._appointments()]

    def _june(self) -> Story:
        yield BEGINNING
        for place in self._places.provinces:
            self._create(place, None, plan.ADDRESS if place.key == CITY_KEY else None)
        for place in (*self._places.districts, *self._places.old):
            self._create(place, self._territory[place.parent or ""])
        top = self._territory[CITY_KEY]
        office = self._body(plan.OFFICE, "office", top)
        departments = {body[0]: self._body(body, "department", top) for body in plan.DEPARTMENTS}
        departments[plan.INSPECTORATE[0]] = self._body(plan.INSPECTORATE, "inspectorate", top)
        old = {place.key: self._territory[place.key] for place in self._places.old}
        self.city = City(city=top, office=office, departments=departments, wards={}, old=old)
        self._fill(top, [*staff.CITY])
        self.administrator = self._fill(office, [*staff.OFFICE])[1]
        for name, size in zip(departments, self._sizes[0], strict=True):
            bodies = staff.INSPECTORATE if name == plan.INSPECTORATE[0] else staff.DEPARTMENT
            self._fill(departments[name], staff.slots(bodies, size))
        self._mayors_of_old_wards()
        self._empower()

    def _create(self, place: Place, parent: UUID | None, address: str | None = None) -> UUID:
        kind = "city" if place.key == CITY_KEY else "province" if parent is None else place.kind
        self._territory[place.key] = self._run(
            unit.Create(
                full_name=place.name,
                short_name="TP.HCM" if place.key == CITY_KEY else place.short_name,
                code=place.code,
                kind=kind,
                parent=parent,
                address=address,
                phone=next(self._people).office_phone,
            )
        )
        return self._territory[place.key]

    def _body(self, names: tuple[str, str, str], kind: str, parent: UUID) -> UUID:
        name, short_name, code = names
        command = unit.Create(full_name=name, short_name=short_name, code=code, kind=kind, parent=parent)
        return self._run(command)

    def _register(self) -> UUID:
        person = next(self._people)
        return self._run(
            official.Register(
                full_name=person.name,
                email=person.email,
                office_phone=person.office_phone,
                private_phone=person.private_phone,
            )
        )

    def _seat(self, here: UUID, slot: staff.Slot, person: UUID) -> UUID:
        """Set up what one person holds; the first of these posts."""
        made = [self._run(seating.command(here)) for seating in slot]
        for seat in made:
            self._run(post.HandOver(post=seat, holder=person))
        return made[0]

    def _fill(self, here: UUID, slots: list[staff.Slot]) -> list[UUID]:
        return [self._seat(here, slot, self._register()) for slot in slots]

    def _mayors_of_old_wards(self) -> None:
        """Of each new ward's future chairman, where they were chairman before."""
        by_new: dict[str, list[str]] = defaultdict(list)
        for old, into in sorted(self._places.successors.items(), key=lambda item: (len(item[1]), item[0])):
            for new in into:
                by_new[new].append(old)
        taken: set[str] = set()
        for ward in self._wards:
            person = self._register()
            before = next((old for old in by_new[ward.key] if old not in taken), None)
            if before is not None:
                taken.add(before)
                self._seat(self._territory[before], staff.OLD_WARD, person)
            self._mayors[ward.key] = person

    def _empower(self) -> None:
        top, city = self.city.city, leaders(self._organisation, self.city.city)
        for leader in city:
            self._grant(leader, "issue-directive", top)
            self._grant(leader, "assign-across", top)
        chief = leaders(self._organisation, self.city.office)[0]
        self._grant(chief, "assign-across", top)
        self._grant(chief, "issue-directive", top)
        for department in self.city.departments.values():
            self._grant(leaders(self._organisation, department)[0], "assign-across", top)
        self._grant(self.administrator, "administer", top)
        self._grant(self.administrator, "read-all-events", top)

    def _grant(self, seat: UUID, power: str, over: UUID) -> None:
        self._run(post.Grant(post=seat, power=power, unit=over))

    def _reform(self) -> Story:
        yield REFORM
        for place in self._wards:
            self.city.wards[place.key] = self._create(place, self.city.city)
        for old in self._places.old:
            self._end(old)
        for district in self._places.districts:
            self._run(unit.Close(unit=self._territory[district.key]))
        for province in self._places.provinces:
            if province.key != CITY_KEY:
                self._run(unit.Merge(unit=self._territory[province.key], into=self.city.city))

    def _end(self, old: Place) -> None:
        into = [self.city.wards[key] for key in self._places.successors[old.key]]
        ending: Command[unit.Unit] = unit.Merge(unit=self._territory[old.key], into=into[0])
        if len(into) > 1:
            ending = unit.Divide(unit=self._territory[old.key], into=tuple(into))
        self._run(ending)

    def _appointments(self) -> Story:
        yield REFORM + timedelta(hours=7, minutes=30)
        for place, size in zip(self._wards, self._sizes[1], strict=True):
            here = self.city.wards[place.key]
            mayor, *others = staff.slots(staff.WARD, size)
            self._seat(here, mayor, self._mayors[place.key])
            self._fill(here, others)
            self._grant(leaders(self._organisation, here)[0], "administer", here)


def changes(chronicle: Chronicle, founding: Founding, now: datetime) -> list[Story]:
    """What happens to people in the last months: a new director, a leaver, a delegation."""
    organisation = chronicle.organisation

    def new_director() -> Story:
        yield now - timedelta(days=75)
        tourism = founding.city.departments["Sở Du lịch"]
        director, *deputies = leaders(organisation, tourism)
        gone = organisation.posts[director].holder
        assert gone is not None
        administrator = holder(organisation, founding.administrator)
        chronicle.run(official.Leave(official=gone), administrator)
        yield now - timedelta(days=74)
        if deputies:
            chief = organisation.posts[deputies[0]].holder
            empty = post.HandOver(post=deputies[0], holder=None, reason="Bổ nhiệm chức vụ mới")
            chronicle.run(empty, administrator)
            promoted = post.HandOver(post=director, holder=chief, reason="Quyết định bổ nhiệm Giám đốc")
            chronicle.run(promoted, administrator)

    def delegated() -> Story:
        yield now - timedelta(days=30)
        chairman = leaders(organisation, founding.city.city)[0]
        chief = leaders(organisation, founding.city.office)[0]
        give = delegation.Give(
            giver=chairman,
            receiver=chief,
            powers=("issue-directive", "approve"),
            start=chronicle.now,
            end=now + timedelta(days=60),
            paper="Giấy ủy quyền số 15/UQ-UBND",
        )
        chronicle.run(give, holder(organisation, chairman))

    return [new_director(), delegated()]
