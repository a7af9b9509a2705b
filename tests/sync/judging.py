"""What units may set as rules of evaluation, and what people may contest and decide next, at random."""

from __future__ import annotations

from uuid import UUID

from tests.sync.deeds import Args, Deed
from tests.sync.talking import Talking

MONTHS = ("2026-02", "2026-03", "2026-04")


class Judging:
    """Chooses by the world as it is, more often those with phones; it may be refused."""

    def __init__(self, talking: Talking) -> None:
        self.talking = talking
        self.random = talking.random
        self.world = talking.world

    def deed(self) -> Deed | None:
        """A command about rules of evaluation or contests."""
        ways = [self.draft, self.about_rule, self.contest, self.decide]
        return self.random.choices(ways, [2, 3, 4, 4])[0]()

    def draft(self) -> Deed | None:
        """The first post, which administers all, drafts a version for some unit."""
        args: Args = {"unit": self.random.choice(list(self.world.units)), "title": "Quy tắc đánh giá"}
        return "evaluationRule.draft", args, next(iter(self.world.posts))

    def about_rule(self) -> Deed | None:
        """It is changed, adopted, dropped."""
        if not self.world.rules:
            return self.draft()
        id = self.random.choice(list(self.world.rules))
        parameters = {"perDelay": self.random.choice([10, 25, 50])}
        choices: list[tuple[str, Args]] = [
            ("change", {"title": "Quy tắc mới", "parameters": parameters}),
            ("adopt", {"starts": self.random.choice(MONTHS), "paper": "12/QĐ-UBND"}),
            ("withdraw", {}),
        ]
        name, args = self.random.choices(choices, [2, 3, 2])[0]
        return f"evaluationRule.{name}", {"rule": id, **args}, next(iter(self.world.posts))

    def contest(self) -> Deed | None:
        """Somebody contests their figure, most times before those who decide about it."""
        seats = self.world.seats_of(self.talking.person())
        if not seats:
            return None
        post = self.random.choice(seats)
        unit = self.world.posts[post]["unit"]
        up = self.world.units[unit]["parent"]
        args = {"unit": unit, "to": self.random.choice([unit, unit, up or unit]), "period": "2026-03"}
        task = self.random.choice([None, *self.world.tasks])
        return "contest.raise", {**args, "task": task, "reason": "Mưa lớn, đường ngập"}, post

    def decide(self) -> Deed | None:
        """A leader accepts or refuses it, or its official takes it back."""
        waiting = [id for id, one in self.world.contests.items() if one["state"] == "open"]
        if not waiting:
            return self.contest()
        id = self.random.choice(waiting)
        contest = self.world.contests[id]
        if self.talking.chance(0.25):
            return self.talking.by(contest["official"], "contest.withdraw", {"contest": id})
        excuse = {"task": contest["task"] or UUID(int=1), "days": self.random.randrange(1, 5)}
        choices: list[tuple[str, Args]] = [
            ("accept", {"excuses": [excuse], "answer": "Đúng như nêu"}),
            ("refuse", {"answer": "Không có căn cứ"}),
        ]
        name, args = self.random.choice(choices)
        there = [key for key, post in self.world.posts.items() if post["active"] and post["leading"]]
        judges = [
            key for key in there if contest["to"] in self.world.stands_for(self.world.posts[key]["unit"])
        ]
        return f"contest.{name}", {"contest": id, **args}, self.random.choice(judges or there)
