"""Figures for Prometheus: of this process, and of the parts that serve nothing themselves."""

from __future__ import annotations

import asyncpg
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.gc_collector import GCCollector
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector

from backend.health import Health
from backend.push import watch
from backend.store.connection import LOST

REGISTRY = CollectorRegistry()
for collector in (ProcessCollector, PlatformCollector, GCCollector):
    collector(registry=REGISTRY)

REQUESTS = Histogram(
    "congvu_http_request_seconds",
    "Time to answer a request",
    ("method", "route", "status"),
    registry=REGISTRY,
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
)
SIGN_INS = Counter("congvu_sign_ins_total", "Sign-ins by outcome", ("outcome",), registry=REGISTRY)
UP = Gauge("congvu_database_up", "Whether the database answers", registry=REGISTRY)
HEAD = Gauge("congvu_log_head", "Position of the newest event", registry=REGISTRY)
BEHIND = Gauge(
    "congvu_events_behind", "Events that a reader has yet to take in", ("reader",), registry=REGISTRY
)
PARKED = Gauge("congvu_parked", "Things set aside for a person to look at", ("what",), registry=REGISTRY)

PUSHED = Gauge(
    "congvu_push_attempts",
    "Attempts to hand a notice to a push provider since the installation began",
    ("provider", "outcome", "code"),
    registry=REGISTRY,
)
WAITING = Gauge("congvu_push_outbox", "Notices that wait to be sent", ("provider",), registry=REGISTRY)
OLDEST = Gauge(
    "congvu_push_oldest_seconds", "Age of the oldest notice that is due", ("provider",), registry=REGISTRY
)
DEVICES = Gauge(
    "congvu_push_devices",
    "Devices that notices reach, by how they fare",
    ("provider", "state"),
    registry=REGISTRY,
)

COUNTS = """
SELECT (SELECT count(*) FROM parked) AS streams, (SELECT count(*) FROM worker_parked) AS policies,
       coalesce((SELECT position FROM worker_position), 0) AS worker
"""


async def look(pool: asyncpg.Pool, health: Health) -> None:
    """Bring the gauges up to date; with the database away, all but its own stay as they were."""
    try:
        heads = await health.heads()
        counts = await pool.fetchrow(COUNTS)
        figures = await watch.figures(pool)
    except LOST:
        UP.set(0)
        return
    UP.set(1)
    HEAD.set(heads.log)
    BEHIND.labels("projector").set(heads.behind)
    if counts is not None:
        BEHIND.labels("worker").set(max(0, heads.log - counts["worker"]))
        PARKED.labels("streams").set(counts["streams"])
        PARKED.labels("policies").set(counts["policies"])
    for count in figures.attempts:
        PUSHED.labels(count.kind, count.outcome, count.code).set(count.n)
    for queue in figures.queues:
        WAITING.labels(queue.kind).set(queue.waiting)
        OLDEST.labels(queue.kind).set(queue.oldest)
    for group in figures.devices:
        DEVICES.labels(group.kind, group.state).set(group.n)


def render() -> bytes:
    """All figures in Prometheus' text format."""
    return generate_latest(REGISTRY)
