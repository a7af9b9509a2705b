"""Which posts a unit has, and in what order they are filled when there are more or fewer people."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import msgspec

from domain.post import Create


class Seating(msgspec.Struct, frozen=True):
    """A post to set up; `order` ranks those who lead."""

    title: str
    order: int = 0
    intake: bool = False

    def command(self, unit: object) -> Create:
        """The command that sets it up in a unit."""
        return msgspec.convert(
            {
                "unit": unit,
                "title": self.title,
                "leading": self.order > 0,
                "order": self.order,
                "intake": self.intake,
            },
            Create,
        )


Slot = tuple[Seating, ...]
"""What one person holds."""

SPECIALIST: Slot = (Seating("Chuyên viên"),)
CLERK_TOO: Slot = (Seating("Chuyên viên"), Seating("Văn thư", intake=True))

CITY: tuple[Slot, ...] = (
    (Seating("Chủ tịch UBND Thành phố", 1),),
    *((Seating("Phó Chủ tịch UBND Thành phố", order),) for order in (2, 3, 4, 5)),
)
OFFICE: tuple[Slot, ...] = (
    (Seating("Chánh Văn phòng", 1),),
    (Seating("Quản trị hệ thống"),),
    (Seating("Văn thư", intake=True),),
    (Seating("Phó Chánh Văn phòng", 2),),
    (Seating("Chuyên viên Phòng Tổng hợp"),),
)
DEPARTMENT: tuple[Slot, ...] = ((Seating("Giám đốc", 1),), CLERK_TOO, (Seating("Phó Giám đốc", 2),))
INSPECTORATE: tuple[Slot, ...] = (
    (Seating("Chánh Thanh tra", 1),),
    CLERK_TOO,
    (Seating("Phó Chánh Thanh tra", 2),),
)
WARD: tuple[Slot, ...] = ((Seating("Chủ tịch UBND", 1),), CLERK_TOO, (Seating("Phó Chủ tịch UBND", 2),))
OLD_WARD: Slot = (Seating("Chủ tịch UBND", 1),)

FILLED_FIRST = 2
"""Of departments and wards: everybody has a leader and a clerk before anybody has more."""
DEPARTMENT_GROWS = 4
"""How many people a department gets while a ward gets one."""


def slots(unit: tuple[Slot, ...], length: int) -> list[Slot]:
    """The first `length` slots of a unit; beyond those named, specialists."""
    return [*unit[:length], *[SPECIALIST] * (length - len(unit))]


def headcounts(people: int, departments: int, wards: int) -> tuple[list[int], list[int]]:
    """How many people each department and each ward has, when there are `people` for all of them.

    All have a leader and a clerk, however few people were asked for.
    """
    counts = [FILLED_FIRST] * (departments + wards)
    left = people - sum(counts)
    for place in _turns(departments, wards):
        if left <= 0:
            break
        counts[place] += 1
        left -= 1
    return counts[:departments], counts[departments:]


def _turns(departments: int, wards: int) -> Iterator[int]:
    for round_ in count():
        yield from range(departments)
        yield from range(departments, departments + wards)
        if round_:
            for _ in range(DEPARTMENT_GROWS - 1):
                yield from range(departments)
