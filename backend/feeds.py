"""Stored events as CloudEvents 1.0 (JSON format), for other agencies' software."""

from __future__ import annotations

from typing import Any
from uuid import uuid5

import msgspec

from projections.kernel import Recorded

TYPE_PREFIX = "vn.congvu."
PLACE = ("originator_id", "originator_version", "originator_topic", "timestamp")


def cloud_event(recorded: Recorded, epoch: str) -> dict[str, Any]:
    """One event. `sequence` is its position, padded so that it sorts as text (CloudEvents extension).

    An event that this version cannot read has no `data` but an `error`; its position is still there.
    """
    envelope: dict[str, Any] = {
        "specversion": "1.0",
        "id": str(uuid5(recorded.stream, str(recorded.version))),
        "source": f"/congvu/{epoch}",
        "type": TYPE_PREFIX + recorded.topic,
        "subject": str(recorded.stream),
        "sequence": f"{recorded.position:020d}",
        "streamversion": recorded.version,
        "datacontenttype": "application/json",
        "metadata": recorded.metadata,
    }
    if recorded.event is None:
        return {**envelope, "error": recorded.error}
    fields = {name: value for name, value in vars(recorded.event).items() if name not in PLACE}
    return {**envelope, "time": recorded.event.timestamp, "data": fields}


encode = msgspec.json.Encoder().encode
