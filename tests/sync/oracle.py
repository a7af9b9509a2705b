"""What everybody may see, the naive way: the log folded into plain dictionaries, rights asked one by one.

Written from domain/access.md alone. It knows no rows, scopes, cursors or indexes, and imports nothing of the
domain, the projections or the gateway.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

COLLECTIONS = frozenset({"unit", "post", "official", "phone", "task", "timeline"})
"""What is compared."""
NEWEST = 50
UNSEEN = frozenset({"projection", "delegation"})
"""Nouns whose events show nothing to anybody: acting for another gives no sight."""

Thing = dict[str, Any]
Seen = dict[tuple[str, str], Thing]


class Oracle:
    """Everything as of the last of these events."""

    def __init__(self, events: Iterable[Any]) -> None:
        self.units: dict[UUID, Thing] = {}
        self.posts: dict[UUID, Thing] = {}
        self.officials: dict[UUID, Thing] = {}
        self.tasks: dict[UUID, Thing] = {}
        for recorded in events:
            noun, _, verb = recorded.topic.partition(".")
            if noun not in UNSEEN:
                getattr(self, f"_{noun}")(verb, recorded.stream, recorded.event, recorded)

    def _unit(self, verb: str, id: UUID, event: Any, _: Any) -> None:
        if verb == "created":
            self.units[id] = {
                "name": event.name,
                "shortName": event.short_name,
                "parent": event.parent,
                "state": "active",
                "successors": [],
            }
            return
        unit = self.units[id]
        match verb:
            case "renamed":
                unit["name"], unit["shortName"] = event.name, event.short_name
            case "moved":
                unit["parent"] = event.parent
            case "merged":
                unit["state"], unit["successors"] = "merged", [event.into]
            case "split":
                unit["state"], unit["successors"] = "split", list(event.into)
            case "closed":
                unit["state"] = "closed"

    def _post(self, verb: str, id: UUID, event: Any, _: Any) -> None:
        if verb == "created":
            self.posts[id] = {"unit": event.unit, "holder": None, "active": True}
        post = self.posts[id]
        match verb:
            case "created" | "changed":
                names = ("title", "leading", "order", "intake")
                post.update({name: getattr(event, name) for name in names})
            case "handed-over":
                post["holder"] = event.holder
            case "closed":
                post["holder"], post["active"] = None, False

    def _official(self, verb: str, id: UUID, event: Any, _: Any) -> None:
        if verb in ("registered", "changed"):
            card = self.officials.setdefault(id, {"active": True})
            card.update(name=event.name, email=event.email, officePhone=event.office_phone)
            card["private"] = event.private_phone
        elif verb == "left":
            self.officials[id]["active"] = False

    def _task(self, verb: str, id: UUID, event: Any, recorded: Any) -> None:
        if verb == "assigned":
            self.tasks[id] = {
                "title": event.title,
                "assigner": event.assigner,
                "chain": [event.lead],
                "coordinating": list(event.coordinating),
                "following": list(event.following),
                "chaser": event.chaser,
                "former": [],
                "state": "assigned",
                "percent": 0,
                "accepted": False,
                "entries": [],
            }
        task = self.tasks[id]
        task["version"] = recorded.version
        task["entries"].append([recorded.version, recorded.topic])
        step = getattr(self, "_task_" + verb.replace("-", "_"), None)
        if step is not None:
            step(task, event)

    def _task_accepted(self, task: Thing, event: Any) -> None:
        task["state"], task["accepted"] = "accepted", True

    def _task_declined(self, task: Thing, event: Any) -> None:
        if len(task["chain"]) == 1:
            task["state"] = "declined"
        else:
            task["former"].append(task["chain"].pop())
            task["state"] = "assigned"

    def _task_sub_assigned(self, task: Thing, event: Any) -> None:
        task["chain"].append(event.to)
        task["state"] = "assigned"

    def _task_reassigned(self, task: Thing, event: Any) -> None:
        before = task["chain"]
        task["chain"] = list(event.chain)
        if event.succession:
            task["former"].append(event.previous)
            for part in ("coordinating", "following"):
                task[part] = [event.lead if seat == event.previous else seat for seat in task[part]]
            for part in ("assigner", "chaser"):
                task[part] = event.lead if task[part] == event.previous else task[part]
            return
        task["former"] += [seat for seat in before if seat not in task["chain"]]
        task["accepted"] = task["accepted"] and before[0] == task["chain"][0]
        task["state"] = "assigned"

    def _task_reported(self, task: Thing, event: Any) -> None:
        if not event.part:
            task["state"], task["percent"] = "in-progress", event.percent

    def _task_submitted(self, task: Thing, event: Any) -> None:
        task["state"], task["percent"] = "submitted", 100

    def _task_returned(self, task: Thing, event: Any) -> None:
        task["state"] = "returned"

    def _task_completed(self, task: Thing, event: Any) -> None:
        task["state"] = "completed"

    def _task_cancelled(self, task: Thing, event: Any) -> None:
        task["state"] = "cancelled"

    def _task_reopened(self, task: Thing, event: Any) -> None:
        task["state"] = "in-progress" if task["accepted"] else "assigned"

    # Who is where

    def seats_of(self, person: UUID) -> list[UUID]:
        """The active posts that a person holds."""
        return [id for id, post in self.posts.items() if post["active"] and post["holder"] == person]

    def stands_for(self, unit: UUID) -> set[UUID]:
        """The unit and its predecessors, however far back."""
        found, size = {unit}, 0
        while len(found) != size:
            size = len(found)
            found |= {id for id, other in self.units.items() if found.intersection(other["successors"])}
        return found

    def contains(self, outer: UUID, inner: UUID | None) -> bool:
        """Whether `inner` is `outer` or somewhere in it."""
        while inner is not None:
            if inner == outer:
                return True
            inner = self.units[inner]["parent"]
        return False

    def on_desk(self, post: Thing, unit: UUID) -> bool:
        """Whether a post leads or receives for the unit."""
        return (post["leading"] or post["intake"]) and unit in self.stands_for(post["unit"])

    # Who sees

    def sees_task(self, person: UUID, task: Thing) -> bool:
        """Whether one of the person's posts sits in a seat of the task."""
        single = [task["assigner"], *([task["chaser"]] if task["chaser"] else [])]
        seats = single + task["chain"] + task["coordinating"] + task["following"] + task["former"]
        for id in self.seats_of(person):
            for seat in seats:
                if seat.post == id if seat.post else self.on_desk(self.posts[id], seat.unit):
                    return True
        return False

    def sees_phone(self, person: UUID, owner: UUID) -> bool:
        """Whether somebody shares a unit with the owner, or is on a desk above one of the owner's units."""
        units = [self.posts[id]["unit"] for id in self.seats_of(owner)]
        for id in self.seats_of(person):
            post = self.posts[id]
            for unit in units:
                if unit in self.stands_for(post["unit"]):
                    return True
                above = [up for up in self.units if self.contains(up, unit) and up not in units]
                if any(self.on_desk(post, up) for up in above):
                    return True
        return False

    def may_look_below(self, person: UUID, unit: UUID) -> bool:
        """Whether the person leads a unit that contains the unit, or whose predecessor did."""
        return any(
            self.posts[id]["leading"]
            and any(self.contains(outer, unit) for outer in self.stands_for(self.posts[id]["unit"]))
            for id in self.seats_of(person)
        )

    def sees(self, person: UUID) -> Seen:
        """All that a person has on their devices, whatever is on screen; nothing without an account."""
        seen: Seen = {}
        if person not in self.officials:
            return seen
        for collection, things in (("unit", self.units), ("post", self.posts), ("official", self.officials)):
            seen |= {(collection, str(id)): thing for id, thing in things.items()}
        for owner, card in self.officials.items():
            seen[("official", str(owner))] = {**card, "posts": self.seats_of(owner)}
            if card["private"] and self.sees_phone(person, owner):
                seen[("phone", str(owner))] = {"official": owner, "number": card["private"]}
        return seen | self._tasks(id for id, task in self.tasks.items() if self.sees_task(person, task))

    def sees_below(self, person: UUID, unit: UUID) -> Seen:
        """What a person has of `below:unit` while it is on screen."""
        if not self.may_look_below(person, unit):
            return {}
        return self._tasks(
            id
            for id, task in self.tasks.items()
            if any(self.contains(unit, seat.unit) for seat in [task["assigner"], *task["chain"]])
        )

    def _tasks(self, ids: Iterable[UUID]) -> Seen:
        seen: Seen = {}
        for id in ids:
            seen[("task", str(id))] = self.tasks[id]
            seen[("timeline", str(id))] = {"entries": self.tasks[id]["entries"][-NEWEST:]}
        return seen


