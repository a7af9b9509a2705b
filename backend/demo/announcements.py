"""What is announced in the demo city, and who has read it so far."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

import msgspec

from backend.demo import city as plan
from backend.demo.chronicle import Chronicle, Story
from backend.demo.city import City, holder, leaders, specialists
from backend.demo.hours import SAIGON, at_work, end_of_day
from domain import receipt
from domain.announcement import commands as announcement
from domain.announcement.state import Urgency
from domain.kernel import Actor

MOST_READERS = 2_000
"""Of one announcement: in a large city it has just gone out."""
CORRECTED = timedelta(days=3)
"""After so long one was corrected: of any three days, one is worked on."""


class Draft(msgspec.Struct, frozen=True):
    """An announcement: issued so many hours ago; `share` of those told have read it, most of them fully.

    `corrected`: what it says instead since then; `days` until it is to be acknowledged.
    """

    title: str
    text: str
    ago: float
    share: float
    urgency: Urgency = "normal"
    acknowledge: bool = True
    days: int | None = None
    corrected: str | None = None
    reminded: bool = False


KEYS = Draft(
    title="Đổi chứng thư chữ ký số trước ngày 15 tháng sau",
    text=(
        "Chứng thư chữ ký số cũ **hết hiệu lực**; văn bản ký bằng chứng thư cũ sẽ không phát hành được.\n\n"
        "1. Liên hệ đầu mối công nghệ thông tin của đơn vị để đổi.\n"
        "2. Ký thử một văn bản trên hệ thống.\n"
        "3. Hủy thiết bị lưu khóa cũ theo quy định."
    ),
    ago=24 * 9,
    share=0.97,
    days=7,
    corrected=(
        "Chứng thư chữ ký số cũ **hết hiệu lực**; văn bản ký bằng chứng thư cũ sẽ không phát hành được.\n\n"
        "1. Liên hệ đầu mối công nghệ thông tin của đơn vị để đổi.\n"
        "2. Ký thử một văn bản trên hệ thống.\n"
        "3. *Nộp lại* thiết bị lưu khóa cũ cho Văn phòng, không tự hủy."
    ),
    reminded=True,
)
TIDE = Draft(
    title="Trực 24/24 phòng, chống triều cường từ nay đến hết tuần",
    text=(
        "Đỉnh triều các ngày tới dự báo vượt **báo động III** vào khoảng 05–07 giờ.\n\n"
        "- Lãnh đạo và bộ phận trực có mặt tại trụ sở từ **22 giờ**.\n"
        "- Điểm ngập mới: báo ngay trong kênh *Chống ngập toàn thành phố*.\n"
        "- Không cử người trực đi công tác trong thời gian này.\n\n"
        "Mỗi người đọc kỹ phương án của đơn vị mình trước khi xác nhận."
    ),
    ago=22,
    share=0.72,
    urgency="urgent",
    days=1,
)
MEETING = Draft(
    title="Họp cơ quan sáng thứ Hai dời sang 08 giờ 30",
    text="Họp cơ quan đầu tuần dời sang **08 giờ 30**, phòng họp tầng 2. Mỗi bộ phận mang theo số liệu tuần.",
    ago=19,
    share=0.6,
)
LEAVE = Draft(
    title="Lịch trực các ngày nghỉ lễ",
    text="Các đơn vị bố trí người trực và gửi danh sách về Văn phòng. Số trực ban: 028 3829 6052.",
    ago=24 * 6,
    share=0.8,
    acknowledge=False,
)


class Announcements:
    """The announcements of the last days before `now`; what is new the people of the story have not read."""

    def __init__(self, chronicle: Chronicle, city: City, lot: Random, now: datetime) -> None:
        self._chronicle = chronicle
        self._organisation = chronicle.organisation
        self._city = city
        self._lot = lot
        self._now = now

    def stories(self) -> Iterator[Story]:
        """All of them: of the city's chairman to everybody, of its office to the departments, in one ward."""
        ward = self._city.wards[plan.STORY_WARD]
        departments = list(self._city.departments.values())
        everybody = (self._city.city, self._city.office, *departments, *self._city.wards.values())
        yield self._told(KEYS, self._city.city, everybody)
        yield self._told(LEAVE, self._city.office, (self._city.office,))
        yield self._told(TIDE, self._city.city, everybody)
        yield self._told(MEETING, ward, (ward,))

    def _told(self, draft: Draft, issuer: UUID, units: Sequence[UUID]) -> Story:
        """Issued, and from then on read by one after the other."""
        issued = at_work(self._now - timedelta(hours=draft.ago))
        yield issued
        who = holder(self._organisation, leaders(self._organisation, issuer)[0])
        issue = announcement.Issue(
            title=draft.title,
            text=draft.text,
            units=tuple(units),
            urgency=draft.urgency,
            acknowledge=draft.acknowledge,
            acknowledge_by=end_of_day(issued, draft.days) if draft.days else None,
        )
        id = self._chronicle.run(issue, who)
        self._chronicle.add(self._readers(draft, id, issued, units, who))
        if draft.corrected:
            yield at_work(issued + CORRECTED)
            again = announcement.Correct(announcement=id, title=draft.title, text=draft.corrected, again=True)
            self._chronicle.run(again, who)
        if draft.reminded:
            yield at_work(issued + timedelta(days=5))
            self._chronicle.run(announcement.Remind(announcement=id), who)

    def _readers(
        self, draft: Draft, id: UUID, issued: datetime, units: Sequence[UUID], author: Actor
    ) -> Iterator[Story]:
        told: dict[UUID, tuple[Actor, UUID]] = {}
        for unit in units:
            for post in sorted(self._organisation.seats_in(unit)):
                actor = holder(self._organisation, post)
                if actor.official and actor.official != author.official:
                    told.setdefault(actor.official, (actor, unit))
        new = draft.ago < 48
        some = list(told.values())
        readers = self._lot.sample(some, min(MOST_READERS, round(draft.share * len(some))))
        for actor, unit in readers:
            if not (new and actor.official in self._of_the_story()):
                yield self._reader(draft, id, issued, unit, actor)

    def _of_the_story(self) -> set[UUID | None]:
        """Those as whom the demo is tried in the ward."""
        ward = self._city.wards[plan.STORY_WARD]
        posts = leaders(self._organisation, ward)[0], specialists(self._organisation, ward)[0]
        return {self._organisation.posts[post].holder for post in posts}

    def _reader(self, draft: Draft, id: UUID, issued: datetime, unit: UUID, actor: Actor) -> Story:
        """Opens it, soon or late; acknowledges it, most times; and once more if it was corrected."""
        lot = self._lot
        span = min(self._now - issued, timedelta(days=4)) * 0.95
        moment = _awake(issued + span * lot.random() ** 2)
        yield moment
        self._chronicle.run(receipt.Open(announcement=id, unit=unit, edition=self._edition(id)), actor)
        if not draft.acknowledge or lot.random() < 0.12:
            return
        yield moment + timedelta(minutes=lot.uniform(0.3, 6))
        self._acknowledge(id, unit, actor)
        if draft.corrected and lot.random() < 0.95:
            again = _awake(issued + CORRECTED + timedelta(hours=lot.uniform(1, 60)))
            yield max(moment + timedelta(hours=1), again)
            self._acknowledge(id, unit, actor)

    def _edition(self, id: UUID) -> int:
        return int(self._chronicle.nouns[id].state.edition)

    def _acknowledge(self, id: UUID, unit: UUID, actor: Actor) -> None:
        known = receipt.Acknowledge(announcement=id, unit=unit, edition=self._edition(id))
        self._chronicle.run(known, actor)


def _awake(moment: datetime) -> datetime:
    """The moment itself; in the small hours, when people get up."""
    early = moment.astimezone(SAIGON).hour < 6
    return moment + timedelta(hours=6) if early else moment
