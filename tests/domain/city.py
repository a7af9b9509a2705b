"""A small city with everybody in their seats: whom the tests of access ask one after the other."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from domain.access import decide
from domain.directive.commands import Issue
from domain.directive.directive import Directive
from domain.facts import DelegationFact, OfficialFact, PostFact, Power, UnitFact
from domain.kernel import Actor, Command, Fact, Noun, Rejection, Seat
from domain.organisation import Organisation
from domain.task.commands import Assign
from domain.task.task import Task
from tests.domain.examples import (
    AT_ELEVEN,
    BEN_NGHE,
    BEN_THANH,
    CHAIRMAN,
    CHIEF_OF_OFFICE,
    CITY,
    DIRECTOR,
    HEALTH,
    SAI_GON,
    WARD_CHAIRMAN,
    WARD_CLERK,
    WARD_DEPUTY,
    WARD_SPECIALIST,
    assigned,
    issued,
    named,
)
from tests.domain.scenario import NOW, Happened, given

WARD_TEAM = named("Tổ quản lý đô thị Phường Sài Gòn")
TEAM_WORKER = named("Nhân viên Tổ quản lý đô thị")
VICE_CHAIRMAN = named("Phó Chủ tịch UBND Thành phố")
ADMINISTRATOR = named("Quản trị hệ thống Thành phố")
WARD_ADMINISTRATOR = named("Quản trị Phường Sài Gòn")
OLD_POST = named("Chức vụ đã bãi bỏ")
VACANT = named("Chức vụ khuyết")
BEN_THANH_CHAIRMAN = named("Chủ tịch UBND Phường Bến Thành")

UNITS: dict[UUID, UUID | None] = {
    CITY: None,
    HEALTH: CITY,
    SAI_GON: CITY,
    WARD_TEAM: SAI_GON,
    BEN_THANH: CITY,
    BEN_NGHE: CITY,
}


def holder_of(post: UUID) -> UUID:
    """The official in a seat: everybody holds one."""
    return named(f"holder of {post}")


def power(name: str, unit: UUID) -> Power:
    return Power(name=name, unit=unit)


POSTS: dict[UUID, dict[str, Any]] = {
    CHAIRMAN: {
        "unit": CITY,
        "leading": True,
        "order": 1,
        "powers": (power("issue-directive", CITY), power("assign-across", CITY)),
    },
    VICE_CHAIRMAN: {"unit": CITY, "leading": True, "order": 2},
    CHIEF_OF_OFFICE: {"unit": CITY, "powers": (power("assign", CITY),)},
    ADMINISTRATOR: {"unit": CITY, "powers": (power("administer", CITY),)},
    DIRECTOR: {"unit": HEALTH, "leading": True, "order": 1, "powers": (power("issue-directive", HEALTH),)},
    WARD_CHAIRMAN: {"unit": SAI_GON, "leading": True, "order": 1},
    WARD_DEPUTY: {"unit": SAI_GON, "leading": True, "order": 2},
    WARD_CLERK: {"unit": SAI_GON, "intake": True},
    WARD_SPECIALIST: {"unit": SAI_GON},
    WARD_ADMINISTRATOR: {"unit": SAI_GON, "powers": (power("administer", SAI_GON),)},
    TEAM_WORKER: {"unit": WARD_TEAM},
    BEN_THANH_CHAIRMAN: {"unit": BEN_THANH, "leading": True, "order": 1},
}
EVERYBODY = frozenset(POSTS)


def post_fact(post: UUID, **changed: Any) -> PostFact:
    fields: dict[str, Any] = {"holder": holder_of(post), "leading": False, "order": 0, "intake": False}
    return PostFact(subject=post, active=changed.pop("active", True), **(fields | changed))


def city(*more: Fact) -> Organisation:
    """The city, after `more`; Bến Nghé was merged into Sài Gòn."""
    organisation = Organisation()
    units = [UnitFact(subject=unit, parent=parent, active=True) for unit, parent in UNITS.items()]
    merged = UnitFact(subject=BEN_NGHE, parent=CITY, active=False, successors=(SAI_GON,))
    posts = [post_fact(post, **fields) for post, fields in POSTS.items()]
    others = [
        post_fact(OLD_POST, unit=SAI_GON, active=False, holder=None),
        post_fact(VACANT, unit=SAI_GON, holder=None),
    ]
    people = [OfficialFact(subject=holder_of(post), active=True) for post in POSTS]
    organisation.apply(1, [*units, merged, *posts, *others, *people])
    organisation.apply(2, more)
    return organisation


CITY_AS_IT_IS = city()


def seat_of(post: UUID) -> Seat:
    return Seat(unit=POSTS[post]["unit"], post=post)


def lent(
    *powers: str, giver: UUID = CHAIRMAN, receiver: UUID = CHIEF_OF_OFFICE, **changed: Any
) -> DelegationFact:
    """A delegation in force today."""
    fields: dict[str, Any] = {"start": NOW - timedelta(days=1), "end": NOW + timedelta(days=1)}
    subject = named("Văn bản ủy quyền")
    return DelegationFact(
        subject=subject, giver=giver, receiver=receiver, powers=powers, **(fields | changed)
    )


def acting(post: UUID | None, **changed: Any) -> Actor:
    """The official of a seat, in it."""
    official = holder_of(post) if post else holder_of(CHAIRMAN)
    return Actor(**({"official": official, "post": post} | changed))


def refusal(
    command: Command[Any],
    subject: Noun | None,
    actor: Actor,
    organisation: Organisation = CITY_AS_IT_IS,
    reading: Iterable[Noun] = (),
) -> str | None:
    """The code of the refusal, None if allowed."""
    try:
        decide(command, subject, actor, organisation, NOW, {noun.id: noun for noun in reading})
    except Rejection as rejection:
        return rejection.code
    return None


def allowed(
    command: Command[Any],
    subject: Noun | None = None,
    organisation: Organisation = CITY_AS_IT_IS,
    reading: Iterable[Noun] = (),
) -> set[UUID]:
    """The seats in which the command is allowed, of everybody's."""
    asked = {post: refusal(command, subject, acting(post), organisation, reading) for post in EVERYBODY}
    return {post for post, code in asked.items() if code is None}


def task(*events: Happened) -> Noun:
    """A task to which this happened; by default it was just assigned to the ward."""
    aggregate: Noun = given(Task, *(events or (assigned(),))).aggregate
    return aggregate


def directive() -> Noun:
    """A directive just issued by the chairman."""
    aggregate: Noun = given(Directive, issued()).aggregate
    return aggregate


def assign(lead: Seat, **changed: Any) -> Assign:
    """A task for `lead`."""
    return Assign(title="Nạo vét cống", lead=lead, urgency="normal", deadline=AT_ELEVEN, **changed)


def issue(*units: UUID) -> Issue:
    """A directive to `units`."""
    return Issue(title="-", text="-", deadline=AT_ELEVEN, urgency="normal", units=units)


def ids(value: Any) -> str:
    """A command by its name, a code as it is."""
    return str(getattr(value, "name", value))
