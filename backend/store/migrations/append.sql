-- congvu_append: the only writer of the log. Applied again whenever this text changes.
--
-- Takes a batch of items (commands), each with its events, and answers in rows:
--   item 0: position = head before the batch; then one row for each probe that found an item's ground moved:
--   item, reason: repeated (position, rejection, hash: the stored answer) | version | access | claim | key, and detail.
-- An item with such a row changed nothing; all others are stored, numbered without gaps in the order given.
--
-- i_ items    e_ events    s_ streams and the version each expects to be next    d_ subjects and the access version
-- known    u_ unique values    a_ access rows    k_ new subject keys    x_ subjects whose key is to be destroyed
create or replace function congvu_append(
    i_official uuid[], i_command uuid[], i_hash bytea[], i_rejection text[], i_metadata jsonb[], i_events int[],
    e_item int[], e_stream uuid[], e_version bigint[], e_topic text[], e_state bytea[],
    s_item int[], s_stream uuid[], s_next bigint[],
    d_item int[], d_subject uuid[], d_position bigint[],
    u_item int[], u_kind text[], u_value text[], u_subject uuid[], u_release boolean[],
    a_item int[], a_subject uuid[], a_kind text[], a_fact text[],
    k_item int[], k_subject uuid[], k_key bytea[],
    x_item int[], x_subject uuid[]
) returns table (item int, reason text, detail text, "position" bigint, rejection text, hash bytea)
language plpgsql
-- Probes stay on the primary keys whatever the statistics say.
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set enable_bitmapscan = off
as $$
#variable_conflict use_column
declare
    previous bigint;
    bad int[];
    why text[];
    what text[];
    total bigint;
begin
    -- Released after the commit became visible, so whoever holds it sees every event before its own.
    perform pg_advisory_xact_lock(4848213701001);
    select coalesce(max(notification_id), 0) into previous from congvu_events;

    select array_agg(found.item), array_agg(found.reason), array_agg(found.detail) into bad, why, what
    from (
        select i.item::int, 'repeated' as reason, null as detail
        from unnest(i_official, i_command) with ordinality as i (official, command, item)
        join command_results r on r.official = i.official and r.command = i.command
        union all
        select s.item, 'version', s.stream::text
        from unnest(s_item, s_stream, s_next) as s (item, stream, next)
        join congvu_events e on e.originator_id = s.stream and e.originator_version = s.next
        union all
        select d.item, 'access', d.subject::text
        from unnest(d_item, d_subject, d_position) as d (item, subject, known)
        join access a on a.subject = d.subject and a.position > d.known
    ) as found;
    if cardinality(u_item) > 0 or cardinality(k_item) > 0 then
        select bad || array_agg(found.item), why || array_agg(found.reason), what || array_agg(found.detail)
        into bad, why, what
        from (
            select u.item, 'claim' as reason, u.kind as detail
            from unnest(u_item, u_kind, u_value, u_subject, u_release) as u (item, kind, value, subject, release)
            join claims c on c.kind = u.kind and c.value = u.value
            where not u.release and c.subject <> u.subject
            union all
            select k.item, 'key', k.subject::text
            from unnest(k_item, k_subject) as k (item, subject)
            join subject_keys known on known.subject = k.subject
        ) as found;
    end if;
    return query select 0, null::text, null::text, previous, null::text, null::bytea;
    if bad is null then
        bad := '{}';
    else
        return query
        select f.item, f.reason, f.detail, r.position, r.rejection, r.hash
        from unnest(bad, why, what) as f (item, reason, detail)
        left join command_results r
            on f.reason = 'repeated' and r.official = i_official[f.item] and r.command = i_command[f.item];
    end if;

    insert into congvu_events (originator_id, originator_version, topic, state, notification_id, metadata)
    select e.stream, e.version, e.topic, e.state, previous + row_number() over (order by e.ord), i_metadata[e.item]
    from unnest(e_item, e_stream, e_version, e_topic, e_state)
        with ordinality as e (item, stream, version, topic, state, ord)
    where e.item <> all (bad);

    insert into command_results (official, command, hash, position, rejection)
    select i.official, i.command, i.hash,
        case when i.events > 0 then previous + sum(i.events) over (order by i.item) end, i.rejection
    from unnest(i_official, i_command, i_hash, i_rejection, i_events)
        with ordinality as i (official, command, hash, rejection, events, item)
    where i.item <> all (bad);

    perform congvu_append_rest(previous, bad, i_events, u_item, u_kind, u_value, u_subject, u_release,
        a_item, a_subject, a_kind, a_fact, k_item, k_subject, k_key, x_item, x_subject)
    where cardinality(a_item) > 0 or cardinality(u_item) > 0 or cardinality(k_item) > 0
        or cardinality(x_item) > 0;

    select coalesce(sum(i.events), 0) into total
    from unnest(i_events) with ordinality as i (events, item) where i.item <> all (bad);
    if total > 0 then
        -- NOTIFY takes a global lock at commit: one for the whole batch.
        perform pg_notify('congvu_events', (previous + total)::text);
    end if;
end
$$;

-- What most batches do not have: unique values, access rows, keys, erasures.
create or replace function congvu_append_rest(
    previous bigint, bad int[], i_events int[],
    u_item int[], u_kind text[], u_value text[], u_subject uuid[], u_release boolean[],
    a_item int[], a_subject uuid[], a_kind text[], a_fact text[],
    k_item int[], k_subject uuid[], k_key bytea[],
    x_item int[], x_subject uuid[]
) returns void language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
begin
    if cardinality(u_item) > 0 then
        delete from claims c
        using unnest(u_item, u_kind, u_value, u_subject, u_release) as u (item, kind, value, subject, release)
        where u.release and u.item <> all (bad)
            and c.kind = u.kind and c.value = u.value and c.subject = u.subject;
        insert into claims (kind, value, subject)
        select u.kind, u.value, u.subject
        from unnest(u_item, u_kind, u_value, u_subject, u_release) as u (item, kind, value, subject, release)
        where not u.release and u.item <> all (bad)
        on conflict do nothing;
    end if;
    if cardinality(a_item) > 0 then
        insert into access as known (subject, kind, position, fact)
        select distinct on (a.subject, a.kind) a.subject, a.kind, previous + ends.at, a.fact::json
        from unnest(a_item, a_subject, a_kind, a_fact) with ordinality as a (item, subject, kind, fact, ord)
        join (
            select i.item, sum(i.events) over (order by i.item) as at
            from unnest(i_events) with ordinality as i (events, item) where i.item <> all (bad)
        ) as ends on ends.item = a.item
        order by a.subject, a.kind, a.ord desc
        on conflict (subject, kind) do update set position = excluded.position, fact = excluded.fact;
    end if;
    if cardinality(k_item) > 0 then
        insert into subject_keys (subject, key)
        select k.subject, k.key from unnest(k_item, k_subject, k_key) as k (item, subject, key)
        where k.item <> all (bad);
    end if;
    if cardinality(x_item) > 0 then
        insert into subject_keys (subject, erased_at)
        select distinct x.subject, now() from unnest(x_item, x_subject) as x (item, subject)
        where x.item <> all (bad)
        on conflict (subject) do update set key = null, erased_at = now();
        perform pg_notify('congvu_erased', x.subject::text)
        from unnest(x_item, x_subject) as x (item, subject) where x.item <> all (bad);
    end if;
end
$$;
