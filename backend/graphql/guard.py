"""The guard between parse and validate: refuses documents that would be dear to validate or to execute.

graphql-core's validation compares fields of one response key pairwise, and a short document can ask for
millions of fields through nested fragments. The guard walks the document as it would be merged, counts, and
stops at the first bound.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLField,
    GraphQLNamedType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    NamedTypeNode,
    OperationDefinitionNode,
    OperationType,
    SelectionNode,
    SelectionSetNode,
    get_named_type,
    is_introspection_type,
    is_list_type,
    is_non_null_type,
)


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Bounds of one document; `cost` counts resolved fields as if every page came back full."""

    bytes: int = 16_384
    tokens: int = 1_000
    definitions: int = 30
    depth: int = 16
    repeats: int = 6
    steps: int = 2_000
    cost: int = 60_000
    page: int = 100
    list_size: int = 10


class Refused(GraphQLError):
    """A document over one of the bounds; its extensions name the bound and the limit."""

    def __init__(self, bound: str, limit: int, hint: str) -> None:
        super().__init__(
            f"The document is too large: more than {limit} {bound}. {hint}",
            extensions={"code": "graphql.too-large", "bound": bound, "limit": limit},
        )


# Fields of one selection set after merging, by response key, each with the type that it was asked of.
Merged = dict[str, list[tuple[GraphQLNamedType | None, FieldNode]]]
Part = tuple[GraphQLNamedType | None, SelectionSetNode]


class _Walk:
    """One document's measurement; every selection visited is a step, so the walk itself is bounded."""

    def __init__(self, document: DocumentNode, schema: GraphQLSchema, limits: Limits) -> None:
        self.document, self.schema, self.limits = document, schema, limits
        self.fragments = {
            node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)
        }
        self.steps = 0
        self.cost = 0

    def run(self) -> None:
        definitions = self.document.definitions
        if len(definitions) > self.limits.definitions:
            raise Refused("definitions", self.limits.definitions, "Send operations one by one.")
        for node in definitions:
            if isinstance(node, OperationDefinitionNode):
                self.measure([(self._root(node.operation), node.selection_set)], 1, 1)
            elif isinstance(node, FragmentDefinitionNode):
                self.measure([(self._condition(node.type_condition), node.selection_set)], 1, 0)

    def measure(self, parts: list[Part], depth: int, factor: int) -> None:
        """Count one merged selection set, which occurs `factor` times in a result, and all below it."""
        if depth > self.limits.depth:
            raise Refused("levels", self.limits.depth, "Ask for nested objects in a query of their own.")
        for fields in self._merge(parts).values():
            if len(fields) > self.limits.repeats:
                raise Refused(
                    "repeats of a response key", self.limits.repeats, "Give each field an alias of its own."
                )
            self.cost += factor
            if self.cost > self.limits.cost:
                raise Refused("fields in the result", self.limits.cost, "Ask for smaller pages.")
            below = [part for owner, node in fields for part in self._below(owner, node)]
            if below:
                size = max(self._size(owner, node) for owner, node in fields)
                self.measure(below, depth + 1, factor * size)

    def _merge(self, parts: list[Part]) -> Merged:
        merged: Merged = {}
        seen: set[str] = set()
        stack = list(parts)
        while stack:
            owner, selections = stack.pop()
            for node in selections.selections:
                self._step()
                if isinstance(node, FieldNode):
                    key = node.alias.value if node.alias else node.name.value
                    merged.setdefault(key, []).append((owner, node))
                else:
                    stack.extend(self._inside(owner, node, seen))
        return merged

    def _step(self) -> None:
        self.steps += 1
        if self.steps > self.limits.steps:
            raise Refused("selections", self.limits.steps, "Spread fewer fragments, or split the query.")

    def _inside(self, owner: GraphQLNamedType | None, node: SelectionNode, seen: set[str]) -> Iterator[Part]:
        """What a fragment adds; a fragment counts once in a merged set, however often it is spread there."""
        if isinstance(node, InlineFragmentNode):
            condition = node.type_condition
            yield (self._condition(condition) if condition else owner), node.selection_set
        elif isinstance(node, FragmentSpreadNode) and node.name.value not in seen:
            seen.add(node.name.value)
            fragment = self.fragments.get(node.name.value)
            if fragment is not None:
                yield self._condition(fragment.type_condition), fragment.selection_set

    def _below(self, owner: GraphQLNamedType | None, node: FieldNode) -> Iterator[Part]:
        if node.selection_set is not None:
            field = self._field(owner, node)
            yield (get_named_type(field.type) if field else None), node.selection_set

    def _size(self, owner: GraphQLNamedType | None, node: FieldNode) -> int:
        """How many objects a field may give: its `first` or `last`, a full page, or a list's usual size."""
        for argument in node.arguments or ():
            if argument.name.value in ("first", "last"):
                value = argument.value
                asked = int(value.value) if isinstance(value, IntValueNode) else self.limits.page
                return min(max(asked, 1), self.limits.page)
        field = self._field(owner, node)
        if field is None:
            return 1
        if "first" in field.args:
            return self.limits.page
        kind = field.type.of_type if is_non_null_type(field.type) else field.type
        if not is_list_type(kind):
            return 1
        named = get_named_type(field.type)
        return self.limits.list_size // (2 if is_introspection_type(named) else 1)

    def _field(self, owner: GraphQLNamedType | None, node: FieldNode) -> GraphQLField | None:
        name = node.name.value
        query = self.schema.query_type
        if query is not None and owner is query and name in ("__schema", "__type"):
            return self.schema.get_field(query, name)
        fields = getattr(owner, "fields", None)
        return fields.get(name) if fields else None

    def _condition(self, node: NamedTypeNode) -> GraphQLNamedType:
        """A fragment's type. Refused here where it is unknown: validation would look for names like it."""
        found = self.schema.type_map.get(node.name.value)
        if found is None:
            raise GraphQLError(f"Unknown type '{node.name.value}'.", node)
        return found

    def _root(self, operation: OperationType) -> GraphQLNamedType | None:
        return self.schema.get_root_type(operation)


DEFAULT_LIMITS = Limits()


def check(document: DocumentNode, schema: GraphQLSchema, limits: Limits = DEFAULT_LIMITS) -> None:
    """Pass a parsed document that is cheap to validate and to execute; raises Refused for any other."""
    _Walk(document, schema, limits).run()
