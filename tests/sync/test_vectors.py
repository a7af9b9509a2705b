"""The committed vectors are what the product does, and the device by the book passes them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.sync.device import Device
from tests.sync.record import FOLDER, record

VECTORS = sorted(FOLDER.glob("*.json"))


async def test_vectors_are_what_the_product_sends() -> None:
    committed = {path.name: path.read_text(encoding="utf-8") for path in VECTORS}
    assert committed == await record(), "run python -m tests.sync.record"


@pytest.mark.parametrize("path", VECTORS, ids=lambda path: path.stem)
def test_device_passes(path: Path) -> None:
    device = Device()
    for number, step in enumerate(json.loads(path.read_text(encoding="utf-8"))["steps"]):
        match step:
            case {"connect": expected}:
                device.open = expected["open"]
                assert device.hello()["cursor"] == expected["cursor"], number
            case {"receive": frame}:
                device.receive(frame)
            case {"send": {"t": "command", "id": id}}:
                device.sent(id)
            case {"state": expected} | {"still": expected}:
                found = {"to": device.to, "rows": device.state(), "pending": sorted(device.pending)}
                assert found == expected, number
