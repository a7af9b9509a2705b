-- Notices of messages: what is taken back, or heard no longer, is not sent any more. Run before a deploy.
alter table push_outbox add column message uuid;
alter table push_outbox drop constraint push_outbox_outcome_check;
alter table push_outbox add constraint push_outbox_outcome_check check (
    outcome in ('delivered', 'gone', 'unfit', 'expired', 'replaced', 'seen', 'session-over', 'withdrawn')
);
create index push_outbox_message on push_outbox (message) where done_at is null and message is not null;
create index push_outbox_official on push_outbox (official) where done_at is null and message is not null;
