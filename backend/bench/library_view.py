"""The same task list, from the same log, by the eventsourcing library's own runner and tracking recorder."""

from __future__ import annotations

import time
from threading import Event as Flag
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.persistence import Mapper, Tracking
from eventsourcing.postgres import PostgresDatastore, PostgresTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner
from psycopg.sql import SQL

from domain.task.events import Created, TaskEvent
from domain.task.state import State
from projections.task import Tasks

TASKS = Tasks()
TABLE = TASKS.table
assert TABLE is not None
NAMES, PLACES = ", ".join(TABLE.columns), ", ".join(["%s"] * len(TABLE.columns))
UPSERT = f"INSERT INTO {TABLE.name} ({NAMES}) VALUES ({PLACES}) {TABLE.conflict}"  # noqa: S608 - constants


class Congvu(Application[UUID]):
    """The log as the library sees it: the table `congvu_events`, read by our mapper."""

    name = "congvu"
    our_mapper: ClassVar[Mapper[UUID]]

    def construct_mapper(self) -> Mapper[UUID]:
        """Events of our own classes."""
        return self.our_mapper


class View(PostgresTrackingRecorder):
    """The table and where it is. States are held in memory, which no user of the library has for nothing."""

    goal: ClassVar[int]

    def __init__(self, datastore: PostgresDatastore, **options: Any) -> None:
        super().__init__(datastore, **options)
        assert TABLE is not None
        self.sql_create_statements += [SQL(part).format() for part in TABLE.ddl.split(";\n") if part]
        self._states: dict[UUID, State] = {}
        self.reached = Flag()
        self.at = 0.0

    def put(self, event: Any, tracking: Tracking) -> None:
        """One event, in a transaction of its own, as the library has it."""
        state = self._fold(event)
        with self.datastore.transaction(commit=True) as cursor:
            if state is not None:
                cursor.execute(UPSERT, TASKS.columns(event.originator_id, state), prepare=True)
            self._insert_tracking(cursor, tracking)
        if tracking.notification_id >= self.goal and not self.reached.is_set():
            self.at = time.perf_counter()
            self.reached.set()

    def _fold(self, event: Any) -> State | None:
        """As our own projection does."""
        id: UUID = event.originator_id
        if isinstance(event, Created):
            self._states[id] = event.begin()
        elif isinstance(event, TaskEvent):
            self._states[id] = event.evolve(self._states[id])
        return self._states.get(id)


class Listing(Projection[Any]):
    """Every event into the view."""

    name = "task_list"

    def process_event(self, domain_event: Any, tracking: Tracking) -> None:
        """Put it there."""
        self.view.put(domain_event, tracking)


def follow(dsn: str, mapper: Mapper[UUID], after: int, count: int) -> float:
    """Events a second by the library's runner over `count` events of the log after a position."""
    settings = _settings(dsn)
    Congvu.our_mapper, View.goal = mapper, after + count
    seen = PostgresTrackingRecorder(_datastore(settings), tracking_table_name="task_list_tracking")
    seen.create_table()
    seen.insert_tracking(Tracking(Congvu.name, after))
    seen.datastore.close()
    started = time.perf_counter()
    with ProjectionRunner(
        application_class=Congvu, projection_class=Listing, view_class=View, env=settings
    ) as runner:
        if not runner.view.reached.wait(150):
            raise RuntimeError("the library's runner did not come so far")
        rate: float = count / (runner.view.at - started)
        return rate


def _datastore(settings: dict[str, str]) -> PostgresDatastore:
    names = ("DBNAME", "HOST", "PORT", "USER", "PASSWORD")
    return PostgresDatastore(*(settings[f"POSTGRES_{name}"] for name in names))


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
