"""A device by the book: the smallest client that keeps the rules of the sync protocol, to compare with."""

from __future__ import annotations

import json
from typing import Any

Key = tuple[str, str]


class Row:
    """A row as a device keeps it."""

    def __init__(self, position: int, scopes: set[str], fields: Any) -> None:
        self.position = position
        self.scopes = scopes
        self.fields = fields


class Device:
    """Rows, cursor and unanswered commands: all that survives a disconnect. Frames go in by `receive`."""

    def __init__(self) -> None:
        self.rows: dict[Key, Row] = {}
        self.cursor: str | None = None
        self.more = False
        self.to = -1
        self.window = 200
        self.messages = 50
        self.useless: list[Key] = []
        """Messages of the newest page that fell out of their window at once: sent for nothing."""
        self.open: list[str] = []
        self.pending: dict[str, int | None] = {}
        self._begin: dict[str, Any] | None = None
        self._rows: list[Any] = []

    def hello(self, token: str = "token") -> dict[str, Any]:
        """The first frame of a session; a page that was cut off is forgotten."""
        self._begin, self._rows = None, []
        return {
            "t": "hello",
            "v": 1,
            "token": token,
            "device": "00000000-0000-4000-8000-000000000001",
            "schema": 1,
            "cursor": self.cursor,
            "open": list(self.open),
        }

    def sent(self, command: str) -> None:
        """A command is on its way: its optimistic change shows until the rows tell of it."""
        self.pending[command] = None

    def receive(self, frame: dict[str, Any]) -> bool:
        """Takes a frame; true if a page was applied."""
        match frame["t"]:
            case "welcome":
                self.window = frame["limits"].get("window", self.window)
                self.messages = frame["limits"].get("messages", self.messages)
            case "begin":
                self._begin, self._rows = frame, []
            case "rows":
                self._rows.extend(frame["rows"])
            case "end":
                self.apply(frame["cursor"])
                self.more = frame.get("more", False)
                return True
            case "result":
                self._result(frame)
        return False

    def apply(self, cursor: str) -> None:
        """All of the page at once: wipe, purge, then the rows, then the windows, then the cursor."""
        assert self._begin is not None
        for name in [*self._begin["reset"], *self._begin["dropped"]]:
            self._leave(name)
        for collection, id, position, scopes, fields in self._rows:
            self._put((collection, id), position, scopes, fields)
        self._prune()
        self.to = self._begin["to"]
        self.cursor = cursor
        self._begin, self._rows = None, []
        self._settle()

    def _put(self, key: Key, position: int, scopes: list[str], fields: Any) -> None:
        if fields is None:
            if key in self.rows:
                self._remove(key, set(scopes))
            return
        old = self.rows.get(key)
        self.rows[key] = Row(position, (old.scopes if old else set()) | set(scopes), fields)

    def _leave(self, name: str) -> None:
        for key, row in list(self.rows.items()):
            self._remove(key, {scope for scope in row.scopes if matches(name, scope)})

    def _remove(self, key: Key, scopes: set[str]) -> None:
        row = self.rows[key]
        row.scopes -= scopes
        if not row.scopes:
            del self.rows[key]

    def _prune(self) -> None:
        """Of a `below:` scope only the rows that changed last are kept, of a channel the newest messages."""
        for scope in {scope for row in self.rows.values() for scope in row.scopes if is_window(scope)}:
            inside = [key for key, row in self.rows.items() if scope in row.scopes]
            inside.sort(key=lambda key: (self.rows[key].position, *key), reverse=True)
            for key in inside[self.window :]:
                self._remove(key, {scope})
        self._prune_messages()

    def _prune_messages(self) -> None:
        """Of a channel only the messages that were posted last are kept."""
        said: dict[str, list[Key]] = {}
        for key, row in self.rows.items():
            if key[0] == "message":
                said.setdefault(row.fields["channel"], []).append(key)
        for keys in said.values():
            keys.sort(key=lambda key: -self.rows[key].fields["order"])
            for key in keys[self.messages :]:
                del self.rows[key]
        sent = [(row[0], row[1]) for row in self._rows if row[0] == "message" and row[4] is not None]
        self.useless = [key for key in sent if key not in self.rows]

    def _result(self, frame: dict[str, Any]) -> None:
        if frame.get("retry"):
            return
        if frame.get("position") is None:
            self.pending.pop(frame["id"], None)
        else:
            self.pending[frame["id"]] = frame["position"]
            self._settle()

    def _settle(self) -> None:
        self.pending = {
            id: position for id, position in self.pending.items() if position is None or position > self.to
        }

    def state(self) -> list[list[Any]]:
        """Everything visible, in the order of (collection, id): collection, id, position, scopes, fields."""
        return [
            [*key, row.position, sorted(row.scopes), row.fields] for key, row in sorted(self.rows.items())
        ]

    def copy(self) -> Device:
        """Another device with the same memory."""
        twin = Device()
        twin.rows = {key: Row(row.position, set(row.scopes), row.fields) for key, row in self.rows.items()}
        twin.cursor, twin.to = self.cursor, self.to
        twin.window, twin.messages = self.window, self.messages
        twin.pending, twin.open = dict(self.pending), list(self.open)
        return twin


def matches(name: str, scope: str) -> bool:
    """Whether a name in `reset` or `dropped` means the scope: itself, or a prefix and an asterisk."""
    return scope.startswith(name[:-1]) if name.endswith("*") else scope == name


def is_window(scope: str) -> bool:
    """Whether the device keeps only the last rows of the scope."""
    return scope.startswith("below:")


def parse(payload: bytes) -> dict[str, Any]:
    """A frame from its text."""
    frame: dict[str, Any] = json.loads(payload)
    return frame
