-- How far the planner of notices has told what the rows show. Run before a deploy.
create table planner_position (
    one bool primary key default true check (one),
    position bigint not null
);

-- The days of which an official was sent the digest.
create table digest_sent (
    official uuid not null,
    day date not null,
    primary key (official, day)
);
