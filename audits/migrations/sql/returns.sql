-- Returns: whole months, lines only while the return is being signed, nothing after.
create function audits_guard_report() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    perform quotas_refuse('a_report_stays', json_build_object('report', old.id));
  end if;
  if tg_op = 'UPDATE' and old.state in ('signed', 'withdrawn') then
    perform quotas_refuse('a_signed_report_never_changes', json_build_object('report', old.id));
  end if;
  if new.ends_on + 1 <> (new.starts_on + case new.kind when 'annual' then interval '1 year' else interval '1 month' end)::date
     or extract(day from new.starts_on) <> 1 or (new.kind = 'annual' and extract(month from new.starts_on) <> 1) then
    perform quotas_refuse('a_report_covers_a_whole_month_or_year');
  end if;
  if new.state = 'signed' and not exists (
       select 1 from quotas_period p where p.id = new.period_id and p.ends_on >= new.ends_on
          and p.region_id = new.region_id) then
    perform quotas_refuse('a_report_is_signed_after_its_period_is_closed');
  end if;
  return new;
end $$;

create trigger guard before insert or update or delete on audits_periodreport
  for each row execute function audits_guard_report();

create function audits_guard_report_line() returns trigger language plpgsql as $$
begin
  if exists (select 1 from filled f join audits_periodreport r on r.id = f.report_id where r.state <> 'checked') then
    perform quotas_refuse('a_report_is_filled_before_it_is_signed');
  end if;
  return null;
end $$;

create trigger guard after insert on audits_reportline referencing new table as filled
  for each statement execute function audits_guard_report_line();
