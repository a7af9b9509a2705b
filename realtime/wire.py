"""WebSocket frames built once and written to many (RFC 6455, section 5.2): unmasked, unfragmented text."""

from __future__ import annotations

TEXT = 0x81
"""FIN and the opcode of text."""


def frame(payload: bytes) -> bytes:
    """The payload with its header, ready for any number of transports."""
    length = len(payload)
    if length < 126:
        return bytes((TEXT, length)) + payload
    if length < 65_536:
        return b"%c\x7e%b%b" % (TEXT, length.to_bytes(2, "big"), payload)
    return b"%c\x7f%b%b" % (TEXT, length.to_bytes(8, "big"), payload)
