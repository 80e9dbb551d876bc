-- The last gate of the ledger. Screen, import, API, job, admin, shell and raw SQL all end here.
-- Every refusal is a check_violation whose CONSTRAINT names the rule and whose DETAIL is JSON for the sentence.

create function quotas_today() returns date language sql stable as
$$ select (now() at time zone 'Asia/Shanghai')::date $$;

-- recorded_at is the database's own clock, whatever the client says.
create function quotas_stamp_transfer() returns trigger language plpgsql as $$
begin
  new.recorded_at := clock_timestamp();
  return new;
end $$;

create trigger stamp before insert on quotas_transfer for each row execute function quotas_stamp_transfer();

-- One pass per statement: lock, refuse what no transfer may do, move the balances, look back.
create function quotas_post_transfers() returns trigger language plpgsql as $$
declare
  bad record;
begin
  -- Lock in id order before anything is read, so that opposite transfers cannot dead-lock. NO KEY UPDATE: the
  -- foreign-key check has already taken KEY SHARE on both rows and an upgrade from it would dead-lock.
  perform 1 from quotas_quotaaccount
   where id in (select source_id from posted union select target_id from posted)
   order by id for no key update;

  select s.id, s.quota_type_id as source_type, t.quota_type_id as target_type into bad
    from posted p join quotas_quotaaccount s on s.id = p.source_id join quotas_quotaaccount t on t.id = p.target_id
   where s.quota_type_id <> t.quota_type_id limit 1;
  if found then
    raise exception 'a transfer moves one quota type' using errcode = 'check_violation',
      constraint = 'a_transfer_moves_one_quota_type', detail = json_build_object('account', bad.id)::text;
  end if;

  select source_id, effective_on into bad from posted where effective_on > quotas_today() limit 1;
  if found then
    raise exception 'a transfer takes effect today or before' using errcode = 'check_violation',
      constraint = 'a_transfer_is_not_in_the_future',
      detail = json_build_object('account', bad.source_id, 'on', bad.effective_on)::text;
  end if;

  select x.id, x.effective_on, p.ends_on into bad
    from (select source_id as id, effective_on from posted union all select target_id, effective_on from posted) x
    join quotas_quotaaccount a on a.id = x.id
    join units_region r on r.id = a.region_id
    join units_region c on r.prefix like c.prefix || '%'
    join quotas_period p on p.region_id = c.id and p.ends_on >= x.effective_on
   limit 1;
  if found then
    raise exception 'the period is closed' using errcode = 'check_violation',
      constraint = 'nothing_takes_effect_in_a_closed_period',
      detail = json_build_object('account', bad.id, 'on', bad.effective_on, 'closed', bad.ends_on)::text;
  end if;

  select p.reverses_id into bad
    from posted p join quotas_transfer o on o.id = p.reverses_id
   where o.source_id <> p.target_id or o.target_id <> p.source_id or o.quantity <> p.quantity limit 1;
  if found then
    raise exception 'a reversal mirrors its transfer' using errcode = 'check_violation',
      constraint = 'a_reversal_mirrors_its_transfer', detail = json_build_object('transfer', bad.reverses_id)::text;
  end if;

  perform set_config('bianheng.posting', 'on', true);
  for bad in
    select a.id, a.bucket, a.balance, d.delta
      from (select id, sum(delta) as delta
              from (select source_id as id, -quantity::bigint as delta from posted
                    union all select target_id, quantity from posted) x group by id) d
      join quotas_quotaaccount a on a.id = d.id
     where case when a.bucket in ('granted', 'excess') then a.balance + d.delta > 0 else a.balance + d.delta < 0 end
     order by a.id limit 1
  loop
    raise exception 'account % has only %', bad.id, bad.balance using errcode = 'check_violation',
      constraint = 'balance_has_the_sign_of_its_bucket',
      detail = json_build_object('account', bad.id, 'balance', bad.balance, 'delta', bad.delta)::text;
  end loop;

  update quotas_quotaaccount a set balance = a.balance + d.delta
    from (select id, sum(delta) as delta
            from (select source_id as id, -quantity::bigint as delta from posted
                  union all select target_id, quantity from posted) x group by id) d
   where a.id = d.id;
  perform set_config('bianheng.posting', '', true);

  -- People above the cap are covered by a dated exception record.
  select a.id, a.balance, coalesce(e.people, 0) as people into bad
    from quotas_quotaaccount a
    left join lateral (select sum(people_count) as people from quotas_quotaexception e
                        where e.unit_id = a.unit_id and e.quota_type_id = a.quota_type_id
                          and quotas_today() between e.starts_on and e.ends_on) e on true
   where a.bucket = 'excess' and a.id in (select source_id from posted) and -a.balance > coalesce(e.people, 0)
   limit 1;
  if found then
    raise exception 'no exception covers this' using errcode = 'check_violation',
      constraint = 'excess_is_covered_by_a_dated_exception',
      detail = json_build_object('account', bad.id, 'balance', bad.balance, 'people', bad.people)::text;
  end if;

  -- Back-dated: no balance may have had the wrong sign at the end of any day since.
  -- Walk back from today's balance, so that the cost is the entries since, not the whole history.
  select y.id, y.effective_on, y.balance into bad from (
    select b.id, b.bucket, m.effective_on,
           b.balance - coalesce(sum(m.delta) over (partition by b.id order by m.effective_on desc
                                rows between unbounded preceding and 1 preceding), 0) as balance
      from (select a.id, a.bucket, a.balance, min(x.effective_on) as since
              from (select source_id as id, effective_on from posted
                    union all select target_id, effective_on from posted) x
              join quotas_quotaaccount a on a.id = x.id
             where x.effective_on < quotas_today() group by a.id, a.bucket, a.balance) b
      cross join lateral (
        select effective_on, sum(delta) as delta
          from (select t.effective_on, -t.quantity::bigint as delta from quotas_transfer t
                 where t.source_id = b.id and t.effective_on >= b.since
                union all
                select t.effective_on, t.quantity from quotas_transfer t
                 where t.target_id = b.id and t.effective_on >= b.since) z
         group by effective_on) m) y
   where case when y.bucket in ('granted', 'excess') then y.balance > 0 else y.balance < 0 end
   order by y.effective_on, y.id limit 1;
  if found then
    raise exception 'account % would have been wrong on %', bad.id, bad.effective_on using errcode = 'check_violation',
      constraint = 'no_balance_was_wrong_on_any_day_since',
      detail = json_build_object('account', bad.id, 'on', bad.effective_on, 'balance', bad.balance)::text;
  end if;
  return null;
