-- congvu_append: the only writer of the log. Applied again whenever this text changes.
--
-- Takes a batch of items (commands), each with its events, and answers in rows:
--   item 0: position = head before the batch; then one row for each probe that found an item's ground moved:
--   item, reason: repeated (position, rejection, hash: the stored answer) | version | access | claim | key, and detail.
-- An item with such a row changed nothing; all others are stored, numbered without gaps in the order given.
--
-- i_ items, upto: number of their last event in the batch, null without events    e_ events, by item
-- d_ subjects whose rights a decision rests on, seen as they stood at a position    a_ access rows
-- rest: what most batches do not have, null if nothing:
--   {streams: [{item, stream, next}]     decided on without events here, and the version expected to be next
--    refusals: [{item, official, command, text}], claims: [{item, kind, value, subject, release}],
--    keys: [{item, subject, key: hex}], erased: [{item, subject}]}
--
-- `select unnest(a), unnest(b)` walks arrays in step without storing them first, as `from unnest(a, b)` does.
drop function if exists congvu_append;
create function congvu_append(
    i_official uuid[], i_command uuid[], i_hash bytea[], i_upto int[],
    e_item int[], e_stream uuid[], e_version bigint[], e_topic text[], e_state bytea[], e_metadata jsonb[],
    d_item int[], d_subject uuid[], d_seen bigint[],
    a_item int[], a_subject uuid[], a_kind text[], a_fact json[],
    rest json
) returns table (item int, reason text, detail text, "position" bigint, rejection text, hash bytea)
language plpgsql as $$
#variable_conflict use_column
declare
    previous bigint;
    bad int[];
    why text[];
    what text[];
    ends int[];
    total int;
