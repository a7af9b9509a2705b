"""What a rule of notices says: whom it tells, as what, and how urgently."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Literal

from domain.kernel import Struct

Reason = Literal[
    "lead",
    "coordinating",
    "following",
    "chaser",
    "assigner",
    "former",
    "mentioned",
    "answered",
    "direct",
    "addressed",
    "leader",
    "own",
    "judge",
    "contestant",
    "stand-in",
    "away",
    "receiver",
    "giver",
]
"""As what one is told: one's part in the task or absence, or having been called or answered in a talk;
`leader`: of the unit that has it; `own`: one asked for it oneself; `receiver` and `giver`: of a
hand-over or delegation."""
Group = Literal["assigned", "progress", "mention", "direct", "announcement", "reminder"]
"""What one can choose ways for: work that comes, what becomes of work, being called, being spoken to, what
comes with time."""

To = Callable[[Any, Any], Iterable[str]]
"""Scopes, from the state of the noun after the event, and the event."""


class Rule(Struct, frozen=True):
    """Those in `to` are told for `reason`. `waits`: something is theirs to do; `push`: told at once."""

    reason: Reason
    group: Group
    to: To
    waits: bool = False
    push: bool = False
