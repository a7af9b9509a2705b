"""Notes between gateways: they fit into what carries them, and come out as they went in."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import msgspec

from realtime.exchange import (
    MOST,
    PAYLOAD,
    Alive,
    AnyNote,
    Fresh,
    Gone,
    Kept,
    There,
    Typed,
    Unwanted,
    Wanted,
    pack,
    unpack,
)
from tests.realtime.world import uid

GATE, AN = uid("gate"), uid("an")
NOW = datetime(2026, 3, 1, 1, 2, 3, 456_789, tzinfo=UTC)
TYPED = Typed(f"channel:{AN}", AN, "typing", msgspec.Raw(b'{"in":"' + b"x" * 2_000 + b'"}'))
LARGEST: list[AnyNote] = [
    Wanted([AN] * MOST),
    Unwanted([AN] * MOST),
    There([(AN, "offline", NOW)] * MOST),
    Kept([(AN, AN, 2**53)] * MOST),
    TYPED,
]


def test_every_note_comes_out_as_it_went_in() -> None:
    notes = [Fresh(), Alive(), Gone(), *LARGEST]
    found = [unpack(payload.decode()) for payload in pack(GATE, 0, notes)]
    assert {gateway for gateway, _ in found} == {GATE}
    told = [note for _, some in found for note in some]
    assert [msgspec.json.encode(note) for note in told] == [msgspec.json.encode(note) for note in notes]


def test_notes_travel_together_and_in_order_within_what_a_payload_holds() -> None:
    notes: list[AnyNote] = [Wanted([UUID(int=number)]) for number in range(1_000)] + LARGEST
    payloads = list(pack(GATE, 0, notes))
    assert max(map(len, payloads)) <= PAYLOAD
    assert len(payloads) < 20
    told = [note for payload in payloads for note in unpack(payload.decode())[1]]
    assert told[:1_000] == notes[:1_000]


def test_notes_of_a_newer_gateway_are_passed_over() -> None:
    payload = f'["{GATE}",0,[["alive"],["later",1],["wanted",["x"]],["gone",7]]]'
    assert unpack(payload) == (GATE, [Alive(), Gone()])


def test_no_two_payloads_are_alike() -> None:
    wanted = Wanted([AN] * MOST)
    payloads = list(pack(GATE, 10**15, [wanted] * 20))
    assert len(set(payloads)) == len(payloads) > 1
    assert max(map(len, payloads)) <= PAYLOAD


def test_nothing_is_nothing() -> None:
    assert list(pack(GATE, 0, [])) == []
