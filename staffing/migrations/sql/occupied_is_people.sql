-- Occupied on the ledger is people: active postings (占编), tenures (占职) and engagements (编外) per unit and type, whatever the door.
-- Every refusal is a check_violation whose CONSTRAINT names the rule and whose DETAIL is JSON.

-- A statement that adds or ends people touches the occupied accounts they count on; the accounts are compared at
-- commit. So a statement with a hundred thousand people costs one comparison per account, not one per person.
create function staffing_touch(v_units bigint[], v_types bigint[], v_family text) returns void language plpgsql as $$
declare
  bad record;
begin
  select c.unit_id, c.quota_type_id into bad from unnest(v_units, v_types) c(unit_id, quota_type_id)
    join quotas_quotatype t on t.id = c.quota_type_id
   where t.family <> v_family limit 1;
  if found then
    perform quotas_refuse('people_count_under_a_type_of_their_own_family',
                          json_build_object('unit', bad.unit_id, 'quota_type', bad.quota_type_id));
  end if;

  select c.unit_id, c.quota_type_id into bad from unnest(v_units, v_types) c(unit_id, quota_type_id)
   where not exists (select 1 from quotas_quotaaccount a where a.unit_id = c.unit_id
                        and a.quota_type_id = c.quota_type_id and a.bucket in ('occupied', 'borrowed_occupied'))
   limit 1;
  if found then
    perform quotas_refuse('no_cap_no_entry', json_build_object('unit', bad.unit_id, 'quota_type', bad.quota_type_id));
  end if;

  -- In id order, as the ledger's gate locks them.
  perform 1 from quotas_quotaaccount a
    join unnest(v_units, v_types) c(unit_id, quota_type_id)
      on a.unit_id = c.unit_id and a.quota_type_id = c.quota_type_id
   where a.bucket in ('occupied', 'borrowed_occupied') order by a.id for no key update of a;
  update quotas_quotaaccount a set balance = a.balance from unnest(v_units, v_types) c(unit_id, quota_type_id)
   where a.unit_id = c.unit_id and a.quota_type_id = c.quota_type_id
     and a.bucket in ('occupied', 'borrowed_occupied');
end $$;

create function staffing_touch_accounts() returns trigger language plpgsql as $$
begin
  perform staffing_touch(array_agg(unit_id), array_agg(quota_type_id), tg_argv[0])
     from (select distinct unit_id, quota_type_id from changed) c having count(*) > 0;
  return null;
end $$;

-- Who holds an office concurrently without taking a post (兼任不占职) counts nowhere.
create function staffing_touch_accounts_of_tenures() returns trigger language plpgsql as $$
declare
  bad record;
begin
  select c.unit_id, c.quota_type_id into bad from changed c join quotas_quotatype t on t.id = c.quota_type_id
   where t.family <> 'leadership' limit 1;
  if found then
    perform quotas_refuse('people_count_under_a_type_of_their_own_family',
                          json_build_object('unit', bad.unit_id, 'quota_type', bad.quota_type_id));
  end if;
  perform staffing_touch(array_agg(unit_id), array_agg(quota_type_id), 'leadership')
     from (select distinct unit_id, quota_type_id from changed where takes_post) c having count(*) > 0;
  return null;
end $$;

create trigger touch_accounts_of_new after insert on staffing_posting referencing new table as changed
  for each statement execute function staffing_touch_accounts('post');
create trigger touch_accounts_of_changed after update on staffing_posting referencing new table as changed
  for each statement execute function staffing_touch_accounts('post');
create trigger touch_accounts_of_new after insert on staffing_tenure referencing new table as changed
  for each statement execute function staffing_touch_accounts_of_tenures();
create trigger touch_accounts_of_changed after update on staffing_tenure referencing new table as changed
  for each statement execute function staffing_touch_accounts_of_tenures();

-- Both numbers in one statement, hence of one moment.
create function staffing_occupied_is_people() returns trigger language plpgsql as $$
declare
  v_occupied bigint;
  v_people bigint;
begin
  select (select sum(a.balance) from quotas_quotaaccount a where a.unit_id = new.unit_id
             and a.quota_type_id = new.quota_type_id and a.bucket in ('occupied', 'borrowed_occupied')),
         case t.family
           when 'post' then (select count(*) from staffing_posting p where p.unit_id = new.unit_id
                                and p.quota_type_id = new.quota_type_id and p.ended_on is null)
           when 'leadership' then (select count(*) from staffing_tenure p where p.unit_id = new.unit_id
                                      and p.quota_type_id = new.quota_type_id and p.ended_on is null and p.takes_post)
           when 'contract' then (select count(*) from staffing_engagement p where p.unit_id = new.unit_id
                                    and p.quota_type_id = new.quota_type_id and p.ended_on is null)
         end
    into v_occupied, v_people from quotas_quotatype t where t.id = new.quota_type_id;
  if v_people <> v_occupied then
    perform quotas_refuse('occupied_is_people', json_build_object(
      'unit', new.unit_id, 'quota_type', new.quota_type_id, 'occupied', v_occupied, 'people', v_people));
  end if;
  return null;
end $$;

create constraint trigger occupied_is_people after update of balance on quotas_quotaaccount
  deferrable initially deferred for each row when (new.bucket in ('occupied', 'borrowed_occupied'))
  execute function staffing_occupied_is_people();

-- Who, where and under which type is fixed; a posting or tenure is ended, never removed.
create function staffing_keep_identity() returns trigger language plpgsql as $$
begin
  if (new.id, new.person_id, new.unit_id, new.quota_type_id)
     is distinct from (old.id, old.person_id, old.unit_id, old.quota_type_id) then
    perform quotas_refuse('person_unit_and_type_are_fixed', json_build_object('id', old.id));
  end if;
  return new;
end $$;

create trigger keep_identity before update on staffing_posting
  for each row execute function staffing_keep_identity();
create trigger refuse_removal before delete on staffing_posting for each row execute function refuse_change();
create trigger refuse_truncate before truncate on staffing_posting for each statement execute function refuse_change();
create trigger keep_identity before update on staffing_tenure
  for each row execute function staffing_keep_identity();
-- Whether an office takes a post (占职) is decided when it is taken up.
create function staffing_what_a_tenure_takes() returns trigger language plpgsql as $$
begin
  perform quotas_refuse('what_a_tenure_takes_is_fixed', json_build_object('tenure', old.id));
  return null;
end $$;

create trigger what_it_takes_is_fixed before update on staffing_tenure for each row
  when (new.takes_post is distinct from old.takes_post or new.exception_id is distinct from old.exception_id)
  execute function staffing_what_a_tenure_takes();
create trigger refuse_removal before delete on staffing_tenure for each row execute function refuse_change();
create trigger refuse_truncate before truncate on staffing_tenure for each statement execute function refuse_change();

create function staffing_division_of_unit() returns trigger language plpgsql as $$
begin
  if not exists (select 1 from units_internaldivision d where d.id = new.division_id and d.unit_id = new.unit_id) then
    perform quotas_refuse('a_posting_is_in_a_division_of_its_unit', json_build_object('id', new.id));
  end if;
  return new;
end $$;

create trigger division_of_unit before insert or update of division_id on staffing_posting
  for each row when (new.division_id is not null) execute function staffing_division_of_unit();
