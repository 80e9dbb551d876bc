-- Off-quota staff (编外人员): number and money both bind (人费双控), whatever the door.

-- The number: an engagement counts as occupied on the unit's control number (see occupied_is_people.sql).
create trigger touch_accounts_of_new after insert on staffing_engagement referencing new table as changed
  for each statement execute function staffing_touch_accounts('contract');
create trigger touch_accounts_of_changed after update on staffing_engagement referencing new table as changed
  for each statement execute function staffing_touch_accounts('contract');
create trigger keep_identity before update on staffing_engagement
  for each row execute function staffing_keep_identity();
create trigger refuse_removal before delete on staffing_engagement for each row execute function refuse_change();
create trigger refuse_truncate before truncate on staffing_engagement for each statement execute function refuse_change();
create trigger refuse_removal before delete on staffing_moneyline for each row execute function refuse_change();
create trigger refuse_removal before delete on staffing_servicecontract for each row execute function refuse_change();

create function staffing_engagement_ends_once() returns trigger language plpgsql as $$
begin
  perform quotas_refuse('an_engagement_ends_once', json_build_object('engagement', old.id));
  return null;
end $$;

create trigger ends_once before update on staffing_engagement for each row
  when (old.ended_on is not null and new is distinct from old) execute function staffing_engagement_ends_once();

-- Nobody is on a post and engaged off quota at once.
create function staffing_not_both() returns trigger language plpgsql as $$
declare
  bad record;
begin
  select e.person_id into bad from changed c
    join staffing_engagement e on e.person_id = c.person_id and e.ended_on is null
    join staffing_posting p on p.person_id = c.person_id and p.ended_on is null limit 1;
  if found then
    perform quotas_refuse('nobody_is_on_a_post_and_engaged_off_quota', json_build_object('person', bad.person_id));
  end if;
  return null;
end $$;

create trigger not_both after insert on staffing_posting referencing new table as changed
  for each statement execute function staffing_not_both();
create trigger not_both after insert on staffing_engagement referencing new table as changed
  for each statement execute function staffing_not_both();

-- The money: what a contract costs in a year, by the months that it touches.
create function staffing_off_quota_cost(yearly numeric, starts date, last date, y int) returns numeric
  language sql immutable as $$
  select case when last < starts then 0 else
    round(yearly * greatest(0,
      least(y * 12 + 11, extract(year from last)::int * 12 + extract(month from last)::int - 1)
      - greatest(y * 12, extract(year from starts)::int * 12 + extract(month from starts)::int - 1) + 1) / 12, 2) end
$$;

create function staffing_off_quota_committed(v_unit bigint, y int) returns numeric language sql stable as $$
  select coalesce(sum(staffing_off_quota_cost(e.yearly_cost, e.started_on, least(e.ends_on, e.ended_on - 1), y)), 0)
    from staffing_engagement e where e.unit_id = v_unit and e.started_on < make_date(y + 1, 1, 1)
$$;

create function staffing_check_money(v_unit bigint, y_from int, y_to int) returns void language plpgsql as $$
declare
  line record;
  v_committed numeric;
begin
  for line in select m.year, m.amount from staffing_moneyline m
               where m.unit_id = v_unit and m.year between y_from and y_to order by m.year for no key update
  loop
    v_committed := staffing_off_quota_committed(v_unit, line.year);
    if v_committed > line.amount then
      perform quotas_refuse('off_quota_staff_are_within_the_money_of_the_year', json_build_object(
        'unit', v_unit, 'year', line.year, 'committed', v_committed, 'amount', line.amount));
    end if;
  end loop;
end $$;

-- Whoever writes engagements has touched the unit's account already, so two of a unit wait for each other.
create function staffing_engagement_within_money() returns trigger language plpgsql as $$
begin
  if not exists (select 1 from staffing_moneyline m
                  where m.unit_id = new.unit_id and m.year = extract(year from new.started_on)) then
    perform quotas_refuse('off_quota_staff_have_money_in_their_first_year', json_build_object(
      'unit', new.unit_id, 'year', extract(year from new.started_on)));
  end if;
  perform staffing_check_money(
    new.unit_id, extract(year from new.started_on)::int, extract(year from new.ends_on)::int);
  return null;
end $$;

create constraint trigger within_money after insert or update on staffing_engagement
  deferrable initially deferred for each row execute function staffing_engagement_within_money();

create function staffing_money_covers() returns trigger language plpgsql as $$
begin
  perform 1 from quotas_quotaaccount a join quotas_quotatype t on t.id = a.quota_type_id
    where a.unit_id = new.unit_id and t.family = 'contract' and a.bucket = 'occupied' order by a.id for no key update of a;
  perform staffing_check_money(new.unit_id, new.year, new.year);
  return null;
end $$;

create constraint trigger money_covers after insert or update on staffing_moneyline
  deferrable initially deferred for each row execute function staffing_money_covers();

create function staffing_money_line_is_fixed() returns trigger language plpgsql as $$
begin
  perform quotas_refuse('unit_and_year_of_a_line_of_money_are_fixed', json_build_object('line', old.id));
  return null;
end $$;

create trigger line_is_fixed before update on staffing_moneyline for each row
  when ((new.id, new.unit_id, new.year) is distinct from (old.id, old.unit_id, old.year))
  execute function staffing_money_line_is_fixed();
