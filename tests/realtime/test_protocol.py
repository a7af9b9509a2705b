"""Frames as text: what is read, what is refused and with which reason, what is written."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest

from realtime import protocol
from realtime.protocol import Bad, decode, encode

ID = UUID("0192f0c1-2a3b-7c4d-8e5f-60718293a4b5")

GOOD = {
    '{"t":"ping"}': protocol.Ping(),
    '{"t":"auth","token":"abc","later":1}': protocol.Auth("abc"),
    '{"t":"open","scopes":["below:1","desk:2"]}': protocol.Open(["below:1", "desk:2"]),
    '{"t":"close","scopes":[]}': protocol.Close([]),
    f'{{"t":"hello","v":1,"token":"abc","device":"{ID}","schema":7,"cursor":null,"open":[],'
    '"clock":"2026-03-01T08:00:00+07:00"}': protocol.Hello(
        v=1, token="abc", device=ID, schema=7, clock=datetime(2026, 3, 1, 1, tzinfo=UTC)
    ),
    f'{{"t":"hello","v":1,"token":"abc","device":"{ID}","reads":"2026"}}': protocol.Hello(
        v=1, token="abc", device=ID, reads="2026"
    ),
    f'{{"t":"read","reads":[["{ID}",7]]}}': protocol.Read([(ID, 7)]),
    f'{{"t":"watch","people":["{ID}"]}}': protocol.Watch([ID]),
    f'{{"t":"sight","looking":true,"subjects":["{ID}"]}}': protocol.Sight(True, [ID]),
    '{"t":"sight","looking":false}': protocol.Sight(False),
}

MANY = ",".join([f'"{ID}"'] * 201)
READS = ",".join([f'["{ID}",1]'] * 65)

BAD = {
    "": "not JSON",
    "{": "not JSON",
    '{"t":"ping"}}': "not JSON",
    "[]": "Expected `object`",
    "{}": "missing required field `t`",
    '{"t":"dance"}': "`$.t`",
    '{"t":7}': "`$.t`",
    '{"t":"hello"}': "missing required field `v`",
    '{"t":"hello","v":1}': "missing required field `token`",
    '{"t":"hello","v":1,"token":""}': "`$.token`",
    '{"t":"hello","v":1,"token":"x"}': "missing required field `device`",
    '{"t":"hello","v":1,"token":"x","device":"phone"}': "`$.device`",
    f'{{"t":"hello","v":"1","token":"x","device":"{ID}"}}': "`$.v`",
    f'{{"t":"hello","v":1,"token":"x","device":"{ID}","cursor":5}}': "`$.cursor`",
    f'{{"t":"hello","v":1,"token":"x","device":"{ID}","clock":"2026-03-01T08:00:00"}}': "`$.clock`",
    f'{{"t":"hello","v":1,"token":"x","device":"{ID}","open":[1]}}': "`$.open[0]`",
    f'{{"t":"hello","v":1,"token":"x","device":"{ID}","language":"fr"}}': "`$.language`",
    '{"t":"command"}': "missing required field `id`",
    '{"t":"command","id":"1"}': "`$.id`",
    f'{{"t":"command","id":"{ID}","seq":0}}': "`$.seq`",
    f'{{"t":"command","id":"{ID}","seq":1,"name":""}}': "`$.name`",
    f'{{"t":"command","id":"{ID}","seq":1,"name":"task.open"}}': "missing required field `args`",
    f'{{"t":"command","id":"{ID}","seq":1,"name":"x","args":{{}},"as":{{"post":"me"}}}}': "`$.as.post`",
    f'{{"t":"command","id":"{ID}","seq":1,"name":"x","args":{{}},"at":"today"}}': "`$.at`",
    '{"t":"open"}': "missing required field `scopes`",
    '{"t":"open","scopes":"all"}': "`$.scopes`",
    '{"t":"close","scopes":[""]}': "`$.scopes[0]`",
    '{"t":"ephemeral","scope":"all","kind":"shout"}': "`$.kind`",
    '{"t":"ephemeral","kind":"typing"}': "missing required field `scope`",
    '{"t":"ephemeral","kind":"typing","scope":"all"}': "missing required field `data`",
    '{"t":"ephemeral","kind":"presence","scope":"all","data":{}}': "`$.kind`",
    f'{{"t":"hello","v":1,"token":"x","device":"{ID}","reads":"{"x" * 65}"}}': "`$.reads`",
    '{"t":"read"}': "missing required field `reads`",
    f'{{"t":"read","reads":[["{ID}"]]}}': "`$.reads[0]`",
    f'{{"t":"read","reads":[["{ID}",-1]]}}': "`$.reads[0][1]`",
    f'{{"t":"read","reads":[["{ID}",{2**53 + 1}]]}}': "`$.reads[0][1]`",
    f'{{"t":"read","reads":[["{ID}",1.5]]}}': "`$.reads[0][1]`",
    '{"t":"read","reads":[["x",1]]}': "`$.reads[0][0]`",
    f'{{"t":"read","reads":[{READS}]}}': "`$.reads`",
    '{"t":"watch"}': "missing required field `people`",
    '{"t":"watch","people":["x"]}': "`$.people[0]`",
    f'{{"t":"watch","people":[{MANY}]}}': "`$.people`",
    '{"t":"sight"}': "missing required field `looking`",
    '{"t":"sight","looking":1}': "`$.looking`",
    f'{{"t":"sight","looking":true,"subjects":[{",".join([MANY[:38]] * 9)}]}}': "`$.subjects`",
    '{"t":"auth"}': "missing required field `token`",
    '{"t":"welcome"}': "`$.t`",
}


@pytest.mark.parametrize("text", GOOD)
def test_reads(text: str) -> None:
    assert decode(text) == GOOD[text]


@pytest.mark.parametrize("text", BAD)
def test_refuses_and_names_the_field(text: str) -> None:
    with pytest.raises(Bad) as refused:
        decode(text)
    assert BAD[text] in refused.value.reason
    assert refused.value.code == 4400


def test_refuses_binary() -> None:
    with pytest.raises(Bad, match="binary"):
        decode(b'{"t":"ping"}')


def test_reads_a_command_with_its_arguments_untouched() -> None:
    frame = decode(
        f'{{"t":"command","id":"{ID}","seq":3,"at":"2026-03-01T01:00:00Z","name":"task.open",'
        f'"as":{{"post":"{ID}","behalfOf":null,"basis":"deputy"}},"args":{{"task": 1.0}}}}'
    )
    assert isinstance(frame, protocol.Command)
    assert bytes(frame.args) == b'{"task": 1.0}'
    assert frame.acting == protocol.ActingAs(ID, None, "deputy")


WRITTEN = {
    '{"t":"begin","to":130,"reset":[],"added":["all"],"dropped":[]}': protocol.Begin(130, added=["all"]),
    '{"t":"end","cursor":"c"}': protocol.End("c"),
    '{"t":"lag"}': protocol.Lag(),
    '{"t":"pong","head":130}': protocol.Pong(130),
    f'{{"t":"result","id":"{ID}","seq":1,"position":131}}': protocol.Result(ID, 1, 131),
    f'{{"t":"result","id":"{ID}","seq":1,"retry":true}}': protocol.Result(ID, 1, retry=True),
    '{"t":"bye","code":4503,"reason":"later","retryAfter":3.2}': protocol.Bye(4503, "later", 3.2),
    f'{{"t":"reads","reads":[["{ID}",7]]}}': protocol.Reads([(ID, 7)]),
    f'{{"t":"reads","reads":[["{ID}",7]],"stamp":"s"}}': protocol.Reads([(ID, 7)], "s"),
    f'{{"t":"presence","people":[["{ID}","online",null]]}}': protocol.Presence([(ID, "online", None)]),
    f'{{"t":"presence","people":[["{ID}","offline","2026-03-01T01:00:00Z"]]}}': protocol.Presence(
        [(ID, "offline", datetime(2026, 3, 1, 1, tzinfo=UTC))]
    ),
    '{"t":"bye","code":4401,"reason":"token"}': protocol.Bye(4401, "token"),
}


@pytest.mark.parametrize("text", WRITTEN)
def test_writes(text: str) -> None:
    assert encode(WRITTEN[text]).decode() == text


def test_writes_rows() -> None:
    live = protocol.row("task", ID, 129, ["post:1"], b'{"title":"x"}')
    gone = protocol.row("task", ID, 129, ["desk:1"], None)
    assert protocol.rows([live, gone]).decode() == (
        f'{{"t":"rows","rows":[["task","{ID}",129,["post:1"],{{"title":"x"}}],'
        f'["task","{ID}",129,["desk:1"],null]]}}'
    )
