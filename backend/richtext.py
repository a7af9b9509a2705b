"""What people write (a subset of CommonMark) as safe HTML, and as plain text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

RULES = (
    "backticks",
    "blockquote",
    "code",
    "emphasis",
    "entity",
    "escape",
    "fence",
    "autolink",
    "link",
    "linkify",
    "list",
    "newline",
    "strikethrough",
)
"""What of CommonMark 0.31 there is, with `~~strikethrough~~` and addresses that stand alone:
no HTML, headings, images, rules or tables."""

TAGS = frozenset({"a", "blockquote", "br", "code", "em", "li", "ol", "p", "pre", "s", "strong", "ul"})
SCHEMES = frozenset({"http", "https", "mailto", "tel"})
DEEPEST = 20
"""Levels of quotes and lists: below it the library leaves out what is said."""

OPTIONS = {"html": False, "breaks": True, "linkify": True, "maxNesting": DEEPEST}
_markdown = MarkdownIt("zero", OPTIONS).enable(list(RULES))
assert _markdown.linkify is not None
# A name with a dot is more often a file than a place: "báo-cáo.md".
_markdown.linkify.set({"fuzzy_link": False}).add("ftp:", None).add("//", None)
_cleaner = nh3.Cleaner(
    tags=set(TAGS),
    clean_content_tags={"script", "style"},
    attributes={"*": set(), "a": {"href"}, "ol": {"start"}},
    url_schemes=set(SCHEMES),
    url_relative="deny",
    link_rel="noopener noreferrer nofollow",
)


def html(text: str) -> str:
    """The text as HTML of the tags in TAGS, whatever was in it; "" for an empty one."""
    tokens = _parsed(text)
    if tokens is None:
        return f"<p>{escape(text, quote=False)}</p>"
    return _cleaner.clean(_markdown.renderer.render(tokens, _markdown.options, {})).strip()


def plain(text: str) -> str:
    """The text in one line without its marks, for where there is no room for more."""
    tokens = _parsed(text)
    return " ".join((text if tokens is None else "".join(_words(tokens))).split())


def _parsed(text: str) -> list[Token] | None:
    """None if it is nested too deeply."""
    tokens = _markdown.parse(text)
    return None if any(token.level >= DEEPEST - 1 for token in tokens) else tokens


def _words(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.children is not None:
            yield from _words(token.children)
        elif token.type in ("softbreak", "hardbreak") or token.block:
            yield " " + token.content
        else:
            yield token.content
