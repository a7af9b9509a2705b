"""Announcements and receipts folded into plain dictionaries, and a person's own things, the naive way.

Written from domain/access.md and what rows say of themselves; imports nothing of the domain or projections.
"""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID, uuid5

from tests.sync.talked import Thing, as_json


class Announced:
    """What was announced and who has read it; what people wish, put off, began to write and put here."""

    def __init__(self) -> None:
        self.announcements: dict[UUID, Thing] = {}
        self.receipts: dict[UUID, Thing] = {}
        self.own: dict[str, dict[UUID, Thing]] = {"preferences": {}, "snooze": {}, "draft": {}, "file": {}}
        """What only its official sees, by collection."""

    def _announcement(self, verb: str, id: UUID, event: Any, recorded: Any) -> None:
        if verb == "issued":
            names = ("title", "text", "urgency", "acknowledge", "issuer", "author")
            self.announcements[id] = {
                **{name: getattr(event, name) for name in names},
                "units": list(event.units),
                "attachments": as_json(event.attachments),
                "acknowledgeBy": event.acknowledge_by,
                "writtenBy": event.author,
                "state": "issued",
                "reason": None,
                "withdrawnBy": None,
                "edition": 1,
                "countsFrom": 1,
                "issuedAt": event.timestamp,
                "correctedAt": None,
                "remindedAt": None,
            }
        announcement = self.announcements[id]
        announcement["version"], announcement["updatedAt"] = recorded.version, event.timestamp
        match verb:
            case "corrected":
                announcement["title"], announcement["text"] = event.title, event.text
                announcement["edition"] += 1
                announcement["correctedAt"], announcement["writtenBy"] = event.timestamp, event.author
                if event.again:
                    announcement["countsFrom"] = announcement["edition"]
            case "withdrawn":
                announcement["state"], announcement["reason"] = "withdrawn", event.reason
                announcement["withdrawnBy"] = event.author
            case "reminded":
                announcement["remindedAt"] = event.timestamp

    def _receipt(self, verb: str, id: UUID, event: Any, _: Any) -> None:
        if verb == "opened":
            names = ("announcement", "official", "unit", "issuer")
            self.receipts[id] = {name: getattr(event, name) for name in names}
            self.receipts[id] |= {"opened": event.edition, "openedAt": event.at}
            self.receipts[id] |= {"acknowledged": 0, "acknowledgedAt": None}
        else:
            self.receipts[id] |= {"acknowledged": event.edition, "acknowledgedAt": event.at}

    def _preferences(self, _: str, id: UUID, event: Any, recorded: Any) -> None:
        self.own["preferences"][id] = {"official": event.official, "wishes": as_json(event.wishes)}

    def _snooze(self, _: str, id: UUID, event: Any, recorded: Any) -> None:
        names = ("official", "subject", "until")
        self.own["snooze"][id] = {name: getattr(event, name) for name in names}

    def _draft(self, _: str, id: UUID, event: Any, recorded: Any) -> None:
        names = ("official", "channel", "text")
        self.own["draft"][id] = {name: getattr(event, name) for name in names} | {"at": event.timestamp}

    def _file(self, _: str, id: UUID, event: Any, recorded: Any) -> None:
        names = ("owner", "name", "size", "digest", "thumbnail")
        self.own["file"][id] = {name: getattr(event, name) for name in names}
        self.own["file"][id] |= {"mediaType": event.media_type, "at": event.timestamp}

    def owned(self, person: UUID) -> dict[tuple[str, str], Thing]:
        """What only this person sees: a thing put off while it is, a draft while there is text."""
        found = {
            (collection, str(id)): thing
            for collection, things in self.own.items()
            for id, thing in things.items()
            if person in (thing.get("official"), thing.get("owner")) and _there(collection, thing)
        }
        return found | {
            ("receipt", str(id)): one for id, one in self.receipts.items() if one["official"] == person
        }

    def tallies(self) -> dict[tuple[str, str], Thing]:
        """For each announcement and unit, how many have opened and acknowledged it."""
        groups: dict[tuple[UUID, UUID], list[Thing]] = {}
        for receipt in self.receipts.values():
            groups.setdefault((receipt["announcement"], receipt["unit"]), []).append(receipt)
        return {
            ("tally", str(uuid5(announcement, f"tally:{unit}"))): {
                "announcement": announcement,
                "unit": unit,
                "issuer": receipts[0]["issuer"],
                "opened": len(receipts),
                "acknowledged": dict(
                    Counter(str(one["acknowledged"]) for one in receipts if one["acknowledged"])
                ),
            }
            for (announcement, unit), receipts in groups.items()
        }


def _there(collection: str, thing: Thing) -> bool:
    """Whether it is there still: put off, or begun and not sent."""
    return bool(thing["until"] if collection == "snooze" else collection != "draft" or thing["text"])
