"""Every refusal of the domain can be said to its sender, in both languages, with what fills the sentence."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import domain
from backend.problems import LANGUAGES, TEXTS

MODULES = sorted(Path(domain.__file__).parent.rglob("*.py"))


def refusals() -> Iterator[tuple[str, frozenset[str] | None]]:
    """The codes written out in the domain, each with the names of its params (None: given as a mapping)."""
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Rejection" and node.args:
                names = [keyword.arg for keyword in node.keywords]
                params = None if None in names else frozenset(name for name in names if name)
                if isinstance(node.args[0], ast.Constant):
                    yield str(node.args[0].value), params


CODES = sorted({code for code, _ in refusals()} | {"unit.code-taken", "official.email-taken"})


@pytest.mark.parametrize("code", CODES)
def test_has_a_text_in_each_language(code: str) -> None:
    for language in LANGUAGES:
        title, detail = TEXTS[language][code]
        assert title
        assert detail.endswith(".")


def test_both_languages_know_the_same_codes() -> None:
    assert TEXTS["vi"].keys() == TEXTS["en"].keys()


@pytest.mark.parametrize(("code", "params"), sorted(refusals(), key=str))
def test_a_text_asks_only_for_what_every_refusal_gives(code: str, params: frozenset[str] | None) -> None:
    if params is not None:
        for language in LANGUAGES:
            asked = set(re.findall(r"\{(\w+)\}", TEXTS[language][code][1]))
            assert asked <= params
