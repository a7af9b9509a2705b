"""Watches the demo city's log: whenever a directive is issued, the wards' officials begin to act on it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from uuid import UUID

from backend.auth.accounts import Accounts
from backend.demo.actors import Troupe
from backend.demo.seed import SIGN_INS
from domain.directive.events import Created as Issued
from domain.organisation import Organisation
from projections.kernel import Commands, Log

Current = Callable[[], Awaitable[Organisation]]


class Stage:
    """One troupe a directive. The units of those whom one signs in as are left to them."""

    def __init__(self, log: Log, commands: Commands, organisation: Current, accounts: Accounts) -> None:
        self._log = log
        self._commands = commands
        self._organisation = organisation
        self._accounts = accounts

    async def run(self) -> None:
        """Act on all that is issued from now on, for ever."""
        async with asyncio.TaskGroup() as group:
            async for page in self._log.tail(await self._log.head()):
                for recorded in page:
                    if isinstance(recorded.event, Issued):
                        troupe = Troupe(self._commands, self._organisation, leave=await self._played())
                        group.create_task(troupe.act(self._log, recorded.stream))

    async def _played(self) -> set[UUID]:
        """Units in which one may sign in oneself."""
        organisation = await self._organisation()
        accounts = [await self._accounts.find(login) for login, _ in SIGN_INS]
        officials = [account.official for account in accounts if account is not None]
        return {
            organisation.posts[post].unit
            for official in officials
            for post in organisation.posts_of(official)
        }
