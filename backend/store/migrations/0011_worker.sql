-- The worker that draws what follows from events: how far it is, and what it had to set aside. Run before a deploy.

create table worker_position (
    single boolean primary key default true check (single),
    position bigint not null default 0
);
insert into worker_position default values;

-- A policy that failed on an event, or a consequence that was refused: for a person to look at.
create table worker_parked (
    position bigint not null,
    policy text not null,
    command uuid not null,                   -- of the refused consequence; all zeros: the policy itself failed
    name text not null default '',           -- of that command
    problem text not null,                   -- the refusal's code, or the error's type
    parked_at timestamptz not null default now(),
    primary key (position, policy, command)
);
