"""The words of what recurs in the demo city, of its templates, and of labels and checklists of its tasks."""

from __future__ import annotations

from datetime import date

import msgspec

from backend.demo.city import ENVIRONMENT, HEALTH, STORY_WARD
from domain.form import Question
from domain.recurrence.schedule import Offset, Schedule
from domain.recurrence.state import Wanted
from domain.template.state import Outline, Term

START = date(2026, 1, 1)
"""Stands for the day on which it is set up."""


class Routine(msgspec.Struct, frozen=True):
    """Recurring work set up by the leader of `by` so many `days` ago; `to` is a unit, "wards" or "inside"."""

    by: str
    to: str
    days: int
    wanted: Wanted
    schedule: Schedule
    paused: bool = False


class Kept(msgspec.Struct, frozen=True):
    """A template of `unit`; `inside`: it names one of its specialists as the lead."""

    unit: str
    name: str
    outline: Outline
    inside: bool = False


ROUTINES: tuple[Routine, ...] = (
    Routine(
        by=STORY_WARD,
        to="inside",
        days=40,
        wanted=Wanted(
            title="Báo cáo tình hình tiếp công dân {kỳ}",
            description="Số lượt tiếp, số đơn nhận từ {từ ngày} đến {đến ngày}, việc còn tồn và đề xuất.",
        ),
        schedule=Schedule(
            rule="FREQ=WEEKLY;BYDAY=MO", start=START, period="week", due=Offset(days=2, at="11:00")
        ),
    ),
    Routine(
        by=ENVIRONMENT,
        to=STORY_WARD,
        days=100,
        wanted=Wanted(
            title="Báo cáo phòng, chống ngập {kỳ}",
            description="Số điểm ngập, máy bơm hoạt động, kinh phí đã dùng. Chốt số liệu ngày {ngày chốt}.",
            urgency="urgent",
        ),
        schedule=Schedule(
            rule="FREQ=MONTHLY;BYMONTHDAY=5", start=START, cut_off=Offset(days=-3), due=Offset(days=5)
        ),
    ),
    Routine(
        by=HEALTH,
        to="inside",
        days=35,
        wanted=Wanted(title="Tổng hợp số ca sốt xuất huyết {kỳ}", description=None),
        schedule=Schedule(rule="FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", start=START, period="week"),
    ),
    Routine(
        by="office",
        to="wards",
        days=1,
        wanted=Wanted(
            title="Báo cáo kết quả cải cách hành chính {kỳ}",
            description="Số liệu chốt đến hết ngày {ngày chốt}; gửi trước 17 giờ ngày {hạn}.",
            form=(
                Question(
                    key="files", label="Số hồ sơ đã giải quyết", kind="number", required=True, unit="hồ sơ"
                ),
                Question(key="late", label="Trong đó số hồ sơ trễ hạn", kind="number", required=True),
                Question(key="proposal", label="Kiến nghị, đề xuất", kind="text"),
            ),
        ),
        schedule=Schedule(
            rule="FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=14",
            start=START,
            period="quarter",
            back=0,
            cut_off=Offset(days=0),
            due=Offset(days=6),
            begins=15,
        ),
    ),
    Routine(
        by=STORY_WARD,
        to="inside",
        days=60,
        wanted=Wanted(title="Rà soát danh bạ trực ban {kỳ}", description=None),
        schedule=Schedule(rule="FREQ=MONTHLY;BYMONTHDAY=-1", start=START, back=0),
        paused=True,
    ),
)
"""Of the story's ward: a report each week, one that is asked of it each month, one that rests."""

