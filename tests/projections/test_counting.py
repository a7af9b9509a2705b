"""Figures as of any instant are what one would count on the tasks as they were then."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.task import commands as tasks
from domain.task.state import CLOSED
from projections import counting
from projections.asof import task_at
from projections.catalog import PROJECTIONS
from projections.counting import Counts, Key, Measure, Period, Wanted
from projections.kernel import Log, Recorded
from projections.lights import light
from projections.task import TaskRow
from tests.projections.city import START, City
from tests.projections.tables import Tables

KEYS: dict[Key, Any] = {
    "lead_unit": lambda row: row.lead.unit,
    "holder_post": lambda row: row.chain[-1].post,
    "source": lambda row: row.source.kind if row.source else "",
    "directive": lambda row: row.directive,
}
MOST = 30 * 24 * 60
"""Minutes from the start that are asked about: deadlines pass meanwhile."""


class Working(City):
    """A city where time passes, or not, or runs back; and what is submitted is often accepted."""

    def run(self, command: Any, who: UUID | None = None, seat: Any = None) -> UUID | None:
        self.now += timedelta(minutes=self.random.choice((-90, -1, -1, 5, 60, 400)))
        return super().run(command, who, seat)

    def work(self) -> None:
        super().work()
        for id in self.tasks:
            if self.nouns[id].state.status == "submitted" and self.random.random() < 0.3:
                self.run(tasks.Complete(task=id), self.people[0], self.nouns[id].state.assigner)


class Remembered:
    """The log of a city that no store has."""

    def __init__(self, city: City) -> None:
        self._events: dict[UUID, list[Recorded]] = {}
        for at in city.events:
            self._events.setdefault(at.stream, []).append(at)

    async def stream(self, stream: UUID, upto: int | None = None) -> list[Recorded]:
        return self._events.get(stream, [])


async def rows_at(city: City, moment: datetime) -> dict[UUID, TaskRow]:
    """All tasks as they were."""
    log = cast(Log, Remembered(city))
    found = {id: await task_at(log, PROJECTIONS, id, moment) for id in city.tasks}
    return {id: row for id, row in found.items() if row is not None}


def figures_of(row: TaskRow, moment: datetime) -> set[str]:
    """For which figures a task counts, as one would say it; but for those by the first deadline."""
    if row.state == "completed":
        return {"done", "in_time" if row.in_time else "late"}
    if row.state in CLOSED:
        return {"cancelled"}
    if row.state == "suspended":
        return {"suspended"}
    declined = {"declined"} if row.state == "declined" else set()
    return {"open", light(row.deadline, moment), f"waiting_{row.waiting}"} | declined


def within(row: TaskRow, period: Period | None) -> bool:
    """Whether it lies in the period; what was cancelled was last touched then."""
    if period is None:
        return True
    at = {"deadline": row.deadline, "assignment": row.created_at}.get(period.by)
    if at is None:
        if row.state not in CLOSED:
            return True
        at = row.completed_at or row.updated_at
    return (period.start is None or at >= period.start) and (period.end is None or at < period.end)


def counted(rows: Sequence[TaskRow], wanted: Wanted) -> dict[Any, Counts]:
    """The figures, counted one by one."""
    found: dict[Any, Counts] = {}
    for row in rows:
        key = KEYS[wanted.key](row)
        if wanted.units is not None and row.lead.unit not in wanted.units:
            continue
        if (wanted.values is None or key in wanted.values) and within(row, wanted.period):
            counts = found.setdefault(key, Counts())
            for name in figures_of(row, wanted.at):
                setattr(counts, name, getattr(counts, name) + 1)
    return found


def told(found: dict[Any, Counts]) -> dict[Any, Counts]:
    """Without what naive counting does not know: but done is in time by the first deadline, or late by it."""
    for counts in found.values():
        assert counts.original_in_time + counts.original_late == counts.done
        counts.original_in_time = counts.original_late = 0
    return found


async def fill(tables: Tables, city: City, size: int) -> None:
    """Empty tables, and then the city's rows."""
    names = [name for name in await tables.values() if name != "projection_head"]
    await tables.conn.execute(f"TRUNCATE {', '.join(names)}")
    await tables.conn.execute("UPDATE projection_head SET position = 0, tree = 0")
    await tables.group.open(tables.conn)
    await tables.pages(city.events, [size])


