-- The log and what is written in the transaction of its events. Run before a deploy.

-- Columns, primary key and unique index are those of the eventsourcing library's PostgreSQL recorder, so that it can
-- read; positions are given by congvu_append alone, so notification_id has no default.
create table congvu_events (
    originator_id uuid not null,
    originator_version bigint not null,
    topic text not null,
    state bytea not null,
    notification_id bigint not null,
    metadata jsonb not null default '{}',
    recorded_at timestamptz not null default now(),
    primary key (originator_id, originator_version)
) with (
    autovacuum_vacuum_threshold = 100000000,
    autovacuum_vacuum_scale_factor = 0.5,
    autovacuum_analyze_threshold = 1000,
    autovacuum_analyze_scale_factor = 0.01
);
create unique index congvu_events_notification_id_idx on congvu_events (notification_id asc);

-- The answer to each command: a position, a refusal, or neither (nothing was left to do).
create table command_results (
    official uuid not null,
    command uuid not null,
    hash bytea not null,
    position bigint,
    rejection text,
    recorded_at timestamptz not null default now(),
    primary key (official, command)
);
create index command_results_recorded_at_idx on command_results using brin (recorded_at);

-- Values that only one subject may hold (an e-mail address, a unit's code).
create table claims (
    kind text not null,
    value text not null,
    subject uuid not null,
    primary key (kind, value)
);

-- What decisions need to know, by subject; a subject's access version is its highest position.
create table access (
    subject uuid not null,
    kind text not null,
    position bigint not null,
    fact json not null,
    primary key (subject, kind)
);
create index access_position_idx on access (position);

-- Keys of the people whose fields are sealed, wrapped by the master key; no key any more: erased.
create table subject_keys (
    subject uuid primary key,
    key bytea,
    created_at timestamptz not null default now(),
    erased_at timestamptz
);

create table store_meta (
    single boolean primary key default true check (single),
    epoch uuid not null default gen_random_uuid()
);
insert into store_meta default values;
