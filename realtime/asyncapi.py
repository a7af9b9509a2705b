"""The sync protocol as an AsyncAPI document, made from the frames themselves."""

from __future__ import annotations

from typing import Any, get_args

import msgspec

from realtime import protocol

Document = dict[str, Any]
REF = "#/components/schemas/{name}"


class Rows(msgspec.Struct, frozen=True, tag_field="t", tag="rows"):
    """Changed rows: collection, id, position, scopes, fields (null: gone from those scopes)."""

    rows: list[tuple[str, str, int, list[str], dict[str, Any] | None]]


FROM_CLIENT: tuple[type[Any], ...] = get_args(protocol.FromClient)
FROM_SERVER: tuple[type[Any], ...] = (*get_args(protocol.FromServer), Rows)


def document(url: str = "wss://localhost/sync") -> Document:
    """AsyncAPI 3.0: one channel; what clients send and what they receive."""
    host, _, path = url.partition("://")[2].partition("/")
    frames = FROM_CLIENT + FROM_SERVER
    _, schemas = msgspec.json.schema_components(frames, ref_template=REF)
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "congvu sync",
            "version": str(protocol.VERSION),
            "description": "JSON text frames, one object each, told apart by `t`; unknown fields are ignored",
        },
        "defaultContentType": "application/json",
        "servers": {"gateway": {"host": host, "protocol": url.partition(":")[0]}},
        "channels": {
            "sync": {
                "address": f"/{path}",
                "messages": {
                    name(frame): {"$ref": f"#/components/messages/{name(frame)}"} for frame in frames
                },
            }
        },
        "operations": {
            "send": _operation("receive", FROM_CLIENT),
            "receive": _operation("send", FROM_SERVER),
        },
        "components": {
            "messages": {name(frame): _message(frame) for frame in frames},
            "schemas": schemas,
        },
    }


def name(frame: type[Any]) -> str:
    """A frame's name in the document: its class's, which tells the two directions apart."""
    return frame.__name__


def _operation(action: str, frames: tuple[type[Any], ...]) -> Document:
    """An operation is told from the server's side."""
    return {
        "action": action,
        "channel": {"$ref": "#/channels/sync"},
        "messages": [{"$ref": f"#/channels/sync/messages/{name(frame)}"} for frame in frames],
    }


def _message(frame: type[Any]) -> Document:
    return {
        "name": frame.__struct_config__.tag,
        "summary": (frame.__doc__ or "").partition("\n")[0],
        "payload": {"$ref": REF.format(name=name(frame))},
    }
