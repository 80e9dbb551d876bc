-- An open slot (用编号) locks a post of its unit, as a hold does; the ledger's gate asks for both at commit.
create or replace function quotas_promised_elsewhere(v_account bigint) returns bigint language sql stable as $$
  select count(*) from quotas_quotaaccount a join staffing_slot s
    on s.unit_id = a.unit_id and s.quota_type_id = a.quota_type_id and s.state = 'open'
   where a.id = v_account
$$;

-- A statement that gives or ends slots touches the locked accounts that they count on, in id order; what is locked is
-- compared at commit, once for each account and not once for each slot of a plan.
create function staffing_touch_locked() returns trigger language plpgsql as $$
declare
  bad record;
begin
  select c.unit_id, c.quota_type_id into bad from changed c
   where c.state = 'open' and not exists (select 1 from quotas_quotaaccount a where a.unit_id = c.unit_id
                                             and a.quota_type_id = c.quota_type_id and a.bucket = 'locked') limit 1;
  if found then
    perform quotas_refuse('no_cap_no_entry', json_build_object('unit', bad.unit_id, 'quota_type', bad.quota_type_id));
  end if;
  perform 1 from quotas_quotaaccount a
    join (select distinct unit_id, quota_type_id from changed) c
      on c.unit_id = a.unit_id and c.quota_type_id = a.quota_type_id
   where a.bucket = 'locked' order by a.id for no key update of a;
  update quotas_quotaaccount a set balance = a.balance
    from (select distinct unit_id, quota_type_id from changed) c
   where a.unit_id = c.unit_id and a.quota_type_id = c.quota_type_id and a.bucket = 'locked';
  return null;
end $$;

create trigger touch_locked_of_new after insert on staffing_slot referencing new table as changed
  for each statement execute function staffing_touch_locked();
create trigger touch_locked_of_changed after update on staffing_slot referencing new table as changed
  for each statement execute function staffing_touch_locked();

create function staffing_keep_slot() returns trigger language plpgsql as $$
begin
  if (new.id, new.region_id, new.number, new.unit_id, new.quota_type_id, new.notice_id, new.case_id, new.plan_line_id)
     is distinct from
     (old.id, old.region_id, old.number, old.unit_id, old.quota_type_id, old.notice_id, old.case_id, old.plan_line_id)
  then
    perform quotas_refuse('number_unit_type_and_notice_of_a_slot_are_fixed', json_build_object('slot', old.id));
  end if;
  if old.state in ('used', 'lapsed', 'cancelled') and new.state <> old.state then
    perform quotas_refuse('a_slot_ends_once', json_build_object('slot', old.id));
  end if;
  return new;
end $$;

create trigger keep_slot before update on staffing_slot for each row execute function staffing_keep_slot();

create function staffing_check_slot() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' and new.plan_line_id is not null and not exists (
    select 1 from staffing_hiringplanline l where l.id = new.plan_line_id and l.plan_id = new.case_id
       and l.unit_id = new.unit_id and l.quota_type_id = new.quota_type_id) then
    perform quotas_refuse('a_slot_is_of_a_line_of_its_case', json_build_object('slot', new.id));
  end if;
  -- Used is to have a posting of the slot's unit and type, and the other way about.
  if exists (select 1 from staffing_slot s left join staffing_posting p
               on p.slot_id = s.id and p.unit_id = s.unit_id and p.quota_type_id = s.quota_type_id
              where s.id = new.id and (s.state = 'used') <> (p.id is not null)) then
    perform quotas_refuse('a_used_slot_has_its_posting', json_build_object('slot', new.id));
  end if;
  return null;
end $$;

create constraint trigger slot_is_sound after insert or update on staffing_slot
  deferrable initially deferred for each row execute function staffing_check_slot();
create trigger refuse_removal before delete on staffing_slot for each row execute function refuse_change();

create function staffing_check_slot_of_posting() returns trigger language plpgsql as $$
begin
  if not exists (select 1 from staffing_slot s where s.id = new.slot_id and s.state = 'used'
                    and s.unit_id = new.unit_id and s.quota_type_id = new.quota_type_id) then
    perform quotas_refuse('a_used_slot_has_its_posting', json_build_object('slot', new.slot_id));
  end if;
  return null;
end $$;

create constraint trigger posting_on_a_used_slot after insert or update of slot_id on staffing_posting
  deferrable initially deferred for each row when (new.slot_id is not null)
  execute function staffing_check_slot_of_posting();

-- On what basis somebody came is fixed, and nobody is registered as having been there all along (建账登记) once the
-- office has declared its register complete.
create function staffing_after_the_opening() returns trigger language plpgsql as $$
declare
  bad record;
begin
  select c.id into bad from changed c
    join units_unit u on u.id = c.unit_id join units_region r on r.id = u.region_id
    join lateral (select o.id from units_region o where o.has_office
                     and o.prefix in (left(r.prefix, 2), left(r.prefix, 4), left(r.prefix, 6), r.prefix)
                   order by length(o.prefix) desc limit 1) office on true
    join staffing_opening x on x.region_id = office.id
   where c.basis = 'opening' limit 1;
  if found then
    perform quotas_refuse('after_the_opening_people_come_on_slots', json_build_object('posting', bad.id));
  end if;
  return null;
end $$;

create trigger after_the_opening after insert on staffing_posting referencing new table as changed
  for each statement execute function staffing_after_the_opening();

create function staffing_basis_is_fixed() returns trigger language plpgsql as $$
begin
  perform quotas_refuse('the_basis_of_a_posting_is_fixed', json_build_object('posting', old.id));
  return null;
end $$;

create trigger basis_is_fixed before update on staffing_posting for each row
  when (new.basis is distinct from old.basis or new.slot_id is distinct from old.slot_id)
  execute function staffing_basis_is_fixed();
