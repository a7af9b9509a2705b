-- What is never in the log: how far people have read, and what their devices look at. Run before a deploy.

-- Read up to this number in a conversation, or this order of a notice; it only ever grows.
create table read_position (
    official uuid not null,
    channel uuid not null,                   -- id of the channel, task, directive or notice
    number bigint not null,
    changed timestamptz not null default now(),
    primary key (official, channel)
);
create index read_position_changed on read_position (official, changed);

-- A device in the foreground and what it shows: it needs no push about that.
create unlogged table device_sight (
    device uuid primary key,
    official uuid not null,
    looking boolean not null,
    subjects uuid[] not null,
    at timestamptz not null default now()
);