end $$;

create trigger post after insert on quotas_transfer referencing new table as posted
  for each statement execute function quotas_post_transfers();

-- A draft document exists only inside a dry run; what is committed cites an issued one.
create function quotas_cites_an_issued_document() returns trigger language plpgsql as $$
begin
  if not exists (select 1 from approvals_document d where d.id = new.document_id and d.state = 'issued') then
    raise exception 'a transfer cites an issued document' using errcode = 'check_violation',
      constraint = 'a_transfer_cites_an_issued_document', detail = json_build_object('transfer', new.id)::text;
  end if;
  return null;
end $$;

create constraint trigger cites_an_issued_document after insert on quotas_transfer
  deferrable initially deferred for each row execute function quotas_cites_an_issued_document();

create trigger refuse_removal before delete on quotas_quotaaccount
  for each row execute function refuse_change();
create trigger refuse_truncate before truncate on quotas_quotaaccount
  for each statement execute function refuse_change();
create trigger refuse_removal before delete on quotas_quotaexception
  for each row execute function refuse_change();

-- An account is opened empty and keeps its identity; only a transfer moves its balance.
create function quotas_guard_account() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if new.balance <> 0 then
      raise exception 'an account opens empty' using errcode = 'check_violation',
        constraint = 'an_account_opens_empty', detail = '{}';
    end if;
    if new.unit_id is not null and not exists (
         select 1 from units_unit u where u.id = new.unit_id and u.region_id = new.region_id) then
      raise exception 'an account lies in the region of its unit' using errcode = 'check_violation',
        constraint = 'an_account_lies_in_the_region_of_its_unit', detail = '{}';
    end if;
    if exists (select 1 from quotas_quotatype t where t.id = new.quota_type_id and t.is_group) then
      raise exception 'a group of types is not counted itself' using errcode = 'check_violation',
        constraint = 'a_group_of_types_has_no_account', detail = '{}';
    end if;
    return new;
  end if;
  if (new.id, new.region_id, new.unit_id, new.quota_type_id, new.bucket)
     is distinct from (old.id, old.region_id, old.unit_id, old.quota_type_id, old.bucket) then
    raise exception 'an account keeps its identity' using errcode = 'check_violation',
      constraint = 'an_account_keeps_its_identity', detail = json_build_object('account', old.id)::text;
  end if;
  -- Inside the posting trigger only: depth 1 is this trigger fired by a bare UPDATE.
  if new.balance <> old.balance and (pg_trigger_depth() < 2
     or coalesce(current_setting('bianheng.posting', true), '') <> 'on') then
    raise exception 'a balance moves only by a transfer' using errcode = 'check_violation',
      constraint = 'a_balance_moves_only_by_a_transfer', detail = json_build_object('account', old.id)::text;
  end if;
  return new;
