"""What a device is shown of a notice: cut to what providers carry, without content where that is hidden."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from backend.push.port import Parcel, Payload

HIDDEN = {"vi": "Bạn có thông báo mới", "en": "You have a new notice"}
TITLE = 120
BODY = 320
"""Most characters. With both full of marks a parcel stays below 4,096 bytes (RFC 8030, section 7.2; FCM)."""


def shown(parcel: Parcel) -> Payload:
    """The notice as this device may show it."""
    payload = parcel.payload
    if parcel.target.content_hidden:
        title = HIDDEN.get(parcel.target.language, HIDDEN["vi"])
        return Payload(title=title, url=payload.url, actions=payload.actions, badge=payload.badge)
    return Payload(
        title=cut(payload.title, TITLE),
        body=cut(payload.body, BODY),
        url=payload.url,
        kind=payload.kind,
        actions=payload.actions,
        badge=payload.badge,
    )


def message(parcel: Parcel) -> dict[str, Any]:
    """What the service worker is sent: `id` tells a repeat from news of the same tag."""
    told = shown(parcel)
    return {
        "id": parcel.id,
        "tag": parcel.tag,
        "urgent": parcel.urgent,
        "language": parcel.target.language,
        "title": told.title,
        "body": told.body,
        "url": told.url,
        "kind": told.kind,
        "actions": told.actions,
        "badge": told.badge,
    }


def topic(tag: str) -> str:
    """The tag as a provider may know it: 32 characters of base64url (RFC 8030, section 5.4)."""
    return base64.urlsafe_b64encode(hashlib.sha256(tag.encode()).digest()[:24]).decode()


def cut(text: str, most: int) -> str:
    """The text, or its beginning and an ellipsis."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
