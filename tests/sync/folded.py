"""The log folded into plain dictionaries, the naive way: what each thing is as of the last event.

Written from domain/access.md and what rows say of themselves; imports nothing of the domain or projections.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from tests.sync.talked import Thing, as_json
from tests.sync.told import Told


class Folded(Told):
    """Everything as of the last of these events."""

    def __init__(self, events: Iterable[Any]) -> None:
        super().__init__()
        self.units: dict[UUID, Thing] = {}
        self.posts: dict[UUID, Thing] = {}
        self.officials: dict[UUID, Thing] = {}
        self.delegations: dict[UUID, Thing] = {}
        self.absences: dict[UUID, Thing] = {}
        self.hand_overs: dict[UUID, Thing] = {}
        self.directives: dict[UUID, Thing] = {}
        self.templates: dict[UUID, Thing] = {}
        self.tasks = {}
        self.counted: dict[UUID, Thing] = {}
        """Units and posts that ever had a task to be counted: what they are, and in which unit."""
        for recorded in events:
            noun, _, verb = recorded.topic.partition(".")
            if noun != "projection":
                getattr(self, "_" + noun.replace("-", "_"))(verb, recorded.stream, recorded.event, recorded)
                self.tell(recorded)

    def _unit(self, verb: str, id: UUID, event: Any, _: Any) -> None:
        if verb == "created":
            self.units[id] = {
                "name": event.name,
                "shortName": event.short_name,
                "parent": event.parent,
                "state": "active",
                "successors": [],
            }
            return self.found_channel(id, "unit", event.name, event.timestamp, unit=id)
        unit = self.units[id]
        match verb:
            case "renamed":
                unit["name"], unit["shortName"] = event.name, event.short_name
                self.channels[id]["name"] = event.name
            case "moved":
                unit["parent"] = event.parent
            case "merged":
                unit["state"], unit["successors"] = "merged", [event.into]
            case "split":
                unit["state"], unit["successors"] = "split", list(event.into)
            case "closed":
                unit["state"] = "closed"
        self.channels[id]["archived"] = unit["state"] != "active"
        return None

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

    def _delegation(self, verb: str, id: UUID, event: Any, _: Any) -> None:
        if verb == "given":
            names = ("giver", "receiver", "paper", "start", "end")
            self.delegations[id] = {name: getattr(event, name) for name in names}
            self.delegations[id] |= {"powers": list(event.powers), "revoked": False, "remindedAt": None}
        if verb == "reminded":
            self.delegations[id]["remindedAt"] = event.timestamp
        else:
            self.delegations[id]["inForce"] = verb == "begun"
        if verb == "revoked":
            self.delegations[id]["revoked"] = True

    def _absence(self, verb: str, id: UUID, event: Any, _: Any) -> None:
        if verb == "declared":
            self.absences[id] = {"official": event.official, "kind": event.kind, "cancelled": False}
        if verb in ("declared", "changed"):
            names = ("start", "end")
            self.absences[id] |= {name: getattr(event, name) for name in names}
            self.absences[id]["standIns"] = [as_json(each) for each in event.stand_ins]
            self.absences[id]["toldAt"] = event.timestamp
        if verb != "changed":
            self.absences[id]["inForce"] = verb == "begun"
        if verb == "cancelled":
            self.absences[id]["cancelled"] = True

    def _hand_over(self, verb: str, id: UUID, event: Any, _: Any) -> None:
        names = ("kind", "seat", "previous", "holder", "desk", "author")
        lists = ("tasks", "recurring", "templates")
        self.hand_overs[id] = {name: getattr(event, name) for name in names} | {"at": event.timestamp}
        self.hand_overs[id] |= {name: len(getattr(event, name)) for name in lists}

    def _template(self, verb: str, id: UUID, event: Any, recorded: Any) -> None:
        if verb == "created":
            self.templates[id] = {"unit": event.unit, "retired": False}
        template = self.templates[id]
        template["version"] = recorded.version
        if verb == "retired":
            template["retired"] = True
        else:
            template["name"], template["outline"] = event.name, as_json(event.outline)

    def _directive(self, verb: str, id: UUID, event: Any, recorded: Any) -> None:
        if verb == "issued":
            names = ("title", "text", "urgency", "issuer", "creator", "deadline", "source")
            self.directives[id] = {name: getattr(event, name) for name in names}
            self.directives[id] |= {"originalDeadline": event.deadline, "issuedAt": event.timestamp}
            self.directives[id] |= {"units": list(event.units), "state": "issued", "entries": []}
        directive = self.directives[id]
        directive["version"] = recorded.version
        directive["entries"].append([recorded.version, recorded.topic])
        match verb:
            case "units-added":
                directive["units"] += event.units
            case "deadline-changed":
                directive["deadline"] = event.deadline
            case "recalled" | "closed":
                directive["state"] = verb

    # Tasks

    def _task(self, verb: str, id: UUID, event: Any, recorded: Any) -> None:
        if verb == "assigned":
            self.tasks[id] = _assigned(event)
        task = self.tasks[id]
        task["version"] = recorded.version
        task["entries"].append([recorded.version, recorded.topic])
        step = getattr(self, "_task_" + verb.replace("-", "_"), None)
        if step is not None:
            step(task, event)
        if task["state"] not in ("submitted", "completed"):
            task["chain"] = once(task["chain"])
        self._count(task)

    def _count(self, task: Thing) -> None:
        first, last = task["chain"][0], task["chain"][-1]
        self.counted.setdefault(first.unit, {"of": "unit", "unit": first.unit})
        if last.post:
            self.counted.setdefault(last.post, {"of": "post", "unit": last.unit})

    def _task_opened(self, task: Thing, event: Any) -> None:
        if event.by_lead and task["openedAt"] is None:
            task["openedAt"], task["openedBy"] = event.timestamp, event.official

    def _task_accepted(self, task: Thing, event: Any) -> None:
        task["state"], task["declineReason"] = "accepted", None
        task["acceptedAt"] = task["acceptedAt"] or event.timestamp

    def _task_declined(self, task: Thing, event: Any) -> None:
        task["declineReason"] = event.reason
        if len(task["chain"]) == 1:
            task["state"] = "declined"
        else:
            task["former"].append(task["chain"].pop())
            task["state"] = "assigned"

    def _task_sub_assigned(self, task: Thing, event: Any) -> None:
        task["chain"].append(event.to)
        task["state"], task["declineReason"] = "assigned", None

    def _task_reassigned(self, task: Thing, event: Any) -> None:
        before = task["chain"]
        task["chain"] = list(event.chain)
        if event.succession:
            task["former"].append(event.previous)
            for part in ("coordinating", "following"):
                task[part] = once(event.lead if seat == event.previous else seat for seat in task[part])
            for part in ("assigner", "chaser"):
                task[part] = event.lead if task[part] == event.previous else task[part]
            return
        task["former"] += [seat for seat in before if seat not in task["chain"]]
        if before[0] != task["chain"][0]:
            task["openedAt"] = task["openedBy"] = task["acceptedAt"] = None
        task["submittedAt"] = task["declineReason"] = None
        _becomes(task, "assigned")

    def _task_reported(self, task: Thing, event: Any) -> None:
        if not event.part:
            task["percent"] = event.percent
            _becomes(task, "in-progress")

    def _task_answered(self, task: Thing, event: Any) -> None:
        task["state"], task["answers"], task["answeredAt"] = "in-progress", event.answers, event.timestamp

    def _task_deadline_changed(self, task: Thing, event: Any) -> None:
        task["deadline"], task["nominal"] = event.deadline, None

    def _task_deadline_adjusted(self, task: Thing, event: Any) -> None:
        task["deadline"] = event.deadline
        task["nominal"] = None if event.deadline == event.nominal else event.nominal

    def _task_reminded(self, task: Thing, event: Any) -> None:
        task["remindedAt"] = event.timestamp

    _task_extension_granted = _task_deadline_changed

    def _task_chased(self, task: Thing, event: Any) -> None:
        task["chasedAt"] = event.timestamp

    def _task_submitted(self, task: Thing, event: Any) -> None:
        task["state"], task["percent"], task["submittedAt"] = "submitted", 100, event.timestamp
        task["links"] = len(task["chain"]) - 1

    def _task_endorsed(self, task: Thing, event: Any) -> None:
        task["links"] -= 1

    def _task_returned(self, task: Thing, event: Any) -> None:
        task["state"], task["submittedAt"] = "returned", None

    def _task_completed(self, task: Thing, event: Any) -> None:
        task["state"], task["completedAt"], task["inTime"] = "completed", event.timestamp, event.in_time

    def _task_cancelled(self, task: Thing, event: Any) -> None:
        task["state"], task["submittedAt"], task["suspension"] = "cancelled", None, None

    def _task_suspended(self, task: Thing, event: Any) -> None:
        held = task["suspension"] or {"at": plain_moment(event.timestamp), "before": task["state"]}
        until = event.until and plain_moment(event.until)
        said = {"reason": event.reason, "by": str(event.author), "until": until}
        said["withParent"] = event.with_parent
        task["state"], task["suspension"] = "suspended", held | said

    def _task_resumed(self, task: Thing, event: Any) -> None:
        task["state"], task["deadline"] = task["suspension"]["before"], event.deadline
        task["suspension"] = None

    def _task_checklist_set(self, task: Thing, event: Any) -> None:
        task["checklist"] = [as_json(item) for item in event.items]

    def _task_item_checked(self, task: Thing, event: Any) -> None:
        for item in task["checklist"]:
            if item["id"] == str(event.item):
                item["doneAt"] = plain_moment(event.timestamp) if event.done else None
                item["doneBy"] = str(event.official) if event.done else None

    def _task_labelled(self, task: Thing, event: Any) -> None:
        task["labels"] = list(event.labels)

    def _task_weight_set(self, task: Thing, event: Any) -> None:
        task["weight"] = event.weight

    def _task_reopened(self, task: Thing, event: Any) -> None:
        task["state"] = "in-progress" if task["acceptedAt"] else "assigned"
        task["completedAt"] = task["inTime"] = task["submittedAt"] = None


def _assigned(event: Any) -> Thing:
    """A task as it begins. `links`: how many have yet to endorse a submission; `addressed`: its line's."""
    return {
        "title": event.title,
        "assigner": event.assigner,
        "chain": [event.lead],
        "coordinating": list(event.coordinating),
        "following": list(event.following),
        "chaser": event.chaser,
        "directive": event.directive,
        "deadline": event.deadline,
        "nominal": None,
        "remindedAt": None,
        "chasedAt": None,
        "state": "assigned",
        "percent": 0,
        "openedAt": None,
        "openedBy": None,
        "acceptedAt": None,
        "submittedAt": None,
        "completedAt": None,
        "inTime": None,
        "answers": {},
        "answeredAt": None,
        "former": [],
        "links": 0,
        "addressed": event.lead.unit,
        "declineReason": None,
        "source": event.source,
        "labels": list(event.labels),
        "weight": event.weight,
        "checklist": [as_json(item) for item in event.checklist],
        "suspension": None,
        "entries": [],
    }


def _becomes(task: Thing, state: str) -> None:
    """In another state; what is suspended will come back to it."""
    if task["suspension"]:
        task["suspension"]["before"] = state
    else:
        task["state"] = state


def plain_moment(moment: datetime) -> str:
    """A moment as JSON has it."""
    return moment.isoformat().replace("+00:00", "Z")


def once(seats: Iterable[Any]) -> list[Any]:
    """Each of them once, in order."""
    return list(dict.fromkeys(seats))
