"""Passwords: argon2id (RFC 9106), computed beside the event loop and only a few at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

from domain.kernel import Rejection

SHORTEST = 8
LONGEST = 256

HASHER = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)

R = TypeVar("R")


@cache
def _nobody() -> str:
    return HASHER.hash("nobody's password")


class Passwords:
    """Hashes and checks passwords, `concurrency` at once: each takes 64 MiB and tens of milliseconds."""

    def __init__(self, concurrency: int) -> None:
        self._threads = ThreadPoolExecutor(concurrency, thread_name_prefix="argon2")
        self._nobody = _nobody()

    async def hash(self, password: str) -> str:
        """The PHC string to store. Refuses a password that is too short or too long."""
        if not SHORTEST <= len(password) <= LONGEST:
            raise Rejection("password.length", shortest=SHORTEST, longest=LONGEST)
        return await self._beside(lambda: HASHER.hash(password))

    async def check(self, stored: str | None, password: str) -> bool:
        """Whether it is the password of `stored`; without one it takes as long, and is not."""
        known = stored or self._nobody
        return await self._beside(lambda: self._verify(known, password)) and stored is not None

    def outdated(self, stored: str) -> bool:
        """Whether it was hashed with other parameters than today's."""
        return HASHER.check_needs_rehash(stored)

    def close(self) -> None:
        """Finish the checks under way and take no more."""
        self._threads.shutdown()

    def _verify(self, stored: str, password: str) -> bool:
        try:
            return HASHER.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False

    async def _beside(self, work: Callable[[], R]) -> R:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)
