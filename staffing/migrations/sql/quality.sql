-- Data quality (五性): a finding is written once, mended once, and never removed.
create function staffing_finding_is_fixed() returns trigger language plpgsql as $$
begin
  perform quotas_refuse('a_quality_finding_is_fixed', json_build_object('finding', old.id));
  return null;
end $$;

create trigger finding_is_fixed before update on staffing_qualityfinding for each row
  when (old.mended_on is not null and new is distinct from old
        or (new.id, new.rule, new.unit_id, new.subject, new.found_on, new.due_on)
           is distinct from (old.id, old.rule, old.unit_id, old.subject, old.found_on, old.due_on))
  execute function staffing_finding_is_fixed();
create trigger refuse_removal before delete on staffing_qualityfinding for each row execute function refuse_change();
create trigger refuse_truncate before truncate on staffing_qualityfinding for each statement execute function refuse_change();

-- The bounds of Q00's parameters, as its registration declares them (a test compares the two).
alter table approvals_ruleparameter add constraint a_parameter_of_data_quality_is_within_its_bounds check (
  case
    when rule <> 'Q00' then true
    when name in ('unit_days', 'bureau_days') then jsonb_typeof(value) = 'number' and value between '1' and '60'
    when name like 'weight\_%' then jsonb_typeof(value) = 'number' and value between '1' and '100'
    else true
  end
);