end $$;

create trigger guard before insert or update on quotas_quotaaccount
  for each row execute function quotas_guard_account();

-- Closing: the next period of a region lies after its last one, and not in the future.
create function quotas_guard_period() returns trigger language plpgsql as $$
begin
  if new.ends_on >= quotas_today() then
    raise exception 'a period is closed after it has ended' using errcode = 'check_violation',
      constraint = 'a_period_is_closed_after_it_has_ended', detail = '{}';
  end if;
  if exists (select 1 from quotas_period p where p.region_id = new.region_id and p.ends_on >= new.ends_on) then
    raise exception 'periods are closed in order' using errcode = 'check_violation',
      constraint = 'periods_are_closed_in_order', detail = '{}';
  end if;
  new.closed_at := clock_timestamp();
  return new;
end $$;

create trigger guard before insert on quotas_period for each row execute function quotas_guard_period();

-- occupied = existing bodies: a body within the cap holds exactly one of its region's cap, an abolished one none.
create function quotas_body_holds_one() returns trigger language plpgsql as $$
declare
  v_unit bigint;
  v_held bigint;
  v_due int;
begin
  if tg_table_name = 'units_unit' then
    v_unit := new.id;
  else
    select a.unit_id into v_unit from quotas_quotaaccount a join quotas_quotatype t on t.id = a.quota_type_id
     where a.id = new.id and a.bucket = 'occupied' and t.family = 'body';
  end if;
  if v_unit is null then
    return null;
  end if;
  select coalesce(sum(a.balance), 0) into v_held
    from quotas_quotaaccount a join quotas_quotatype t on t.id = a.quota_type_id
   where a.unit_id = v_unit and a.bucket = 'occupied' and t.family = 'body';
  select case when within_cap and abolished_on is null then 1 else 0 end into v_due from units_unit where id = v_unit;
  if v_held is distinct from v_due then
    raise exception 'unit % holds % of the body cap, should hold %', v_unit, v_held, v_due
      using errcode = 'check_violation', constraint = 'a_body_within_the_cap_holds_one_of_it',
      detail = json_build_object('unit', v_unit, 'held', v_held, 'due', v_due)::text;
  end if;
  return null;
end $$;

create constraint trigger body_holds_one after insert or update of within_cap, abolished_on on units_unit
  deferrable initially deferred for each row execute function quotas_body_holds_one();
create constraint trigger body_holds_one after update of balance on quotas_quotaaccount
  deferrable initially deferred for each row when (new.bucket = 'occupied') execute function quotas_body_holds_one();
