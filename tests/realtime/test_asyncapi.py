"""The AsyncAPI document tells every frame, and every reference in it leads somewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from realtime.asyncapi import document

TOLD = {
    "hello",
    "command",
    "open",
    "close",
    "ephemeral",
    "auth",
    "ping",
    "read",
    "sight",
    "watch",
    "welcome",
    "begin",
    "rows",
    "end",
    "result",
    "reads",
    "presence",
    "pong",
    "lag",
    "bye",
}
"""The frames of the protocol's tables."""


def references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "$ref":
                yield value
            else:
                yield from references(value)
    elif isinstance(node, list):
        for item in node:
            yield from references(item)


def test_every_frame_is_told() -> None:
    messages = document()["components"]["messages"]
    assert {message["name"] for message in messages.values()} == TOLD
    assert all(message["summary"] for message in messages.values())


@pytest.mark.parametrize("reference", sorted(set(references(document()))))
def test_every_reference_leads_somewhere(reference: str) -> None:
    node: Any = document()
    for part in reference.removeprefix("#/").split("/"):
        node = node[part]
    assert node


def test_the_address_is_the_gateway_s() -> None:
    made = document("wss://congvu.example.vn/rt/sync")
    assert made["servers"]["gateway"] == {"host": "congvu.example.vn", "protocol": "wss"}
    assert made["channels"]["sync"]["address"] == "/rt/sync"
