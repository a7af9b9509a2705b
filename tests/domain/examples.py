"""Named examples that all tests of the domain speak of: a small city, its people and its seats."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

from domain import official, post, receipt, unit
from domain.announcement import events as announcement_events
from domain.directive import events as directive_events
from domain.form import Question
from domain.kernel import Seat
from domain.task import events as task_events
from domain.template.state import Outline, Term
from tests.domain.scenario import NOW, SUBJECT, Happened, by


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

CITY_CLERK = Seat(unit=CITY, post=CHIEF_OF_OFFICE)
WARD_CLERK_SEAT = Seat(unit=SAI_GON, post=WARD_CLERK)
BEN_THANH_DESK = Seat(unit=BEN_THANH)

OUTLINE = Outline(
    title="Báo cáo tuần",
    lead=WARD_DESK,
    term=Term(days=5),
    checklist=("Thu thập số liệu", "Trình ký"),
    labels=("báo cáo",),
)
"""What a task made from the ward's template begins with."""

AT_ELEVEN = NOW + timedelta(hours=3, minutes=55)
"""07:05 is now: the flood is to be reported by 11:00."""

HOUSEHOLDS = Question(key="households", label="Số hộ bị ngập", kind="number", required=True, unit="hộ")
ROADS = Question(key="roads", label="Đường ngập", kind="choice", options=("Không", "Một phần", "Toàn bộ"))
NEEDS = Question(key="needs", label="Đề nghị hỗ trợ", kind="text")
PHOTO = Question(key="photo", label="Ảnh hiện trường", kind="file")
FLOOD_FORM = (HOUSEHOLDS, ROADS, NEEDS, PHOTO)
FLOOD = named("Chỉ đạo ứng phó triều cường")

THE_CHAIRMAN = by(AN, CITY_CHAIR)
THE_WARD = by(BINH, WARD_CHAIR)
THE_WORKER = by(CHI, WARD_WORKER)


def assigned(**changed: Any) -> Happened:
    """The city's chairman asks the ward to report by eleven."""
    fields: dict[str, Any] = {
        "title": "Báo cáo số hộ bị ngập",
        "description": None,
        "source": None,
        "urgency": "flash",
        "assigner": CITY_CHAIR,
        "creator": AN,
        "lead": WARD_DESK,
        "coordinating": (),
        "following": (),
        "chaser": None,
        "deadline": AT_ELEVEN,
        "parent": None,
        "directive": None,
        "form": (),
        "labels": (),
        "weight": 1.0,
        "checklist": (),
        "files": (),
        "template": None,
    }
    return Happened(task_events.Created, **(fields | changed))


ACCEPTED = Happened(task_events.Accepted, seat=WARD_CHAIR)
PASSED_TO_WORKER = Happened(
    task_events.SubAssigned, seat=WARD_CHAIR, to=WARD_WORKER, remark=None, author=BINH
)
ACCEPTED_BY_WORKER = Happened(task_events.Accepted, seat=WARD_WORKER)
IN_WORKERS_HANDS = (assigned(), ACCEPTED, PASSED_TO_WORKER, ACCEPTED_BY_WORKER)


def submitted(seat: Seat = WARD_CHAIR, author: UUID = BINH) -> Happened:
    """The ward says that it is done."""
    return Happened(
        task_events.Submitted,
        seat=seat,
        text="Đã thống kê xong",
        author=author,
        device_at=None,
        given_at=NOW,
        files=(),
    )


def completed(in_time: bool = True) -> Happened:
    """The chairman takes it as done."""
    return Happened(task_events.Completed, seat=CITY_CHAIR, remark=None, in_time=in_time, author=AN)


CANCELLED = Happened(task_events.Cancelled, seat=CITY_CHAIR, reason="Đã có số liệu", author=AN)


def issued(**changed: Any) -> Happened:
    """The chairman asks two wards at once."""
    fields: dict[str, Any] = {
        "title": "Ứng phó triều cường",
        "text": "Báo cáo số hộ bị ngập trước 11 giờ.",
        "form": FLOOD_FORM,
        "deadline": AT_ELEVEN,
        "urgency": "flash",
        "issuer": CITY_CHAIR,
        "creator": AN,
        "units": (SAI_GON, BEN_THANH),
        "source": None,
    }
    return Happened(directive_events.Created, **(fields | changed))


RECALLED = Happened(directive_events.Recalled, reason="Triều đã rút", author=AN)
DIRECTIVE_CLOSED = Happened(directive_events.Closed)
TASK = SUBJECT


def announced(**changed: Any) -> Happened:
    """The chairman tells two wards, and asks them to say that they know."""
    fields: dict[str, Any] = {
        "title": "Lịch trực phòng chống triều cường",
        "text": "Trực 24/24 từ ngày 8 đến ngày 10.",
        "urgency": "urgent",
        "units": (SAI_GON, BEN_THANH),
        "acknowledge": True,
        "acknowledge_by": AT_ELEVEN,
        "attachments": (),
        "issuer": CITY_CHAIR,
        "author": AN,
    }
    return Happened(announcement_events.Created, **(fields | changed))


WITHDRAWN = Happened(announcement_events.Withdrawn, reason="Triều đã rút", author=AN)


def corrected(edition: int = 2, again: bool = False) -> Happened:
    """It says otherwise."""
    return Happened(
        announcement_events.Corrected,
        title="Lịch trực phòng chống triều cường",
        text="Trực 24/24 từ ngày 8 đến ngày 12.",
        edition=edition,
        again=again,
        author=AN,
    )


def opened(**changed: Any) -> Happened:
    """The ward's chairwoman has seen it."""
    fields: dict[str, Any] = {
        "announcement": SUBJECT,
        "official": BINH,
        "unit": SAI_GON,
        "issuer": CITY_CHAIR,
        "edition": 1,
        "at": NOW,
    }
    return Happened(receipt.Created, **(fields | changed))


def acknowledged(edition: int = 1) -> Happened:
    """She has taken note of it."""
    return Happened(receipt.Acknowledged, announcement=SUBJECT, official=BINH, edition=edition, at=NOW)