TEMPLATES: tuple[Kept, ...] = (
    Kept(
        unit=STORY_WARD,
        name="Trả lời phản ánh của người dân",
        outline=Outline(
            title="Trả lời phản ánh của người dân về …",
            description="Kiểm tra thực tế, trả lời trong thời hạn, đăng kết quả trên cổng thông tin.",
            term=Term(days=5),
            checklist=(
                "Liên hệ người phản ánh",
                "Kiểm tra thực tế, chụp ảnh hiện trạng",
                "Dự thảo văn bản trả lời",
                "Trình lãnh đạo ký",
                "Đăng kết quả trên cổng thông tin",
            ),
            labels=("phản ánh", "người dân"),
        ),
        inside=True,
    ),
    Kept(
        unit=STORY_WARD,
        name="Chuẩn bị họp giao ban",
        outline=Outline(
            title="Chuẩn bị tài liệu họp giao ban",
            term=Term(days=2),
            checklist=(
                "Tổng hợp việc đến hạn, quá hạn",
                "Dự thảo chương trình họp",
                "Gửi tài liệu trước một ngày",
            ),
            labels=("họp",),
            weight=0.5,
        ),
    ),
    Kept(
        unit=STORY_WARD,
        name="Xử lý điểm ngập mới",
        outline=Outline(
            title="Xử lý điểm ngập tại …",
            urgency="urgent",
            term=Term(days=3),
            checklist=("Đo độ sâu, thời gian ngập", "Đặt biển báo, rào chắn", "Đề xuất máy bơm, nạo vét"),
            labels=("chống ngập", "hiện trường"),
            weight=2.0,
        ),
    ),
    Kept(
        unit="office",
        name="Thẩm tra văn bản trình ký",
        outline=Outline(
            title="Thẩm tra hồ sơ trình ký: …",
            term=Term(days=7),
            checklist=("Thể thức theo Nghị định 30/2020/NĐ-CP", "Căn cứ pháp lý", "Ý kiến các sở liên quan"),
            labels=("thẩm tra",),
        ),
    ),
    Kept(
        unit=ENVIRONMENT,
        name="Khảo sát sạt lở",
        outline=Outline(
            title="Khảo sát điểm sạt lở tại …",
            urgency="urgent",
            term=Term(days=10, of="calendar"),
            checklist=(
                "Lập đoàn khảo sát",
                "Đo đạc hiện trạng",
                "Lập biên bản với phường, xã",
                "Đề xuất xử lý",
            ),
            labels=("sạt lở", "hiện trường"),
            weight=3.0,
        ),
    ),
)

LABELS: tuple[tuple[str, str], ...] = (
    ("ngập", "chống ngập"),
    ("triều", "chống ngập"),
    ("sạt lở", "sạt lở"),
    ("an toàn", "an toàn"),
    ("sắp xếp", "sau sắp xếp"),
    ("địa giới", "sau sắp xếp"),
    ("phường cũ", "sau sắp xếp"),
    ("sốt xuất huyết", "y tế"),
    ("báo cáo", "báo cáo"),
    ("tổng hợp", "báo cáo"),
    ("kiểm tra", "hiện trường"),
    ("khảo sát", "hiện trường"),
)
"""A task whose title has the word has the label."""

CHECKLISTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("báo cáo", ("Thu thập số liệu", "Đối chiếu với đơn vị liên quan", "Dự thảo báo cáo", "Trình ký")),
    ("kiểm tra", ("Lập danh sách điểm kiểm tra", "Kiểm tra thực tế", "Lập biên bản", "Báo cáo kết quả")),
    ("rà soát", ("Lập danh mục", "Rà soát từng mục", "Đề xuất xử lý")),
    ("lập danh sách", ("Gửi mẫu cho khu phố", "Tổng hợp danh sách", "Niêm yết công khai")),
    ("kế hoạch", ("Dự thảo kế hoạch", "Lấy ý kiến góp ý", "Hoàn thiện, trình ban hành")),
    ("phương án", ("Khảo sát hiện trạng", "Dự thảo phương án", "Lấy ý kiến", "Trình phê duyệt")),
)
"""A task whose title has the word has the list."""


def labels_for(title: str) -> tuple[str, ...]:
    """The labels that a task of this title has."""
    said = title.lower()
    return tuple(dict.fromkeys(label for word, label in LABELS if word in said))


def checklist_for(title: str) -> tuple[str, ...]:
    """The checklist that a task of this title begins with, if any."""
    said = title.lower()
    return next((items for word, items in CHECKLISTS if word in said), ())
