"""Refusals as RFC 9457 problem details, in the sender's language."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from projections.kernel import Problem

LANGUAGES = ("vi", "en")
_FOLDER = Path(__file__).parent / "texts"
_EXACT = {
    "args.malformed": 400,
    "command.id-reused": 409,
    "command.id-taken": 409,
    "command.unknown": 404,
    "command.failed": 500,
    "figure.denied": 403,
    "figure.of-nothing": 422,
    "figure.steps": 422,
}
_BY_NOUN = {"access": 403, "feed": 403, "actor": 403, "args": 422, "text": 422}
_NOT_FOUND = ".not-found"
_CONFLICT = 409


def _load(language: str) -> dict[str, tuple[str, str]]:
    """Titles and details by code, from texts/<language>.json: {code: [title, detail]}."""
    texts = json.loads((_FOLDER / f"{language}.json").read_text(encoding="utf-8"))
    return {code: (title, detail) for code, (title, detail) in texts.items()}


TEXTS = {language: _load(language) for language in LANGUAGES}


class _Params(dict[str, Any]):
    """A sentence is told without what is missing, rather than not at all."""

    def __missing__(self, key: str) -> str:
        return "…"


def status(code: str) -> int:
    """The HTTP status that fits a code."""
    if code in _EXACT:
        return _EXACT[code]
    return 404 if code.endswith(_NOT_FOUND) else _BY_NOUN.get(code.partition(".")[0], _CONFLICT)


def problem(code: str, params: Mapping[str, Any], language: str = "vi") -> Problem:
    """The problem for a refusal's code; a code without a text of its own gets the general one.

    A rule that was broken (params rule) may have a text of its own, under "<code>.<rule>".
    """
    texts = TEXTS.get(language, TEXTS["vi"])
    title, detail = texts.get(f"{code}.{params.get('rule')}") or texts.get(code) or texts["refused"]
    return Problem(
        type=f"urn:congvu:problem:{code}",
        title=title,
        status=status(code),
        detail=detail.format_map(_Params(params)),
        code=code,
        params=dict(params),
    )
