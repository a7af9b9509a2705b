-- Push: which devices take notices, and what is on its way to them. Run before a deploy.

-- Where a device is reached, one row for each official, device and kind. What was removed stays for a while, to be told.
create table push_target (
    id bigint generated always as identity primary key,
    official uuid not null,
    device uuid not null,                    -- the device's own id, as in its hello to the gateway
    kind text not null check (kind in ('webpush', 'fcm')),
    session uuid not null,                   -- of the sign-in that registered it: once that is over, nothing is sent
    form text not null check (form in ('subscription', 'token', 'fid')),
    address jsonb not null,                  -- {endpoint, keys} of a subscription, {value} of a token: never in a log
    digest bytea not null,                   -- SHA-256 of the endpoint or token
    key text,                                -- VAPID public key that the subscription was made for
    language text not null check (language in ('vi', 'en')),
    content_hidden boolean not null default false,
    label text not null,                     -- "Chrome · Android"
    created_at timestamptz not null default now(),
    last_success_at timestamptz,             -- a provider took a notice for it
    last_failure_at timestamptz,
    failure text,                            -- of the last failure: again, refused, unfit, gone
    failure_code text,                       -- "410", "UNREGISTERED", "timeout"
    failing_since timestamptz,               -- of the failures after the last success
    refused int not null default 0,          -- times that the provider refused us since then
    held_until timestamptz,                  -- the provider wants nothing for it before this
    removed_at timestamptz,
    removal text,                            -- gone, taken-over, session-over
    unique (official, device, kind)
) with (fillfactor = 80);
-- A browser has one address: whoever signed in there last gets its notices, and nobody else.
create unique index push_target_digest on push_target (digest) where removed_at is null;
create index push_target_session on push_target (session);
create index push_target_failing on push_target (kind, failing_since) where failing_since is not null and removed_at is null;

-- Targets that notices are sent to.
create view push_live as
select t.* from push_target t join session s on s.id = t.session
where t.removed_at is null and s.revoked_at is null and s.expires_at > now();

create table push_outbox (
    id bigint generated always as identity primary key,
    official uuid not null,
    target bigint not null references push_target on delete cascade,
    kind text not null,                      -- of the target: each provider has a queue of its own
    tag text not null,                       -- collapse key: a device shows the newest notice of a tag, once
    subject uuid,                            -- what it is about: not sent to a device that is looking at it
    urgent boolean not null default false,
    content_hidden boolean not null default false, -- on all devices, as their owner wishes
    payload jsonb not null,                  -- {title, body, url, kind, actions, badge}: never in a log
    created_at timestamptz not null default now(),
    not_before timestamptz not null default now(),
    expires_at timestamptz not null,
    due_at timestamptz not null default now(), -- of the next attempt; while one is under way: when its lease ends
    attempts int not null default 0,
    last_error text,                         -- code of the last failed attempt
    done_at timestamptz,
    outcome text check (outcome in ('delivered', 'gone', 'unfit', 'expired', 'replaced', 'seen', 'session-over'))
);
create index push_outbox_due on push_outbox (kind, urgent desc, due_at) where done_at is null;
create index push_outbox_tag on push_outbox (target, tag, id);
create index push_outbox_done on push_outbox (done_at) where done_at is not null;

-- How many attempts ended how, for ever.
create table push_count (
    kind text not null,
    outcome text not null,
    code text not null,
    n bigint not null,
    primary key (kind, outcome, code)
);
