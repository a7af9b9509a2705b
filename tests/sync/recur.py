"""Commands about recurring work that people may give next, chosen at random."""

from __future__ import annotations

from datetime import timedelta

from tests.sync.deeds import FORM, Args, Deed, Deeds

EACH_DAY = {"rule": "FREQ=DAILY", "period": "day", "back": 0, "due": {"days": 1}}
EACH_WEEK = {"rule": "FREQ=WEEKLY;BYDAY=MO,WE", "period": "week"}


class Recur:
    """Chooses by the world as it is."""

    def __init__(self, deeds: Deeds) -> None:
        self.deeds = deeds
        self.random = deeds.random

    def deed(self) -> Deed:
        """Something is set up, or becomes of what recurs."""
        world = self.deeds.world
        if not world.recurring or self.deeds.chance(0.3):
            return "recurrence.setUp", self._asked(), self.random.choice(self.deeds.posts[:2])
        id = self.random.choice(list(world.recurring))
        one = world.recurring[id]
        choices: list[tuple[str, Args]] = [
            ("recurrence.change", self._asked()),
            ("recurrence.pause", {}),
            ("recurrence.resume", {}),
            ("recurrence.end", {}),
            ("recurrence.retry", {"number": one["number"]}),
        ]
        name, args = self.random.choices(choices, [3, 2, 3, 1, 3])[0]
        return name, {"recurrence": id, **args}, self.deeds.post_of(one["seat"])

    def _asked(self) -> Args:
        wanted: Args = {"title": f"Báo cáo {{kỳ}} {self.random.randrange(100)}", "description": "Theo mẫu"}
        if self.deeds.chance(0.3):
            wanted |= {"units": self.random.sample(self.deeds.units, 2), "form": FORM}
        else:
            wanted["lead"] = self.deeds.seat()
        start = (self.deeds.now - timedelta(days=2)).date().isoformat()
        return {"wanted": wanted, "schedule": {**self.random.choice([EACH_DAY, EACH_WEEK]), "start": start}}
