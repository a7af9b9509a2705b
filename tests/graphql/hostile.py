"""Queries that were written to hurt: short to send, dear to validate or to execute."""

from __future__ import annotations


def doubling_fragments(levels: int = 24) -> str:
    """Each fragment spreads the next one twice, under two aliases: 2^levels fields."""
    parts = [
        f"fragment F{i} on Task {{ a: parent {{ ...F{i + 1} }} b: parent {{ ...F{i + 1} }} }}"
        for i in range(levels)
    ]
    return "{ tasks { nodes { ...F0 } } } " + " ".join(parts) + f" fragment F{levels} on Task {{ title }}"


def doubling_spreads(levels: int = 24) -> str:
    """The same fragment spread twice in one selection set, level after level."""
    parts = [f"fragment F{i} on Task {{ ...F{i + 1} ...F{i + 1} }}" for i in range(levels)]
    return "{ tasks { nodes { ...F0 } } } " + " ".join(parts) + f" fragment F{levels} on Task {{ title }}"


def cyclic_fragments() -> str:
    fragments = "fragment A on Task { parent { ...B } } fragment B on Task { parent { ...A } }"
    return "{ tasks { nodes { ...A } } } " + fragments


def deep(levels: int = 300) -> str:
    return "{ tasks { nodes " + "{ parent " * levels + "{ title }" + " }" * levels + " } }"


CORPUS: dict[str, str] = {
    "doubling fragments": doubling_fragments(),
    "doubling fragments, unused": "{ me { id } } " + doubling_fragments().partition("} } } ")[2],
    "doubling spreads": doubling_spreads(),
    "cyclic fragments": cyclic_fragments(),
    "repeated field with a selection": "{ tasks { " + "nodes { title } " * 250 + "} }",
    "repeated leaf": "{ tasks { nodes { " + "title " * 1400 + "} } }",
    "repeated leaf behind an alias": "{ tasks { nodes { " + "x: title " * 480 + "} } }",
    "repeated in an unused fragment": "{ me { id } } fragment F on Task { " + "title " * 1400 + "}",
    "repeats spread over inline fragments": "{ tasks { nodes { " + "... on Task { title } " * 240 + "} } }",
    "repeats multiplied level by level": "{ tasks { "
    + "nodes { parent { parent { title } parent { title } } parent { parent { title } parent { title } } } "
    * 6
    + "} }",
    "many aliases": "{ "
    + " ".join(f"a{i}: tasks(first: 100) {{ nodes {{ title }} }}" for i in range(120))
    + " }",
    "pages within pages": "{ tasks(first: 100) { nodes { children(first: 100) { nodes { children(first: 100) "
    "{ nodes { title } } } } } } }",
    "deep": deep(),
    "deep lists in an argument": "{ tasks(filter: " + "[" * 700 + "]" * 700 + ") { nodes { title } } }",
    "unknown fields": "{ " + " ".join(f"unknownFieldNumber{i}" for i in range(1200)) + " }",
    "unknown types": " ".join(f"fragment F{i} on Nothing{i} {{ id }}" for i in range(28)) + " { me { id } }",
    "many operations": " ".join(f"query Q{i} {{ me {{ id }} }}" for i in range(300)),
    "many variables": "query (" + " ".join(f"$v{i}: Int" for i in range(450)) + ") { me { id } }",
    "repeated directives": "{ me { id " + "@skip(if: false) " * 200 + "} }",
    "introspection in circles": "{ __schema { types { fields { type { fields { type { fields { type "
    "{ fields { type { fields { type { name } } } } } } } } } } } } }",
    "long": "{ me { id } } #" + "x" * 1_000_000,
    "many tokens": "{ " + "a " * 100_000 + "}",
    "nul and noise": "{ me \u0000 { id } }",
    "unclosed": "{ tasks { nodes { title ",
}
