"""What people and machines do at random in a small city, while their phones come and go."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

from domain.kernel import Actor
from tests.sync.absent import Absent
from tests.sync.announcing import Announcing
from tests.sync.deeds import Deeds
from tests.sync.judging import Judging
from tests.sync.oracle import Oracle
from tests.sync.phone import Phone
from tests.sync.recur import Recur
from tests.sync.scene import SETUP, Scene, Wrong
from tests.sync.talking import Talking
from tests.sync.timing import Timing

Act = Callable[[], Awaitable[None]]


DAMAGE = [
    "SELECT 1",
    """UPDATE row SET fields = '{"title": "hỏng"}' WHERE collection = 'task'""",
    "DELETE FROM row WHERE collection = 'unit' AND position % 2 = 0",
    "UPDATE row_scope SET gone = true WHERE position % 3 = 0",
    "UPDATE person_scope SET gone = NOT gone WHERE scope LIKE 'desk:%'",
    "INSERT INTO row_scope SELECT 'all', collection, id, position, false FROM row ON CONFLICT DO NOTHING",
]
"""What may have happened to the rows before they are folded anew."""


class Play:
    """A seed's random course of things on a scene: a calm one, one of long absences, one of repairs."""

    def __init__(self, scene: Scene, seed: int) -> None:
        self.scene = scene
        self.random = Random(seed)
        self.theme = seed % 3
        self.units: list[UUID] = []
        self.posts: list[UUID] = []
        self.people: list[UUID] = []
        self._known = 0, Oracle([])

    @property
    def world(self) -> Oracle:
        """Everything as it is now."""
        if self._known[0] != len(self.scene.log):
            self._known = len(self.scene.log), Oracle(self.scene.log)
        return self._known[1]

    async def found(self) -> None:
        """A city, two departments, three wards, a team in one; somebody leads, receives, works in each."""
        city = await self.unit(None)
        for _ in range(2):
            await self.unit(city)
        wards = [await self.unit(city) for _ in range(2)]
        await self.unit(wards[0])
        for unit in list(self.units):
            await self.post(unit, leading=True, intake=False)
            await self.post(unit, leading=False, intake=self.random.random() < 0.5)
        for power in ("assign-across", "administer", "issue-directive"):
            await self.scene.command("power.grant", {"post": self.posts[0], "power": power, "unit": city})
        for post, unit in zip(self.posts[::2], self.units, strict=True):
            await self.scene.command("power.grant", {"post": post, "power": "assign", "unit": unit})
        opening = {"kind": "group", "title": "Trực ban", "members": self.people[:2]}
        await self.scene.command("channel.create", opening, self._actor(self.posts[0]))
        for number in range(4):
            holder = self.people[number // 2]
            self.scene.phones.append(Phone(f"phone {number} of {holder}", holder))
        if self.random.random() < 0.7:
            await self.scene.project(1000)

    async def unit(self, parent: UUID | None) -> UUID:
        number = len(self.units)
        args = {"name": f"Đơn vị {number}", "shortName": f"ĐV {number}", "code": f"H{number}", "kind": "ward"}
        id, _ = await self.scene.command("unit.create", {**args, "parent": parent})
        self.units.append(id)
        return id

    async def post(self, unit: UUID, *, leading: bool, intake: bool) -> None:
        args = {"unit": unit, "title": "Chức vụ", "leading": leading, "order": 1, "intake": intake}
        id, _ = await self.scene.command("post.create", args)
        self.posts.append(id)
        if len(self.people) < 9:
            number = len(self.people)
            card = {"name": f"Cán bộ {number}", "email": f"p{number}@example.vn", "language": "vi"}
            phone = f"09000000{number:02}" if number % 2 == 0 else None
            person, _ = await self.scene.command("official.register", {**card, "privatePhone": phone})
            self.people.append(person)
        await self.scene.command(
            "post.handOver", {"post": id, "holder": self.random.choice(self.people[-2:])}
        )

    async def run(self, steps: int) -> None:
        """Things happen; then all comes to rest, and every device must be true at the end of the log."""
        away = self.theme == 1
        acts: list[tuple[int, Act]] = [
            (24, self.work),
            (8, self.assign),
            (5, self.direct),
            (14, self.talk),
            (1, self.expire),
            (10, self.announce),
            (4, self.judge),
            (1, self.upload),
            (2, self.outline),
            (4, self.time),
            (3, self.recur),
            (2, self.wait),
            (6, self.lend),
            (4, self.go_away),
            (5, self.follow),
            (6, self.move_people),
            (5, self.move_units),
            (16, self.project),
            (14, self.publish),
            (18, self.take),
            (6 if away else 10, self.connect),
            (9 if away else 4, self.disconnect),
            (8, self.look),
            (8, self.send),
            (6 * away, self.sweep),
            (2 * (self.theme == 2), self.restore),
            (3 * (self.theme == 2), self.rebuild),
        ]
        weights, choices = zip(*acts, strict=True)
        for _ in range(steps):
            await self.random.choices(choices, weights)[0]()
        await self.rest()

    async def rest(self) -> None:
        """All lines work again and everything is taken in; the last that anybody does shows nowhere."""
        scene = self.scene
        for phone in scene.phones:
            if phone.connection is None:
                await scene.connect(phone, self.random)
        await scene.follow()
        await scene.project(len(scene.log))
        await scene.publish()
        for phone in scene.phones:
            deed = self._deeds().only_from_above(phone.official)
            if deed is not None:
                await scene.send(phone, *deed)
        await scene.project(len(scene.log))
        await scene.publish()
        for phone in scene.phones:
            scene.take(phone, len(phone.air))
            assert phone.connection is not None, "nobody hung up"
            if phone.device.pending:
                raise Wrong(f"{phone.name} still waits for {phone.device.pending}")
            device, head = phone.device, scene.log[-1].position
            device.to = head
            phone.begun = set(device.open)
            scene.check(phone)

    # What people do

    def _actor(self, post: UUID) -> Actor:
        return Actor(official=self.world.posts[post]["holder"], post=post)

    def _deeds(self) -> Deeds:
        return Deeds(self.random, self.world, self.scene.now)

    async def assign(self) -> None:
        post = self.posts[0] if self.random.random() < 0.6 else self.random.choice(self.posts)
        await self.scene.command("task.assign", self._deeds().assignment(), self._actor(post))

    async def direct(self) -> None:
        """A directive is issued, or something becomes of one."""
        deeds = self._deeds()
        deed = deeds.about_directive() if self._coin() else None
        name, args, post = deed or ("directive.issue", deeds.directive(), self.posts[0])
        await self.scene.command(name, args, self._actor(post))

    async def work(self) -> None:
        deed = self._deeds().about_task()
        if deed is not None:
            name, args, post = deed
            await self.scene.command(name, args, self._actor(post))

    def _talking(self) -> Talking:
        return Talking(self._deeds(), self.people[:2])

    async def talk(self) -> None:
        """Something is said, or becomes of what was said, or of a channel; one thing brings another."""
        for _ in range(self.random.choice([1, 2, 3, 4])):
            deed = self._talking().deed()
            if deed is not None:
                name, args, post = deed
                await self.scene.command(name, args, self._actor(post))

    async def announce(self) -> None:
        """Something is announced or read; somebody keeps something of their own; one thing brings another."""
        for _ in range(self.random.choice([1, 2, 3])):
            deed = Announcing(self._talking()).deed()
            if deed is not None:
                name, args, post = deed
                await self.scene.command(name, args, self._actor(post))

    async def time(self) -> None:
        """Somebody asks to be reminded, or decides when all are."""
        name, args, post = Timing(self._deeds()).deed()
        await self.scene.command(name, args, self._actor(post))

    async def recur(self) -> None:
        """Something is asked again and again, or no longer."""
        name, args, post = Recur(self._deeds()).deed()
        await self.scene.command(name, args, self._actor(post))

    async def wait(self) -> None:
        """Hours or days pass."""
        self.scene.now += timedelta(hours=self.random.choice([1, 5, 26, 70]))

    async def judge(self) -> None:
        """A rule of evaluation is set, a figure contested or decided about."""
        deed = Judging(self._talking()).deed()
        if deed is not None:
            name, args, post = deed
            await self.scene.command(name, args, self._actor(post))

    async def outline(self) -> None:
        """Something becomes of a template."""
        name, args, post = self._deeds().template()
        await self.scene.command(name, args, self._actor(post))

    async def upload(self) -> None:
        """All of a file has come."""
        id = UUID(int=self.random.getrandbits(128))
        await self.scene.command(*Announcing(self._talking()).stored(id))

    async def expire(self) -> None:
        """A message has been kept for long enough."""
        messages = self.world.messages
        if messages:
            retention = Actor(official=None, policy="retention")
            args = {"message": self.random.choice(list(messages))}
            await self.scene.command("message.expire", args, retention)

    async def lend(self) -> None:
        """Powers are lent, given back, or used."""
        deeds = self._deeds()
        watched = self.world.seats_of(self.random.choice(self.people[:2])) or self.posts
        given = list(self.world.delegations)
        choice = self.random.random()
        if choice < 0.4:
            giver = self.random.choice(self.posts)
            lent = deeds.delegation(giver, self.random.choice(watched))
            await self.scene.command(*lent, self._actor(giver))
        elif choice < 0.5 and given:
            id = self.random.choice(given)
            giver = self.world.delegations[id]["giver"]
            await self.scene.command("delegation.revoke", {"delegation": id}, self._actor(giver))
        elif (deed := deeds.by_delegation()) is not None:
            await self.scene.command(*deed)

    async def go_away(self) -> None:
        """Somebody is away, or does the work of one who is."""
        deed = Absent(self._deeds()).chosen(self.random.choice(self.people[:2]))
        if deed is not None:
            await self.scene.command(*deed)

    async def send(self) -> None:
        """A person acts on their own phone."""
        online = [phone for phone in self.scene.phones if phone.connection is not None]
        deeds = self._deeds()
        deed = deeds.about_task() if self._coin() else self._talking().deed()
        if online and deed is not None:
            phone = self.random.choice(online)
            mine = self.world.seats_of(phone.official)
            name, args, post = deed
            acting = self.random.choice(mine) if mine else post
            if self.random.random() < 0.4:
                receiver = self.random.choice(self.posts)
                name, args = self.random.choice(
                    [("task.assign", deeds.assignment()), deeds.delegation(acting, receiver)]
                )
            await self.scene.send(phone, name, args, acting)

    async def move_people(self) -> None:
        """A seat changes hands, part or title; somebody is new, changes their number, or gets a new seat."""
        post, person = self.random.choice(self.posts), self.random.choice(self.people)
        watched = self.random.choice(self.people[:2])
        number = self.random.randrange(100)
        card = {"name": "Tên mới", "email": f"n{number}@example.vn", "privatePhone": f"09111111{number:02}"}
        part = {"title": "Chức vụ mới", "order": 2}
        choices: list[tuple[str, dict[str, Any]]] = [
            ("post.handOver", {"post": post, "holder": self.random.choice([person, watched, watched, None])}),
            (
                "post.handOver",
                {"post": self.random.choice(self.world.seats_of(watched) or [post]), "holder": person},
            ),
            ("post.change", {"post": post, **part, "leading": self._coin(), "intake": self._coin()}),
            ("official.change", {"official": person, **card, "language": "vi"}),
            ("post.close", {"post": self.random.choice(self.posts[1:])}),
            ("official.leave", {"official": self.random.choice(self.people[2:])}),
        ]
        name, args = self.random.choices(choices, [6, 3, 3, 2, 1, 1])[0]
        await self.scene.command(name, args, SETUP)

    def _coin(self) -> bool:
        return self.random.random() < 0.5

    async def move_units(self) -> None:
        """The tree changes."""
        unit, other = self.random.sample(self.units[1:], 2)
        looked = [UUID(scope[6:]) for phone in self.scene.phones for scope in phone.device.open]
        parent = self.random.choice(looked if looked and self._coin() else self.units)
        choices: list[tuple[str, dict[str, Any]]] = [
            ("unit.rename", {"unit": unit, "name": "Tên khác", "shortName": "TK"}),
            ("unit.move", {"unit": unit, "parent": parent}),
            ("unit.merge", {"unit": unit, "into": other}),
        ]
        name, args = self.random.choices(choices, [2, 4, 1])[0]
        await self.scene.command(name, args, SETUP)

    # What machines do

    async def follow(self) -> None:
        """What follows from events and dates is done."""
        await self.scene.follow()

    async def project(self) -> None:
        await self.scene.project(self.random.choice([1, 2, 3, 8, 1000]))

    async def publish(self) -> None:
        await self.scene.publish()

    async def restore(self) -> None:
        await self.scene.restore()

    async def rebuild(self) -> None:
        await self.scene.rebuild(self.random.choice(DAMAGE))

    async def sweep(self) -> None:
        await self.scene.sweep()

    async def take(self) -> None:
        phone = self.random.choice(self.scene.phones)
        self.scene.take(phone, self.random.choice([1, 1, 2, 3, 100]))

    async def connect(self) -> None:
        phone = self.random.choice(self.scene.phones)
        if phone.connection is None:
            await self.scene.connect(phone, self.random, wait=self._coin())

    async def disconnect(self) -> None:
        self.scene.disconnect(self.random.choice(self.scene.phones))

    async def look(self) -> None:
        """Something below a unit comes on screen or goes."""
        phone = self.random.choice(self.scene.phones)
        scope = f"below:{self.random.choice(self.units)}"
        opening = scope not in phone.device.open
        if phone.connection is None:
            phone.device.open = []
            return
        if not opening and self.random.random() < 0.7:
            return
        self.scene.take(phone, len(phone.air))
        phone.device.open = (
            [*phone.device.open, scope] if opening else [each for each in phone.device.open if each != scope]
        )
        await self.scene.tell(phone, {"t": "open" if opening else "close", "scopes": [scope]})
        self.scene.take(phone, len(phone.air))
