-- What is borrowed on the ledger is loans: promised ones without, the others with a person. Compared at commit.
create function talentpool_check_loans(v_unit bigint, v_type bigint, v_pool bigint) returns void language plpgsql as $$
declare
  v_promised bigint;
  v_used bigint;
  v_locked bigint;
  v_occupied bigint;
begin
  select count(*) filter (where state = 'promised'), count(*) filter (where state = 'on_loan')
    into v_promised, v_used from talentpool_loan
   where unit_id = v_unit and quota_type_id = v_type and pool_id = v_pool and state in ('promised', 'on_loan');
  select coalesce(sum(balance) filter (where bucket = 'borrowed_locked'), 0),
         coalesce(sum(balance) filter (where bucket = 'borrowed_occupied'), 0)
    into v_locked, v_occupied from quotas_quotaaccount
   where unit_id = v_unit and quota_type_id = v_type and pool_id = v_pool;
  if v_promised <> v_locked or v_used <> v_occupied then
    perform quotas_refuse('what_is_borrowed_is_loans', json_build_object(
      'unit', v_unit, 'quota_type', v_type, 'pool', v_pool, 'promised', v_promised, 'locked', v_locked,
      'used', v_used, 'occupied', v_occupied));
  end if;
end $$;

create function talentpool_check_account() returns trigger language plpgsql as $$
begin
  perform talentpool_check_loans(new.unit_id, new.quota_type_id, new.pool_id);
  return null;
end $$;

create constraint trigger what_is_borrowed_is_loans after update of balance on quotas_quotaaccount
  deferrable initially deferred for each row when (new.bucket in ('borrowed_locked', 'borrowed_occupied'))
  execute function talentpool_check_account();

create function talentpool_check_loan() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and (new.id, new.case_id, new.talent_id, new.pool_id, new.unit_id, new.quota_type_id)
     is distinct from (old.id, old.case_id, old.talent_id, old.pool_id, old.unit_id, old.quota_type_id) then
    perform quotas_refuse('who_what_and_from_where_of_a_loan_are_fixed', json_build_object('loan', old.id));
  end if;
  if tg_op = 'UPDATE' and old.state not in ('promised', 'on_loan') and new.state <> old.state then
    perform quotas_refuse('a_loan_ends_once', json_build_object('loan', old.id));
  end if;
  if new.posting_id is not null and not exists (
       select 1 from staffing_posting p where p.id = new.posting_id and p.unit_id = new.unit_id
          and p.quota_type_id = new.quota_type_id and p.basis = 'loan') then
    perform quotas_refuse('a_loan_is_used_by_a_posting_of_its_unit', json_build_object('loan', new.id));
  end if;
  perform talentpool_check_loans(new.unit_id, new.quota_type_id, new.pool_id);
  return null;
end $$;

create constraint trigger loan_is_borrowed after insert or update on talentpool_loan
  deferrable initially deferred for each row execute function talentpool_check_loan();
create trigger refuse_removal before delete on talentpool_loan for each row execute function refuse_change();
