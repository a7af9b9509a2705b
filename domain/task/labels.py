"""Labels: short words by which tasks are found together, and weights, by which they count."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from domain import text
from domain.kernel import Rejection

MOST_LABELS = 10
LONGEST_LABEL = 40

LEAD_SHARE = 1.0
COORDINATING_SHARE = 0.3
"""How much of a task's weight counts for its lead, and for each of those coordinating."""
LIGHTEST, HEAVIEST = 0.1, 10.0


def spelled(label: str) -> str:
    """A label as it is kept: one blank between words, small letters, composed marks."""
    return " ".join(unicodedata.normalize("NFC", label).lower().split())


def labels_of(values: Iterable[str]) -> tuple[str, ...]:
    """Each label once, as it is kept; refuses empty and long ones, and more than MOST_LABELS."""
    labels = tuple(dict.fromkeys(text.required("labels", spelled(label), LONGEST_LABEL) for label in values))
    if len(labels) > MOST_LABELS:
        raise Rejection("task.too-many-labels", most=MOST_LABELS)
    return labels


def weight_of(value: float) -> float:
    """How much a task counts beside others, to two places; refuses what is not from LIGHTEST to HEAVIEST."""
    if not LIGHTEST <= value <= HEAVIEST:
        raise Rejection("task.weight", least=LIGHTEST, most=HEAVIEST)
    return round(value, 2)
