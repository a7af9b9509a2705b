-- The address under which a calendar program fetches somebody's deadlines. Run before a deploy.
create table calendar_feed (
    official uuid primary key,
    secret bytea not null unique,       -- SHA-256 of what the address holds; nobody can read it again
    hidden boolean not null,            -- no titles leave, only that there is something
    assigned boolean not null,          -- also what one's seats assigned
    created_at timestamptz not null
);
