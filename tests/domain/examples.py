"""Named examples that all tests of the domain speak of: a small city, its people and its seats."""

from __future__ import annotations

from uuid import UUID, uuid5

from domain import official, post, unit
from domain.kernel import Seat
from tests.domain.scenario import Happened


def named(name: str) -> UUID:
    """The id of an example."""
    return uuid5(UUID(int=2025), name)


CITY = named("Thành phố Hồ Chí Minh")
HEALTH = named("Sở Y tế")
SAI_GON = named("Phường Sài Gòn")
BEN_THANH = named("Phường Bến Thành")
BEN_NGHE = named("Phường Bến Nghé")
DISTRICT_1 = named("Quận 1")

CHAIRMAN = named("Chủ tịch UBND Thành phố")
CHIEF_OF_OFFICE = named("Chánh Văn phòng")
DIRECTOR = named("Giám đốc Sở Y tế")
WARD_CHAIRMAN = named("Chủ tịch UBND Phường Sài Gòn")
WARD_DEPUTY = named("Phó Chủ tịch UBND Phường Sài Gòn")
WARD_CLERK = named("Văn thư Phường Sài Gòn")
WARD_SPECIALIST = named("Chuyên viên Phường Sài Gòn")

AN = named("Nguyễn Văn An")
BINH = named("Trần Thị Bình")
CHI = named("Lê Ngọc Chi")
DUNG = named("Phạm Quốc Dũng")
GIANG = named("Võ Hương Giang")

CITY_DESK = Seat(unit=CITY)
CITY_CHAIR = Seat(unit=CITY, post=CHAIRMAN)
WARD_DESK = Seat(unit=SAI_GON)
WARD_CHAIR = Seat(unit=SAI_GON, post=WARD_CHAIRMAN)
WARD_WORKER = Seat(unit=SAI_GON, post=WARD_SPECIALIST)
HEALTH_CHAIR = Seat(unit=HEALTH, post=DIRECTOR)

SAI_GON_CREATED = Happened(
    unit.Created,
    name="Phường Sài Gòn",
    short_name="P. Sài Gòn",
    code="H29.101",
    kind="ward",
    parent=CITY,
    address="45 Lê Duẩn",
    phone="028 3829 7000",
)

WARD_CHAIR_CREATED = Happened(
    post.Created, unit=SAI_GON, title="Chủ tịch UBND", leading=True, order=1, intake=False
)

AN_REGISTERED = Happened(
    official.Created,
    name="Nguyễn Văn An",
    email="an.nguyen@hcmc.example",
    office_phone="028 3829 7001",
    private_phone="0901 234 567",
    language="vi",
)
