"""The whole history of the demo city, told up to a moment."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from backend.demo import clock, places
from backend.demo import founding as beginnings
from backend.demo.announcements import Announcements
from backend.demo.chronicle import Chronicle
from backend.demo.directives import BANKS, OLD_HOUSES, Campaign
from backend.demo.founding import BEGINNING, REFORM, Founding
from backend.demo.people import people
from backend.demo.routine import Routines
from backend.demo.schedule import Schedule, lots
from backend.demo.talk import Talk

TASKS = 420
OLD_TASKS = 48
SEED = "congvu"
EARLIEST = REFORM + timedelta(days=150)
"""Before it there would be no room for the months of work that lie between the reform and the start."""


class History(msgspec.Struct):
    """What was told: the chronicle, and where to find the units and posts in it."""

    chronicle: Chronicle
    founding: Founding


def write(officials: int, now: datetime, tasks: int = TASKS) -> History:
    """All events up to `now`; with no `tasks`, the directory alone.

    Raises ValueError when the clock stands before the city could be as it is.
    """
    if now < EARLIEST:
        raise ValueError(f"the demo city begins in 2025: set the clock to a date after {EARLIEST:%Y-%m-%d}")
    chronicle = Chronicle()
    founding = Founding(chronicle, places.load(), people(next(lots(SEED))), officials)
    chronicle.add(founding.stories())
    chronicle.add(beginnings.changes(chronicle, founding, now))
    chronicle.add([clock.holidays(chronicle, BEGINNING, now)])
    if tasks:
        _work(chronicle, founding, now, tasks)
    chronicle.tell(now)
    return History(chronicle, founding)


def _work(chronicle: Chronicle, founding: Founding, now: datetime, tasks: int) -> None:
    by_lot = lots(f"{SEED} works")
    chronicle.tell(BEGINNING)
    old = Schedule(chronicle, founding.city, next(by_lot), now)
    chronicle.add(old.old_stories(OLD_TASKS))
    chronicle.tell(REFORM + timedelta(days=1))
    schedule = Schedule(chronicle, founding.city, next(by_lot), now)
    chronicle.add(schedule.stories(tasks))
    houses = Campaign(chronicle, founding.city, next(by_lot), OLD_HOUSES)
    chronicle.add(houses.stories(now - timedelta(days=34), over=True))
    banks = Campaign(chronicle, founding.city, next(by_lot), BANKS)
    chronicle.add(banks.stories(now - timedelta(days=4), over=False, share=0.65))
    chronicle.add(Routines(chronicle, founding.city, next(by_lot), now).stories())
    chronicle.add([clock.reminders(chronicle, now)])
    chronicle.tell(now - timedelta(days=12))
    chronicle.add(Talk(chronicle, founding.city, next(by_lot), now).stories())
    chronicle.add(Announcements(chronicle, founding.city, next(by_lot), now).stories())
