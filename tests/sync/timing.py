"""Commands about time that people may give next, chosen at random."""

from __future__ import annotations

from datetime import timedelta, timezone
from typing import Any

from tests.sync.deeds import Args, Deed, Deeds

VIETNAM = timezone(timedelta(hours=7))
RULES: list[Any] = [
    None,
    {"at": "07:00", "before": [{"days": 1, "to": ["lead", "chaser", "coordinating"]}]},
    {"unopened": 1.0, "submission": 2.0, "past": [{"days": 1, "to": ["lead", "leader", "assigner"]}]},
]


class Timing:
    """Chooses by the world as it is."""

    def __init__(self, deeds: Deeds) -> None:
        self.deeds = deeds
        self.random = deeds.random

    def deed(self) -> Deed:
        """Something about the calendar, a rule, or one's own reminders."""
        post = self.random.choice(self.deeds.posts[:4])
        name, args = self.random.choices([self._days(), self._rule(), self._mine(post)], [4, 5, 6])[0]
        able = name == "calendar.setDays" or (name == "reminding.set" and self.deeds.chance(0.7))
        return name, args, self.deeds.posts[0] if able else post

    def _days(self) -> tuple[str, Args]:
        """A day near by, often one on which something is due, is off, or worked, or as it usually is."""
        due = [task["deadline"] for task in self.deeds.world.tasks.values() if self.deeds.chance(0.3)]
        moment = self.random.choice([self.deeds.now + timedelta(days=self.random.randrange(9)), *due])
        day = moment.astimezone(VIETNAM).date().isoformat()
        if self.deeds.chance(0.3):
            return "calendar.setDays", {"remove": [day]}
        decided = {"day": day, "working": self.deeds.chance(0.3), "name": "Nghỉ bù"}
        return "calendar.setDays", {"days": [decided]}

    def _rule(self) -> tuple[str, Args]:
        unit = self.random.choice(self.deeds.units[:2])
        return "reminding.set", {"unit": unit, "rule": self.random.choice(RULES)}

    def _mine(self, post: Any) -> tuple[str, Args]:
        person = self.deeds.world.posts[post]["holder"]
        mine = [id for id, one in self.deeds.world.reminders.items() if one["official"] == person]
        at = self.deeds.now + timedelta(minutes=self.random.choice([5, 60, 3000]))
        words = {"text": f"Gọi lại {self.random.randrange(100)}", "at": at}
        if not mine or self.deeds.chance(0.5):
            return "reminder.set", words
        chosen = {"reminder": self.random.choice(mine)}
        return self.random.choice([("reminder.change", chosen | words), ("reminder.done", chosen)])
