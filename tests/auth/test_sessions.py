"""Signing in, refreshing, signing out: what ends a session, and what does not."""

from __future__ import annotations

import asyncio
from uuid import uuid4

import asyncpg
import pytest

from backend.auth.accounts import Account, Accounts
from backend.auth.revocations import Revocations
from backend.auth.sessions import Sessions
from backend.auth.tokens import Tokens
from domain.kernel import Rejection
from realtime.principal import Refused
from tests.auth.conftest import PASSWORD, Clock

HOME = "192.0.2.1"


async def refused(code: str, call: object) -> Rejection:
    with pytest.raises(Rejection) as caught:
        await call  # type: ignore[misc]
    assert caught.value.code == code
    return caught.value


async def test_the_password_opens_a_session_whose_token_names_the_official(
    sessions: Sessions, tokens: Tokens, lan: Account, clock: Clock
) -> None:
    signed = await sessions.sign_in("  LAN ", PASSWORD, HOME)
    principal = tokens.verify(signed.access)
    assert (principal.official, principal.session) == (lan.official, signed.session)
    assert principal.expires == clock().timestamp() + 600


async def test_wrong_password_and_unknown_login_get_the_same_answer(sessions: Sessions, lan: Account) -> None:
    wrong = await refused("session.wrong-login", sessions.sign_in("lan", "wrong password", HOME))
    unknown = await refused("session.wrong-login", sessions.sign_in("nobody", PASSWORD, HOME))
    assert wrong.params == unknown.params == {}


async def test_an_access_token_ends_by_itself(
    sessions: Sessions, tokens: Tokens, lan: Account, clock: Clock
) -> None:
    signed = await sessions.sign_in("lan", PASSWORD, HOME)
    clock.advance(seconds=599)
    tokens.verify(signed.access)
    clock.advance(seconds=1)
    with pytest.raises(Refused, match="expired"):
        tokens.verify(signed.access)


async def test_each_refresh_token_works_once_and_a_second_use_ends_the_session(
    sessions: Sessions, revocations: Revocations, lan: Account
) -> None:
    first = await sessions.sign_in("lan", PASSWORD, HOME)
    second = await sessions.refresh(first.refresh)
    assert second.refresh != first.refresh
    await refused("session.reused", sessions.refresh(first.refresh))
    await refused("session.over", sessions.refresh(second.refresh))
    await revocations.read()
    with pytest.raises(Refused, match="ended"):
        revocations.verify(second.access)
    assert await revocations.among([first.session, uuid4()]) == {first.session}


async def test_reuse_in_one_session_leaves_the_persons_other_sessions(
    sessions: Sessions, lan: Account
) -> None:
    stolen, other = [await sessions.sign_in("lan", PASSWORD, HOME) for _ in range(2)]
    await sessions.refresh(stolen.refresh)
    await refused("session.reused", sessions.refresh(stolen.refresh))
    assert (await sessions.refresh(other.refresh)).official == lan.official


async def test_of_two_refreshes_at_once_one_wins_and_the_session_ends(
    sessions: Sessions, lan: Account
) -> None:
    first = await sessions.sign_in("lan", PASSWORD, HOME)
    results = await asyncio.gather(
        *(sessions.refresh(first.refresh) for _ in range(2)), return_exceptions=True
    )
    refusals = [result.code for result in results if isinstance(result, Rejection)]
    assert refusals == ["session.reused"]


async def test_a_lost_answer_can_be_asked_for_again_by_the_same_attempt(
    sessions: Sessions, lan: Account
) -> None:
    first = await sessions.sign_in("lan", PASSWORD, HOME)
    attempt = uuid4()
    second = await sessions.refresh(first.refresh, attempt)
    again = await sessions.refresh(first.refresh, attempt)
    assert again.refresh == second.refresh
    third = await sessions.refresh(again.refresh, attempt)
    assert third.refresh != second.refresh


async def test_an_attempt_of_an_older_exchange_is_reuse(sessions: Sessions, lan: Account) -> None:
    first = await sessions.sign_in("lan", PASSWORD, HOME)
    attempt = uuid4()
    second = await sessions.refresh(first.refresh, attempt)
    await sessions.refresh(second.refresh, uuid4())
    await refused("session.reused", sessions.refresh(first.refresh, attempt))


async def test_a_session_lives_as_long_as_it_is_used(sessions: Sessions, lan: Account, clock: Clock) -> None:
    signed = await sessions.sign_in("lan", PASSWORD, HOME)
    for _ in range(3):
        clock.advance(days=29)
        signed = await sessions.refresh(signed.refresh)
    clock.advance(days=30)
    await refused("session.over", sessions.refresh(signed.refresh))


@pytest.mark.parametrize("token", ["", "cvr_", "cvr_AAAA", "x" * 300, "cvr_" + "A" * 70, "cvr_ế"])
async def test_what_is_no_refresh_token_is_refused(sessions: Sessions, token: str) -> None:
    await refused("session.over", sessions.refresh(token))


