-- Moments at which the platform itself has something to do: they follow from the rows, at any time anew. Run before a deploy.
create table timer (
    collection text collate "C" not null,    -- of the row that it follows
    subject uuid not null,
    due timestamptz not null,                -- year 9999: never, as things are
    primary key (subject, collection)
);
create index timer_due on timer (due);

create table timer_position (
    single boolean primary key default true check (single),
    position bigint not null default 0,      -- up to which the rows are followed
    sweep uuid                               -- all are reckoned anew, and those up to this subject are; null: not now
);
insert into timer_position default values;
