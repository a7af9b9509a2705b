"""The sync tables themselves, and the views that readers go through."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

TABLES = ("row", "row_scope", "person_scope", "person_below", "unit_closure", "parked")
"""All but the head."""

BARE = """
CREATE TABLE IF NOT EXISTS row (
    collection text COLLATE "C" NOT NULL,
    id uuid NOT NULL,
    position bigint NOT NULL,
    fields json NOT NULL,
    rest json,
    audience text[] NOT NULL,
    PRIMARY KEY (collection, id)
);

CREATE TABLE IF NOT EXISTS row_scope (
    scope text COLLATE "C" NOT NULL,
    collection text COLLATE "C" NOT NULL,
    id uuid NOT NULL,
    position bigint NOT NULL,
    gone bool NOT NULL,
    PRIMARY KEY (scope, collection, id)
);

CREATE TABLE IF NOT EXISTS person_scope (
    official uuid NOT NULL,
    scope text COLLATE "C" NOT NULL,
    position bigint NOT NULL,
    gone bool NOT NULL,
    PRIMARY KEY (official, scope)
);

CREATE TABLE IF NOT EXISTS person_below (
    official uuid NOT NULL,
    unit uuid NOT NULL,
    position bigint NOT NULL,
    gone bool NOT NULL,
    PRIMARY KEY (official, unit)
);

CREATE TABLE IF NOT EXISTS unit_closure (
    ancestor uuid NOT NULL,
    descendant uuid NOT NULL,
    PRIMARY KEY (ancestor, descendant)
);

CREATE TABLE IF NOT EXISTS projection_head (
    name text PRIMARY KEY,
    position bigint NOT NULL,
    generation bigint NOT NULL,
    tree bigint NOT NULL,
    floor bigint NOT NULL,
    schema text NOT NULL,
    built text NOT NULL DEFAULT ''
);

CREATE TABLE IF NOT EXISTS parked (
    stream uuid PRIMARY KEY,
    version bigint NOT NULL,
    position bigint NOT NULL,
    topic text NOT NULL,
    reason text NOT NULL
);
"""

INDEXES = """
CREATE INDEX IF NOT EXISTS row_position ON row (position);
CREATE INDEX IF NOT EXISTS row_scope_position ON row_scope (scope, position, collection, id, gone);
CREATE INDEX IF NOT EXISTS row_scope_gone ON row_scope (position) WHERE gone;
CREATE INDEX IF NOT EXISTS person_scope_position ON person_scope (position);
CREATE INDEX IF NOT EXISTS unit_closure_descendant ON unit_closure (descendant);
"""

DDL = BARE + INDEXES

DROP_INDEXES = "DROP INDEX IF EXISTS row_position, row_scope_position, row_scope_gone"
"""Those of rows, to be made again once many have been written."""

SHOWN = """
CREATE OR REPLACE VIEW row_shown AS
SELECT collection, id, position, fields, audience FROM row{rows};

CREATE OR REPLACE VIEW scope_shown AS
SELECT scope, collection, id, position, gone FROM row_scope{scopes};
"""
"""What devices see: the rows, and those made of tables of events when read (see `views`)."""


def views(read: Iterable[tuple[str, Sequence[str], str]]) -> str:
    """The views. `read`: collections without kept rows; whose audiences they have; their JSON for `r`."""
    rows = scopes = ""
    for collection, followed, fields in read:
        among = ", ".join(f"'{name}'" for name in followed)
        rows += (
            f"\nUNION ALL SELECT '{collection}', r.id, r.position, {fields}, r.audience"  # noqa: S608 - constants
            f" FROM row r WHERE r.collection IN ({among})"
        )
        scopes += (
            f"\nUNION ALL SELECT scope, '{collection}', id, position, gone"  # noqa: S608 - constants
            f" FROM row_scope WHERE collection IN ({among})"
        )
    return SHOWN.format(rows=rows, scopes=scopes)