async def test_a_refresh_token_cannot_be_altered_to_name_another_generation(
    sessions: Sessions, lan: Account
) -> None:
    token = (await sessions.sign_in("lan", PASSWORD, HOME)).refresh
    for at in range(4, len(token) - 1, 7):
        other = token[:at] + ("A" if token[at] != "A" else "B") + token[at + 1 :]
        await refused("session.over", sessions.refresh(other))
    assert (await sessions.refresh(token)).official == lan.official


async def test_an_official_who_left_can_neither_sign_in_nor_refresh(
    sessions: Sessions, lan: Account, pool: asyncpg.Pool
) -> None:
    signed = await sessions.sign_in("lan", PASSWORD, HOME)
    insert = (
        "INSERT INTO access (subject, kind, position, fact) VALUES ($1, 'official', 1, '{\"active\": false}')"
    )
    await pool.execute(insert, lan.official)
    await refused("session.wrong-login", sessions.sign_in("lan", PASSWORD, HOME))
    await refused("session.over", sessions.refresh(signed.refresh))


async def test_a_login_must_wait_after_too_many_failures_whatever_the_address(
    sessions: Sessions, lan: Account, clock: Clock
) -> None:
    for number in range(3):
        await refused("session.wrong-login", sessions.sign_in("lan", "guess number", f"192.0.2.{number}"))
    clock.advance(minutes=5)
    told = await refused("session.too-many-attempts", sessions.sign_in("lan", PASSWORD, HOME))
    assert told.params == {"seconds": 600}
    clock.advance(minutes=10)
    await sessions.sign_in("lan", PASSWORD, HOME)


async def test_an_address_must_wait_after_failures_of_many_logins(sessions: Sessions, lan: Account) -> None:
    for number in range(5):
        await refused("session.wrong-login", sessions.sign_in(f"guess{number}", "guess number", HOME))
    await refused("session.too-many-attempts", sessions.sign_in("lan", PASSWORD, HOME))
    await sessions.sign_in("lan", PASSWORD, "192.0.2.99")


async def test_success_gives_the_attempts_back(sessions: Sessions, lan: Account) -> None:
    for _ in range(4):
        await refused("session.wrong-login", sessions.sign_in("lan", "guess number", HOME))
        await sessions.sign_in("lan", PASSWORD, HOME)


async def test_many_tries_at_once_are_all_counted(sessions: Sessions, lan: Account) -> None:
    tries = [sessions.sign_in("lan", "guess number", f"198.51.100.{number}") for number in range(8)]
    codes = [error.code for error in await asyncio.gather(*tries, return_exceptions=True)]  # type: ignore[union-attr]
    assert sorted(codes) == ["session.too-many-attempts"] * 5 + ["session.wrong-login"] * 3


async def test_signing_out_is_told_to_all_who_listen(
    sessions: Sessions, lan: Account, pool: asyncpg.Pool
) -> None:
    heard: asyncio.Queue[str] = asyncio.Queue()
    signed = await sessions.sign_in("lan", PASSWORD, HOME)
    async with pool.acquire() as connection:
        await connection.add_listener("congvu_sessions", lambda *told: heard.put_nowait(told[3]))
        await sessions.sign_out(signed.session)
        async with asyncio.timeout(5):
            assert await heard.get() == str(signed.session)
        await connection.reset()


async def test_a_new_password_replaces_the_old(sessions: Sessions, accounts: Accounts, lan: Account) -> None:
    await accounts.set_password("lan", "một mật khẩu khác")
    await refused("session.wrong-login", sessions.sign_in("lan", PASSWORD, HOME))
    assert (await sessions.sign_in("lan", "một mật khẩu khác", HOME)).official == lan.official
    await refused("password.length", accounts.set_password("lan", "short"))
    await refused("account.unknown", accounts.set_password("nobody", "long enough"))


async def test_a_login_belongs_to_one_official(accounts: Accounts, lan: Account) -> None:
    await refused("account.login-taken", accounts.add([Account("Lan", uuid4())]))
    await accounts.add([Account("lan.nt", lan.official)])
    assert await accounts.find("lan") is None
    renamed = await accounts.find("lan.nt")
    assert renamed is not None
    assert renamed.password == lan.password


async def test_what_no_token_needs_any_more_is_swept(
    sessions: Sessions, lan: Account, pool: asyncpg.Pool, clock: Clock
) -> None:
    ended, kept = [await sessions.sign_in("lan", PASSWORD, HOME) for _ in range(2)]
    await sessions.sign_out(ended.session)
    clock.advance(days=2)
    await sessions.sweep()
    assert [row["id"] for row in await pool.fetch("SELECT id FROM session")] == [kept.session]
    assert await pool.fetchval("SELECT count(*) FROM sign_in_attempts") == 0


async def test_a_sweep_that_lost_the_database_is_made_up_for_at_once(
    sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    sweep, swept = sessions.sweep, asyncio.Event()
    lost = [ConnectionResetError(), asyncpg.InterfaceError("closed")]

    async def unsteady() -> None:
        if lost:
            raise lost.pop()
        await sweep()
        swept.set()

    monkeypatch.setattr(sessions, "sweep", unsteady)
    keeping = asyncio.create_task(sessions.keep_swept())
    try:
        await asyncio.wait_for(swept.wait(), 20)
    finally:
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)
