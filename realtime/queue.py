"""The commands of one session: one at a time, in the order of their numbers."""

from __future__ import annotations

from collections import deque

from projections.kernel import Outcome
from realtime.protocol import Bad, Code, Command, Result


class CommandQueue:
    """Runs the head only; after a temporary failure all later numbers are answered `retry`, unexecuted.

    The device then sends again from the number that failed. A device may create something and refer to it
    in its next command, so no two commands of a session run at once.
    """

    __slots__ = ("_blocked", "_limit", "_next", "_waiting")

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._next = 1
        self._blocked = False
        self._waiting: deque[Command] = deque()

    def add(self, command: Command) -> tuple[Command | None, Result | None]:
        """What to run now, or what to answer at once; raises Bad for a number out of order."""
        if self._blocked and command.seq > self._next:
            return None, retry(command)
        if command.seq != self._next:
            raise Bad(f"seq: expected {self._next}, got {command.seq} - at `$.seq`")
        if len(self._waiting) >= self._limit:
            raise Bad(f"more than {self._limit} commands without an answer", Code.TOO_FAST)
        self._blocked = False
        self._next += 1
        self._waiting.append(command)
        return (command if len(self._waiting) == 1 else None), None

    def done(self, outcome: Outcome | None) -> tuple[list[Result], Command | None]:
        """Answers after the running command ended (None: temporary failure), and what to run next."""
        command = self._waiting.popleft()
        if outcome is None:
            self._blocked = True
            self._next = command.seq
            answers = [retry(each) for each in (command, *self._waiting)]
            self._waiting.clear()
            return answers, None
        answer = Result(command.id, command.seq, outcome.position, outcome.problem)
        return [answer], self._waiting[0] if self._waiting else None


def retry(command: Command) -> Result:
    """Not executed: send it again, from the first that failed."""
    return Result(command.id, command.seq, retry=True)
