"""What can happen to a device, told as sessions: each becomes one vector."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from uuid import UUID

from projections.kernel import Outcome, Problem, Request, Temporary
from tests.realtime.world import uid
from tests.sync.recorder import Recorder

WARD = uid("ward")
CITY = uid("city")
DESK = f"desk:{WARD}"
POST = f"post:{uid('post')}"
BELOW = f"below:{WARD}"
FLOODED = uid("floods")
FLOODS = f"channel:{FLOODED}"


def person(recorder: Recorder) -> str:
    """The official's own scope."""
    return f"user:{recorder.official}"


def city(about: str, fill: int = 500) -> Recorder:
    """A ward with two tasks, as an official sees it who sits on its desk."""
    recorder = Recorder(about, fill=fill)
    world = recorder.world
    world.put("unit", "ward", ["all"], name="Phường Sài Gòn", shortName="P. Sài Gòn")
    world.put("official", "lan", ["all"], name="Trần Thị Lan")
    world.put("task", "t1", [DESK, POST], title="Báo cáo số hộ bị ngập", percent=0)
    world.put("task", "t2", [DESK], title="Kiểm tra trạm bơm", percent=25)
    world.grant(recorder.official, "all", person(recorder), DESK, POST)
    return recorder


async def first_time() -> Recorder:
    recorder = city("A new device is filled, then follows; rows come in several scopes, and change.")
    await recorder.connect()
    recorder.world.put("task", "t1", [DESK, POST], title="Báo cáo số hộ bị ngập", percent=50)
    await recorder.live()
    recorder.world.put("task", "t3", [DESK], title="Thông báo triều cường", percent=0)
    recorder.world.put("task", "t2", [DESK], title="Kiểm tra trạm bơm", percent=100)
    await recorder.live()
    return recorder


async def torn_page() -> Recorder:
    recorder = city("The line breaks inside a page: nothing of it shows, and it comes again.")
    await recorder.connect()
    recorder.world.put("task", "t1", [DESK, POST], title="Báo cáo số hộ bị ngập", percent=75)
    recorder.world.put("task", "t2", [], title="Kiểm tra trạm bơm")
    await recorder.stage.publish()
    recorder.take(2)
    recorder.still()
    await recorder.disconnect()
    recorder.still()
    await recorder.connect()
    return recorder


async def torn_first_page() -> Recorder:
    recorder = city("The line breaks before the first page ends: the device is empty and begins again.")
    await recorder.begin()
    recorder.take(3)
    recorder.still()
    await recorder.disconnect()
    await recorder.connect()
    return recorder


async def away() -> Recorder:
    recorder = city("A device was away: changed, new and vanished rows, in one page.")
    await recorder.connect()
    await recorder.disconnect()
    recorder.world.put("task", "t1", [DESK], title="Báo cáo số hộ bị ngập", percent=100)
    recorder.world.put("task", "t2", [], title="Kiểm tra trạm bơm")
    recorder.world.put("task", "t3", [POST], title="Thông báo triều cường", percent=0)
    await recorder.connect()
    return recorder


async def lost_while_following() -> Recorder:
    recorder = city("A scope is taken away while online: its rows go, those seen otherwise stay.")
    await recorder.connect()
    recorder.world.revoke(recorder.official, DESK)
    recorder.world.put("task", "t2", [DESK], title="Không còn được xem", percent=0)
    await recorder.live()
    recorder.world.put("task", "t1", [DESK, POST], title="Báo cáo số hộ bị ngập", percent=80)
    await recorder.live()
    return recorder


async def lost_while_away() -> Recorder:
    recorder = city("A scope is taken away while offline: its rows go at the next page.")
    await recorder.connect()
    await recorder.disconnect()
    recorder.world.revoke(recorder.official, DESK, POST)
    recorder.world.put("task", "t1", [DESK, POST], title="Không còn được xem")
    await recorder.connect()
    return recorder


async def gained_and_lost_again() -> Recorder:
    recorder = city("A scope is lost and comes back while offline: it is wiped and filled anew.")
    await recorder.connect()
    await recorder.disconnect()
    recorder.world.revoke(recorder.official, DESK)
    recorder.world.put("task", "t2", [], title="Kiểm tra trạm bơm")
    recorder.world.put("task", "t4", [DESK], title="Việc mới")
    recorder.world.grant(recorder.official, DESK)
    await recorder.connect()
    recorder.world.grant(recorder.official, f"unit:{WARD}")
    recorder.world.put("phone", "lan", [f"unit:{WARD}"], number="0900000001")
    await recorder.live()
    return recorder


