"""Finding what was said by its words: what is stored of a text, and what a query asks of it.

A query without marks looks into the text without marks, one with marks means them. Its last word may be the
beginning of a word. Names are found long and abbreviated, whichever was written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from projections.search import LONG_FORMS, fold, has_marks

LONGEST_FORM = max(len(long.split()) for long in LONG_FORMS.values())
LONGEST_WORD = 40
MOST_WORDS = 20
"""Of a query; what comes after them is not looked for."""

Words = tuple[str, ...]

_WORD = re.compile(r"[^\W_]+")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_STYLES = {
    unicodedata.normalize("NFC", first + second + tone): unicodedata.normalize("NFC", first + tone + second)
    for first, second in ("oa", "oe", "uy")
    for tone in _TONES
}
"""At the end of a word the tone is written over either vowel: "hoà" is "hòa"."""


def parts(text: str) -> list[str]:
    """The words of a text as they were written, in lower case."""
    return [word[:LONGEST_WORD] for word in _WORD.findall(unicodedata.normalize("NFC", text.lower()))]


@lru_cache(maxsize=20_000)
def _settled(word: str) -> str:
    """The word with its tone where it was written once."""
    old = _STYLES.get(word[-2:])
    return word if old is None or word[-3:-2] == "q" else word[:-2] + old


_fold = lru_cache(maxsize=20_000)(fold)


def stored(text: str) -> tuple[str, str]:
    """What is kept of a text to find it by: its words folded, and with their marks; a blank around each."""
    words = [_settled(word) for word in parts(text)]
    return _between(map(_fold, words)), _between(words)


def _between(words: Iterable[str]) -> str:
    joined = " ".join(words)
    return f" {joined} " if joined else ""


def vector(column: str) -> str:
    """The SQL expression by which the words in a column are indexed."""
    return f"array_to_tsvector(string_to_array(btrim({column}), ' '))"


class Form(NamedTuple):
    """Words that follow each other; of the last one maybe only the beginning."""

    words: Words
    begun: bool = False

    @property
    def pattern(self) -> str:
        """The LIKE pattern of what is stored where it occurs."""
        return f"% {' '.join(self.words)}{'' if self.begun else ' '}%"

    @property
    def lexemes(self) -> str:
        """The same for the index, which does not know what follows what."""
        quoted = [f"'{word}'" for word in self.words]
        return f"({' & '.join(quoted)}{':*' if self.begun else ''})"


class Sought(NamedTuple):
    """A query: of each term one form must be there, in the text with marks or (not `marked`) without."""

    marked: bool
    terms: tuple[tuple[Form, ...], ...]

    @property
    def column(self) -> str:
        """Where to look."""
        return "marked" if self.marked else "folded"

    @property
    def lexemes(self) -> str:
        """As a tsquery for `vector(column)`: there is nothing that it leaves out."""
        return " & ".join(f"({' | '.join(form.lexemes for form in forms)})" for forms in self.terms)

    @property
    def patterns(self) -> list[list[str]]:
        """LIKE patterns for the column: of each list one must match."""
        return [[form.pattern for form in forms] for forms in self.terms]

    def place(self, text: str) -> int | None:
        """Where the first form that a text has begins."""
        found = list(_WORD.finditer(text))
        plain = _settled if self.marked else _fold
        seen = [plain(match[0].lower()[:LONGEST_WORD]) for match in found]
        forms = [form for forms in self.terms for form in forms]
        places = (match.start() for at, match in enumerate(found) if any(_begins(seen, at, f) for f in forms))
        return next(places, None)


def _begins(seen: Sequence[str], at: int, form: Form) -> bool:
    *whole, last = form.words
    end = at + len(whole)
    if end >= len(seen) or list(seen[at:end]) != whole:
        return False
    return seen[end].startswith(last) if form.begun else seen[end] == last


def sought(query: str) -> Sought:
    """What a query asks; without terms if it has no words. One that ends with a blank has no word begun."""
    marked = has_marks(query)
    words = [word if marked else _fold(word) for word in parts(query)][:MOST_WORDS]
    return Sought(marked, tuple(_terms(words, marked, not query[-1:].isspace())))


def _terms(words: list[str], marked: bool, begun: bool) -> Iterator[tuple[Form, ...]]:
    at = 0
    while at < len(words):
        form, others = _known(words[at:], marked)
        taken = tuple(words[at : at + len(form)])
        at += len(form)
        ends = begun and at == len(words)
        own = dict.fromkeys((form, taken) if ends else (form,))
        yield (*(Form(each, ends) for each in own), *(Form(each) for each in others))


def _known(words: Sequence[str], marked: bool) -> tuple[Words, tuple[Words, ...]]:
    """The short or long form with which these words begin, or just the first of them; and its other forms."""
    settled = tuple(map(_settled, words[:LONGEST_FORM]))
    return next((pair for pair in _pairs(marked) if settled[: len(pair[0])] == pair[0]), (settled[:1], ()))


@lru_cache
def _pairs(marked: bool) -> tuple[tuple[Words, tuple[Words, ...]], ...]:
    """Short and long forms, and what else each of them is found as; long ones first."""
    found: dict[Words, dict[Words, None]] = {}
    for short, long in LONG_FORMS.items():
        spelled = tuple((long if marked else fold(long)).split())
        for plain in {fold(short), short if marked else fold(short)}:
            found.setdefault((plain,), {})[spelled] = None
            found.setdefault(spelled, {})[(plain,)] = None
    return tuple(sorted(((form, tuple(others)) for form, others in found.items()), key=lambda p: -len(p[0])))
