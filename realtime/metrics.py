"""What the gateway counts, in the text format of Prometheus."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.process_collector import ProcessCollector


class Metrics:
    """The counters of one gateway."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self.connections = Gauge("congvu_gateway_connections", "Open sockets", registry=self.registry)
        self.position = Gauge("congvu_gateway_position", "Newest position delivered", registry=self.registry)
        self.pages = Counter("congvu_gateway_pages", "Pages of rows delivered", registry=self.registry)
        self.lags = Counter("congvu_gateway_lags", "Connections that fell behind", registry=self.registry)
        self.rounds = Counter("congvu_gateway_rounds", "Pages read to catch up", registry=self.registry)
        self.goodbyes = Counter("congvu_gateway_byes", "Sessions ended", ["code"], registry=self.registry)
        self.failures = Counter("congvu_gateway_read_failures", "Reads that failed", registry=self.registry)
        self.notes = Counter(
            "congvu_gateway_notes", "Notes to and from other gateways", ["way"], registry=self.registry
        )
        self.fanout = Histogram(
            "congvu_gateway_fanout_seconds", "Reading and writing a page", registry=self.registry
        )

    def text(self) -> str:
        """All of it, as `/metrics` answers."""
        return generate_latest(self.registry).decode()
