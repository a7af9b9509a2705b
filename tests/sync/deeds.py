"""Commands that people may give next, chosen at random: about tasks, directives and delegations."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from domain.kernel import Actor
from tests.sync.oracle import Oracle

Args = dict[str, Any]
Deed = tuple[str, Args, UUID]
"""A command's name and arguments, and the post in which it would be given."""
FORM = [
    {"key": "households", "label": "Số hộ bị ngập", "kind": "number", "required": True, "unit": "hộ"},
    {"key": "state", "label": "Tình hình", "kind": "choice", "options": ["bình thường", "nghiêm trọng"]},
]


class Deeds:
    """Chooses by the world as it is `now`; what it chooses may be refused."""

    def __init__(self, random: Random, world: Oracle, now: datetime) -> None:
        self.random = random
        self.world = world
        self.now = now
        self.posts = list(world.posts)
        self.units = list(world.units)

    def chance(self, share: float) -> bool:
        """True so often."""
        return self.random.random() < share

    def seat(self) -> Args:
        """A post, or the unit that it is in."""
        post = self.random.choice(self.posts)
        return {"unit": self.world.posts[post]["unit"], "post": self.random.choice([post, None])}

    def deadline(self) -> datetime:
        """Soon, so that some are late, or in some days."""
        return self.now + self.random.choice([timedelta(minutes=15), timedelta(days=3), timedelta(days=5)])

    def assignment(self) -> Args:
        """A new task."""
        others = [self.seat() for _ in range(self.random.choice([0, 0, 1, 2]))]
        return {
            "title": f"Việc {self.random.randrange(1000)}",
            "lead": self.seat(),
            "coordinating": others,
            "following": [self.seat()] if self.chance(0.3) else [],
            "chaser": self.seat() if self.chance(0.2) else None,
            "urgency": "normal",
            "deadline": self.deadline(),
            "source": {"kind": "meeting", "reference": "12/TB"} if self.chance(0.3) else None,
            "checklist": ["Đo điểm ngập", "Chụp ảnh"] if self.chance(0.4) else [],
            "labels": ["Chống ngập"] if self.chance(0.2) else [],
        }

    def about_task(self) -> Deed | None:
        """Something that may happen to a task next."""
        if not self.world.tasks:
            return None
        id = self.random.choice(list(self.world.tasks))
        task = self.world.tasks[id]
        if task["state"] == "suspended" and self.chance(0.4):
            return "task.resume", {"task": id}, self.post_of(task["assigner"])
        by_lead = self.chance(0.65)
        choices = self._by_lead() if by_lead else self._by_assigner()
        name, args = self.random.choice(choices + self._content(task))
        seat = task["chain"][-1] if by_lead else task["assigner"]
        if name in ("task.endorse", "task.return") and task["links"]:
            seat = task["chain"][task["links"] - 1]
        return name, {"task": id, **args}, self.post_of(seat)

    def post_of(self, seat: Any) -> UUID:
        """A post that sits in a seat, or one of its unit, or any."""
        mine = [post for post in self.posts if self.world.posts[post]["unit"] == seat.unit]
        return seat.post or self.random.choice(mine or self.posts)

    def _by_lead(self) -> list[tuple[str, Args]]:
        answers = [{"question": "households", "value": self.random.randrange(300)}]
        return [
            ("task.open", {}),
            ("task.accept", {}),
            ("task.report", {"percent": self.random.randrange(100), "text": "Đang làm"}),
            ("directive.answer", {"answers": answers}),
            ("task.submit", {"text": "Đã xong"}),
            ("task.decline", {"reason": "Không thuộc thẩm quyền"}),
            ("task.subAssign", {"to": self.seat()}),
            ("task.requestExtension", {"deadline": self.now + timedelta(days=9), "reason": "Mưa lớn"}),
        ]

    def _by_assigner(self) -> list[tuple[str, Args]]:
        until = self.random.choice([None, self.deadline()])
        return [
            ("task.complete", {}),
            ("task.endorse", {}),
            ("task.return", {"reason": "Thiếu số liệu"}),
            ("task.reassign", {"lead": self.seat()}),
            ("task.changeDeadline", {"deadline": self.deadline()}),
            ("task.grantExtension", {}),
            ("task.cancel", {"reason": "Trùng"}),
            ("task.reopen", {"reason": "Còn ngập"}),
            ("task.suspend", {"reason": "Chờ kinh phí", "until": until}),
            ("task.setWeight", {"weight": self.random.choice([1, 2.5])}),
        ]

    def _content(self, task: Args) -> list[tuple[str, Args]]:
        items = task["checklist"]
        kept = [{"id": item["id"], "text": "Đo lại"} for item in items[:1]]
        checks = [("task.check", {"item": item["id"], "done": self.chance(0.7)}) for item in items]
        return [
            *checks[:2],
            ("task.setChecklist", {"items": [{"text": "Báo cáo"}, *kept]}),
            ("task.label", {"labels": self.random.choice([["Khẩn", "chống  ngập"], []])}),
        ]

    def template(self) -> Deed:
        """A template is set up, changed or retired, by one of its unit or another."""
        known = self.world.templates
        outline = {"title": f"Báo cáo {self.random.randrange(9)}", "term": {"days": 5, "of": "working"}}
        said = {"name": "Báo cáo", "outline": outline}
        if not known or self.chance(0.5):
            post = self.random.choice(self.posts)
            return "template.create", {"unit": self.world.posts[post]["unit"], **said}, post
        id = self.random.choice(list(known))
        mine = [post for post in self.posts if self.world.posts[post]["unit"] == known[id]["unit"]]
        post = self.random.choice(mine or self.posts)
        if self.chance(0.2):
            return "template.retire", {"template": id}, post
        return "template.change", {"template": id, **said}, post

    def directive(self) -> Args:
        """A new directive."""
        units = self.random.sample(self.units, self.random.randint(1, 3))
        text = {"title": f"Chỉ đạo {self.random.randrange(1000)}", "text": "Triều cường lúc 07:05"}
        return {**text, "deadline": self.deadline(), "urgency": "flash", "units": units, "form": FORM}

    def about_directive(self) -> Deed | None:
        """Something that may happen to a directive next."""
        if not self.world.directives:
            return None
        id = self.random.choice(list(self.world.directives))
        choices: list[tuple[str, Args]] = [
            ("directive.addUnits", {"units": [self.random.choice(self.units)]}),
            ("directive.changeDeadline", {"deadline": self.deadline()}),
            ("directive.chase", {"text": "Khẩn trương"}),
            ("directive.close", {}),
            ("directive.recall", {"reason": "Nhầm"}),
        ]
        name, args = self.random.choices(choices, [4, 4, 3, 1, 1])[0]
        return name, {"directive": id, **args}, self.post_of(self.world.directives[id]["issuer"])

    def delegation(self, giver: UUID, receiver: UUID) -> tuple[str, Args]:
        """Powers lent now or soon, for minutes or days."""
        start = self.now + timedelta(minutes=self.random.choice([0, 0, 5, 20]))
        end = start + self.random.choice([timedelta(minutes=25), timedelta(days=9)])
        powers = self.random.choice([["approve"], ["assign"], ["approve", "issue-directive"]])
        lent = {"giver": giver, "receiver": receiver, "powers": powers, "paper": "12/GUQ"}
        return "delegation.give", {**lent, "start": start, "end": end}

    def by_delegation(self) -> tuple[str, Args, Actor] | None:
        """What a giver may decide on, done by the receiver."""
        deed = self.about_task()
        if deed is None:
            return None
        name, args, post = deed
        for id, lent in self.world.delegations.items():
            if lent["giver"] == post:
                receiver = lent["receiver"]
                holder = self.world.posts[receiver]["holder"]
                return name, args, Actor(official=holder, post=receiver, behalf_of=post, basis=str(id))
        return None

    def only_from_above(self, person: UUID) -> Deed | None:
        """Opening a task that the person sees from above alone: what they do to it shows nowhere standing."""
        for id, task in self.world.tasks.items():
            above = any(self.world.may_look_below(person, seat.unit) for seat in task["chain"])
            seated = self.world.sees_task(person, task) or ("line", str(id)) in self.world.sees(person)
            if above and not seated:
                return "task.open", {"task": id}, self.world.seats_of(person)[0]
        return None