async def epoch() -> Recorder:
    recorder = city(
        "The database was restored: the cursor is of another epoch, and all is wiped and refilled."
    )
    await recorder.connect()
    await recorder.disconnect()
    world = recorder.world
    world.epoch = "e1.2"
    world.rows.pop(("task", uid("t2")))
    world.entries[DESK].pop(("task", uid("t2")))
    await recorder.connect()
    world.epoch = "e2.1"
    await recorder.live()
    return recorder


async def bootstrap_in_pieces() -> Recorder:
    recorder = city("Filling takes several pages, breaks off half-way, goes on, and changes meanwhile.", 4)
    for number in range(6):
        recorder.world.put("task", f"n{number}", [DESK], title=f"Việc số {number}")
    await recorder.begin([DESK])
    while recorder.frames[0]["t"] != "end":
        recorder.take(1)
    recorder.take(2)
    recorder.still()
    await recorder.disconnect()
    recorder.world.put("task", "n0", [DESK], title="Việc số 0, sửa")
    recorder.world.put("task", "n5", [], title="Việc số 5")
    recorder.world.put("task", "t1", [POST], title="Báo cáo số hộ bị ngập", percent=10)
    await recorder.connect([DESK])
    return recorder


async def window() -> Recorder:
    recorder = city("What is below a unit is open on screen only, and only its last rows are kept (here 4).")
    world = recorder.world
    inner = uid("inner")
    world.lead(recorder.official, WARD, [inner])
    for number in range(5):
        world.put("task", f"b{number}", [f"below:{inner}"], title=f"Việc cấp dưới {number}")
    await recorder.connect([BELOW])
    world.put("task", "b6", [f"below:{WARD}"], title="Việc cấp dưới 6")
    world.put("task", "b2", [f"below:{inner}"], title="Việc cấp dưới 2, sửa")
    await recorder.live()
    recorder.device.open = []
    await recorder.send(t="close", scopes=[BELOW])
    world.put("task", "b3", [f"below:{inner}"], title="Việc cấp dưới 3, sửa")
    await recorder.live()
    recorder.device.open = [BELOW]
    await recorder.send(t="open", scopes=[BELOW])
    await recorder.disconnect()
    await recorder.connect()
    return recorder


def say(recorder: Recorder, number: int) -> None:
    """A message in the channel; the rows have the newest three."""
    world, said = recorder.world, f"Nước lên {number} cm"
    world.put("message", f"m{number}", [FLOODS], channel=str(FLOODED), text=said, order=world.position + 1)
    world.fade("message", f"m{number - 3}")


async def newest_messages() -> Recorder:
    recorder = city("Of a channel the newest messages are kept (here 3), by their order; older ones fade.")
    world = recorder.world
    world.grant(recorder.official, FLOODS)
    world.put("message", "u1", [f"unit:{WARD}"], channel=str(WARD), text="Họp giao ban", order=1)
    world.grant(recorder.official, f"unit:{WARD}")
    for number in range(3):
        say(recorder, number)
    first = world.position - 2
    await recorder.connect()
    say(recorder, 3)
    await recorder.live()
    world.put("message", "m1", [FLOODS], channel=str(FLOODED), text="Sửa lại", order=first + 1)
    await recorder.live()
    say(recorder, 4)
    await recorder.live()
    await recorder.disconnect()
    for number in range(5, 7):
        say(recorder, number)
    await recorder.connect()
    world.revoke(recorder.official, FLOODS)
    say(recorder, 7)
    await recorder.live()
    world.grant(recorder.official, FLOODS)
    await recorder.live()
    return recorder


async def not_allowed_below() -> Recorder:
    recorder = city("A right over a unit ends while it is on screen; another was never there.")
    world = recorder.world
    world.lead(recorder.official, WARD, [])
    world.put("task", "b1", [f"below:{WARD}"], title="Việc cấp dưới")
    await recorder.connect([BELOW, f"below:{CITY}"])
    world.leads.clear()
    world.put("post", "post", ["all"], title="Chủ tịch", holder=None)
    world.put("task", "b1", [f"below:{WARD}"], title="Không còn được xem")
    await recorder.live()
    return recorder


