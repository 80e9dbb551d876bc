-- Where people go: reassignment (调动) and secondment (借调). Every refusal is a check_violation whose CONSTRAINT names the rule.

-- Person, unit and type of a posting are fixed (occupied_is_people.sql), so it is enough to look when a row here is written.
create function staffing_check_secondment() returns trigger language plpgsql as $$
begin
  if not exists (select 1 from staffing_posting p where p.id = new.posting_id and p.person_id = new.person_id) then
    perform quotas_refuse('a_secondment_is_of_the_person_on_the_post', json_build_object('posting', new.posting_id));
  end if;
  if tg_op = 'UPDATE' and (new.id, new.person_id, new.posting_id, new.host_id, new.starts_on)
     is distinct from (old.id, old.person_id, old.posting_id, old.host_id, old.starts_on) then
    perform quotas_refuse('who_is_seconded_where_is_fixed', json_build_object('id', old.id));
  end if;
  if tg_op = 'UPDATE' and old.ended_on is not null and new is distinct from old then
    perform quotas_refuse('a_secondment_ends_once', json_build_object('id', old.id));
  end if;
  return new;
end $$;

create trigger check_secondment before insert or update on staffing_secondment
  for each row execute function staffing_check_secondment();
create trigger refuse_removal before delete on staffing_secondment for each row execute function refuse_change();
create trigger refuse_truncate before truncate on staffing_secondment for each statement execute function refuse_change();

-- Whoever moved stands on a post of the very unit, under the very type, that the request named.
create function staffing_check_move() returns trigger language plpgsql as $$
begin
  if not exists (select 1 from staffing_posting p join staffing_posting q on q.person_id = p.person_id
                  where p.id = new.posting_id and q.id = new.new_posting_id
                    and q.unit_id = new.target_unit_id and q.quota_type_id = new.quota_type_id) then
    perform quotas_refuse('a_move_ends_on_the_post_that_was_asked_for', json_build_object('case', new.case_id));
  end if;
  return new;
end $$;

create trigger ends_as_asked before insert or update on staffing_staffmove
  for each row when (new.new_posting_id is not null) execute function staffing_check_move();
