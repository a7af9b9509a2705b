-- Files on their way: what officials are putting here, piece by piece. Run before a deploy.

create table upload (
    id uuid primary key,                     -- and of the file to be
    official uuid not null,
    length bigint not null check (length > 0),
    received bigint not null default 0,
    pieces int not null default 0,
    metadata text not null,                  -- Upload-Metadata as it was given, until it has ended: never in a log
    state text not null default 'receiving' check (state in ('receiving', 'stored', 'refused')),
    found jsonb,                             -- what it turned out to be, once it was whole: arguments of file.store
    refusal jsonb,                           -- {code, params}
    expires_at timestamptz not null
) with (fillfactor = 80);
create index upload_official on upload (official) where state = 'receiving';
create index upload_expires on upload (expires_at);

-- The objects that hold what has come so far.
create table upload_piece (
    upload uuid not null references upload on delete cascade,
    start bigint not null,
    size bigint not null,
    name text not null,
    primary key (upload, start)
);
