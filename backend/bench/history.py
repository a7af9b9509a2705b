"""A long history to measure reading models on: tasks of 20 events each, of which two change who sees them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from random import Random
from typing import Any
from uuid import UUID, uuid5

import asyncpg
import msgspec

from backend.store.store import Store
from domain import official, post, unit
from domain.kernel import Event, Seat
from domain.task import events as task
from projections.kernel import Metadata

NAMES = UUID(int=0xC0)
START = datetime(2025, 7, 1, tzinfo=UTC)
WARDS = 168
POSTS_OF_A_WARD = 3
BEFORE_TASKS = 1 + WARDS * (1 + 3 * POSTS_OF_A_WARD)
"""Events of the directory; tasks come after them."""
EVENTS_OF_A_TASK = 20
OPEN_AT_ONCE = 2_000


class History:
    """Events in log order: first a city of 168 wards with 3 posts each, then tasks, many at once."""

    def __init__(self, seed: int = 1) -> None:
        self.random = Random(seed)  # noqa: S311 - no secret
        self.now = START
        self.seats: list[tuple[Seat, UUID]] = []
        self._made = 0

    def events(self, count: int) -> Iterator[tuple[Event, Metadata]]:
        """Exactly `count` events."""
        for number, (event, (seat, person)) in enumerate(islice(self._all(), count)):
            yield event, Metadata(command=uuid5(NAMES, f"c{number}"), account=person, post=seat.post)

    def _all(self) -> Iterator[tuple[Event, tuple[Seat, UUID]]]:
        nobody = (Seat(NAMES), NAMES)
        for event in self._city():
            yield event, nobody
        running = [self._task() for _ in range(OPEN_AT_ONCE)]
        while True:
            at = self.random.randrange(OPEN_AT_ONCE)
            step = next(running[at], None)
            if step is None:
                running[at] = self._task()
            else:
                yield step

    def _event(self, cls: type[Any], stream: UUID, version: int, /, **fields: Any) -> Any:
        self.now += timedelta(seconds=1)
        if cls.__name__ == "Created":
            fields["originator_topic"] = "bench"
        return cls(originator_id=stream, originator_version=version, timestamp=self.now, **fields)

    def _city(self) -> Iterator[Event]:
        top = uuid5(NAMES, "city")
        yield self._unit(top, None, 0)
        for ward in range(WARDS):
            yield self._unit(uuid5(NAMES, f"u{ward}"), top, ward + 1)
            for place in range(POSTS_OF_A_WARD):
                yield from self._seat(uuid5(NAMES, f"u{ward}"), f"{ward}.{place}", place)

    def _unit(self, id: UUID, parent: UUID | None, number: int) -> Event:
        name = f"Phường {number}"
        event: Event = self._event(
            unit.Created,
            id,
            1,
            name=name,
            short_name=name,
            code=f"H{number}",
            kind="ward",
            parent=parent,
            address=None,
            phone=None,
        )
        return event

    def _seat(self, within: UUID, name: str, place: int) -> Iterator[Event]:
        person, seat = uuid5(NAMES, f"o{name}"), uuid5(NAMES, f"p{name}")
        yield self._event(
            official.Created,
            person,
            1,
            name=f"Nguyễn Thị {name}",
            email=f"{name}@example.vn",
            office_phone=None,
            private_phone="0901234567",
            language="vi",
        )
        yield self._event(
            post.Created,
            seat,
            1,
            unit=within,
            title="Chuyên viên",
            leading=place == 0,
            order=place,
            intake=False,
        )
        yield self._event(post.HandedOver, seat, 2, previous=None, holder=person, reason=None, author=person)
        self.seats.append((Seat(within, seat), person))

    def _task(self) -> Iterator[tuple[Event, tuple[Seat, UUID]]]:
        """One task from beginning to end: assigned, passed on, reported ten times, given to another, done."""
        self._made += 1
        id, (chief, lead, other) = uuid5(NAMES, f"t{self._made}"), self.random.sample(self.seats, 3)
        due = self.now + timedelta(days=7)
        said: dict[str, Any] = {"seat": lead[0], "author": lead[1]}
        judged: dict[str, Any] = {"seat": chief[0], "author": chief[1]}
        report: dict[str, Any] = {"text": "Đã bơm nước ở hai tuyến đường, còn một tuyến", "evidence": None}
        steps: list[tuple[type[Event], tuple[Seat, UUID], dict[str, Any]]] = [
            (task.Created, chief, self._assigned(chief, lead, due)),
            (task.Opened, lead, {"official": lead[1], "by_lead": True}),
            (task.Accepted, lead, {"seat": lead[0]}),
            (task.SubAssigned, lead, {**said, "to": other[0], "remark": None}),
            *(
                (task.Reported, other, {**said, **report, "percent": 9 * n, "part": False})
                for n in range(1, 10)
            ),
            (
                task.ExtensionRequested,
                lead,
                {**said, "deadline": due, "reason": "Mưa lớn", "given_at": self.now},
            ),
            (task.ExtensionGranted, chief, {**judged, "previous": due, "deadline": due, "remark": None}),
            (task.Submitted, lead, {**said, "text": "Đã xong", "device_at": None, "given_at": self.now}),
            (task.Returned, chief, {**judged, "reason": "Thiếu số liệu"}),
            (task.Reassigned, chief, self._given_back(judged, lead, other)),
            (task.Submitted, lead, {**said, "text": "Đã bổ sung", "device_at": None, "given_at": self.now}),
            (task.Completed, chief, {**judged, "remark": None, "in_time": True}),
        ]
        assert len(steps) == EVENTS_OF_A_TASK
        for version, (kind, who, fields) in enumerate(steps, 1):
            yield self._event(kind, id, version, **fields), who

    def _assigned(self, chief: tuple[Seat, UUID], lead: tuple[Seat, UUID], due: datetime) -> dict[str, Any]:
        return {
            "title": f"Kiểm tra các điểm ngập trên địa bàn số {self._made}",
            "description": None,
            "source": None,
            "urgency": "urgent",
            "assigner": chief[0],
            "creator": chief[1],
            "lead": lead[0],
            "coordinating": (),
            "following": (),
            "chaser": None,
            "deadline": due,
            "parent": None,
            "directive": None,
            "form": (),
        }

    def _given_back(
        self, judged: dict[str, Any], lead: tuple[Seat, UUID], other: tuple[Seat, UUID]
    ) -> dict[str, Any]:
        chain = {"previous": other[0], "lead": lead[0], "chain": (lead[0],), "succession": False}
        return {**judged, **chain, "reason": None}


async def fill(dsn: str, store: Store, count: int) -> None:
    """Put a history of `count` events into an empty log, as if it had been appended."""
    made: dict[UUID, bytes] = {}
    keys: dict[UUID, Any] = {}

    def key_of(subject: UUID) -> Any:
        if subject not in keys:
            keys[subject], made[subject] = store.keys.make(subject)
        return keys[subject]

    conn = await asyncpg.connect(dsn)
    try:
        lines = []
        for position, (event, metadata) in enumerate(History().events(count), 1):
            codec = store.mapper.codec_of(event)
            about = msgspec.json.encode(metadata).decode()
            lines.append(
                (
                    event.originator_id,
                    event.originator_version,
                    codec.topic,
                    codec.encode(event, key_of),
                    position,
                    about,
                )
            )
            if len(lines) == 50_000 or position == count:
                await _copy(conn, lines)
                lines.clear()
        await conn.executemany("INSERT INTO subject_keys (subject, key) VALUES ($1, $2)", list(made.items()))
        await conn.execute("VACUUM ANALYZE congvu_events")
    finally:
        await conn.close()


async def _copy(conn: Any, lines: list[tuple[Any, ...]]) -> None:
    names = ["originator_id", "originator_version", "topic", "state", "notification_id", "metadata"]
    await conn.copy_records_to_table("congvu_events", records=lines, columns=names)
