"""What everybody may see, the naive way: rights asked one by one of the log folded into dictionaries.

Written from domain/access.md alone. It knows no rows, scopes, cursors or indexes, and imports nothing of the
domain, the projections or the gateway.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from tests.sync.folded import Folded, Thing, once

COLLECTIONS = frozenset(
    {
        "unit",
        "post",
        "official",
        "phone",
        "delegation",
        "absence",
        "handOver",
        "task",
        "directive",
        "timeline",
        "line",
        "figure",
        "channel",
        "member",
        "message",
        "talk",
        "announcement",
        "receipt",
        "tally",
        "notice",
        "preferences",
        "snooze",
        "draft",
        "file",
        "template",
        "calendar",
        "reminding",
        "reminder",
        "recurrence",
        "evaluationRule",
        "contest",
    }
)
"""What is compared: all that devices get."""
NEWEST = 50
LINE = (
    "directive",
    "state",
    "openedAt",
    "openedBy",
    "acceptedAt",
    "percent",
    "submittedAt",
    "completedAt",
    "deadline",
    "answers",
    "answeredAt",
    "declineReason",
    "inTime",
    "chasedAt",
)

Seen = dict[tuple[str, str], Thing]


class Oracle(Folded):
    """Everything as of the last of these events, and who may see what of it."""

    # Who is where

    def seats_of(self, person: UUID) -> list[UUID]:
        """The active posts that a person holds."""
        return [id for id, post in self.posts.items() if post["active"] and post["holder"] == person]

    def lent_to(self, person: UUID) -> list[UUID]:
        """The active posts that a person acts for by a delegation in force."""
        mine = self.seats_of(person)
        givers = [
            each["giver"]
            for each in self.delegations.values()
            if each["inForce"] and each["receiver"] in mine
        ]
        return [giver for giver in givers if self.posts[giver]["active"]]

    def stood_for(self, person: UUID) -> list[UUID]:
        """The posts for which one of the person's stands in by an absence in force."""
        mine = self.seats_of(person)
        return [
            seat
            for away in self.absences.values()
            if away["inForce"]
            for seat in self.seats_of(away["official"])
            if stand_in(away, seat) in mine
        ]

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

    def sees_desk(self, person: UUID, unit: UUID) -> bool:
        """Whether one of the person's posts is on the unit's desk."""
        return any(self.on_desk(self.posts[id], unit) for id in self.seats_of(person))

    def sees_post(self, person: UUID, post: UUID) -> bool:
        """Whether the person holds the post, or acts for it."""
        return post in self.seats_of(person) + self.lent_to(person) + self.stood_for(person)

    def sees_seat(self, person: UUID, seat: Any) -> bool:
        """Whether the person sees what the seat does."""
        return self.sees_post(person, seat.post) if seat.post else self.sees_desk(person, seat.unit)

    def sees_task(self, person: UUID, task: Thing) -> bool:
        """Whether the person sees what one of the task's seats does."""
        single = [task["assigner"], *([task["chaser"]] if task["chaser"] else [])]
        seats = single + task["chain"] + task["coordinating"] + task["following"] + task["former"]
        return any(self.sees_seat(person, seat) for seat in once(seats))

    def sees_issuer(self, person: UUID, seat: Any) -> bool:
        """Whether the person sees what the issuer of a directive does: the seat's, or on its unit's desk."""
        return self.sees_seat(person, seat) or self.sees_desk(person, seat.unit)

    def is_in(self, person: UUID, unit: UUID) -> bool:
        """Whether the person has a post in the unit, or in one that stands for it."""
        return any(unit in self.stands_for(self.posts[id]["unit"]) for id in self.seats_of(person))

    def hears(self, person: UUID, channel: UUID) -> bool:
        """Whether the person is in the unit, or a member of the channel of people."""
        if channel in self.units:
            return self.is_in(person, channel)
        return person in self.channels[channel]["people"]

    def is_told(self, person: UUID, scope: str) -> bool:
        """Whether the person is one of those in a scope."""
        kind, _, id = scope.partition(":")
        match kind:
            case "user":
                return id == str(person)
            case "post":
                return self.sees_post(person, UUID(id))
            case "desk":
                return self.sees_desk(person, UUID(id))
        return self.hears(person, UUID(id))

    def sees_phone(self, person: UUID, owner: UUID) -> bool:
        """Whether somebody shares a unit with the owner, or is on a desk above one of the owner's units."""
        units = [self.posts[id]["unit"] for id in self.seats_of(owner)]
        above = [
            up for up in self.units if up not in units and any(self.contains(up, unit) for unit in units)
        ]
        mine = [self.posts[id]["unit"] for id in self.seats_of(person)]
        beside = any(unit in self.stands_for(own) for own in mine for unit in units)
        return beside or any(self.sees_desk(person, up) for up in above)

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
        for collection, things in (("unit", self.units), ("post", self.posts), ("absence", self.absences)):
            seen |= {(collection, str(id)): thing for id, thing in things.items()}
        for owner, card in self.officials.items():
            seen[("official", str(owner))] = {**card, "posts": self.seats_of(owner)}
            if card["private"] and self.sees_phone(person, owner):
                seen[("phone", str(owner))] = {"official": owner, "number": card["private"]}
        for id, lent in self.delegations.items():
            if self.sees_post(person, lent["giver"]) or self.sees_post(person, lent["receiver"]):
                seen[("delegation", str(id))] = lent
        for id, record in self.hand_overs.items():
            desks = [unit for unit in (record["seat"].unit, record["desk"]) if unit]
            party = person in (record["previous"], record["holder"], record["author"])
            if party or any(self.sees_desk(person, unit) for unit in desks):
                seen[("handOver", str(id))] = record
        for id, template in self.templates.items():
            if self.is_in(person, template["unit"]):
                seen[("template", str(id))] = template
        for id, figure in self.counted.items():
            if self.sees_desk(person, figure["unit"]) or self.sees_post(person, id):
                seen[("figure", str(id))] = self.figure(id)
        tasks = self._tasks(id for id, task in self.tasks.items() if self.sees_task(person, task))
        seen |= {("notice", id): one for id, one in self.notices.items() if self.is_told(person, one["to"])}
        told = self._announced(person) | self._judged(person)
        return seen | tasks | self._boards(person) | self._talks(person) | told

    def _judged(self, person: UUID) -> Seen:
        """Rules of evaluation, and contests of one's own or that one's desk decides about."""
        seen: Seen = {}
        for id, rule in self.rules.items():
            if rule["state"] == "adopted" or self.sees_desk(person, rule["unit"]):
                seen[("evaluationRule", str(id))] = rule
        for id, contest in self.contests.items():
            if contest["official"] == person or self.sees_desk(person, contest["to"]):
                seen[("contest", str(id))] = contest
        return seen

    def _announced(self, person: UUID) -> Seen:
        """Announcements, who has read them, recurring work, and what is the person's own."""
        seen: Seen = self.owned(person) | self.timed(person)
        for id, one in self.recurring.items():
            wanted = one["wanted"]
            desks = map(UUID, [str(one["seat"].unit), *wanted["units"]])
            asked = wanted["lead"] and self._sees(person, wanted["lead"])
            if asked or self.sees_seat(person, one["seat"]) or any(self.sees_desk(person, u) for u in desks):
                seen[("recurrence", str(id))] = one
                seen[("timeline", str(id))] = {"entries": one["entries"][-NEWEST:]}
        for id, announcement in self.announcements.items():
            addressed = any(self.is_in(person, unit) for unit in announcement["units"])
            if addressed or self.sees_issuer(person, announcement["issuer"]):
                seen[("announcement", str(id))] = announcement
        for key, tally in self.tallies().items():
            if self.sees_desk(person, tally["unit"]) or self.sees_issuer(person, tally["issuer"]):
                seen[key] = tally
        return seen

    def _sees(self, person: UUID, seat: Thing) -> bool:
        """Whether the person sees what a seat does, given as JSON."""
        if seat["post"]:
            return self.sees_post(person, UUID(seat["post"]))
        return self.sees_desk(person, UUID(seat["unit"]))

    def fallen(self, person: UUID) -> set[tuple[str, str]]:
        """What was said where the person hears it, and is no longer among the newest."""
        heard = [id for id in self.channels if self.hears(person, id)]
        said = {id for channel in heard for id in self.said.get(channel, [])}
        newest = {id for channel in heard for id in self.newest(channel)}
        return {("message", str(id)) for id in said - newest}

    def _talks(self, person: UUID) -> Seen:
        """Channels, what was said there last, and the person's memberships."""
        seen: Seen = {}
        for id, channel in self.channels.items():
            heard = self.hears(person, id)
            if heard or channel["kind"] == "open":
                seen[("channel", str(id))] = self.channel_row(id)
            for message in self.newest(id) if heard else ():
                seen[("message", str(message))] = self.messages[message]
            if person in channel["people"]:
                membership, row = self.membership(id, person)
                seen[("member", membership)] = row
        return seen

    def _boards(self, person: UUID) -> Seen:
        """Directives with their timelines, and lines."""
        seen: Seen = {}
        for id, directive in self.directives.items():
            addressed = any(self.sees_desk(person, unit) for unit in directive["units"])
            if addressed or self.sees_issuer(person, directive["issuer"]):
                seen[("directive", str(id))] = directive
                seen |= self._with_talk(id, directive["entries"])
        for id, task in self.tasks.items():
            own = self.sees_desk(person, task["addressed"])
            if task["directive"] and (own or self.sees_issuer(person, task["assigner"])):
                line = {name: task[name] for name in LINE}
                seen[("line", str(id))] = {**line, "unit": task["addressed"], "issuer": task["assigner"]}
        return seen

    def sees_below(self, person: UUID, unit: UUID) -> Seen:
        """What a person has of `below:unit` while it is on screen."""
        if not self.may_look_below(person, unit):
            return {}
        figures = {
            ("figure", str(id)): self.figure(id)
            for id, figure in self.counted.items()
            if self.contains(unit, figure["unit"])
        }
        contests = {
            ("contest", str(id)): contest
            for id, contest in self.contests.items()
            if self.contains(unit, contest["unit"])
        }
        return (
            figures
            | contests
            | self._tasks(
                id
                for id, task in self.tasks.items()
                if any(self.contains(unit, seat.unit) for seat in [task["assigner"], *task["chain"]])
            )
        )

    def _tasks(self, ids: Iterable[UUID]) -> Seen:
        seen: Seen = {}
        for id in ids:
            seen[("task", str(id))] = self.tasks[id]
            seen |= self._with_talk(id, self.tasks[id]["entries"])
        return seen

    def _with_talk(self, id: UUID, entries: list[Any]) -> Seen:
        """The timeline of a task or directive, and what was said there."""
        seen: Seen = {("timeline", str(id)): {"entries": entries[-NEWEST:]}}
        return seen | ({("talk", str(id)): self.talk_row(id)} if id in self.said else {})

    def figure(self, id: UUID) -> Thing:
        """What a unit leads, or a post has in hand, counted task by task."""
        mine = [task for task in self.tasks.values() if id in (task["chain"][0].unit, task["chain"][-1].post)]
        open = [task for task in mine if task["state"] not in ("completed", "cancelled", "suspended")]
        waiting = Counter("assigner" if _waits_for_assigner(task) else "lead" for task in open)
        done = [task["inTime"] for task in mine if task["state"] == "completed"]
        return {
            **self.counted[id],
            "open": dict(Counter(plain(task["deadline"]) for task in open)),
            "openBySource": dict(Counter(task["source"].kind if task["source"] else "" for task in open)),
            "waiting": {"assigner": waiting["assigner"], "lead": waiting["lead"]},
            "doneInTime": done.count(True),
            "doneLate": done.count(False),
            "declined": sum(task["state"] == "declined" for task in mine),
            "suspended": sum(task["state"] == "suspended" for task in mine),
        }