begin
    -- Released after the commit became visible, so whoever holds it sees every event before its own. A statement
    -- of its own: the next one must look at what the last holder left.
    perform pg_advisory_xact_lock(4848213701001);

    select (select max(notification_id) from congvu_events),
        array_agg(found.item), array_agg(found.reason), array_agg(found.detail)
    into previous, bad, why, what
    from (
        select i.item, 'repeated' as reason, null as detail
        from (
            select generate_series(1, cardinality(i_command)) as item,
                unnest(i_official) as official, unnest(i_command) as command
        ) as i
        join command_results r on r.official = i.official and r.command = i.command
        union all
        select s.item, 'version', s.stream::text
        from (select unnest(e_item) as item, unnest(e_stream) as stream, unnest(e_version) as next) as s
        join congvu_events e on e.originator_id = s.stream and e.originator_version = s.next
        union all
        -- The few rows that changed since the oldest look, rather than one row for each decision.
        select d.item, 'access', d.subject::text
        from (
            select a.subject, a.position from access a
            where a.position > (select min(seen) from unnest(d_seen) as seen) offset 0
        ) as a
        join unnest(d_item, d_subject, d_seen) as d (item, subject, seen)
            on d.subject = a.subject and a.position > d.seen
    ) as found;
    previous := coalesce(previous, 0);
    if rest is not null then
        select bad || array_agg(found.item), why || array_agg(found.reason), what || array_agg(found.detail)
        into bad, why, what
        from (
            select s.item, 'version' as reason, s.stream::text as detail
            from json_to_recordset(rest->'streams') as s (item int, stream uuid, next bigint)
            join congvu_events e on e.originator_id = s.stream and e.originator_version = s.next
            union all
            select u.item, 'claim', u.kind
            from json_to_recordset(rest->'claims')
                as u (item int, kind text, value text, subject uuid, release boolean)
            join claims c on c.kind = u.kind and c.value = u.value
            where not u.release and c.subject <> u.subject
            union all
            select k.item, 'key', k.subject::text
            from json_to_recordset(rest->'keys') as k (item int, subject uuid)
            join subject_keys known on known.subject = k.subject
        ) as found;
    end if;
    return query select 0, null::text, null::text, previous, null::text, null::bytea;
    ends := i_upto;
    if bad is null then
        bad := '{}';
    else
        return query
        select f.item, f.reason, f.detail, r.position, r.rejection, r.hash
        from unnest(bad, why, what) as f (item, reason, detail)
        left join command_results r
            on f.reason = 'repeated' and r.official = i_official[f.item] and r.command = i_command[f.item];
        -- Go on with what is left, and number that.
        ends := array(
            select case when c.upto is not null
                then sum(case when c.item = any (bad) then 0 else c.events end) over (order by c.item) end
            from (
                select i.item, i.upto, i.upto - coalesce(
                    max(i.upto) over (order by i.item rows between unbounded preceding and 1 preceding), 0) as events
                from unnest(i_upto) with ordinality as i (upto, item)
            ) as c
            order by c.item);
        select array_agg(e.stream order by e.ord), array_agg(e.version order by e.ord),
            array_agg(e.topic order by e.ord), array_agg(e.state order by e.ord),
            array_agg(e.metadata order by e.ord)
        into e_stream, e_version, e_topic, e_state, e_metadata
        from unnest(e_item, e_stream, e_version, e_topic, e_state, e_metadata)
            with ordinality as e (item, stream, version, topic, state, metadata, ord)
        where e.item <> all (bad);
        select array_agg(a.item order by a.ord), array_agg(a.subject order by a.ord),
            array_agg(a.kind order by a.ord), array_agg(a.fact order by a.ord)
        into a_item, a_subject, a_kind, a_fact
        from unnest(a_item, a_subject, a_kind, a_fact) with ordinality as a (item, subject, kind, fact, ord)
        where a.item <> all (bad);
        select array_agg(i.official order by i.item), array_agg(i.command order by i.item),
            array_agg(i.hash order by i.item), array_agg(i.upto order by i.item)
        into i_official, i_command, i_hash, i_upto
        from unnest(i_official, i_command, i_hash, ends)
            with ordinality as i (official, command, hash, upto, item)
        where i.item <> all (bad);
    end if;
    total := coalesce(cardinality(e_stream), 0);

    with stored as (
        insert into congvu_events (originator_id, originator_version, topic, state, notification_id, metadata)
        select unnest(e_stream), unnest(e_version), unnest(e_topic), unnest(e_state),
            generate_series(previous + 1, previous + total), unnest(e_metadata)
    )
    insert into command_results (official, command, hash, position)
    select unnest(i_official), unnest(i_command), unnest(i_hash), previous + unnest(i_upto);

    if cardinality(a_item) > 0 then
        insert into access as known (subject, kind, position, fact)
        select distinct on (a.subject, a.kind) a.subject, a.kind, previous + ends[a.item], a.fact
        from unnest(a_item, a_subject, a_kind, a_fact) with ordinality as a (item, subject, kind, fact, ord)
        order by a.subject, a.kind, a.ord desc
        on conflict (subject, kind) do update set position = excluded.position, fact = excluded.fact;
    end if;
    if rest is not null then
        perform congvu_append_rest(rest, bad);
    end if;
end
$$;

-- What most batches do not have, after the probes: refusals, unique values, keys, erasures.
create or replace function congvu_append_rest(rest json, bad int[]) returns void language plpgsql as $$
begin
    update command_results c set rejection = r.text
    from json_to_recordset(rest->'refusals') as r (item int, official uuid, command uuid, text text)
    where r.item <> all (bad) and c.official = r.official and c.command = r.command;

    delete from claims c
    using json_to_recordset(rest->'claims') as u (item int, kind text, value text, subject uuid, release boolean)
    where u.release and u.item <> all (bad)
        and c.kind = u.kind and c.value = u.value and c.subject = u.subject;
    insert into claims (kind, value, subject)
    select u.kind, u.value, u.subject
    from json_to_recordset(rest->'claims') as u (item int, kind text, value text, subject uuid, release boolean)
    where not u.release and u.item <> all (bad)
    on conflict do nothing;

    insert into subject_keys (subject, key)
    select k.subject, decode(k.key, 'hex')
    from json_to_recordset(rest->'keys') as k (item int, subject uuid, key text)
    where k.item <> all (bad);

    insert into subject_keys (subject, erased_at)
    select distinct x.subject, now() from json_to_recordset(rest->'erased') as x (item int, subject uuid)
    where x.item <> all (bad)
    on conflict (subject) do update set key = null, erased_at = now();
    perform pg_notify('congvu_erased', x.subject::text)
    from json_to_recordset(rest->'erased') as x (item int, subject uuid) where x.item <> all (bad);
end
$$;
