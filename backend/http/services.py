"""What the handlers of requests are given."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

import asyncpg
import msgspec

from backend.auth.accounts import Accounts
from backend.auth.revocations import Revocations
from backend.auth.sessions import Sessions
from backend.calendars.feeds import Feeds
from backend.files.files import Files
from backend.health import Health
from backend.push.targets import Targets
from backend.push.vapid import Vapid
from backend.reached import Reached
from backend.settings import Settings
from backend.write.weighing import Scales
from domain.organisation import Organisation
from projections.kernel import Commands, Log


class Services(msgspec.Struct, frozen=True, kw_only=True):
    """Everything of the API process that outlives a request."""

    settings: Settings
    pool: asyncpg.Pool
    log: Log
    epoch: Callable[[], str]
    commands: Commands
    scales: Scales
    accounts: Accounts
    sessions: Sessions
    revocations: Revocations
    health: Health
    reached: Reached
    targets: Targets
    vapid: Vapid
    files: Files
    calendars: Feeds
    organisation: Callable[[], Coroutine[Any, Any, Organisation]]