HIDDEN = {"former", "accepted", "entries", "private"}
"""What is folded only to decide with."""


def differences(device: dict[tuple[str, str], Any], seen: Seen) -> list[str]:
    """What a device has and should not, lacks, or has otherwise; each as a sentence."""
    found = [f"has {key} too much" for key in device.keys() - seen.keys()]
    found += [f"lacks {key}" for key in seen.keys() - device.keys()]
    for key in seen.keys() & device.keys():
        fields = _brief(key[0], device[key])
        for name, value in seen[key].items():
            if (name not in HIDDEN or key[0] == "timeline") and fields.get(name) != plain(value):
                found.append(f"{key}: {name} is {fields.get(name)!r}, not {plain(value)!r}")
    return found


def _brief(collection: str, fields: Thing) -> Thing:
    """A row's fields; of a timeline's entries only version and kind."""
    if collection == "official":
        return {**fields, "posts": sorted(fields["posts"])}
    if collection != "timeline":
        return fields
    return {"entries": [[entry["version"], entry["kind"]] for entry in fields["entries"]]}


def plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, list):
        items = [plain(item) for item in value]
        return sorted(items) if value and isinstance(value[0], UUID) else items
    if hasattr(value, "post"):
        return {"unit": str(value.unit), "post": plain(value.post)}
    return value
