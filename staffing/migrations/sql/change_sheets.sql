-- A line belongs to a person of the sheet's unit; once the sheet is filed only the verdict may still be given, and once it
-- is decided nothing may be changed.
create function staffing_check_change_line() returns trigger language plpgsql as $$
declare
  v_state text;
  v_unit bigint;
begin
  select state, unit_id into v_state, v_unit from staffing_changesheet where id = coalesce(new.sheet_id, old.sheet_id);
  if v_state = 'decided' or (v_state = 'filed' and (tg_op <> 'UPDATE' or
     (new.posting_id, new.field, new.old, new.new, new.happened_on, new.entered_by_id)
     is distinct from (old.posting_id, old.field, old.old, old.new, old.happened_on, old.entered_by_id))) then
    perform quotas_refuse('a_filed_change_is_only_decided', json_build_object('sheet', coalesce(new.sheet_id, old.sheet_id)));
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  if not exists (select 1 from staffing_posting p where p.id = new.posting_id and p.unit_id = v_unit) then
    perform quotas_refuse('a_change_is_of_the_units_own_people', json_build_object('sheet', new.sheet_id));
  end if;
  return new;
end $$;

create trigger check_change_line before insert or update or delete on staffing_changeline
  for each row execute function staffing_check_change_line();

create function staffing_check_change_sheet() returns trigger language plpgsql as $$
begin
  if old.state = 'decided' or (new.unit_id is distinct from old.unit_id) or (old.state = 'filed' and new.state = 'draft') then
    perform quotas_refuse('a_change_sheet_goes_forward_only', json_build_object('sheet', old.id));
  end if;
  return new;
end $$;

create trigger goes_forward_only before update on staffing_changesheet
  for each row execute function staffing_check_change_sheet();
create trigger refuse_removal before delete on staffing_changesheet
  for each row when (old.state <> 'draft') execute function refuse_change();
