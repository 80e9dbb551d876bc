-- The last gate of the ledger. Screen, import, API, job, admin, shell and raw SQL all end here.
-- Every refusal is a check_violation whose CONSTRAINT names the rule and whose DETAIL is JSON for the sentence.

create function quotas_refuse(rule text, facts json default '{}') returns void language plpgsql as $$
begin
  raise exception '%', replace(rule, '_', ' ')
    using errcode = 'check_violation', constraint = rule, detail = facts::text;
end $$;

-- The day in China at the moment of asking: who waited for a lock past midnight is asked about the new day.
create function quotas_today() returns date language sql volatile as
$$ select (clock_timestamp() at time zone 'Asia/Shanghai')::date $$;

-- Under an older snapshot nobody sees what the locks have waited for.
create function quotas_require_fresh_snapshots() returns void language plpgsql as $$
begin
  if current_setting('transaction_isolation') not like 'read %' then
    perform quotas_refuse('the_book_is_written_in_read_committed');
  end if;
end $$;


-- Transfers -------------------------------------------------------------------------------------------------------

-- Number and moment are the database's own, whatever the client says: what comes later has the higher number.
create function quotas_stamp_transfer() returns trigger language plpgsql as $$
begin
  new.recorded_at := clock_timestamp();
  if new.id <> currval('quotas_transfer_id_seq') then
    new.id := nextval('quotas_transfer_id_seq');
  end if;
  return new;
end $$;

create trigger stamp before insert on quotas_transfer for each row execute function quotas_stamp_transfer();

-- One pass per statement: lock, refuse what no transfer may do, move the balances, look back.
-- A session keeps the plans of its first statement: through the indexes, so that one that began with a bulk of
-- thousands does not read all accounts for every single transfer afterwards.
create function quotas_post_transfers() returns trigger language plpgsql
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off as $$
declare
  today date;
  facts record;
  bad record;