moments = st.integers(-60, MOST).map(lambda minutes: START + timedelta(minutes=minutes))
periods = st.builds(
    Period,
    by=st.sampled_from(["deadline", "completion", "assignment"]),
    start=st.none() | moments,
    end=st.none() | moments.map(lambda at: at + timedelta(days=3)),
)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(
    seed=st.integers(0, 999),
    size=st.sampled_from([3, 50, 2000]),
    asked=st.lists(
        st.tuples(moments, st.sampled_from([*KEYS]), st.none() | periods, st.booleans()), min_size=6
    ),
)
async def test_figures_as_of_any_instant_are_those_of_the_tasks_then(
    tables: Tables,
    seed: int,
    size: int,
    asked: list[tuple[datetime, Key, Period | None, bool]],
) -> None:
    city = Working(seed).found().live(120)
    await fill(tables, city, size)
    for moment, key, period, some in asked:
        wanted = Wanted(key=key, at=moment, past=True, units=city.units[:3] if some else None, period=period)
        rows = await rows_at(city, moment)
        found = told(await counting.count(tables.conn, wanted))
        found.pop(None, None)
        expected = counted([*rows.values()], wanted)
        expected.pop(None, None)
        assert found == expected


@pytest.mark.parametrize("seed", [1, 2])
async def test_figures_of_now_are_those_of_the_tasks_now(tables: Tables, seed: int) -> None:
    city = Working(seed).found().live(200)
    await tables.pages(city.events, [70])
    now = city.now + timedelta(days=1)
    wanted = Wanted(key="lead_unit", at=now)
    rows = await rows_at(city, now)
    assert told(await counting.count(tables.conn, wanted)) == counted([*rows.values()], wanted)


@pytest.mark.parametrize("seed", [3, 4])
async def test_behind_each_figure_are_its_tasks_page_by_page(tables: Tables, seed: int) -> None:
    city = Working(seed).found().live(250)
    await tables.pages(city.events, [70])
    everything = [row[0] for row in await tables.conn.fetch("SELECT DISTINCT unnest(audience) FROM row")]
    for moment, past in ((START + timedelta(days=8), True), (city.now + timedelta(days=1), False)):
        wanted = Wanted(key="lead_unit", at=moment, past=past)
        rows = await rows_at(city, moment)
        for figure in set(counting.FIGURES) - {"original_in_time", "original_late"}:
            expected = sorted(
                (row.deadline, id) for id, row in rows.items() if figure in figures_of(row, moment)
            )
            after, pages = None, []
            while True:
                page = await counting.tasks(
                    tables.conn, wanted, figure, scopes=everything, after=after, limit=3
                )
                pages += [(deadline, id) for id, deadline in page]
                if len(page) < 3:
                    break
                after = pages[-1]
            assert pages == expected, figure
            assert not await counting.tasks(
                tables.conn, wanted, figure, scopes=["post:nobody"], after=None, limit=3
            )


@pytest.mark.parametrize("seed", [5, 6])
async def test_a_trend_is_the_figures_of_each_moment(tables: Tables, seed: int) -> None:
    city = Working(seed).found().live(300)
    await tables.pages(city.events, [70])
    moments = [START + step * timedelta(hours=17) for step in range(25)]
    units = city.units[:4]
    found = await counting.trend(tables.conn, Wanted(key="lead_unit", at=moments[-1], units=units), moments)
    for before, moment, counts in zip(moments, moments[1:], found, strict=False):
        period = Period(by="completion", start=before, end=moment)
        wanted = Wanted(key="lead_unit", at=moment, past=True, units=units, period=period)
        whole = Counts()
        for each in (await counting.count(tables.conn, wanted)).values():
            whole.add(each)
        assert counts == whole
    assert sum(counts.done for counts in found) > 0


@pytest.mark.parametrize("seed", [7, 8])
async def test_what_changed_is_what_was_assigned_done_or_became_late(tables: Tables, seed: int) -> None:
    city = Working(seed).found().live(250)
    await tables.pages(city.events, [70])
    since, now = START + timedelta(days=4), START + timedelta(days=40)
    found = await counting.changes(tables.conn, Wanted(key="lead_unit", at=now), since)
    rows = [*(await rows_at(city, now)).values()]
    for unit in city.units:
        mine = [row for row in rows if row.lead.unit == unit]
        late = [row for row in mine if row.state not in CLOSED and since <= row.deadline < now]
        told = found.get(unit) or counting.Changes()
        assert told.assigned == sum(row.created_at >= since for row in mine)
        assert told.done == sum(row.completed_at is not None and row.completed_at >= since for row in mine)
        assert told.became_late == len(late)
    assert sum(told.done for told in found.values()) > 0
    assert sum(told.became_late for told in found.values()) > 0


def test_a_measure_has_a_condition() -> None:
    assert set(counting.MEASURES) == set(Measure.__args__)  # type: ignore[attr-defined]
    assert set(counting.FIGURES) == set(Counts.__struct_fields__)
