"""Rules of recurrence: an RRULE (RFC 5545, section 3.3.10) of whole days, without an end of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import MAXYEAR, date, datetime
from functools import lru_cache
from itertools import takewhile

from dateutil.rrule import rrule, rrulestr

from domain.kernel import Rejection

LONGEST = 200
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)


def _listed(one: str) -> str:
    return f"{one}(,{one})*"


OF_DAYS = frozenset({"FREQ", "INTERVAL", "BYDAY", "WKST"})
OF_MONTHS = OF_DAYS | {"BYMONTH", "BYMONTHDAY", "BYSETPOS"}
PARTS = {"DAILY": OF_DAYS, "WEEKLY": OF_DAYS, "MONTHLY": OF_MONTHS, "YEARLY": OF_MONTHS}
"""By the frequency: at most one a day, so nothing that names a clock; an end is named beside the rule."""

_WEEKDAY = "(MO|TU|WE|TH|FR|SA|SU)"
FORMS = {
    "FREQ": "[A-Z]+",
    "INTERVAL": "[1-9][0-9]{0,2}",
    "WKST": _WEEKDAY,
    "BYDAY": _listed(f"([+-]?[1-5])?{_WEEKDAY}"),
    "BYMONTH": _listed("([1-9]|1[0-2])"),
    "BYMONTHDAY": _listed("[+-]?([1-9]|[12][0-9]|3[01])"),
    "BYSETPOS": _listed("[+-]?([1-9]|[12][0-9]|3[01])"),
}
"""How the value of a part is written."""

CYCLE = 400
"""Years after which the calendar repeats with its weekdays. A rule is tried as late as can be: the library
looks for a first day until the last year that there is, which takes seconds from now on."""


def check_rule(rule: str, start: date) -> None:
    """Refuse what is no rule, what comes more than once a day, and what never comes."""
    if not EARLIEST <= start <= LATEST:
        raise Rejection("recurrence.start", earliest=str(EARLIEST), latest=str(LATEST))
    if not _occurs(rule, start):
        raise Rejection("recurrence.never", rule=rule)


def days_after(rule: str, start: date, after: date) -> Iterator[date]:
    """The days of the rule later than `after`, for ever."""
    found = _parsed(rule, start).xafter(_midnight(after))
    return (day.date() for day in takewhile(lambda day: day.date() <= LATEST, found))


@lru_cache(maxsize=1_000)
def _occurs(rule: str, start: date) -> bool:
    cycles = (MAXYEAR - start.year) // CYCLE
    late = start.replace(year=start.year + cycles * CYCLE)
    return next(iter(_parsed(rule, late)), None) is not None


@lru_cache(maxsize=10_000)
def _parsed(rule: str, start: date) -> rrule:
    """As the library reads it. That knows more than the RFC and minds less: each part is looked at first."""
    parts = [part.partition("=") for part in rule.split(";")]
    values = {name: value for name, _, value in parts}
    known = PARTS.get(values.get("FREQ", ""), frozenset())
    formed = all(name in known and re.fullmatch(FORMS[name], value) for name, value in values.items())
    if len(rule) > LONGEST or len(values) < len(parts) or not formed:
        raise Rejection("recurrence.rule", rule=rule[:LONGEST])
    try:
        parsed = rrulestr(rule, dtstart=_midnight(start))
    except ValueError:
        raise Rejection("recurrence.rule", rule=rule) from None
    assert isinstance(parsed, rrule)
    return parsed


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)
