"""Keys of the people whose fields are sealed: one each, wrapped by the master key, gone after erasure."""

from __future__ import annotations

import base64
import binascii
import os
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12
KEY = 32
MOST = 50_000
_PREFIX = "s1."


class WrongKey(ValueError):
    """A master key or a sealed text that cannot be right; the message says which."""


def load_master_key(path: Path, given: str | None = None) -> bytes:
    """The master key: `given` in base64, else the file's, which is made if there is none."""
    if given:
        return _checked(given, "the master key setting")
    try:
        return _checked(path.read_text(), str(path))
    except FileNotFoundError:
        pass
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.{os.getpid()}.new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(base64.b64encode(os.urandom(KEY)).decode())
        file.flush()
        os.fsync(file.fileno())
    try:
        # Of two processes that start at once, the second takes the first one's key.
        os.link(new, path)
    except FileExistsError:
        pass
    finally:
        new.unlink()
    return _checked(path.read_text(), str(path))


def _checked(text: str, where: str) -> bytes:
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except binascii.Error:
        key = b""
    if len(key) != KEY:
        raise WrongKey(f"{where} is not {KEY} bytes in base64: restore it from its backup")
    return key


class Keys:
    """The unwrapped keys this process knows. `None` stands for a subject that was erased."""

    def __init__(self, master: bytes) -> None:
        self._master = AESGCM(master)
        self._known: OrderedDict[UUID, AESGCM | None] = OrderedDict()
        self.generation = 0

    def __contains__(self, subject: UUID) -> bool:
        return subject in self._known

    def learn(self, rows: Mapping[UUID, bytes | None], generation: int) -> dict[UUID, AESGCM | None]:
        """Unwrap stored keys; they are kept unless an erasure came between the look-up and now."""
        found = {subject: self._unwrap(subject, wrapped) for subject, wrapped in rows.items()}
        if generation == self.generation:
            self._known.update(found)
            while len(self._known) > MOST:
                self._known.popitem(last=False)
        return found

    def get(self, subject: UUID) -> AESGCM | None:
        """The key of a subject that is known."""
        self._known.move_to_end(subject)
        return self._known[subject]

    def make(self, subject: UUID) -> tuple[AESGCM, bytes]:
        """A new key and its wrapped form; it holds only once that is stored."""
        key = os.urandom(KEY)
        nonce = os.urandom(NONCE)
        return AESGCM(key), nonce + self._master.encrypt(nonce, key, subject.bytes)

    def forget(self, subject: UUID) -> None:
        """Drop an erased subject's key."""
        self.generation += 1
        self._known.pop(subject, None)

    def forget_all(self) -> None:
        """Drop every key: an erasure may have been missed."""
        self.generation += 1
        self._known.clear()

    def _unwrap(self, subject: UUID, wrapped: bytes | None) -> AESGCM | None:
        if wrapped is None:
            return None
        try:
            return AESGCM(self._master.decrypt(wrapped[:NONCE], wrapped[NONCE:], subject.bytes))
        except InvalidTag:
            raise WrongKey(
                "a subject's key was not wrapped by this master key: restore the right one"
            ) from None


def seal(key: AESGCM | None, text: str, place: bytes) -> str:
    """`text` under `key`, bound to its place in the log; nothing of it when the subject was erased."""
    if key is None:
        return _PREFIX
    nonce = os.urandom(NONCE)
    return _PREFIX + base64.b64encode(nonce + key.encrypt(nonce, text.encode(), place)).decode()


def unseal(key: AESGCM | None, sealed: str, place: bytes) -> str:
    """The text again; empty when its key is gone."""
    if not sealed.startswith(_PREFIX):
        raise WrongKey("a sealed field holds plain text")
    raw = binascii.a2b_base64(sealed[len(_PREFIX) :])
    if key is None or not raw:
        return ""
    try:
        return key.decrypt(raw[:NONCE], raw[NONCE:], place).decode()
    except InvalidTag:
        raise WrongKey("a sealed field does not belong to this event") from None
