"""Finding Vietnamese names and messages as people type them: without marks, abbreviated, by a former name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import filterfalse

LONG_FORMS = {
    "ubnd": "ủy ban nhân dân",
    "hđnd": "hội đồng nhân dân",
    "mttq": "mặt trận tổ quốc",
    "tp": "thành phố",
    "tt": "thị trấn",
    "tx": "thị xã",
    "đk": "đặc khu",
    "p": "phường",
    "x": "xã",
    "q": "quận",
    "h": "huyện",
}
"""How people abbreviate what is in most names."""

SILENT = frozenset({"ubnd"})
"""What people put before a ward's name, whether or not the name has it."""

_WORD = re.compile(r"[^\W_]+")
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_LETTER_MARKS = {"\u0306", "\u0302", "\u031b"}


def fold(text: str) -> str:
    """Lower case without any marks; đ is d."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(filterfalse(unicodedata.combining, plain))


_folded = lru_cache(maxsize=20_000)(fold)
"""Of single words: Vietnamese has few syllables."""

ABBREVIATIONS: dict[tuple[str, ...], str] = {
    tuple(fold(long).split()): fold(short) for short, long in LONG_FORMS.items()
}
"""Long forms, folded, and how people write them. A key holds the short form, whichever was typed."""
_FORMS: dict[str, list[tuple[str, ...]]] = {}
for _form in ABBREVIATIONS:
    _FORMS.setdefault(_form[0], []).append(_form)


def has_marks(text: str) -> bool:
    """Whether somebody typed marks: then they are meant, and "đ" is not "d"."""
    return fold(text) != unicodedata.normalize("NFC", text.lower())


def words(text: str) -> list[str]:
    """The words of a name or query in lower case with their marks; long forms abbreviated."""
    marked = _WORD.findall(unicodedata.normalize("NFC", text.lower()))
    folded = [_folded(word) for word in marked]
    found: list[str] = []
    at = 0
    while at < len(marked):
        forms = _FORMS.get(folded[at], ())
        form = next((form for form in forms if tuple(folded[at : at + len(form)]) == form), None)
        found.append(ABBREVIATIONS[form] if form else marked[at])
        at += len(form) if form else 1
    return [word for word in found if word not in SILENT] or found


def key(names: Iterable[str]) -> str:
    """What is stored of these names, marks kept: each word after a blank, a line for each name."""
    return "\n".join(" " + " ".join(words(name)) for name in names if name)


@lru_cache(maxsize=50_000)
def keys(title: str) -> tuple[str, str]:
    """The stored key of one title, and the same folded; remembered, as rows change oftener than titles."""
    marked = key([title])
    return marked, " ".join(map(_folded, marked.split(" ")))


def patterns(query: str) -> list[str]:
    """LIKE patterns that a stored key must all match; against the folded key unless `has_marks(query)`."""
    found = words(query)
    return [f"% {word}%" for word in (found if has_marks(query) else map(fold, found))]


def in_order(name: str) -> str:
    """A key that sorts as the Vietnamese alphabet does, letters before tones."""
    return " ".join(_sortable(part) for part in name.lower().split())


def by_given_name(name: str) -> str:
    """A key that sorts people as a Vietnamese list does: by given name, then by the names before it."""
    parts = name.split()
    return in_order(" ".join(parts[-1:] + parts[:-1]))


def _sortable(word: str) -> str:
    letters, tones = [], []
    for char in unicodedata.normalize("NFC", word):
        marks = unicodedata.normalize("NFD", char)
        letter = unicodedata.normalize("NFC", marks[0] + "".join(m for m in marks[1:] if m in _LETTER_MARKS))
        place = _ALPHABET.find(letter)
        letters.append(chr(ord("A") + place) if place >= 0 else letter)
        tones.append(next((_TONES[mark] for mark in marks[1:] if mark in _TONES), "0"))
    return "".join(letters) + "." + "".join(tones)