def answers(recorder: Recorder, *outcomes: Callable[[], Outcome]) -> None:
    """The next commands get these outcomes, in their order."""
    waiting = list(outcomes)

    async def answer(request: Request) -> Outcome:
        return waiting.pop(0)()

    recorder.stage.outcome = answer


def command(number: int, name: str = "task.report") -> dict[str, object]:
    """A command's frame."""
    return {
        "t": "command",
        "id": str(UUID(int=0x7000 + number)),
        "seq": number,
        "at": "2026-11-21T00:00:00Z",
        "name": name,
        "as": {"post": str(uid("post")), "behalfOf": None, "basis": None},
        "args": {"task": str(uid("t1"))},
    }


async def own_write() -> Recorder:
    recorder = city("Results and rows come in either order; an own write that nobody may see ends as well.")
    world = recorder.world
    await recorder.connect()

    def before() -> Outcome:
        world.put("task", "t1", [DESK, POST], title="Báo cáo số hộ bị ngập", percent=30)
        return Outcome(position=world.position)

    def unseen() -> Outcome:
        world.put("task", "x", ["desk:elsewhere"], title="Việc của nơi khác")
        return Outcome(position=world.position)

    answers(recorder, before, unseen, Outcome, refused)
    await recorder.send(**command(1))
    await recorder.live()
    await recorder.send(**command(2))
    await recorder.live()
    await recorder.send(**command(3))
    await recorder.send(**command(4))
    return recorder


def refused() -> Outcome:
    """A rejection as users read it."""
    problem = Problem(
        type="urn:congvu:problem:task.not-open",
        title="Nhiệm vụ đã đóng",
        status=409,
        detail="Nhiệm vụ này đã hoàn thành, không thể báo cáo thêm.",
        code="task.not-open",
    )
    return Outcome(problem=problem)


async def result_lost() -> Recorder:
    recorder = city("The answer to a command is lost with the line; sent again, it is the same.")
    world = recorder.world
    await recorder.connect()

    def done() -> Outcome:
        world.put("task", "t1", [DESK, POST], title="Báo cáo số hộ bị ngập", percent=60)
        return Outcome(position=world.position)

    answers(recorder, done, lambda: Outcome(position=world.position))
    recorder.steps.append({"send": command(1)})
    recorder.device.sent(str(command(1)["id"]))
    await recorder.stage.tell(recorder.connection, **json.loads(json.dumps(command(1))))
    await recorder.disconnect()
    await recorder.connect()
    recorder.still()
    await recorder.send(**command(1))
    recorder.still()
    return recorder


async def retry() -> Recorder:
    recorder = city("A temporary failure: that command and all after it are sent again from its number.")
    world = recorder.world
    await recorder.connect()

    def failed() -> Outcome:
        raise Temporary("the database is away")

    def done() -> Outcome:
        world.put("task", "t1", [DESK, POST], title="Báo cáo số hộ bị ngập", percent=90)
        return Outcome(position=world.position)

    answers(recorder, failed, done, done)
    await recorder.send(**command(1))
    await recorder.send(**command(2))
    recorder.still()
    await recorder.send(**command(1))
    await recorder.send(**command(2))
    await recorder.live()
    return recorder


async def lag() -> Recorder:
    recorder = city("The device reads too slowly: live frames stop, and it catches up from the rows.")
    world = recorder.world
    await recorder.connect()
    recorder.wire.transport.waiting = 10_000_000
    recorder.stage.office.hub.slow.add(recorder.wire.transport)
    recorder.wire.drained.clear()
    world.put("task", "t1", [DESK, POST], title="Báo cáo số hộ bị ngập", percent=20)
    await recorder.stage.office.refresh()
    world.put("task", "t2", [DESK], title="Kiểm tra trạm bơm", percent=45)
    await recorder.stage.office.refresh()
    recorder.take()
    recorder.still()
    recorder.wire.transport.waiting = 0
    recorder.wire.drained.set()
    await recorder.connection.settled()
    recorder.take()
    world.put("task", "t2", [DESK], title="Kiểm tra trạm bơm", percent=46)
    await recorder.live()
    return recorder


SCENARIOS: list[Callable[[], Awaitable[Recorder]]] = [
    first_time,
    torn_page,
    torn_first_page,
    away,
    lost_while_following,
    lost_while_away,
    gained_and_lost_again,
    epoch,
    bootstrap_in_pieces,
    window,
    newest_messages,
    not_allowed_below,
    own_write,
    result_lost,
    retry,
    lag,
]
