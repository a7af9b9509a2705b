"""Who is told of what, the naive way: notices as domain/notices says them, one by one from the log."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid5

from tests.sync.announced import Announced
from tests.sync.judged import Judged
from tests.sync.recurring import Recurring
from tests.sync.talked import Talked, Thing, as_json
from tests.sync.timed import DUE_TO, Timed

NEWEST = 10

TASK: dict[str, list[tuple[str, str, bool]]] = {
    "assigned": [
        ("holder", "lead", True),
        ("coordinating", "coordinating", False),
        ("following", "following", False),
        ("chaser", "chaser", False),
    ],
    "sub-assigned": [("holder", "lead", True)],
    "reassigned": [("holder", "lead", True), ("previous", "former", False)],
    "accepted": [("boss", "assigner", False)],
    "declined": [("returned", "assigner", True)],
    "reported": [("boss", "assigner", False)],
    "submitted": [("reviewer", "assigner", True)],
    "endorsed": [("reviewer", "assigner", True)],
    "returned": [("holder", "lead", True)],
    "completed": [("chain", "lead", False), ("coordinating", "coordinating", False)],
    "extension-requested": [("assigner", "assigner", True)],
    "extension-granted": [("holder", "lead", False)],
    "extension-refused": [("holder", "lead", False)],
    "deadline-adjusted": [("chain", "lead", False), ("coordinating", "coordinating", False)],
    "deadline-changed": [("chain", "lead", False), ("coordinating", "coordinating", False)],
    "chased": [("chain", "lead", True)],
    "cancelled": [
        ("chain", "lead", False),
        ("coordinating", "coordinating", False),
        ("following", "following", False),
    ],
    "reopened": [("holder", "lead", True)],
    "suspended": [("chain", "lead", False), ("coordinating", "coordinating", False)],
    "resumed": [("holder", "lead", True), ("coordinating", "coordinating", False)],
    "checklist-set": [("chain", "lead", False), ("coordinating", "coordinating", False)],
    "weight-set": [("chain", "lead", False), ("coordinating", "coordinating", False)],
}
"""By what became of a task: who is told, as what, and whether it is theirs to do something."""

ABSENCE: dict[str, list[tuple[str, str]]] = {
    "declared": [("stand-ins", "stand-in"), ("official", "away")],
    "changed": [("stand-ins", "stand-in"), ("official", "away")],
    "cancelled": [("stand-ins", "stand-in"), ("official", "away")],
    "begun": [("stand-ins", "stand-in")],
    "ended": [("stand-ins", "stand-in")],
}
"""By what became of an absence: who is told, as what."""


class Told(Talked, Announced, Timed, Judged, Recurring):
    """Notices: one for each subject and scope that is told of it."""

    tasks: dict[UUID, Thing]
    absences: dict[UUID, Thing]

    def __init__(self) -> None:
        Talked.__init__(self)
        Announced.__init__(self)
        Timed.__init__(self)
        Recurring.__init__(self)
        Judged.__init__(self)
        self.notices: dict[str, Thing] = {}

    def tell(self, recorded: Any) -> None:
        """What an event tells, after it was folded; a scope is told of a thing once, for the first reason."""
        noun, _, verb = recorded.topic.partition(".")
        if noun == "task":
            self._add("task", recorded.stream, self._of_task(verb, recorded), recorded, None)
        elif recorded.topic == "reminder.fired":
            mine = [(f"user:{recorded.event.official}", "own", True)]
            self._add("reminder", recorded.stream, mine, recorded, None)
        elif noun == "absence":
            self._add("absence", recorded.stream, self._of_absence(verb, recorded), recorded, None)
        elif recorded.topic in ("recurrence.failed", "recurrence.passed"):
            self._add(
                "recurrence", recorded.stream, self._of_recurring(verb, recorded.stream), recorded, None
            )
        elif noun == "delegation":
            self._add(
                "delegation", recorded.stream, self._of_delegation(verb, recorded.stream), recorded, None
            )
        elif noun == "hand-over":
            self._add("handOver", recorded.stream, _of_hand_over(recorded.event), recorded, None)
        elif noun == "announcement":
            self._add("announcement", recorded.stream, self._of_announcement(verb, recorded), recorded, None)
        elif noun == "contest":
            self._add("contest", recorded.stream, self._of_contest(verb, recorded.stream), recorded, None)
        elif recorded.topic == "message.posted":
            event, message = recorded.event, recorded.stream
            self._add("channel", event.channel, self._called(event), recorded, message)
            root = self.messages[event.thread]["author"] if event.thread else event.author
            answered = [(f"user:{root}", "answered", False)] if root != event.author else []
            self._add("channel", event.channel, answered, recorded, message)

    def _add(
        self,
        kind: str,
        subject: UUID,
        told: Iterable[tuple[str, str, bool]],
        recorded: Any,
        message: UUID | None,
    ) -> None:
        known: set[str] = set()
        for scope, reason, waits in told:
            if scope not in known:
                known.add(scope)
                self._entry(kind, subject, scope, _entry(recorded, reason, waits, message))

    def _entry(self, kind: str, subject: UUID, scope: str, entry: Thing) -> None:
        row = {"kind": kind, "subject": subject, "to": scope, "count": 0, "entries": []}
        notice = self.notices.setdefault(str(uuid5(subject, scope)), row)
        notice["entries"] = [*notice["entries"], entry][-NEWEST:]
        notice["count"] += 1
        notice["order"] = entry["position"]

    def _of_recurring(self, verb: str, id: UUID) -> list[tuple[str, str, bool]]:
        seat = self.recurring[id]["seat"]
        if verb == "passed":
            return [(scope_of(seat), "assigner", False)]
        return [(scope_of(seat), "assigner", True), (f"desk:{seat.unit}", "leader", True)]

    def _of_task(self, verb: str, recorded: Any) -> list[tuple[str, str, bool]]:
        task = self.tasks[recorded.stream]
        return [
            (scope_of(seat), reason, waits)
            for who, reason, waits in self._whom(verb, recorded.event)
            for seat in self._seats(who, task, recorded.event)
            if seat is not None
        ]

    def _whom(self, verb: str, event: Any) -> list[tuple[str, str, bool]]:
        if verb != "reminded":
            return TASK.get(verb, [])
        waits = ("lead", "assigner", "leader")
        return [(who, role, role in waits) for role, who in DUE_TO.items() if role in event.to]

    def _seats(self, who: str, task: Thing, event: Any) -> list[Any]:
        lowest, assigner = task["chain"][-1], task["assigner"]
        seats: dict[str, list[Any]] = {
            "holder": [lowest],
            "assigner": [assigner],
            "chaser": [task["chaser"]],
            "boss": [] if task["directive"] else [assigner],
            "returned": [assigner if task["state"] == "declined" else lowest],
            "reviewer": [task["chain"][task["links"] - 1] if task["links"] else assigner],
        }
        if who == "leaders":
            return [type(lowest)(unit=lowest.unit)]
        if who == "judge":
            return seats[
                {"submission": "reviewer", "extension": "assigner", "suspension": "assigner"}.get(
                    event.matter, "boss"
                )
            ]
        if who == "previous":
            return [] if event.previous in task["chain"] else [event.previous]
        return seats[who] if who in seats else list(task[who])

    def _of_absence(self, verb: str, recorded: Any) -> list[tuple[str, str, bool]]:
        away = self.absences[recorded.stream]
        if verb == "begun" and recorded.event.timestamp == away["toldAt"]:
            return []
        told = {
            "official": [f"user:{away['official']}"],
            "stand-ins": [f"post:{each['standIn']}" for each in away["standIns"]],
        }
        return [(scope, reason, False) for who, reason in ABSENCE[verb] for scope in told[who]]

    def _of_delegation(self, verb: str, id: UUID) -> list[tuple[str, str, bool]]:
        lent = self.delegations[id]  # type: ignore[attr-defined]
        told = [(f"post:{lent['giver']}", "giver", False), (f"post:{lent['receiver']}", "receiver", False)]
        if verb in ("reminded", "ended"):
            return told
        return told[1:] if verb in ("given", "revoked") else []

    def _of_announcement(self, verb: str, recorded: Any) -> list[tuple[str, str, bool]]:
        announcement = self.announcements[recorded.stream]
        units = recorded.event.units if verb == "reminded" else announcement["units"]
        waits = announcement["acknowledge"] and verb != "withdrawn"
        return [(f"unit:{unit}", "addressed", waits) for unit in units]

    def _of_contest(self, verb: str, id: UUID) -> list[tuple[str, str, bool]]:
        contest = self.contests[id]
        if verb in ("raised", "withdrawn"):
            return [(f"desk:{contest['to']}", "judge", verb == "raised")]
        return [(f"user:{contest['official']}", "contestant", False)]

    def _called(self, event: Any) -> list[tuple[str, str, bool]]:
        at_work = event.kind in ("task", "directive")
        heard = f"unit:{event.channel}" if event.kind == "unit" else f"channel:{event.channel}"
        scopes: list[str] = []
        for mention in event.mentions:
            match mention.kind:
                case "official":
                    scopes.append(f"user:{mention.id}")
                case "unit":
                    scopes.append(f"{'desk' if at_work else 'unit'}:{mention.id}")
                case "post":
                    scopes.append(f"post:{mention.id}")
                case "everyone" if not at_work:
                    scopes.append(heard)
        return [(scope, "mentioned", False) for scope in scopes]


def _of_hand_over(event: Any) -> list[tuple[str, str, bool]]:
    """The holder, or the desk if there is none; and who held it."""
    there = f"user:{event.holder}" if event.holder else f"desk:{event.desk}" if event.desk else None
    told = [(there, "receiver"), (f"user:{event.previous}" if event.previous else None, "giver")]
    return [(scope, reason, False) for scope, reason in told if scope]


def _entry(recorded: Any, reason: str, waits: bool, message: UUID | None) -> Thing:
    who = recorded.metadata
    entry: Thing = as_json(
        {
            "position": recorded.position,
            "kind": recorded.topic,
            "reason": reason,
            "waits": waits,
            "at": recorded.event.timestamp,
            "by": who.account,
            "post": who.behalf_of or who.post,
            "policy": who.policy,
            "cause": who.causation,
            "message": message,
            "thread": recorded.event.thread if message else None,
        }
    )
    return entry


def scope_of(seat: Any) -> str:
    """Those who sit in a seat."""
    return f"post:{seat.post}" if seat.post else f"desk:{seat.unit}"