def stand_in(away: Thing, seat: UUID) -> UUID | None:
    """Who stands in for a seat: the post named for it, or the one for all others."""
    named = {each["post"]: UUID(each["standIn"]) for each in away["standIns"]}
    return named.get(str(seat), named.get(None))


def _waits_for_assigner(task: Thing) -> bool:
    submitted = task["state"] == "submitted" and task["links"] == 0
    return submitted or task["state"] == "declined"


HIDDEN = {"former", "links", "addressed", "declineReason", "entries", "private"}
"""What is folded only to decide with, or shown elsewhere."""
ELSEWHERE = {("timeline", "entries"), ("line", "declineReason")}


def differences(device: dict[tuple[str, str], Any], seen: Seen) -> list[str]:
    """What a device has and should not, lacks, or has otherwise; each as a sentence."""
    found = [f"has {key} too much" for key in device.keys() - seen.keys()]
    found += [f"lacks {key}" for key in seen.keys() - device.keys()]
    for key in seen.keys() & device.keys():
        fields = _brief(key[0], device[key])
        for name, value in seen[key].items():
            if (name not in HIDDEN or (key[0], name) in ELSEWHERE) and fields.get(name) != plain(value):
                found.append(f"{key}: {name} is {fields.get(name)!r}, not {plain(value)!r}")
    return found


def _brief(collection: str, fields: Thing) -> Thing:
    """A row's fields; of a timeline's entries only version and kind."""
    if collection == "official":
        return {**fields, "posts": sorted(fields["posts"])}
    if collection in ("directive", "announcement"):
        return {**fields, "units": sorted(fields["units"])}
    if collection != "timeline":
        return fields
    return {"entries": [[entry["version"], entry["kind"]] for entry in fields["entries"]]}


def plain(value: Any) -> Any:
    """A value as JSON has it; ids in lists are put in order."""
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, list):
        items = [plain(item) for item in value]
        return sorted(items) if value and isinstance(value[0], UUID) else items
    if hasattr(value, "post"):
        return {"unit": str(value.unit), "post": plain(value.post)}
    if hasattr(value, "reference"):
        return {"kind": value.kind, "reference": value.reference}
    return value
