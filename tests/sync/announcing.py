"""What people may announce, read, wish, put off and begin to write next, chosen at random."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from domain.kernel import Actor
from tests.sync.deeds import Args, Deed
from tests.sync.talking import Talking


class Announcing:
    """Chooses by the world as it is, more often those with phones; it may be refused."""

    def __init__(self, talking: Talking) -> None:
        self.talking = talking
        self.random = talking.random
        self.chance = talking.chance
        self.world = talking.world

    def deed(self) -> Deed | None:
        """A command about announcements, or about what is a person's own."""
        ways = [self.issue, self.about_announcement, self.read, self.keep]
        return self.random.choices(ways, [2, 3, 6, 6])[0]()

    def issue(self) -> Deed | None:
        """Something is announced, by the first post, which may to all, or by another to units of its own."""
        first, *others = self.world.posts
        post = first if self.chance(0.7) else self.random.choice(others)
        units = [self.world.posts[post]["unit"]] if post != first else self.units()
        text = {"title": f"Thông báo {self.random.randrange(100)}", "text": "Nghỉ lễ hai ngày"}
        return "announcement.issue", {**text, "units": units, "acknowledge": self.chance(0.7)}, post

    def units(self) -> list[UUID]:
        """One to three units."""
        return self.random.sample(list(self.world.units), self.random.randint(1, 3))

    def about_announcement(self) -> Deed | None:
        """It is corrected, withdrawn, reminded of."""
        if not self.world.announcements:
            return self.issue()
        id = self.random.choice(list(self.world.announcements))
        announcement = self.world.announcements[id]
        text: Args = {"title": "Đính chính", "text": f"Nghỉ {self.random.randrange(9)} ngày"}
        choices: list[tuple[str, Args]] = [
            ("correct", {**text, "again": announcement["acknowledge"] and self.chance(0.5)}),
            ("remind", {"units": self.random.choice([[], announcement["units"][:1]])}),
            ("withdraw", {"reason": "Nhầm"}),
        ]
        name, args = self.random.choices(choices, [4, 4, 1])[0]
        seat = announcement["issuer"]
        posts = [id for id, post in self.world.posts.items() if post["unit"] == seat.unit]
        return f"announcement.{name}", {"announcement": id, **args}, seat.post or self.random.choice(posts)

    def read(self) -> Deed | None:
        """Somebody opens an announcement, or takes note of it, as its text was or is."""
        if not self.world.announcements:
            return None
        id = self.random.choice(list(self.world.announcements))
        announcement = self.world.announcements[id]
        unit = self.random.choice(announcement["units"])
        there = [person for person in self.world.officials if self.world.is_in(person, unit)]
        who = self.talking.person()
        if who not in there and there:
            who = self.random.choice(there)
        edition = self.random.randint(max(1, announcement["edition"] - 1), announcement["edition"])
        name = self.random.choice(["open", "acknowledge"])
        args = {"announcement": id, "unit": unit, "edition": edition}
        return self.talking.by(who, f"announcement.{name}", args)

    def keep(self) -> Deed | None:
        """Somebody wishes, puts off, writes or sends what they had begun to write."""
        place, subject = self.talking.place(), self.talking.place()
        wait = self.talking.now + timedelta(hours=1) if self.chance(0.6) else None
        choices: list[tuple[str, Args]] = [
            ("preferences.set", {"digest": self.chance(0.5), "quiet": {"start": "21:00", "end": "06:30"}}),
            ("preferences.mute", {"channel": place, "level": self.random.choice(["all", "none", None])}),
            ("snooze.put", {"subject": subject, "until": wait}),
            ("draft.save", {"channel": place, "text": self.random.choice(["", "Tôi đang", "Tôi đang viết"])}),
        ]
        return self.talking.by(self.talking.person(), *self.random.choices(choices, [1, 1, 2, 3])[0])

    def stored(self, id: UUID) -> tuple[str, Args, Actor]:
        """Somebody's file is whole."""
        args = {"file": id, "name": "Ảnh.jpg", "size": 9, "mediaType": "image/jpeg", "digest": "0" * 64}
        return "file.store", args, Actor(official=self.talking.person(), policy="upload")
