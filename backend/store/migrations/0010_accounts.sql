-- Accounts and sessions: ordinary tables, never events, since secrets must be able to vanish. Run before a deploy.

create table account (
    login text primary key check (login = lower(login)),
    official uuid not null unique,
    password text,                           -- argon2id as a PHC string; null: no sign-in with a password
    changed_at timestamptz not null default now()
);

create table session (
    id uuid primary key,
    official uuid not null,
    generation int not null default 0,       -- of the refresh token that may be used next
    attempt uuid,                            -- the client's name for the exchange that gave it, to repeat a lost answer
    created_at timestamptz not null,
    expires_at timestamptz not null,         -- moves with each refresh
    access_until timestamptz not null,       -- end of its newest access token
    revoked_at timestamptz,
    reason text                              -- signed-out, reused, password-changed, left
);
create index session_official on session (official) where revoked_at is null;
create index session_revoked on session (access_until) where revoked_at is not null;
create index session_expires on session (expires_at);

create table sign_in_attempts (
    subject bytea primary key,               -- SHA-256 of "login:..." or "address:..."
    count int not null,
    since timestamptz not null
);
create index sign_in_attempts_since on sign_in_attempts (since);
