"""What every synced row is made of: a struct whose JSON is what devices keep."""

from __future__ import annotations

import msgspec


class Value(msgspec.Struct, kw_only=True, rename="camel", gc=False):
    """A part of a row. Mutable, unlike what the domain uses: a projection folds events into it."""


class Row(Value, kw_only=True):
    """Base of all rows. `stale` is there (and true) only while the row's stream is parked, see runner.py."""

    stale: bool | msgspec.UnsetType = msgspec.UNSET
