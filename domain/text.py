"""Checks on what people type: texts, names, codes, addresses."""

from __future__ import annotations

import re

from domain.kernel import Rejection

_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_PHONE = re.compile(r"\+?[0-9][0-9 .()-]{4,18}")
_SLUG = re.compile(r"[a-z][a-z0-9-]{0,39}")


def required(field: str, value: str, most: int = 300) -> str:
    """`value` without outer blanks; refuses an empty one and one of more than `most` characters."""
    value = value.strip()
    if not value:
        raise Rejection("text.empty", field=field)
    if len(value) > most:
        raise Rejection("text.too-long", field=field, most=most)
    return value


def optional(field: str, value: str | None, most: int = 300) -> str | None:
    """Like `required`, but nothing and blanks are None."""
    if value is None or not value.strip():
        return None
    return required(field, value, most)


def email(value: str) -> str:
    """An e-mail address in lower case."""
    value = required("email", value, 254).lower()
    if not _EMAIL.fullmatch(value):
        raise Rejection("text.not-email", field="email")
    return value


def phone(field: str, value: str | None) -> str | None:
    """A telephone number as written, or None."""
    value = optional(field, value, 20)
    if value is not None and not _PHONE.fullmatch(value):
        raise Rejection("text.not-phone", field=field)
    return value


def slug(field: str, value: str) -> str:
    """A short name for machines: small letters, digits, hyphens ("special-zone")."""
    if not _SLUG.fullmatch(value):
        raise Rejection("text.not-slug", field=field)
    return value
