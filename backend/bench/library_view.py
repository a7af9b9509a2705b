"""The same task list by the eventsourcing library's own means: its runner and its tracking recorder."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from eventsourcing.persistence import Tracking
from eventsourcing.postgres import PostgresDatastore, PostgresTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner
from psycopg.sql import SQL

CREATE = """
create table if not exists task_list (
    id uuid primary key, version bigint, title text, state text, lead text, deadline text, percent int
)
"""
UPSERT = """
insert into task_list values (%s, %s, %s, %s, %s, %s, %s)
on conflict (id) do update set version = excluded.version, title = excluded.title, state = excluded.state,
    lead = excluded.lead, deadline = excluded.deadline, percent = excluded.percent
"""
SAVED_TOGETHER = 50


class Listed(Aggregate):
    """A task whose events carry all that a list shows."""

    class Created(Aggregate.Created):
        """Assigned."""

        title: str
        state: str
        lead: str
        deadline: str
        percent: int

    class Changed(Aggregate.Event):
        """Whatever happened then."""

        title: str
        state: str
        lead: str
        deadline: str
        percent: int

    @event(Created)
    def __init__(self, title: str, state: str, lead: str, deadline: str, percent: int) -> None:
        self.percent = percent

    @event(Changed)
    def change(self, title: str, state: str, lead: str, deadline: str, percent: int) -> None:
        """Record what happened."""
        self.percent = percent


class View(PostgresTrackingRecorder):
    """The table and where it is."""

    def __init__(self, datastore: PostgresDatastore, **options: Any) -> None:
        super().__init__(datastore, **options)
        self.sql_create_statements.append(SQL(CREATE).format())

    def put(self, changed: Any, tracking: Tracking) -> None:
        """One event, in a transaction of its own, as the library has it."""
        line = (changed.title, changed.state, changed.lead, changed.deadline, changed.percent)
        with self.datastore.transaction(commit=True) as cursor:
            cursor.execute(UPSERT, (changed.originator_id, changed.originator_version, *line), prepare=True)
            self._insert_tracking(cursor, tracking)


class Listing(Projection[Any]):
    """Every event into the view."""

    name = "task_list"

    def process_event(self, domain_event: Any, tracking: Tracking) -> None:
        """Put it there."""
        self.view.put(domain_event, tracking)


def follow(dsn: str, count: int, of_a_task: int) -> float:
    """Events a second by the library's runner, from the start of a log of `count` events."""
    settings = _settings(dsn)
    application = Application[Any](settings)
    tasks = [_task(number, of_a_task) for number in range(count // of_a_task)]
    for start in range(0, len(tasks), SAVED_TOGETHER):
        application.save(*tasks[start : start + SAVED_TOGETHER])
    head = application.recorder.max_notification_id()
    application.close()
    started = time.perf_counter()
    with ProjectionRunner(
        application_class=Application, projection_class=Listing, view_class=View, env=settings
    ) as runner:
        runner.wait(head, timeout=150)
        return count / (time.perf_counter() - started)


def _task(number: int, events: int) -> Listed:
    title = f"Kiểm tra các điểm ngập trên địa bàn số {number}"
    task = Listed(title, "assigned", "desk", "2025-07-08T10:00:00Z", 0)
    for step in range(1, events):
        task.change(title, "in-progress", "desk", "2025-07-08T10:00:00Z", step)
    return task


def _settings(dsn: str) -> dict[str, str]:
    parts = urlsplit(dsn)
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": parts.path[1:],
        "POSTGRES_HOST": parse_qs(parts.query)["host"][0],
        "POSTGRES_PORT": "5432",
        "POSTGRES_USER": parts.username or "",
        "POSTGRES_PASSWORD": "none",
    }