begin
  perform quotas_require_fresh_snapshots();

  -- Lock in id order before anything is read, so that opposite transfers cannot dead-lock. NO KEY UPDATE: foreign keys
  -- take KEY SHARE on the same rows, which FOR UPDATE would wait for.
  perform 1 from quotas_quotaaccount
   where id in (select source_id from posted union select target_id from posted)
   order by id for no key update;
  today := quotas_today();

  -- One look tells which of the passes below can find anything; an ordinary posting needs none of them.
  select min(p.effective_on) as since, max(p.effective_on) as until,
         bool_or(s.quota_type_id <> t.quota_type_id) as mixes, bool_or(p.reverses_id is not null) as corrects,
         bool_or(s.bucket = 'excess') as exceeds,
         bool_or((s.bucket like 'borrowed%' or t.bucket like 'borrowed%') and s.pool_id is distinct from t.pool_id)
           as estranges, bool_or(p.effective_on >= u.abolished_on) as revives,
         exists (select 1 from quotas_freeze f where f.lifted_at is null and f.ends_at > clock_timestamp()) as freezes
    into facts
    from posted p
    join quotas_quotaaccount s on s.id = p.source_id
    join quotas_quotaaccount t on t.id = p.target_id
    left join units_unit u on u.id = t.unit_id;

  -- For the minutes of a freeze nothing is written for its region and those below.
  if facts.freezes then
    select a.id, f.ends_at into bad
      from (select source_id as id from posted union select target_id from posted) x
      join quotas_quotaaccount a on a.id = x.id
      join units_region r on r.id = a.region_id
      join units_region above
        on above.prefix = any (array[left(r.prefix, 2), left(r.prefix, 4), left(r.prefix, 6), r.prefix])
      join quotas_freeze f on f.region_id = above.id and f.lifted_at is null
                          and clock_timestamp() >= f.starts_at and clock_timestamp() < f.ends_at
     order by f.ends_at desc, a.id limit 1;
    if found then
      perform quotas_refuse('nothing_is_written_while_a_region_is_frozen', json_build_object(
        'account', bad.id, 'until', to_char(bad.ends_at at time zone 'Asia/Shanghai', 'HH24:MI')));
    end if;
  end if;

  if facts.mixes then
    perform quotas_refuse('a_transfer_moves_one_quota_type');
  end if;

  if facts.estranges then
    perform quotas_refuse('a_post_returns_to_the_pool_it_came_from');
  end if;

  if facts.until > today then
    select source_id, effective_on into bad from posted where effective_on > today limit 1;
    perform quotas_refuse('a_transfer_is_not_in_the_future',
                          json_build_object('account', bad.source_id, 'on', bad.effective_on));
  end if;

  if facts.revives then
    select a.id into bad
      from posted p join quotas_quotaaccount a on a.id = p.target_id join units_unit u on u.id = a.unit_id
     where p.effective_on >= u.abolished_on order by a.id limit 1;
    perform quotas_refuse('an_abolished_unit_receives_nothing', json_build_object('account', bad.id));
  end if;

  if facts.corrects and exists (
       select 1 from posted p join quotas_transfer o on o.id = p.reverses_id
        where (o.source_id, o.target_id, o.quantity) is distinct from (p.target_id, p.source_id, p.quantity)) then
    perform quotas_refuse('a_reversal_mirrors_its_transfer');
  end if;

  if facts.corrects and exists (
       select 1 from posted p join quotas_transfer o on o.id = p.reverses_id
        where p.effective_on < o.effective_on) then
    perform quotas_refuse('a_reversal_is_not_before_its_transfer');
  end if;

  if facts.since < today then
    select a.id, x.effective_on, p.ends_on into bad
      from (select source_id as id, effective_on from posted union select target_id, effective_on from posted) x
      join quotas_quotaaccount a on a.id = x.id
      join units_region r on r.id = a.region_id
      join units_region above
        on above.prefix = any (array[left(r.prefix, 2), left(r.prefix, 4), left(r.prefix, 6), r.prefix])
      join quotas_period p on p.region_id = above.id and p.ends_on >= x.effective_on
     order by p.ends_on desc, a.id limit 1;
    if found then
      perform quotas_refuse('nothing_takes_effect_in_a_closed_period',
                            json_build_object('account', bad.id, 'on', bad.effective_on, 'closed', bad.ends_on));
    end if;
  end if;

  update quotas_quotaaccount a set balance = a.balance + d.delta
    from (select id, sum(delta) as delta
            from (select source_id as id, -quantity::bigint as delta from posted
                  union all select target_id, quantity from posted) x group by id) d
   where a.id = d.id;

  -- People above the cap are covered by dated exception records that are in force today.
  if facts.exceeds then
    select a.id, a.balance, coalesce(sum(e.people_count), 0) as people into bad
      from quotas_quotaaccount a
      left join quotas_quotaexception e on e.unit_id = a.unit_id and e.quota_type_id = a.quota_type_id
                                       and today between e.starts_on and e.ends_on
     where a.bucket = 'excess' and a.id in (select source_id from posted)
     group by a.id, a.balance having -a.balance > coalesce(sum(e.people_count), 0) order by a.id limit 1;
    if found then
      perform quotas_refuse('excess_is_covered_by_a_dated_exception',
                            json_build_object('account', bad.id, 'balance', bad.balance, 'people', bad.people));
    end if;
  end if;

  -- Back-dated: no balance may have had the wrong sign at the end of any day since.
  -- Walk back from today's balance, so that the cost is the entries since, not the whole history.
  if facts.since < today then
    select y.id, y.effective_on, y.balance into bad from (
      select b.id, b.bucket, m.effective_on,
             b.balance - coalesce(sum(m.delta) over (partition by b.id order by m.effective_on desc
                                  rows between unbounded preceding and 1 preceding), 0) as balance
        from (select a.id, a.bucket, a.balance, min(x.effective_on) as since
                from (select source_id as id, effective_on from posted
                      union all select target_id, effective_on from posted) x
                join quotas_quotaaccount a on a.id = x.id
               where x.effective_on < today group by a.id, a.bucket, a.balance) b
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
      perform quotas_refuse('no_balance_was_wrong_on_any_day_since',
                            json_build_object('account', bad.id, 'on', bad.effective_on, 'balance', bad.balance));
    end if;
  end if;
  return null;
end $$;

create trigger post after insert on quotas_transfer referencing new table as posted
  for each statement execute function quotas_post_transfers();

-- A draft document exists only inside a dry run; what is committed cites an issued one.
create function quotas_cites_an_issued_document() returns trigger language plpgsql as $$
begin
  if not exists (select 1 from approvals_document d where d.id = new.document_id and d.state = 'issued') then
    perform quotas_refuse('a_transfer_cites_an_issued_document', json_build_object('transfer', new.id));
  end if;
  return null;
end $$;

create constraint trigger cites_an_issued_document after insert on quotas_transfer
  deferrable initially deferred for each row execute function quotas_cites_an_issued_document();


-- Accounts --------------------------------------------------------------------------------------------------------

create function quotas_guard_opening() returns trigger language plpgsql as $$
declare
  own units_unit;
begin
  if new.balance <> 0 then
    perform quotas_refuse('an_account_opens_empty');
  end if;
  -- Whoever abolishes the unit waits, and then finds this account too.
  select * into own from units_unit where id = new.unit_id for share;
  if own.region_id <> new.region_id then
    perform quotas_refuse('an_account_lies_in_the_region_of_its_unit');
  end if;
  if own.abolished_on <= quotas_today() then
    perform quotas_refuse('an_abolished_unit_opens_no_account');
  end if;
  if exists (select 1 from quotas_quotatype t where t.id = new.quota_type_id and t.is_group) then
    perform quotas_refuse('a_group_of_types_has_no_account');
  end if;
  if new.bucket = 'pool' and exists (
       select 1 from quotas_pool p where p.id = new.pool_id and p.region_id <> new.region_id) then
    perform quotas_refuse('a_pool_holds_posts_of_its_own_region');
  end if;
  -- Nothing is created inside a region: below a region with a source of its own, posts come from its reserve.
  if new.bucket = 'granted' and exists (
       select 1 from units_region r join units_region above on above.id <> r.id and starts_with(r.prefix, above.prefix)
         join quotas_quotaaccount a on a.region_id = above.id and a.bucket = 'granted' where r.id = new.region_id) then
    perform quotas_refuse('only_the_topmost_region_is_granted_from_outside');
  end if;
  return new;
end $$;

create trigger guard_opening before insert on quotas_quotaaccount
  for each row execute function quotas_guard_opening();

-- For triggers whose WHEN says what is wrong: their argument names the rule.
create function quotas_refuse_account() returns trigger language plpgsql as $$
begin
  perform quotas_refuse(tg_argv[0], json_build_object(
    'account', old.id, 'balance', old.balance, 'delta', new.balance - old.balance));
  return null;
end $$;

create trigger keeps_its_identity before update on quotas_quotaaccount for each row
  when ((new.id, new.region_id, new.unit_id, new.quota_type_id, new.bucket, new.pool_id)
        is distinct from (old.id, old.region_id, old.unit_id, old.quota_type_id, old.bucket, old.pool_id))
  execute function quotas_refuse_account('an_account_keeps_its_identity');
-- Depth 0 is a bare UPDATE, depth 1 one by the gate above.
create trigger moves_by_transfer before update on quotas_quotaaccount for each row
  when (new.balance <> old.balance and pg_trigger_depth() = 0)
  execute function quotas_refuse_account('a_balance_moves_only_by_a_transfer');
-- The CHECK says the same; this one names the account and its balance for the sentence.
create trigger keeps_its_sign before update on quotas_quotaaccount for each row
  when (case when new.bucket in ('granted', 'excess') then new.balance > 0 else new.balance < 0 end)
  execute function quotas_refuse_account('balance_has_the_sign_of_its_bucket');

create trigger refuse_removal before delete on quotas_quotaaccount
  for each row execute function refuse_change();
create trigger refuse_truncate before truncate on quotas_quotaaccount
  for each statement execute function refuse_change();

-- What an account was opened for stays so: the region of its unit, the family of its type.
create function quotas_guard_what_is_counted() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'units_unit' and exists (select 1 from quotas_quotaaccount a where a.unit_id = old.id) then
    perform quotas_refuse('an_account_lies_in_the_region_of_its_unit');
  end if;
  if tg_table_name = 'quotas_quotatype' and exists (
       select 1 from quotas_quotaaccount a where a.quota_type_id = old.id) then
    perform quotas_refuse('a_counted_type_stays_what_it_is');
  end if;
  if tg_table_name = 'quotas_pool' and exists (select 1 from quotas_quotaaccount a where a.pool_id = old.id) then
    perform quotas_refuse('a_pool_holds_posts_of_its_own_region');
  end if;
  return new;
end $$;

create trigger guard_what_is_counted before update on units_unit for each row
  when (new.region_id <> old.region_id) execute function quotas_guard_what_is_counted();
create trigger guard_what_is_counted before update on quotas_pool for each row
  when (new.region_id <> old.region_id) execute function quotas_guard_what_is_counted();
create trigger guard_what_is_counted before update on quotas_quotatype for each row
  when (new.is_group <> old.is_group or new.family <> old.family) execute function quotas_guard_what_is_counted();

-- A unit goes with nothing on its accounts. They stay locked to the end, so that nothing arrives meanwhile.
create function quotas_lock_accounts_of_unit() returns trigger language plpgsql as $$
begin
  perform 1 from quotas_quotaaccount where unit_id = new.id order by id for no key update;
  return new;
end $$;

create function quotas_leaves_nothing() returns trigger language plpgsql as $$
declare
  bad record;
begin
  select a.id, a.balance into bad from quotas_quotaaccount a
   where a.unit_id = new.id and a.balance <> 0 order by a.id limit 1;
  if found then
    perform quotas_refuse('an_abolished_unit_leaves_nothing',
                          json_build_object('account', bad.id, 'balance', bad.balance));
  end if;
  return null;
end $$;

create trigger lock_accounts before update of abolished_on on units_unit for each row
  when (new.abolished_on is not null) execute function quotas_lock_accounts_of_unit();
create constraint trigger leaves_nothing after update of abolished_on on units_unit
  deferrable initially deferred for each row when (new.abolished_on is not null)
  execute function quotas_leaves_nothing();


-- Exceptions and holds --------------------------------------------------------------------------------------------

create trigger refuse_removal before delete on quotas_quotaexception for each row execute function refuse_change();

-- What is locked is what open holds promise: nothing is out of reach without an owner and an expiry date.
-- An app further down that locks posts too replaces this function (staffing: open slots).
create function quotas_promised_elsewhere(v_account bigint) returns bigint language sql stable as
$$ select 0::bigint $$;

create function quotas_check_locks(touched bigint[]) returns void language plpgsql as $$
declare
  bad record;
begin
  select a.id, a.balance, h.held into bad
    from quotas_quotaaccount a
    cross join lateral (select coalesce(sum(h.quantity), 0) + quotas_promised_elsewhere(a.id) as held from quotas_hold h
                         where h.locked_id = a.id and h.state = 'held') h
   where a.id = any (touched) and a.balance <> h.held
   limit 1;
  if found then
    perform quotas_refuse('what_is_locked_is_what_open_holds_promise',
                          json_build_object('account', bad.id, 'balance', bad.balance, 'held', bad.held));
  end if;
end $$;

create function quotas_lock_has_its_owner() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'quotas_hold' then
    perform quotas_check_locks(array[old.locked_id, new.locked_id]);
  else
    perform quotas_check_locks(array[new.id]);
  end if;
  return null;
end $$;

create constraint trigger lock_has_its_owner after insert or update or delete on quotas_hold
  deferrable initially deferred for each row execute function quotas_lock_has_its_owner();
create constraint trigger lock_has_its_owner after update of balance on quotas_quotaaccount
  deferrable initially deferred for each row when (new.bucket = 'locked') execute function quotas_lock_has_its_owner();


-- Periods ---------------------------------------------------------------------------------------------------------

-- The next period of a region lies after its last one, and not in the future.
create function quotas_guard_period() returns trigger language plpgsql as $$
begin
  perform quotas_require_fresh_snapshots();
  -- Whoever is posting finishes first; whoever comes later finds the period closed.
  lock table quotas_transfer in share row exclusive mode;
  if new.ends_on >= quotas_today() then
    perform quotas_refuse('a_period_is_closed_after_it_has_ended');
  end if;
  if exists (select 1 from quotas_period p where p.region_id = new.region_id and p.ends_on >= new.ends_on) then
    perform quotas_refuse('periods_are_closed_in_order');
  end if;
  new.closed_at := clock_timestamp();
  return new;
end $$;

create trigger guard before insert on quotas_period for each row execute function quotas_guard_period();

-- Closing keeps every account's balance at the end of the day: today's balance less what took effect later.
create function quotas_keep_checkpoint() returns trigger language plpgsql as $$
begin
  insert into quotas_periodbalance (period_id, account_id, balance)
  select new.id, a.id, a.balance - coalesce(later.delta, 0)
    from quotas_quotaaccount a
    join units_region r on r.id = a.region_id
    join units_region own on own.id = new.region_id and starts_with(r.prefix, own.prefix)
    left join (select id, sum(delta) as delta from (
                 select source_id as id, -quantity::bigint as delta from quotas_transfer
                  where effective_on > new.ends_on
                 union all
                 select target_id, quantity from quotas_transfer where effective_on > new.ends_on) x
               group by id) later on later.id = a.id;
  return null;
end $$;

create trigger keep_checkpoint after insert on quotas_period for each row execute function quotas_keep_checkpoint();

create function quotas_refuse_period_balance() returns trigger language plpgsql as $$
begin
  perform quotas_refuse('a_checkpoint_is_kept_by_closing_its_period');
  return null;
end $$;

create trigger kept_by_closing before insert on quotas_periodbalance for each statement
  when (pg_trigger_depth() = 0) execute function quotas_refuse_period_balance();


-- Bodies ----------------------------------------------------------------------------------------------------------

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
    perform quotas_refuse('a_body_within_the_cap_holds_one_of_it',
                          json_build_object('unit', v_unit, 'held', v_held, 'due', v_due));
  end if;
  return null;
end $$;

create constraint trigger body_holds_one after insert or update of within_cap, abolished_on on units_unit
  deferrable initially deferred for each row execute function quotas_body_holds_one();
create constraint trigger body_holds_one after update of balance on quotas_quotaaccount
  deferrable initially deferred for each row when (new.bucket = 'occupied') execute function quotas_body_holds_one();
