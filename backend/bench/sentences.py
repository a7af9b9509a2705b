"""Sentences as long, and of words as common and as rare, as those of messages."""

from __future__ import annotations

import unicodedata
from itertools import accumulate, product
from random import Random

INITIALS = (
    "b",
    "c",
    "ch",
    "d",
    "đ",
    "g",
    "h",
    "k",
    "kh",
    "l",
    "m",
    "n",
    "ng",
    "nh",
    "ph",
    "qu",
    "r",
    "s",
    "t",
    "th",
)
VOWELS = ("a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "iê", "uô", "ươ", "oa", "uy")
FINALS = ("", "i", "m", "n", "ng")
TONES = ("", "\u0300", "\u0301", "\u0309", "\u0323")
SHORTEST, LONGEST = 3, 24
"""Words of a sentence."""
NUMBERED = 0.2
"""Share of sentences with a number, of a paper or a house: words that occur once or twice."""


def _words() -> list[str]:
    made = [
        unicodedata.normalize("NFC", initial + vowel[:-1] + vowel[-1] + tone + final)
        for initial, vowel, final, tone in product(INITIALS, VOWELS, FINALS, TONES)
    ]
    Random(3).shuffle(made)  # noqa: S311 - no secret
    return made


WORDS = _words()
"""In the order of how common they are: each is said 1 / (8 + its place) as often."""
_WEIGHTS = list(accumulate(1 / (8 + place) for place in range(len(WORDS))))


def sentence(random: Random) -> str:
    """One of words by how common they are."""
    words = random.choices(WORDS, cum_weights=_WEIGHTS, k=random.randint(SHORTEST, LONGEST))
    if random.random() < NUMBERED:
        words.append(str(random.randrange(10_000, 1_000_000)))
    return " ".join(words).capitalize() + "."
